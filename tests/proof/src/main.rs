//! `cargo xtask proof` runs this: see `--help`.

use clap::{Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use proof::cuts::{self, Plan};
use proof::load::{self, Storm};
use proof::timing::{self, Class, Judge};
use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

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
        /// Write it into the page of figures
        #[arg(long)]
        record: bool,
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
        /// Write it, with a picture, into the page of figures
        #[arg(long)]
        record: bool,
    },
    /// The time that a comparison of signatures takes, by where they differ
    Timing {
        /// Judgements of each class
        #[arg(long, value_name = "N", default_value_t = 400_000)]
        samples: usize,
        /// Write it into the page of figures
        #[arg(long)]
        record: bool,
    },
    /// Judges signatures of one class, to have its instructions counted
    #[command(hide = true)]
    Judge {
        /// Who judges
        judge: Judge,
        /// Which signatures
        class: Class,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let proved = match Arguments::parse().proof {
        Proof::Cuts {
            every,
            at_once,
            record,
        } => {
            let plan = Plan {
                faults: cuts::ALL.to_vec(),
                every: every.max(1),
                at_once: at_once.max(1),
            };
            prove_cuts(&plan, record).await
        }
        Proof::Load {
            sessions,
            clients,
            seed,
            record,
        } => {
            let storm = Storm {
                sessions,
                clients: clients.max(1),
                seed,
            };
            prove_load(storm, record).await
        }
        Proof::Timing { samples, record } => Ok(prove_timing(samples, record)),
        Proof::Judge { judge, class } => {
            timing::count::judge(judge, class);
            Ok(true)
        }
    };
    match proved {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn prove_cuts(plan: &Plan, record: bool) -> Result<bool, Box<dyn Error>> {
    let bar = bar("{pos}/{len} cuts, {elapsed} {wide_bar}");
    let report = cuts::run(plan, |done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    })
    .await;
    bar.finish_and_clear();
    print!("{report}");
    if record {
        figures::record("cuts", &report.markdown())?;
    }
    Ok(report.failures.is_empty())
}

async fn prove_load(storm: Storm, record: bool) -> Result<bool, Box<dyn Error>> {
    let deliveries = load::deliveries(100).await;
    let creates = load::creates(100).await;
    let mut at_once = String::new();
    for (what, result) in [
        ("100 copies of one delivery at once", &deliveries),
        ("100 requests for one person at once", &creates),
    ] {
        at_once += &match result {
            Ok(()) => format!("{what}: one effect.\n"),
            Err(wrong) => format!("FAILED {what}: {wrong}\n"),
        };
    }
    println!("{at_once}");
    let bar = bar("{spinner} {msg}, {elapsed}");
    bar.enable_steady_tick(Duration::from_millis(200));
    let report = load::storm(storm, |what| bar.set_message(what.to_owned())).await;
    bar.finish_and_clear();
    print!("{report}");
    if record {
        report.draw()?;
        figures::record("load", &format!("{at_once}\n{}", report.markdown()))?;
    }
    Ok(deliveries.is_ok() && creates.is_ok() && report.is_good())
}

/// A measurement: it says what it saw, and is never wrong.
fn prove_timing(samples: usize, record: bool) -> bool {
    let bar = bar("{msg}, {elapsed} {spinner}");
    let program = std::env::current_exe().ok();
    let native = timing::run(samples, program.as_deref(), |what| {
        bar.set_message(what.to_owned());
    });
    bar.set_message("the npm package");
    let javascript = timing::run_javascript(samples / 4);
    bar.finish_and_clear();
    print!("natively\n\n{native}");
    match &javascript {
        Some(report) => print!("\nthe npm package in Node, WebAssembly alone\n\n{report}"),
        None => println!("\nthe npm package was not timed: `cargo xtask npm` builds it"),
    }
    let page = timing::page(&native, javascript.as_ref());
    match record.then(|| figures::record("timing", &page)) {
        Some(Err(error)) => {
            println!("{error}");
            false
        }
        _ => true,
    }
}

/// Progress, where somebody is watching.
fn bar(template: &str) -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
