//! See `fuzz::texts`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: fuzz::write_seeds("texts"), |input: &[u8]| fuzz::texts::run(input));
