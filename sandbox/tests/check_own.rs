//! Our own backend passes the whole list, on either plan, and the reports say so.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use veriff_sandbox::check::{CATALOGUE, Checker, Outcome, Quiet, Report, Selection, output};

async fn own(full_auto: bool, selection: &Selection) -> Report {
    let checker = Checker::own(full_auto).await.unwrap();
    let report = checker.run(selection, &mut Quiet).await;
    checker.stop().await;
    report
}

#[tokio::test(flavor = "multi_thread")]
async fn our_own_backend_passes_the_whole_list() {
    let report = own(false, &Selection::default()).await;
    for entry in &report.entries {
        let fine = matches!(
            entry.outcome,
            Outcome::Passed { .. } | Outcome::ByHand { .. }
        );
        assert!(fine, "{}: {:?}", entry.check.name, entry.outcome);
    }
    let names: Vec<_> = report
        .entries
        .iter()
        .map(|entry| entry.check.name)
        .collect();
    let all: Vec<_> = CATALOGUE.iter().map(|check| check.name).collect();
    assert_eq!(names, all, "in the catalogue's order");
    // Seven days passed, and not in real time.
    assert!(report.elapsed.as_secs() < 60, "{:?}", report.elapsed);
}

#[tokio::test(flavor = "multi_thread")]
async fn our_own_backend_passes_for_full_auto() {
    let report = own(true, &Selection::default()).await;
    let failed: Vec<_> = report
        .ended("failed")
        .map(|entry| (entry.check.name, &entry.outcome))
        .collect();
    assert!(failed.is_empty(), "{failed:?}");
    let left: Vec<_> = report
        .ended("not-checked")
        .map(|entry| entry.check.name)
        .collect();
    assert_eq!(
        left,
        ["review", "late-event"],
        "what full auto does not have"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_selection_runs_what_it_names() {
    let selection = Selection {
        only: vec![
            "duplicate".to_owned(),
            "mobile".to_owned(),
            "review".to_owned(),
        ],
        skip: vec!["review".to_owned()],
    };
    let report = own(false, &selection).await;
    let shown: Vec<_> = report
        .entries
        .iter()
        .map(|entry| (entry.check.name, entry.outcome.as_str()))
        .collect();
    assert_eq!(shown, [("duplicate", "passed"), ("mobile", "by-hand")]);
    assert!(report.is_green());

    let json = output::json(&report);
    assert_eq!(json["schema"], 1);
    assert_eq!(json["totals"]["passed"], 1);
    assert_eq!(json["totals"]["byHand"], 1);
    assert_eq!(json["checks"][0]["name"], "duplicate");
    assert_eq!(json["checks"][1]["outcome"], "by-hand");
    assert!(
        json["checks"][1]["steps"]
            .as_array()
            .is_some_and(|steps| !steps.is_empty())
    );

    let junit = output::junit(&report).unwrap();
    assert!(
        junit.contains("tests=\"2\" skipped=\"1\" failures=\"0\""),
        "{junit}"
    );
    assert!(junit.contains("name=\"duplicate\""), "{junit}");

    let html = output::html(&report);
    assert!(
        html.contains("<h1>1 checks passed, none failed</h1>")
            || html.contains("passed, none failed")
    );
    for needed_from_elsewhere in ["<script", " src=", "<link", "url(", "@import"] {
        assert!(
            !html.contains(needed_from_elsewhere),
            "{needed_from_elsewhere}"
        );
    }
}
