//! What the sweeps say, in tables and pictures.

use super::{LARGEST_SCANNED, RUN, Sweeps, Swept};
use figures::picture;
use figures::table::{Table, count, number, ratio, time};
use std::fmt;
use std::time::Duration;
use system_tests::plot::{Corner, Line, Panel, PlotError, Scale, draw};

/// How long Veriff takes for an answer: assumed, since nothing is published.
const VERIFF_TAKES: Duration = Duration::from_millis(150);
/// Questions about a session that is over and was never decided: the decision, and the full-auto one.
const QUESTIONS: f64 = 2.0;

/// What a picture shows of a sweep.
type Of = fn(&Swept) -> f64;

impl Sweeps {
    /// Draws both pictures, for the page.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn draw(&self) -> Result<(), PlotError> {
        let due = self.by_table.first().map_or(0, |swept| swept.due);
        let x = format!("sessions in the table, {} of them due", count(due as u64));
        let pictures = [
            ("sweep-table.svg", &self.by_table, x),
            (
                "sweep-due.svg",
                &self.by_due,
                format!("sessions due, of {}", self.most()),
            ),
        ];
        for ((file, sweeps, x), of_table) in pictures.into_iter().zip([true, false]) {
            let line = |y: Of| {
                let x = |swept: &Swept| if of_table { swept.sessions } else { swept.due };
                sweeps
                    .iter()
                    .map(|swept| (x(swept) as f64, y(swept)))
                    .collect()
            };
            let panel = |title: &'static str, y: &'static str, ours: Of, peer: Option<Of>| Panel {
                title,
                x: (x.as_str(), Scale::Powers),
                y: (y, Scale::Powers),
                lines: [Line::ours("sweep-expired, every look included", line(ours))]
                    .into_iter()
                    .chain(peer.map(|peer| Line::peer("a scan alone", line(peer))))
                    .collect(),
                legend: if of_table {
                    Corner::UpperLeft
                } else {
                    Corner::LowerRight
                },
            };
            let scan: Of = |it| it.scan_read;
            let units = panel("Units read", "read units", |it| it.read, Some(scan));
            let times = panel("Time", "seconds", |it| it.took.as_secs_f64(), None);
            draw(&picture(file), &[units, times])?;
        }
        Ok(())
    }

    /// The section of the page.
    pub fn markdown(&self) -> String {
        let due = self.by_table.first().map_or(0, |swept| swept.due);
        format!(
            "The sweep ran until nothing was due, {} at first of tables that grow, then ever more of the \
             largest; Veriff knows each of them, and each is closed. A scan, which the sweep would need \
             without its index, was read to its end in tables of up to {} sessions; of larger ones its units \
             are reckoned from these. How long it takes would be the emulator's own.\n\n{}\n\
             ![Units and time over the sessions in the table](sweep-table.svg)\n\n{}\n\
             ![Units and time over the sessions due](sweep-due.svg)\n\n{}\n",
            count(due as u64),
            count(LARGEST_SCANNED as u64),
            table(&self.by_table).markdown(),
            table(&self.by_due).markdown(),
            self.conclusion(),
        )
    }

    fn most(&self) -> String {
        let most = self.by_table.iter().map(|swept| swept.sessions).max();
        count(most.unwrap_or(0) as u64)
    }

    /// What follows for a deployment.
    fn conclusion(&self) -> String {
        let (Some(least), Some(most)) = (self.by_table.first(), self.by_table.last()) else {
            return String::new();
        };
        let largest = self.by_due.last().unwrap_or(most);
        let looked = f64::from(largest.looked.max(1));
        let at_once = sweep_expired::AT_ONCE as f64;
        // What a look takes here, eight of them sharing this machine's processors.
        let here = largest.took.as_secs_f64() * at_once / looked;
        let rate = at_once / (QUESTIONS * VERIFF_TAKES.as_secs_f64() + here);
        let usable = |run: Duration| run.saturating_sub(sweep_expired::RESERVE).as_secs_f64();
        let runs = |run: Duration| of_runs((looked / (rate * usable(run))).ceil() as usize);
        let quarter = Duration::from_mins(15);
        format!(
            "A table {} as large costs {} as many units to sweep, and a scan {} as many. Of {} sessions \
             due each took {} and {} units read, {} written: {} a second on this machine, in {} of {} \
             seconds. With {} assumed for each of Veriff's answers and {} sessions asked about at a \
             time it would be {} a second: {} of a minute, as the template has it, or {} of 15 minutes.",
            ratio(most.sessions as f64, least.sessions as f64),
            ratio(most.read + most.written, least.read + least.written),
            ratio(most.scan_read, least.scan_read),
            count(largest.due as u64),
            time(largest.took.div_f64(looked)),
            number(largest.read / looked),
            number(largest.written / looked),
            count((looked / largest.took.as_secs_f64().max(0.001)) as u64),
            of_runs(largest.runs),
            RUN.as_secs(),
            time(VERIFF_TAKES),
            sweep_expired::AT_ONCE,
            count(rate as u64),
            runs(RUN),
            runs(quarter),
        )
    }
}

fn of_runs(runs: usize) -> String {
    match runs {
        1 => "one run".to_owned(),
        runs => format!("{} runs", count(runs as u64)),
    }
}

fn table(sweeps: &[Swept]) -> Table {
    let mut table = Table::new([
        "sessions",
        "due",
        "looked at",
        "units read",
        "units written",
        "time",
        "a look",
        "runs",
        "units of a scan",
    ]);
    for swept in sweeps {
        table.row([
            count(swept.sessions as u64),
            count(swept.due as u64),
            count(swept.looked),
            number(swept.read),
            number(swept.written),
            time(swept.took),
            time(swept.took / swept.looked.max(1)),
            count(swept.runs as u64),
            number(swept.scan_read),
        ]);
    }
    table
}

impl fmt::Display for Sweeps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}\n{}\n{}\n",
            table(&self.by_table),
            table(&self.by_due),
            self.conclusion(),
        )
    }
}
