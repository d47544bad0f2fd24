//! What compiling to WebAssembly needs beside cargo: the standard library for it, and two tools.
//!
//! The usual way to the library is `rustup target add`. It is never called from here, since it would
//! change the user's toolchain; on Debian, as root, the distribution's own Rust is taken instead and its
//! standard library built once into `.tools`.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use crate::debian;
use crate::run::{Run, RunError};

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "rust-web-src", "rust-web-llvm", "lld-22"];
/// Where Debian's Rust lies.
const DEBIAN_RUST: &str = "/usr/lib/rustlib";
/// The tools, each with its version and how it is asked for. wasm-pack takes the wasm-bindgen on `PATH`
/// if its version is exactly the crate's. That is built without the lock file of its release, which names a
/// package that a mirror of the registry may lack.
const CRATES: [(&str, &str, &str, &[&str]); 2] = [
    ("wasm-bindgen-cli", "0.2.130", "wasm-bindgen", &[]),
    ("wasm-pack", "0.15.1", "wasm-pack", &["--locked"]),
];

/// Why there is nothing to compile with.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WasmError {
    /// Nobody here may install the target.
    #[error("the Rust toolchain has no {TARGET} target: `rustup target add {TARGET}` adds it")]
    Target,
    /// A command of the installation failed.
    #[error("installing what WebAssembly needs: {0}")]
    Run(#[from] RunError),
    /// A file of the installation could not be written.
    #[error("installing what WebAssembly needs: {0}")]
    Io(#[from] io::Error),
}

/// The names of what is missing.
pub(crate) fn missing(root: &Path) -> Vec<String> {
    let tools = CRATES
        .into_iter()
        .filter(|(_, version, program, _)| !is_installed(root, program, version));
    let mut missing: Vec<String> = tools
        .map(|(name, version, ..)| format!("{name} {version}"))
        .collect();
    if !toolchain_has(root, TARGET) && !library_is_whole(root) {
        missing.push(TARGET.to_owned());
    }
    missing
}

/// Installs what is missing, and gives back a function that lets a command use it.
pub(crate) fn install(root: &Path) -> Result<impl Fn(Run) -> Run + use<>, WasmError> {
    let sysroot = standard_library(root)?;
    for (name, version, program, options) in CRATES {
        if !is_installed(root, program, version) {
            let arguments = [
                "install",
                name,
                "--version",
                version,
                "--root",
                ".tools",
                "--force",
            ];
            Run::new("cargo", arguments.iter().chain(options)).run(root)?;
        }
    }
    let mut folders = vec![root.join("wasm-verify/js/node_modules/.bin")];
    folders.extend(sysroot.iter().map(|sysroot| sysroot.join("bin")));
    folders.push(root.join(".tools/bin"));
    let path = search_path(&folders);
    let target = root.join("target/wasm");
    Ok(move |run: Run| {
        let run = run.env("PATH", &path).env("CARGO_TARGET_DIR", &target);
        match &sysroot {
            Some(sysroot) => run
                .env("RUSTC", sysroot.join("bin/rustc"))
                .env("RUSTDOC", sysroot.join("bin/rustdoc")),
            None => run,
        }
    })
}

/// Makes sure that there is a standard library for the target; the folder of ours, if it is that one.
fn standard_library(root: &Path) -> Result<Option<PathBuf>, WasmError> {
    if toolchain_has(root, TARGET) {
        return Ok(None);
    }
    if !debian::may_install(root) {
        return Err(WasmError::Target);
    }
    let ours = our_sysroot(root);
    if !library_is_whole(root) {
        if !Path::new("/usr/bin/wasm-ld-22").exists() || !Path::new("/usr/bin/rustc").exists() {
            debian::install(root, &DEBIAN_PACKAGES)?;
        }
        build_standard_library(root, &ours, &libraries(&ours))?;
    }
    Ok(Some(ours))
}

fn is_installed(root: &Path, program: &str, version: &str) -> bool {
    let program = root.join(".tools/bin").join(program);
    let installed = Run::new(program, ["--version"]).output(root);
    installed.is_some_and(|text| text.split_whitespace().nth(1) == Some(version))
}

/// Whether the present toolchain has the standard library for a target.
pub(crate) fn toolchain_has(root: &Path, target: &str) -> bool {
    let sysroot = Run::new("rustc", ["--print", "sysroot"]).output(root);
    let folder = |sysroot: String| Path::new(sysroot.trim()).join("lib/rustlib").join(target);
    sysroot.is_some_and(|sysroot| folder(sysroot).join("lib").is_dir())
}

/// The folder of the compiler that was made of Debian's, if it is there: `bin/rustc` calls it.
pub(crate) fn debian_sysroot(root: &Path) -> Option<PathBuf> {
    library_is_whole(root).then(|| our_sysroot(root))
}

fn our_sysroot(root: &Path) -> PathBuf {
    root.join(".tools/wasm-sysroot")
}

fn library_is_whole(root: &Path) -> bool {
    let ours = our_sysroot(root);
    Run::new(ours.join("bin/rustc"), ["--version"]).succeeds(root) && libraries(&ours).is_dir()
}

fn libraries(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(TARGET).join("lib")
}

/// Builds an empty crate together with the standard library, offline, and keeps the latter.
fn build_standard_library(root: &Path, ours: &Path, libraries: &Path) -> Result<(), WasmError> {
    let work = root.join("target/wasm-std");
    for folder in [&work, ours] {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
    }
    fs::create_dir_all(work.join("src"))?;
    fs::create_dir_all(work.join(".cargo"))?;
    fs::write(work.join("src/lib.rs"), "#![no_std]\n")?;
    fs::write(
        work.join("Cargo.toml"),
        "[package]\nname = \"nothing\"\nedition = \"2024\"\n\n[workspace]\n",
    )?;
    // Debian ships the sources of the crates that the standard library is made of.
    let vendor = format!("{DEBIAN_RUST}/src/rust/library/vendor");
    fs::write(
        work.join(".cargo/config.toml"),
        format!(
            "[source.crates-io]\nreplace-with = \"debian\"\n\n[source.debian]\ndirectory = \"{vendor}\"\n"
        ),
    )?;
    let build =
        format!("build --offline --release --target {TARGET} -Zbuild-std=std,panic_abort,test");
    Run::new("cargo", build.split(' '))
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("CARGO_TARGET_DIR", work.join("target"))
        .run(&work)?;
    let host = Run::new("/usr/bin/rustc", ["--print", "host-tuple"]).output(root);
    let host = host.unwrap_or_default();
    fs::create_dir_all(ours.join("bin"))?;
    fs::create_dir_all(libraries)?;
    for name in [host.trim(), "src"] {
        let link = ours.join("lib/rustlib").join(name);
        symlink(Path::new(DEBIAN_RUST).join(name), link)?;
    }
    for entry in fs::read_dir(work.join("target").join(TARGET).join("release/deps"))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".rlib") && !name.starts_with("libnothing") {
            fs::copy(&path, libraries.join(&*name))?;
        }
    }
    // Last: what says that all of it is there. wasm-pack calls `rustc` by name, cargo by `RUSTC`.
    for name in ["rustdoc", "rustc"] {
        let script = ours.join("bin").join(name);
        let text = format!(
            "#!/bin/sh\nexec /usr/bin/{name} --sysroot '{}' \"$@\"\n",
            ours.display()
        );
        fs::write(&script, text)?;
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755))?;
    }
    fs::remove_dir_all(&work)?;
    Ok(())
}

fn search_path(folders: &[PathBuf]) -> OsString {
    let mut path = OsString::new();
    for folder in folders {
        path.push(folder);
        path.push(":");
    }
    path.push(std::env::var_os("PATH").unwrap_or_default());
    path
}
