//! See `fuzz::models`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: fuzz::write_seeds("models"), |input: &[u8]| fuzz::models::run(input));
