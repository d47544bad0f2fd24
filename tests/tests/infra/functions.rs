//! Each function as Lambda is told of it: whose code, which role, which log, what environment.

use super::stack::{Stack, text};
use super::template::Templates;
use super::{FUNCTIONS, root};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Functions with their properties.
fn deployed(given: &[(&str, &str)]) -> BTreeMap<String, Value> {
    let templates = Templates::read();
    Stack::deployed(&templates, given).resources("AWS::Serverless::Function")
}

#[test]
fn every_function_of_the_workspace_is_deployed_and_built_from_its_binary() {
    let functions = deployed(&[]);
    let wanted: BTreeSet<_> = FUNCTIONS.iter().map(|(id, _)| (*id).to_owned()).collect();
    assert_eq!(functions.keys().cloned().collect::<BTreeSet<_>>(), wanted);
    let templates = Templates::read();
    for (id, binary) in FUNCTIONS {
        let metadata = &templates.get("template.yaml")["Resources"][id]["Metadata"];
        let built =
            json!({ "BuildMethod": "rust-cargolambda", "BuildProperties": { "Binary": binary } });
        assert_eq!(*metadata, built, "{id}");
        assert_eq!(
            functions[id]["FunctionName"],
            format!("verification-{binary}")
        );
        assert_eq!(functions[id]["Runtime"], "provided.al2023");
        assert_eq!(functions[id]["Tracing"], "Active");
    }
    let folders = fs::read_dir(root().join("functions")).expect("the functions");
    let with_main = folders
        .map(|entry| entry.expect("an entry").path())
        .filter(|folder| folder.join("src/main.rs").is_file());
    let with_main: BTreeSet<_> = with_main
        .map(|folder| {
            folder
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let binaries: BTreeSet<_> = FUNCTIONS
        .iter()
        .map(|(_, binary)| (*binary).to_owned())
        .collect();
    assert_eq!(with_main, binaries);
}

#[test]
fn the_processor_is_a_parameter() {
    for processor in ["arm64", "x86_64"] {
        for function in deployed(&[("Architecture", processor)]).values() {
            assert_eq!(function["Architectures"], json!([processor]));
        }
    }
}

#[test]
fn no_two_functions_share_a_role_or_a_log() {
    let functions = deployed(&[]);
    for (name, place) in [("role", "/Role"), ("log", "/LoggingConfig/LogGroup")] {
        let of = |function: &Value| text(function.pointer(place).expect("it has one"));
        let all: BTreeSet<_> = functions.values().map(of).collect();
        assert_eq!(all.len(), FUNCTIONS.len(), "{name}");
    }
    for (id, binary) in FUNCTIONS {
        assert_eq!(
            text(&functions[id]["Role"]),
            format!("arn:aws:iam::123456789012:role/{id}")
        );
        assert_eq!(
            functions[id]["LoggingConfig"]["LogGroup"],
            format!("/verification/{binary}")
        );
    }
}

#[test]
fn every_log_is_encrypted_and_not_kept_for_ever() {
    let templates = Templates::read();
    let stacks = Stack::deployed(&templates, &[("LogRetentionDays", "60")]).all();
    let logs: Vec<_> = stacks
        .iter()
        .flat_map(|stack| stack.resources("AWS::Logs::LogGroup"))
        .collect();
    assert_eq!(
        logs.len(),
        FUNCTIONS.len() + 1,
        "the functions' and the access log"
    );
    for (id, log) in logs {
        assert_eq!(log["RetentionInDays"], 60, "{id}");
        assert_eq!(
            log["KmsKeyId"], "arn:aws:kms:eu-west-1:123456789012:Key",
            "{id}"
        );
        assert!(
            text(&log["LogGroupName"]).starts_with("/verification/"),
            "the key is for these alone"
        );
    }
}

/// The environment variables that a function's code reads, but for those that Lambda sets, and for the
/// settings' other two sources, which are for work without AWS.
fn read_by(binary: &str) -> BTreeSet<String> {
    let mut variables = BTreeSet::new();
    for package in [binary, "verification"] {
        collect(
            &root().join("functions").join(package).join("src"),
            &mut variables,
        );
    }
    for other in ["VERIFF_SETTINGS", "VERIFF_SETTINGS_FILE"] {
        assert!(variables.remove(other), "{other} is read no more");
    }
    variables.retain(|name| !name.starts_with("AWS_"));
    variables
}

fn collect(folder: &Path, variables: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, variables);
            continue;
        }
        let source = fs::read_to_string(&path).expect("it is text");
        for (at, _) in source.match_indices("env::var") {
            let call = source[at..].split_once('(').expect("a call").1;
            let name = call.split('"').nth(1).filter(|_| call.starts_with('"'));
            variables.insert(
                name.expect("the variable's name stands in the call")
                    .to_owned(),
            );
        }
    }
}

#[test]
fn a_function_is_given_every_variable_that_it_reads_and_no_other() {
    let functions = deployed(&[]);
    for (id, binary) in FUNCTIONS {
        let given = functions[id]["Environment"]["Variables"]
            .as_object()
            .expect("variables");
        let given: BTreeSet<_> = given.keys().cloned().collect();
        assert_eq!(given, read_by(binary), "{id}");
    }
}

#[test]
fn what_the_variables_name_is_what_is_deployed() {
    let templates = Templates::read();
    let stack = Stack::deployed(&templates, &[("Name", "other")]);
    let functions = stack.resources("AWS::Serverless::Function");
    let variables = |id: &str| functions[id]["Environment"]["Variables"].clone();
    assert_eq!(
        variables("PublishOutcome"),
        json!({
            "VERIFICATION_TABLE": "other",
            "VERIFICATION_EVENT_BUS": "other",
            "VERIFF_SETTINGS_SECRET": "arn:aws:secretsmanager:eu-west-1:123456789012:Settings",
            "RUST_LOG": "info",
        })
    );
    assert_eq!(stack.output("TableName"), "other");
    assert_eq!(stack.output("EventBusName"), "other");
}

/// What `cargo lambda deploy` takes from a function's manifest.
#[test]
fn cargo_lambda_deploys_with_the_templates_memory_time_and_environment() {
    let functions = deployed(&[]);
    for (id, binary) in FUNCTIONS {
        let manifest = fs::read_to_string(root().join("functions").join(binary).join("Cargo.toml"));
        let manifest: toml::Table = manifest.expect("a manifest").parse().expect("TOML");
        let deploy = manifest["package"]
            .get("metadata")
            .and_then(|it| it.get("lambda")?.get("deploy"))
            .unwrap_or_else(|| panic!("{binary} has no [package.metadata.lambda.deploy]"));
        let number = |name: &str| deploy[name].as_integer().map(Value::from);
        assert_eq!(
            number("memory").as_ref(),
            functions[id].get("MemorySize"),
            "{binary}"
        );
        assert_eq!(
            number("timeout").as_ref(),
            functions[id].get("Timeout"),
            "{binary}"
        );
        let names = |names: Vec<&String>| names.into_iter().cloned().collect::<BTreeSet<_>>();
        let given = functions[id]["Environment"]["Variables"]
            .as_object()
            .expect("variables");
        let deployed = deploy["env"].as_table().expect("variables");
        assert_eq!(
            names(deployed.keys().collect()),
            names(given.keys().collect()),
            "{binary}"
        );
    }
}
