//! See `fuzz::pages`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: fuzz::write_seeds("pages"), |input: &[u8]| fuzz::pages::run(input));
