//! `env`: the environment in which the functions' own binaries work with a running sandbox.

use super::failure::Failure;
use crate::development;
use clap::Args;

/// Print the environment in which `cargo lambda watch` works with a running sandbox
///
/// The functions' real binaries then use the sandbox's DynamoDB, its Veriff and its event bus. They follow real
/// time: the sandbox's clock moves only what runs inside it.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  eval \"$(veriff-sandbox env)\"
  cargo lambda watch --invoke-address 127.0.0.1 --invoke-port 9000      (in the repository)
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
    let platform = local(arguments.platform_port);
    let settings = development::settings(&local(arguments.veriff_port), &platform);
    let dynamodb = local(arguments.dynamodb_port);
    for (name, value) in development::environment(&dynamodb, &platform, &settings) {
        println!("export {name}='{}'", value.replace('\'', r"'\''"));
    }
    Ok(())
}
