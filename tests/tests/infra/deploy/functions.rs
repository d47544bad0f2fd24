//! `cargo lambda deploy`, function by function.

use super::build::{Architecture, build, cargo_lambda};
use super::is_long;
use super::moto::Moto;
use crate::FUNCTIONS;
use crate::stack::Stack;
use crate::template::Templates;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use system_tests::tools::{functions, succeed};

/// The newest glibc on Amazon Linux 2023.
const GLIBC: (u32, u32) = (2, 34);

#[tokio::test]
#[ignore = "needs cargo-lambda and moto; run by cargo xtask test"]
async fn every_function_is_deployed_as_the_template_says() {
    let functions = functions();
    let here = Architecture::here();
    let folder = build(&functions, "lambda-check", here).expect("it can be built here");
    let moto = Moto::start().await;
    let role = moto.create_role("verification").await;
    for name in &functions {
        let binary = std::fs::read(folder.join(name).join("bootstrap")).expect("a binary");
        assert!(newest_glibc(&binary) <= GLIBC, "{name} would not start");
        let mut deploy = cargo_lambda();
        deploy
            .args(["deploy", "--endpoint-url", &moto.endpoint, "--lambda-dir"])
            .arg(&folder)
            .args(["--iam-role", &role, "--binary-name", name, name]);
        println!("{}", succeed(&mut deploy));
    }
    let listed = moto.get("lambda", "/2015-03-31/functions").await;
    let deployed: BTreeMap<&str, Value> = listed["Functions"]
        .as_array()
        .expect("functions")
        .iter()
        .map(|it| (it["FunctionName"].as_str().unwrap_or_default(), facts(it)))
        .collect();
    let templates = Templates::read();
    let stack = Stack::deployed(&templates, &[("Architecture", here.name())]);
    let stack = stack.resources("AWS::Serverless::Function");
    for (id, binary) in FUNCTIONS {
        let wanted = wanted(&stack[id]);
        assert_eq!(deployed.get(binary), Some(&wanted), "{binary}");
    }
    assert_eq!(deployed.len(), functions.len(), "{deployed:?}");
}

#[test]
#[ignore = "needs cargo-lambda; run by cargo xtask test"]
fn functions_are_built_for_arm64() {
    let one = vec!["receive-webhook".to_owned()];
    let functions = if is_long() { functions() } else { one };
    let Some(folder) = build(&functions, "lambda-check", Architecture::Arm64) else {
        return;
    };
    for name in functions {
        let binary = std::fs::read(folder.join(&name).join("bootstrap")).expect("a binary");
        // ELF's e_machine, little-endian, at byte 18: 183 is AArch64.
        assert_eq!(binary.get(18..20), Some(&[183, 0][..]), "{name}");
        assert!(newest_glibc(&binary) <= GLIBC, "{name} would not start");
    }
}

/// What is compared of a function.
fn facts(function: &Value) -> Value {
    json!({
        "MemorySize": function["MemorySize"],
        "Timeout": function["Timeout"],
        "Runtime": function["Runtime"],
        "Handler": function["Handler"],
        "Tracing": function["TracingConfig"]["Mode"],
        "Architectures": function["Architectures"],
        "Environment": function["Environment"]["Variables"],
    })
}

/// What the template says of the function.
fn wanted(function: &Value) -> Value {
    let mut environment = function["Environment"]["Variables"].clone();
    // The template knows the secret's ARN; its name, which cargo-lambda is told, will do as well.
    environment["VERIFF_SETTINGS_SECRET"] = json!("verification/settings");
    json!({
        "MemorySize": function["MemorySize"],
        "Timeout": function["Timeout"],
        "Runtime": function["Runtime"],
        "Handler": function["Handler"],
        "Tracing": function["Tracing"],
        "Architectures": function["Architectures"],
        "Environment": environment,
    })
}

/// The newest version of glibc that a binary names, by the texts in it.
fn newest_glibc(binary: &[u8]) -> (u32, u32) {
    let mark = b"GLIBC_";
    let found = binary.windows(mark.len()).enumerate();
    let versions = found.filter(|(_, window)| window == mark).map(|(at, _)| {
        let rest = &binary[at + mark.len()..];
        let end = rest
            .iter()
            .position(|b| !(b.is_ascii_digit() || *b == b'.'));
        let text = String::from_utf8_lossy(&rest[..end.unwrap_or(0)]).into_owned();
        let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
        (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
    });
    let newest = versions.max().unwrap_or_default();
    assert!(newest > (2, 0), "it names no glibc");
    newest
}
