//! The runbook: every alarm says what to do, every order is one, and what it says of logs and metrics is so.

#![expect(clippy::expect_used, reason = "what fails here fails a test")]

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use system_tests::tools::repository;
use verification::telemetry::Metric;

fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(path).expect("a file")
}

fn runbook() -> String {
    read(repository().join("infra/RUNBOOK.md"))
}

/// The headings of the second level, as they are linked to.
fn sections(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter_map(|line| line.strip_prefix("## "));
    headings
        .map(|heading| heading.to_lowercase().replace(' ', "-"))
        .collect()
}

#[test]
fn every_alarms_section_says_how_bad_it_is_and_what_to_do() {
    let text = runbook();
    let summary = &text[..text.find("\n## ").expect("sections")];
    let alarms = text.split("# Procedures").next().expect("a part");
    let sections = alarms.split("\n## ").skip(1);
    let sections = sections.filter_map(|section| section.split_once('\n'));
    let sections: Vec<_> = sections.filter(|(name, _)| !name.contains(' ')).collect();
    assert!(sections.len() > 10);
    for (alarm, section) in sections {
        for part in ["**How bad:**", "**Do:**"] {
            assert!(section.contains(part), "{alarm} lacks {part}");
        }
        assert!(
            summary.contains(&format!("`{alarm}`")),
            "{alarm} is not in the first table"
        );
    }
}

#[test]
fn every_link_within_leads_somewhere() {
    let text = runbook();
    let sections = sections(&text);
    let links = text.split("](#").skip(1);
    for link in links.map(|rest| rest.split(')').next().expect("an end")) {
        assert!(sections.contains(link), "#{link}");
    }
}

#[test]
fn every_order_is_json_that_the_function_takes() {
    let text = runbook();
    let mut orders = 0;
    for rest in text
        .split("invoke operate '")
        .skip(1)
        .chain(text.split("order='").skip(1))
    {
        let order = rest.split('\'').next().expect("an end");
        let order: Value = serde_json::from_str(order).expect("JSON");
        let known = [
            ("quarantine", "list"),
            ("replay", "all"),
            ("replay", "DIGEST"),
        ];
        assert!(
            known.iter().any(|(name, what)| order[name] == *what),
            "{order}"
        );
        orders += 1;
    }
    assert!(orders >= 4);
}

#[test]
fn the_queries_ask_for_metrics_that_there_are() {
    let text = runbook();
    let asked = text.split("ispresent(").skip(1);
    let asked: BTreeSet<_> = asked.filter_map(|rest| rest.split(')').next()).collect();
    assert!(asked.len() > 3);
    for name in asked {
        assert!(Metric::ALL.iter().any(|it| it.name() == name), "{name}");
    }
}

#[test]
fn the_messages_that_are_searched_for_are_logged() {
    let text = runbook();
    let mut sources = String::new();
    let mut folders = vec![repository().join("functions")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                sources.push_str(&read(path));
            }
        }
    }
    let searched = text.split("message = \"").skip(1);
    for message in searched.filter_map(|rest| rest.split('"').next()) {
        assert!(sources.contains(&format!("\"{message}\"")), "{message}");
    }
}
