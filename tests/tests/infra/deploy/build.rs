//! Builds functions as `cargo lambda build` does for Lambda.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use system_tests::tools::{program, repository};

/// A processor that Lambda has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Architecture {
    Arm64,
    X86,
}

impl Architecture {
    /// One that the present Rust builds for without more.
    ///
    /// # Panics
    /// There is none: this is neither of Lambda's processors.
    pub(crate) fn here() -> Self {
        let mut both = [Self::X86, Self::Arm64].into_iter();
        both.find(|it| matches!(it.compiler(), Some(Compiler::Present)))
            .expect("Rust for x86_64 or arm64 Linux: `rustup target add x86_64-unknown-linux-gnu`")
    }

    /// Lambda's name of it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Arm64 => "arm64",
            Self::X86 => "x86_64",
        }
    }

    fn option(self) -> &'static str {
        match self {
            Self::Arm64 => "--arm64",
            Self::X86 => "--x86-64",
        }
    }

    /// Rust's name of it.
    fn target(self) -> &'static str {
        match self {
            Self::Arm64 => "aarch64-unknown-linux-gnu",
            Self::X86 => "x86_64-unknown-linux-gnu",
        }
    }

    /// The compiler to build with: the present one if it has the standard library for this processor, else
    /// the one that the variable `ARM64_RUSTC` names. None: it cannot be built for here.
    fn compiler(self) -> Option<Compiler> {
        let printed = Command::new("rustc").args(["--print", "sysroot"]).output();
        let sysroot = String::from_utf8(printed.ok()?.stdout).ok()?;
        if has_library(Path::new(sysroot.trim()), self) {
            return Some(Compiler::Present);
        }
        let other = PathBuf::from(std::env::var_os("ARM64_RUSTC")?);
        (self == Self::Arm64 && other.is_file()).then_some(Compiler::Other(other))
    }
}

enum Compiler {
    Present,
    Other(PathBuf),
}

fn has_library(sysroot: &Path, architecture: Architecture) -> bool {
    let libraries = Path::new("lib/rustlib").join(architecture.target());
    sysroot.join(libraries).join("lib").is_dir()
}

/// Builds functions in a profile; returns where the binaries are, one folder for each. None, and a line
/// that says so, if this machine's Rust cannot build for the processor.
///
/// # Panics
/// The build fails.
pub(crate) fn build(
    functions: &[String],
    profile: &str,
    architecture: Architecture,
) -> Option<PathBuf> {
    let target = architecture.target();
    let Some(compiler) = architecture.compiler() else {
        println!("LEFT OUT: {target}, which `rustup target add {target}` adds to Rust");
        return None;
    };
    let folder = repository()
        .join("target/lambda-check")
        .join(format!("{profile}-{}", architecture.name()));
    let mut command = cargo_lambda();
    command
        .args(["build", "--locked", "--skip-target-check", "--lambda-dir"])
        .arg(&folder)
        .args(["--profile", profile, architecture.option()])
        .args(functions.iter().flat_map(|name| ["--bin", name]));
    if let Compiler::Other(rustc) = compiler {
        // cargo calls it by the variable, others by its name.
        command
            .env("PATH", path_with(&[&program("cargo-lambda"), &rustc]))
            .env("RUSTC", rustc);
    }
    let status = command.status().expect("cargo-lambda starts");
    assert!(status.success(), "{command:?}");
    Some(folder)
}

/// A call of cargo-lambda. It links with the zig that lies beside it, against a glibc that Lambda has.
pub(crate) fn cargo_lambda() -> Command {
    let cargo_lambda = program("cargo-lambda");
    let mut command = Command::new(&cargo_lambda);
    command
        .current_dir(repository())
        .arg("lambda")
        .env("PATH", path_with(&[&cargo_lambda]))
        .envs(super::ENVIRONMENT);
    command
}

/// The search path, with these programs' folders before all others.
pub(crate) fn path_with(programs: &[&Path]) -> OsString {
    let searched = std::env::var_os("PATH").unwrap_or_default();
    let own = programs
        .iter()
        .filter_map(|program| program.parent())
        .map(Path::to_owned);
    std::env::join_paths(own.chain(std::env::split_paths(&searched))).expect("a search path")
}
