//! `demo`: the demonstration walk alone, for a script or a first look.

use super::failure::Failure;
use super::style::Style;
use crate::{Options, Sandbox, demo};
use clap::Args;
use std::path::PathBuf;

/// Start everything on free ports, walk one session to its approval, and end
///
/// Exits with 0 if the session ended approved, otherwise with 1.
#[derive(Args, Debug)]
#[command(after_help = "Example:
  veriff-sandbox demo")]
pub(crate) struct Arguments {
    /// The platform's port; 0 takes a free one
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    platform_port: u16,
    /// The local Veriff's port; 0 takes a free one
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    veriff_port: u16,
    /// The embedded DynamoDB's port; 0 takes a free one
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    dynamodb_port: u16,
    /// Keep everything in this folder instead of in memory
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let sandbox = Sandbox::start(Options {
        platform_port: arguments.platform_port,
        veriff_port: arguments.veriff_port,
        dynamodb_port: arguments.dynamodb_port,
        data: arguments.data,
        ..Options::default()
    })
    .await?;
    let walked = demo::walk(&sandbox, Style::for_stdout(), &mut std::io::stdout()).await;
    sandbox.stop().await;
    Ok(walked?)
}
