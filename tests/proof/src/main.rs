//! `cargo xtask proof` runs this: see `--help`.

use clap::{Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use proof::cuts::{self, Plan};
use proof::load::{self, Storm};
use std::process::ExitCode;

/// Proves what the README claims by doing the worst to it, on this machine alone.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    proof: Proof,
}

#[derive(Subcommand)]
enum Proof {
    /// Cut every request that a function makes, one at a time, in every way
    ///
    /// Example: proof cuts --every 10
    Cuts {
        /// Cut only each N-th request of a story
        #[arg(long, value_name = "N", default_value_t = 1)]
        every: usize,
        /// Stories told at the same time
        #[arg(long, value_name = "N", default_value_t = 12)]
        at_once: usize,
    },
    /// The same thing a hundred times at once, and a storm of deliveries
    ///
    /// Example: proof load --sessions 200
    Load {
        /// Sessions in the storm, each of about ten deliveries
        #[arg(long, value_name = "N", default_value_t = 10_000)]
        sessions: usize,
        /// Clients that deliver at the same time
        #[arg(long, value_name = "N", default_value_t = 32)]
        clients: usize,
        /// What the shuffling begins with
        #[arg(long, value_name = "N", default_value_t = 17)]
        seed: u64,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let good = match Arguments::parse().proof {
        Proof::Cuts { every, at_once } => {
            prove_cuts(&Plan {
                faults: cuts::ALL.to_vec(),
                every: every.max(1),
                at_once: at_once.max(1),
            })
            .await
        }
        Proof::Load {
            sessions,
            clients,
            seed,
        } => {
            prove_load(Storm {
                sessions,
                clients: clients.max(1),
                seed,
            })
            .await
        }
    };
    match good {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

async fn prove_cuts(plan: &Plan) -> bool {
    let bar = bar("{pos}/{len} cuts, {elapsed} {wide_bar}");
    let report = cuts::run(plan, |done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    })
    .await;
    bar.finish_and_clear();
    print!("{report}");
    report.failures.is_empty()
}

async fn prove_load(storm: Storm) -> bool {
    let deliveries = load::deliveries(100).await;
    let creates = load::creates(100).await;
    for (what, result) in [
        ("100 copies of one delivery at once", &deliveries),
        ("100 requests for one person at once", &creates),
    ] {
        match result {
            Ok(()) => println!("{what}: one effect"),
            Err(wrong) => println!("FAILED {what}: {wrong}"),
        }
    }
    let bar = bar("{msg}, {elapsed} {spinner}");
    let report = load::storm(storm, |what| bar.set_message(what.to_owned())).await;
    bar.finish_and_clear();
    print!("{report}");
    deliveries.is_ok() && creates.is_ok() && report.is_good()
}

/// Progress, where somebody is watching.
fn bar(template: &str) -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
