//! HMAC-SHA256: keys, messages and tags at the borders where implementations go wrong.
//!
//! The message need not be JSON: a genuine one is refused only after its signature was found right.

use base64::prelude::{BASE64_STANDARD, Engine};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha512};

use super::{NEXT_SECRET, SECRET, signature};

/// The cases, in order.
pub(crate) fn hmac() -> Vec<Value> {
    let mut cases = vec![rfc_4231()];
    cases.extend(keys());
    cases.extend(messages());
    cases.extend(tags());
    cases
}

/// Texts that no implementation takes as a secret. White space and what cannot be seen come from files and
/// clipboards, and would make every signature wrong; the key of an HMAC alone would allow them.
pub(crate) fn refused_secrets() -> Value {
    json!([
        "",
        " ",
        " secret",
        "secret ",
        "two words",
        "secret\n",
        "secret\r\n",
        "\tsecret",
        "sec\u{0}ret",
        "sec\u{1b}ret",
        "secret\u{7f}",
        "secret\u{85}",
        "sec\u{a0}ret",
        "sec\u{200b}ret",
        "secret\u{2028}",
        "sec\u{3000}ret",
        "\u{feff}secret"
    ])
}

fn case(name: &str, secret: &str, message: &[u8], signature: &str, verdict: Verdict) -> Value {
    let mut case = json!({
        "name": name,
        "secret": secret,
        "message": BASE64_STANDARD.encode(message),
        "signature": signature,
        "genuine": matches!(verdict, Verdict::Genuine),
    });
    if let Verdict::Refused(reason) = verdict {
        case["reason"] = json!(reason);
    }
    case
}

#[derive(Clone, Copy)]
enum Verdict {
    Genuine,
    Refused(&'static str),
}

const MISMATCH: Verdict = Verdict::Refused("signature-mismatch");
const LENGTH: Verdict = Verdict::Refused("signature-length");

/// The one of RFC 4231's seven cases whose key is text: the other keys are control characters, or no UTF-8.
fn rfc_4231() -> Value {
    let tag = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    let message = b"what do ya want for nothing?";
    case("hmac-rfc-4231-2", "Jefe", message, tag, Verdict::Genuine)
}

/// Keys of each length around the block of 64 bytes, which is counted in bytes and not in characters.
fn keys() -> Vec<Value> {
    let mut keys: Vec<(String, String)> = [1, 16, 32, 63, 64, 65, 127, 128, 129, 200]
        .map(|length| (format!("of-{length}-bytes"), printable(length)))
        .to_vec();
    for (name, key) in [
        ("of-32-letters-in-64-bytes", "é".repeat(32)),
        ("of-33-letters-in-66-bytes", "é".repeat(33)),
        ("of-16-emoji-in-64-bytes", "🔑".repeat(16)),
        ("of-one-digit-repeated", "0".repeat(64)),
        ("of-many-scripts", "Schlüssel-ключ-鍵-🔑".to_owned()),
    ] {
        keys.push((name.to_owned(), key));
    }
    let mut cases = Vec::new();
    for (name, key) in &keys {
        for length in [0, 20, 64, 1100] {
            let message = mixed(length);
            let tag = signature(key, &message);
            let name = format!("hmac-key-{name}-message-of-{length}");
            cases.push(case(&name, key, &message, &tag, Verdict::Genuine));
        }
        let message = mixed(20);
        let tag = signature(&format!("{key}x"), &message);
        let name = format!("hmac-key-{name}-one-letter-more");
        cases.push(case(&name, key, &message, &tag, MISMATCH));
    }
    cases
}

/// Messages of each length around the borders of SHA-256's blocks and of its padding, and around 1024
/// bytes, from where on a host's own SHA-256 may take over.
fn messages() -> Vec<Value> {
    let mut cases = Vec::new();
    let lengths = [
        1, 2, 31, 32, 54, 55, 56, 57, 63, 65, 119, 120, 121, 127, 128, 129, 183, 184, 191, 192,
        255, 256, 257, 1023, 1024, 1025, 4096,
    ];
    for length in lengths {
        let message = mixed(length);
        let tag = signature(SECRET, &message);
        let mut flipped = message.clone();
        flipped[length - 1] ^= 1;
        let name = |what: &str| format!("hmac-message-of-{length}{what}");
        cases.push(case(&name(""), SECRET, &message, &tag, Verdict::Genuine));
        let last_bit = name("-last-bit-flipped");
        cases.push(case(&last_bit, SECRET, &flipped, &tag, MISMATCH));
    }
    for (name, message) in [
        ("zeros", vec![0; 64]),
        ("ones", vec![255; 64]),
        ("a-line-end", b"\n".to_vec()),
        ("a-byte-order-mark", "\u{feff}".into()),
        ("text", "{\"vendorData\":\"Ü-ключ-鍵\"}".into()),
        ("a-lone-surrogate-in-cesu-8", b"\xed\xa0\x80".to_vec()),
    ] {
        let tag = signature(SECRET, &message);
        let name = format!("hmac-message-{name}");
        cases.push(case(&name, SECRET, &message, &tag, Verdict::Genuine));
    }
    cases
}

/// Tags that are not the tag, and the same tag written otherwise; for a message that WebAssembly hashes
/// and for one that a host may.
fn tags() -> Vec<Value> {
    let mut cases = Vec::new();
    for length in [50, 1100] {
        let message = mixed(length);
        let tag = signature(SECRET, &message);
        let mut add = |name: &str, tag: &str, verdict| {
            let name = format!("hmac-tag-{name}-message-of-{length}");
            cases.push(case(&name, SECRET, &message, tag, verdict));
        };
        for (name, tag) in [
            ("upper-case", tag.to_uppercase()),
            ("mixed-case", tag[..32].to_uppercase() + &tag[32..]),
        ] {
            add(name, &tag, Verdict::Genuine);
        }
        for bit in [0, 1, 7, 8, 31, 32, 63, 64, 127, 128, 248, 254, 255] {
            add(&format!("bit-{bit}-flipped"), &flipped(&tag, bit), MISMATCH);
        }
        let bytes = Vec::from_iter((0..32).map(|at| &tag[at * 2..at * 2 + 2]));
        let secret = SECRET.as_bytes();
        let mut sha_512 = Hmac::<Sha512>::new_from_slice(secret).expect("any key");
        sha_512.update(&message);
        for (name, other) in [
            ("all-zero", "0".repeat(64)),
            ("all-ones", "f".repeat(64)),
            (
                "all-bits-flipped",
                (0..256).fold(tag.clone(), |tag, bit| flipped(&tag, bit)),
            ),
            ("bytes-reversed", bytes.iter().rev().copied().collect()),
            ("digits-reversed", tag.chars().rev().collect()),
            ("of-another-key", signature(NEXT_SECRET, &message)),
            (
                "of-the-key-in-upper-case",
                signature(&SECRET.to_uppercase(), &message),
            ),
            (
                "of-the-key-without-hyphens",
                signature(&SECRET.replace('-', ""), &message),
            ),
            (
                "of-the-message-less-a-byte",
                signature(SECRET, &message[1..]),
            ),
            ("of-the-empty-message", signature(SECRET, b"")),
            ("a-plain-hash", hex(&Sha256::digest(&message))),
            (
                "a-plain-hash-behind-the-key",
                hex(&Sha256::digest([secret, &message].concat())),
            ),
            (
                "a-plain-hash-before-the-key",
                hex(&Sha256::digest([&message, secret].concat())),
            ),
            (
                "of-sha-512-cut",
                hex(&sha_512.finalize().into_bytes()[..32]),
            ),
        ] {
            add(name, &other, MISMATCH);
        }
        for (name, other) in [
            ("cut-to-1-byte", tag[..2].to_owned()),
            ("cut-to-16-bytes", tag[..32].to_owned()),
            ("cut-to-31-bytes", tag[..62].to_owned()),
            ("less-a-digit", tag[1..].to_owned()),
            ("and-a-byte-more", format!("{tag}00")),
            ("twice", tag.repeat(2)),
            ("in-base64", BASE64_STANDARD.encode(from_hex(&tag))),
            ("with-0x", format!("0x{tag}")),
        ] {
            add(name, &other, LENGTH);
        }
        let not_hex = Verdict::Refused("signature-not-hex");
        add("with-0x-cut", &format!("0x{}", &tag[..62]), not_hex);
        add(
            "with-a-letter-beyond-f",
            &format!("{}g", &tag[..63]),
            not_hex,
        );
        add("with-a-sign", &format!("+{}", &tag[1..]), not_hex);
        add("empty", "", Verdict::Refused("missing-signature"));
    }
    cases
}

/// Bytes of every value, no two neighbours alike; not UTF-8 from the third on.
fn mixed(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at * 37 + 68) as u8).collect()
}

/// Printable ASCII, blanks excepted.
fn printable(length: usize) -> String {
    ('!'..='~').cycle().skip(15).take(length).collect()
}

/// The tag with one bit flipped, the first being the highest of the first byte.
fn flipped(tag: &str, bit: usize) -> String {
    let mut bytes = from_hex(tag);
    bytes[bit / 8] ^= 128 >> (bit % 8);
    hex(&bytes)
}

fn from_hex(hex: &str) -> Vec<u8> {
    let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex");
    (0..hex.len()).step_by(2).map(byte).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
