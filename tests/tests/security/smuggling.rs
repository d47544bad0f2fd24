//! Deliveries that one part might take for something else than another does: through the events of API
//! Gateway, since that is where they come from.
//!
//! What is let in is exactly the genuine bytes under the genuine headers. All else is refused, and leaves
//! nothing.

use super::{approval, assert_untouched, new_id};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::Method;
use serde_json::{Value, json};
use system_tests::World;
use system_tests::by_hand::ByHand;
use system_tests::contents::everything;
use system_tests::deliveries::{Headers, signature, signed};
use veriff_sandbox::development::{LIVE, TEST};

const KEY: &str = "x-auth-client";
const SIGNATURE: &str = "x-hmac-signature";

/// A change to a genuine event.
type Change = fn(&mut Value);

/// A genuine delivery of this body, as API Gateway would hand it on.
fn genuine(world: &World, body: &str) -> ByHand {
    let headers = signed(TEST.api_key, TEST.secret, body.as_bytes());
    delivery(world, &headers, body)
}

fn delivery(world: &World, headers: &Headers, body: &str) -> ByHand {
    ByHand::new(
        world,
        &Method::POST,
        "/webhooks/veriff",
        headers,
        body.as_bytes(),
    )
}

fn text<'a>(event: &'a Value, header: &str) -> &'a str {
    event["headers"][header].as_str().expect("a header")
}

/// Takes a header out of an event.
fn take(event: &mut Value, header: &str) -> Value {
    let headers = event["headers"].as_object_mut().expect("headers");
    headers.remove(header).expect("it is there")
}

/// The signature of something else.
fn forged() -> String {
    signature("a-guess", b"{}")
}

fn in_base64(event: &mut Value, change: fn(Vec<u8>) -> Vec<u8>) {
    let body = event["body"].as_str().expect("a body").as_bytes().to_vec();
    event["body"] = STANDARD.encode(change(body)).into();
    event["isBase64Encoded"] = true.into();
}

fn change_body(event: &mut Value, change: fn(&str) -> String) {
    event["body"] = change(event["body"].as_str().expect("a body")).into();
}

const LET_IN: [(&str, Change); 12] = [
    ("the API key, a UUID, in capitals", |event| {
        event["headers"][KEY] = text(event, KEY).to_uppercase().into();
    }),
    ("names in capitals", |event| {
        for name in [KEY, SIGNATURE] {
            let value = take(event, name);
            event["headers"][name.to_uppercase()] = value;
        }
    }),
    ("blanks around the values", |event| {
        for name in [KEY, SIGNATURE] {
            event["headers"][name] = format!(" \t{}  ", text(event, name)).into();
        }
    }),
    ("a header as a list of one", |event| {
        event["headers"][SIGNATURE] = json!([text(event, SIGNATURE)]);
    }),
    ("a header twice, the same", |event| {
        event["headers"][SIGNATURE] = json!([text(event, SIGNATURE), text(event, SIGNATURE)]);
    }),
    ("the newer names alone", |event| {
        event["headers"]["vrf-auth-client"] = take(event, KEY);
        event["headers"]["vrf-hmac-signature"] = take(event, SIGNATURE);
    }),
    ("both names, agreeing", |event| {
        event["headers"]["vrf-auth-client"] = text(event, KEY).into();
        event["headers"]["vrf-hmac-signature"] = text(event, SIGNATURE).to_uppercase().into();
    }),
    ("another integration's name beside the key", |event| {
        event["headers"]["vrf-integration-id"] = LIVE.id.into();
    }),
    ("the body in base64", |event| in_base64(event, |body| body)),
    (
        "forged headers where no API of this kind has any",
        |event| {
            event["multiValueHeaders"] = json!({ KEY: [LIVE.api_key], SIGNATURE: [forged()] });
        },
    ),
    ("a legacy signature beside it", |event| {
        event["headers"]["x-signature"] = forged().into();
    }),
    ("an encoding that is told, and was not used", |event| {
        event["headers"]["content-encoding"] = "gzip".into();
    }),
];

const REFUSED: [(&str, Change); 36] = [
    ("two signatures, joined as API Gateway does", |event| {
        event["headers"][SIGNATURE] = format!("{},{}", text(event, SIGNATURE), forged()).into();
    }),
    ("the same signature twice, joined", |event| {
        event["headers"][SIGNATURE] = [text(event, SIGNATURE); 2].join(",").into();
    }),
    ("two keys, joined", |event| {
        event["headers"][KEY] = [TEST.api_key, LIVE.api_key].join(",").into();
    }),
    ("a forged signature before the genuine one", |event| {
        event["headers"][SIGNATURE] = json!([forged(), text(event, SIGNATURE)]);
    }),
    ("a forged signature after the genuine one", |event| {
        event["headers"][SIGNATURE] = json!([text(event, SIGNATURE), forged()]);
    }),
    ("another key after the genuine one", |event| {
        event["headers"][KEY] = json!([TEST.api_key, LIVE.api_key]);
    }),
    ("a newer signature that disagrees", |event| {
        event["headers"]["vrf-hmac-signature"] = forged().into();
    }),
    ("an older signature that disagrees", |event| {
        event["headers"]["vrf-hmac-signature"] = take(event, SIGNATURE);
        event["headers"][SIGNATURE] = forged().into();
    }),
    ("a newer key that disagrees", |event| {
        event["headers"]["vrf-auth-client"] = LIVE.api_key.into();
    }),
    ("an older key that disagrees", |event| {
        event["headers"]["vrf-auth-client"] = take(event, KEY);
        event["headers"][KEY] = LIVE.api_key.into();
    }),
    ("an empty twin of the signature", |event| {
        event["headers"]["vrf-hmac-signature"] = "".into();
    }),
    ("the headers where no API of this kind has any", |event| {
        let (key, signature) = (take(event, KEY), take(event, SIGNATURE));
        event["multiValueHeaders"] = json!({ KEY: [key], SIGNATURE: [signature] });
    }),
    ("the headers with underscores", |event| {
        event["headers"]["x_auth_client"] = take(event, KEY);
        event["headers"]["x_hmac_signature"] = take(event, SIGNATURE);
    }),
    ("the signature in the query", |event| {
        let signature = take(event, SIGNATURE);
        event["queryStringParameters"] = json!({ SIGNATURE: signature });
        event["rawQueryString"] = format!("{SIGNATURE}={}", forged()).into();
    }),
    ("the signature in a cookie", |event| {
        let signature = take(event, SIGNATURE);
        event["cookies"] = json!([format!("{SIGNATURE}={}", signature.as_str().expect("text"))]);
    }),
    ("the signature with its name", |event| {
        event["headers"][SIGNATURE] = format!("sha256={}", text(event, SIGNATURE)).into();
    }),
    ("the signature in base64", |event| {
        event["headers"][SIGNATURE] = STANDARD.encode(text(event, SIGNATURE)).into();
    }),
    ("a letter that is none of ASCII's", |event| {
        event["headers"][SIGNATURE] = format!("{}ａ", &text(event, SIGNATURE)[..63]).into();
    }),
    ("another integration's key", |event| {
        event["headers"][KEY] = LIVE.api_key.into();
    }),
    ("another integration's secret", |event| {
        let body = event["body"].as_str().expect("a body").as_bytes();
        event["headers"][SIGNATURE] = signature(LIVE.secret, body).into();
    }),
    (
        "another integration's key and secret, for a session of this one",
        |event| {
            let body = event["body"].as_str().expect("a body").as_bytes();
            let signature = signature(LIVE.secret, body);
            event["headers"][KEY] = LIVE.api_key.into();
            event["headers"][SIGNATURE] = signature.into();
        },
    ),
    ("a body in base64 that nobody says is", |event| {
        in_base64(event, |body| body);
        event["isBase64Encoded"] = false.into();
    }),
    ("a body in base64 twice", |event| {
        in_base64(event, |body| STANDARD.encode(body).into_bytes());
    }),
    ("a body in base64 of other bytes", |event| {
        in_base64(event, |mut body| {
            body[20] ^= 1;
            body
        });
    }),
    ("a body in base64 that was compressed", |event| {
        event["headers"]["content-encoding"] = "deflate".into();
        in_base64(event, |body| {
            miniz_oxide::deflate::compress_to_vec(&body, 6)
        });
    }),
    ("a body in UTF-16", |event| {
        in_base64(event, |body| {
            let text = String::from_utf8(body).expect("text");
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        });
    }),
    ("a byte-order mark before it", |event| {
        change_body(event, |body| format!("\u{feff}{body}"));
    }),
    ("a line end after it", |event| {
        change_body(event, |body| format!("{body}\n"))
    }),
    ("a byte of nothing after it", |event| {
        change_body(event, |body| format!("{body}\0"))
    }),
    ("written out again", |event| {
        change_body(event, |body| {
            let body: Value = serde_json::from_str(body).expect("JSON");
            serde_json::to_string_pretty(&body).expect("JSON")
        });
    }),
    ("base64 that is none", |event| {
        event["isBase64Encoded"] = true.into();
    }),
    ("base64 of another alphabet", |event| {
        let body = event["body"].as_str().expect("a body");
        event["body"] = URL_SAFE_NO_PAD.encode(format!("{body}>>>???")).into();
        event["isBase64Encoded"] = true.into();
    }),
    ("base64 in lines", |event| {
        in_base64(event, |body| body);
        change_body(event, |body| format!("{}\n{}", &body[..76], &body[76..]));
    }),
    ("an empty body", |event| event["body"] = "".into()),
    ("a body that is null", |event| event["body"] = Value::Null),
    ("no body, and in base64", |event| {
        event["body"] = Value::Null;
        event["isBase64Encoded"] = true.into();
    }),
];

/// What API Gateway never sends, since it is not HTTP.
const BROKEN: [(&str, Change); 2] = [
    ("a second header in the value of one", |event| {
        let two = format!("{}\r\n{KEY}: {}", text(event, SIGNATURE), LIVE.api_key);
        event["headers"][SIGNATURE] = two.into();
    }),
    ("a blank behind a name", |event| {
        event["headers"]["x-hmac-signature "] = take(event, SIGNATURE);
    }),
];

#[tokio::test]
async fn the_genuine_bytes_are_let_in_whatever_they_are_wrapped_in() {
    let world = World::new().await;
    for (what, change) in LET_IN {
        let id = world.session_for(what).await;
        let mut event = genuine(&world, &approval(&id));
        change(&mut event.event);
        assert_eq!(event.status(&world).await, 200, "{what}");
        let view = world.session(&id).await;
        assert_eq!(view["status"], "approved", "{what}");
        assert_eq!(view["grants"], "test", "{what}");
        assert_eq!(view["integration"]["id"], TEST.id, "{what}");
    }
}

#[tokio::test]
async fn all_else_is_refused_and_leaves_nothing() {
    let world = World::new().await;
    let body = approval(&world.session_for("a").await);
    let before = everything(&world).await;
    for (what, change) in REFUSED {
        let mut event = genuine(&world, &body);
        change(&mut event.event);
        let answer = event.answer(&world).await.expect("an answer");
        assert_eq!(answer.status(), 401, "{what}");
        assert!(answer.body().is_empty(), "{what}: it says why");
        assert_untouched(&world, &before, what).await;
    }
    // What was refused is let in when it comes as it was sent.
    assert_eq!(genuine(&world, &body).status(&world).await, 200);
}

#[tokio::test]
async fn what_the_gateway_never_sends_leaves_nothing_and_tells_nothing() {
    let world = World::new().await;
    let body = approval(&world.session_for("a").await);
    let before = everything(&world).await;
    for (what, change) in BROKEN {
        let mut event = genuine(&world, &body);
        change(&mut event.event);
        let broken = event.invoked(&world).await;
        let told = broken.map(|answer| answer.status()).expect_err(what);
        assert_untouched(&world, &before, what).await;
        let signature = signature(TEST.secret, body.as_bytes());
        for planted in ["QUIRIN", "QX9910417", TEST.secret, &signature] {
            assert!(!told.contains(planted), "{planted} in {told}");
        }
    }
}

#[tokio::test]
async fn a_genuine_delivery_at_another_route_does_nothing() {
    let world = World::new().await;
    let body = approval(&world.session_for("a").await);
    let headers = signed(TEST.api_key, TEST.secret, body.as_bytes());
    let before = everything(&world).await;
    // No signature makes a caller.
    let create = ByHand::new(
        &world,
        &Method::POST,
        "/sessions",
        &headers,
        body.as_bytes(),
    );
    assert_eq!(create.status(&world).await, 401);
    for (method, path) in [
        (Method::PUT, "/webhooks/veriff"),
        (Method::GET, "/webhooks/veriff"),
        (Method::POST, "/webhooks/veriff/"),
        (Method::POST, "/webhooks/VERIFF"),
        (Method::POST, "/webhooks%2Fveriff"),
        (Method::POST, "//webhooks/veriff"),
        (Method::POST, "/sessions/x"),
    ] {
        let answer = world.call(None, method, path, &body).await;
        assert_eq!(answer.status, 404, "{path}");
    }
    // What we sign ourselves, an id, is no webhook either.
    let id = new_id();
    let headers = signed(TEST.api_key, TEST.secret, id.as_bytes());
    assert_untouched(&world, &before, "another route").await;
    assert_eq!(delivery(&world, &headers, &id).status(&world).await, 400);
}
