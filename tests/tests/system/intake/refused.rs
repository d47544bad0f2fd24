//! What is not genuine, or too large, changes nothing.

use super::one_session;
use crate::new_id;
use system_tests::World;
use system_tests::deliveries::{Headers, signature, signed};
use veriff_sandbox::development::LIVE;

#[tokio::test]
async fn unknown_api_key_is_refused() {
    let (world, id, body) = one_session().await;
    refused(
        &world,
        &id,
        &signed(&new_id(), &world.sandbox.secret, &body),
        &body,
    )
    .await;
}

#[tokio::test]
async fn missing_api_key_is_refused() {
    let (world, id, body) = one_session().await;
    let mut headers = signed(&world.sandbox.api_key, &world.sandbox.secret, &body);
    headers.remove(0);
    refused(&world, &id, &headers, &body).await;
}

#[tokio::test]
async fn missing_empty_odd_and_non_hex_signatures_are_refused() {
    let (world, id, body) = one_session().await;
    let good = signature(&world.sandbox.secret, &body);
    let key = ("x-auth-client".to_owned(), world.sandbox.api_key.clone());
    refused(&world, &id, &vec![key.clone()], &body).await;
    for bad in [
        String::new(),
        good[1..].to_owned(),
        good[..62].to_owned(),
        format!("{good}00"),
        format!("zz{}", &good[2..]),
        format!("sha256={good}"),
    ] {
        let headers = vec![key.clone(), ("x-hmac-signature".into(), bad)];
        refused(&world, &id, &headers, &body).await;
    }
}

#[tokio::test]
async fn one_changed_byte_is_refused() {
    let (world, id, body) = one_session().await;
    let headers = signed(&world.sandbox.api_key, &world.sandbox.secret, &body);
    let mut forged = body.clone();
    let at = forged.len() / 2;
    forged[at] ^= 1;
    refused(&world, &id, &headers, &forged).await;
    // Written out again with a blank more, it means the same, and is not what was signed.
    let mut spaced = body.clone();
    spaced.insert(1, b' ');
    refused(&world, &id, &headers, &spaced).await;
}

#[tokio::test]
async fn the_legacy_signature_is_no_signature() {
    let (world, id, body) = one_session().await;
    let headers = vec![
        ("x-auth-client".to_owned(), world.sandbox.api_key.clone()),
        (
            "x-signature".to_owned(),
            signature(&world.sandbox.secret, &body),
        ),
    ];
    refused(&world, &id, &headers, &body).await;
}

#[tokio::test]
async fn twin_headers_count_alone_and_agreeing_and_are_refused_when_they_differ() {
    let (world, id, body) = one_session().await;
    let good = signed(&world.sandbox.api_key, &world.sandbox.secret, &body);
    let mut twins = good.clone();
    twins.push(("vrf-auth-client".into(), new_id()));
    refused(&world, &id, &twins, &body).await;
    let mut twins = good.clone();
    twins.push((
        "vrf-hmac-signature".into(),
        signature("another-secret", &body),
    ));
    refused(&world, &id, &twins, &body).await;

    let alone = vec![
        ("VRF-AUTH-CLIENT".to_owned(), good[0].1.clone()),
        ("VRF-HMAC-SIGNATURE".to_owned(), good[1].1.to_uppercase()),
    ];
    assert_eq!(world.deliver_raw(&alone, &body).await, 200);
    assert_eq!(world.status(&id).await, "approved");
    let mut agreeing = good;
    agreeing.extend(alone);
    assert_eq!(world.deliver_raw(&agreeing, &body).await, 200);
}

#[tokio::test]
async fn genuine_under_one_integration_cannot_touch_a_session_of_another() {
    let (world, id, body) = one_session().await;
    refused(
        &world,
        &id,
        &signed(LIVE.api_key, LIVE.secret, &body),
        &body,
    )
    .await;
    // Nor does the other integration's key with this one's secret.
    refused(
        &world,
        &id,
        &signed(LIVE.api_key, &world.sandbox.secret, &body),
        &body,
    )
    .await;
}

#[tokio::test]
async fn over_a_megabyte_is_413_before_any_hashing() {
    let (world, id, _) = one_session().await;
    let before = world.stored(&id).await;
    let body = vec![b' '; receive_webhook::LARGEST_BODY + 1];
    assert_eq!(world.deliver_raw(&Headers::new(), &body).await, 413);
    assert_eq!(world.stored(&id).await, before);
}

/// The delivery is refused with 401 and changes nothing.
async fn refused(world: &World, id: &str, headers: &Headers, body: &[u8]) {
    let before = world.stored(id).await;
    assert_eq!(world.deliver_raw(headers, body).await, 401);
    assert_eq!(world.stored(id).await, before);
}
