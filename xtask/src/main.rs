//! `cargo xtask`: the project's chores, one file per command.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

mod arm64;
mod audit;
mod bench;
mod debian;
mod disk;
mod fuzz;
mod install;
mod node;
mod npm;
mod peers;
mod proof;
mod python;
mod run;
mod steps;
mod test;
mod tools;
mod wasm;

/// The project's chores.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Install what is missing and run every check and test, without asking anything
    #[command(after_help = "Examples:
  cargo xtask test
  cargo xtask test --fast        the checks and tests that need nothing but Rust")]
    Test(test::Args),
    /// Install what `test` needs, and nothing else
    #[command(after_help = "Example:\n  cargo xtask install")]
    Install,
    /// Check what the code depends on: licences, sources, duplicates, known vulnerabilities
    #[command(after_help = "Example:\n  cargo xtask audit")]
    Audit,
    /// Build and pack the npm package, installing what WebAssembly needs
    #[command(after_help = "Example:\n  cargo xtask npm")]
    Npm,
    /// Measure what it costs and how fast it is, each beside a peer: some minutes
    #[command(after_help = "Examples:
  cargo xtask bench
  cargo xtask bench sweep cold-start --long")]
    Bench(bench::Args),
    /// Prove that nothing is lost, doubled or let in: cut every request, deliver in a storm
    #[command(after_help = "Example:\n  cargo xtask proof --record")]
    Proof(proof::Args),
    /// Let libFuzzer look for bytes that break what must hold of any: ten minutes for each place they come from
    #[command(after_help = "Examples:
  cargo xtask fuzz
  cargo xtask fuzz headers fold --seconds 60")]
    Fuzz(fuzz::Args),
}

fn main() -> ExitCode {
    let root = workspace_root();
    let outcome = match Cli::parse().command {
        Some(Command::Test(args)) => test::run(root, &args),
        Some(Command::Install) => install::run(root),
        Some(Command::Audit) => audit::run(root),
        Some(Command::Npm) => npm::run(root),
        Some(Command::Bench(args)) => bench::run(root, &args),
        Some(Command::Proof(args)) => proof::run(root, &args),
        Some(Command::Fuzz(args)) => fuzz::run(root, &args),
        None => Cli::command().print_help().map_err(Into::into),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is closed too, there is nobody left to tell.
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The folder that holds the workspace, wherever the command was typed.
fn workspace_root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_shows_an_example_that_it_understands() {
        let mut cli = Cli::command();
        for command in cli.get_subcommands_mut() {
            let help = command.render_long_help().to_string();
            let (_, examples) = help.split_once("Example").unwrap();
            let lines = examples.lines().map(str::trim);
            let calls: Vec<_> = lines.filter(|it| it.starts_with("cargo xtask")).collect();
            assert!(!calls.is_empty(), "{help}");
            for call in calls {
                // Two spaces part a call from what is said of it.
                let call = call.split("  ").next().unwrap_or_default();
                let words = call.split(' ').skip(1);
                Cli::try_parse_from(words).unwrap_or_else(|error| panic!("{call}: {error}"));
            }
        }
    }

    #[test]
    fn benchmarks_and_fuzz_targets_are_listed_and_no_others_are_taken() {
        let mut cli = Cli::command();
        for (command, name) in [("bench", "cold-start"), ("fuzz", "stored_items")] {
            let help = cli.find_subcommand_mut(command).unwrap();
            let help = help.render_long_help().to_string();
            assert!(help.contains(name), "{help}");
            assert!(Cli::try_parse_from(["xtask", command, name]).is_ok());
            assert!(Cli::try_parse_from(["xtask", command, "nonsense"]).is_err());
        }
    }
}
