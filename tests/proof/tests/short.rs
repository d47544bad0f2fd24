//! The proofs, in their short forms.

use proof::cuts::{self, Plan, Service};
use proof::load::{self, Storm};
use proof::timing::{self, Class, Judge};
use std::path::Path;

#[tokio::test(flavor = "multi_thread")]
async fn whatever_request_is_cut_each_session_ends_as_if_nothing_had_happened() {
    let plan = Plan {
        faults: cuts::WORST.to_vec(),
        every: 5,
        at_once: 8,
    };
    let report = cuts::run(&plan, |_, _| {}).await;
    println!("{report}");
    assert!(report.failures.is_empty(), "{report}");
    for service in [Service::DynamoDb, Service::Veriff] {
        let cut = report.requests.iter().any(|call| call.service == service);
        assert!(cut, "no request to {service:?} was cut");
    }
    let cuts: usize = report.cuts.values().sum();
    assert!(cuts > 80, "only {cuts} cuts were made");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_copies_of_one_delivery_at_once_have_one_effect() {
    assert_eq!(load::deliveries(100).await, Ok(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_requests_for_one_person_at_once_make_one_session() {
    assert_eq!(load::creates(100).await, Ok(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_deliveries_loses_nothing_doubles_nothing_and_lets_nobody_in() {
    let storm = Storm {
        sessions: 60,
        clients: 16,
        seed: 17,
    };
    let report = load::storm(storm, |_| {}).await;
    println!("{report}");
    assert!(report.is_good(), "{report}");
    let all = [report.doubled, report.lost, report.forged];
    assert!(all.iter().all(|count| *count > 0), "{report}");
}

/// Times are never a test, but a leak that is there must be found.
#[test]
fn a_comparison_that_leaks_is_found() {
    let leak = |(left, right)| {
        // A busy machine may hide it once.
        let mut tries = (0..5).map(|_| timing::compare(Judge::Leaky, left, right, 20_000).t());
        tries.find(|t| t.abs() > timing::LEAK)
    };
    for (left, right) in timing::PAIRS {
        assert!(leak((left, right)).is_some(), "{left} against {right}");
    }
}

#[test]
fn every_class_takes_the_same_instructions() {
    let program = Path::new(env!("CARGO_BIN_EXE_proof"));
    let count = |judge, class| timing::count::instructions(program, judge, class);
    if count(Judge::Ours, Class::LastDigit).is_none() {
        println!("left out: valgrind is not installed");
        return;
    }
    for (left, right) in timing::PAIRS {
        let [left, right] = [left, right].map(|class| count(Judge::Ours, class));
        assert_eq!(left, right, "{left:?} and {right:?}");
    }
    let [first, last] =
        [Class::FirstDigit, Class::LastDigit].map(|class| count(Judge::Leaky, class));
    assert!(
        first.is_some() && first < last,
        "a leak is not counted: {first:?} and {last:?}"
    );
}
