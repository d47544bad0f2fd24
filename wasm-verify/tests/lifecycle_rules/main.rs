//! The rules by which the facts of a session give its status: one example each, told in every order.

#[path = "../lifecycle_facts/mod.rs"]
mod lifecycle_facts;

mod attempt;
mod beside_the_status;
mod closing;
mod conclusive;
mod full_auto;
mod resubmission;
mod revision;
mod undecided;
mod unnamed;

use lifecycle_facts::*;
use veriff_verify::lifecycle::{Fact, Status};

fn status(facts: &[Fact]) -> Status {
    told(facts).status()
}
