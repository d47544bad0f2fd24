//! The description of the HTTP API, infra/openapi.yaml: it has the gateway's routes, the README's requests
//! fit it, and the handlers answer as it says.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "what fails here fails a test"
)]

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use system_tests::World;
use system_tests::tools::{program, repository, succeed, yaml};
use veriff_sandbox::gateway::routes::ROUTES;

const DOCUMENT: &str = "infra/openapi.yaml";
/// Requests for each operation in each phase at most: half a minute.
const EXAMPLES: &str = "60";

#[test]
fn the_document_has_the_gateways_routes_and_no_others() {
    let gateway: BTreeMap<String, bool> = ROUTES
        .iter()
        .map(|route| (route.key(), route.authorized))
        .collect();
    let document: BTreeMap<String, bool> = operations(&yaml(DOCUMENT))
        .into_iter()
        .map(|(key, operation)| (key, operation["security"] != json!([])))
        .collect();
    assert_eq!(document, gateway);
}

#[test]
fn every_example_fits_its_schema() {
    let document = yaml(DOCUMENT);
    let mut compared = 0;
    for (key, operation) in operations(&document) {
        let mut contents = vec![operation["requestBody"]["content"].clone()];
        let responses = operation["responses"].as_object().into_iter().flatten();
        contents.extend(responses.map(|(_, it)| resolved(&document, it)["content"].clone()));
        for media in contents
            .iter()
            .filter_map(Value::as_object)
            .flat_map(|content| content.values())
        {
            let named = media["examples"].as_object().into_iter().flatten();
            let named = named.map(|(_, it)| resolved(&document, it)["value"].clone());
            for example in named.chain(media.get("example").cloned()) {
                assert_fits(&document, &media["schema"], &example, &key);
                compared += 1;
            }
        }
    }
    assert!(compared >= 4, "the examples were not found");
}

#[test]
fn the_readmes_bodies_fit_the_document() {
    let document = yaml(DOCUMENT);
    let schema = json!({ "$ref": "#/components/schemas/CreateSession" });
    let readme = std::fs::read_to_string(repository().join("README.md")).expect("the README");
    // What curl is told to send, between `-d '` and the quote.
    let bodies: Vec<Value> = readme
        .split("-d '")
        .skip(1)
        .filter_map(|rest| serde_json::from_str(rest.split('\'').next()?).ok())
        .collect();
    assert!(bodies.len() >= 3, "the README's bodies were not found");
    for body in bodies {
        assert_fits(&document, &schema, &body, "README");
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs schemathesis; run by cargo xtask test"]
async fn the_handlers_answer_as_the_document_says() {
    // Veriff deletes what is live, so that both answers to an erasure are met.
    let world = World::with_settings(|settings| {
        settings["integrations"][1]["deletionEnabled"] = json!(true);
    })
    .await;
    let folder = tempfile::tempdir().expect("a folder");
    let answers = folder.path().join("answers.json");
    let mut command = Command::new(program("schemathesis"));
    command
        // It leaves notes where it runs.
        .current_dir(folder.path())
        .arg("run")
        .arg(repository().join(DOCUMENT))
        .args(["--url", &world.sandbox.platform])
        .args(["--max-examples", EXAMPLES, "--generation-deterministic"])
        .args([
            "--checks",
            "not_a_server_error,status_code_conformance,content_type_conformance,\
             response_headers_conformance,response_schema_conformance",
        ])
        .env("SCHEMATHESIS_HOOKS", "hooks")
        .env("PYTHONPATH", repository().join("tests/openapi"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("API_KEY", &world.sandbox.api_key)
        .env("SHARED_SECRET", &world.sandbox.secret)
        .env("ANSWERS", &answers);
    let printed = tokio::task::spawn_blocking(move || succeed(&mut command))
        .await
        .expect("it ends");
    println!("{printed}");

    // It proves nothing of an answer that never came: every operation's good ones, and its usual refusals.
    let answers = std::fs::read(answers).expect("the hooks noted the answers");
    let answers: BTreeMap<String, u64> = serde_json::from_slice(&answers).expect("JSON");
    println!("{answers:#?}");
    for (key, operation) in operations(&yaml(DOCUMENT)) {
        let documented: BTreeSet<&String> = operation["responses"]
            .as_object()
            .expect("responses")
            .keys()
            .collect();
        for status in documented {
            let usual = status.starts_with('2') || ["400", "401", "409"].contains(&status.as_str());
            let seen = answers.contains_key(&format!("{key} {status}"));
            assert!(seen || !usual, "{key} never answered {status}");
        }
    }
}

/// The operations, by `GET /path`.
fn operations(document: &Value) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("a path item") {
            if method != "parameters" {
                let key = format!("{} {path}", method.to_uppercase());
                found.insert(key, operation.clone());
            }
        }
    }
    found
}

/// What a reference within the document leads to, or the value itself.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let reference = value["$ref"].as_str().and_then(|it| it.strip_prefix('#'));
    match reference {
        Some(pointer) => document
            .pointer(pointer)
            .unwrap_or_else(|| panic!("nothing at {pointer}")),
        None => value,
    }
}

fn assert_fits(document: &Value, schema: &Value, value: &Value, place: &str) {
    // References of the schema lead into the document, so it is made part of one.
    let mut whole = schema.clone();
    whole["components"] = document["components"].clone();
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&whole)
        .expect("it is a schema");
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{place}: {errors:?}");
}
