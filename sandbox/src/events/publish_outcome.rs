//! Batches of the table's stream, one per outcome, and the order to publish again.

use super::webhooks::{self, END_USER, SESSION, VENDOR_DATA};
use super::{Cases, EventsError};
use crate::development::{Integration, LIVE, TEST};
use crate::dynamodb::{REGION, TABLE};
use crate::gateway::event::ACCOUNT_ID;
use jiff::Timestamp;
use serde_json::{Value, json};
use veriff_verify::lifecycle::State;
use veriff_verify::webhook;
use verification::erasure::LOOK_AGAIN_AFTER;
use verification::person::PersonRef;
use verification::record::{SessionRecord, later};
use verification::store::{AtVeriff, Tombstone, image};

/// 2026-05-04T10:12:41.250Z, when the session was created.
const CREATED: i64 = 1_777_889_561_250;
/// 2026-05-04T10:19:56Z, when the stream says that the item was written, in seconds.
const WRITTEN: i64 = 1_777_889_996;
/// As many as in the sandbox's settings.
const SHARDS: u32 = 4;

pub(super) fn cases() -> Result<Cases, EventsError> {
    use webhooks::{decision, watchlist};
    let submitted = submitted(&TEST)?;
    let approval = decision("approved", 9001, None);
    let approved = told(&submitted, &approval)?;
    let suspicious = Some(("Suspicious behaviour", 105));
    let mut refusal = decision("declined", 9102, suspicious);
    let declined = told(&submitted, &refusal)?;
    refusal["verification"]["decisionTime"] = json!("2026-05-04T16:40:03.902000Z");
    let missing = Some(("Document photo missing", 209));
    let live = self::submitted(&LIVE)?;
    let mut unclaimed = live.clone();
    unclaimed.claimed = false;
    let mut older = change(Some(&submitted), &approved);
    for image in ["OldImage", "NewImage"] {
        if let Some(image) = older["dynamodb"][image].as_object_mut() {
            image.retain(|name, _| !name.ends_with("Revision"));
        }
    }
    let mut poison = change(Some(&submitted), &approved);
    poison["dynamodb"]["NewImage"]["state"]["S"] = json!("{");
    let mut by_ttl = change(Some(&submitted), &approved);
    by_ttl["userIdentity"] = json!({ "type": "Service", "principalId": "dynamodb.amazonaws.com" });

    let mut cases = Vec::new();
    for (name, before, body) in [
        ("approved", &submitted, approval.clone()),
        (
            "declined",
            &submitted,
            decision("declined", 9102, suspicious),
        ),
        (
            "resubmission-requested",
            &submitted,
            decision("resubmission_requested", 9103, missing),
        ),
        ("review", &submitted, decision("review", 9121, None)),
        ("expired", &created(&TEST), decision("expired", 9104, None)),
        (
            "abandoned",
            &started(&TEST)?,
            decision("abandoned", 9104, None),
        ),
        ("revised", &approved, refusal),
        ("watchlist", &approved, watchlist("updated_result", true)),
        ("approved-live-integration", &live, approval.clone()),
        ("approved-unclaimed", &unclaimed, approval),
    ] {
        cases.push((name, batch(&[change(Some(before), &told(before, &body)?)])));
    }
    let several = [
        change(None, &created(&TEST)),
        change(Some(&submitted), &declined),
        payload(),
    ];
    cases.extend([
        ("erased", batch(&[erased(&approved)])),
        ("older-layout", batch(&[older])),
        ("several", batch(&several)),
        (
            "ignored-on-the-way",
            batch(&[change(Some(&created(&TEST)), &submitted)]),
        ),
        ("ignored-other-item", batch(&[payload()])),
        ("ignored-by-ttl", batch(&[by_ttl])),
        ("malformed-state", batch(&[poison])),
        ("malformed-not-an-event", json!({ "hello": "world" })),
        ("republish", json!({ "republish": SESSION })),
    ]);
    Ok(cases)
}

fn created(integration: &Integration) -> SessionRecord {
    let at = Timestamp::from_millisecond(CREATED).unwrap_or_default();
    let mut record = SessionRecord::new(SESSION, integration.id, integration.kind, at);
    record.claimed = true;
    record.end_user_id = Some(END_USER.to_owned());
    record.vendor_data = Some(VENDOR_DATA.to_owned());
    record.url = Some("http://127.0.0.1:8081/v/sample".to_owned());
    record
}

fn started(integration: &Integration) -> Result<SessionRecord, EventsError> {
    told(&created(integration), &webhooks::event(7001, "started"))
}

fn submitted(integration: &Integration) -> Result<SessionRecord, EventsError> {
    told(&started(integration)?, &webhooks::event(7002, "submitted"))
}

/// The session after a webhook.
fn told(before: &SessionRecord, body: &Value) -> Result<SessionRecord, EventsError> {
    let body = body.to_string();
    let mut facts = State::default();
    for fact in webhook::parse(body.as_bytes())?.facts() {
        facts.apply(&fact);
    }
    let mut after = before.clone();
    after.fold(&facts, Timestamp::from_second(WRITTEN).unwrap_or_default());
    after.revise(before);
    Ok(after)
}

/// The record of a session's item that was written, or changed.
fn change(before: Option<&SessionRecord>, after: &SessionRecord) -> Value {
    let version = |record: &SessionRecord| u64::from(record.revision) + 1;
    let old = before.map(|before| image::of(before, version(before), SHARDS));
    record("SESSION", old, image::of(after, version(after), SHARDS))
}

fn erased(before: &SessionRecord) -> Value {
    let at = Timestamp::from_second(WRITTEN).unwrap_or_default();
    let mut tombstone = Tombstone::new(&before.integration_id, at, AtVeriff::Off);
    tombstone.clean_at = Some(later(at, LOOK_AGAIN_AFTER));
    let person = PersonRef::VendorData(VENDOR_DATA.to_owned());
    tombstone.pointers = vec![person.pointer_key(&before.integration_id)];
    let tombstone = image::of_tombstone(SESSION, &tombstone, SHARDS);
    record("SESSION", Some(image::of(before, 4, SHARDS)), tombstone)
}

/// An item that is none of the platform's business.
fn payload() -> Value {
    let sort = format!("PAYLOAD#{}", "c0ffee42".repeat(8));
    let image = json!({
        "pk": { "S": format!("SESSION#{SESSION}") },
        "sk": { "S": sort },
        "schema": { "N": "1" },
        "body": { "B": "H4sIAAAAAAAA" },
    });
    record(&sort, None, image)
}

fn record(sort: &str, old: Option<Value>, new: Value) -> Value {
    let size = new.to_string().len();
    let mut record = json!({
        "eventID": "5f0c2f6fb1a94d1b8d1f6f0a7c3e9b21",
        "eventName": if old.is_some() { "MODIFY" } else { "INSERT" },
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": REGION,
        "eventSourceARN": format!(
            "arn:aws:dynamodb:{REGION}:{ACCOUNT_ID}:table/{TABLE}/stream/2026-05-04T00:00:00.000"
        ),
        "dynamodb": {
            "ApproximateCreationDateTime": WRITTEN,
            "Keys": { "pk": { "S": format!("SESSION#{SESSION}") }, "sk": { "S": sort } },
            "NewImage": new,
            "SequenceNumber": "4421584500000000017450439091",
            "SizeBytes": size,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    });
    if let Some(old) = old {
        record["dynamodb"]["OldImage"] = old;
    }
    record
}

/// A batch, whose records are numbered one after the other.
fn batch(records: &[Value]) -> Value {
    let mut records = records.to_vec();
    for (place, record) in records.iter_mut().enumerate() {
        record["dynamodb"]["SequenceNumber"] =
            json!(format!("44215845000000000174504390{place:02}"));
    }
    json!({ "Records": records })
}
