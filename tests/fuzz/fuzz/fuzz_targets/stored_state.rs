#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzzing::properties::stored_state(data));
