//! Programs that the tests of what is deployed need; `cargo xtask test` installs them and says where.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The workspace's folder.
pub fn repository() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// Where a program is: what the environment variable of its name says (`CFN_LINT` for `cfn-lint`), the
/// search path, or the project's own tools.
///
/// # Panics
/// It is nowhere.
pub fn program(name: &str) -> PathBuf {
    let variable = name.to_uppercase().replace('-', "_");
    if let Some(path) = std::env::var_os(variable) {
        return path.into();
    }
    let searched = std::env::var_os("PATH").unwrap_or_default();
    let own = [".tools/venv/bin", ".tools/aws/bin"].map(|folder| repository().join(folder));
    std::env::split_paths(&searched)
        .chain(own)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
        .unwrap_or_else(|| panic!("{name} is not installed: `cargo xtask install` installs it"))
}

/// A YAML file of the repository, such as `infra/openapi.yaml`, as JSON.
///
/// # Panics
/// It is not there, or not YAML that JSON can hold.
pub fn yaml(path: &str) -> Value {
    let file = repository().join(path);
    let text = std::fs::read_to_string(&file).expect("the file is there");
    serde_norway::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Runs a command to its end, in the workspace's folder unless it has one; returns what it printed on
/// standard output.
///
/// # Panics
/// It cannot be started, or fails; then with all that it printed.
pub fn succeed(command: &mut Command) -> String {
    if command.get_current_dir().is_none() {
        command.current_dir(repository());
    }
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{command:?}: {}\n{printed}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    printed
}

/// The functions: the folders that have a binary, so that none can be forgotten. Sorted.
///
/// # Panics
/// The folder cannot be read.
pub fn functions() -> Vec<String> {
    let folders = std::fs::read_dir(repository().join("functions")).expect("the functions");
    let mut names: Vec<String> = folders
        .filter_map(Result::ok)
        .filter(|folder| folder.path().join("src/main.rs").is_file())
        .map(|folder| folder.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
