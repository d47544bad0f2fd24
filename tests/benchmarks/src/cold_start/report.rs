//! The cold starts, for a person and for the page of figures.

use super::{ColdStart, Measured};
use figures::table::{Table, number};
use std::fmt;
use system_tests::bars::{self, Group, Panel};
use system_tests::plot::PlotError;

/// The picture's name on the page.
const PICTURE: &str = "cold-start.svg";

/// All that was measured.
#[derive(Clone, Debug)]
pub struct ColdStarts {
    /// Each function's.
    pub all: Vec<ColdStart>,
    /// How many starts the medians are of.
    pub runs: usize,
}

impl ColdStarts {
    /// From `exec` to the first answer, with what Node and Python take beside ours.
    fn times(&self) -> Table {
        let columns = [
            "function",
            "requests",
            "ours, ms",
            "Node",
            "Python",
            "Node ÷ ours",
            "Python ÷ ours",
        ];
        let mut table = Table::new(columns);
        for it in &self.all {
            let row = compared(it, |of| of.start.time.as_secs_f64() * 1e3);
            let mut cells = vec![it.function.to_owned(), it.requests.to_string()];
            cells.extend(row);
            table.row(cells);
        }
        table
    }

    fn cpu(&self) -> Table {
        self.table("ours, ms of CPU", |of| of.start.cpu.as_secs_f64() * 1e3)
    }

    fn memory(&self) -> Table {
        self.table("ours, MB at the peak", |of| {
            of.start.peak_memory as f64 / 1e6
        })
    }

    fn table(&self, ours: &str, value: impl Fn(&Measured) -> f64) -> Table {
        let mut table = Table::new([
            "function",
            ours,
            "Node",
            "Python",
            "Node ÷ ours",
            "Python ÷ ours",
        ]);
        for it in &self.all {
            let cells = std::iter::once(it.function.to_owned());
            table.row(cells.chain(compared(it, &value)));
        }
        table
    }

    /// What is uploaded. boto3 and Node itself are in Lambda's image.
    fn sizes(&self) -> Table {
        let mut table = Table::new(["function", "ours, MB zipped", "Node's bundle"]);
        for it in &self.all {
            let sizes = [it.ours, it.node].map(|of| format!("{:.2}", of.zipped as f64 / 1e6));
            table.row([it.function.to_owned()].into_iter().chain(sizes));
        }
        table
    }

    /// The section of the page.
    pub fn markdown(&self) -> String {
        let times = |ratio: &dyn Fn(&ColdStart) -> f64| {
            let ratios = self.all.iter().map(ratio);
            let (least, most) = ratios.fold((f64::MAX, 0.0_f64), |(least, most), it| {
                (least.min(it), most.max(it))
            });
            format!("{} to {}", number(round(least)), number(round(most)))
        };
        let time = |of: &Measured| of.start.time.as_secs_f64();
        let memory = |of: &Measured| of.start.peak_memory as f64;
        let largest = self.all.iter().map(|it| it.ours.zipped).max().unwrap_or(0);
        format!(
            "From `exec` to the first answer on a local runtime API, with every request over TLS and the settings from \
             Secrets Manager: each function as it is deployed, beside Node with AWS SDK v3 in one file minified by esbuild, \
             and Python with boto3. Medians of {} starts, in turn, each on a fresh table. A peer makes the requests that ours \
             was seen to make and decides nothing in between: it does less than ours, and a real one takes longer.\n\n\
             {}\n\
             ![Time and memory of each function's cold start, beside Node and Python]({PICTURE})\n\n\
             {}\n{}\n{}\n\
             So a start is {} times as fast as Node's and {} times as fast as Python's, in a {}th of Node's memory; the \
             largest function has {:.2} MB zipped.",
            self.runs,
            self.times().markdown(),
            self.cpu().markdown(),
            self.memory().markdown(),
            self.sizes().markdown(),
            times(&|it| time(&it.node) / time(&it.ours)),
            times(&|it| time(&it.python) / time(&it.ours)),
            times(&|it| memory(&it.node) / memory(&it.ours)),
            largest as f64 / 1e6,
        )
    }

    /// Draws the picture of the page.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn draw(&self) -> Result<(), PlotError> {
        let groups = |value: &dyn Fn(&Measured) -> f64| -> Vec<Group> {
            let group = |it: &ColdStart| Group {
                name: it.function.to_owned(),
                values: [&it.ours, &it.node, &it.python].map(value).to_vec(),
            };
            self.all.iter().map(group).collect()
        };
        let panel = |title, groups| Panel {
            title,
            bars: &["ours", "Node", "Python"],
            groups,
        };
        bars::draw(
            &figures::picture(PICTURE),
            &[
                panel(
                    "to the first answer, ms",
                    groups(&|of| of.start.time.as_secs_f64() * 1e3),
                ),
                panel(
                    "peak memory, MB",
                    groups(&|of| of.start.peak_memory as f64 / 1e6),
                ),
            ],
        )
    }
}

/// Ours, Node's, Python's, and how often ours goes into each.
fn compared(it: &ColdStart, value: impl Fn(&Measured) -> f64) -> [String; 5] {
    let [ours, node, python] = [&it.ours, &it.node, &it.python].map(value);
    [ours, node, python, node / ours, python / ours].map(|value| format!("{value:.1}"))
}

/// To one decimal.
fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

impl fmt::Display for ColdStarts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "From exec to the first answer, medians of {} starts\n",
            self.runs
        )?;
        writeln!(
            f,
            "{}\n{}\n{}\n{}",
            self.times(),
            self.cpu(),
            self.memory(),
            self.sizes()
        )
    }
}
