//! The headers that say who signed.

use std::collections::BTreeSet;
use veriff_verify::headers::{DeliveryHeaders, NAMES};

/// The bytes are read as header lines, `name: value`. Of each pair of twins there must be one value, or one
/// that both agree on; no order and no repetition of the lines changes what is found.
pub fn headers(data: &[u8]) {
    let lines: Vec<(&str, &[u8])> = data
        .split(|byte| *byte == b'\n')
        .filter_map(|line| {
            let colon = line.iter().position(|byte| *byte == b':')?;
            Some((
                std::str::from_utf8(&line[..colon]).ok()?,
                &line[colon + 1..],
            ))
        })
        .collect();
    let read = |lines: &[(&str, &[u8])]| {
        let read = DeliveryHeaders::from_pairs(lines.iter().copied()).ok();
        read.map(|it| {
            let id = it.integration_id.map(str::to_owned);
            (
                it.auth_client.to_owned(),
                it.signature.to_ascii_lowercase(),
                id,
            )
        })
    };
    let found = read(&lines);
    assert_eq!(found, expected(&lines));

    let mut otherwise = lines.clone();
    otherwise.reverse();
    assert_eq!(read(&otherwise), found, "in another order");
    otherwise.extend(&lines);
    assert_eq!(read(&otherwise), found, "told twice");

    let known = lines.iter().filter_map(|(name, value)| {
        let place = NAMES.iter().position(|it| it.eq_ignore_ascii_case(name))?;
        Some((place, *value))
    });
    let by_place = DeliveryHeaders::from_known(known);
    let by_name = DeliveryHeaders::from_pairs(lines.iter().copied());
    assert_eq!(by_place, by_name);
    if let Ok(it) = by_name
        && it.integration_id.is_none()
    {
        // Nothing of a key or a signature is in it: it is the same for all.
        assert_eq!(format!("{it:?}"), format!("{:?}", another()));
    }
}

fn another() -> DeliveryHeaders<'static> {
    let sent: [(&str, &[u8]); 2] = [("x-auth-client", b"key"), ("x-hmac-signature", b"5ec2")];
    DeliveryHeaders::from_pairs(sent.into_iter()).expect("it is one")
}

/// Key, signature in lower case, and integration, by the rule: all values under a name and its twin, without
/// the blanks around them, are one and the same, without a comma.
fn expected(lines: &[(&str, &[u8])]) -> Option<(String, String, Option<String>)> {
    let values = |name: &str, fold: bool| {
        let of_name = lines.iter().filter(|(it, _)| it.to_lowercase() == name);
        let texts = of_name.map(|(_, value)| {
            let text = std::str::from_utf8(value).ok()?.trim_matches([' ', '\t']);
            let is_plain = text
                .chars()
                .all(|it| (' '..='~').contains(&it) && it != ',');
            is_plain.then(|| match fold {
                true => text.to_ascii_lowercase(),
                false => text.to_owned(),
            })
        });
        texts.collect::<Option<BTreeSet<_>>>()
    };
    let single = |name: &str| values(name, false).map(|it| it.len() <= 1);
    for name in NAMES {
        if !single(name)? {
            return None;
        }
    }
    let one_of = |name: &str, twin: &str, fold| {
        let mut both = values(name, fold)?;
        both.extend(values(twin, fold)?);
        let only = both.pop_first().filter(|it| !it.is_empty())?;
        both.is_empty().then_some(only)
    };
    Some((
        one_of("x-auth-client", "vrf-auth-client", false)?,
        one_of("x-hmac-signature", "vrf-hmac-signature", true)?,
        values("vrf-integration-id", false)?
            .pop_first()
            .filter(|it| !it.is_empty()),
    ))
}
