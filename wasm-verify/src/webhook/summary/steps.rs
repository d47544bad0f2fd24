//! Where each type of webhook has its fields, and which of them must be there.

use super::super::Kind;
use super::super::layout::Slot;
use super::{TextField, TimeField};

/// One field of the summary: what to make of it, and where it lies.
pub(super) struct Step {
    pub(super) how: How,
    pub(super) slot: Slot,
    /// Where it lies if there is nothing at the usual place.
    pub(super) or: Slot,
}

/// What a field must be, and which field of the summary it becomes.
#[derive(Clone, Copy)]
pub(super) enum How {
    /// An id that must be there.
    RequiredId(TextField),
    /// An id that may be absent or null, but nothing else.
    OptionalId(TextField),
    /// An id, if there is one.
    Id(TextField),
    /// A text that must be there.
    RequiredText(TextField),
    /// A text, if there is one.
    Text(TextField),
    /// A time, if there is one.
    Time(TimeField),
    /// The code, if there is one.
    Code,
    /// The reason's code, if there is one.
    ReasonCode,
    /// The number of hits, if there is one: a number or a text.
    TotalHits,
}

const fn at(how: How, slot: Slot) -> Step {
    Step {
        how,
        slot,
        or: slot,
    }
}

const fn either(how: How, slot: Slot, or: Slot) -> Step {
    Step { how, slot, or }
}

const ATTEMPT: Step = at(How::Id(TextField::AttemptId), Slot::AttemptId);
const VENDOR_DATA: Step = at(How::Text(TextField::VendorData), Slot::VendorData);
const END_USER_ID: Step = at(How::Text(TextField::EndUserId), Slot::EndUserId);
const SESSION: Step = at(How::RequiredId(TextField::SessionId), Slot::SessionId);
const OPTIONAL_SESSION: Step = at(How::OptionalId(TextField::SessionId), Slot::SessionId);

const DECISION: &[Step] = &[
    at(How::RequiredId(TextField::SessionId), Slot::VId),
    at(How::RequiredText(TextField::Status), Slot::VStatus),
    at(How::Code, Slot::VCode),
    at(How::Time(TimeField::Decided), Slot::VDecisionTime),
    at(How::Id(TextField::AttemptId), Slot::VAttemptId),
    at(How::Text(TextField::VendorData), Slot::VVendorData),
    at(How::Text(TextField::EndUserId), Slot::VEndUserId),
    at(How::Text(TextField::Reason), Slot::VReason),
    at(How::ReasonCode, Slot::VReasonCode),
    at(How::Time(TimeField::Accepted), Slot::VAcceptanceTime),
    at(How::Time(TimeField::Submitted), Slot::VSubmissionTime),
];

const EVENT: &[Step] = &[
    at(How::RequiredId(TextField::SessionId), Slot::Id),
    at(How::RequiredText(TextField::Action), Slot::Action),
    at(How::Code, Slot::Code),
    ATTEMPT,
    VENDOR_DATA,
    END_USER_ID,
    at(How::Text(TextField::Reason), Slot::Feature),
];

const FULL_AUTO: &[Step] = &[
    OPTIONAL_SESSION,
    at(How::Text(TextField::Status), Slot::DVDecision),
    ATTEMPT,
    VENDOR_DATA,
    END_USER_ID,
    at(How::Text(TextField::Detail), Slot::Status),
    at(How::Time(TimeField::Accepted), Slot::AcceptanceTime),
    at(How::Time(TimeField::Decided), Slot::Time),
];

const WATCHLIST: &[Step] = &[
    OPTIONAL_SESSION,
    ATTEMPT,
    at(How::RequiredText(TextField::Action), Slot::CheckType),
    at(How::RequiredText(TextField::Reason), Slot::MatchStatus),
    VENDOR_DATA,
    END_USER_ID,
    at(How::TotalHits, Slot::TotalHits),
    at(How::Time(TimeField::At), Slot::CreatedAt),
];

const INE: &[Step] = &registry(Slot::SessionId, Slot::Id);
/// CURP has its own places; either is taken from all, the usual one first.
const CURP: &[Step] = &registry(Slot::Id, Slot::SessionId);

const fn registry(session: Slot, or: Slot) -> [Step; 7] {
    [
        either(How::RequiredId(TextField::SessionId), session, or),
        either(
            How::Id(TextField::AttemptId),
            Slot::DAttemptId,
            Slot::AttemptId,
        ),
        VENDOR_DATA,
        END_USER_ID,
        at(How::Text(TextField::Status), Slot::DStatus),
        at(How::Code, Slot::DCode),
        at(How::Time(TimeField::At), Slot::Time),
    ]
}

const USER_STATUS: &[Step] = &[
    SESSION,
    // Without a code, the name it would have been made from identifies the status as well.
    either(
        How::RequiredText(TextField::Action),
        Slot::UStatusCode,
        Slot::UStatus,
    ),
    at(How::Text(TextField::Status), Slot::UStatus),
    either(How::Time(TimeField::At), Slot::UCreatedAt, Slot::Time),
    ATTEMPT,
    VENDOR_DATA,
    END_USER_ID,
    at(How::Text(TextField::Reason), Slot::UReason),
    at(How::Text(TextField::Detail), Slot::UReasonCode),
];

const UNKNOWN: &[Step] = &[
    either(How::Text(TextField::Detail), Slot::EventType, Slot::Type),
    at(How::Id(TextField::SessionId), Slot::SessionId),
    ATTEMPT,
    VENDOR_DATA,
    END_USER_ID,
];

/// The steps of a type, in the order in which errors are looked for.
pub(super) fn steps_of(kind: Kind) -> &'static [Step] {
    match kind {
        Kind::Decision => DECISION,
        Kind::Event => EVENT,
        Kind::FullAuto => FULL_AUTO,
        Kind::Watchlist => WATCHLIST,
        Kind::Ine | Kind::IneCurp => INE,
        Kind::Curp => CURP,
        Kind::UserStatus => USER_STATUS,
        Kind::Unknown => UNKNOWN,
    }
}
