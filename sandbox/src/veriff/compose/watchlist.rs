//! Watchlist screening: a webhook of its own, and an answer with the result under `data`.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Holder, millis};
use crate::veriff::session::Session;

/// A screening at `now`: the session's first is the initial result, later ones are updates.
pub(crate) fn watchlist(session: &Session, hit: bool, now: Timestamp) -> Value {
    let holder = Holder::of(session);
    let hits = if hit {
        json!([a_hit(&holder)])
    } else {
        json!([])
    };
    json!({
        "checkType": if session.watchlist.is_some() { "updated_result" } else { "initial_result" },
        "attemptId": session.attempt().map(|attempt| &attempt.id),
        "sessionId": session.id,
        "vendorData": session.vendor_data,
        "endUserId": session.end_user_id,
        "matchStatus": if hit { "possible_match" } else { "no_match" },
        "searchTerm": {"name": holder.full_name(), "year": holder.year_of_birth()},
        "totalHits": u8::from(hit),
        "createdAt": millis(now),
        "hits": hits,
    })
}

/// The answer to `GET …/watchlist-screening`: the last screening, with its total as text.
pub(crate) fn watchlist_answer(session: &Session) -> Value {
    let mut data = session.watchlist.clone().unwrap_or(Value::Null);
    if let Some(fields) = data.as_object_mut() {
        if let Some(total) = fields.get("totalHits").map(Value::to_string) {
            fields.insert("totalHits".to_owned(), Value::String(total));
        }
        fields.insert("monitorStatus".to_owned(), json!("enabled"));
    }
    json!({"status": "success", "data": data})
}

fn a_hit(holder: &Holder) -> Value {
    json!({
        "matchedName": holder.full_name(),
        "countries": ["Examplia"],
        "dateOfBirth": holder.year_of_birth(),
        "dateOfDeath": null,
        "matchTypes": ["name_exact", "year_of_birth"],
        "aka": [],
        "associates": [],
        "listingsRelatedToMatch": {
            "warnings": [],
            "sanctions": [],
            "fitnessProbity": [],
            "pep": [{
                "sourceName": "Invented List of Office Holders",
                "sourceUrl": "https://lists.example/office-holders",
                "date": null,
            }],
            "adverseMedia": [],
        },
    })
}
