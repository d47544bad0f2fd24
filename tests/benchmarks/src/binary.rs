//! The functions' binaries, built.

use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use system_tests::tools::repository;

/// What a binary is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// To try things out.
    Dev,
    /// As it is deployed: minutes the first time.
    Release,
    /// As it is deployed, with the names that its source has.
    Callgrind,
}

/// Builds a function, such as `receive-webhook`; returns where its binary is.
///
/// # Panics
/// It does not build.
pub fn build(function: &str, profile: Profile) -> PathBuf {
    let profile = match profile {
        Profile::Dev => "dev",
        Profile::Release => "release",
        Profile::Callgrind => "callgrind",
    };
    let output = Command::new("cargo")
        .args(["build", "--locked", "--quiet", "--package", function])
        .args(["--profile", profile, "--message-format", "json"])
        .current_dir(repository())
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo is there");
    assert!(output.status.success(), "{function} does not build");
    let messages = String::from_utf8_lossy(&output.stdout);
    let mut binaries = messages.lines().filter_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        let binary = message["target"]["name"] == function;
        binary.then(|| message["executable"].as_str().map(PathBuf::from))?
    });
    binaries.next_back().expect("the function has a binary")
}
