//! See `hostile::models`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: hostile::write_seeds("models"), |input: &[u8]| hostile::models::run(input));
