//! Virtual environments of Python packages, which is how PyPI brings programs: one folder and a pinned
//! list each.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::debian;
use crate::run::{Run, RunError};

/// One environment: packages that go together, in a folder of their own.
pub(crate) struct PythonEnvironment {
    /// Where it is, in the workspace.
    pub(crate) folder: &'static str,
    /// Each package with its version, as pip is told it.
    pub(crate) packages: &'static [&'static str],
}

/// Why an environment is not there.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PythonError {
    /// There is no Python that can make one.
    #[error(
        "python3 cannot make a virtual environment: install Python 3 with its venv module \
         (Debian and Ubuntu: `sudo apt-get install python3-venv`; macOS: `brew install python`)"
    )]
    Python,
    /// pip failed.
    #[error("installing Python packages: {0}")]
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

impl PythonEnvironment {
    /// The path of one of its programs in the workspace at `root`, installed or not.
    pub(crate) fn program(&self, root: &Path, name: &str) -> PathBuf {
        self.place(root).join("bin").join(name)
    }

    /// The packages, if they are not installed in just these versions.
    pub(crate) fn missing(&self, root: &Path) -> &'static [&'static str] {
        match self.is_installed(root) {
            true => &[],
            false => self.packages,
        }
    }

    /// Makes the environment anew, unless it is what it should be.
    pub(crate) fn install(&self, root: &Path) -> Result<(), PythonError> {
        if self.is_installed(root) {
            return Ok(());
        }
        self.make(root)?;
        let pip = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ];
        let arguments = pip.iter().chain(self.packages);
        Run::new(self.program(root, "python"), arguments).run(root)?;
        let stamp = self.stamp(root);
        fs::write(&stamp, self.stamp_text(root)).map_err(|source| PythonError::Write {
            path: stamp,
            source,
        })
    }

    fn is_installed(&self, root: &Path) -> bool {
        let same =
            fs::read_to_string(self.stamp(root)).is_ok_and(|text| text == self.stamp_text(root));
        // After the system's Python went to another version, there is one, and it finds no package.
        same && Run::new(self.program(root, "python"), ["-m", "pip", "--version"]).succeeds(root)
    }

    fn place(&self, root: &Path) -> PathBuf {
        root.join(self.folder)
    }

    /// Written last, so that an installation that was broken off is never taken for a whole one.
    fn stamp(&self, root: &Path) -> PathBuf {
        self.place(root).join("installed.txt")
    }

    /// What is installed, and where: programs written in Python name their place, and do not move.
    fn stamp_text(&self, root: &Path) -> String {
        format!(
            "{}\n{}\n",
            self.place(root).display(),
            self.packages.join("\n")
        )
    }

    fn make(&self, root: &Path) -> Result<(), PythonError> {
        let make = |python: &str| {
            let arguments = ["-m", "venv", "--clear"].map(Into::into);
            Run::new(python, arguments.into_iter().chain([self.place(root)])).run(root)
        };
        let Err(error) = make("python3") else {
            return Ok(());
        };
        // Debian packs venv and the pip inside it apart from Python.
        if !debian::may_install(root) {
            println!("{error}");
            return Err(PythonError::Python);
        }
        debian::install(root, &["python3", "python3-venv"])?;
        // Debian's own: another python3 earlier on PATH is the one that just failed.
        make("/usr/bin/python3").map_err(|_| PythonError::Python)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOOLS: PythonEnvironment = PythonEnvironment {
        folder: ".tools/some",
        packages: &["typos==1.52.0", "taplo==0.9.3"],
    };

    #[test]
    fn a_stamp_without_python_of_other_versions_or_from_elsewhere_is_no_installation() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join(".tools/some/bin")).unwrap();
        fs::write(TOOLS.stamp(root), TOOLS.stamp_text(root)).unwrap();
        assert_eq!(TOOLS.missing(root), TOOLS.packages, "no program is there");

        std::os::unix::fs::symlink("/bin/true", TOOLS.program(root, "python")).unwrap();
        assert!(TOOLS.missing(root).is_empty());
        fs::write(
            TOOLS.stamp(root),
            TOOLS.stamp_text(root).replace("1.52", "1.0"),
        )
        .unwrap();
        assert_eq!(TOOLS.missing(root), TOOLS.packages, "another version");
        let elsewhere = TOOLS.stamp_text(Path::new("/elsewhere"));
        fs::write(TOOLS.stamp(root), elsewhere).unwrap();
        assert_eq!(TOOLS.missing(root), TOOLS.packages, "moved here");
    }
}
