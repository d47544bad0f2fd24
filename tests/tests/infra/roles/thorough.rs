//! Whether the functions were driven through everything: each request that the store can make is counted
//! under a name of its own, and each of these names has to have come up.

use super::super::root;
use std::collections::BTreeSet;
use std::fs;

/// What the store's code calls its requests when it counts them.
pub(super) fn requests_of_the_store() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let folder = root().join("functions/verification/src/store");
    for entry in fs::read_dir(folder).expect("the store's sources") {
        let source = fs::read_to_string(entry.expect("an entry").path()).expect("it is text");
        let source = source.split("#[cfg(test)]").next().unwrap_or_default();
        // Those that count for others are given the name.
        for call in [
            ".add(",
            ".conditional(",
            ".delete_item(",
            ".read(",
            ".read_all(",
        ] {
            for (at, _) in source.match_indices(call) {
                let arguments = &source[at + call.len()..];
                let literal = arguments
                    .split(';')
                    .next()
                    .and_then(|it| it.split('"').nth(1));
                let is_name = |it: &&str| it.chars().all(|c| matches!(c, 'a'..='z' | ' ' | ','));
                names.extend(literal.filter(is_name).map(str::to_owned));
            }
        }
    }
    names
}
