//! See `hostile::answers`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: hostile::write_seeds("answers"), |input: &[u8]| hostile::answers::run(input));
