//! `cargo xtask bench`: what it costs and how fast it is, beside what one would build otherwise.

use std::error::Error;
use std::path::Path;

use crate::node;
use crate::npm;
use crate::peers;
use crate::run::Run;

/// How much to measure.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Sweep tables of up to a million sessions, and draw the picture: longer than all the rest
    #[arg(long)]
    long: bool,
}

/// Where the pictures go.
const FIGURES: &str = "tests/benchmarks/figures";

/// Request units and bill, the sweep over large tables, and the npm package against its peers.
pub(crate) fn run(root: &Path, args: &Args) -> Result<(), Box<dyn Error>> {
    let cargo = |benchmark: &[&str]| {
        let run = ["run", "--quiet", "--locked", "-p", "benchmarks", "--"];
        Run::new("cargo", run.iter().chain(benchmark)).run(root)
    };
    peers::install(root)?;
    cargo(&["cost"])?;
    let picture = format!("{FIGURES}/sweep.svg");
    match args.long {
        true => cargo(&["sweep", "--plot", &picture])?,
        false => cargo(&["sweep", "--most", "10000"])?,
    }
    node::install_packages(&root.join(node::TESTS))?;
    npm::run(root)?;
    Run::new("npm", ["run", "--silent", "bench", "--prefix", node::TESTS]).run(root)?;
    Ok(())
}
