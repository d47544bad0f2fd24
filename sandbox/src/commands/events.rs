//! `events`: writes the sample events, or checks that they are up to date.

use super::failure::Failure;
use crate::events;
use clap::Args;
use std::path::PathBuf;

/// Write the sample events for `cargo lambda invoke`
///
/// One file per case, as API Gateway or the scheduler would send it; the signatures verify under
/// the sandbox's secrets. The same input gives the same bytes.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  veriff-sandbox events             write them to ./events
  veriff-sandbox events --check     change nothing; fail if a file is missing or differs")]
pub(crate) struct Arguments {
    /// The folder
    #[arg(default_value = "events")]
    folder: PathBuf,
    /// Only compare
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let samples = events::samples()?;
    if arguments.check {
        let stale = events::stale(&samples, &arguments.folder)?;
        if let Some(first) = stale.first() {
            return Err(Failure::StaleEvents {
                count: stale.len(),
                first: first.clone(),
                folder: arguments.folder.display().to_string(),
            });
        }
        println!("{} sample events are up to date", samples.len());
    } else {
        events::write(&samples, &arguments.folder)?;
        println!(
            "{} sample events written to {}",
            samples.len(),
            arguments.folder.display()
        );
    }
    Ok(())
}
