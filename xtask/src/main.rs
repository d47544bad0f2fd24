//! `cargo xtask`: the project's chores, one file per command.

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
mod lines;
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
    Test(test::Args),
    /// Install what `test` needs, and nothing else
    Install,
    /// Check what the code depends on: licences, sources, duplicates, known vulnerabilities
    Audit,
    /// Build and pack the npm package, installing what WebAssembly needs
    Npm,
    /// Measure what it costs and how fast it is, each beside a peer: some minutes
    Bench(bench::Args),
    /// Prove that nothing is lost, doubled or let in: cut every request, deliver in a storm
    Proof(proof::Args),
    /// Let libFuzzer look for bytes that break what must hold of any: ten minutes for each place they come from
    Fuzz(fuzz::Args),
    /// Count the lines of code of each crate, source and tests apart
    Lines,
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
        Some(Command::Lines) => lines::run(root),
        None => Cli::command().print_help().map_err(Into::into),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The folder that holds the workspace, wherever the command was typed.
fn workspace_root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}
