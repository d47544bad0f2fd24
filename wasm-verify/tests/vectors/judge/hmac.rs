//! Judges a case of HMAC-SHA256.

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};
use veriff_verify::signature::{Secret, Secrets, SignatureError, sign};

use super::{signature_reason, text};

/// What comes of a case: whether it is genuine, and if not, why.
pub(crate) fn judge(case: &Value) -> Value {
    let message = BASE64_STANDARD
        .decode(text(&case["message"]))
        .expect("base64");
    let secret = Secret::new(text(&case["secret"])).expect("a secret");
    let signed = sign(&secret, &message).to_hex();
    let secrets = Secrets::new([secret]).expect("one secret");
    let signature = text(&case["signature"]);
    match secrets.verify(&message, signature.as_bytes()) {
        Ok(_) => json!({"genuine": signed == signature.to_lowercase()}),
        // An empty header counts as none.
        Err(SignatureError::Missing) => json!({"genuine": false, "reason": "missing-signature"}),
        Err(error) => json!({"genuine": false, "reason": signature_reason(error)}),
    }
}

/// What the file expects, in the same words.
pub(crate) fn expected(case: &Value) -> Value {
    match &case["reason"] {
        Value::Null => json!({"genuine": case["genuine"]}),
        reason => json!({"genuine": case["genuine"], "reason": reason}),
    }
}
