//! The headers that say who signed.

use veriff_verify::headers::{DeliveryHeaders, HeaderError};

fn read<'a>(pairs: &[(&'a str, &'a str)]) -> Result<DeliveryHeaders<'a>, HeaderError> {
    DeliveryHeaders::from_pairs(pairs.iter().map(|(name, value)| (*name, value.as_bytes())))
}

#[test]
fn either_name_will_do_in_any_case() {
    for (client, signature) in [
        ("X-AUTH-CLIENT", "X-HMAC-SIGNATURE"),
        ("vrf-auth-client", "vrf-hmac-signature"),
        ("x-Auth-Client", "VRF-HMAC-Signature"),
    ] {
        let headers = read(&[("host", "x"), (client, "key"), (signature, "ab")]).expect("headers");
        assert_eq!((headers.auth_client, headers.signature), ("key", "ab"));
        assert_eq!(headers.integration_id, None);
    }
}

#[test]
fn twins_must_agree() {
    let both = [
        ("x-auth-client", "key"),
        ("vrf-auth-client", "key"),
        ("x-hmac-signature", "AB"),
        ("vrf-hmac-signature", "ab"),
        ("Vrf-Integration-Id", " id "),
    ];
    let headers = read(&both).expect("headers");
    assert_eq!(
        (headers.signature, headers.integration_id),
        ("AB", Some("id"))
    );
    let mut differ = both;
    differ[1].1 = "KEY";
    assert_eq!(
        read(&differ),
        Err(HeaderError::TwinsDiffer {
            name: "x-auth-client"
        })
    );
    let mut differ = both;
    differ[3].1 = "ac";
    assert_eq!(
        read(&differ),
        Err(HeaderError::TwinsDiffer {
            name: "x-hmac-signature"
        })
    );
    differ[3].1 = "";
    assert_eq!(
        read(&differ),
        Err(HeaderError::TwinsDiffer {
            name: "x-hmac-signature"
        })
    );
}

#[test]
fn a_repeated_header_must_say_the_same() {
    let same = [
        ("x-auth-client", "key"),
        ("X-Auth-Client", "key "),
        ("x-hmac-signature", "ab"),
    ];
    assert!(read(&same).is_ok());
    let differ = [
        ("x-auth-client", "key"),
        ("X-Auth-Client", "kex"),
        ("x-hmac-signature", "ab"),
    ];
    assert_eq!(
        read(&differ),
        Err(HeaderError::Repeated {
            name: "x-auth-client"
        })
    );
    let differ = [("vrf-integration-id", "1"), ("vrf-integration-id", "2")];
    assert_eq!(
        read(&differ),
        Err(HeaderError::Repeated {
            name: "vrf-integration-id"
        })
    );
}

/// As proxies, and hosts that keep one value for a name, put repeated headers together.
#[test]
fn a_header_repeated_in_one_line_is_repeated() {
    for joined in ["key, kex", "key, key", "key,", ",key", ","] {
        let name = "x-auth-client";
        assert_eq!(
            read(&[(name, joined), ("x-hmac-signature", "ab")]),
            Err(HeaderError::Repeated { name }),
            "{joined}"
        );
    }
}

#[test]
fn missing_or_empty_is_missing() {
    assert_eq!(read(&[]), Err(HeaderError::MissingAuthClient));
    assert_eq!(
        read(&[("x-auth-client", "\t ")]),
        Err(HeaderError::MissingAuthClient)
    );
    assert_eq!(
        read(&[("x-auth-client", "key")]),
        Err(HeaderError::MissingSignature)
    );
    let legacy = [("x-auth-client", "key"), ("x-signature", "ab")];
    assert_eq!(
        read(&legacy),
        Err(HeaderError::MissingSignature),
        "the plain hash is not accepted"
    );
}

#[test]
fn only_optional_white_space_is_trimmed_and_only_text_is_taken() {
    let headers =
        read(&[("x-auth-client", " \tkey\t "), ("x-hmac-signature", "a b")]).expect("headers");
    assert_eq!((headers.auth_client, headers.signature), ("key", "a b"));
    for value in [
        &b"\xff"[..],
        b"k\xc3\xa9y",
        b"k\ney",
        b"key\r\n",
        b"k\0",
        b"\x7f",
    ] {
        let pairs = [("x-auth-client", value), ("x-hmac-signature", b"ab")];
        let error = HeaderError::NotText {
            name: "x-auth-client",
        };
        assert_eq!(DeliveryHeaders::from_pairs(pairs.into_iter()), Err(error));
    }
}

#[test]
fn debug_and_errors_show_no_values() {
    let headers =
        read(&[("x-auth-client", "KEY"), ("x-hmac-signature", "SIGNATURE")]).expect("headers");
    let shown = format!("{headers:?}");
    assert!(
        !shown.contains("KEY") && !shown.contains("SIGNATURE"),
        "{shown}"
    );
    let twins = HeaderError::TwinsDiffer {
        name: "x-auth-client",
    };
    assert_eq!(twins.to_string(), "x-auth-client and its vrf- twin differ");
}
