//! The short run: every property on its corpus, on what libFuzzer once found, and on a few thousand
//! mutations of both. The same inputs every time.

#![expect(clippy::expect_used, reason = "tests")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use fuzzing::corpus;
use fuzzing::properties::{Target, targets};
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

/// Mutations of each target, unless their time is over before: some properties call a whole function.
const MUTATIONS: usize = 4000;
const AT_MOST: Duration = Duration::from_millis(1500);

/// What JSON, headers and times are made of, and what breaks them.
const PIECES: &[&[u8]] = &[
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\n",
    b" ",
    b"\t",
    b"\x00",
    b"\x1f",
    b"\xff",
    b"\xc3\xa9",
    b"\xe2\x82",
    b"\\u0069",
    b"\\ud83d\\ude00",
    b"\\ud800",
    b"null",
    b"true",
    b"-0",
    b"1e400",
    b".5",
    b"18446744073709551616",
    b"\"id\":\"other\",",
    b"\"status\":\"declined\",",
    b"\"verification\":{},",
    b"\"code\":\"9102\",",
    b"\"body\":\"e30=\",",
    b"+23:59",
    b"@",
    b"%2e%2e/",
];

#[test]
fn every_property_holds_of_its_corpus_and_of_mutations() {
    let targets = targets();
    let mut failed = Vec::new();
    std::thread::scope(|scope| {
        let runs: Vec<_> = targets
            .iter()
            .map(|target| scope.spawn(move || run(target)))
            .collect();
        for (target, run) in targets.iter().zip(runs) {
            if let Err(input) = run.join().expect("the run itself does not panic") {
                failed.push(format!("{}: {input}", target.name));
            }
        }
    });
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Tells which input broke the property.
fn run(target: &Target) -> Result<(), String> {
    let inputs = corpus::inputs(target.name);
    for (name, input) in &inputs {
        attempt(target, input).map_err(|()| format!("corpus/{}/{name}", target.name))?;
    }
    let mut random = SmallRng::seed_from_u64(29);
    let start = Instant::now();
    for _ in 0..MUTATIONS {
        if start.elapsed() > AT_MOST {
            break;
        }
        let (name, input) = inputs.choose(&mut random).expect("a corpus");
        let mut input = input.clone();
        for _ in 0..random.random_range(1..4) {
            mutate(&mut input, &inputs, &mut random);
        }
        attempt(target, &input).map_err(|()| {
            let shown = String::from_utf8_lossy(&input);
            format!("a mutation of {name}: {shown:?}")
        })?;
    }
    Ok(())
}

fn attempt(target: &Target, input: &[u8]) -> Result<(), ()> {
    catch_unwind(AssertUnwindSafe(|| (target.holds)(input))).map_err(drop)
}

fn mutate(input: &mut Vec<u8>, all: &[(String, Vec<u8>)], random: &mut SmallRng) {
    let at = random.random_range(0..=input.len());
    let end = (at + random.random_range(1..40)).min(input.len());
    match random.random_range(0..6) {
        0 => {
            if let Some(byte) = input.get_mut(at) {
                *byte ^= 1 << random.random_range(0..8);
            }
        }
        1 => input.truncate(at),
        2 => drop(input.drain(at..end)),
        3 => {
            let piece = PIECES.choose(random).expect("a piece");
            input.splice(at..at, piece.iter().copied());
        }
        4 => {
            let copied = input[at..end].to_vec();
            let to = random.random_range(0..=input.len());
            input.splice(to..to, copied);
        }
        _ => {
            let (_, other) = all.choose(random).expect("a corpus");
            let from = random.random_range(0..=other.len());
            input.truncate(at);
            input.extend_from_slice(&other[from..]);
        }
    }
}

#[test]
fn each_property_has_a_target_for_the_fuzzer_and_a_corpus() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = std::fs::read_to_string(here.join("fuzz/Cargo.toml")).expect("a manifest");
    let readme = std::fs::read_to_string(here.join("README.md")).expect("a README");
    for Target { name, .. } in targets() {
        let path = format!("fuzz_targets/{name}.rs");
        let target = std::fs::read_to_string(here.join("fuzz").join(&path)).expect(name);
        assert!(target.contains(&format!("properties::{name}(")), "{name}");
        assert!(manifest.contains(&format!("path = \"{path}\"")), "{name}");
        assert!(readme.contains(&format!("| `{name}` |")), "{name}");
        assert!(!corpus::inputs(name).is_empty(), "{name}");
    }
    let files = std::fs::read_dir(here.join("fuzz/fuzz_targets")).expect("targets");
    assert_eq!(files.count(), targets().len());
}

#[test]
fn the_corpus_is_small() {
    let all = targets().into_iter();
    let all = all.flat_map(|it| corpus::inputs(it.name));
    let bytes: usize = all.map(|(_, input)| input.len()).sum();
    assert!(bytes <= 1024 * 1024, "{bytes} bytes");
}
