//! What comes to the functions that no gateway stands before: records of the table's stream, and an
//! operator's orders.

use std::time::Instant;

use serde_json::Value;

use crate::world::World;

/// Any JSON is a batch, an order, or refused. Of a batch only records of its own can have failed; and an order
/// that has no time left does nothing.
pub fn stream(data: &[u8]) {
    let Ok(event) = serde_json::from_slice::<Value>(data) else {
        return;
    };
    World::with(|world| {
        world.answers(b"{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"1\"}]}");
        let answer = world.play(publish_outcome::handle(&world.publisher, &event));
        if let Ok(answer) = answer {
            let failed = answer["batchItemFailures"].as_array();
            let failed = failed.map_or(0, Vec::len);
            let records = event["Records"].as_array().map_or(0, Vec::len);
            assert!(failed <= records);
        }
        world.answers(b"{}");
        let order = operate::handle(&world.app, event, Instant::now());
        let _ = world.play(order);
        assert_eq!(world.writes(), 0, "an order without time");
    });
}
