//! Veriff's integration checklist as a program, against any backend in any language.
//!
//! A [`Checker`] plays Veriff. The backend under test is pointed at it by its base URL; the checker
//! lets it create sessions, plays the person and the reviewer, composes and signs webhooks byte by
//! byte, genuine ones and forged ones, and looks through a probe at what became of the person. It
//! believes no answer that it can check by the effect.
//!
//! INVARIANT: nothing is reported as passed that was not seen. What needs a probe and has none, what
//! builds on a check that failed, and what only a person can see are reported as such.
//! INVARIANT: whatever the backend answers is an outcome, never an error of this program.
//! INVARIANT: requests go to permitted hosts only, and never to Veriff's: see [`Hosts`].

mod case;
mod catalogue;
mod checks;
mod client;
mod config;
mod delivery;
mod hosts;
mod message;
mod observer;
mod outcome;
pub mod output;
mod own;
mod person;
mod probe;
mod redact;
mod report;
mod run;
mod schedule;
mod template;
mod veriff;
mod words;

pub use self::catalogue::{CATALOGUE, Check, Group, find};
pub use self::config::{
    Backend, BackendFile, ConfigError, CreateSession, OtherIntegration, ProbeKind, ReadStatus,
    STARTER,
};
pub use self::hosts::{HostError, Hosts};
pub use self::observer::{Observer, Quiet};
pub use self::outcome::{Exchange, Finding, Got, Outcome, Step, Unchecked, Wanted};
pub use self::output::{JunitError, Paint};
pub use self::probe::{Questions, Shown, Terminal};
pub use self::report::{Entry, Report, Totals};
pub use self::run::{CheckError, Checker, Place, Selection};
pub use self::template::{NotAPlace, Place as AnswerPlace, Template};
pub use self::words::{Text, Word, Words};
