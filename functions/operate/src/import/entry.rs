//! An entry of the order to import, and what became of it.

use super::created_at;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use verification::ask::Told;
use verification::person::looks_like_an_address;
use verification::record::SessionRecord;
use verification::store::StoreError;

/// Veriff takes a thousand characters of `vendorData`.
const LONGEST_VENDOR_DATA: usize = 1000;

/// A session, and the person as the company knows them: at least one of the two names.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) session_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) end_user_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) vendor_data: Option<String>,
}

/// What became of an entry.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Imported {
    /// None if what was given is no session's id.
    session_id: Option<Uuid>,
    /// `imported` or `known`: it is here, as the person's. Else it is as it was: `invalid`,
    /// `not-at-veriff`, `another-person`, `another-integration`, `erased`; or worth another try:
    /// `veriff-failed`, `busy`, `failed`.
    pub(super) result: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    /// What Veriff did not tell.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) problem: Option<String>,
}

/// Why an entry was not taken over.
pub(super) enum Refused {
    Because(&'static str, Option<String>),
    Store(StoreError),
}

impl Entry {
    /// Writes its UUIDs as Veriff does, in whatever form they were given; else, what is wrong.
    pub(super) fn read(&mut self) -> Result<(), &'static str> {
        let Ok(id) = Uuid::try_parse(&self.session_id) else {
            return Err("`sessionId` must be a UUID");
        };
        self.session_id = id.to_string();
        if let Some(id) = &mut self.end_user_id {
            let Ok(uuid) = Uuid::try_parse(id) else {
                return Err("`endUserId` must be a UUID");
            };
            *id = uuid.to_string();
        }
        match &self.vendor_data {
            Some(text) if text.is_empty() || text.chars().count() > LONGEST_VENDOR_DATA => {
                Err("`vendorData` must have 1 to 1000 characters")
            }
            Some(text) if looks_like_an_address(text) => {
                Err("`vendorData` must mean nothing outside the company, unlike an e-mail address")
            }
            None if self.end_user_id.is_none() => {
                Err("`endUserId` or `vendorData` must name the person")
            }
            _ => Ok(()),
        }
    }

    /// Whose session it is said to be elsewhere must not be somebody else.
    pub(super) fn must_agree(
        &self,
        end_user_id: Option<&str>,
        vendor_data: Option<&str>,
    ) -> Result<(), Refused> {
        let other_id = match (&self.end_user_id, end_user_id) {
            (Some(ours), Some(theirs)) => !theirs.is_empty() && !ours.eq_ignore_ascii_case(theirs),
            _ => false,
        };
        let other_text = match (&self.vendor_data, vendor_data) {
            (Some(ours), Some(theirs)) => !theirs.is_empty() && ours != theirs,
            _ => false,
        };
        match other_id || other_text {
            true => Err(Refused::because("another-person")),
            false => Ok(()),
        }
    }
}

impl Imported {
    /// It is here, with this of it.
    pub(super) fn of(
        entry: &Entry,
        result: &'static str,
        record: &SessionRecord,
        told: &Told,
    ) -> Self {
        let mut left_out = Vec::new();
        if result == "imported" {
            left_out.push("url");
            if created_at(told).is_none() {
                left_out.push("createdAt");
            }
            if told.facts.outcome().is_none() {
                left_out.push("decision");
            }
        }
        Self {
            status: Some(record.status().as_str()),
            left_out,
            ..Self::refused(entry, result, None)
        }
    }

    /// It is as it was.
    pub(super) fn refused(entry: &Entry, result: &'static str, problem: Option<String>) -> Self {
        Self {
            session_id: Uuid::try_parse(&entry.session_id).ok(),
            result,
            status: None,
            left_out: Vec::new(),
            problem,
        }
    }
}

impl Refused {
    pub(super) fn because(result: &'static str) -> Self {
        Self::Because(result, None)
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
