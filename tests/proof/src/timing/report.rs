//! What was measured, as a table.

use super::welch::Times;
use super::{Judge, LEAK};
use figures::table::Table;
use std::fmt;
use std::fmt::Write as _;

/// The section of the page: what was done, both tables, and what follows.
pub fn page(native: &Report, javascript: Option<&Report>) -> String {
    let mut page = format!(
        "Deliveries of two classes in random turn ({} of each pair), Welch's t over their times as dudect \
         takes it: a |t| beyond {LEAK} is a leak, below 4.5 there is no sign of one. The leaky comparison \
         stops at the first digit that differs and at the first secret that matches, to show that a leak \
         is found. Instructions are valgrind's, for twenty judgements, and exact.\n\n{}",
        native.samples,
        native.markdown()
    );
    if let Some(javascript) = javascript {
        let _ = write!(
            page,
            "\nThe npm package in Node, its WebAssembly alone, {} of each pair:\n\n{}",
            javascript.samples,
            javascript.markdown()
        );
    }
    let worst = |report: &Report| {
        let ours = report
            .rows
            .iter()
            .filter(|row| row.judge == Judge::Ours.to_string());
        ours.map(|row| row.times.t().abs()).fold(0.0, f64::max)
    };
    let _ = write!(page, "\nOurs at most: {:.1} natively", worst(native));
    if let Some(javascript) = javascript {
        let _ = write!(page, ", {:.1} in WebAssembly", worst(javascript));
    }
    page + ".\n"
}

/// Two classes under one judge.
pub struct Row {
    /// Who judged.
    pub judge: String,
    /// The classes.
    pub classes: (String, String),
    /// Their times.
    pub times: Times,
    /// The instructions of twenty judgements of each, where they were counted.
    pub instructions: Option<(u64, u64)>,
}

/// All that was measured.
pub struct Report {
    /// How many judgements of each pair.
    pub samples: usize,
    /// The pairs.
    pub rows: Vec<Row>,
}

impl Report {
    fn table(&self) -> Table {
        let mut table = Table::new([
            "classes",
            "judge",
            "median ns, each",
            "t",
            "instructions of 20, each",
        ]);
        for row in &self.rows {
            let (left, right) = row.times.medians();
            let counted = match row.instructions {
                Some((left, right)) => format!("{left}, {right}"),
                None => "not counted".to_owned(),
            };
            table.row([
                format!("{} / {}", row.classes.0, row.classes.1),
                row.judge.clone(),
                format!("{left:.0}, {right:.0}"),
                format!("{:.1}", row.times.t()),
                counted,
            ]);
        }
        table
    }

    /// The table for the page.
    pub fn markdown(&self) -> String {
        self.table().markdown()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.table())?;
        writeln!(
            f,
            "{} judgements of each pair, in random turn. A |t| beyond {LEAK} is a leak; beyond 4.5, worth \
             another look with more of them.",
            self.samples
        )
    }
}
