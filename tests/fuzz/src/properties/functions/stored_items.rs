//! What DynamoDB answers, and what its stream shows of a session: any bytes.

use serde_json::Value;
use verification::store::{Stored, image};

use crate::world::World;

/// Every way to read an item gives it or says that it is corrupt. A session or tombstone that is read from an
/// image gives an image that reads as the same.
pub fn stored_items(data: &[u8]) {
    World::with(|world| {
        world.answers(data);
        let store = &world.app.store;
        world.play(async {
            let _ = store.read_session("session").await;
            let _ = store.read_pointer("PERSON#x").await;
            let _ = store.quarantined("digest").await;
            let _ = store.session_of_attempt("shop", "attempt").await;
            // The last page has no key to go on from; one that has would be read for ever.
            if !data.windows(16).any(|it| it == b"LastEvaluatedKey") && !data.contains(&b'\\') {
                let _ = store.payloads("session").await;
            }
        });
    });
    let Ok(value) = serde_json::from_slice::<Value>(data) else {
        return;
    };
    let _ = image::session_of(&value);
    let shown = value.get("Item").unwrap_or(&value);
    let again = match image::read("session", shown) {
        Ok(Stored::Session(record, version)) => {
            let again = image::read("session", &image::of(&record, version, 4));
            let same = matches!(&again, Ok(Stored::Session(it, _)) if it.state == record.state);
            assert!(same, "{again:?}");
            again
        }
        Ok(Stored::Tombstone(tombstone)) => {
            image::read("session", &image::of_tombstone("session", &tombstone, 4))
        }
        Err(_) => return,
    };
    assert!(again.is_ok(), "{again:?}");
}
