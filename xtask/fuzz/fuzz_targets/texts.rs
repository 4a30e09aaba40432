//! See `hostile::texts`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: hostile::write_seeds("texts"), |input: &[u8]| hostile::texts::run(input));
