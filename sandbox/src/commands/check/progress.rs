//! Shows how far a run is: a bar on a terminal, and a line for each check that ended.

use crate::check::{Check, Entry, Observer, Outcome, output};
use crate::commands::Style;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal as _, Write as _};
use std::time::Duration;

/// The progress of one run.
pub(crate) struct Progress {
    style: Style,
    /// Hidden where there is no terminal to draw on.
    bar: ProgressBar,
}

impl Progress {
    /// Nothing is drawn before the first check begins, and no bar where it would be in the way of
    /// questions.
    pub(crate) fn new(style: Style, asks: bool) -> Self {
        let target = if io::stdout().is_terminal() && !asks {
            ProgressDrawTarget::stdout()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(None, target);
        let look = ProgressStyle::with_template("  {spinner} {bar:24} {pos}/{len}  {msg}");
        if let Ok(look) = look {
            bar.set_style(look);
        }
        Self { style, bar }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Observer for Progress {
    fn begins(&mut self, check: &'static Check, number: usize, of: usize) {
        self.bar.set_length(u64::try_from(of).unwrap_or(u64::MAX));
        self.bar
            .set_position(u64::try_from(number - 1).unwrap_or(u64::MAX));
        self.bar.set_message(check.name);
        self.bar.enable_steady_tick(Duration::from_millis(100));
    }

    fn ended(&mut self, entry: &Entry) {
        // Those are listed at the end, with their steps.
        if matches!(entry.outcome, Outcome::ByHand { .. }) {
            return;
        }
        let line = output::summary(entry, &self.style);
        self.bar.suspend(|| {
            let mut out = io::stdout();
            // A closed pipe ends the lines, not the run: its exit code is still wanted.
            let _ = writeln!(out, "{line}").and_then(|()| out.flush());
        });
    }
}
