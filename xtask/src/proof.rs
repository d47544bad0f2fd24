//! `cargo xtask proof`: what the README claims of reliability, proved by doing the worst to it.

use std::error::Error;
use std::path::Path;

use crate::run::Run;

/// How thoroughly to prove it.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Cut every request, and deliver about 100,000 times
    #[arg(long)]
    long: bool,
}

/// Runs every proof, each in its turn.
pub(crate) fn run(root: &Path, args: &Args) -> Result<(), Box<dyn Error>> {
    let (every, sessions) = match args.long {
        true => ("1", "10000"),
        false => ("10", "200"),
    };
    for proof in [["cuts", "--every", every], ["load", "--sessions", sessions]] {
        let cargo = ["run", "--quiet", "--locked", "-p", "proof", "--"];
        Run::new("cargo", cargo.iter().chain(&proof)).run(root)?;
    }
    Ok(())
}
