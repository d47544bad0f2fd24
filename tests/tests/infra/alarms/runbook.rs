//! The runbook and the alarms name each other.

use super::super::root;
use super::super::stack::text;
use super::alarms;
use std::collections::BTreeSet;
use std::fs;

#[test]
fn the_runbook_has_a_section_for_every_alarm_and_for_no_other() {
    let runbook = fs::read_to_string(root().join("infra/RUNBOOK.md")).expect("a page");
    let headings = runbook.lines().filter_map(|line| {
        let title = line.trim_start_matches('#');
        (title.len() < line.len()).then(|| title.trim().trim_matches('`').to_owned())
    });
    let headings: BTreeSet<_> = headings.collect();
    let alarms = alarms(&[]);
    for (id, alarm) in &alarms {
        assert!(headings.contains(id), "RUNBOOK.md has no section {id}");
        let description = text(&alarm["AlarmDescription"]);
        assert!(
            description.ends_with(&format!("RUNBOOK.md, {id}")),
            "{description}"
        );
        assert_eq!(alarm["AlarmName"], format!("verification-{id}"));
    }
    // A heading in one word of capitals inside is an alarm's name.
    let names = headings.iter().filter(|title| {
        title.chars().all(char::is_alphanumeric)
            && title.chars().skip(1).any(char::is_uppercase)
            && title.chars().any(char::is_lowercase)
    });
    for name in names {
        assert!(
            alarms.contains_key(name),
            "RUNBOOK.md has a section {name}: there is no such alarm"
        );
    }
}
