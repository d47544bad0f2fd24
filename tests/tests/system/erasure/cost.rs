//! What an erasure costs, in request units as DynamoDB itself counts them.

use super::{deleting_world, erased};
use system_tests::{World, id_of};
use verification::store::UnitsSpent;

/// Read and written since `before`.
fn spent(world: &World, before: &UnitsSpent) -> (f64, f64) {
    let (mut read, mut written) = (0.0, 0.0);
    for (operation, units) in world.sandbox.app.store.units() {
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
    for (world, at_once) in [
        (World::new().await, (3.0, 6.0)),
        (deleting_world().await, (4.0, 10.0)),
    ] {
        let store = &world.sandbox.app.store;
        let id = id_of(&world.create(person.clone()).await);
        world.run_through(&id, "approved", None).await;
        let before = store.units();
        erased(&world, &id).await;
        let (read, written) = spent(&world, &before);
        assert!(read <= at_once.0 && written <= at_once.1);
        // The look an hour later, its queries of the index left out: they are the sweep's.
        world.advance("61m").await;
        let mut before = store.units();
        assert_eq!(world.sweep().await.erased, 1);
        before.insert("query due", store.units()["query due"]);
        let (read, written) = spent(&world, &before);
        assert!(read <= 3.0 && written <= 3.0);
    }
}
