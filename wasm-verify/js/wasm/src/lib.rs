//! The WebAssembly module: `veriff-verify-js` behind functions that the host can call, and what a module
//! without the standard library needs besides.
#![cfg(target_arch = "wasm32")]
#![no_std]

mod exports;
mod runtime;
