//! What a message holds that we did not expect: kept, counted, never a reason to refuse it.
//!
//! Veriff adds fields, types, statuses and codes without notice
//! ([backwards compatible changes](https://devdocs.veriff.com/docs/backwards-compatible-changes)).

use alloc::string::String;
use alloc::vec::Vec;

use crate::json::{Observer, Text, Trail};

/// The most paths that are listed. The counts go on.
const MAX_PATHS: usize = 16;
/// The most bytes of an unknown field's name that are listed.
const MAX_NAME: usize = 64;

/// Counts of the unexpected, and where it was: names only, never values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift {
    /// Values of another type, or in another form, than documented.
    pub unexpected_types: u32,
    /// A status, decision or action that is not known. It becomes no fact.
    pub unknown_status: u32,
    /// A code that is not known.
    pub unknown_code: u32,
    /// A known code that belongs to another status or action than the one beside it. The text decides.
    pub code_disagrees: u32,
    /// Fields that are not known, at the top and one level below, inside `verification`.
    pub unknown_fields: u32,
    /// Where: up to 16 paths such as `verification.person.addresses[].fullAddress`.
    pub paths: Vec<String>,
}

impl Drift {
    /// Whether everything was as expected.
    pub fn is_empty(&self) -> bool {
        let counts = [
            self.unexpected_types,
            self.unknown_status,
            self.unknown_code,
        ];
        counts.iter().all(|&n| n == 0) && self.code_disagrees == 0 && self.unknown_fields == 0
    }

    /// Counts a value of another type or form.
    #[cold]
    pub(super) fn unexpected_type(&mut self, path: &str) {
        self.unexpected_types += 1;
        self.list(path.into());
    }

    /// Counts a status, decision or action that is not known.
    #[cold]
    pub(super) fn unknown_status(&mut self, path: &str) {
        self.unknown_status += 1;
        self.list(path.into());
    }

    /// Counts a code that is not known, or that belongs to something else.
    #[cold]
    pub(super) fn odd_code(&mut self, path: &str, is_known: bool) {
        match is_known {
            true => self.code_disagrees += 1,
            false => self.unknown_code += 1,
        }
        self.list(path.into());
    }

    fn has_room(&self) -> bool {
        self.paths.len() < MAX_PATHS
    }

    fn list(&mut self, path: String) {
        if self.has_room() && !self.paths.contains(&path) {
            self.paths.push(path);
        }
    }
}

impl Observer for Drift {
    #[cold]
    fn unexpected(&mut self, at: &Trail<'_>) {
        self.unexpected_types += 1;
        if self.has_room() {
            self.list(path_of(Some(at)));
        }
    }

    #[cold]
    fn unknown(&mut self, within: Option<&Trail<'_>>, name: Text<'_>) {
        self.unknown_fields += 1;
        if !self.has_room() {
            return;
        }
        let mut path = path_of(within);
        if !path.is_empty() {
            path.push('.');
        }
        path.extend(
            name.to_str()
                .chars()
                .filter(|c| !c.is_control())
                .take(MAX_NAME),
        );
        self.list(path);
    }
}

fn path_of(trail: Option<&Trail<'_>>) -> String {
    let mut path = String::new();
    if let Some(trail) = trail {
        trail.write_to(&mut path);
    }
    path
}
