//! Each rule against everything that the function publishes of its sample events.

use super::published;
use super::templates::{CONSUMERS, rules};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The samples whose events each rule matches, by `consumer/Rule`.
async fn matched(all_live: bool) -> BTreeMap<String, BTreeSet<String>> {
    let published = published(all_live).await;
    let mut matched = BTreeMap::new();
    for consumer in CONSUMERS {
        for (rule, pattern, _) in rules(consumer) {
            let of_rule = published
                .iter()
                .filter(|(_, events)| events.iter().any(|event| pattern.matches(event)))
                .map(|(sample, _)| sample.clone());
            matched.insert(format!("{consumer}/{rule}"), of_rule.collect());
        }
    }
    matched
}

#[tokio::test]
async fn of_test_integrations_nobody_hears_anything() {
    // One sample is of the live integration; that one shows that the rules do match.
    let live = "approved-live-integration";
    let published = published(false).await;
    let tests = published
        .values()
        .flatten()
        .filter(|event| event["source"] == "verification.test");
    assert!(tests.count() > 8);
    for (rule, samples) in matched(false).await {
        assert!(
            samples.iter().all(|sample| sample == live),
            "{rule}: {samples:?}"
        );
        let hears = [
            "grant-access/Decisions",
            "notify-person/Rule",
            "copy-media/Decisions",
        ];
        assert_eq!(
            samples.contains(live),
            hears.contains(&rule.as_str()),
            "{rule}"
        );
    }
}

#[tokio::test]
async fn of_live_integrations_each_hears_what_is_meant_for_it() {
    let matched = matched(true).await;
    let of = |rule: &str| matched[rule].iter().map(String::as_str).collect::<Vec<_>>();
    for sample in ["approved", "approved-live-integration", "revised", "review"] {
        assert!(of("grant-access/Decisions").contains(&sample), "{sample}");
    }
    for rule in ["notify-person/Rule", "copy-media/Decisions"] {
        assert!(
            of(rule).contains(&"approved") && of(rule).contains(&"declined"),
            "{rule}"
        );
        assert!(!of(rule).contains(&"review"), "{rule}");
    }
    assert!(of("notify-person/Rule").contains(&"resubmission-requested"));
    let office = of("tell-back-office/Decisions");
    assert!(office.contains(&"declined") && office.contains(&"review"));
    assert!(!office.contains(&"approved"));
    assert!(of("tell-back-office/Watchlist").contains(&"watchlist"));
    for rule in ["grant-access/Erasures", "copy-media/Erasures"] {
        assert_eq!(of(rule), ["erased"]);
    }
    // What somebody else made with the public API key opens no door, whatever Veriff decides.
    for (rule, samples) in &matched {
        assert!(!samples.contains("approved-unclaimed"), "{rule}");
    }
}

#[tokio::test]
async fn no_live_outcome_misses_the_rule_for_access_whatever_it_says() {
    let pattern = &rules("grant-access")
        .into_iter()
        .find(|(rule, ..)| rule == "Decisions")
        .expect("it is there")
        .1;
    let mut hits = 0;
    for event in published(true).await.values().flatten() {
        let detail = &event["detail"];
        let wanted = detail["subject"] == "outcome" && event["source"] == "verification";
        assert_eq!(pattern.matches(event), wanted, "{event}");
        hits += usize::from(wanted);
        // A rule that looked at the status alone would let these in.
        let mut other = event.clone();
        for source in ["verification.test", "verification.unclaimed"] {
            other["source"] = Value::from(source);
            assert!(!pattern.matches(&other));
        }
    }
    assert!(hits > 4, "{hits}");
}
