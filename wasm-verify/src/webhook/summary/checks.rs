//! What the table of steps cannot say: fields that depend on each other, and words that are new to us.

use super::super::Kind;
use super::super::layout::Slot;
use super::{Summary, TextField};
use crate::lifecycle::DecisionStatus;

/// Each status of a decision and its code
/// ([status codes](https://devdocs.veriff.com/docs/verification-session-status-codes-table)), and each
/// action of an event and its codes, of which 7003 and 7005 are legacy. Veriff's pages disagree on the code
/// of an abandoned session.
const CODES: [(&str, u32); 11] = [
    ("approved", 9001),
    ("declined", 9102),
    ("resubmission_requested", 9103),
    ("expired", 9104),
    ("abandoned", 9104),
    ("abandoned", 9121),
    ("review", 9121),
    ("started", 7001),
    ("submitted", 7002),
    ("submitted", 7005),
    ("tier_1_approved", 7003),
];
const FIRST_ACTION: usize = 7;
/// Full auto's `status`, if there is nothing in its decision.
const FAILED: &str = "fail";

impl Summary<'_> {
    /// Before the steps.
    pub(super) fn require(&mut self) {
        let from = &mut self.envelope;
        match self.kind {
            Kind::Decision => {
                let verification = from.get(Slot::Verification);
                let is_object = verification.is_some_and(|value| value.as_object().is_some());
                from.must(Slot::Verification, "an object", is_object);
            }
            Kind::FullAuto => {
                let failed = from.has_value(Slot::Status) && !from.is(Slot::Status, "success");
                if !failed || from.has_value(Slot::DVDecision) {
                    from.required_text(Slot::DVDecision);
                }
            }
            _ => {}
        }
    }

    /// After the steps.
    pub(super) fn check(&mut self) {
        match self.kind {
            Kind::Decision => self.check_decision(),
            Kind::Event => self.check_code(TextField::Action, Slot::Action, Slot::Code),
            Kind::FullAuto => {
                let failed = self.envelope.is(Slot::Status, FAILED);
                let word = self.text(TextField::Status);
                if word.is_some_and(|word| failed || DecisionStatus::from_text(&word).is_none()) {
                    self.envelope.drift.unknown_status(Slot::DVDecision.path());
                }
                // What failed decided nothing, whatever else it says.
                if failed {
                    self.set(TextField::Status, None);
                }
            }
            Kind::Watchlist => self.check_watchlist(),
            Kind::Ine | Kind::Curp | Kind::IneCurp => self.check_registry(),
            Kind::UserStatus | Kind::Unknown => {}
        }
    }

    fn check_decision(&mut self) {
        self.check_code(TextField::Status, Slot::VStatus, Slot::VCode);
        let status = DecisionStatus::from_text(&self.required(TextField::Status));
        let from = &mut self.envelope;
        if status.is_some_and(|status| status.is_conclusive())
            && from.has(Slot::VDecisionTime)
            && !from.has_value(Slot::VDecisionTime)
        {
            from.drift.unexpected_type(Slot::VDecisionTime.path());
        }
    }

    /// Counts a word or code that is not known, a code that belongs to another word, and one that is not
    /// there. The word decides, so that none of these is an error.
    fn check_code(&mut self, field: TextField, slot: Slot, code_slot: Slot) {
        let word = self.required(field);
        let code = self.code.unwrap_or_default();
        let (mut is_known, mut word_is_known, mut agrees) = (false, false, false);
        for (place, (known, its_code)) in CODES.into_iter().enumerate() {
            if (place < FIRST_ACTION) != (field == TextField::Status) {
                continue;
            }
            is_known |= its_code == code;
            word_is_known |= known == word;
            agrees |= known == word && its_code == code;
        }
        let is_there = self.envelope.has_value(code_slot);
        let drift = &mut self.envelope.drift;
        if !word_is_known {
            drift.unknown_status(slot.path());
        }
        match self.code {
            Some(_) if !agrees && (word_is_known || !is_known) => {
                drift.odd_code(code_slot.path(), is_known);
            }
            // What is there and no code was counted when it was read.
            None if !is_there => drift.unexpected_type(code_slot.path()),
            _ => {}
        }
    }

    fn check_watchlist(&mut self) {
        let names = [TextField::SessionId, TextField::AttemptId];
        let is_named = names.into_iter().any(|name| self.text(name).is_some());
        self.envelope.must(
            Slot::SessionId,
            "an id, where there is no attempt",
            is_named,
        );
        let word = self.required(TextField::Reason);
        if !matches!(&*word, "possible_match" | "no_match") {
            self.envelope.drift.unknown_status(Slot::MatchStatus.path());
        }
    }

    /// Where two registries were asked at once there may be no status but that of one of them.
    fn check_registry(&mut self) {
        if self.text(TextField::Status).is_none() {
            let status = self.envelope.text(Slot::DCurpStatus);
            if status.is_none() {
                self.envelope.drift.unexpected_type(Slot::DStatus.path());
            }
            self.set(TextField::Status, status);
        }
    }
}
