//! What a storm's report says, in a table and a picture.

use super::StormReport;
use figures::picture;
use figures::table::{Table, count, time};
use std::fmt;
use std::time::Duration;
use system_tests::plot::{Corner, Line, Panel, PlotError, Scale, draw};

/// Points of the picture's line.
const POINTS: usize = 200;

impl StormReport {
    /// Draws how many were answered within which time, for the page.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn draw(&self) -> Result<(), PlotError> {
        let last = self.answers.len().saturating_sub(1);
        let point = |step: usize| {
            let answer = self.answers.get(last * step / POINTS).copied();
            let millis = answer.unwrap_or_default().as_secs_f64() * 1e3;
            (millis, 100.0 * step as f64 / POINTS as f64)
        };
        let panel = Panel {
            title: "Deliveries answered within a time",
            x: ("milliseconds", Scale::Powers),
            y: ("per cent of all answers", Scale::Even),
            lines: vec![Line::ours(
                "receive-webhook",
                (0..=POINTS).map(point).collect(),
            )],
            legend: Corner::LowerRight,
        };
        draw(&picture("load.svg"), &[panel])
    }

    /// The section of the page.
    pub fn markdown(&self) -> String {
        let verdict = match self.is_good() {
            true => {
                "Each session ended in the status that all its facts give, with what was lost found by the \
                     sweep; of which nothing was lost, in exactly the state."
            }
            false => "**It failed.**",
        };
        format!(
            "The local Veriff\'s webhooks were kept back, shuffled, and delivered by {} clients at the same \
             time, each the next when it has its answer: some twice, some never, some forged (the opposite \
             decision under the old signature, or a signature of its own). Database and clients share the \
             machine with the functions. {verdict}\n\n{}\n\
             ![How many deliveries were answered within which time](load.svg)\n",
            self.clients,
            self.table().markdown(),
        )
    }

    fn table(&self) -> Table {
        let number = |number: usize| count(number as u64);
        let share = |part: usize| {
            let genuine = self.deliveries + self.lost - self.doubled - self.forged;
            let percent = 100.0 * part as f64 / genuine.max(1) as f64;
            format!("{} ({percent:.1}%)", number(part))
        };
        let statuses = self.sessions.iter();
        let statuses: Vec<_> = statuses
            .map(|(status, sessions)| format!("{} {status}", number(*sessions)))
            .collect();
        let rate = self.deliveries as f64 / self.took.as_secs_f64().max(0.001);
        let mut table = Table::new(["a storm", "how many"]);
        for (what, how_many) in [
            ("sessions", number(self.sessions.values().sum())),
            ("which ended", statuses.join(", ")),
            ("deliveries", number(self.deliveries)),
            ("of which a second time", share(self.doubled)),
            ("of which forged", share(self.forged)),
            ("never delivered", share(self.lost)),
            (
                "genuine ones never acknowledged",
                number(self.unacknowledged),
            ),
            ("forged ones let in", number(self.forged_let_in)),
            ("sessions made good by the sweep", count(self.repaired)),
            ("sessions compared to the last fact", number(self.whole)),
            ("sessions wrong", number(self.wrong.len())),
            ("deliveries a second", count(rate as u64)),
            ("half answered within", time(self.percentile(50))),
            ("99 of 100 answered within", time(self.percentile(99))),
        ] {
            table.row([what.to_owned(), how_many]);
        }
        table
    }

    fn percentile(&self, percent: usize) -> Duration {
        let place = self.answers.len().saturating_sub(1) * percent / 100;
        self.answers.get(place).copied().unwrap_or_default()
    }
}

impl fmt::Display for StormReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for wrong in self.wrong.iter().take(10) {
            writeln!(f, "FAILED {wrong}")?;
        }
        write!(f, "{}", self.table())
    }
}
