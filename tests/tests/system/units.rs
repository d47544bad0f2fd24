//! What a verification costs: request units as DynamoDB itself counts them. Exact, so they may fail.

use system_tests::World;
use verification::store::UnitsSpent;

/// The difference between two readings, as a table.
fn spent(before: &UnitsSpent, after: &UnitsSpent) -> (String, f64, f64) {
    let (mut table, mut read, mut written) = (String::new(), 0.0, 0.0);
    for (operation, units) in after {
        let earlier = before.get(operation).copied().unwrap_or_default();
        let (requests, cost) = (
            units.requests - earlier.requests,
            units.units - earlier.units,
        );
        if requests == 0 {
            continue;
        }
        table.push_str(&format!("  {operation:16} {requests} x  {cost} units\n"));
        if operation.starts_with("read") || operation.starts_with("query") {
            read += cost;
        } else {
            written += cost;
        }
    }
    (table, read, written)
}

#[tokio::test]
async fn a_verification_costs_what_it_should() {
    let world = World::new().await;
    let store = &world.sandbox.app.store;
    let start = store.units();
    let person = serde_json::json!({ "endUserId": uuid::Uuid::new_v4().to_string() });
    let created = world.create(person).await;
    let id = system_tests::id_of(&created);
    let mut steps = vec![("created", store.units())];
    world.act(&id, "open").await;
    steps.push(("started", store.units()));
    world.act(&id, "submit").await;
    steps.push(("submitted", store.units()));
    world.decide(&id, "approved", None).await;
    steps.push(("approved", store.units()));
    let mut before = start.clone();
    for (step, after) in &steps {
        let (table, read, written) = spent(&before, after);
        println!("{step}: {read} read, {written} written\n{table}");
        before = after.clone();
    }
    let (_, read, written) = spent(&start, &before);
    println!("a verification, created to approved: {read} read, {written} written");
    let (_, _, decision) = spent(&steps[2].1, &steps[3].1);
    // The payload, the session, and leaving the index.
    assert!(decision <= 3.0, "a decision webhook costs {decision} units");
    assert!(
        written <= 16.0,
        "a verification costs {written} write units"
    );
    assert!(read <= 5.0, "a verification costs {read} read units");
}
