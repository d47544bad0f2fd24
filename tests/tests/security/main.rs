//! What somebody would try, over HTTP and through the events of API Gateway: one module per threat.
//!
//! | threat | module |
//! |---|---|
//! | a delivery that Veriff did not send, wrapped so that one part takes it for another | [`smuggling`] |
//! | the same by the way in which HTTP is written | [`framing`] |
//! | a recorded delivery, sent once more: elsewhere, or after an erasure | [`replay`] |
//! | somebody else's session read, resumed, erased, held | [`other_persons`] |
//! | a person led to another site after the verification | [`open_redirect`] |
//! | a test's approval, or a stranger's session, taken for a live one | [`test_as_live`] |
//! | a secret or a person in the `Debug` output of a type | [`shown`] |
//!
//! What is logged and counted is beside this, in `leaks.rs`; how long a comparison takes, in `tests/proof`.

#![expect(clippy::expect_used, reason = "what fails here fails a test")]

mod framing;
mod open_redirect;
mod other_persons;
mod replay;
mod shown;
mod smuggling;
mod test_as_live;

use serde_json::Value;
use system_tests::World;
use system_tests::contents::everything;
use system_tests::deliveries::decision;
use uuid::Uuid;

const T1: &str = "2026-03-02T09:19:31.077000Z";

/// An id as Veriff gives them.
fn new_id() -> String {
    Uuid::new_v4().to_string()
}

/// An approval of a session, as it would come.
fn approval(session: &str) -> String {
    decision(session, &new_id(), "approved", T1).to_string()
}

/// Checks that the table is what it was before.
async fn assert_untouched(world: &World, before: &[system_tests::contents::Item], what: &str) {
    assert!(everything(world).await == before, "{what} left something");
}

/// Leaves both integrations without a limit of creates, for tests that make many sessions for one person.
fn many_creates(settings: &mut Value) {
    settings["createsPerPersonAndDay"] = 1000.into();
}
