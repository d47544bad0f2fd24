//! What must hold of any bytes, one file for each place where bytes come from outside.
//!
//! A property takes the fuzzer's bytes, makes of them what it needs, and panics if what must hold does not.
//! What it is held against is written a second time here, as plainly as possible, or is another library.

macro_rules! named {
    ($($name:ident)*) => {
        &[$($crate::properties::Target { name: stringify!($name), holds: $name }),*]
    };
}
mod answers;
mod binding;
mod fold;
mod headers;
mod json;
mod signature;
mod stored_state;
mod timestamps;
mod webhook;

pub use answers::answers;
pub use binding::binding;
pub use fold::fold;
pub use headers::headers;
pub use json::json;
pub use signature::signature;
pub use stored_state::stored_state;
pub use timestamps::timestamps;
pub use webhook::webhook;

mod functions;
pub use functions::*;

/// A property and its name, which is also its fuzz target's and its corpus folder's.
pub struct Target {
    /// The name.
    pub name: &'static str,
    /// The property.
    pub holds: fn(&[u8]),
}

/// The properties of the verifier.
static VERIFIER: &[Target] =
    named![answers binding fold headers json signature stored_state timestamps webhook];

/// Every property there is.
pub fn targets() -> Vec<&'static Target> {
    let all = VERIFIER.iter();
    let all = all.chain(functions::TARGETS);
    all.collect()
}
