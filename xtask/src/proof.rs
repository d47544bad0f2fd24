//! `cargo xtask proof`: what the README claims of reliability, proved by doing the worst to it.

use std::error::Error;
use std::path::Path;

use crate::fuzz;
use crate::run::Run;

/// How thoroughly to prove it.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Cut every request, deliver about 100,000 times, and fuzz each target for ten minutes: hours
    #[arg(long)]
    long: bool,
    /// Write what was seen into the page of figures
    #[arg(long)]
    record: bool,
}

/// The proofs, and what they are told in a short run; in a long one, the defaults are right.
const PROOFS: [(&str, [&str; 2]); 3] = [
    ("cuts", ["--every", "10"]),
    ("load", ["--sessions", "200"]),
    ("timing", ["--samples", "100000"]),
];

/// Runs every proof, each in its turn. Fuzzing has a short form in the tests.
pub(crate) fn run(root: &Path, args: &Args) -> Result<(), Box<dyn Error>> {
    for (proof, short) in PROOFS {
        let cargo = "run --quiet --locked --profile bench -p proof --";
        let mut arguments: Vec<&str> = cargo.split(' ').collect();
        arguments.push(proof);
        if !args.long {
            arguments.extend(short);
        }
        if args.record {
            arguments.push("--record");
        }
        Run::new("cargo", arguments).run(root)?;
    }
    if args.long {
        fuzz::run(root, &fuzz::Args::long(args.record))?;
    }
    Ok(())
}
