//! See `fuzz::requests`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: fuzz::write_seeds("requests"), |input: &[u8]| fuzz::requests::run(input));
