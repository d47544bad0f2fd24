//! `cargo xtask lines`: lines of Rust per crate, without blank lines and comments.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Prints one row per crate, and the sum.
pub(crate) fn run(root: &Path) -> Result<(), Box<dyn Error>> {
    let mut crates = BTreeMap::new();
    count_folder(root, root, None, &mut crates)?;
    println!("{:32} {:>7} {:>7}", "crate", "source", "tests");
    let mut sum = Lines::default();
    for (name, lines) in &crates {
        println!("{name:32} {:>7} {:>7}", lines.source, lines.tests);
        sum.add(*lines);
    }
    println!("{:32} {:>7} {:>7}", "all", sum.source, sum.tests);
    Ok(())
}

/// Lines of code: neither blank nor comment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Lines {
    source: usize,
    tests: usize,
}

impl Lines {
    fn add(&mut self, other: Self) {
        self.source += other.source;
        self.tests += other.tests;
    }
}

/// Adds every Rust file under `folder` to the innermost crate that holds it.
fn count_folder(
    root: &Path,
    folder: &Path,
    outer: Option<&str>,
    crates: &mut BTreeMap<String, Lines>,
) -> io::Result<()> {
    let is_crate = folder != root && folder.join("Cargo.toml").exists();
    let name = if is_crate {
        Some(relative(root, folder))
    } else {
        outer.map(str::to_owned)
    };
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    entries.sort();
    for path in entries {
        let file_name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            let skipped =
                file_name.starts_with('.') || file_name == "target" || file_name == "node_modules";
            if !skipped {
                count_folder(root, &path, name.as_deref(), crates)?;
            }
        } else if let Some(name) = &name
            && file_name.ends_with(".rs")
        {
            let lines = count_text(
                &fs::read_to_string(&path)?,
                is_test_file(&relative(root, &path)),
            );
            crates.entry(name.clone()).or_default().add(lines);
        }
    }
    Ok(())
}

fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .display()
        .to_string()
}

/// A file that only tests use: in a folder of tests, or a test module in a file of its own.
fn is_test_file(path: &str) -> bool {
    let folders_and_name: Vec<&str> = path.split('/').collect();
    folders_and_name
        .iter()
        .any(|part| matches!(*part, "tests" | "tests.rs" | "benches" | "fuzz"))
}

/// Counts one file. In a formatted file a test module at the top level starts at `#[cfg(test)]` and
/// ends at the next closing brace in the first column.
fn count_text(text: &str, is_test: bool) -> Lines {
    let mut lines = Lines::default();
    let mut in_test_module = false;
    for line in text.lines() {
        let code = line.trim();
        if line.starts_with("#[cfg(test)]") {
            in_test_module = true;
        }
        if code.is_empty() || code.starts_with("//") {
            continue;
        }
        if is_test || in_test_module {
            lines.tests += 1;
        } else {
            lines.source += 1;
        }
        let module_in_another_file = line.starts_with("mod ") && line.ends_with(';');
        if line == "}" || module_in_another_file {
            in_test_module = false;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_and_comments_do_not_count_and_test_modules_count_apart() {
        let text = "//! About.\n\nfn a() {\n    // Why.\n    b();\n}\n\n#[cfg(test)]\nmod tests {\n    fn c() {}\n}\n\nfn d() {}\n";
        assert_eq!(
            count_text(text, false),
            Lines {
                source: 4,
                tests: 4
            }
        );
        assert_eq!(
            count_text(text, true),
            Lines {
                source: 0,
                tests: 8
            }
        );
        let elsewhere = "#[cfg(test)]\nmod tests;\nfn a() {}\n";
        assert_eq!(
            count_text(elsewhere, false),
            Lines {
                source: 1,
                tests: 2
            }
        );
    }

    #[test]
    fn a_crate_inside_a_crate_is_counted_apart() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for (path, text) in [
            ("outer/Cargo.toml", ""),
            ("outer/src/lib.rs", "fn a() {}\n"),
            ("outer/tests/a.rs", "fn b() {}\nfn c() {}\n"),
            ("outer/js/Cargo.toml", ""),
            ("outer/js/src/lib.rs", "fn d() {}\n"),
            ("outer/target/x.rs", "fn e() {}\n"),
        ] {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let mut crates = BTreeMap::new();
        count_folder(root, root, None, &mut crates).unwrap();
        assert_eq!(
            crates["outer"],
            Lines {
                source: 1,
                tests: 2
            }
        );
        assert_eq!(
            crates["outer/js"],
            Lines {
                source: 1,
                tests: 0
            }
        );
        assert_eq!(crates.len(), 2);
    }
}
