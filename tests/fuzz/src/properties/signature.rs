//! The signature, beside ring's HMAC.

use ring::{digest, hmac};
use veriff_verify::signature::{Secret, Secrets, Signature, sign};

/// The first line names the secrets, apart by a blank; the second is a signature as it came; the rest is the
/// message. A blank more at the line's end makes the secret itself a bad one.
pub fn signature(data: &[u8]) {
    let mut parts = data.splitn(3, |byte| *byte == b'\n');
    let mut part = || parts.next().unwrap_or_default();
    let (secrets, hex, message) = (String::from_utf8_lossy(part()), part(), part());
    let texts: Vec<&str> = secrets.split(' ').collect();
    for text in &texts {
        let is_blank = |c: char| c.is_whitespace() || c.is_control();
        let must_fail = text.is_empty() || text.chars().any(is_blank);
        let secret = Secret::new(text);
        assert!(secret.is_err() || !must_fail, "{text:?} is taken");
        let Ok(secret) = secret else { continue };
        assert_eq!(format!("{secret:?}"), "Secret(redacted)");
        check_code(text, &secret, message);
    }
    let usable: Result<Vec<_>, _> = texts.iter().map(|it| Secret::new(it)).collect();
    let Ok(secrets) = usable
        .map_err(drop)
        .and_then(|it| Secrets::new(it).map_err(drop))
    else {
        return;
    };
    let matches = |text: &&str| {
        let given = decoded(hex);
        given.is_some_and(|given| given == code(text, message))
    };
    let expected = texts.iter().position(matches);
    assert_eq!(secrets.verify(message, hex).ok(), expected);
    check_digests(&secrets, &texts, message, hex);
}

/// What we sign is what ring signs, is taken in either case, and is the only thing that is taken.
fn check_code(text: &str, secret: &Secret, message: &[u8]) {
    let ours = sign(secret, message);
    assert_eq!(ours.to_bytes(), code(text, message));
    let hex = ours.to_hex();
    assert_eq!(decoded(hex.as_bytes()), Some(ours.to_bytes()));
    let secrets = Secrets::new([secret.clone()]).expect("one secret");
    assert_eq!(secrets.verify(message, hex.as_bytes()), Ok(0));
    assert_eq!(
        secrets.verify(message, hex.to_uppercase().as_bytes()),
        Ok(0)
    );
    let place = message.len() % 32;
    let mut forged = ours.to_bytes();
    forged[place] ^= 1 << (message.len() % 8);
    let forged = Signature::from_bytes(forged).to_hex();
    assert!(secrets.verify(message, forged.as_bytes()).is_err());
    assert!(secrets.verify(message, &hex.as_bytes()[1..]).is_err());
    let longer = [message, b"\n"].concat();
    assert!(secrets.verify(&longer, hex.as_bytes()).is_err());
}

/// With the inner digest made by somebody else the verdict is the same.
fn check_digests(secrets: &Secrets, texts: &[&str], message: &[u8], hex: &[u8]) {
    let digests = texts.iter().map(|text| {
        let pad = Secret::inner_pad(text)?;
        let inner = digest::digest(&digest::SHA256, &[&pad[..], message].concat());
        <[u8; 32]>::try_from(inner.as_ref()).ok()
    });
    if let Some(digests) = digests.collect::<Option<Vec<_>>>() {
        let judged = secrets.verify_digests(&digests, hex);
        assert_eq!(judged, secrets.verify(message, hex));
    }
}

fn code(text: &str, message: &[u8]) -> [u8; 32] {
    let key = hmac::Key::new(hmac::HMAC_SHA256, text.as_bytes());
    let tag = hmac::sign(&key, message);
    tag.as_ref().try_into().expect("32 bytes")
}

/// 64 hex digits, read in the plainest way.
fn decoded(hex: &[u8]) -> Option<[u8; 32]> {
    let text = std::str::from_utf8(hex).ok().filter(|it| it.len() == 64)?;
    let mut bytes = [0; 32];
    for (place, byte) in bytes.iter_mut().enumerate() {
        let digits = text.get(2 * place..2 * place + 2)?;
        let plain = digits.bytes().all(|it| it.is_ascii_hexdigit());
        *byte = u8::from_str_radix(digits, 16).ok().filter(|_| plain)?;
    }
    Some(bytes)
}
