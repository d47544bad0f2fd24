//! `cargo xtask audit`: what the code depends on, held against `deny.toml`, and what goes into a function.

use std::error::Error;
use std::path::Path;

use crate::run::Run;

/// Compiled by cargo, without optimisation: that is fast enough.
const CARGO_DENY: &str = "0.20.2";
/// Crates that a function holds in two versions. Each waits for a crate of AWS's to follow the other ones.
const TWICE: [&str; 2] = ["base64", "getrandom"];
/// A function; all of them hold the same.
const FUNCTION: &str = "receive-webhook";

/// A function holds two versions of what it should hold once.
#[derive(Debug, thiserror::Error)]
#[error("{FUNCTION} holds several versions of: {}; known is {}", .0.join(", "), TWICE.join(", "))]
struct Duplicates(Vec<String>);

/// What goes into a function could not be told.
#[derive(Debug, thiserror::Error)]
#[error("`cargo tree` does not say what goes into {FUNCTION}")]
struct NoTree;

/// Checks bans, licences, sources and duplicates; known vulnerabilities too, where the database is to be had.
pub(crate) fn run(root: &Path) -> Result<(), Box<dyn Error>> {
    install(root)?;
    deny(root, "--offline check bans licenses sources").run(root)?;
    check_duplicates(root)?;
    if deny(root, "fetch db").succeeds(root) {
        deny(root, "check --disable-fetch advisories").run(root)?;
        println!("bans, licences, sources, duplicates and advisories: good");
    } else {
        println!("bans, licences, sources and duplicates: good");
        println!(
            "LEFT OUT: known vulnerabilities. The advisory database cannot be fetched from here"
        );
    }
    Ok(())
}

/// Some minutes the first time.
fn install(root: &Path) -> Result<(), Box<dyn Error>> {
    let program = root.join(".tools/bin/cargo-deny");
    let installed = Run::new(program, ["--version"]).output(root);
    if installed.is_some_and(|text| text.split_whitespace().nth(1) == Some(CARGO_DENY)) {
        return Ok(());
    }
    let options = "--locked --debug --root .tools --force";
    let arguments = ["install", "cargo-deny", "--version", CARGO_DENY];
    Run::new("cargo", arguments.into_iter().chain(options.split(' '))).run(root)?;
    Ok(())
}

fn deny(root: &Path, arguments: &str) -> Run {
    Run::new(root.join(".tools/bin/cargo-deny"), arguments.split(' '))
}

fn check_duplicates(root: &Path) -> Result<(), Box<dyn Error>> {
    let options = "tree --locked --edges normal,no-proc-macro --target x86_64-unknown-linux-gnu \
                   --duplicates --depth 0 --prefix none --package";
    let arguments = options.split(' ').chain([FUNCTION]);
    let tree = Run::new("cargo", arguments).output(root).ok_or(NoTree)?;
    match unknown(&tree) {
        none if none.is_empty() => Ok(()),
        more => Err(Box::new(Duplicates(more))),
    }
}

/// The names in `cargo tree`'s list of duplicates that are not known to be there twice.
fn unknown(tree: &str) -> Vec<String> {
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    let mut names: Vec<_> = names
        .filter(|name| !name.is_empty() && !TWICE.contains(name))
        .map(str::to_owned)
        .collect();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_to_be_there_twice_is_no_finding_and_anything_else_is() {
        let known = "base64 v0.22.1\n\nbase64 v0.23.1\n\ngetrandom v0.2.17\n\ngetrandom v0.4.3\n";
        assert_eq!(unknown(known), [""; 0]);
        let more = format!("{known}\nhttp v0.2.12\n\nhttp v1.4.0\n");
        assert_eq!(unknown(&more), ["http"]);
        assert_eq!(unknown(""), [""; 0]);
    }
}
