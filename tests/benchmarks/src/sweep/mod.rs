//! The sweep over large tables: what it reads and how long it takes depend on what is due, and on nothing
//! else.

mod ground;
mod page;

use ground::Ground;
pub use ground::RUN;
use std::time::Duration;

/// No larger table is scanned: the emulator sorts all of it for each page, which takes longer than anything
/// that is measured here, and a scan's units grow with the sessions anyway.
pub const LARGEST_SCANNED: usize = 100_000;

/// What to sweep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Sessions in the table, ever more.
    pub tables: Vec<usize>,
    /// Sessions due in each of these.
    pub due: usize,
    /// In the largest table, sessions due, ever more.
    pub dues: Vec<usize>,
}

/// One sweep until nothing is due.
#[derive(Clone, Copy, Debug)]
pub struct Swept {
    /// Sessions in the table, about.
    pub sessions: usize,
    /// Of which so many were due.
    pub due: usize,
    /// Sessions that the sweep looked at.
    pub looked: u32,
    /// Units read, in the index and of the sessions.
    pub read: f64,
    /// Units written.
    pub written: f64,
    /// How long it took.
    pub took: Duration,
    /// In how many runs.
    pub runs: usize,
    /// Units that a scan of the table reads, before it looks at anything; reckoned where the table is
    /// larger than [`LARGEST_SCANNED`].
    pub scan_read: f64,
}

/// All sweeps.
#[derive(Clone, Debug)]
pub struct Sweeps {
    /// The table grows.
    pub by_table: Vec<Swept>,
    /// What is due grows.
    pub by_due: Vec<Swept>,
}

impl Plan {
    /// Tables up to so many sessions, with up to one in a hundred due in the largest.
    pub fn up_to(most: usize) -> Self {
        let tens = |from: usize, most: usize| {
            let tens = std::iter::successors(Some(from), |it| it.checked_mul(10));
            tens.take_while(move |it| *it < most).collect::<Vec<_>>()
        };
        let most = most.max(1000);
        let due = 100.min(most / 100);
        let mut tables = tens(1000, most);
        let mut dues: Vec<_> = tens(due, most / 100)
            .into_iter()
            .flat_map(|due| [due, 3 * due])
            .collect();
        tables.push(most);
        dues.push(most / 100);
        Self { tables, due, dues }
    }
}

/// Sweeps as planned, over one table that grows; `tell` hears of what is being done.
pub async fn measure(plan: &Plan, tell: impl Fn(&str)) -> Sweeps {
    let mut ground = Ground::new().await;
    let (mut by_table, mut by_due) = (Vec::new(), Vec::new());
    let mut a_session = 0.0;
    for &sessions in &plan.tables {
        let fill = |now| tell(&format!("filling: {now} of {sessions} sessions"));
        ground.grow(sessions.saturating_sub(plan.due), fill).await;
        tell(&format!("sweeping {sessions} sessions"));
        let mut swept = sweep(&mut ground, plan.due).await;
        if sessions <= LARGEST_SCANNED {
            tell(&format!("scanning {sessions} sessions"));
            a_session = ground.scan().await / swept.sessions as f64;
        }
        swept.scan_read = a_session * swept.sessions as f64;
        by_table.push(swept);
    }
    for &due in &plan.dues {
        tell(&format!("sweeping {due} sessions of {}", ground.sessions));
        let mut swept = sweep(&mut ground, due).await;
        swept.scan_read = a_session * swept.sessions as f64;
        by_due.push(swept);
    }
    Sweeps { by_table, by_due }
}

async fn sweep(ground: &mut Ground, due: usize) -> Swept {
    ground.add_due(due).await;
    let work = ground.sweep().await;
    Swept {
        sessions: ground.sessions,
        due,
        looked: work.looked,
        read: work.units.read,
        written: work.units.written,
        took: work.took,
        runs: work.runs,
        scan_read: 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_grows_by_tens_to_what_was_asked_for() {
        let plan = Plan::up_to(1_000_000);
        assert_eq!(plan.tables, [1000, 10_000, 100_000, 1_000_000]);
        assert_eq!(plan.due, 100);
        assert_eq!(plan.dues, [100, 300, 1000, 3000, 10_000]);
        let small = Plan::up_to(1000);
        assert_eq!(
            (small.tables, small.due, small.dues),
            (vec![1000], 10, vec![10])
        );
    }
}
