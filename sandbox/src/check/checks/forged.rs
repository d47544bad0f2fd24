//! What Veriff did not sign is refused and changes nothing.

use super::WEBHOOKS;
use crate::check::case::{Case, Subject};
use crate::check::catalogue::{Check, Group, Run};
use crate::check::delivery::{Delivery, legacy_signature, signature};
use crate::check::outcome::{Ended, Step};
use serde_json::Value;

pub(crate) static WRONG_API_KEY: Check = Check {
    name: "wrong-api-key",
    title: "A webhook under another API key, or under none, is refused",
    group: Group::Security,
    why: "X-AUTH-CLIENT says which integration a message is for. Unchecked, messages of a test \
          integration, where anybody in the company can set any status, pass for live ones.",
    mend: "Compare X-AUTH-CLIENT with your integration's API key before anything else, and answer \
           401 if it differs.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(wrong_api_key(case))),
};

async fn wrong_api_key(case: &mut Case) -> Result<(), Ended> {
    let other = uuid::Uuid::new_v4().to_string();
    forged(case, |_, genuine, _| {
        vec![
            (
                "an approval under another API key",
                genuine.clone().under_key(Some(&other)),
            ),
            (
                "an approval without an API key",
                genuine.clone().under_key(None),
            ),
        ]
    })
    .await
}

pub(crate) static WRONG_SECRET: Check = Check {
    name: "wrong-secret",
    title: "A webhook signed with another secret is refused",
    group: Group::Security,
    why: "Your webhook URL can be found out. Without the signature's check, whoever finds it approves \
          themselves.",
    mend: "Compute HMAC-SHA256 over the raw body with the shared secret and compare it in constant \
           time; answer 401 if it differs.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(wrong_secret(case))),
};

async fn wrong_secret(case: &mut Case) -> Result<(), Ended> {
    let other = uuid::Uuid::new_v4().to_string();
    forged(case, |case, genuine, _| {
        let api_key = case.bench.backend.keys.api_key.clone();
        vec![
            (
                "an approval signed with another secret",
                genuine.clone().signed_with(&other),
            ),
            // The API key is public; some take it for the secret.
            (
                "an approval signed with the API key",
                genuine.clone().signed_with(&api_key),
            ),
        ]
    })
    .await
}

pub(crate) static CHANGED_BODY: Check = Check {
    name: "changed-body",
    title: "A webhook whose body was changed after signing is refused",
    group: Group::Security,
    why: "One byte makes another session's approval of this one's. The signature must cover every \
          byte that is acted upon.",
    mend: "Sign the bytes that came over the wire, all of them, and parse those same bytes.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(changed_body(case))),
};

async fn changed_body(case: &mut Case) -> Result<(), Ended> {
    forged(case, |case, genuine, body| {
        let text = body.to_string();
        let spaced = format!("{text} ");
        let mut declined = body.clone();
        if let Some(status) = crate::check::message::status_of(&mut declined) {
            *status = "declined".into();
        }
        // A signature of somebody's decline, put on somebody's approval.
        let of_declined = case.genuine(&declined).with_body(text);
        vec![
            ("an approval under a decline's signature", of_declined),
            (
                "an approval with one byte more than was signed",
                genuine.clone().with_body(spaced),
            ),
        ]
    })
    .await
}

pub(crate) static NO_SIGNATURE: Check = Check {
    name: "no-signature",
    title: "A webhook without a signature is refused",
    group: Group::Security,
    why: "A comparison that is skipped when the header is missing protects against nobody: whoever \
          forges a message leaves it out.",
    mend: "Treat a missing header as a wrong one: answer 401.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(no_signature(case))),
};

async fn no_signature(case: &mut Case) -> Result<(), Ended> {
    forged(case, |_, genuine, _| {
        vec![
            (
                "an approval without a signature",
                genuine.clone().signature(|_| None),
            ),
            (
                "an approval with an empty signature",
                genuine.clone().signature(|_| Some(String::new())),
            ),
        ]
    })
    .await
}

pub(crate) static MALFORMED_SIGNATURE: Check = Check {
    name: "malformed-signature",
    title: "A signature of odd length, of other characters, cut or lengthened, is refused without a crash",
    group: Group::Security,
    why: "Hex decoders and constant-time comparisons throw on unequal lengths. An uncaught error is a \
          500, and a way to bring the service down without any key.",
    mend: "Check that the signature is 64 hex digits before decoding it; else answer 401.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(malformed_signature(case))),
};

async fn malformed_signature(case: &mut Case) -> Result<(), Ended> {
    forged(case, |_, genuine, _| {
        let cut = |length: usize| {
            genuine
                .clone()
                .signature(|hex| hex.get(..length).map(str::to_owned))
        };
        vec![
            ("a signature of odd length", cut(63)),
            ("a signature cut to its beginning", cut(8)),
            ("a signature of one character", cut(1)),
            (
                "a signature lengthened",
                genuine.clone().signature(|hex| Some(format!("{hex}00"))),
            ),
            (
                "a signature that is not hex",
                genuine.clone().signature(|_| Some("z".repeat(64))),
            ),
        ]
    })
    .await
}

pub(crate) static OTHER_HEADER: Check = Check {
    name: "other-header",
    title: "A signature under another header's name, or of Veriff's early days, is refused",
    group: Group::Security,
    why: "X-SIGNATURE was a plain hash of body and secret, open to attacks that HMAC is not, and is \
          no longer sent. Code that still accepts it keeps the old door open.",
    mend: "Read X-HMAC-SIGNATURE (or VRF-HMAC-SIGNATURE) and nothing else.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(other_header(case))),
};

async fn other_header(case: &mut Case) -> Result<(), Ended> {
    forged(case, |case, genuine, body| {
        let secrets = &case.bench.backend.keys.secrets;
        let secret = secrets.first().map(String::as_str).unwrap_or_default();
        let bytes = body.to_string();
        let hmac = signature(secret, bytes.as_bytes());
        let hash = legacy_signature(secret, bytes.as_bytes());
        let unsigned = || genuine.clone().signature(|_| None);
        vec![
            (
                "an approval whose signature is in X-SIGNATURE",
                unsigned().and_header("x-signature", hmac),
            ),
            (
                "an approval with the plain hash in X-SIGNATURE",
                unsigned().and_header("x-signature", hash.clone()),
            ),
            (
                "an approval with the plain hash in X-HMAC-SIGNATURE",
                genuine.clone().signature(|_| Some(hash)),
            ),
        ]
    })
    .await
}

/// Forms of a new person's approval that must all be refused.
async fn forged(
    case: &mut Case,
    forms: impl FnOnce(&Case, &Delivery, &Value) -> Vec<(&'static str, Delivery)>,
) -> Result<(), Ended> {
    let subject: Subject = case.subject().await?;
    let body = case.invented_approval(&subject).await?;
    let genuine = case.genuine(&body);
    for (step, forged) in forms(case, &genuine, &body) {
        case.refused(&subject, Step::from(step), forged, &genuine)
            .await?;
    }
    Ok(())
}
