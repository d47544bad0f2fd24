//! One fuzz target: run, and what it told.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A target that is built.
pub(super) struct Target {
    pub(super) name: String,
    binary: PathBuf,
    /// In the repository.
    corpus: PathBuf,
    /// What libFuzzer found on this machine, from run to run.
    found: PathBuf,
    /// Inputs that break a property.
    artifacts: PathBuf,
}

/// What came of fuzzing a target.
pub(super) struct Outcome {
    pub(super) name: String,
    pub(super) executions: u64,
    pub(super) per_second: u64,
    /// Inputs in the corpus and in what was found, before and after.
    pub(super) inputs: (usize, usize),
    /// What to say of each input that breaks the property, and of a run that broke off.
    pub(super) findings: Vec<String>,
}

impl Target {
    pub(super) fn new(root: &Path, binaries: &Path, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            binary: binaries.join(name),
            corpus: root.join("tests/fuzz/corpus").join(name),
            found: root.join(super::BUILT).join("corpus").join(name),
            artifacts: root.join(super::FOLDER).join("artifacts").join(name),
        }
    }

    /// Fuzzes for so many seconds.
    pub(super) fn fuzz(&self, seconds: u32, keep: bool) -> Outcome {
        let before = self.inputs();
        let known = files(&self.artifacts);
        let told = self.start(seconds);
        let mut findings: Vec<String> = files(&self.artifacts)
            .into_iter()
            .filter(|it| !known.contains(it))
            .map(|it| {
                format!(
                    "{}: `{} {}` runs it again",
                    self.name,
                    self.binary.display(),
                    it.display()
                )
            })
            .collect();
        let (good, log) = told.unwrap_or_else(|error| (false, error.to_string()));
        if !good && findings.is_empty() {
            let last = log.lines().rev().find(|line| !line.is_empty());
            findings.push(format!(
                "{}: {}",
                self.name,
                last.unwrap_or("it did not run")
            ));
        }
        if good && keep {
            self.keep();
        }
        Outcome {
            name: self.name.clone(),
            executions: number(&log, "stat::number_of_executed_units:"),
            per_second: number(&log, "stat::average_exec_per_sec:"),
            inputs: (before, self.inputs()),
            findings,
        }
    }

    /// Runs libFuzzer; returns whether it found nothing, and what it said.
    fn start(&self, seconds: u32) -> std::io::Result<(bool, String)> {
        for folder in [&self.found, &self.artifacts] {
            fs::create_dir_all(folder)?;
        }
        let output = self
            .libfuzzer()
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!("-artifact_prefix={}/", self.artifacts.display()))
            .args(["-print_final_stats=1", "-timeout=20", "-rss_limit_mb=2048"])
            .args([&self.found, &self.corpus])
            .output()?;
        let log = String::from_utf8_lossy(&output.stderr).into_owned();
        if !output.status.success() {
            let end: Vec<&str> = log.lines().rev().take(60).collect();
            for line in end.iter().rev() {
                println!("{}: {line}", self.name);
            }
        }
        Ok((output.status.success(), log))
    }

    /// Copies into the corpus what reaches code that nothing there reaches.
    fn keep(&self) {
        let merge = self
            .libfuzzer()
            .args(["-merge=1", "-use_counters=0", "-max_len=600"])
            .args([&self.corpus, &self.found])
            .stderr(Stdio::null())
            .status();
        if !merge.is_ok_and(|it| it.success()) {
            println!("{}: the corpus could not be reduced", self.name);
        }
    }

    fn libfuzzer(&self) -> Command {
        let mut command = Command::new(&self.binary);
        command
            .env("ASAN_OPTIONS", "detect_odr_violation=0")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        command
    }

    fn inputs(&self) -> usize {
        files(&self.corpus).len() + files(&self.found).len()
    }
}

impl Outcome {
    pub(super) fn failures(&self) -> usize {
        self.findings.len()
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name, executions, ..
        } = self;
        match self.failures() {
            0 => write!(f, "{name}: {executions} executions, nothing found"),
            found => write!(f, "{name}: {executions} executions, FOUND {found}"),
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.map(|file| file.path()).collect()
}

/// The number behind a word in what libFuzzer says at the end.
fn number(log: &str, word: &str) -> u64 {
    let line = log.lines().rev().find_map(|line| line.strip_prefix(word));
    line.and_then(|it| it.trim().parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_found_in_what_libfuzzer_says() {
        let log = "INFO: seed corpus\n#9 DONE\nstat::number_of_executed_units: 2097\n\
                   stat::average_exec_per_sec:     41\n";
        assert_eq!(number(log, "stat::number_of_executed_units:"), 2097);
        assert_eq!(number(log, "stat::average_exec_per_sec:"), 41);
        assert_eq!(number(log, "stat::peak_rss_mb:"), 0);
    }
}
