//! The runbook: every alarm says what to do, every order is one, and what it says of logs and metrics is so.

#![expect(clippy::expect_used, reason = "what fails here fails a test")]

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
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

/// The commands that stand at the start, with an `aws` of ours, and then this; returns what was printed.
fn run(aws: &str, script: &str) -> String {
    let text = runbook();
    let start = text.split("```sh\n").nth(1).expect("commands");
    let start = start.split("```").next().expect("an end");
    let folder = tempfile::tempdir().expect("a folder");
    let output = Command::new("sh")
        .args(["-c", &format!("{start}\naws() {{ {aws}\n}}\n{script}")])
        .current_dir(folder.path())
        .output();
    let output = output.expect("a shell");
    String::from_utf8(output.stdout).expect("text")
}

/// The loop of a procedure, up to its end.
fn the_loop(of: &str) -> String {
    let text = runbook();
    let section = text.split(&format!("\n## {of}\n")).nth(1);
    let section = section.expect("the section");
    let from = section.find("while ").expect("a loop");
    let end = section[from..].find("; done").expect("its end");
    section[from..from + end].to_owned() + "; done"
}

const LOOPS: [&str; 2] = [
    "Replay the quarantine",
    "Take over sessions that exist at Veriff",
];

#[test]
fn an_order_is_given_until_nothing_remains_however_large_it_is() {
    // It answers with half of the order as what remains, and with the sizes; a loop without an end it ends.
    let aws = r#"tries=$((tries + 1)); [ $tries -lt 40 ] || exit
        file=$(printf '%s\n' "$@" | sed -n 's|^fileb://||p')
        jq -c '{size: (.import | length), remaining: (if .import == "" then null
          else {import: .import[0:(.import | length / 2 | floor)]} end)}' "$file" > report.json"#;
    for name in LOOPS {
        let script = format!(
            "order=$(jq -nc '{{import: (\"x\" * 200000)}}')\n{}",
            the_loop(name)
        );
        let printed = run(aws, &script);
        let reports = serde_json::Deserializer::from_str(&printed).into_iter::<Value>();
        let sizes = reports.map(|report| report.expect("JSON")["size"].as_u64());
        let sizes: Vec<_> = sizes.map(|size| size.expect("a number")).collect();
        assert_eq!(sizes.first(), Some(&200_000), "{name}");
        assert_eq!(sizes.last(), Some(&0), "{name}");
    }
}

#[test]
fn an_order_that_fails_ends_the_loop() {
    let refused = r#"echo '{"errorMessage": "no", "remaining": {}}' > report.json"#;
    for (aws, name) in ["return 254", refused]
        .into_iter()
        .flat_map(|aws| LOOPS.map(|name| (aws, name)))
    {
        let script = format!(
            "echo '{{\"remaining\": {{\"a\": 1}}}}' > report.json; order='{{}}'; tries=0
             invoked() {{ tries=$((tries + 1)); [ $tries -lt 5 ] || exit; {aws}; }}
             {}\necho ended after $tries",
            the_loop(name)
        );
        let printed = run("invoked", &script);
        assert!(printed.ends_with("ended after 1\n"), "{name}: {printed}");
    }
}

#[test]
fn nobody_is_served_from_a_restored_table_before_erasures_are_done_again() {
    let text = runbook();
    let steps = text.split("**The whole table**").nth(1).expect("steps");
    let step = |number: u32| {
        let ends = [number, number + 1].map(|number| format!("\n{number}. "));
        let from = steps.split_once(&ends[0]).expect("a step").1;
        from.split(&ends[1]).next().expect("its text")
    };
    let stopped = step(1);
    let stopped = stopped.split("for f in ").nth(1).expect("a loop");
    let stopped: BTreeSet<_> = stopped
        .split(';')
        .next()
        .expect("a list")
        .split(' ')
        .collect();
    for function in [
        "create-session",
        "read-session",
        "erase-session",
        "receive-webhook",
        "sweep-expired",
        "operate",
    ] {
        assert!(stopped.contains(function), "{function}");
    }
    let again = step(6);
    let freed = again.find("delete-function-concurrency").expect("freed");
    assert!(again.contains("\"$NAME-erase-session\""), "{again}");
    assert!(freed < again.find("DELETE /sessions/ID").expect("erased"));
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
