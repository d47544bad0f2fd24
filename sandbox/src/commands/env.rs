//! `env`: the environment in which the functions' own binaries work with a running sandbox.

use super::failure::Failure;
use crate::{development, dynamodb};
use clap::Args;

/// Print the environment in which `cargo lambda watch` works with a running sandbox
///
/// The functions' real binaries then use the sandbox's DynamoDB and its Veriff. They follow real
/// time: the sandbox's clock moves only what runs inside it.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  eval \"$(veriff-sandbox env)\"
  cargo lambda watch --invoke-address 127.0.0.1 --invoke-port 9000
  cargo lambda invoke --invoke-address 127.0.0.1 --invoke-port 9000 receive-webhook \\
      --data-file events/receive-webhook/decision-approved.json")]
pub(crate) struct Arguments {
    /// The running sandbox's platform port
    #[arg(long, default_value_t = 8080, value_name = "PORT")]
    platform_port: u16,
    /// The running sandbox's Veriff port
    #[arg(long, default_value_t = 8081, value_name = "PORT")]
    veriff_port: u16,
    /// The running sandbox's DynamoDB port
    #[arg(long, default_value_t = 8000, value_name = "PORT")]
    dynamodb_port: u16,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let local = |port: u16| format!("http://127.0.0.1:{port}");
    let settings = development::settings(
        &local(arguments.veriff_port),
        &local(arguments.platform_port),
    );
    for (name, value) in variables(&local(arguments.dynamodb_port), &settings.to_string()) {
        println!("export {name}='{}'", value.replace('\'', r"'\''"));
    }
    Ok(())
}

/// Names and values, in the order in which they are printed. `dynamodb` is the endpoint.
fn variables(dynamodb: &str, settings: &str) -> Vec<(&'static str, String)> {
    vec![
        ("AWS_ENDPOINT_URL_DYNAMODB", dynamodb.to_owned()),
        ("AWS_REGION", dynamodb::REGION.to_owned()),
        ("AWS_ACCESS_KEY_ID", dynamodb::CREDENTIAL.to_owned()),
        ("AWS_SECRET_ACCESS_KEY", dynamodb::CREDENTIAL.to_owned()),
        // Without it the SDK may ask the cloud's metadata address, which is not there.
        ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
        ("VERIFICATION_TABLE", dynamodb::TABLE.to_owned()),
        ("VERIFF_SETTINGS", settings.to_owned()),
    ]
}
