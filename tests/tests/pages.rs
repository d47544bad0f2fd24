//! The pages on deploying and compliance: links lead somewhere, names and periods are the code's.

#![expect(clippy::expect_used, reason = "what fails here fails a test")]

use clap::Parser as _;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use veriff_sandbox::commands::Cli;
use verification::settings::Settings;

const DEPLOY: &str = include_str!("../../infra/docs/deploy.md");
const COMPLIANCE: &str = include_str!("../../infra/docs/compliance.md");
const TEMPLATE: &str = include_str!("../../infra/template.yaml");

fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("a folder above")
}

/// All Markdown pages of the repository but those of others' packages.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') || ["node_modules", "target", "dist", "pkg"].contains(&&*name) {
            continue;
        }
        if path.is_dir() {
            found.extend(pages(&path));
        } else if name.ends_with(".md") {
            found.push(path);
        }
    }
    found
}

#[test]
fn every_link_of_every_page_leads_somewhere() {
    let (mut followed, mut broken) = (0, Vec::new());
    for page in pages(root()) {
        let text = fs::read_to_string(&page).expect("it is text");
        for target in links(&text) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            followed += 1;
            let (file, heading) = target.split_once('#').unwrap_or((&target, ""));
            let to = match file {
                "" => page.clone(),
                file => page.parent().expect("a folder").join(file),
            };
            let leads = match heading {
                "" => to.exists(),
                heading => fs::read_to_string(&to).is_ok_and(|it| headings(&it).contains(heading)),
            };
            if !leads {
                broken.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(followed > 30, "{followed}");
}

/// The targets of a page's links and pictures.
fn links(page: &str) -> Vec<String> {
    prose(page)
        .split("](")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once(')')?.0.to_owned()))
        .collect()
}

/// A page's headings, as the parts of links that lead to them.
fn headings(page: &str) -> BTreeSet<String> {
    let names = prose(page);
    let names = names.lines().filter(|line| line.starts_with('#'));
    names
        .map(|line| {
            let name = line.trim_start_matches('#').trim().to_lowercase();
            let kept = name
                .chars()
                .filter(|c| c.is_alphanumeric() || [' ', '-', '_'].contains(c));
            kept.collect::<String>().replace(' ', "-")
        })
        .collect()
}

/// A page without its blocks of code.
fn prose(page: &str) -> String {
    page.split("\n```")
        .step_by(2)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_settings_of_the_page_are_taken() {
    let example = DEPLOY
        .split("\n```json\n")
        .nth(1)
        .and_then(|rest| rest.split("\n```").next())
        .expect("an example");
    // A secret without blanks stands where the page says so.
    let filled_in = example.replace("the shared secret", "the-shared-secret");
    assert_ne!(filled_in, example);
    Settings::parse(&filled_in).expect("they are taken");
    let error = Settings::parse(example).expect_err("the placeholder is refused");
    assert!(error.to_string().contains("sharedSecrets"), "{error}");
}

#[test]
fn names_on_the_page_are_those_of_the_templates() {
    let commands = DEPLOY.split("\n```bash\n").skip(1);
    let commands: String = commands
        .filter_map(|rest| rest.split("\n```").next())
        .collect();
    let (parameters, outputs) = TEMPLATE.split_once("\nOutputs:").expect("outputs");
    let parameters = parameters.split("\nRules:").next().expect("parameters");
    let mut found = 0;
    for name in commands.split_whitespace().filter_map(|word| {
        let (name, value) = word.split_once('=')?;
        (!value.is_empty() && name.starts_with(char::is_uppercase) && name != name.to_uppercase())
            .then_some(name)
    }) {
        assert!(
            parameters.contains(&format!("\n  {name}:\n")),
            "parameter {name}"
        );
        found += 1;
    }
    for rest in commands.split("OutputKey=='").skip(1) {
        let name = rest.split('\'').next().expect("a name");
        assert!(outputs.contains(&format!("\n  {name}:")), "output {name}");
        found += 1;
    }
    assert!(found >= 4, "{found}");
    for word in ["DomainTarget", "EventBusName"] {
        assert!(DEPLOY.contains(&format!("output `{word}`")), "{word}");
        assert!(outputs.contains(&format!("\n  {word}:")), "{word}");
    }
    for entry in fs::read_dir(root().join("functions")).expect("functions") {
        let folder = entry.expect("an entry").path();
        let name = folder
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        if folder.join("src/main.rs").exists() {
            assert!(DEPLOY.contains(&format!("`{name}`")), "{name} is a binary");
        }
    }
}

#[test]
fn commands_of_the_page_on_deploying_are_understood() {
    let mut understood = 0;
    for command in DEPLOY.split("cargo run -- ").skip(1) {
        let command = command.split('`').next().expect("its end");
        let line = ["veriff-sandbox"]
            .into_iter()
            .chain(command.split_whitespace());
        if let Err(error) = Cli::try_parse_from(line) {
            panic!("{command}: {error}");
        }
        understood += 1;
    }
    assert!(understood >= 2, "{understood}");
}

#[test]
fn periods_on_the_page_are_those_of_code_and_templates() {
    let quarantine = include_str!("../../functions/verification/src/store/quarantine.rs");
    let storage = include_str!("../../infra/storage.yaml");
    for (promise, (name, source), kept) in [
        (
            "used | table | what a payload holds | 90 days",
            ("quarantine", quarantine),
            "KEPT_FOR_DAYS: u32 = 90;",
        ),
        (
            "before and after | 30 days",
            ("storage", storage),
            "ExpirationInDays: 30",
        ),
        (
            "waits 30 days before it goes",
            ("storage", storage),
            "PendingWindowInDays: 30",
        ),
        (
            "rotated each year",
            ("storage", storage),
            "EnableKeyRotation: true",
        ),
        (
            "`LogRetentionDays` (90)",
            ("template", TEMPLATE),
            "LogRetentionDays:\n    Type: Number\n    Default: 90\n",
        ),
    ] {
        assert!(
            COMPLIANCE.contains(promise),
            "the page does not say {promise}"
        );
        assert!(source.contains(kept), "{name} does not have {kept}");
    }
    let settings = r#"{"integrations":[{"id":"a","type":"test","sharedSecrets":["s"],
        "apiKey":"5b0d3c1e-9a2f-4c67-8e14-d3a6f0b7c921","baseUrl":"https://stationapi.veriff.com"}]}"#;
    let settings = Settings::parse(settings).expect("settings");
    let promise = format!(
        "`payloadRetentionDays` ({})",
        settings.payload_retention_days
    );
    assert!(COMPLIANCE.contains(&promise), "{promise}");
}
