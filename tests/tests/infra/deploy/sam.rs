//! `sam build`, as it is done before `sam deploy`: in the profile that is deployed, with link-time
//! optimisation, which takes minutes a function.

use super::build::{Architecture, path_with};
use super::{ENVIRONMENT, is_long};
use crate::FUNCTIONS;
use miniz_oxide::deflate::compress_to_vec;
use std::process::Command;
use system_tests::tools::{program, repository, succeed};

/// A zipped function is no larger, in bytes: what is larger takes longer to start. That a dependency has crept
/// in shows here.
const LARGEST_ZIP: usize = 2_500_000;

#[test]
#[ignore = "needs sam and cargo-lambda; run by cargo xtask test"]
fn sam_builds_functions_that_are_small() {
    for (id, binary) in FUNCTIONS {
        if id != "ReceiveWebhook" && !is_long() {
            continue;
        }
        let folder = repository().join("target/sam").join(binary);
        let mut build = Command::new(program("sam"));
        build
            .args(["build", id, "--template", "infra/template.yaml"])
            .arg("--parameter-overrides")
            .arg(format!("Architecture={}", Architecture::here().name()))
            .arg("--build-dir")
            .arg(&folder)
            .envs(ENVIRONMENT)
            .env("PATH", path_with(&[&program("cargo-lambda")]));
        println!("{}", succeed(&mut build));
        let built = std::fs::read(folder.join(id).join("bootstrap")).expect("the binary");
        // What an archive adds is 150 bytes.
        let zipped = compress_to_vec(&built, 6).len();
        println!("{binary}: {} bytes, zipped {zipped}", built.len());
        assert!(zipped <= LARGEST_ZIP, "{binary} has {zipped} bytes");
    }
}
