//! Signatures and headers, right and wrong.

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};

use super::{
    API_KEY, EVENT, NEXT_SECRET, SECRET, SESSION, delivery, refused, signature, started, with,
};

/// Right, wrong and broken signatures.
pub(crate) fn signatures() -> Vec<Value> {
    let body = EVENT.as_bytes();
    let good = signature(SECRET, body);
    let signed = |name: &str, signature: &str, expect: Value| {
        let headers = json!([["X-AUTH-CLIENT", API_KEY], ["X-HMAC-SIGNATURE", signature]]);
        with(delivery(name, body, expect), "headers", headers)
    };
    let by_second = {
        let case = signed(
            "signed-with-the-second-secret",
            &signature(NEXT_SECRET, body),
            started(),
        );
        let mut case = with(case, "secrets", json!([SECRET, NEXT_SECRET]));
        case["expect"]["secretIndex"] = json!(1);
        case
    };
    let by_fifth = {
        let case = signed("signed-with-the-last-of-five", &good, started());
        let mut case = with(case, "secrets", json!(["a", "b", NEXT_SECRET, "d", SECRET]));
        case["expect"]["secretIndex"] = json!(4);
        case
    };
    let altered = EVENT.replace("7001", "7002");
    let other_body = with(
        signed(
            "body-altered-by-one-byte",
            &good,
            refused("signature-mismatch"),
        ),
        "body",
        json!(BASE64_STANDARD.encode(altered)),
    );
    let newline = with(
        signed(
            "body-with-a-newline-added",
            &good,
            refused("signature-mismatch"),
        ),
        "body",
        json!(BASE64_STANDARD.encode(format!("{EVENT}\n"))),
    );
    let mut last_digit = good.clone();
    let last = last_digit
        .pop()
        .filter(|&last| last != '0')
        .map_or('1', |_| '0');
    last_digit.push(last);
    // Large enough for a host to hash it with its own SHA-256, for each of the secrets.
    let large = format!("{EVENT}{}", " ".repeat(2000));
    let large = |name: &str, secrets: Value, index: usize| {
        let mut case = delivery(name, large.as_bytes(), started());
        case["expect"]["secretIndex"] = json!(index);
        with(case, "secrets", secrets)
    };
    let long_secret = "0123456789abcdef".repeat(5);
    let last_of_two = json!([long_secret, SECRET]);
    vec![
        large(
            "large-and-signed-with-the-last-of-three",
            json!(["a", NEXT_SECRET, SECRET]),
            2,
        ),
        large("large-and-beside-a-secret-of-80-bytes", last_of_two, 1),
        signed("signature-in-upper-case", &good.to_uppercase(), started()),
        by_second,
        by_fifth,
        signed(
            "forged-with-another-secret",
            &signature(NEXT_SECRET, body),
            refused("signature-mismatch"),
        ),
        signed(
            "forged-last-digit",
            &last_digit,
            refused("signature-mismatch"),
        ),
        signed(
            "forged-zeros",
            &"0".repeat(64),
            refused("signature-mismatch"),
        ),
        other_body,
        newline,
        signed(
            "signature-of-63-digits",
            &good[..63],
            refused("signature-length"),
        ),
        signed(
            "signature-of-62-digits",
            &good[..62],
            refused("signature-length"),
        ),
        signed(
            "signature-of-66-digits",
            &format!("{good}00"),
            refused("signature-length"),
        ),
        signed(
            "signature-not-hex",
            &format!("{}g", &good[..63]),
            refused("signature-not-hex"),
        ),
        signed(
            "signature-with-prefix",
            &format!("sha256={good}"),
            refused("signature-length"),
        ),
        signed("signature-empty", "", refused("missing-signature")),
    ]
}

/// Names, twins and repeats.
pub(crate) fn headers() -> Vec<Value> {
    let body = EVENT.as_bytes();
    let good = &signature(SECRET, body);
    let bad = &signature(NEXT_SECRET, body);
    let sent = |name: &str, headers: &[(&str, &str)], expect: Value| {
        let pairs: Vec<Value> = headers
            .iter()
            .map(|(name, value)| json!([name, value]))
            .collect();
        with(delivery(name, body, expect), "headers", json!(pairs))
    };
    let key = API_KEY;
    vec![
        sent(
            "headers-in-lower-case",
            &[("x-auth-client", key), ("x-hmac-signature", good)],
            started(),
        ),
        sent(
            "headers-of-the-new-names",
            &[("VRF-AUTH-CLIENT", key), ("VRF-HMAC-SIGNATURE", good)],
            started(),
        ),
        sent(
            "headers-mixed",
            &[("Vrf-Auth-Client", key), ("X-Hmac-Signature", good)],
            started(),
        ),
        sent(
            "headers-twins-agree",
            &[
                ("X-AUTH-CLIENT", key),
                ("X-HMAC-SIGNATURE", good),
                ("VRF-AUTH-CLIENT", key),
                ("VRF-HMAC-SIGNATURE", &good.to_uppercase()),
                ("VRF-INTEGRATION-ID", "51c8f2a7-0d6e-4b93-a7f4-3e8b09d5c612"),
            ],
            started(),
        ),
        sent(
            "headers-with-white-space-around",
            &[
                ("X-AUTH-CLIENT", &format!(" {key}\t")),
                ("X-HMAC-SIGNATURE", &format!("  {good} ")),
            ],
            started(),
        ),
        sent(
            "twins-of-the-signature-differ",
            &[
                ("X-AUTH-CLIENT", key),
                ("X-HMAC-SIGNATURE", good),
                ("VRF-HMAC-SIGNATURE", bad),
            ],
            refused("twins-differ"),
        ),
        sent(
            "twins-of-the-key-differ",
            &[
                ("X-AUTH-CLIENT", key),
                ("VRF-AUTH-CLIENT", SESSION),
                ("X-HMAC-SIGNATURE", good),
            ],
            refused("twins-differ"),
        ),
        sent(
            "header-repeated-alike",
            &[
                ("X-AUTH-CLIENT", key),
                ("x-auth-client", key),
                ("X-HMAC-SIGNATURE", good),
            ],
            started(),
        ),
        sent(
            "header-repeated-with-another-value",
            &[
                ("X-AUTH-CLIENT", key),
                ("X-HMAC-SIGNATURE", good),
                ("x-hmac-signature", bad),
            ],
            refused("repeated-header"),
        ),
        sent(
            "header-repeated-alike-in-one-line",
            &[
                ("X-AUTH-CLIENT", key),
                ("X-HMAC-SIGNATURE", &format!("{good},{good}")),
            ],
            refused("repeated-header"),
        ),
        sent(
            "header-repeated-with-another-value-in-one-line",
            &[
                ("X-AUTH-CLIENT", &format!("{key}, {SESSION}")),
                ("X-HMAC-SIGNATURE", good),
            ],
            refused("repeated-header"),
        ),
        sent(
            "no-key",
            &[("X-HMAC-SIGNATURE", good)],
            refused("missing-auth-client"),
        ),
        sent(
            "another-key",
            &[("X-AUTH-CLIENT", SESSION), ("X-HMAC-SIGNATURE", good)],
            refused("unknown-auth-client"),
        ),
        sent(
            "no-signature",
            &[("X-AUTH-CLIENT", key)],
            refused("missing-signature"),
        ),
        sent(
            "legacy-signature-alone",
            &[("X-AUTH-CLIENT", key), ("X-SIGNATURE", good)],
            refused("missing-signature"),
        ),
    ]
}
