//! The npm package beside its peers. Node measures (`tests/js/bench`); its tables are Markdown already.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use system_tests::tools::repository;

/// Runs the package's benchmark, shows each line as it comes, and gives back all of them.
///
/// # Panics
/// There is no npm, or the benchmark fails.
pub fn measure() -> String {
    let mut child = Command::new("npm")
        .args(["run", "--silent", "bench", "--prefix", "tests/js"])
        .current_dir(repository())
        .stdout(Stdio::piped())
        .spawn()
        .expect("npm is there");
    let printed = child.stdout.take().expect("its output is ours");
    let mut tables = String::new();
    for line in BufReader::new(printed).lines() {
        let line = line.expect("text");
        println!("{line}");
        tables.push_str(&line);
        tables.push('\n');
    }
    let status = child.wait().expect("npm ends");
    assert!(status.success(), "the benchmark fails: see above");
    tables
}
