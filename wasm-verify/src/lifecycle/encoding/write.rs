//! Writing: the shortest form.

use alloc::string::String;

use super::{REGISTRY_LETTERS, STATUS_LETTERS};
use crate::json::Writer;
use crate::lifecycle::State;
use crate::lifecycle::verdict::Verdicts;

impl State {
    /// The state as JSON, in the shortest form: equal states give equal text. A session with one attempt,
    /// started, submitted and approved, takes about 150 bytes.
    pub fn to_json(&self) -> String {
        let mut out = Writer::default();
        out.open(None, "{");
        signed(&mut out, "g", self.accepted_at);
        if !self.attempts.is_empty() {
            out.open(Some("a"), "[");
            for attempt in &self.attempts {
                out.open(None, "{");
                if !attempt.is_anonymous() {
                    out.text(Some("i"), &attempt.id);
                }
                signed(&mut out, "c", attempt.created_at);
                let progress = u32::from(attempt.started) + 2 * u32::from(attempt.submitted);
                unsigned(&mut out, "p", Some(progress).filter(|it| *it > 0));
                verdicts(&mut out, "d", &attempt.decision);
                verdicts(&mut out, "f", &attempt.full_auto);
                out.close("}");
            }
            out.close("]");
        }
        if let Some(lapse) = self.lapse {
            out.open(Some("l"), "{");
            out.signed("t", lapse.at);
            let seen = lapse.resubmissions;
            unsigned(&mut out, "n", Some(seen).filter(|it| *it > 0));
            out.close("}");
        }
        if let Some(watchlist) = &self.watchlist {
            out.open(Some("w"), "{");
            out.text(Some("m"), &watchlist.match_status);
            if let Some(hits) = watchlist.total_hits {
                out.unsigned("h", hits);
            }
            out.text(Some("c"), &watchlist.check_type);
            signed(&mut out, "t", watchlist.at);
            out.close("}");
        }
        if let Some(status) = &self.user_status {
            out.open(Some("u"), "{");
            out.text(Some("c"), &status.code);
            signed(&mut out, "t", status.at);
            out.close("}");
        }
        if self.registries().next().is_some() {
            out.open(Some("r"), "[");
            for registry in self.registries() {
                out.open(None, "{");
                out.text(Some("k"), letter(&REGISTRY_LETTERS, registry.kind));
                out.text(Some("s"), &registry.status);
                signed(&mut out, "t", registry.at);
                out.close("}");
            }
            out.close("]");
        }
        out.close("}");
        out.into_string()
    }
}

fn verdicts(out: &mut Writer, key: &str, verdicts: &Verdicts) {
    if verdicts.top().is_none() {
        return;
    }
    out.open(Some(key), "[");
    for verdict in verdicts.each().into_iter().flatten() {
        out.open(None, "{");
        out.text(Some("s"), letter(&STATUS_LETTERS, verdict.status));
        signed(out, "t", verdict.decided_at);
        signed(out, "b", verdict.submitted_at);
        unsigned(out, "r", verdict.reason_code);
        if let Some(reason) = &verdict.reason {
            out.text(Some("x"), reason);
        }
        unsigned(out, "c", verdict.code);
        out.close("}");
    }
    out.close("]");
}

fn signed(out: &mut Writer, key: &str, number: Option<i64>) {
    if let Some(number) = number {
        out.signed(key, number);
    }
}

fn unsigned(out: &mut Writer, key: &str, number: Option<u32>) {
    if let Some(number) = number {
        out.unsigned(key, u64::from(number));
    }
}

fn letter<T: Copy + PartialEq>(letters: &[(T, &'static str)], of: T) -> &'static str {
    let found = letters.iter().find(|(it, _)| *it == of);
    found.map(|(_, letter)| *letter).unwrap_or_default()
}
