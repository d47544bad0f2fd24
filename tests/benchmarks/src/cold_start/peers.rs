//! The peers: what an engineer would ship in Node and in Python.

use crate::lambda::Program;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use system_tests::tools::{repository, succeed};

/// The sources.
const FOLDER: &str = "tests/benchmarks/peers";
/// The Python that has boto3.
const PYTHON: &str = ".tools/bench/bin/python";

/// A function's peers, ready to start.
#[derive(Debug)]
pub(super) struct Peers {
    /// One minified file, run by `node`.
    pub(super) node: Program,
    /// That file.
    pub(super) bundle: PathBuf,
    /// A script, run by `python3`, with boto3 compiled already.
    pub(super) python: Program,
}

impl Peers {
    /// Makes both for these requests.
    pub(super) fn prepare(function: &str, asked: &[Value], folder: &Path) -> Self {
        let node = repository().join(FOLDER).join("node");
        let python = repository().join(PYTHON);
        assert!(
            node.join("node_modules/esbuild").is_dir() && python.is_file(),
            "the peers are not installed: `cargo xtask bench` does it"
        );
        let requests = folder.join(format!("{function}.json"));
        let text = Value::from(asked.to_vec()).to_string();
        std::fs::write(&requests, text).expect("the folder can be written");
        let bundle = folder.join(format!("{function}.cjs"));
        succeed(
            Command::new("node")
                .arg(node.join("bundle.mjs"))
                .args([&requests, &bundle]),
        );
        let requests = requests.display().to_string();
        let told = || [("PEER_REQUESTS", requests.clone())];
        Self {
            node: Program::new("node").argument(&bundle).environment(told()),
            bundle,
            python: Program::new(python).argument(script()).environment(told()),
        }
    }
}

/// The Python peer, which is the same for each function.
pub(super) fn script() -> PathBuf {
    repository().join(FOLDER).join("python/function.py")
}
