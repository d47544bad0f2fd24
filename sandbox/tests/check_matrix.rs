//! The checker's own proof: a correct backend passes every check, and each of many backends with one
//! thing broken is caught by the check made for it and by no others than said.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

#[path = "check/backend.rs"]
mod backend;

use backend::{Switch, checked, switches};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::Semaphore;
use veriff_sandbox::check::{CATALOGUE, Check, Outcome, Report, Selection};

/// Most of the time a run waits.
const AT_ONCE: usize = 8;

fn failed(report: &Report) -> BTreeSet<&'static str> {
    report
        .ended("failed")
        .map(|entry| entry.check.name)
        .collect()
}

fn automatic() -> impl Iterator<Item = &'static Check> {
    let by_hand = |check: &&Check| check.group.title() != "By hand";
    CATALOGUE.iter().copied().filter(by_hand)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Node; run by cargo xtask test"]
async fn a_correct_backend_passes_every_check() {
    let report = checked(&[], false, &Selection::default()).await;
    for entry in &report.entries {
        let fine = matches!(
            entry.outcome,
            Outcome::Passed { .. } | Outcome::ByHand { .. }
        );
        assert!(fine, "{}: {:?}", entry.check.name, entry.outcome);
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Node; run by cargo xtask test"]
async fn a_correct_backend_passes_for_full_auto() {
    let report = checked(&[], true, &Selection::default()).await;
    assert!(failed(&report).is_empty(), "{:?}", report.entries);
    let left: BTreeSet<_> = report
        .ended("not-checked")
        .map(|one| one.check.name)
        .collect();
    // What full auto does not have.
    assert_eq!(left, BTreeSet::from(["late-event", "review"]));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Node; run by cargo xtask test"]
async fn each_broken_backend_is_caught_by_the_check_made_for_it() {
    let began = Instant::now();
    let switches = switches();
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let runs: Vec<_> = switches
        .iter()
        .map(|switch| {
            let (name, turns) = (switch.name.clone(), Arc::clone(&turns));
            tokio::spawn(async move {
                let _turn = turns.acquire().await.unwrap();
                checked(&[&name], false, &Selection::default()).await
            })
        })
        .collect();
    let mut rows = Vec::new();
    for (switch, run) in switches.iter().zip(runs) {
        rows.push((switch, run.await.unwrap()));
    }
    print_matrix(&rows);
    println!(
        "\n{} backends in {:.1} s",
        rows.len(),
        began.elapsed().as_secs_f64()
    );

    for (switch, report) in &rows {
        let expected: BTreeSet<&str> = switch
            .also
            .iter()
            .chain([&switch.check])
            .map(String::as_str)
            .collect();
        let details: Vec<_> = report
            .ended("failed")
            .map(|one| (one.check.name, &one.outcome))
            .collect();
        assert_eq!(failed(report), expected, "{}: {details:?}", switch.name);
    }
    // The cause is named, and not only the refusal.
    let told = rows
        .iter()
        .find(|(switch, _)| switch.name == "rewritten-as-python");
    let told = told.and_then(|(_, report)| report.ended("failed").next());
    let finding = told.map(|entry| format!("{:?}", entry.outcome));
    assert!(finding.is_some_and(|finding| finding.contains("json.dumps")));
    let caught: BTreeSet<&str> = switches.iter().map(|one| one.check.as_str()).collect();
    let unproven: Vec<_> = automatic()
        .map(|check| check.name)
        .filter(|name| !caught.contains(name))
        .collect();
    assert!(unproven.is_empty(), "no broken backend proves {unproven:?}");
}

/// `X` the check made for it, `x` another that notices, `.` passed, `-` not checked.
fn print_matrix(rows: &[(&Switch, Report)]) {
    let columns: Vec<_> = automatic().collect();
    println!();
    for (index, check) in columns.iter().enumerate() {
        println!(
            "{:>28}  {}+ column {}",
            check.name,
            " ".repeat(index),
            index + 1
        );
    }
    for (switch, report) in rows {
        let marks: String = columns
            .iter()
            .map(|check| {
                let entry = report
                    .entries
                    .iter()
                    .find(|one| one.check.name == check.name);
                match entry.map(|entry| &entry.outcome) {
                    Some(Outcome::Failed { .. }) if check.name == switch.check => 'X',
                    Some(Outcome::Failed { .. }) => 'x',
                    Some(Outcome::Passed { .. }) => '.',
                    _ => '-',
                }
            })
            .collect();
        println!("{:>28}  {marks}", switch.name);
    }
}
