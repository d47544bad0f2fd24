//! The proofs, in their short forms.

use proof::cuts::{self, Plan, Service};
use proof::load::{self, Storm};

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
