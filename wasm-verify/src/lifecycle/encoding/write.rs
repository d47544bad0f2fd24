//! Writing: the shortest form.

use alloc::string::String;

use super::layout::{ATTEMPTS, DECISIONS, FULL_AUTO, REGISTRIES, Slot};
use super::{REGISTRY_LETTERS, STATUS_LETTERS};
use crate::json::Writer;
use crate::lifecycle::attempt::Attempt;
use crate::lifecycle::verdict::{Source, Verdict};
use crate::lifecycle::{Registry, State};

impl State {
    /// The state as JSON, in the shortest form: equal states give equal text. A session with one attempt,
    /// started, submitted and approved, takes about 150 bytes.
    pub fn to_json(&self) -> String {
        let mut out = Out::default();
        out.json.open(None, "{");
        out.number(Slot::AcceptedAt, self.accepted_at());
        out.list(ATTEMPTS, self.attempts(), Out::attempt);
        if let Some(lapse) = self.lapse() {
            out.object(Slot::Lapse);
            out.number(Slot::LapseAt, Some(lapse.at));
            let seen = Some(lapse.resubmissions).filter(|it| *it > 0);
            out.small(Slot::LapseResubmissions, seen);
            out.json.close("}");
        }
        if let Some(watchlist) = self.watchlist() {
            out.object(Slot::Watchlist);
            out.text(Slot::MatchStatus, Some(watchlist.match_status));
            if let Some(hits) = watchlist.total_hits {
                out.json.unsigned(Slot::TotalHits.key(), hits);
            }
            out.text(Slot::CheckType, Some(watchlist.check_type));
            out.number(Slot::WatchlistAt, watchlist.at);
            out.json.close("}");
        }
        if let Some(status) = self.user_status() {
            out.object(Slot::UserStatus);
            out.text(Slot::UserStatusCode, Some(status.code));
            out.number(Slot::UserStatusAt, status.at);
            out.json.close("}");
        }
        out.list(REGISTRIES, self.registries(), Out::registry);
        out.json.close("}");
        out.json.into_string()
    }
}

/// Writes by slots, as the reading does.
#[derive(Default)]
struct Out {
    json: Writer,
}

impl Out {
    fn attempt(&mut self, it: Attempt<'_>) {
        self.text(Slot::AttemptId, it.id());
        self.number(Slot::CreatedAt, it.created_at());
        let progress = u32::from(it.started()) + 2 * u32::from(it.submitted());
        self.small(Slot::Progress, Some(progress).filter(|it| *it > 0));
        for (key, source) in [(DECISIONS, Source::Decision), (FULL_AUTO, Source::FullAuto)] {
            let verdicts = it.verdicts().filter(|(its, _)| *its == source);
            self.list(key, verdicts.map(|(_, verdict)| verdict), Self::verdict);
        }
    }

    fn verdict(&mut self, it: &Verdict) {
        self.text(Slot::Status, letter(&STATUS_LETTERS, it.status));
        self.number(Slot::DecidedAt, it.decided_at);
        self.number(Slot::SubmittedAt, it.submitted_at);
        self.small(Slot::ReasonCode, it.reason_code);
        self.text(Slot::Reason, it.reason.as_deref());
        self.small(Slot::Code, it.code);
    }

    fn registry(&mut self, it: Registry<'_>) {
        self.text(Slot::RegistryKind, letter(&REGISTRY_LETTERS, it.kind));
        self.text(Slot::RegistryStatus, Some(it.status));
        self.number(Slot::RegistryAt, it.at);
    }

    fn object(&mut self, slot: Slot) {
        self.json.open(Some(slot.key()), "{");
    }

    /// An array of objects, unless it is empty.
    fn list<T>(&mut self, key: &str, items: impl Iterator<Item = T>, write: impl Fn(&mut Self, T)) {
        let mut items = items.peekable();
        if items.peek().is_none() {
            return;
        }
        self.json.open(Some(key), "[");
        for item in items {
            self.json.open(None, "{");
            write(self, item);
            self.json.close("}");
        }
        self.json.close("]");
    }

    fn text(&mut self, slot: Slot, text: Option<&str>) {
        if let Some(text) = text {
            self.json.text(Some(slot.key()), text);
        }
    }

    fn number(&mut self, slot: Slot, number: Option<i64>) {
        if let Some(number) = number {
            self.json.signed(slot.key(), number);
        }
    }

    fn small(&mut self, slot: Slot, number: Option<u32>) {
        self.number(slot, number.map(i64::from));
    }
}

fn letter<T: Copy + PartialEq>(letters: &[(T, &'static str)], of: T) -> Option<&'static str> {
    let found = letters.iter().find(|(it, _)| *it == of);
    found.map(|(_, letter)| *letter)
}
