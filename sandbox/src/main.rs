//! `veriff-sandbox`: see `veriff-sandbox --help`.

use clap::Parser as _;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;
use veriff_sandbox::commands::Cli;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    // Quiet by default: the terminal shows what happens, RUST_LOG=info the functions' own logs.
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(cli.log_filter()));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    cli.run().await
}
