//! The deployed binary with broken settings: it says which field, and never its value.

use std::process::Command;

#[test]
fn the_function_names_the_field_and_not_its_value() {
    let settings = r#"{"schema":1,"integrations":[{"id":"shop","type":"live","baseUrl":"https://veriff.example",
        "apiKey":"5e0c5b3a-59f4-4f5e-9d0e-6a3f0f6f2b11","sharedSecrets":["hush hush"]}]}"#;
    let output = Command::new(env!("CARGO_BIN_EXE_receive-webhook"))
        .env("VERIFF_SETTINGS", settings)
        .env("AWS_REGION", "eu-west-1")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .output()
        .expect("the binary runs");
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8_lossy(&printed);
    assert!(!output.status.success());
    assert!(
        printed.contains("integrations[0].sharedSecrets"),
        "{printed}"
    );
    assert!(!printed.contains("hush"), "{printed}");
}

#[test]
fn the_function_says_where_settings_come_from() {
    let output = Command::new(env!("CARGO_BIN_EXE_receive-webhook"))
        .env_remove("VERIFF_SETTINGS")
        .env_remove("VERIFF_SETTINGS_FILE")
        .output()
        .expect("the binary runs");
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8_lossy(&printed);
    assert!(!output.status.success());
    assert!(printed.contains("VERIFF_SETTINGS_FILE"), "{printed}");
}
