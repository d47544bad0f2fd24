//! An operator's orders.

use super::webhooks::{self, END_USER, SESSION, VENDOR_DATA};
use super::{Cases, canonical};
use crate::development::TEST;
use serde_json::json;
use verification::store::digest;

pub(super) fn cases() -> Cases {
    let session = json!({
        "sessionId": SESSION,
        "endUserId": END_USER,
        "vendorData": VENDOR_DATA,
    });
    let nobody = json!({ "sessionId": SESSION });
    let import = |integration, session| json!({ "import": { "integration": integration, "sessions": [session] } });
    // Once `receive-webhook/unknown-type` has come.
    let kept = digest(canonical::compact(&webhooks::unknown()).as_bytes());
    vec![
        ("import", import(TEST.id, session.clone())),
        ("import-of-nobody", import(TEST.id, nobody)),
        ("malformed-no-order", json!({ "hello": "world" })),
        ("malformed-unknown-integration", import("shop", session)),
        ("quarantine-list", json!({ "quarantine": "list" })),
        (
            "quarantine-list-continued",
            json!({ "quarantine": "list", "from": 128 }),
        ),
        ("replay-all", json!({ "replay": "all" })),
        ("replay-one", json!({ "replay": kept })),
    ]
}
