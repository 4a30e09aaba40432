//! See `hostile::requests`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: hostile::write_seeds("requests"), |input: &[u8]| hostile::requests::run(input));
