//! The deployed binary at its start: with settings that it can use it asks Lambda for work; with others it
//! ends, and its log says which secret, variable or field is to blame, never a value.

#![expect(clippy::expect_used, reason = "what fails here fails a test")]

mod stub;

use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use stub::Stub;

/// Settings with which a function starts.
const GOOD: &str = r#"{"schema":1,"integrations":[{"id":"shop","type":"live",
    "apiKey":"5e0c5b3a-59f4-4f5e-9d0e-6a3f0f6f2b11","sharedSecrets":["PLANTED-SECRET"],
    "baseUrl":"https://veriff.example"}]}"#;

#[test]
fn a_secret_that_cannot_be_used_ends_the_start_and_the_log_says_why() {
    let lacking = |member: &str| GOOD.replace(member, "");
    let secret = "the secret verification/settings";
    for (case, answer, says) in [
        (
            "missing",
            refused("ResourceNotFoundException"),
            &[secret, "ResourceNotFoundException"][..],
        ),
        (
            "denied",
            refused("AccessDeniedException"),
            &[secret, "AccessDeniedException"],
        ),
        ("empty", held(""), &[secret, "no text"]),
        ("malformed", held("{\"schema\":1,PLANTED"), &["JSON"]),
        ("another thing", held("[\"PLANTED\"]"), &["object"]),
        (
            "no integrations",
            held("{\"schema\":1}"),
            &["`integrations`"],
        ),
        (
            "no API key",
            held(&lacking(
                "\"apiKey\":\"5e0c5b3a-59f4-4f5e-9d0e-6a3f0f6f2b11\",",
            )),
            &["`integrations[0].apiKey`"],
        ),
        (
            "no base URL",
            held(&lacking(",\n    \"baseUrl\":\"https://veriff.example\"")),
            &["`integrations[0].baseUrl`"],
        ),
        (
            "wrong base URL",
            held(&GOOD.replace("https://veriff", "http://PLANTED")),
            &["`integrations[0].baseUrl`", "https"],
        ),
        (
            "no URL at all",
            held(&GOOD.replace("https://veriff.example", "PLANTED")),
            &["`integrations[0].baseUrl`"],
        ),
        (
            "an unknown field",
            held(&GOOD.replace("\"type\"", "\"sort\"")),
            &["integrations[0]"],
        ),
    ] {
        let secrets = Stub::answering(move |_| answer.clone());
        let lambda = Stub::answering(|_| (200, "{}".into()));
        let output = end(start(&secrets, &lambda));
        let printed = text(&output);
        assert!(!output.status.success(), "{case}: {printed}");
        assert!(lambda.asked().is_empty(), "{case}: it asked for work");
        let line = printed.lines().find(|line| line.contains("not started"));
        let line = line.unwrap_or_else(|| panic!("{case}: no line of the log: {printed}"));
        assert!(
            line.starts_with('{') && line.contains("ERROR"),
            "{case}: {line}"
        );
        for word in says {
            assert!(line.contains(word), "{case}: {line}");
        }
        assert!(!printed.contains("PLANTED"), "{case}: {printed}");
    }
}

#[test]
fn a_secret_that_can_be_used_starts_the_function() {
    let secrets = Stub::answering(|_| held(GOOD));
    let lambda = Stub::answering(|_| (500, "{}".into()));
    let mut child = start(&secrets, &lambda);
    let begun = Instant::now();
    while lambda.asked().is_empty() && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(20));
    }
    let _ = child.kill();
    let printed = text(&end(child));
    let asked = lambda.asked();
    let next = "GET /2018-06-01/runtime/invocation/next ";
    assert!(
        asked.iter().any(|line| line.starts_with(next)),
        "{asked:?}: {printed}"
    );
    assert!(!printed.contains("PLANTED"), "{printed}");
}

#[test]
fn without_any_source_of_settings_the_log_names_the_variables() {
    let output = function().output().expect("the binary runs");
    let printed = text(&output);
    assert!(!output.status.success());
    for variable in ["VERIFF_SETTINGS_SECRET", "VERIFF_SETTINGS_FILE"] {
        assert!(printed.contains(variable), "{printed}");
    }
}

#[test]
fn a_variable_names_the_field_and_not_its_value() {
    let settings = GOOD.replace("PLANTED-SECRET", "PLANTED with blanks");
    let output = function().env("VERIFF_SETTINGS", settings).output();
    let output = output.expect("the binary runs");
    let printed = text(&output);
    assert!(!output.status.success());
    assert!(
        printed.contains("integrations[0].sharedSecrets"),
        "{printed}"
    );
    assert!(!printed.contains("PLANTED"), "{printed}");
}

/// The function with its settings in a secret.
fn start(secrets: &Stub, lambda: &Stub) -> std::process::Child {
    function()
        .env("VERIFF_SETTINGS_SECRET", "verification/settings")
        .env("AWS_ENDPOINT_URL_SECRETS_MANAGER", secrets.origin())
        .env(
            "AWS_LAMBDA_RUNTIME_API",
            lambda.origin().replace("http://", ""),
        )
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts")
}

/// The binary with the environment that Lambda gives it, and nothing of this machine's.
fn function() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_receive-webhook"));
    command.env_clear().envs([
        ("AWS_REGION", "eu-west-1"),
        ("AWS_ACCESS_KEY_ID", "local"),
        ("AWS_SECRET_ACCESS_KEY", "local"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_LAMBDA_FUNCTION_NAME", "verification-receive-webhook"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
        ("AWS_LAMBDA_FUNCTION_VERSION", "1"),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "stream"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", "group"),
    ]);
    command
}

fn end(child: std::process::Child) -> Output {
    child.wait_with_output().expect("it ends")
}

fn text(output: &Output) -> String {
    let printed = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8_lossy(&printed).into_owned()
}

/// What Secrets Manager answers when it has the secret.
fn held(settings: &str) -> (u16, String) {
    let escaped = settings
        .replace('\\', r"\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n");
    (
        200,
        format!("{{\"Name\":\"verification/settings\",\"SecretString\":\"{escaped}\"}}"),
    )
}

/// What Secrets Manager answers when it has not.
fn refused(code: &str) -> (u16, String) {
    (
        400,
        format!("{{\"__type\":\"{code}\",\"Message\":\"PLANTED\"}}"),
    )
}
