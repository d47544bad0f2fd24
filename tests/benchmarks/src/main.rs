//! `cargo xtask bench` runs this: see `--help`.

use benchmarks::bill::Bills;
use benchmarks::machine::Machine;
use benchmarks::sweep::Sweeps;
use benchmarks::{cost, javascript, plot, sweep};
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use system_tests::figures;

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
    /// Request units of a verification, and the monthly bill
    Cost,
    /// The sweep over ever larger tables with 100 sessions due in each
    ///
    /// Example: benchmarks sweep --most 10000 --plot sweep.svg
    Sweep {
        /// Sessions in the largest table
        #[arg(long, value_name = "N", default_value_t = 1_000_000)]
        most: usize,
        /// Draw the units read into this SVG file
        #[arg(long, value_name = "FILE")]
        plot: Option<PathBuf>,
    },
}

/// Sessions due in every table.
const DUE: usize = 100;

#[tokio::main]
async fn main() -> ExitCode {
    match Arguments::parse().benchmark {
        Benchmark::Machine { record } => {
            let machine = Machine::this().to_string();
            println!("{machine}");
            return ended(record.then(|| figures::record("machine", &machine)));
        }
        Benchmark::Javascript { record } => {
            let tables = javascript::measure();
            return ended(record.then(|| figures::record("javascript", &tables)));
        }
        Benchmark::Cost => {
            let costs = cost::measure().await;
            println!("{costs}\n{}", Bills::of(&costs, 4.0));
        }
        Benchmark::Sweep { most, plot } => {
            let mut sweeps = Vec::new();
            let mut sessions = 1000;
            while sessions <= most {
                sweeps.push(sweep::measure(sessions, DUE).await);
                sessions *= 10;
            }
            // And as the tables grow in earnest: one in a hundred is due.
            sweeps.push(sweep::measure(most, most / 100).await);
            let one_in_a_hundred = sweeps.split_off(sweeps.len() - 1);
            let sweeps = Sweeps(sweeps);
            println!("{sweeps}\n{}", Sweeps(one_in_a_hundred));
            if let Some(file) = plot
                && let Err(error) = plot::sweeps(&sweeps, &file)
            {
                println!("{error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

/// How the program ends once its section was to be written.
fn ended(recorded: Option<Result<(), figures::FiguresError>>) -> ExitCode {
    match recorded {
        Some(Err(error)) => {
            println!("error: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}
