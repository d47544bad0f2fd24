//! The functions, built as they are deployed.

use super::Function;
use std::path::PathBuf;
use std::process::Command;
use system_tests::tools::repository;

/// Builds functions by cargo-lambda, as `sam build` does, or by cargo alone where that is not installed;
/// returns where their binaries are. Minutes the first time: each is linked as a whole.
///
/// # Panics
/// One does not build.
pub fn deployed(functions: &[Function]) -> Vec<PathBuf> {
    let tools = repository().join(".tools/venv/bin");
    let searched = std::env::var_os("PATH").unwrap_or_default();
    let path = std::iter::once(tools).chain(std::env::split_paths(&searched));
    let path: Vec<PathBuf> = path.collect();
    let lambda = path
        .iter()
        .any(|folder| folder.join("cargo-lambda").is_file());
    let arguments: &[&str] = match lambda {
        true => &["lambda", "build", "--release", "--skip-target-check"],
        false => &["build", "--release", "--locked"],
    };
    let status = Command::new("cargo")
        .args(arguments)
        .args(functions.iter().flat_map(|it| ["--bin", it.name]))
        .current_dir(repository())
        .env(
            "PATH",
            std::env::join_paths(path).expect("paths as they were"),
        )
        .env("RUSTUP_AUTO_INSTALL", "0")
        .status()
        .expect("cargo is there");
    assert!(status.success(), "the functions do not build");
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| repository().join("target"));
    let place = |function: &Function| match lambda {
        true => target.join("lambda").join(function.name).join("bootstrap"),
        false => target.join("release").join(function.name),
    };
    functions.iter().map(place).collect()
}
