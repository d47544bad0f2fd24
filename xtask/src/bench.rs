//! `cargo xtask bench`: how the npm package compares with what else verifies and reads webhooks in Node.

use std::error::Error;
use std::path::Path;

use crate::node;
use crate::npm;
use crate::run::Run;

/// Builds the package, and prints its tables from one interleaved run.
pub(crate) fn run(root: &Path) -> Result<(), Box<dyn Error>> {
    node::install_packages(&root.join(node::TESTS))?;
    npm::run(root)?;
    Run::new("npm", ["run", "--silent", "bench", "--prefix", node::TESTS]).run(root)?;
    Ok(())
}
