//! What an erasure costs, in request units as DynamoDB itself counts them.

use super::{deleting_world, erased};
use system_tests::World;

async fn spent(world: &World, id: &str) -> (f64, f64) {
    let store = &world.sandbox.app.store;
    let before = store.units();
    erased(world, id).await;
    let (mut read, mut written) = (0.0, 0.0);
    for (operation, units) in store.units() {
        let cost = units.units - before.get(operation).copied().unwrap_or_default().units;
        if cost > 0.0 {
            println!("  {operation:20} {cost}");
        }
        if operation.starts_with("read") || operation.starts_with("query") {
            read += cost;
        } else {
            written += cost;
        }
    }
    println!("{read} read, {written} written");
    (read, written)
}

#[tokio::test]
async fn an_erasure_costs_what_it_should() {
    let person = serde_json::json!({ "endUserId": uuid::Uuid::new_v4().to_string() });
    for (world, most) in [
        (World::new().await, (4.0, 10.0)),
        (deleting_world().await, (5.0, 14.0)),
    ] {
        let id = system_tests::id_of(&world.create(person.clone()).await);
        world.run_through(&id, "approved", None).await;
        let (read, written) = spent(&world, &id).await;
        assert!(
            read <= most.0 && written <= most.1,
            "{read} read, {written} written"
        );
    }
}
