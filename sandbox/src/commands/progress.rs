//! Bars and spinners, on a terminal only: where standard error is none, nothing is drawn.

use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

/// A bar over so many steps.
pub(crate) fn bar(what: &str, steps: usize) -> ProgressBar {
    let bar = ProgressBar::new(steps as u64).with_message(what.to_owned());
    // The template is a constant that the tests of this file check.
    let style = ProgressStyle::with_template(BAR).unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(style.progress_chars("=> "));
    bar
}

/// A spinner for as long as something lasts.
pub(crate) fn spinner(what: &str) -> ProgressBar {
    let spinner = ProgressBar::new_spinner().with_message(what.to_owned());
    let style = ProgressStyle::with_template(SPINNER);
    spinner.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    spinner.enable_steady_tick(Duration::from_millis(120));
    spinner
}

const BAR: &str = "{msg} [{bar:32}] {pos}/{len} {elapsed}";
const SPINNER: &str = "{spinner} {msg} {elapsed}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_are_understood() {
        for template in [BAR, SPINNER] {
            ProgressStyle::with_template(template).unwrap();
        }
    }
}
