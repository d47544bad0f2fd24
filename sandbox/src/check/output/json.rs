//! The report as JSON, for other programs. Fields are added, never renamed, within `schema` 1.

use serde_json::{Value, json};

use crate::check::outcome::Outcome;
use crate::check::report::{Entry, Report};

/// The whole report.
pub fn json(report: &Report) -> Value {
    let totals = report.totals();
    json!({
        "schema": 1,
        "backend": report.backend,
        "plan": if report.full_auto { "full-auto" } else { "decisions" },
        "startedAt": report.started_at.to_string(),
        "elapsedMs": millis(report.elapsed),
        "slowestAnswerMs": report.slowest.map(millis),
        "totals": {
            "passed": totals.passed,
            "failed": totals.failed,
            "byHand": totals.by_hand,
            "notChecked": totals.not_checked,
        },
        "checks": report.entries.iter().map(entry).collect::<Vec<_>>(),
    })
}

fn entry(entry: &Entry) -> Value {
    let check = entry.check;
    let mut shown = json!({
        "name": check.name,
        "title": check.title,
        "group": check.group.title(),
        "outcome": entry.outcome.as_str(),
        "elapsedMs": millis(entry.elapsed),
        "why": check.why,
        "mend": check.mend,
    });
    let (name, value) = match &entry.outcome {
        Outcome::Passed { notes } => ("notes", json!(notes)),
        Outcome::Failed { finding, evidence } => {
            shown["finding"] = json!(finding.to_string());
            ("evidence", json!(evidence))
        }
        Outcome::ByHand { steps } => ("steps", json!(steps)),
        Outcome::NotChecked(why) => ("reason", json!(why.to_string())),
    };
    shown[name] = value;
    shown
}

fn millis(duration: std::time::Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
