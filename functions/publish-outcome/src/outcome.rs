//! What the platform hears: one change of a session, and the revision it stands for.

use crate::PublishError;
use jiff::Timestamp;
use serde::Serialize;
use std::sync::Arc;
use uuid::Uuid;
use veriff_verify::lifecycle::Status;
use verification::App;
use verification::next_step::NextStep;
use verification::person::looks_like_an_address;
use verification::record::SessionRecord;
use verification::settings::{Integration, IntegrationKind, Settings};
use verification::store::{Stored, Tombstone};
use verification::view::Grants;

/// The version of the events' form; what is added to it need not raise it.
const SCHEMA: u32 = 1;

/// Veriff takes a thousand characters, of up to four bytes.
const LONGEST_VENDOR_DATA: usize = 4000;

/// The revision of an erasure: nothing comes after it.
const LAST: u32 = u32::MAX;

/// What an event is about. Of each, a later revision replaces an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// The session's outcome, or a revision of it.
    Outcome,
    /// The word of the watchlist.
    Watchlist,
    /// The session was erased.
    Erasure,
}

impl Subject {
    /// The event's `detail-type`.
    pub fn detail_type(self) -> &'static str {
        match self {
            Self::Outcome => "Verification Outcome",
            Self::Watchlist => "Verification Watchlist",
            Self::Erasure => "Verification Erased",
        }
    }
}

/// The event's detail: ids, codes and times, and nothing else of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    schema: u32,
    id: String,
    session_id: String,
    revision: u32,
    subject: Subject,
    integration: IntegrationName,
    grants: Grants,
    #[serde(skip_serializing_if = "Option::is_none", flatten)]
    session: Option<Session>,
    #[serde(skip_serializing_if = "Option::is_none")]
    watchlist: Option<Watchlist>,
    #[serde(skip_serializing_if = "Option::is_none")]
    erased_at: Option<Timestamp>,
    #[serde(skip)]
    at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct IntegrationName {
    id: String,
    #[serde(rename = "type")]
    kind: IntegrationKind,
}

/// What is not known any more of an erased session. Its `Debug` names nobody.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Session {
    status: &'static str,
    next_step: NextStep,
    claimed: bool,
    revised: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_user_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vendor_data: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attempt_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason_code: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    submitted_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_at: Option<Timestamp>,
    created_at: Timestamp,
    expires_at: Timestamp,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("status", &self.status)
            .field("claimed", &self.claimed)
            .finish_non_exhaustive()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Watchlist {
    match_status: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_hits: Option<u64>,
    check_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<Timestamp>,
}

/// When a change happened, and the settings that say what it is worth.
pub(crate) struct Now {
    at: Timestamp,
    settings: Arc<Settings>,
}

impl Now {
    pub(crate) fn new(app: &App, at: Timestamp) -> Self {
        Self {
            at,
            settings: app.settings.current(),
        }
    }

    fn integration(&self, id: &str) -> Result<&Integration, PublishError> {
        self.settings
            .integration(id)
            .ok_or_else(|| PublishError::UnknownIntegration { id: id.to_owned() })
    }
}

/// The events that lead from one state of a session's item to another; without an old one, all that hold.
///
/// # Errors
/// The session's integration is not in the settings.
pub(crate) fn changes(
    session_id: &str,
    old: Option<&Stored>,
    new: &Stored,
    now: &Now,
) -> Result<Vec<Outcome>, PublishError> {
    let (old, record) = match (old, new) {
        (Some(Stored::Tombstone(_)), Stored::Tombstone(_)) => return Ok(Vec::new()),
        (_, Stored::Tombstone(tombstone)) => {
            return Ok(vec![Outcome::erased(session_id, tombstone, now)?]);
        }
        (Some(Stored::Session(old, _)), Stored::Session(new, _)) => (Some(old), new),
        (_, Stored::Session(new, _)) => (None, new),
    };
    let mut changes = Vec::new();
    if is_outcome(record.status())
        && old.is_none_or(|old| old.outcome_key() != record.outcome_key())
    {
        let revision = record.outcome_revision;
        changes.push(Outcome::of(Subject::Outcome, record, revision, now)?);
    }
    if record.state.watchlist().is_some()
        && old.is_none_or(|old| old.watchlist_key() != record.watchlist_key())
    {
        let revision = record.watchlist_revision;
        changes.push(Outcome::of(Subject::Watchlist, record, revision, now)?);
    }
    Ok(changes)
}

/// What the platform hears of; how far a person has come on the way there it can ask.
fn is_outcome(status: Status) -> bool {
    match status {
        Status::Created | Status::Started | Status::Submitted => false,
        Status::Review
        | Status::Approved
        | Status::Declined
        | Status::ResubmissionRequested
        | Status::Expired
        | Status::Abandoned => true,
    }
}

impl Outcome {
    fn of(
        subject: Subject,
        record: &SessionRecord,
        revision: u32,
        now: &Now,
    ) -> Result<Self, PublishError> {
        let integration = IntegrationName {
            id: now.integration(&record.integration_id)?.id.clone(),
            // What it was when it made the session: a test's approval stays one.
            kind: record.kind,
        };
        let watchlist = record.state.watchlist();
        Ok(Self {
            session: Some(Session::of(record, now.at)),
            grants: Grants::of(record),
            watchlist: watchlist
                .filter(|_| subject == Subject::Watchlist)
                .map(|it| Watchlist {
                    match_status: it.match_status.to_owned(),
                    total_hits: it.total_hits,
                    check_type: it.check_type.to_owned(),
                    created_at: instant(it.at),
                }),
            ..Self::bare(subject, &record.session_id, revision, integration, now)
        })
    }

    fn erased(session_id: &str, tombstone: &Tombstone, now: &Now) -> Result<Self, PublishError> {
        let integration = now.integration(&tombstone.integration_id)?;
        let integration = IntegrationName {
            id: integration.id.clone(),
            kind: integration.kind,
        };
        Ok(Self {
            erased_at: Some(tombstone.erased_at),
            ..Self::bare(Subject::Erasure, session_id, LAST, integration, now)
        })
    }

    fn bare(
        subject: Subject,
        session_id: &str,
        revision: u32,
        integration: IntegrationName,
        now: &Now,
    ) -> Self {
        Self {
            schema: SCHEMA,
            id: format!("{session_id}:{revision}"),
            session_id: session_id.to_owned(),
            revision,
            subject,
            integration,
            grants: Grants::Nothing,
            session: None,
            watchlist: None,
            erased_at: None,
            at: now.at,
        }
    }

    /// Session and revision: the same whenever this change is published.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The session.
    pub fn session_id(&self) -> &str {
        &self.session_id
    }

    /// What happened, in a word: the status, `watchlist` or `erased`.
    pub fn name(&self) -> &'static str {
        match (self.subject, &self.session) {
            (Subject::Outcome, Some(session)) => session.status,
            (Subject::Watchlist, _) => "watchlist",
            _ => "erased",
        }
    }

    /// What it is about.
    pub fn subject(&self) -> Subject {
        self.subject
    }

    /// When it happened, as far as the stream knows.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// The integration's id.
    pub fn integration(&self) -> &str {
        &self.integration.id
    }

    /// The event's `source`. Only what counts comes from `verification`, so that a careless rule can
    /// match neither a test nor a session that somebody else created with our public API key.
    pub fn source(&self) -> &'static str {
        let claimed = self.session.as_ref().is_none_or(|session| session.claimed);
        match (self.integration.kind, claimed) {
            (IntegrationKind::Test, _) => "verification.test",
            (IntegrationKind::Live, false) => "verification.unclaimed",
            (IntegrationKind::Live, true) => "verification",
        }
    }
}

impl Session {
    fn of(record: &SessionRecord, at: Timestamp) -> Self {
        let outcome = record.state.outcome();
        let verdict = outcome.as_ref().map(|outcome| outcome.verdict);
        let closed = matches!(record.status(), Status::Expired | Status::Abandoned);
        let lapsed_at = record.state.lapsed_at().filter(|_| closed);
        // Who names the person in a session that we did not create is unknown.
        let end_user_id = record.end_user_id.as_ref().filter(|_| record.claimed);
        let vendor_data = record.vendor_data.as_ref().filter(|_| record.claimed);
        Self {
            status: record.status().as_str(),
            next_step: NextStep::of(record, at),
            claimed: record.claimed,
            revised: record.state.revised(),
            end_user_id: end_user_id
                .filter(|id| Uuid::try_parse(id).is_ok())
                .cloned(),
            vendor_data: vendor_data.filter(|text| may_be_told(text)).cloned(),
            attempt_id: record.state.current_attempt().map(str::to_owned),
            code: verdict.and_then(|verdict| verdict.code),
            reason_code: verdict.and_then(|verdict| verdict.reason_code),
            submitted_at: instant(verdict.and_then(|verdict| verdict.submitted_at)),
            decided_at: instant(verdict.map_or(lapsed_at, |verdict| verdict.decided_at)),
            created_at: record.created_at,
            expires_at: record.deadline(),
        }
    }
}

fn instant(ms: Option<i64>) -> Option<Timestamp> {
    ms.and_then(|ms| Timestamp::from_millisecond(ms).ok())
}

/// `POST /sessions` takes no other; a session made in a browser, where that is trusted, may bring any.
fn may_be_told(vendor_data: &str) -> bool {
    vendor_data.len() <= LONGEST_VENDOR_DATA && !looks_like_an_address(vendor_data)
}
