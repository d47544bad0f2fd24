//! The same classes in Node, on the packed npm package: `tests/js/bench/timing.js` measures, and the test is
//! made here.

use super::welch::Times;
use super::{Report, Row};
use serde_json::Value;
use std::process::Command;
use system_tests::tools::repository;

/// None if there is no Node, or no package.
pub(super) fn run(samples: usize) -> Option<Report> {
    let output = Command::new("node")
        .args(["bench/timing.js", &samples.to_string()])
        .current_dir(repository().join("tests/js"))
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let measured: Value = serde_json::from_slice(&output.stdout).ok()?;
    let rows = measured
        .as_array()?
        .iter()
        .map(row)
        .collect::<Option<_>>()?;
    Some(Report { samples, rows })
}

/// A pair of classes with both lists of times.
fn row(measured: &Value) -> Option<Row> {
    let text = |name: &str| measured[name].as_str().map(str::to_owned);
    let mut times = Times::default();
    for (name, is_left) in [("leftTimes", true), ("rightTimes", false)] {
        for time in measured[name].as_array()? {
            times.add(is_left, time.as_f64()?);
        }
    }
    Some(Row {
        judge: text("judge")?,
        classes: (text("left")?, text("right")?),
        times,
        instructions: None,
    })
}
