//! What the templates deploy: each function builds for Lambda, and can be deployed to a local stand-in for
//! AWS (moto), where its configuration is the template's.

mod build;
mod functions;
mod moto;
mod sam;
mod stacks;

/// What the tools of AWS want to be told, and the stand-in does not check.
const ENVIRONMENT: [(&str, &str); 6] = [
    ("AWS_ACCESS_KEY_ID", "local"),
    ("AWS_SECRET_ACCESS_KEY", "local"),
    ("AWS_REGION", "eu-west-1"),
    ("AWS_DEFAULT_REGION", "eu-west-1"),
    ("AWS_EC2_METADATA_DISABLED", "true"),
    ("SAM_CLI_TELEMETRY", "0"),
];

/// Whether all functions are built every way, which takes half an hour.
fn is_long() -> bool {
    std::env::var("LONG").is_ok_and(|value| value == "1")
}
