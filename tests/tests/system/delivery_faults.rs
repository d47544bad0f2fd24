//! Every fault of delivery that the sandbox knows, against our own functions: a session ends as it
//! does without it, and what is forged or broken changes nothing.

use serde_json::{Value, json};
use system_tests::World;
use veriff_sandbox::veriff::{Fault, FaultRequest};
use verification::store::Stored;

/// What Veriff is not believed: answered with 401.
const REFUSED: [Fault; 4] = [
    Fault::WrongKey,
    Fault::BadSignature,
    Fault::TwinHeadersDiffer,
    Fault::TruncatedBody,
];
/// Genuine, and of no use: answered with 400.
const BROKEN: [Fault; 2] = [Fault::ByteOrderMark, Fault::InvalidJson];

/// A world in which it is always the same time, until the clock is moved.
async fn world() -> World {
    let world = World::new().await;
    let clock = &world.sandbox.clock;
    clock.freeze(true).expect("the clock stops");
    let noon = "2030-04-05T12:00:00Z".parse().expect("a time");
    clock.set(noon).expect("the clock is set");
    world
}

/// How a session ends: what the platform sees, and every fact that is kept, without ids.
#[derive(Debug, PartialEq)]
struct End {
    seen: Value,
    facts: Vec<String>,
}

/// One session from its creation to its approval under these faults, then healed, and looked at once
/// the sweep has asked about every session that it heard nothing of.
async fn end_under(faults: &[Fault]) -> End {
    let world = world().await;
    choose(&world, faults, 4).await;
    let id = world.session_for("a").await;
    world.settle().await;
    world.run_through(&id, "approved", None).await;
    let met = met(&world, &id).await;
    for fault in faults {
        assert!(met.contains(&json!(fault)), "{fault} met no webhook");
    }
    world.sandbox.local_veriff.remove_faults(None).await;
    world.settle().await;
    world.advance("171h").await;
    world.sweep().await;
    end(&world, &id).await
}

async fn choose(world: &World, faults: &[Fault], deliveries: u32) {
    if faults.is_empty() {
        return;
    }
    let request = FaultRequest {
        deliveries: Some(deliveries),
        ..FaultRequest::once(faults.iter().copied())
    };
    let chosen = world.sandbox.local_veriff.choose_faults(request).await;
    chosen.expect("the faults are chosen");
}

async fn end(world: &World, id: &str) -> End {
    let view = world.session(id).await;
    let attempt = view["attemptId"].as_str().unwrap_or_default();
    let nameless = |text: String| text.replace(id, "SESSION").replace(attempt, "ATTEMPT");
    let mut seen = view.clone();
    // `revision` counts how often what is seen has changed, which depends on the order.
    for field in ["sessionId", "attemptId", "url", "revision"] {
        seen.as_object_mut().expect("an object").remove(field);
    }
    let record = match world.stored(id).await {
        Some(Stored::Session(record, _)) => Some(record),
        _ => None,
    };
    let record = record.expect("the session is stored");
    let facts = record.state.facts();
    let mut facts: Vec<_> = facts
        .iter()
        .map(|fact| nameless(format!("{fact:?}")))
        .collect();
    facts.sort();
    End { seen, facts }
}

#[tokio::test]
async fn under_every_fault_a_session_ends_as_without_it() {
    let undisturbed = end_under(&[]).await;
    assert_eq!(undisturbed.seen["status"], "approved");
    assert_eq!(undisturbed.seen["grants"], "test");
    for fault in Fault::ALL {
        let ended = end_under(&[fault]).await;
        assert_eq!(ended.seen, undisturbed.seen, "{fault}");
        // What was lost is learnt by asking, which tells the outcome and not each event.
        if fault != Fault::Lost {
            assert_eq!(ended.facts, undisturbed.facts, "{fault}");
        }
    }
}

#[tokio::test]
async fn faults_together_change_nothing_either() {
    let undisturbed = end_under(&[]).await;
    for faults in [
        &[Fault::Duplicate, Fault::UpperCaseHex, Fault::UnstableJson][..],
        &[Fault::Duplicate, Fault::Reordered, Fault::UnknownFields],
        &[
            Fault::UnknownType,
            Fault::UnknownStatus,
            Fault::WithoutTwins,
        ],
        &[Fault::BadSignature, Fault::Duplicate, Fault::InvalidJson],
        &[Fault::SlowReceiver, Fault::RotatedSecret, Fault::Delayed],
        &[
            Fault::BeforeCreateAnswer,
            Fault::Duplicate,
            Fault::Receiver500,
        ],
    ] {
        assert_eq!(end_under(faults).await, undisturbed, "{faults:?}");
    }
}

#[tokio::test]
async fn what_is_forged_or_broken_changes_nothing() {
    let refused = REFUSED.map(|fault| (fault, 401));
    let broken = BROKEN.map(|fault| (fault, 400));
    for (fault, status) in refused.into_iter().chain(broken) {
        let world = world().await;
        let id = world.session_for("a").await;
        let before = world.stored(&id).await;
        let request = FaultRequest::always([fault]);
        let chosen = world.sandbox.local_veriff.choose_faults(request).await;
        chosen.expect("the fault is chosen");
        world.run_through(&id, "approved", None).await;
        world.advance("5h").await;
        assert_eq!(world.stored(&id).await, before, "{fault}");
        assert_eq!(world.session(&id).await["grants"], "nothing", "{fault}");
        for answer in answers(&world, &id).await {
            assert_eq!(answer, json!(status), "{fault}");
        }
        // Well again, the retries bring everything.
        world.sandbox.local_veriff.remove_faults(None).await;
        world.advance("1h").await;
        assert_eq!(world.status(&id).await, "approved", "{fault}");
    }
}

#[tokio::test]
async fn what_is_only_unusual_is_answered_with_200_at_once() {
    for fault in [
        Fault::Duplicate,
        Fault::UnknownType,
        Fault::UnknownStatus,
        Fault::UnknownFields,
        Fault::UnstableJson,
        Fault::UpperCaseHex,
        Fault::TwinHeaders,
        Fault::WithoutTwins,
    ] {
        let world = world().await;
        let id = world.session_for("a").await;
        choose(&world, &[fault], 3).await;
        world.run_through(&id, "declined", Some(102)).await;
        assert_eq!(world.status(&id).await, "declined", "{fault}");
        let answers = answers(&world, &id).await;
        assert!(answers.len() >= 3);
        assert!(answers.iter().all(|one| *one == json!(200)), "{fault}");
    }
}

/// The faults that a session's webhooks met.
async fn met(world: &World, id: &str) -> Vec<Value> {
    let deliveries = deliveries(world, id).await;
    let faults = deliveries.iter().filter_map(|one| one["faults"].as_array());
    faults.flatten().cloned().collect()
}

/// The HTTP statuses with which all tries of a session's webhooks were answered.
async fn answers(world: &World, id: &str) -> Vec<Value> {
    let deliveries = deliveries(world, id).await;
    let tries = deliveries.iter().flat_map(|one| one["tries"].as_array());
    tries
        .flatten()
        .map(|one| one["httpStatus"].clone())
        .collect()
}

async fn deliveries(world: &World, id: &str) -> Vec<Value> {
    let origin = &world.sandbox.veriff_origin;
    let url = format!("{origin}/control/deliveries?session={id}");
    let answer = world.sandbox.http.get(&url).await;
    let list = answer.expect("the local Veriff answers").json();
    list["deliveries"].as_array().expect("a list").clone()
}
