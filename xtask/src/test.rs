//! `cargo xtask test`: every check and every test, and at the end what passed, what failed and what
//! was left out. A failed step does not stop the ones after it: one run tells everything.

use std::error::Error;
use std::fmt;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::disk;
use crate::steps::{self, Step};
use crate::tools::{Tools, Wanted};

/// How to test.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Leave out what needs browsers, other runtimes or deployment tools
    #[arg(long)]
    fast: bool,
    /// Take longer where more is proved by it: a million calls where memory must not grow, and every
    /// function built as it is deployed, for both processors
    #[arg(long)]
    long: bool,
    /// Install nothing; fail with the names of what is missing
    #[arg(long)]
    no_install: bool,
}

/// Some steps failed; which ones, the table says.
#[derive(Debug, thiserror::Error)]
#[error("{0} failed; see above")]
struct StepsFailed(String);

/// Runs every step in order and prints the table.
pub(crate) fn run(root: &Path, args: &Args) -> Result<(), Box<dyn Error>> {
    let tools = Tools::new(root);
    let wanted = if args.fast {
        Wanted::Toolchain
    } else {
        Wanted::Everything
    };
    if !args.fast
        && let Some(warning) = disk::warning_before(root)
    {
        println!("{warning}");
    }
    if args.no_install {
        tools.check(wanted)?;
    } else {
        tools.install(wanted)?;
    }
    let rows: Vec<Row> = steps::all(&tools, args.long)
        .into_iter()
        .map(|step| perform(step, root, args.fast))
        .collect();
    print!("\n{}", Table(&rows));
    let failed: Vec<&str> = rows
        .iter()
        .filter(|row| row.outcome == Outcome::Failed)
        .map(|row| row.name)
        .collect();
    if failed.is_empty() {
        return Ok(());
    }
    if let Some(warning) = disk::warning_after(root) {
        println!("{warning}");
    }
    Err(Box::new(StepsFailed(failed.join(", "))))
}

fn perform(step: Step, root: &Path, fast: bool) -> Row {
    let name = step.name;
    if fast && step.needs_tools {
        return Row {
            name,
            outcome: Outcome::LeftOut,
            time: Duration::ZERO,
        };
    }
    println!("\n== {name}");
    let start = Instant::now();
    let outcome = match step.run.run(root) {
        Ok(()) => Outcome::Passed,
        Err(error) => {
            println!("{error}");
            Outcome::Failed
        }
    };
    Row {
        name,
        outcome,
        time: start.elapsed(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Passed,
    Failed,
    LeftOut,
}

struct Row {
    name: &'static str,
    outcome: Outcome,
    time: Duration,
}

struct Table<'a>(&'a [Row]);

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.0.iter().map(|row| row.name.len()).max().unwrap_or(0);
        for Row {
            name,
            outcome,
            time,
        } in self.0
        {
            let seconds = time.as_secs_f64();
            match outcome {
                Outcome::Passed => writeln!(f, "{name:width$}  {seconds:7.1} s  passed")?,
                Outcome::Failed => writeln!(f, "{name:width$}  {seconds:7.1} s  FAILED")?,
                Outcome::LeftOut => writeln!(f, "{name:width$}        -    left out (--fast)")?,
            }
        }
        let count = |wanted| self.0.iter().filter(|row| row.outcome == wanted).count();
        let passed = count(Outcome::Passed);
        let failed = count(Outcome::Failed);
        let total: f64 = self.0.iter().map(|row| row.time.as_secs_f64()).sum();
        write!(
            f,
            "\nsteps: {passed} passed, {failed} failed, {} left out",
            count(Outcome::LeftOut)
        )?;
        writeln!(
            f,
            "\nin {:.0} min {:02.0} s",
            (total / 60.0).floor(),
            (total % 60.0).floor()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_tells_passed_failed_and_left_out_apart() {
        let row = |name, outcome, seconds| Row {
            name,
            outcome,
            time: Duration::from_secs(seconds),
        };
        let rows = [
            row("format", Outcome::Passed, 2),
            row("tests", Outcome::Failed, 119),
            row("cargo-lambda", Outcome::LeftOut, 0),
        ];
        let expected = "\
format            2.0 s  passed
tests           119.0 s  FAILED
cargo-lambda        -    left out (--fast)

steps: 1 passed, 1 failed, 1 left out
in 2 min 01 s
";
        assert_eq!(Table(&rows).to_string(), expected);
    }
}
