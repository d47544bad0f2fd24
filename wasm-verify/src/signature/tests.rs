//! RFC 4231, and the rules of signatures and secrets.

use alloc::format;

use super::*;

fn of_bytes(key: &[u8]) -> Secret {
    Secret(Key::new(key).expect("any length is a key"))
}

/// RFC 4231, section 4, all but case 5, which is about truncated output.
#[test]
fn rfc_4231() {
    let counting: Vec<u8> = (1..=25).collect();
    let larger_key = b"Test Using Larger Than Block-Size Key - Hash Key First";
    let larger_both: &[u8] =
        b"This is a test using a larger than block-size key and a larger than \
        block-size data. The key needs to be hashed before being used by the HMAC algorithm.";
    let cases: [(&[u8], &[u8], &str); 6] = [
        (
            &[0x0b; 20],
            b"Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        ),
        (
            b"Jefe",
            b"what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
        (
            &[0xaa; 20],
            &[0xdd; 50],
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
        ),
        (
            &counting,
            &[0xcd; 50],
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
        ),
        (
            &[0xaa; 131],
            larger_key,
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
        (
            &[0xaa; 131],
            larger_both,
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
        ),
    ];
    for (key, message, expected) in cases {
        let secrets = Secrets::new([of_bytes(key)]).expect("one secret");
        assert_eq!(sign(&of_bytes(key), message).to_hex(), expected);
        assert_eq!(secrets.verify(message, expected.as_bytes()), Ok(0));
    }
}

fn secrets(texts: &[&str]) -> Secrets {
    let secrets = texts
        .iter()
        .map(|text| Secret::new(text).expect("a secret"));
    Secrets::new(secrets).expect("one to five secrets")
}

#[test]
fn says_which_secret_matched_in_either_case() {
    let secrets = secrets(&["first", "second", "third", "fourth", "second"]);
    for (index, secret) in secrets.iter().enumerate().take(4) {
        let signature = sign(secret, b"body").to_hex();
        assert_eq!(signature, format!("{}", sign(secret, b"body")));
        assert_eq!(secrets.verify(b"body", signature.as_bytes()), Ok(index));
        assert_eq!(
            secrets.verify(b"body", signature.to_ascii_uppercase().as_bytes()),
            Ok(index)
        );
        assert_eq!(
            secrets.verify(b"body ", signature.as_bytes()),
            Err(SignatureError::Mismatch)
        );
    }
}

#[test]
fn one_wrong_bit_anywhere_is_a_mismatch() {
    let secrets = secrets(&["secret"]);
    let signature = secrets
        .iter()
        .next()
        .map(|secret| sign(secret, b"body").0)
        .expect("a secret");
    for bit in 0..256 {
        let mut wrong = signature;
        wrong[bit / 8] ^= 1 << (bit % 8);
        let wrong = Signature(wrong).to_hex();
        assert_eq!(
            secrets.verify(b"body", wrong.as_bytes()),
            Err(SignatureError::Mismatch)
        );
    }
}

#[test]
fn what_is_no_signature_is_told_apart() {
    let secrets = secrets(&["secret"]);
    let good = secrets
        .iter()
        .next()
        .map(|secret| sign(secret, b"").to_hex())
        .expect("a secret");
    for (wrong, error) in [
        (String::new(), SignatureError::Missing),
        (good[..63].into(), SignatureError::WrongLength),
        (good[..62].into(), SignatureError::WrongLength),
        (format!("{good}00"), SignatureError::WrongLength),
        (format!("{good} "), SignatureError::WrongLength),
        (format!("{}g", &good[..63]), SignatureError::NotHex),
        (format!("{} ", &good[..63]), SignatureError::NotHex),
        (format!("0x{}", &good[..62]), SignatureError::NotHex),
    ] {
        assert_eq!(secrets.verify(b"", wrong.as_bytes()), Err(error), "{wrong}");
    }
    assert_eq!(
        secrets.verify(b"", &[0xff; 64]),
        Err(SignatureError::NotHex)
    );
}

#[test]
fn unusable_secrets_are_refused() {
    assert_eq!(Secret::new("").unwrap_err(), SecretError::Empty);
    for text in [
        " ",
        "a b",
        "a\n",
        "\ta",
        "a\u{a0}",
        "a\0",
        "a\u{7f}",
        "a\u{85}",
        "a\u{2028}",
    ] {
        assert_eq!(
            Secret::new(text).unwrap_err(),
            SecretError::Whitespace,
            "{text:?}"
        );
    }
    let one = Secret::new("a").expect("a secret");
    assert_eq!(Secrets::new([]).unwrap_err(), SecretError::NoSecrets);
    assert_eq!(
        Secrets::new(core::iter::repeat_n(one.clone(), 6)).unwrap_err(),
        SecretError::TooMany
    );
    assert_eq!(
        Secrets::new(core::iter::repeat_n(one, 5))
            .map(|s| s.count())
            .ok(),
        Some(5)
    );
}

#[test]
fn debug_shows_no_secret_and_no_signature() {
    let secrets = secrets(&["hunter2"]);
    let secret = secrets.iter().next().expect("a secret");
    let signature = sign(secret, b"");
    let shown = format!("{secrets:?} {secret:?} {signature:?}");
    assert_eq!(
        shown,
        "Secrets(1, redacted) Secret(redacted) Signature(redacted)"
    );
}
