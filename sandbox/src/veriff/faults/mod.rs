//! Delivery as it really is: webhooks that come twice, late, forged, broken, or never.
//!
//! A fault is a small unit that changes one webhook at one point of its way (see [`Effect`]): when it
//! leaves, what is sent, with which secret it is signed, what stands in headers and body once it is
//! signed, how the receiver's answer counts. Faults are chosen by name, singly or together; each
//! applies in the order of [`Fault::ALL`].

mod active;
mod answers;
mod bodies;
mod departures;
mod extras;
mod headers;
mod parcel;
mod secrets;
mod steer;
mod unstable;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use self::active::{ActiveFault, FaultRequest};
pub use self::steer::FaultError;

pub(crate) use self::active::{Active, Attached};
pub(crate) use self::answers::judge;
pub(crate) use self::departures::{Departure, Fate, depart};
pub(crate) use self::parcel::{Parcel, parcels};

use self::answers::Answer;
use super::outbox::Delivery;

/// Something that goes wrong on the way of a webhook, or that is merely unusual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "&'static str", try_from = "String")]
#[expect(missing_docs, reason = "described by `Fault::description`")]
pub enum Fault {
    Duplicate,
    Reordered,
    Delayed,
    Lost,
    BeforeCreateAnswer,
    UnknownType,
    UnknownStatus,
    UnknownFields,
    UnstableJson,
    ByteOrderMark,
    InvalidJson,
    RotatedSecret,
    WrongKey,
    BadSignature,
    UpperCaseHex,
    TwinHeaders,
    WithoutTwins,
    TwinHeadersDiffer,
    TruncatedBody,
    Receiver500,
    SlowReceiver,
}

/// What is written down of a fault, beside its code.
struct Spec {
    name: &'static str,
    description: &'static str,
    effects: &'static [Effect],
    /// Whether it also applies to the retries of the webhook that it was chosen for.
    lasts: bool,
}

/// What a fault changes, by the point of the webhook's way.
enum Effect {
    /// Nothing by itself: the fault says when a webhook is brought about.
    Occasion,
    /// When the webhook leaves, if it does.
    Departure(fn(&mut Departure)),
    /// What is sent for it; signed afterwards.
    Content(fn(&mut Vec<Parcel>, &Delivery)),
    /// Which of the integration's secrets signs, from 0, given how often it was tried before.
    Secret(fn(usize) -> usize),
    /// Headers and body of what was signed.
    Signed(fn(&mut Parcel)),
    /// How the answer counts.
    Answer(fn(&mut Answer)),
}

impl Fault {
    /// All faults, in the order in which they apply.
    pub const ALL: [Self; 21] = [
        Self::Duplicate,
        Self::Reordered,
        Self::Delayed,
        Self::Lost,
        Self::BeforeCreateAnswer,
        Self::UnknownType,
        Self::UnknownStatus,
        Self::UnknownFields,
        Self::UnstableJson,
        Self::ByteOrderMark,
        Self::InvalidJson,
        Self::RotatedSecret,
        Self::WrongKey,
        Self::BadSignature,
        Self::UpperCaseHex,
        Self::TwinHeaders,
        Self::WithoutTwins,
        Self::TwinHeadersDiffer,
        Self::TruncatedBody,
        Self::Receiver500,
        Self::SlowReceiver,
    ];

    /// The name by which it is chosen.
    pub fn as_str(self) -> &'static str {
        self.spec().name
    }

    /// What happens, in a sentence.
    pub fn description(self) -> &'static str {
        self.spec().description
    }

    /// Whether it also applies to the retries of the webhook that it was chosen for.
    pub(crate) fn lasts(self) -> bool {
        self.spec().lasts
    }

    /// Whether it changes only when a webhook is sent, so that its retries are as always.
    pub(crate) fn is_about_departure(self) -> bool {
        let about = |effect: &Effect| matches!(effect, Effect::Departure(_) | Effect::Occasion);
        self.effects().iter().all(about)
    }

    fn effects(self) -> &'static [Effect] {
        self.spec().effects
    }

    fn spec(self) -> &'static Spec {
        match self {
            Self::Duplicate => &extras::DUPLICATE,
            Self::Reordered => &departures::REORDERED,
            Self::Delayed => &departures::DELAYED,
            Self::Lost => &departures::LOST,
            Self::BeforeCreateAnswer => &departures::BEFORE_CREATE_ANSWER,
            Self::UnknownType => &extras::UNKNOWN_TYPE,
            Self::UnknownStatus => &extras::UNKNOWN_STATUS,
            Self::UnknownFields => &bodies::UNKNOWN_FIELDS,
            Self::UnstableJson => &unstable::UNSTABLE_JSON,
            Self::ByteOrderMark => &bodies::BYTE_ORDER_MARK,
            Self::InvalidJson => &bodies::INVALID_JSON,
            Self::RotatedSecret => &secrets::ROTATED_SECRET,
            Self::WrongKey => &headers::WRONG_KEY,
            Self::BadSignature => &headers::BAD_SIGNATURE,
            Self::UpperCaseHex => &headers::UPPER_CASE_HEX,
            Self::TwinHeaders => &headers::TWIN_HEADERS,
            Self::WithoutTwins => &headers::WITHOUT_TWINS,
            Self::TwinHeadersDiffer => &headers::TWIN_HEADERS_DIFFER,
            Self::TruncatedBody => &bodies::TRUNCATED_BODY,
            Self::Receiver500 => &answers::RECEIVER_500,
            Self::SlowReceiver => &answers::SLOW_RECEIVER,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// No fault has that name.
#[derive(Debug, thiserror::Error)]
#[error("no fault is named {0:?}; there are {known}", known = Fault::ALL.map(Fault::as_str).join(", "))]
pub struct UnknownFault(String);

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(name: &str) -> Result<Self, UnknownFault> {
        let found = Self::ALL.into_iter().find(|fault| fault.as_str() == name);
        found.ok_or_else(|| UnknownFault(name.to_owned()))
    }
}

impl TryFrom<String> for Fault {
    type Error = UnknownFault;

    fn try_from(name: String) -> Result<Self, UnknownFault> {
        name.parse()
    }
}

impl From<Fault> for &'static str {
    fn from(fault: Fault) -> Self {
        fault.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_fault_has_a_name_of_its_own_and_stands_in_order() {
        let names: BTreeSet<_> = Fault::ALL.iter().map(|fault| fault.as_str()).collect();
        assert_eq!(names.len(), Fault::ALL.len());
        assert!(Fault::ALL.is_sorted());
        for fault in Fault::ALL {
            assert_eq!(fault.as_str().parse::<Fault>().unwrap(), fault);
            assert!(fault.description().ends_with('.'), "{fault}");
        }
        let error = "gravity".parse::<Fault>().unwrap_err().to_string();
        assert!(error.contains("slow-receiver"), "{error}");
    }
}
