//! Each row of the intake table: the answer, and the state read back.

mod quarantine;
mod refused;
mod taken_in;
mod whose;

use crate::new_id;
use system_tests::World;
use system_tests::deliveries::decision;

const T1: &str = "2026-03-02T09:19:31.077000Z";
const T2: &str = "2026-03-02T10:00:00.000000Z";

/// A world with one session, and an approval for it that was not delivered yet.
async fn one_session() -> (World, String, Vec<u8>) {
    let world = World::new().await;
    let id = world.session_for("intake").await;
    let body = decision(&id, &new_id(), "approved", T1)
        .to_string()
        .into_bytes();
    (world, id, body)
}
