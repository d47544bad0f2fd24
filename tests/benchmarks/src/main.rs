//! `cargo xtask bench` runs this: see `--help`.

use benchmarks::bill::Bills;
use benchmarks::binary::{self, Profile};
use benchmarks::intake::{self, Plan};
use benchmarks::machine::Machine;
use benchmarks::{cold_start, cost, instructions, javascript, partitions, sweep, verifier};
use clap::{Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;
use verification::settings::DEFAULT_INDEX_SHARDS;

/// Measures what it costs and how fast it is, beside what one would build otherwise.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    benchmark: Benchmark,
}

#[derive(Subcommand)]
enum Benchmark {
    /// What this machine is
    Machine {
        /// Write it into the page of figures
        #[arg(long)]
        record: bool,
    },
    /// The npm package beside its peers, in Node
    Javascript {
        /// Write it into the page of figures
        #[arg(long)]
        record: bool,
    },
    /// From exec to the first answer of each function, beside Node with AWS SDK v3 and Python with boto3
    ///
    /// Builds the functions as they are deployed, which takes minutes. The peers are installed by
    /// `cargo xtask bench`. Example: benchmarks cold-start --function receive-webhook --runs 5
    ColdStart {
        /// Starts of each program; the medians are told
        #[arg(long, value_name = "N", default_value_t = 31)]
        runs: usize,
        /// Only this function
        #[arg(long, value_name = "NAME", value_parser = cold_start::FUNCTIONS.map(|it| it.name))]
        function: Option<String>,
        /// Write it, with a picture, into the page of figures
        #[arg(long)]
        record: bool,
    },
    /// CPU time and time for a webhook, beside an Express server that does the same
    ///
    /// Builds the function as it is deployed. The peer is installed by `cargo xtask bench`.
    /// Example: benchmarks intake --rounds 5 --deliveries 200
    Intake {
        /// Webhooks in a round, for each side
        #[arg(long, value_name = "N", default_value_t = 800)]
        deliveries: usize,
        /// Rounds; the medians are told
        #[arg(long, value_name = "N", default_value_t = 15)]
        rounds: usize,
        /// Write it into the page of figures
        #[arg(long)]
        record: bool,
    },
    /// Where the instructions of a webhook go, counted by callgrind
    ///
    /// Builds the function as it is deployed, but with its names. Valgrind has to be installed
    /// (Debian and Ubuntu: apt-get install valgrind). Example: benchmarks instructions
    Instructions {
        /// Verifications in the shorter of two runs; the longer has twice as many
        #[arg(long, value_name = "N", default_value_t = 50)]
        verifications: usize,
        /// Write it into the page of figures
        #[arg(long)]
        record: bool,
    },
    /// Request units of a verification, and the monthly bill, beside one transaction for each webhook
    Cost {
        /// Write both, with a picture, into the page of figures
        #[arg(long)]
        record: bool,
    },
    /// The sweep over an ever larger table, and with ever more sessions due in it, beside a scan
    ///
    /// A million sessions take minutes and 3 GB of memory; build with --profile bench.
    /// Example: benchmarks sweep --most 10000
    Sweep {
        /// Sessions in the largest table; up to one in a hundred of them is due
        #[arg(long, value_name = "N", default_value_t = 1_000_000)]
        most: usize,
        /// Write it, with pictures, into the page of figures
        #[arg(long)]
        record: bool,
    },
    /// Signatures and whole webhooks checked on one core, beside ring and AWS-LC
    ///
    /// Example: cargo run --profile bench -p benchmarks --features aws-lc -- verifier
    Verifier {
        /// Rounds in which each has its turn of 10 ms; the medians are told
        #[arg(long, value_name = "N", default_value_t = 31)]
        rounds: usize,
        /// Write it, with a picture, into the page of figures
        #[arg(long)]
        record: bool,
    },
    /// A model, on paper: how many shards the index of due sessions needs for how many verifications
    Partitions {
        /// Write it into the page of figures
        #[arg(long)]
        record: bool,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse().benchmark).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Measures, prints, and writes its section of the page where that is wanted.
async fn run(benchmark: Benchmark) -> Result<(), Box<dyn Error>> {
    match benchmark {
        Benchmark::Machine { record } => {
            let machine = Machine::this().to_string();
            println!("{machine}");
            if record {
                figures::record("machine", &machine)?;
            }
        }
        Benchmark::Javascript { record } => {
            let tables = javascript::measure();
            if record {
                figures::record("javascript", &tables)?;
            }
        }
        Benchmark::ColdStart {
            runs,
            function,
            record,
        } => {
            let wanted = |name| function.as_deref().is_none_or(|wanted| wanted == name);
            let functions = cold_start::FUNCTIONS.into_iter();
            let functions: Vec<_> = functions.filter(|it| wanted(it.name)).collect();
            let bar = progress(functions.len() * runs.max(1), "rounds");
            let starts = cold_start::measure(&functions, runs.max(1), || bar.inc(1)).await;
            bar.finish_and_clear();
            println!("{starts}");
            if record {
                starts.draw()?;
                figures::record("cold-start", &starts.markdown())?;
            }
        }
        Benchmark::Intake {
            deliveries,
            rounds,
            record,
        } => {
            let plan = Plan {
                // A session brings four.
                sessions: (deliveries / 4).max(2),
                rounds: rounds.max(1),
            };
            let binary = binary::build("receive-webhook", Profile::Release);
            let bar = progress(plan.ticks(), "rounds");
            let intake = intake::measure(&binary, plan, || bar.inc(1)).await;
            bar.finish_and_clear();
            println!("{intake}");
            if record {
                figures::record("intake", &intake.markdown())?;
            }
        }
        Benchmark::Instructions {
            verifications,
            record,
        } => {
            let binary = binary::build("receive-webhook", Profile::Callgrind);
            let bar = progress(2, "runs under callgrind");
            let counted = instructions::measure(&binary, verifications.max(1), || bar.inc(1)).await;
            bar.finish_and_clear();
            println!("{counted}");
            if record {
                figures::record("instructions", &counted.markdown())?;
            }
        }
        Benchmark::Cost { record } => {
            let costs = cost::measure().await;
            let bills = Bills::of(&costs, f64::from(DEFAULT_INDEX_SHARDS));
            println!("{costs}\n{bills}");
            if record {
                bills.draw()?;
                figures::record("cost", &costs.markdown())?;
                figures::record("bill", &bills.markdown())?;
            }
        }
        Benchmark::Sweep { most, record } => {
            let bar = ProgressBar::new_spinner();
            bar.enable_steady_tick(Duration::from_millis(200));
            let plan = sweep::Plan::up_to(most);
            let sweeps = sweep::measure(&plan, |what| bar.set_message(what.to_owned())).await;
            bar.finish_and_clear();
            println!("{sweeps}");
            if record {
                sweeps.draw()?;
                figures::record("sweep", &sweeps.markdown())?;
            }
        }
        Benchmark::Verifier { rounds, record } => {
            let bar = progress(verifier::SIZES.len(), "sizes");
            let verifier = verifier::measure(rounds, |_| bar.inc(1));
            bar.finish_and_clear();
            println!("{verifier}");
            if record {
                verifier.draw()?;
                figures::record("verifier", &verifier.markdown())?;
            }
        }
        Benchmark::Partitions { record } => {
            println!("{}", partitions::table());
            let section = partitions::markdown(DEFAULT_INDEX_SHARDS);
            if record {
                figures::record("partitions", &section)?;
            }
        }
    }
    Ok(())
}

/// A bar for a person at a terminal.
fn progress(steps: usize, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(steps as u64);
    let style = ProgressStyle::with_template("{bar:32} {pos}/{len} {msg} {elapsed}");
    bar.with_message(what)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
