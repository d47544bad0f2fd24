//! `veriff-sandbox fault`.

use super::{Up, run};
use clap::Parser as _;
use serde_json::Value;
use veriff_sandbox::commands::Cli;
use veriff_sandbox::veriff::Fault;

const PAGE: &str = include_str!("../../docs/faults.md");

#[test]
fn faults_are_listed_chosen_and_removed() {
    let up = Up::start(&[]);
    let fault =
        |arguments: &[&str]| run(&[&["fault"], arguments, &["--veriff", &up.veriff]].concat());
    let (code, shown, errors) = fault(&["--list"]);
    assert_eq!(code, 0, "{errors}");
    assert!(shown.contains("slow-receiver  "), "{shown}");
    assert!(shown.ends_with("None is chosen.\n"), "{shown}");

    let (code, shown, errors) = fault(&["upper-case-hex", "duplicate", "--deliveries", "2"]);
    assert_eq!(code, 0, "{errors}");
    assert_eq!(
        shown,
        "1: duplicate, upper-case-hex for the next 2 webhooks\n"
    );
    let (_, shown, _) = fault(&["delayed", "--delay", "2h", "--webhook", "decision"]);
    assert_eq!(shown, "2: delayed for the next webhook (decision)\n");
    let (_, shown, _) = fault(&["receiver-500", "--always", "--integration", "local-live"]);
    assert!(shown.starts_with("3: receiver-500 for every webhook until removed"));

    assert_eq!(fault(&["--remove", "2"]).0, 0);
    let (code, _, errors) = fault(&["--remove", "2"]);
    assert_eq!(code, 1);
    assert!(errors.contains("404"), "{errors}");
    let (_, shown, _) = fault(&["--list"]);
    let chosen: Vec<_> = shown
        .lines()
        .filter(|line| line.starts_with("  "))
        .collect();
    assert_eq!(chosen.len(), 2, "{shown}");
    assert_eq!(fault(&["--clear"]).0, 0);
    assert!(fault(&["--list"]).1.ends_with("None is chosen.\n"));
}

#[test]
fn a_chosen_fault_takes_hold() {
    let up = Up::start(&[]);
    let at = ["--veriff", &up.veriff];
    assert_eq!(run(&[&["fault", "lost"], &at[..]].concat()).0, 0);
    assert_eq!(run(&[&["fault", "--list"], &at[..]].concat()).0, 0);
    // The development secrets are two each, so that one can be rotated.
    assert_eq!(run(&[&["fault", "rotated-secret"], &at[..]].concat()).0, 0);
    let next: &Value = &up.ready["integrations"][0]["nextSharedSecret"];
    assert!(next.is_string());
}

#[test]
fn what_cannot_be_chosen_is_told() {
    for (arguments, told) in [
        (&["fault", "gravity"][..], "slow-receiver"),
        (&["fault"], "NAME"),
        (&["fault", "lost", "--list"], "cannot be used with"),
        (&["fault", "lost", "--webhook", "parcel"], "user-status"),
        (
            &["fault", "lost", "--always", "--deliveries", "2"],
            "cannot",
        ),
    ] {
        let (code, _, errors) = run(arguments);
        assert_eq!(code, 2, "{arguments:?}");
        assert!(errors.contains(told), "{arguments:?}: {errors}");
    }
}

#[test]
fn the_page_tells_of_every_fault_in_its_own_words() {
    let told: Vec<&str> = PAGE
        .lines()
        .skip_while(|line| !line.starts_with("| fault |"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .collect();
    let known = Fault::ALL.map(|fault| format!("| `{fault}` | {} |", fault.description()));
    assert_eq!(told, known);
    // And says of each what a backend should do.
    let (_, advice) = PAGE.split_once("What your backend should do:").unwrap();
    let (advice, _) = advice.split_once("\n## ").unwrap();
    for fault in Fault::ALL {
        assert!(advice.contains(&format!("`{fault}`")), "{fault}");
    }
}

#[test]
fn the_commands_of_the_pages_are_understood() {
    for page in [PAGE, include_str!("../../docs/uploads.md")] {
        let mut understood = 0;
        for block in page.split("\n```sh\n").skip(1) {
            let (block, _) = block.split_once("\n```").unwrap();
            for line in block.lines() {
                let words = line.split_whitespace().take_while(|word| *word != "#");
                Cli::try_parse_from(words).unwrap_or_else(|error| panic!("{line}: {error}"));
                understood += 1;
            }
        }
        assert!(understood >= 4, "{page}");
    }
}
