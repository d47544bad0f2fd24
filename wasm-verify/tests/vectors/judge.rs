//! Judges the cases of the file with the crate, in the words of the file.

pub(crate) mod history;
pub(crate) mod hmac;

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};
use veriff_verify::headers::{DeliveryHeaders, HeaderError};
use veriff_verify::signature::{Secret, Secrets, SignatureError};
use veriff_verify::webhook::{Drift, PayloadError, Webhook, parse};

pub(crate) const TYPES: [&str; 9] = [
    "decision",
    "event",
    "fullauto",
    "watchlist",
    "ine",
    "curp",
    "ine-curp",
    "user-status",
    "unknown",
];

pub(crate) const REASONS: [&str; 13] = [
    "missing-auth-client",
    "missing-signature",
    "twins-differ",
    "repeated-header",
    "unknown-auth-client",
    "signature-length",
    "signature-not-hex",
    "signature-mismatch",
    "not-json",
    "not-object",
    "too-deep",
    "missing-field",
    "wrong-type",
];

/// What comes of a case.
pub(crate) fn judge(api_key: &Value, case: &Value) -> Value {
    match verify(api_key, case) {
        Ok(accepted) => accepted,
        Err((reason, None)) => json!({"ok": false, "reason": reason}),
        Err((reason, Some(path))) => json!({"ok": false, "reason": reason, "path": path}),
    }
}

type Refused = (&'static str, Option<&'static str>);

fn verify(api_key: &Value, case: &Value) -> Result<Value, Refused> {
    let body = body(case);
    let (secret_index, webhook) = verified(api_key, &case["secrets"], &case["headers"], &body)?;
    let drift = drift(webhook.drift());
    Ok(
        json!({"ok": true, "secretIndex": secret_index, "webhook": summary(&webhook), "drift": drift}),
    )
}

/// The raw bytes of a delivery.
fn body(delivery: &Value) -> Vec<u8> {
    BASE64_STANDARD
        .decode(text(&delivery["body"]))
        .expect("base64")
}

/// The webhook of a delivery, and with which of the secrets it was signed.
fn verified<'a>(
    api_key: &Value,
    secrets: &Value,
    headers: &Value,
    body: &'a [u8],
) -> Result<(usize, Webhook<'a>), Refused> {
    let secrets = list(secrets).map(|secret| Secret::new(text(secret)).expect("a secret"));
    let secrets = Secrets::new(secrets).expect("one to five secrets");
    let headers = list(headers).map(|pair| (text(&pair[0]), text(&pair[1]).as_bytes()));
    let headers =
        DeliveryHeaders::from_pairs(headers).map_err(|error| (header_reason(error), None))?;
    if *api_key != headers.auth_client {
        return Err(("unknown-auth-client", None));
    }
    let signature = headers.signature.as_bytes();
    let secret_index = secrets
        .verify(body, signature)
        .map_err(|error| (signature_reason(error), None))?;
    let webhook = parse(body).map_err(|error| payload_reason(&error))?;
    Ok((secret_index, webhook))
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().expect("an array").iter()
}

fn header_reason(error: HeaderError) -> &'static str {
    match error {
        HeaderError::MissingAuthClient => "missing-auth-client",
        HeaderError::MissingSignature => "missing-signature",
        HeaderError::TwinsDiffer { .. } => "twins-differ",
        HeaderError::Repeated { .. } => "repeated-header",
        other => panic!("{other}"),
    }
}

fn signature_reason(error: SignatureError) -> &'static str {
    match error {
        SignatureError::WrongLength => "signature-length",
        SignatureError::NotHex => "signature-not-hex",
        SignatureError::Mismatch => "signature-mismatch",
        other => panic!("{other}"),
    }
}

fn payload_reason(error: &PayloadError) -> Refused {
    let reason = match error {
        PayloadError::NotJson { .. } => "not-json",
        PayloadError::NotObject => "not-object",
        PayloadError::TooDeep { .. } => "too-deep",
        PayloadError::Missing { .. } => "missing-field",
        PayloadError::WrongType { .. } => "wrong-type",
        other => panic!("{other}"),
    };
    (reason, error.path())
}

fn drift(drift: &Drift) -> Value {
    json!({
        "unexpectedTypes": drift.unexpected_types,
        "unknownStatus": drift.unknown_status,
        "unknownCode": drift.unknown_code,
        "codeDisagrees": drift.code_disagrees,
        "unknownFields": drift.unknown_fields,
    })
}

fn summary(webhook: &Webhook<'_>) -> Value {
    let mut summary = match webhook {
        Webhook::Decision(it) => json!({
            "status": it.status, "code": it.code, "reason": it.reason, "reasonCode": it.reason_code,
            "acceptedAt": it.accepted_at, "submittedAt": it.submitted_at, "decidedAt": it.decided_at,
        }),
        Webhook::Event(it) => json!({"action": it.action, "code": it.code}),
        Webhook::FullAuto(it) => json!({
            "decision": it.decision, "acceptedAt": it.accepted_at, "decidedAt": it.decided_at,
        }),
        Webhook::Watchlist(it) => json!({
            "checkType": it.check_type, "matchStatus": it.match_status,
            "totalHits": it.total_hits, "createdAt": it.created_at,
        }),
        Webhook::Ine(it) | Webhook::Curp(it) | Webhook::IneCurp(it) => {
            json!({"status": it.status, "code": it.code, "at": it.at})
        }
        Webhook::UserStatus(it) => json!({
            "statusCode": it.status_code, "status": it.status, "reason": it.reason,
            "reasonCode": it.reason_code, "at": it.at,
        }),
        Webhook::Unknown(it) => json!({"eventType": it.event_type}),
        other => panic!("{other:?}"),
    };
    summary["type"] = json!(webhook.kind().as_str());
    summary["sessionId"] = json!(webhook.session_id());
    summary["attemptId"] = json!(webhook.attempt_id());
    summary["vendorData"] = json!(webhook.vendor_data());
    summary["endUserId"] = json!(webhook.end_user_id());
    summary
}
