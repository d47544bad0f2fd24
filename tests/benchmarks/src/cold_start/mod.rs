//! The cold start: from `exec` to the first answer, of each function as it is deployed, beside the same in Node 20
//! with AWS SDK v3 and in Python with boto3.
//!
//! All three get the same event from the same runtime API, over the same fresh table, and ask the same services over
//! TLS. A peer makes the requests that our function was seen to make for this event, through its own SDK, and checks
//! the webhook's signature; it decides nothing in between and keeps no settings, so it does less than ours.

mod deployed;
mod peers;
mod report;
mod stage;

pub use deployed::deployed;
pub use report::ColdStarts;
pub use stage::{FUNCTIONS, Function, Stage};

use crate::lambda::{Lambda, LambdaError, Program};
use crate::tls::Authority;
use miniz_oxide::deflate::compress_to_vec;
use peers::Peers;
use serde_json::Value;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

/// One start.
#[derive(Clone, Copy, Debug, Default)]
pub struct Start {
    /// From `exec` to the first answer.
    pub time: Duration,
    /// CPU time of the process up to then.
    pub cpu: Duration,
    /// The most memory that was resident up to then, in bytes.
    pub peak_memory: u64,
}

/// The medians of one program's starts.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// Time, CPU time and memory.
    pub start: Start,
    /// What is uploaded, zipped, in bytes: without what Lambda's image brings.
    pub zipped: usize,
}

/// A function's cold start and its peers'.
#[derive(Clone, Debug)]
pub struct ColdStart {
    /// Its name.
    pub function: &'static str,
    /// How many requests it makes.
    pub requests: usize,
    /// Ours.
    pub ours: Measured,
    /// In Node.
    pub node: Measured,
    /// In Python.
    pub python: Measured,
}

/// Starts each function and its peers in turn, `runs` times over. `step` is called after each round of three.
///
/// # Panics
/// A function or a peer does not do its work.
pub async fn measure(functions: &[Function], runs: usize, mut step: impl FnMut()) -> ColdStarts {
    let authority = Authority::new();
    let folder = TempDir::new().expect("a temporary folder");
    let binaries = deployed(functions);
    let mut all = Vec::new();
    for (function, binary) in functions.iter().zip(&binaries) {
        // The first start of each is not counted: it brings the files into memory. Ours tells what the peers do.
        let stage = Stage::new(function, &authority).await;
        let ours = Program::new(binary);
        once(&stage, &ours).await;
        let asked = stage.asked();
        assert!(!asked.is_empty(), "{} asked nobody", function.name);
        stage.stop().await;
        let peers = Peers::prepare(function.name, &asked, folder.path());
        for program in [&peers.node, &peers.python] {
            let stage = Stage::new(function, &authority).await;
            once(&stage, program).await;
            same(function.name, &asked, &stage.asked());
            stage.stop().await;
        }
        let programs = [&ours, &peers.node, &peers.python];
        let mut starts = [const { Vec::new() }; 3];
        for _ in 0..runs {
            for (program, starts) in programs.iter().zip(&mut starts) {
                let stage = Stage::new(function, &authority).await;
                starts.push(once(&stage, program).await);
                stage.stop().await;
            }
            step();
        }
        let [ours, node, python] = starts.map(median);
        let measured = |start, file: &Path| Measured {
            start,
            zipped: zipped(file),
        };
        all.push(ColdStart {
            function: function.name,
            requests: asked.len(),
            ours: measured(ours, binary),
            node: measured(node, &peers.bundle),
            python: measured(python, &peers::script()),
        });
    }
    ColdStarts { all, runs }
}

/// One start and one answer.
async fn once(stage: &Stage, program: &Program) -> Start {
    let program = program.clone().environment(stage.environment());
    match start(&program, &stage.event).await {
        Ok((start, answer)) => {
            let status = &answer["statusCode"];
            let fine =
                status.is_null() || status.as_u64().is_some_and(|it| (200..300).contains(&it));
            assert!(fine, "{program:?} answers {status}");
            start
        }
        Err(error) => panic!("{program:?}: {error}"),
    }
}

/// Starts a program and has it answer one event.
///
/// # Errors
/// There is no answer, or the system does not tell what it cost.
pub async fn start(program: &Program, event: &[u8]) -> Result<(Start, Value), LambdaError> {
    let lambda = Lambda::start(program).await?;
    let answer = lambda.invoke(event).await?;
    let spent = lambda.spent()?;
    let start = Start {
        time: answer.at - lambda.started(),
        cpu: spent.cpu,
        peak_memory: spent.peak_memory,
    };
    lambda.stop().await;
    Ok((
        start,
        serde_json::from_slice(&answer.body).unwrap_or_default(),
    ))
}

/// The peer asked for the same, in the same order, and was answered alike.
fn same(function: &str, ours: &[Value], peers: &[Value]) {
    let told = |asked: &[Value]| -> Vec<_> {
        let parts = |one: &Value| ["service", "operation", "status"].map(|part| one[part].clone());
        asked.iter().map(parts).collect()
    };
    let (mut ours, mut peers) = (told(ours), told(peers));
    // Several at once are noted as they end.
    ours.sort_by_key(|one| format!("{one:?}"));
    peers.sort_by_key(|one| format!("{one:?}"));
    assert_eq!(ours, peers, "{function}: a peer asks for something else");
}

/// Each by itself.
fn median(starts: Vec<Start>) -> Start {
    fn middle<T: Ord + Copy>(mut values: Vec<T>) -> T {
        values.sort_unstable();
        values[values.len() / 2]
    }
    Start {
        time: middle(starts.iter().map(|start| start.time).collect()),
        cpu: middle(starts.iter().map(|start| start.cpu).collect()),
        peak_memory: middle(starts.iter().map(|start| start.peak_memory).collect()),
    }
}

fn zipped(file: &Path) -> usize {
    let bytes = std::fs::read(file).expect("the program is there");
    compress_to_vec(&bytes, 6).len()
}
