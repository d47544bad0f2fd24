//! Everything that the table holds, to see what a request has left there.

use crate::World;
use aws_sdk_dynamodb::types::AttributeValue;
use std::collections::BTreeMap;

/// An item as text, attribute by attribute; payloads decompressed.
pub type Item = BTreeMap<String, String>;

/// Every item of a world's table, in the order of their keys.
///
/// # Panics
/// The table cannot be read.
pub async fn everything(world: &World) -> Vec<Item> {
    let client = veriff_sandbox::dynamodb::client(&world.sandbox.dynamodb);
    let (mut items, mut from) = (Vec::<Item>::new(), None);
    loop {
        let page = client
            .scan()
            .table_name(world.sandbox.table)
            .set_exclusive_start_key(from.take())
            .consistent_read(true)
            .send()
            .await
            .expect("the table is read");
        for item in page.items() {
            let shown = |(name, value): (&String, &_)| (name.clone(), text(value));
            items.push(item.iter().map(shown).collect());
        }
        from = page.last_evaluated_key;
        if from.is_none() {
            items.sort_by_key(|item| (item.get("pk").cloned(), item.get("sk").cloned()));
            return items;
        }
    }
}

fn text(value: &AttributeValue) -> String {
    match value {
        AttributeValue::S(text) | AttributeValue::N(text) => text.clone(),
        AttributeValue::B(bytes) => {
            let bytes = miniz_oxide::inflate::decompress_to_vec(bytes.as_ref());
            String::from_utf8_lossy(&bytes.expect("it decompresses")).into_owned()
        }
        other => format!("{other:?}"),
    }
}
