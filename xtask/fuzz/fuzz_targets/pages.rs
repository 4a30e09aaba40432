//! See `hostile::pages`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: hostile::write_seeds("pages"), |input: &[u8]| hostile::pages::run(input));
