//! Judges a Veriff webhook: is it genuine, what does it say, and what does it mean for the session.
//!
//! Three steps, each usable alone, none of which reads a clock or touches the network:
//!
//! 1. [`headers`] and [`signature`]: was this body signed with one of the integration's shared secrets?
//! 2. [`webhook`]: which of Veriff's webhooks is it, and what does it say?
//! 3. [`lifecycle`]: what is the state of the session, given all that was ever said about it?
//!
//! The same code runs in the Lambda functions and, compiled to WebAssembly, in Node and at the edge, so
//! that a webhook is judged alike everywhere. Hence `no_std`, no unsafe code, and no panic on anything
//! that comes from outside.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod ascii;
pub mod catalogue;
pub mod headers;
pub mod lifecycle;
pub mod signature;
pub mod time;
pub mod webhook;

#[doc(inline)]
pub use veriff_json as json;
