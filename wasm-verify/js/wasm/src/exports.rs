//! The functions that the host sees, all over the one verifier of the instance.
#![expect(unreachable_pub, reason = "wasm-bindgen exports them")]

use core::cell::UnsafeCell;

use wasm_bindgen::prelude::wasm_bindgen;

use veriff_verify_js::Verifier;

static VERIFIER: Only = Only(UnsafeCell::new(Verifier::new()));

struct Only(UnsafeCell<Verifier>);

// SAFETY: the module is built without threads, so that nothing is ever shared.
unsafe impl Sync for Only {}

impl Only {
    #[expect(clippy::mut_from_ref, reason = "see SAFETY")]
    fn get(&self) -> &mut Verifier {
        // SAFETY: each function below takes it once and gives it back before it returns, and none of them
        // calls the host, which alone could call another.
        unsafe { &mut *self.0.get() }
    }
}

/// [`Verifier::input`]
#[wasm_bindgen]
pub fn input(size: u32) -> u32 {
    VERIFIER.get().input(size)
}

/// [`Verifier::answer`]
#[wasm_bindgen]
pub fn answer() -> u32 {
    VERIFIER.get().answer()
}

/// [`Verifier::prepare`]
#[wasm_bindgen]
pub fn prepare(length: u32) -> u32 {
    VERIFIER.get().prepare(length)
}

/// [`Verifier::pad`]
#[wasm_bindgen]
pub fn pad(place: u32, index: u32) -> bool {
    VERIFIER.get().pad(place, index)
}

/// [`Verifier::verify`]
#[wasm_bindgen]
pub fn verify(place: u32, body: u32, headers: u32, digests: u32) -> u32 {
    VERIFIER.get().verify(place, body, headers, digests)
}

/// [`Verifier::sign`]
#[wasm_bindgen]
pub fn sign(place: u32, length: u32) {
    VERIFIER.get().sign(place, length);
}

/// [`Verifier::join`]
#[wasm_bindgen]
pub fn join(state: u32, webhook: u32, other: u32) -> u32 {
    VERIFIER.get().join(state, webhook, other)
}

/// [`Verifier::drift`]
#[wasm_bindgen]
pub fn drift(length: u32) {
    VERIFIER.get().drift(length);
}
