//! Runs one command in the workspace's folder, after printing it as one could type it.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

/// Why a command did not do its work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RunError {
    /// It could not be started at all.
    #[error("`{program}` could not be started: {source}")]
    Start {
        /// The program, as it was called.
        program: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// It ran, and ended with something other than success.
    #[error("`{program}` failed ({status})")]
    Failed {
        /// The program, as it was called.
        program: String,
        /// How it ended.
        status: ExitStatus,
    },
}

/// A command to run: a program, its arguments, and what is set in its environment.
#[derive(Clone)]
pub(crate) struct Run {
    program: OsString,
    arguments: Vec<OsString>,
    environment: Vec<(&'static str, OsString)>,
}

impl Run {
    /// A call of `program` with `arguments`.
    pub(crate) fn new<A: AsRef<OsStr>>(
        program: impl AsRef<OsStr>,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        Self {
            program: program.as_ref().to_owned(),
            arguments: arguments
                .into_iter()
                .map(|argument| argument.as_ref().to_owned())
                .collect(),
            environment: Vec::new(),
        }
    }

    /// The same command with the environment variable `name` set to `value`.
    pub(crate) fn env(mut self, name: &'static str, value: impl AsRef<OsStr>) -> Self {
        self.environment.push((name, value.as_ref().to_owned()));
        self
    }

    /// Prints the command, runs it in `folder` with its output shown, and waits for it.
    pub(crate) fn run(&self, folder: &Path) -> Result<(), RunError> {
        println!("$ {}", self.as_typed(folder));
        let status = self
            .command(folder)
            .stdin(Stdio::null())
            .status()
            .map_err(|source| self.start_error(source))?;
        if status.success() {
            Ok(())
        } else {
            let program = self.program_name();
            Err(RunError::Failed { program, status })
        }
    }

    /// Whether the command can be run and succeeds. Prints nothing: it is a question, not a step.
    pub(crate) fn succeeds(&self, folder: &Path) -> bool {
        self.command(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }

    /// What the command prints on standard output, if it succeeds.
    pub(crate) fn output(&self, folder: &Path) -> Option<String> {
        let output = self
            .command(folder)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()
            .ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        output.status.success().then_some(text)
    }

    /// The command in a shell's words, paths under `folder` written relative to it.
    pub(crate) fn as_typed(&self, folder: &Path) -> String {
        let variables = self
            .environment
            .iter()
            .map(|(name, value)| format!("{name}={}", quoted(value, folder)));
        let words = std::iter::once(&self.program)
            .chain(&self.arguments)
            .map(|word| quoted(word, folder));
        variables.chain(words).collect::<Vec<_>>().join(" ")
    }

    fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).current_dir(folder);
        // Cargo tells this program about the xtask package in its environment. Handed on, it would
        // make build scripts that watch these variables run again at every change of hands.
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text == "CARGO" || text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIF")
            {
                command.env_remove(&name);
            }
        }
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        command
    }

    fn program_name(&self) -> String {
        self.program.to_string_lossy().into_owned()
    }

    fn start_error(&self, source: io::Error) -> RunError {
        let program = self.program_name();
        RunError::Start { program, source }
    }
}

/// One word as a shell would need it: in single quotes when it holds anything unusual.
fn quoted(word: &OsStr, folder: &Path) -> String {
    let prefix = format!("{}/", folder.display());
    let word = word.to_string_lossy().replace(&prefix, "");
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_printed_as_one_could_type_it() {
        let run =
            Run::new("/w/.tools/bin/typos", ["a b", "it's", ""]).env("RUSTDOCFLAGS", "-D warnings");
        assert_eq!(
            run.as_typed(Path::new("/w")),
            r"RUSTDOCFLAGS='-D warnings' .tools/bin/typos 'a b' 'it'\''s' ''"
        );
    }

    #[test]
    fn a_failing_command_and_a_missing_one_are_told_apart() {
        let here = Path::new(".");
        let failed = Run::new("false", [""; 0]).run(here);
        assert!(matches!(failed, Err(RunError::Failed { .. })));
        let missing = Run::new("no-such-program-anywhere", [""; 0]).run(here);
        assert!(matches!(missing, Err(RunError::Start { .. })));
    }
}
