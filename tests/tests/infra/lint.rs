//! What others' linters say of the templates. They read their configuration in `infra/`, where each exception
//! has its reason.

use super::root;
use std::process::Command;
use system_tests::tools::{program, succeed};

#[test]
#[ignore = "needs cfn-lint; run by cargo xtask test"]
fn cfn_lint_finds_nothing() {
    let infra = root().join("infra");
    let output = Command::new(program("cfn-lint"))
        .current_dir(infra)
        .output()
        .expect("it starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
#[ignore = "needs sam; run by cargo xtask test"]
fn sam_takes_the_template() {
    let said = succeed(
        Command::new(program("sam"))
            .args([
                "validate",
                "--lint",
                "--template",
                "infra/template.yaml",
                "--region",
                "eu-west-1",
            ])
            .env("SAM_CLI_TELEMETRY", "0"),
    );
    assert!(said.contains("is a valid SAM Template"), "{said}");
}

#[test]
#[ignore = "needs checkov; run by cargo xtask test"]
fn checkov_finds_nothing() {
    let said = succeed(Command::new(program("checkov")).args([
        "--config-file",
        "infra/.checkov.yaml",
        "--output",
        "json",
    ]));
    let report: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(report["summary"]["failed"], 0, "{report}");
    assert!(
        report["summary"]["passed"].as_u64() > Some(100),
        "it checked something"
    );
    assert_eq!(report["summary"]["parsing_errors"], 0);
}
