//! The README's commands, run as they stand there in a fresh clone.

use super::{Up, outcome, sandbox};
use std::path::Path;

const README: &str = include_str!("../../../README.md");

#[test]
fn what_needs_no_more_than_the_repository_does_its_work() {
    let up = Up::start(&[]);
    let running = ["--veriff", up.veriff.as_str()];
    let clone = tempfile::tempdir().unwrap();
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for folder in ["events", "sandbox/samples"] {
        copy(&repository.join(folder), &clone.path().join(folder));
    }
    let mut ran = Vec::new();
    let commands = README
        .lines()
        .filter_map(|line| line.strip_prefix("cargo run -- "));
    for command in commands {
        let command = command.split('#').next().unwrap().trim_end();
        let words: Vec<&str> = command.split_whitespace().collect();
        let more = match words.as_slice() {
            ["clock" | "fault", ..] => &running[..],
            // They stay, or are about a backend, with tests of their own.
            ["--data" | "outcomes" | "check", ..] if words.get(1) != Some(&"--init") => continue,
            _ => &[],
        };
        let mut run = sandbox();
        run.current_dir(clone.path()).args(&words).args(more);
        let (code, shown, errors) = outcome(&mut run);
        assert_eq!(code, 0, "{command}: {shown}{errors}");
        ran.push(words[0]);
    }
    let expected = [
        "demo", "clock", "fault", "upload", "dataset", "env", "events", "check",
    ];
    assert_eq!(ran, expected);
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            std::fs::copy(path, to).unwrap();
        }
    }
}
