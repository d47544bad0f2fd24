//! One person reaching for another's session: to everybody else it is a 404 that says nothing, whatever
//! stands in the path, the query, the body, a header, or the name.

mod bodies;
mod callers;
mod names;
mod paths;
mod queries;

use super::new_id;
use serde_json::json;
use system_tests::{World, id_of};

/// Somebody with a session, and what nobody else may hear of it.
struct Victim {
    person: String,
    id: String,
    told: Vec<String>,
}

impl Victim {
    async fn of(world: &World) -> Self {
        let person = new_id();
        let names = json!({ "person": { "firstName": "Plantagenia", "lastName": "Quirindale" } });
        let answer = world.create_as(&person, names).await;
        let id = id_of(&answer);
        let url = answer.json()["url"].as_str().expect("a link").to_owned();
        world
            .run_through(&id, "resubmission_requested", Some(204))
            .await;
        let told = vec![url, id.clone(), "Plantagenia".into(), "SAMPLE".into()];
        Self { person, id, told }
    }

    /// Checks that an answer tells nothing of the person. `sent` may come back: it is known already.
    fn is_not_in(&self, answer: &str, sent: &str) {
        for told in &self.told {
            let known = sent.contains(told.as_str());
            assert!(
                known || !answer.contains(told),
                "{told} in {answer} to {sent}"
            );
        }
    }
}
