//! The composed payloads, and what can be done to one.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;

/// Every composed payload, as it is and without white space.
pub(crate) static PAYLOADS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let folder = format!("{}/tests/payloads", env!("CARGO_MANIFEST_DIR"));
    let mut payloads: Vec<Vec<u8>> = std::fs::read_dir(folder)
        .expect("the payloads")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|path| std::fs::read(path).expect("a payload"))
        .collect();
    payloads.sort();
    let compact = |body: &Vec<u8>| {
        serde_json::from_slice::<Value>(body)
            .expect("JSON")
            .to_string()
    };
    let compacted: Vec<_> = payloads
        .iter()
        .map(|body| compact(body).into_bytes())
        .collect();
    payloads.extend(compacted);
    payloads
});

/// A fault: where, how much, and what.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    Flip(Index, u8),
    Cut(Index),
    Remove(Index, usize),
    Insert(Index, &'static [u8]),
    Copy(Index, usize, Index),
    Splice(Index, Index, Index),
}

const PIECES: &[&[u8]] = &[
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"null",
    b"\\u0069",
    b"\\ud83d\\ude00",
    b"\\ud800",
    b"\xff",
    b"\xc3\xa9",
    b"\xe2\x82",
    b"\x00",
    b"\x1f",
    b" ",
    b"\n",
    b"1e400",
    b"-",
    b"0",
    b".5",
    b"e9",
    b"\"id\":\"other\",",
    b"\"\\u0069d\":\"escaped\",",
    b"\"status\":\"declined\",",
    b"\"code\":\"9102\",",
    b"\"code\":7002,",
    b"\"verification\":{},",
    b"\"verification\":null,",
    b"\"action\":\"submitted\",",
    b"\"sessionId\":\"other\",",
    b"\"attemptId\":null,",
    b"\"reasonCode\":\"7\",",
    b"\"data\":{\"verification\":{}},",
];

pub(crate) fn fault() -> impl Strategy<Value = Fault> {
    let at = any::<Index>;
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(i, bits)| Fault::Flip(i, bits)),
        at().prop_map(Fault::Cut),
        (at(), 1..40usize).prop_map(|(i, n)| Fault::Remove(i, n)),
        (at(), select(PIECES)).prop_map(|(i, piece)| Fault::Insert(i, piece)),
        (at(), 1..80usize, at()).prop_map(|(i, n, to)| Fault::Copy(i, n, to)),
        (at(), at(), at()).prop_map(|(other, from, at)| Fault::Splice(other, from, at)),
    ]
}

/// Does the faults to a body; `all` is what can be spliced in.
pub(crate) fn damage(body: &mut Vec<u8>, faults: &[Fault], all: &[Vec<u8>]) {
    for fault in faults {
        let len = body.len() + 1;
        match fault {
            Fault::Flip(i, bits) => {
                if let Some(byte) = body.get_mut(i.index(len)) {
                    *byte ^= bits;
                }
            }
            Fault::Cut(i) => body.truncate(i.index(len)),
            Fault::Remove(i, n) => {
                let start = i.index(len);
                body.drain(start..(start + n).min(len - 1));
            }
            Fault::Insert(i, piece) => {
                insert(body, after_a_comma_or_brace(body, i.index(len)), piece)
            }
            Fault::Copy(i, n, to) => {
                let start = i.index(len);
                let piece = body[start..(start + n).min(len - 1)].to_vec();
                insert(body, to.index(len), &piece);
            }
            Fault::Splice(other, from, at) => {
                let other = other.get(all);
                body.truncate(at.index(len));
                body.extend_from_slice(&other[from.index(other.len())..]);
            }
        }
    }
}

/// Half of the places are moved to where a member may begin, so that many results are still JSON.
fn after_a_comma_or_brace(body: &[u8], at: usize) -> usize {
    let next = body[at..]
        .iter()
        .position(|byte| matches!(byte, b',' | b'{'));
    if at.is_multiple_of(2) {
        next.map_or(at, |n| at + n + 1)
    } else {
        at
    }
}

fn insert(body: &mut Vec<u8>, at: usize, piece: &[u8]) {
    body.splice(at..at, piece.iter().copied());
}
