//! `cargo xtask bench`: what it costs and how fast it is, beside what one would build otherwise.

use std::error::Error;
use std::path::Path;

use clap::builder::PossibleValuesParser;

use crate::node;
use crate::npm;
use crate::peers;
use crate::run::Run;

/// What to measure, and how thoroughly.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Which benchmarks; without any, all of them
    #[arg(value_parser = PossibleValuesParser::new(BENCHMARKS.map(|it| it.name)))]
    names: Vec<String>,
    /// More rounds, and a table of a million sessions: half an hour
    #[arg(long)]
    long: bool,
    /// Write what was measured, with pictures, into the page of figures
    #[arg(long)]
    record: bool,
}

/// A benchmark, and what it is told in a short run; in a long one, the defaults are right.
struct Benchmark {
    name: &'static str,
    short: &'static [&'static str],
}

const BENCHMARKS: [Benchmark; 9] = [
    benchmark("machine", &[]),
    benchmark("cost", &[]),
    benchmark("partitions", &[]),
    benchmark("sweep", &["--most", "10000"]),
    benchmark("verifier", &["--rounds", "5"]),
    benchmark("cold-start", &["--runs", "3"]),
    benchmark("intake", &["--rounds", "3", "--deliveries", "200"]),
    benchmark("instructions", &["--verifications", "10"]),
    benchmark("javascript", &[]),
];

const fn benchmark(name: &'static str, short: &'static [&'static str]) -> Benchmark {
    Benchmark { name, short }
}

/// Installs the peers, and runs each benchmark in its turn.
pub(crate) fn run(root: &Path, args: &Args) -> Result<(), Box<dyn Error>> {
    peers::install(root)?;
    for benchmark in BENCHMARKS {
        if !args.names.is_empty() && !args.names.iter().any(|name| name == benchmark.name) {
            continue;
        }
        match benchmark.name {
            "instructions" if !Run::new("valgrind", ["--version"]).succeeds(root) => {
                println!("instructions: left out, since there is no valgrind");
                continue;
            }
            "javascript" => {
                node::install_packages(&root.join(node::TESTS))?;
                npm::run(root)?;
            }
            _ => {}
        }
        measure(&benchmark, args).run(root)?;
    }
    Ok(())
}

/// With AWS-LC in all of them, or the program would be built again for each.
fn measure(benchmark: &Benchmark, args: &Args) -> Run {
    let cargo = "run --quiet --locked --profile bench -p benchmarks --features aws-lc --";
    let mut arguments: Vec<&str> = cargo.split(' ').collect();
    arguments.push(benchmark.name);
    if !args.long {
        arguments.extend(benchmark.short);
    }
    if args.record {
        arguments.push("--record");
    }
    Run::new("cargo", arguments)
}
