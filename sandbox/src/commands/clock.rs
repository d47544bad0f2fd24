//! `clock`: moves the time of a running sandbox.

use super::control::Target;
use super::failure::Failure;
use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde_json::{Value, json};

/// Show or move the clock of a running sandbox
///
/// Veriff and the functions share the clock: what falls due on the way happens (sessions expire,
/// webhooks are retried, the sweep runs).
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  veriff-sandbox clock show
  veriff-sandbox clock advance 7d
  veriff-sandbox clock advance 2h30m
  veriff-sandbox clock set 2030-01-01T12:00:00Z
  veriff-sandbox clock freeze
  veriff-sandbox clock unfreeze")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Show the sandbox's time
    #[command(after_help = "Example:
  veriff-sandbox clock show")]
    Show {
        #[command(flatten)]
        target: Target,
    },
    /// Move the clock forward
    #[command(after_help = "Examples:
  veriff-sandbox clock advance 7d
  veriff-sandbox clock advance 2h30m")]
    Advance {
        /// How far, such as 7d, 2h30m or 45s
        duration: String,
        #[command(flatten)]
        target: Target,
    },
    /// Set the clock
    #[command(after_help = "Example:
  veriff-sandbox clock set 2030-01-01T12:00:00Z")]
    Set {
        /// The new time, such as 2030-01-01T12:00:00Z
        #[arg(value_parser = time)]
        time: Timestamp,
        #[command(flatten)]
        target: Target,
    },
    /// Stop the clock
    #[command(after_help = "Example:
  veriff-sandbox clock freeze")]
    Freeze {
        #[command(flatten)]
        target: Target,
    },
    /// Let the clock run on
    #[command(after_help = "Example:
  veriff-sandbox clock unfreeze")]
    Unfreeze {
        #[command(flatten)]
        target: Target,
    },
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    const PATH: &str = "/control/clock";
    let answer = match arguments.action {
        Action::Show { target } => target.get(PATH).await?,
        Action::Advance { duration, target } => {
            target.post(PATH, &json!({ "advance": duration })).await?
        }
        Action::Set { time, target } => target.post(PATH, &json!({ "set": time })).await?,
        Action::Freeze { target } => target.post(PATH, &json!({ "freeze": true })).await?,
        Action::Unfreeze { target } => target.post(PATH, &json!({ "freeze": false })).await?,
    };
    println!("{}", described(&answer));
    Ok(())
}

fn time(text: &str) -> Result<Timestamp, &'static str> {
    text.parse()
        .map_err(|_| "write it like 2030-01-01T12:00:00Z")
}

/// The sandbox's time in a line; the raw answer if it is not of the known form.
fn described(answer: &Value) -> String {
    match answer["now"].as_str() {
        None => answer.to_string(),
        Some(now) if answer["frozen"].as_bool() == Some(true) => format!("{now} (frozen)"),
        Some(now) => now.to_owned(),
    }
}
