//! The verifier as WebAssembly hosts call it: bytes in memory, and lengths that may be wrong.

use veriff_verify::headers::{DeliveryHeaders, NAMES};
use veriff_verify::lifecycle::State;
use veriff_verify::signature::{Secret, Secrets};
use veriff_verify::webhook::Summary;
use veriff_verify_js::Verifier;
use veriff_verify_js::layout::{BODY, REFUSED};

/// Four lines and a rest: numbers that a mistaken host might pass, secrets joined by `;`, headers joined by
/// `;`, each a digit and a value, a stored state; and the body.
pub fn binding(data: &[u8]) {
    let mut parts = data.splitn(5, |byte| *byte == b'\n');
    let mut part = || parts.next().unwrap_or_default();
    let (numbers, secrets, headers, state, body) = (part(), part(), part(), part(), part());
    let lines = |it: &[u8]| {
        it.iter()
            .map(|it| if *it == b';' { b'\n' } else { *it })
            .collect()
    };
    let (secrets, headers): (Vec<u8>, Vec<u8>) = (lines(secrets), lines(headers));
    let mut verifier = Verifier::new();
    mistaken(&mut verifier, numbers);

    verifier.write(BODY, &secrets);
    let place = verifier.prepare(length(&secrets));
    let known = secrets.split(|byte| *byte == b'\n').map(|it| {
        let text = std::str::from_utf8(it).ok()?;
        Secret::new(text).ok()
    });
    let known = known.collect::<Option<Vec<_>>>();
    let known = known.and_then(|known| Secrets::new(known).ok());
    assert_eq!(place == REFUSED, known.is_none(), "the secrets");

    verifier.write(BODY, body);
    verifier.write(BODY + body.len(), &headers);
    let refused = verifier.verify(place, length(body), length(&headers), 0);
    let expected = known.is_some_and(|known| is_genuine(&known, &headers, body));
    let summary = Summary::of(body);
    assert_eq!(
        refused == 0,
        expected && summary.is_ok(),
        "refused {refused}"
    );
    verifier.drift(length(body));
    join(&mut verifier, state, body, summary.ok());
}

fn is_genuine(secrets: &Secrets, headers: &[u8], body: &[u8]) -> bool {
    let pairs = headers.split(|byte| *byte == b'\n').filter_map(|line| {
        let (place, value) = line.split_first()?;
        let place = usize::from(place.wrapping_sub(b'0'));
        NAMES.get(place).map(|name| (*name, value))
    });
    DeliveryHeaders::from_pairs(pairs)
        .is_ok_and(|it| secrets.verify(body, it.signature.as_bytes()).is_ok())
}

/// Joined across the border it is the same state as joined here.
fn join(verifier: &mut Verifier, state: &[u8], body: &[u8], summary: Option<Summary<'_>>) {
    verifier.write(BODY, state);
    verifier.write(BODY + state.len(), body);
    let joined = verifier.join(length(state), length(body), 0);
    let known = match state {
        [] => Ok(State::default()),
        state => State::from_json(state),
    };
    let expected = match (known, summary, body) {
        (Err(_), ..) | (_, None, [_, ..]) => None,
        (Ok(known), None, []) => Some((known, false)),
        (Ok(mut known), Some(summary), _) => {
            let changed = known.apply_webhook(&summary);
            Some((known, changed))
        }
    };
    match expected {
        None => assert_eq!(joined, REFUSED),
        Some((state, changed)) => {
            assert_eq!(joined, u32::from(changed));
            assert!(verifier.text().starts_with(&state.to_json()));
        }
    }
}

/// Whatever a host passes, nothing panics.
fn mistaken(verifier: &mut Verifier, numbers: &[u8]) {
    let (words, _) = numbers.as_chunks::<4>();
    let mut words = words.iter().map(|it| u32::from_le_bytes(*it));
    let mut word = || words.next().unwrap_or_default();
    verifier.input(word() % 100_000);
    verifier.prepare(word());
    verifier.verify(word(), word(), word(), word());
    verifier.sign(word(), word());
    verifier.drift(word());
    verifier.join(word(), word(), word());
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}
