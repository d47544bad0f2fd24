//! The table of a run, for the terminal and for the page of figures.

use super::target::Outcome;
use figures::FiguresError;
use figures::table::{Table, count};

/// What each target did.
pub(super) fn table(outcomes: &[Outcome]) -> Table {
    let mut table = Table::new([
        "target",
        "executions",
        "per second",
        "inputs before",
        "after",
        "found",
    ]);
    for outcome in outcomes {
        let (before, after) = outcome.inputs;
        table.row([
            format!("`{}`", outcome.name),
            count(outcome.executions),
            count(outcome.per_second),
            count(before as u64),
            count(after as u64),
            outcome.failures().to_string(),
        ]);
    }
    table
}

/// Writes the section of the page.
pub(super) fn record(outcomes: &[Outcome], seconds: u32) -> Result<(), FiguresError> {
    let executions: u64 = outcomes.iter().map(|it| it.executions).sum();
    let found: usize = outcomes.iter().map(Outcome::failures).sum();
    let section = format!(
        "libFuzzer ran each property of any bytes from outside (`tests/fuzz`) for {seconds} seconds, with \
         AddressSanitizer and overflow checks: {} executions, {found} findings. Inputs are those of the corpus \
         in the repository and what runs on this machine have added.\n\n{}",
        count(executions),
        table(outcomes).markdown()
    );
    figures::record("fuzz", &section)
}
