//! Judges a Veriff webhook: is it genuine, what does it say, and what does it mean for the session.
//!
//! Three steps, each usable alone, none of which reads a clock or touches the network:
//!
//! 1. [`headers`] and [`signature`]: was this body signed with one of the integration's shared secrets?
//! 2. [`webhook`]: which of Veriff's webhooks is it, and what does it say?
//! 3. [`lifecycle`]: what is the state of the session, given all that was ever said about it?
//!
//! ```
//! use veriff_verify::headers::DeliveryHeaders;
//! use veriff_verify::lifecycle::{State, Status};
//! use veriff_verify::signature::{Secret, Secrets, sign};
//! use veriff_verify::webhook;
//!
//! let secret = Secret::new("00000000-0000-4000-8000-5ec2e7000001")?;
//! let body = br#"{"id": "3d0c9a14-7b52-4e0f-9a6b-2f1c5d8e7a41", "code": 7001, "action": "started"}"#;
//! let signature = sign(&secret, body).to_hex();
//! let sent: [(&str, &[u8]); 2] = [("X-Auth-Client", b"key"), ("X-Hmac-Signature", signature.as_bytes())];
//!
//! let headers = DeliveryHeaders::from_pairs(sent.into_iter())?;
//! Secrets::new([secret])?.verify(body, headers.signature.as_bytes())?;
//! let webhook = webhook::parse(body)?;
//! let mut state = State::default(); // or what is stored of webhook.session_id()
//! assert!(state.apply_webhook(webhook.summary()));
//! assert_eq!(state.status(), Status::Started);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
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
