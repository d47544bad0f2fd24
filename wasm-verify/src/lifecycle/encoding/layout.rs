//! The stored form as tables: which keys there are, what may stand there, and which part of what was said
//! it is. Reading and writing are loops over them.

use crate::json::{Key, Mask, Shape};
use crate::lifecycle::kept::{Place, slot};
use crate::lifecycle::verdict::{Kind, Source};

/// Where a field is noted while it is read: behind what was said.
pub(super) mod own {
    /// How many resubmissions a lapse had seen.
    pub(crate) const SEEN: u8 = 7;
    pub(crate) const ATTEMPT_ID: u8 = 8;
    pub(crate) const CREATED_AT: u8 = 9;
    pub(crate) const PROGRESS: u8 = 10;
    pub(crate) const ACCEPTED_AT: u8 = 11;
    pub(crate) const SCHEMA: u8 = 12;
    pub(crate) const COUNT: usize = 13;
}

/// How what is said at a place is written.
pub(super) struct Form {
    /// The key of the object, or of the array of them.
    pub(super) key: &'static str,
    /// The first of the places, and the last. If there are several, it is an array.
    pub(super) places: (Place, Place),
    pub(super) shape: &'static Shape,
    /// The slots that must be there.
    pub(super) required: &'static [u8],
    /// The letters of the statuses, in their order.
    pub(super) letters: &'static str,
    /// The greatest number.
    pub(super) most: u64,
}

const SMALL: u64 = u32::MAX as u64;
/// Review, resubmission requested, expired, abandoned, approved, declined.
const STATUSES: &str = "vrebad";

/// The forms, in the order in which they are written.
pub(super) static FORMS: [Form; 6] = [
    Form {
        key: "d",
        places: (
            Place::DECISION,
            Place::of_verdict(Source::Decision, Kind::Review),
        ),
        shape: &VERDICT,
        required: &[slot::STATUS],
        letters: STATUSES,
        most: SMALL,
    },
    Form {
        key: "f",
        places: (
            Place::FULL_AUTO,
            Place::of_verdict(Source::FullAuto, Kind::Review),
        ),
        shape: &VERDICT,
        required: &[slot::STATUS],
        letters: STATUSES,
        most: SMALL,
    },
    Form {
        key: "l",
        places: (Place::LAPSED, Place::LAPSED),
        shape: &LAPSE,
        required: &[slot::BEFORE],
        letters: "",
        most: SMALL,
    },
    Form {
        key: "w",
        places: (Place::WATCHLIST, Place::WATCHLIST),
        shape: &WATCHLIST,
        required: &[slot::WORD, slot::SECOND],
        letters: "",
        most: u64::MAX,
    },
    Form {
        key: "u",
        places: (Place::USER_STATUS, Place::USER_STATUS),
        shape: &USER_STATUS,
        required: &[slot::WORD],
        letters: "",
        most: SMALL,
    },
    Form {
        key: "r",
        places: (Place::REGISTRY, Place::LAST),
        shape: &REGISTRY,
        required: &[slot::STATUS, slot::WORD],
        // INE, CURP, both.
        letters: "icb",
        most: SMALL,
    },
];

impl Form {
    pub(super) fn is_list(&self) -> bool {
        self.places.0 != self.places.1
    }

    pub(super) fn holds(&self, place: Place) -> bool {
        self.places.0 <= place && place <= self.places.1
    }
}

const fn text(name: &'static str, slot: u8) -> Key {
    Key::new(name, Mask::TEXT).at(slot)
}

const fn number(name: &'static str, slot: u8) -> Key {
    Key::new(name, Mask::NUMBER).at(slot)
}

const fn object(name: &'static str, shape: &'static Shape) -> Key {
    Key::new(name, Mask::OBJECT).object(shape)
}

const fn array(name: &'static str, shape: &'static Shape) -> Key {
    Key::new(name, Mask::ARRAY).elements(shape)
}

const fn said(keys: &'static [Key]) -> Shape {
    Shape {
        keys,
        closed: false,
        slots: (slot::AT, own::SEEN + 1),
    }
}

/// The whole.
pub(super) static STATE: Shape = Shape {
    keys: &[
        number("g", own::ACCEPTED_AT),
        array("a", &ATTEMPT),
        object("l", &LAPSE),
        object("w", &WATCHLIST),
        object("u", &USER_STATUS),
        array("r", &REGISTRY),
        number("z", own::SCHEMA),
    ],
    closed: false,
    slots: (0, own::COUNT as u8),
};

pub(super) static ATTEMPT: Shape = Shape {
    keys: &[
        text("i", own::ATTEMPT_ID),
        number("c", own::CREATED_AT),
        number("p", own::PROGRESS),
        array("d", &VERDICT),
        array("f", &VERDICT),
    ],
    closed: false,
    slots: (own::ATTEMPT_ID, own::PROGRESS + 1),
};

static VERDICT: Shape = said(&[
    text("s", slot::STATUS),
    number("t", slot::AT),
    number("b", slot::BEFORE),
    number("r", slot::REASON_CODE),
    text("x", slot::WORD),
    number("c", slot::NUMBER),
]);

static LAPSE: Shape = said(&[number("t", slot::BEFORE), number("n", own::SEEN)]);

static WATCHLIST: Shape = said(&[
    text("m", slot::WORD),
    number("h", slot::NUMBER),
    text("c", slot::SECOND),
    number("t", slot::AT),
]);

static USER_STATUS: Shape = said(&[text("c", slot::WORD), number("t", slot::AT)]);

static REGISTRY: Shape = said(&[
    text("k", slot::STATUS),
    text("s", slot::WORD),
    number("t", slot::AT),
]);
