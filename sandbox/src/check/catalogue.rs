//! The checks there are, and what a check is.

use std::pin::Pin;

use super::case::Case;
use super::checks;
use super::outcome::Ended;

/// One item of the integration checklist.
#[derive(Debug)]
pub struct Check {
    /// Its name, which stays: scripts select by it.
    pub name: &'static str,
    /// What holds when it passes.
    pub title: &'static str,
    /// Where it belongs.
    pub group: Group,
    /// What goes wrong in production where it does not hold.
    pub why: &'static str,
    /// How to mend it.
    pub mend: &'static str,
    /// The checks without which this one says nothing.
    pub(crate) after: &'static [&'static str],
    pub(crate) run: Run,
}

/// A part of the checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Creating and continuing sessions.
    Sessions,
    /// What each decision leads to.
    Decisions,
    /// Who is let in.
    Security,
    /// Messages of every shape.
    Robustness,
    /// Repeats, order and loss.
    Delivery,
    /// What a program cannot see.
    ByHand,
}

impl Group {
    /// The heading in reports.
    pub fn title(self) -> &'static str {
        match self {
            Self::Sessions => "Sessions",
            Self::Decisions => "Decisions",
            Self::Security => "Security",
            Self::Robustness => "Messages of every shape",
            Self::Delivery => "Repeats, order and loss",
            Self::ByHand => "By hand",
        }
    }
}

/// How a check is done.
pub(crate) enum Run {
    /// By this program.
    Program(Program),
    /// Likewise, while no other check runs: it moves the clock, or looks back at all of them.
    Alone(Program),
    /// By a person, in these steps.
    ByHand(&'static [&'static str]),
}

/// What a check does.
pub(crate) type Program = for<'a> fn(&'a mut Case) -> Work<'a>;

/// A check at work.
pub(crate) type Work<'a> = Pin<Box<dyn Future<Output = Result<(), Ended>> + Send + 'a>>;

impl std::fmt::Debug for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Program(_) => "Program",
            Self::Alone(_) => "Alone",
            Self::ByHand(_) => "ByHand",
        })
    }
}

/// All checks, in the order in which they run: the ones that others build on first, the ones that
/// move the clock last.
pub static CATALOGUE: &[&Check] = &[
    &checks::creation::SESSION_CREATED,
    &checks::genuine::GENUINE_WEBHOOK,
    &checks::creation::ODD_NAMES,
    &checks::identifiers::VENDOR_DATA,
    &checks::identifiers::END_USER_ID,
    &checks::access::ONLY_AFTER_APPROVAL,
    &checks::access::CALLBACK,
    &checks::declined::DECLINED_AND_RESUBMISSION,
    &checks::review::REVIEW,
    &checks::expired::EXPIRED_AND_ABANDONED,
    &checks::same_link::WHEN_DISRUPTED,
    &checks::same_link::AFTER_RESUBMISSION,
    &checks::limit::RESUBMISSION_LIMIT,
    &checks::expired::NEW_SESSION,
    &checks::forged::WRONG_API_KEY,
    &checks::forged::WRONG_SECRET,
    &checks::forged::CHANGED_BODY,
    &checks::forged::NO_SIGNATURE,
    &checks::forged::MALFORMED_SIGNATURE,
    &checks::forged::OTHER_HEADER,
    &checks::foreign::UNKNOWN_SESSION,
    &checks::foreign::OTHER_INTEGRATION,
    &checks::genuine::HEADER_NAMES,
    &checks::genuine::UPPER_CASE_HEX,
    &checks::genuine::SECOND_SECRET,
    &checks::raw_body::RAW_BODY,
    &checks::genuine::EXACTLY_200,
    &checks::broken::INVALID_JSON,
    &checks::broken::EMPTY_BODY,
    &checks::broken::WRONG_TYPES,
    &checks::broken::HUGE_BODY,
    &checks::kinds::ALL_TYPES,
    &checks::kinds::UNKNOWN_TYPE,
    &checks::kinds::UNKNOWN_FIELDS,
    &checks::kinds::UNKNOWN_STATUS,
    &checks::kinds::WATCHLIST,
    &checks::durable::DURABLE,
    &checks::repeats::DUPLICATE,
    &checks::order::LATE_EVENT,
    &checks::order::LATE_DECISION,
    &checks::recovery::MISSED_WEBHOOK,
    &checks::recovery::ANSWERS_VERIFIED,
    &checks::recovery::SEVEN_DAYS,
    &checks::timing::ANSWERS_IN_TIME,
    &checks::by_hand::NOTICES,
    &checks::by_hand::CALLBACK_PAGE,
    &checks::by_hand::BACK_OFFICE,
    &checks::by_hand::PORTAL_STATUS,
    &checks::by_hand::MOBILE,
    &checks::by_hand::API_UPLOAD,
    &checks::by_hand::BATCH_AND_STRESS,
];

/// The check of that name.
pub fn find(name: &str) -> Option<&'static Check> {
    CATALOGUE.iter().copied().find(|check| check.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kebab_case_and_unique_and_build_on_earlier_ones() {
        for (index, check) in CATALOGUE.iter().enumerate() {
            let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(check.name.chars().all(kebab), "{}", check.name);
            let earlier: Vec<_> = CATALOGUE[..index].iter().map(|one| one.name).collect();
            assert!(!earlier.contains(&check.name), "{}", check.name);
            for name in check.after {
                assert!(earlier.contains(name), "{} after {name}", check.name);
            }
            for text in [check.title, check.why, check.mend] {
                assert!(!text.is_empty(), "{}", check.name);
            }
            let by_hand = matches!(check.run, Run::ByHand(_));
            assert_eq!(check.group == Group::ByHand, by_hand, "{}", check.name);
        }
    }
}
