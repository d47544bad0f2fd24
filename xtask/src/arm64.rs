//! What building for AWS's own processors (arm64) needs beside cargo: the standard library for them. The
//! linker comes with cargo-lambda.
//!
//! As for WebAssembly, the usual way is `rustup target add`, which is never called from here; on Debian, as
//! root, the library comes from the distribution and goes beside that for WebAssembly, to the same compiler.
//! Elsewhere, what needs it is left out, and says so.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::debian;
use crate::run::Run;
use crate::wasm;

const TARGET: &str = "aarch64-unknown-linux-gnu";
const DEBIAN_PACKAGE: &str = "libstd-rust-web-dev";

/// Debian's compiler with the standard library for arm64, if that is the one to take.
pub(crate) fn rustc(root: &Path) -> Option<PathBuf> {
    let sysroot = wasm::debian_sysroot(root)?;
    let libraries = sysroot.join("lib/rustlib").join(TARGET);
    libraries.is_dir().then(|| sysroot.join("bin/rustc"))
}

/// Fetches the library where that changes no toolchain. Where it would, that is told, and no error.
pub(crate) fn install(root: &Path) {
    if wasm::toolchain_has(root, TARGET) || rustc(root).is_some() {
        return;
    }
    let fetched = match wasm::debian_sysroot(root) {
        Some(sysroot) if debian::may_install(root) => fetch(root, &sysroot),
        _ => Err(io::Error::other("there is none to be had here")),
    };
    if let Err(error) = fetched {
        println!("no standard library for {TARGET}: {error}");
        println!("`rustup target add {TARGET}` adds it; without, nothing is built for arm64");
    }
}

fn fetch(root: &Path, sysroot: &Path) -> io::Result<()> {
    // Of the compiler's own version: a library of another is of no use to it.
    let version = Run::new("dpkg-query", ["-W", "-f", "${Version}", "rustc-web"]).output(root);
    let version = version.ok_or_else(|| io::Error::other("rustc-web is not installed"))?;
    let package = format!("{DEBIAN_PACKAGE}:arm64={}", version.trim());
    let folder = root.join("target/arm64-std");
    let unpacked = debian::unpack(&folder, "arm64", &package).map_err(io::Error::other)?;
    let libraries = Path::new("lib/rustlib").join(TARGET);
    fs::rename(
        unpacked.join("usr").join(&libraries),
        sysroot.join(libraries),
    )?;
    fs::remove_dir_all(folder)
}
