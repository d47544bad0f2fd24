//! The command line.

mod check;
mod clock;
mod control;
mod dataset;
mod decide;
mod demo;
mod env;
mod events;
mod failure;
mod fault;
mod outcomes;
mod progress;
mod style;
mod up;
mod upload;
mod upload_target;

use clap::{Parser, Subcommand};
use std::io::Write as _;
use std::process::ExitCode;

pub(crate) use style::Style;

/// A local Veriff, an embedded DynamoDB and this project's functions, offline in one process
///
/// Without a command it starts everything (`up`) and walks one demonstration session through.
#[derive(Debug, Parser)]
#[command(
    name = "veriff-sandbox",
    version,
    args_conflicts_with_subcommands = true
)]
#[command(after_help = "Examples:
  veriff-sandbox                            start everything and show one verification
  veriff-sandbox --data ./data              the same, kept on disk
  veriff-sandbox up --json                  for scripts: one line of JSON when ready
  veriff-sandbox demo                       show one verification and end
  veriff-sandbox decide SESSION approved    decide a session, as Veriff would
  veriff-sandbox clock advance 7d           let a week pass
  veriff-sandbox fault duplicate            send the next webhook twice
  veriff-sandbox outcomes --follow          what the platform hears on its event bus
  veriff-sandbox upload ./documents         send a folder's pictures, as Veriff's upload test asks
  veriff-sandbox dataset check ./set        examine a folder of sessions for a batch test
  veriff-sandbox env                        the environment for `cargo lambda watch`
  veriff-sandbox check                      the integration checklist, against this backend or yours
  veriff-sandbox events --check             whether the sample events are up to date

In this repository, write `cargo run --` instead of `veriff-sandbox`.")]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    up: up::Arguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    Up(up::Arguments),
    Demo(demo::Arguments),
    Decide(decide::Arguments),
    Clock(clock::Arguments),
    Fault(fault::Arguments),
    Outcomes(outcomes::Arguments),
    Upload(upload::Arguments),
    Dataset(dataset::Arguments),
    Env(env::Arguments),
    Events(events::Arguments),
    Check(Box<check::Arguments>),
}

impl Cli {
    /// What is logged where RUST_LOG says nothing. A backend under check is lied to, and what it then
    /// logs as an error is how it should be.
    pub fn log_filter(&self) -> &'static str {
        match self.command {
            Some(Command::Check(_)) => "off",
            _ => "error",
        }
    }

    /// Does what the command line asks for.
    pub async fn run(self) -> ExitCode {
        let done = match self.command {
            None => up::run(self.up).await,
            Some(Command::Up(arguments)) => up::run(arguments).await,
            Some(Command::Demo(arguments)) => demo::run(arguments).await,
            Some(Command::Decide(arguments)) => decide::run(arguments).await,
            Some(Command::Clock(arguments)) => clock::run(arguments).await,
            Some(Command::Fault(arguments)) => fault::run(arguments).await,
            Some(Command::Outcomes(arguments)) => outcomes::run(arguments).await,
            Some(Command::Upload(arguments)) => upload::run(arguments).await,
            Some(Command::Dataset(arguments)) => dataset::run(arguments).await,
            Some(Command::Env(arguments)) => env::run(&arguments),
            Some(Command::Events(arguments)) => events::run(&arguments),
            Some(Command::Check(arguments)) => check::run(*arguments).await,
        };
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                let style = Style::for_stderr();
                // Where stderr is closed too, there is nobody left to tell.
                let _ = writeln!(std::io::stderr(), "{} {failure}", style.bad("error:"));
                failure.exit_code()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_shows_an_example() {
        for command in Cli::command().get_subcommands() {
            let help = command
                .get_after_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            assert!(help.contains("veriff-sandbox"), "{}", command.get_name());
        }
    }

    #[test]
    fn flags_work_with_and_without_up() {
        for line in [
            "veriff-sandbox --platform-port 0 --data d",
            "veriff-sandbox up --platform-port 0 --data d",
        ] {
            Cli::try_parse_from(line.split(' ')).unwrap();
        }
        assert!(Cli::try_parse_from(["veriff-sandbox", "--json", "demo"]).is_err());
    }
}
