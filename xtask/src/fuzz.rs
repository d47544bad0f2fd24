//! `cargo xtask fuzz`: libFuzzer on every place where bytes come from outside. See `tests/fuzz`.

use std::collections::VecDeque;
use std::error::Error;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use clap::builder::PossibleValuesParser;

use crate::run::Run;

mod report;
mod target;

use target::{Outcome, Target};

/// The folder of cargo-fuzz.
const FOLDER: &str = "tests/fuzz/fuzz";
/// Where the targets are built, apart from everything else: their compiler and its options are others.
const BUILT: &str = "target/fuzz";
/// Every place where bytes come from outside.
const TARGETS: [&str; 16] = [
    "answers",
    "binding",
    "callback",
    "event",
    "fold",
    "headers",
    "json",
    "pattern",
    "request",
    "settings",
    "signature",
    "stored_items",
    "stored_state",
    "stream",
    "timestamps",
    "webhook",
];
/// The version that is installed where none is there.
const CARGO_FUZZ: &str = "0.13.2";

/// What to fuzz, and for how long.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Which targets (see `tests/fuzz/README.md`); without any, all of them
    #[arg(value_parser = PossibleValuesParser::new(TARGETS))]
    targets: Vec<String>,
    /// How long each is fuzzed
    #[arg(long, value_name = "N", default_value_t = 600)]
    seconds: u32,
    /// How many are fuzzed at the same time, each on a processor of its own
    #[arg(long, value_name = "N", default_value_t = 1)]
    at_once: usize,
    /// Add to the corpus what reaches code that nothing in it reaches
    #[arg(long)]
    keep: bool,
    /// Write the table into the page of figures
    #[arg(long)]
    record: bool,
}

impl Args {
    /// Every target for its ten minutes, one on each of two processors.
    pub(crate) fn long(record: bool) -> Self {
        Self {
            targets: Vec::new(),
            seconds: 600,
            at_once: 2,
            keep: false,
            record,
        }
    }
}

/// Why nothing was fuzzed, or what was found.
#[derive(Debug, thiserror::Error)]
enum FuzzError {
    #[error("fuzzing needs a nightly compiler: `rustup toolchain install nightly` adds it")]
    NoNightly,
    #[error("{0} inputs break a property, or a target did not run to its end; see above")]
    Found(usize),
}

/// Fuzzes each target for its time, and prints what came of it.
pub(crate) fn run(root: &Path, args: &Args) -> Result<(), Box<dyn Error>> {
    let names = match args.targets.is_empty() {
        true => TARGETS.map(str::to_owned).to_vec(),
        false => args.targets.clone(),
    };
    let host = prepare(root)?;
    let binaries = root.join(BUILT).join(host).join("release");
    let queue: VecDeque<Target> = names
        .iter()
        .map(|name| Target::new(root, &binaries, name))
        .collect();
    let queue = Mutex::new(queue);
    let outcomes = Mutex::new(Vec::new());
    let all = names.len();
    std::thread::scope(|scope| {
        for _ in 0..args.at_once.max(1) {
            scope.spawn(|| {
                loop {
                    let next = lock(&queue).pop_front();
                    let Some(target) = next else { return };
                    println!("{}: {} seconds", target.name, args.seconds);
                    let outcome = target.fuzz(args.seconds, args.keep);
                    let mut outcomes = lock(&outcomes);
                    outcomes.push(outcome);
                    if let Some(outcome) = outcomes.last() {
                        println!("{outcome} ({} of {all})", outcomes.len());
                    }
                }
            });
        }
    });
    let mut outcomes = outcomes
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    outcomes.sort_by(|a, b| a.name.cmp(&b.name));
    print!("\n{}", report::table(&outcomes));
    if args.record {
        report::record(&outcomes, args.seconds)?;
    }
    for outcome in &outcomes {
        for line in &outcome.findings {
            println!("{line}");
        }
    }
    match outcomes.iter().map(Outcome::failures).sum() {
        0 => Ok(()),
        found => Err(FuzzError::Found(found).into()),
    }
}

/// Builds every target, with the versions of the workspace; returns for which kind of machine.
fn prepare(root: &Path) -> Result<String, Box<dyn Error>> {
    // Without leave to install: a question downloads no toolchain.
    let nightly = Run::new("rustc", ["+nightly", "-vV"]).env("RUSTUP_AUTO_INSTALL", "0");
    let about = nightly.output(root).ok_or(FuzzError::NoNightly)?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.ok_or(FuzzError::NoNightly)?;
    if !Run::new("cargo", ["fuzz", "--version"]).succeeds(root) {
        let arguments = ["install", "--locked", "cargo-fuzz", "--version", CARGO_FUZZ];
        Run::new("cargo", arguments).run(root)?;
    }
    std::fs::copy(
        root.join("Cargo.lock"),
        root.join(FOLDER).join("Cargo.lock"),
    )?;
    let build = [
        "+nightly",
        "fuzz",
        "build",
        "--fuzz-dir",
        FOLDER,
        "--target-dir",
        BUILT,
    ];
    Run::new("cargo", build)
        .env("RUSTUP_AUTO_INSTALL", "0")
        .run(root)?;
    Ok(host.to_owned())
}

fn lock<T>(it: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_targets_are_those_of_cargo_fuzz() {
        let folder = crate::workspace_root().join(FOLDER).join("fuzz_targets");
        let files = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = files
            .map(|file| {
                file.unwrap()
                    .file_name()
                    .to_string_lossy()
                    .replace(".rs", "")
            })
            .collect();
        names.sort();
        assert_eq!(names, TARGETS);
    }
}
