//! What a webhook says, read by the crate and read from `serde_json`'s value: field by field the same.
//! The fuzzer runs this too (`tests/fuzz`).

use serde_json::Value;
use veriff_verify::json::{Object, validate};
use veriff_verify::lifecycle::{DecisionStatus, FactKind, State};
use veriff_verify::time::parse_timestamp;
use veriff_verify::webhook::{Kind, PayloadError, Registry, Summary, TextField, Webhook, parse};

use super::differential::{agree, rebuild};

/// Whatever the crate says of a body, `serde_json` says too.
pub(crate) fn check(body: &[u8]) {
    let reference = agree(body);
    let parsed = parse(body);
    let summary = Summary::of(body);
    assert_eq!(
        parsed.as_ref().err(),
        summary.as_ref().err(),
        "summary and webhook"
    );
    let Some(reference) = reference else {
        assert!(
            parsed.as_ref().is_err_and(|error| !error.is_json()),
            "{parsed:?}"
        );
        return;
    };
    assert_eq!(rebuild(validate(body).expect("valid")), reference);
    if !reference.is_object() {
        assert_eq!(parsed.expect_err("an error"), PayloadError::NotObject);
        return;
    }
    let reference = Reference(&reference);
    match (parsed, summary) {
        (Ok(webhook), Ok(summary)) => {
            check_summary(&webhook, &summary);
            check_webhook(&reference, &webhook);
        }
        (Err(error), _) => check_error(&reference, &error),
        (Ok(_), Err(error)) => panic!("{error}"),
    }
}

/// The summary has what the webhook has, and both mean the same for a session.
fn check_summary(webhook: &Webhook<'_>, summary: &Summary<'_>) {
    assert_eq!(webhook.kind(), summary.kind());
    for (field, of_webhook) in [
        (TextField::SessionId, webhook.session_id()),
        (TextField::AttemptId, webhook.attempt_id()),
        (TextField::VendorData, webhook.vendor_data()),
        (TextField::EndUserId, webhook.end_user_id()),
    ] {
        assert_eq!(summary.text(field).as_deref(), of_webhook, "{field:?}");
    }
    assert_eq!(webhook.facts(), summary.facts());
    assert_eq!(webhook.drift(), summary.drift());
    let mut folded = State::default();
    for fact in webhook.facts() {
        folded.apply(&fact);
    }
    let mut joined = State::default();
    assert_eq!(joined.apply_webhook(summary), joined != State::default());
    assert_eq!(folded, joined);
}

fn check_webhook(reference: &Reference<'_>, webhook: &Webhook<'_>) {
    assert_eq!(webhook.kind().as_str(), reference.kind());
    assert!(webhook.session_id().is_none_or(is_id));
    assert!(webhook.attempt_id().is_none_or(is_id));
    let within = match webhook.kind() {
        Kind::Decision => "/verification",
        _ => "",
    };
    let common = |name: &str| reference.text(&format!("{within}/{name}"));
    assert_eq!(webhook.vendor_data(), common("vendorData"));
    assert_eq!(webhook.end_user_id(), common("endUserId"));
    match webhook {
        Webhook::Ine(it) | Webhook::IneCurp(it) => {
            check_registry(reference, it, ["/sessionId", "/id"]);
        }
        Webhook::Curp(it) => check_registry(reference, it, ["/id", "/sessionId"]),
        _ => {
            let attempt = reference.id(&format!("{within}/attemptId"));
            assert_eq!(webhook.attempt_id(), attempt);
        }
    }
    check_kind(reference, webhook);
}

/// What only this type of webhook has.
fn check_kind(reference: &Reference<'_>, webhook: &Webhook<'_>) {
    let text = |pointer| reference.text(pointer);
    match webhook {
        Webhook::Decision(it) => {
            assert_eq!(Some(&*it.session_id), text("/verification/id"));
            assert_eq!(Some(&*it.status), text("/verification/status"));
            assert_eq!(it.code, reference.code("/verification/code"));
            assert_eq!(it.reason.as_deref(), text("/verification/reason"));
            assert_eq!(it.reason_code, reference.code("/verification/reasonCode"));
            assert_eq!(it.decided_at, reference.time("/verification/decisionTime"));
            assert_eq!(
                it.submitted_at,
                reference.time("/verification/submissionTime")
            );
            assert_eq!(
                it.accepted_at,
                reference.time("/verification/acceptanceTime")
            );
            let person = it.person().value();
            let person = person.map(|person| rebuild_object(person.object()));
            let expected = reference.get("/verification/person");
            assert_eq!(person.as_ref(), expected.filter(|it| it.is_object()));
            let verdicts = it.facts();
            let verdicts = verdicts.iter();
            let verdicts = verdicts.filter(|it| matches!(it.kind, FactKind::Decision(_)));
            let is_known = DecisionStatus::from_text(&it.status).is_some();
            assert_eq!(verdicts.count(), usize::from(is_known));
        }
        Webhook::Event(it) => {
            assert_eq!(Some(&*it.session_id), text("/id"));
            assert_eq!(Some(&*it.action), text("/action"));
            assert_eq!(it.code, reference.code("/code"));
        }
        Webhook::FullAuto(it) => {
            assert_eq!(it.session_id.as_deref(), reference.id("/sessionId"));
            assert_eq!(it.decision.as_deref(), text("/data/verification/decision"));
            assert_eq!(it.decided_at, reference.time("/time"));
            let score = it.decision_score().value();
            let score = score.map(|it| serde_json::from_str(it.as_str()).expect("JSON"));
            let expected = reference.get("/data/verification/decisionScore");
            assert_eq!(score.as_ref(), expected.filter(|it| it.is_number()));
        }
        Webhook::Watchlist(it) => {
            assert_eq!(it.session_id.as_deref(), reference.id("/sessionId"));
            assert_eq!(Some(&*it.match_status), text("/matchStatus"));
            assert_eq!(it.created_at, reference.time("/createdAt"));
            let hits = reference.get("/hits").and_then(Value::as_array);
            assert_eq!(it.hits().count(), hits.map_or(0, Vec::len));
        }
        Webhook::UserStatus(it) => {
            let code = "/data/verification/userDefinedData/statusCode";
            let name = "/data/verification/userDefinedData/status";
            assert_eq!(Some(&*it.session_id), text("/sessionId"));
            assert_eq!(
                Some(&*it.status_code),
                text(reference.first_of([code, name]))
            );
        }
        Webhook::Unknown(it) => {
            assert_eq!(it.session_id.as_deref(), reference.id("/sessionId"));
            assert_eq!(rebuild(it.body), *reference.0);
            assert!(webhook.facts().is_empty());
        }
        _ => {}
    }
}

fn check_registry(reference: &Reference<'_>, it: &Registry<'_>, session: [&'static str; 2]) {
    let session = reference.first_of(session);
    assert_eq!(Some(&*it.session_id), reference.text(session));
    let attempt = reference.first_of(["/data/attemptId", "/attemptId"]);
    assert_eq!(it.attempt_id.as_deref(), reference.id(attempt));
}

/// An error names a field that `serde_json` too finds missing, or not fit.
fn check_error(reference: &Reference<'_>, error: &PayloadError) {
    let pointer = |path: &str| format!("/{}", path.replace('.', "/"));
    match error {
        PayloadError::Missing { path } => assert_eq!(reference.get(&pointer(path)), None),
        PayloadError::WrongType { path, .. } => {
            let found = reference.get(&pointer(path));
            let fits = match path.rsplit('.').next() {
                Some("id" | "sessionId") => found.and_then(Value::as_str).is_some_and(is_id),
                Some("code") => reference.code(&pointer(path)).is_some(),
                Some("verification") => found.is_some_and(Value::is_object),
                _ => found.is_some_and(Value::is_string),
            };
            assert!(found.is_some() && !fits, "{error}");
        }
        other => panic!("{other}"),
    }
}

/// A body as `serde_json` reads it, and the rules of reading a field, written a second time.
struct Reference<'a>(&'a Value);

impl<'a> Reference<'a> {
    fn get(&self, pointer: &str) -> Option<&'a Value> {
        self.0.pointer(pointer)
    }

    fn text(&self, pointer: &str) -> Option<&'a str> {
        self.get(pointer)?.as_str()
    }

    fn id(&self, pointer: &str) -> Option<&'a str> {
        self.text(pointer).filter(|id| is_id(id))
    }

    fn time(&self, pointer: &str) -> Option<i64> {
        parse_timestamp(self.text(pointer)?)
    }

    fn code(&self, pointer: &str) -> Option<u32> {
        match self.get(pointer)? {
            Value::Number(number) => number.as_u64()?.try_into().ok(),
            Value::String(text) if text.bytes().all(|c| c.is_ascii_digit()) && text.len() <= 20 => {
                text.parse().ok()
            }
            _ => None,
        }
    }

    /// The first of two places, unless only at the second there is something.
    fn first_of<'p>(&self, [first, second]: [&'p str; 2]) -> &'p str {
        let has = |pointer| self.get(pointer).is_some_and(|it| !it.is_null());
        match !has(first) && has(second) {
            true => second,
            false => first,
        }
    }

    /// Which type of webhook it is.
    fn kind(&self) -> &'static str {
        let has = |pointer| self.get(pointer).is_some();
        let named = self.text("/eventType").or(self.text("/type"));
        let has_value = |pointer| self.get(pointer).is_some_and(|it| !it.is_null());
        let has_event_code = matches!(self.code("/code"), Some(7000..=7999));
        let is_whole_event = has("/action") && has_event_code;
        let is_event = is_whole_event || named.is_none() && (has("/action") || has_event_code);
        match named {
            Some("fullauto") => "fullauto",
            Some("ine_registry") => "ine",
            Some("curp_registry") => "curp",
            Some("combined-ine-curp-registry") => "ine-curp",
            Some("user-status.created") => "user-status",
            _ if has_value("/verification") => "decision",
            _ if has("/verification") && !is_whole_event => "decision",
            _ if has("/checkType") && has("/matchStatus") => "watchlist",
            _ if is_event => "event",
            _ => "unknown",
        }
    }
}

fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.chars().all(|c| ('!'..='~').contains(&c))
}

fn rebuild_object(object: Object<'_>) -> Value {
    rebuild(validate(object.as_json().as_bytes()).expect("valid"))
}
