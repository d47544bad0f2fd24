//! What is known of a session, as a join over facts.
//!
//! Veriff's webhooks come at least once, in any order, and some never come. A session's status is
//! therefore never what the last webhook said: a [`State`] is a function of the *set* of facts that were
//! ever told, and [`State::apply`] is commutative, associative and idempotent. Whoever has seen the same
//! facts, in whatever order and however often, holds the same state; two states that have each seen a
//! part are joined by [`State::merge`]. There is no clock here and no I/O.
//!
//! ```
//! use veriff_verify::lifecycle::{DecisionStatus, Fact, FactKind, State, Status, Verdict};
//!
//! let attempt = Some("b7e2f6d0-1c3a-4f58-8e9d-6a4b0c2d1e3f".to_owned());
//! let approved = Fact { attempt: attempt.clone(), kind: FactKind::Decision(Verdict::new(DecisionStatus::Approved)) };
//! let started = Fact { attempt, kind: FactKind::Started };
//!
//! let mut state = State::default();
//! assert!(state.apply(&approved));
//! assert!(state.apply(&started)); // late: recorded, and the approval stands
//! assert!(!state.apply(&approved)); // a repeat
//! assert_eq!(state.status(), Status::Approved);
//! ```

mod attempt;
mod derivation;
mod encoding;
mod explain;
mod fact;
mod kept;
mod state;
mod status;
mod verdict;

pub use attempt::Attempt;
pub use derivation::Outcome;
pub use encoding::StateError;
pub use fact::{Fact, FactKind, Millis, RegistryKind};
pub use state::{Registry, State, UserStatus, Watchlist};
pub use status::Status;
pub use verdict::{DecisionStatus, Source, Verdict};

pub(crate) use kept::{Kept, Place, Said, from_time};
