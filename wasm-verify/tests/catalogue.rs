//! The reason catalogue: complete, in order, and fit for the person's eyes.

use std::collections::BTreeSet;

use veriff_verify::catalogue::{Class, all, fallback, reason};
use veriff_verify::lifecycle::Status;

/// Decision reason codes and granular reason codes, as published.
fn published() -> impl Iterator<Item = u32> {
    let declined = (101..=106)
        .chain(107..=113)
        .chain(120..=124)
        .chain(126..=129);
    let resubmission = 201..=210;
    let granular_declined = (501..=511)
        .chain([515, 526, 527, 528])
        .chain(530..=537)
        .chain([539, 540]);
    let granular_resubmission = [602, 603, 605, 606, 608, 609, 614, 615]
        .into_iter()
        .chain(619..=621)
        .chain(625..=635)
        .chain([641, 642]);
    declined
        .chain(resubmission)
        .chain(granular_declined)
        .chain(granular_resubmission)
}

#[test]
fn holds_exactly_the_published_codes() {
    let published: BTreeSet<_> = published().collect();
    let held: BTreeSet<_> = all().iter().map(|reason| reason.code).collect();
    assert_eq!(held, published);
}

#[test]
fn is_sorted_without_duplicates() {
    assert!(all().is_sorted_by(|a, b| a.code < b.code));
}

#[test]
fn every_code_is_found() {
    for expected in all() {
        assert_eq!(reason(expected.code), Some(expected));
    }
}

#[test]
fn unknown_codes_are_no_error() {
    for code in [0, 100, 125, 211, 512, 538, 541, 643, 9102, u32::MAX] {
        assert_eq!(reason(code), None, "{code}");
    }
}

#[test]
fn the_resubmission_limit_asks_for_a_new_session_and_nothing_else_does() {
    let new_session: Vec<_> = all()
        .iter()
        .filter(|it| it.class == Class::NewSession)
        .map(|it| it.code)
        .collect();
    assert_eq!(new_session, [539]);
}

#[test]
fn exactly_the_resubmission_codes_offer_the_same_link() {
    for it in all() {
        let resubmission = matches!(it.code, 200..=299 | 600..=699);
        assert_eq!(
            it.class == Class::RetrySameLink,
            resubmission,
            "{}",
            it.code
        );
    }
}

#[test]
fn no_sentence_hints_at_a_suspicion() {
    let hints = [
        "fraud",
        "tamper",
        "suspic",
        "suspect",
        "fake",
        "forge",
        "deceit",
        "velocity",
        "block",
        "list",
        "politic",
        "sanction",
        "screen",
        "printout",
        "stream",
        "farming",
        "impost",
        "match",
        "known",
        "device",
        "location",
        "address is",
        "registry",
        "collection",
        "criminal",
        "risk",
    ];
    let by_status = Status::ALL.map(fallback);
    for sentence in all().iter().map(|it| it.sentence).chain(by_status) {
        let lower = sentence.to_lowercase();
        for hint in hints {
            assert!(!lower.contains(hint), "{sentence:?} hints at {hint:?}");
        }
    }
}

#[test]
fn whoever_is_suspected_is_told_what_anyone_is_told() {
    let neutral = fallback(Status::Declined);
    let suspicions = (101..=103)
        .chain(105..=113)
        .chain([120, 123, 124, 126, 127, 128]);
    for code in suspicions.chain(501..=509).chain([515, 526]) {
        let found = reason(code).unwrap();
        assert_eq!(
            (found.sentence, found.class),
            (neutral, Class::ContactSupport),
            "{code}"
        );
    }
}

#[test]
fn every_sentence_agrees_with_its_class() {
    for it in all() {
        let words = match it.class {
            Class::RetrySameLink => "try again",
            Class::NewSession => "new verification",
            Class::ContactSupport => "contact support",
            Class::Final => "age required",
        };
        assert!(it.sentence.contains(words), "{}: {}", it.code, it.sentence);
        assert!(
            it.sentence.ends_with('.') && !it.meaning.is_empty(),
            "{}",
            it.code
        );
    }
}

#[test]
fn few_sentences_serve_all_codes() {
    let sentences: BTreeSet<_> = all().iter().map(|it| it.sentence).collect();
    assert!(sentences.len() <= 20, "{}", sentences.len());
}
