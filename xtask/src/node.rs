//! What the npm package, its tests and the browser tests need beside cargo: Node, the npm packages that
//! they use, and a Chromium, which is never downloaded: it comes from the system.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::debian;
use crate::npm::PACKAGE;
use crate::run::{Run, RunError};

/// The npm project of the package's tests.
pub(crate) const TESTS: &str = "tests/js";
/// The npm project of the tests that drive the sandbox's pages.
pub(crate) const BROWSER_TESTS: &str = "tests/browser";
/// The npm project of the tests that run the example consumers' functions.
pub(crate) const CONSUMER_TESTS: &str = "tests/consumers";
/// Other Nodes for the package's tests. A project of its own: npm would run everything beside them with one
/// of them.
const NODES: &str = "tests/js/nodes";
/// All npm projects there are.
const PROJECTS: [&str; 5] = [PACKAGE, TESTS, NODES, BROWSER_TESTS, CONSUMER_TESTS];
/// The oldest Node that every one of its packages runs on.
const OLDEST_NODE: (u32, u32) = (20, 19);
/// Where systems put Chromium and Chrome; `CHROMIUM` in the environment goes before.
const CHROMIUMS: [&str; 5] = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// Why the npm package cannot be tested.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NodeError {
    /// No Node, or one that is too old, and nobody here may install another.
    #[error("Node.js {}.{} or later, with npm, is missing: https://nodejs.org has it", OLDEST_NODE.0, OLDEST_NODE.1)]
    Node,
    /// No browser, and nobody here may install one.
    #[error(
        "Chromium or Chrome is missing: install it (Ubuntu: `sudo snap install chromium`; \
         macOS: `brew install --cask google-chrome`), or set CHROMIUM to its path"
    )]
    Chromium,
    /// A command of the installation failed.
    #[error("installing what the npm package and the tests in browsers need: {0}")]
    Run(#[from] RunError),
    /// The lock file could not be read, or what is installed not noted.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

/// The names of what is missing.
pub(crate) fn missing(root: &Path) -> Vec<String> {
    let mut missing = Vec::new();
    if !node_is_new_enough(root) {
        missing.push(format!("Node.js {}.{}", OLDEST_NODE.0, OLDEST_NODE.1));
    }
    if chromium().is_none() {
        missing.push("Chromium".to_owned());
    }
    for folder in PROJECTS {
        if !packages_are_installed(&root.join(folder)).unwrap_or(false) {
            missing.push(format!("the npm packages of {folder}"));
        }
    }
    missing
}

/// Installs what is missing, as far as it may.
pub(crate) fn install(root: &Path) -> Result<(), NodeError> {
    if !node_is_new_enough(root) {
        return Err(NodeError::Node);
    }
    if chromium().is_none() {
        install_chromium(root)?;
    }
    for folder in PROJECTS {
        install_packages(&root.join(folder))?;
    }
    Ok(())
}

/// Installs what the lock file in `folder` names, unless that was done.
pub(crate) fn install_packages(folder: &Path) -> Result<(), NodeError> {
    if packages_are_installed(folder)? {
        return Ok(());
    }
    let arguments = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
    Run::new("npm", arguments).run(folder)?;
    let (lock, stamp) = (folder.join("package-lock.json"), stamp(folder));
    // npm makes no folder if there is nothing for this machine to put into it.
    let noted =
        fs::create_dir_all(folder.join("node_modules")).and_then(|()| fs::copy(lock, &stamp));
    noted.map_err(|source| NodeError::File {
        path: stamp,
        source,
    })?;
    Ok(())
}

/// The Chromium to test with.
pub(crate) fn chromium() -> Option<PathBuf> {
    let chosen = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let usual = CHROMIUMS.into_iter().map(PathBuf::from);
    chosen.into_iter().chain(usual).find(|path| path.exists())
}

fn install_chromium(root: &Path) -> Result<(), NodeError> {
    if !debian::may_install(root) {
        return Err(NodeError::Chromium);
    }
    debian::install(root, &["chromium"])?;
    Ok(())
}

fn packages_are_installed(folder: &Path) -> Result<bool, NodeError> {
    let lock = folder.join("package-lock.json");
    let wanted = fs::read(&lock).map_err(|source| NodeError::File { path: lock, source })?;
    Ok(fs::read(stamp(folder)).is_ok_and(|installed| installed == wanted))
}

/// A copy of the lock file, made last, so that half an installation is never taken for a whole one;
/// `npm ci` removes it with the rest.
fn stamp(folder: &Path) -> PathBuf {
    folder.join("node_modules/installed.json")
}

fn node_is_new_enough(root: &Path) -> bool {
    let version = Run::new("node", ["--version"]).output(root);
    version.and_then(|text| version_of(&text)) >= Some(OLDEST_NODE)
        && Run::new("npm", ["--version"]).succeeds(root)
}

/// Major and minor of a text such as `v20.19.4`.
fn version_of(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert_eq!(version_of("v20.19.4\n"), Some((20, 19)));
        assert!(version_of("v20.9.0") < Some(OLDEST_NODE));
        assert!(version_of("v100.0.0") > Some(OLDEST_NODE));
        assert!(version_of("") < Some(OLDEST_NODE));
    }

    #[test]
    fn another_lock_file_means_that_the_packages_are_not_installed() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        assert!(packages_are_installed(folder).is_err(), "no lock file");
        fs::create_dir(folder.join("node_modules")).unwrap();
        fs::write(folder.join("package-lock.json"), "{}").unwrap();
        assert!(!packages_are_installed(folder).unwrap());
        fs::write(stamp(folder), "{}").unwrap();
        assert!(packages_are_installed(folder).unwrap());
        fs::write(folder.join("package-lock.json"), "{ }").unwrap();
        assert!(!packages_are_installed(folder).unwrap());
    }
}
