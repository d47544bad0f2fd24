//! `cargo xtask install`: what `cargo xtask test` needs, and nothing else.

use std::error::Error;
use std::path::Path;

use crate::tools::{Tools, Wanted};

/// Installs every tool that is missing; a second run does nothing.
pub(crate) fn run(root: &Path) -> Result<(), Box<dyn Error>> {
    Tools::new(root).install(Wanted::Everything)?;
    println!("everything `cargo xtask test` needs is installed");
    Ok(())
}
