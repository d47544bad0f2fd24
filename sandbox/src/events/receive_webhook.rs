//! `POST /webhooks/veriff`: every type and status, genuine and forged.

use super::request::SampleRequest;
use super::{Cases, EventsError, canonical, webhooks};
use crate::development::{Integration, LIVE, TEST};
use http::Method;
use serde_json::Value;
use veriff_verify::signature::{Secret, sign};

const JSON: &str = "application/json; charset=utf-8";

pub(super) fn cases() -> Result<Cases, EventsError> {
    let mut cases = Vec::new();
    for (name, body) in genuine() {
        let body = canonical::compact(&body);
        cases.push((name, signed(&TEST, &body)?.body(JSON, body)?.event()?));
    }
    let approved = canonical::compact(&webhooks::decision("approved", 9001, None));
    let signature = signature(&TEST, &approved)?;
    let request = |key: &str, signature: &str| {
        bare()
            .header("X-AUTH-CLIENT", key)?
            .header("X-HMAC-SIGNATURE", signature)
    };

    cases.push((
        "decision-approved-live-integration",
        signed(&LIVE, &approved)?
            .body(JSON, approved.clone())?
            .event()?,
    ));
    // API Gateway sends what it does not take for text in base64.
    cases.push((
        "decision-approved-base64",
        request(TEST.api_key, &signature)?
            .body("application/octet-stream", approved.clone())?
            .event()?,
    ));
    cases.push((
        "decision-approved-vrf-headers",
        bare()
            .header("VRF-AUTH-CLIENT", TEST.api_key)?
            .header("VRF-HMAC-SIGNATURE", &signature)?
            .header("VRF-INTEGRATION-ID", TEST.id)?
            .body(JSON, approved.clone())?
            .event()?,
    ));
    cases.push((
        "decision-approved-upper-case-signature",
        request(TEST.api_key, &signature.to_ascii_uppercase())?
            .body(JSON, approved.clone())?
            .event()?,
    ));

    let mut forge = |name, request: SampleRequest| -> Result<(), EventsError> {
        cases.push((name, request.body(JSON, approved.clone())?.event()?));
        Ok(())
    };
    let unknown_key = "00000000-0000-4000-8000-000000000bad";
    forge(
        "refused-forged-signature",
        request(TEST.api_key, &"5".repeat(64))?,
    )?;
    forge(
        "refused-odd-length-signature",
        request(TEST.api_key, &signature[..63])?,
    )?;
    forge(
        "refused-short-signature",
        request(TEST.api_key, &signature[..32])?,
    )?;
    forge(
        "refused-missing-signature",
        bare().header("X-AUTH-CLIENT", TEST.api_key)?,
    )?;
    forge(
        "refused-missing-api-key",
        bare().header("X-HMAC-SIGNATURE", &signature)?,
    )?;
    forge("refused-unknown-api-key", request(unknown_key, &signature)?)?;
    forge(
        "refused-other-integrations-key",
        request(LIVE.api_key, &signature)?,
    )?;
    forge(
        "refused-twins-differ",
        request(TEST.api_key, &signature)?.header("VRF-AUTH-CLIENT", LIVE.api_key)?,
    )?;
    let altered = approved.replace("9001", "9002");
    cases.push((
        "refused-altered-body",
        request(TEST.api_key, &signature)?
            .body(JSON, altered)?
            .event()?,
    ));

    for (name, body) in [
        ("malformed-not-json", "{\"verification\": {\"id\": "),
        ("malformed-not-an-object", "[\"verification\"]"),
        ("malformed-empty", ""),
        (
            "malformed-session-id-is-a-number",
            "{\"status\":\"success\",\"verification\":{\"id\":7,\"status\":\"approved\",\"code\":9001}}",
        ),
    ] {
        cases.push((name, signed(&TEST, body)?.body(JSON, body)?.event()?));
    }
    Ok(cases)
}

/// Signed and well-formed, under the test integration.
fn genuine() -> Vec<(&'static str, Value)> {
    use webhooks::{decision, event, full_auto, watchlist};
    let limit = Some(("Resubmission limit exceeded", 539));
    vec![
        ("event-started", event(7001, "started")),
        ("event-submitted", event(7002, "submitted")),
        ("event-legacy-7003", event(7003, "tier_1_approved")),
        ("event-legacy-7005", event(7005, "submitted")),
        ("decision-approved", decision("approved", 9001, None)),
        (
            "decision-declined",
            decision("declined", 9102, Some(("Suspected tampering", 102))),
        ),
        (
            "decision-declined-resubmission-limit",
            decision("declined", 9102, limit),
        ),
        (
            "decision-resubmission-requested",
            decision(
                "resubmission_requested",
                9103,
                Some(("Image of poor quality", 204)),
            ),
        ),
        ("decision-review", decision("review", 9121, None)),
        ("decision-expired", decision("expired", 9104, None)),
        ("decision-abandoned", decision("abandoned", 9104, None)),
        ("decision-approved-biometric", webhooks::biometric()),
        (
            "decision-approved-age-estimation",
            webhooks::age_estimation(),
        ),
        (
            "decision-approved-proof-of-address",
            webhooks::proof_of_address(),
        ),
        ("fullauto-approved", full_auto("approved", 0.97)),
        ("fullauto-declined", full_auto("declined", 0.11)),
        ("watchlist-no-match", watchlist("initial_result", false)),
        (
            "watchlist-possible-match",
            watchlist("updated_result", true),
        ),
        ("ine", webhooks::ine()),
        ("curp", webhooks::curp()),
        ("ine-curp", webhooks::ine_curp()),
        ("user-status", webhooks::user_status()),
        ("unknown-type", webhooks::unknown()),
    ]
}

fn bare() -> SampleRequest {
    SampleRequest::new(Method::POST, "/webhooks/veriff")
}

fn signed(integration: &Integration, body: &str) -> Result<SampleRequest, EventsError> {
    bare()
        .header("X-AUTH-CLIENT", integration.api_key)?
        .header("X-HMAC-SIGNATURE", &signature(integration, body)?)
}

fn signature(integration: &Integration, body: &str) -> Result<String, EventsError> {
    Ok(sign(&Secret::new(integration.secret)?, body.as_bytes()).to_hex())
}
