//! The report as JUnit XML, which CI systems read.

use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};
use thiserror::Error;

use super::text::exchange_lines;
use crate::check::catalogue::CATALOGUE;
use crate::check::outcome::Outcome;
use crate::check::report::{Entry, Report};

/// The XML cannot be written.
#[derive(Debug, Error)]
#[error("cannot write JUnit XML: {0}")]
pub struct JunitError(#[from] quick_junit::SerializeError);

/// One suite for each part of the checklist; what was not checked, or is by hand, is skipped.
///
/// # Errors
/// The XML cannot be written.
pub fn junit(report: &Report) -> Result<String, JunitError> {
    let mut document = Document::new("veriff-sandbox check");
    document.set_time(report.elapsed);
    let mut groups: Vec<_> = CATALOGUE.iter().map(|check| check.group).collect();
    groups.sort();
    groups.dedup();
    for group in groups {
        let mut suite = TestSuite::new(group.title());
        let entries = report
            .entries
            .iter()
            .filter(|entry| entry.check.group == group);
        for entry in entries {
            suite.set_time(suite.time.unwrap_or_default() + entry.elapsed);
            suite.add_test_case(test_case(entry));
        }
        if !suite.test_cases.is_empty() {
            document.add_test_suite(suite);
        }
    }
    Ok(document.to_string()?)
}

fn test_case(entry: &Entry) -> TestCase {
    let check = entry.check;
    let status = match &entry.outcome {
        Outcome::Passed { .. } => TestCaseStatus::success(),
        Outcome::Failed { finding, evidence } => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let mut text = format!(
                "{}\n\nWhy it matters: {}\nHow to mend it: {}\n",
                check.title, check.why, check.mend
            );
            for exchange in evidence {
                text.push('\n');
                for line in exchange_lines(exchange) {
                    text.push_str(&line);
                    text.push('\n');
                }
            }
            status
                .set_message(finding.to_string())
                .set_type(check.name)
                .set_description(text);
            status
        }
        Outcome::ByHand { steps } => skipped(format!("by hand: {}", steps.join(" "))),
        Outcome::NotChecked(why) => skipped(format!("not checked: {why}")),
    };
    let mut case = TestCase::new(check.name, status);
    case.set_classname("veriff-sandbox.check")
        .set_time(entry.elapsed);
    case
}

fn skipped(message: String) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(message);
    status
}
