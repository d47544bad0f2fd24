//! `cargo xtask npm`: the npm package `veriff-verify`, from the crate in `wasm-verify/js`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use crate::node;
use crate::run::Run;
use crate::wasm;

/// Where the package is made, in the workspace.
pub(crate) const PACKAGE: &str = "wasm-verify/js";

/// Builds the package into `wasm-verify/js/dist`, packs it, and has the tarball judged.
pub(crate) fn run(root: &Path) -> Result<(), Box<dyn Error>> {
    let package = root.join(PACKAGE);
    node::install_packages(&package)?;
    let with_wasm = wasm::install(root)?;
    let wasm_pack = "--log-level warn build wasm-verify/js/wasm --target web --profile wasm --out-dir ../pkg \
                     --out-name veriff_verify --no-pack --mode no-install -- --config";
    let flags = without_paths(root);
    let arguments = wasm_pack.split_whitespace().chain([flags.as_str()]);
    with_wasm(Run::new("wasm-pack", arguments)).run(root)?;
    Run::new("node", ["build.mjs"]).run(&package)?;
    for entry in fs::read_dir(&package)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "tgz") {
            fs::remove_file(path)?;
        }
    }
    Run::new("npm", ["pack", "./dist", "--silent"]).run(&package)?;
    let tarball = format!("veriff-verify-{}.tgz", env!("CARGO_PKG_VERSION"));
    let judge = |name: &str, arguments: &[&str]| {
        Run::new(package.join("node_modules/.bin").join(name), arguments).run(&package)
    };
    judge("publint", &["run", &tarball, "--strict"])?;
    // The module is not JavaScript, and cannot be asked for with `require`.
    judge(
        "attw",
        &[&tarball, "--exclude-entrypoints", "./verify.wasm"],
    )?;
    println!("{PACKAGE}/{tarball} is ready");
    Ok(())
}

/// The compiler's option, as cargo takes it, that keeps folders of this machine out of the module, so that it is
/// the same wherever it is built.
fn without_paths(root: &Path) -> String {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let remaps: Vec<String> = [Some(root.to_owned()), home]
        .into_iter()
        .flatten()
        .map(|folder| format!("'--remap-path-prefix={}='", folder.display()))
        .collect();
    let flags = remaps.join(",");
    format!("target.wasm32-unknown-unknown.rustflags=[{flags}]")
}
