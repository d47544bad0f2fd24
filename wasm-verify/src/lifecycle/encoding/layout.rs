//! The stored form as a table: which keys there are, and what may stand there.

use crate::json::{Key, Mask, Shape};

/// A field whose place is noted. Those of an object stand together.
#[derive(Clone, Copy)]
pub(super) enum Slot {
    Schema,
    AcceptedAt,
    Lapse,
    LapseAt,
    LapseResubmissions,
    Watchlist,
    MatchStatus,
    TotalHits,
    CheckType,
    WatchlistAt,
    UserStatus,
    UserStatusCode,
    UserStatusAt,
    RegistryKind,
    RegistryStatus,
    RegistryAt,
    AttemptId,
    CreatedAt,
    Progress,
    Status,
    DecidedAt,
    SubmittedAt,
    ReasonCode,
    Reason,
    Code,
}

impl Slot {
    pub(super) const COUNT: usize = Self::Code as usize + 1;

    /// The key, for messages.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Schema => "z",
            Self::AcceptedAt => "g",
            Self::Lapse => "l",
            Self::LapseResubmissions => "n",
            Self::Watchlist => "w",
            Self::MatchStatus => "m",
            Self::TotalHits => "h",
            Self::CheckType | Self::UserStatusCode | Self::CreatedAt | Self::Code => "c",
            Self::LapseAt
            | Self::WatchlistAt
            | Self::UserStatusAt
            | Self::RegistryAt
            | Self::DecidedAt => "t",
            Self::UserStatus => "u",
            Self::RegistryKind => "k",
            Self::RegistryStatus | Self::Status => "s",
            Self::AttemptId => "i",
            Self::Progress => "p",
            Self::SubmittedAt => "b",
            Self::ReasonCode => "r",
            Self::Reason => "x",
        }
    }
}

/// The arrays, by their keys: what an element is.
pub(super) const ATTEMPTS: &str = "a";
pub(super) const REGISTRIES: &str = "r";
pub(super) const DECISIONS: &str = "d";
pub(super) const FULL_AUTO: &str = "f";

const fn key(slot: Slot, expected: Mask) -> Key {
    Key::new(slot.key(), expected).at(slot as u8)
}

const fn object(slot: Slot, shape: &'static Shape) -> Key {
    key(slot, Mask::OBJECT).object(shape)
}

const fn array(name: &'static str, shape: &'static Shape) -> Key {
    Key::new(name, Mask::ARRAY).elements(Mask::OBJECT, shape)
}

const fn shape(first: Slot, last: Slot, keys: &'static [Key]) -> Shape {
    Shape {
        keys,
        closed: false,
        slots: (first as u8, last as u8 + 1),
    }
}

/// The whole.
pub(super) static STATE: Shape = shape(
    Slot::Schema,
    Slot::Code,
    &[
        key(Slot::AcceptedAt, Mask::NUMBER),
        array(ATTEMPTS, &ATTEMPT),
        object(Slot::Lapse, &LAPSE),
        object(Slot::Watchlist, &WATCHLIST),
        object(Slot::UserStatus, &USER_STATUS),
        array(REGISTRIES, &REGISTRY),
        key(Slot::Schema, Mask::NUMBER),
    ],
);

static ATTEMPT: Shape = shape(
    Slot::AttemptId,
    Slot::Progress,
    &[
        key(Slot::AttemptId, Mask::TEXT),
        key(Slot::CreatedAt, Mask::NUMBER),
        key(Slot::Progress, Mask::NUMBER),
        array(DECISIONS, &VERDICT),
        array(FULL_AUTO, &VERDICT),
    ],
);

static VERDICT: Shape = shape(
    Slot::Status,
    Slot::Code,
    &[
        key(Slot::Status, Mask::TEXT),
        key(Slot::DecidedAt, Mask::NUMBER),
        key(Slot::SubmittedAt, Mask::NUMBER),
        key(Slot::ReasonCode, Mask::NUMBER),
        key(Slot::Reason, Mask::TEXT),
        key(Slot::Code, Mask::NUMBER),
    ],
);

static LAPSE: Shape = shape(
    Slot::LapseAt,
    Slot::LapseResubmissions,
    &[
        key(Slot::LapseAt, Mask::NUMBER),
        key(Slot::LapseResubmissions, Mask::NUMBER),
    ],
);

static WATCHLIST: Shape = shape(
    Slot::MatchStatus,
    Slot::WatchlistAt,
    &[
        key(Slot::MatchStatus, Mask::TEXT),
        key(Slot::TotalHits, Mask::NUMBER),
        key(Slot::CheckType, Mask::TEXT),
        key(Slot::WatchlistAt, Mask::NUMBER),
    ],
);

static USER_STATUS: Shape = shape(
    Slot::UserStatusCode,
    Slot::UserStatusAt,
    &[
        key(Slot::UserStatusCode, Mask::TEXT),
        key(Slot::UserStatusAt, Mask::NUMBER),
    ],
);

static REGISTRY: Shape = shape(
    Slot::RegistryKind,
    Slot::RegistryAt,
    &[
        key(Slot::RegistryKind, Mask::TEXT),
        key(Slot::RegistryStatus, Mask::TEXT),
        key(Slot::RegistryAt, Mask::NUMBER),
    ],
);
