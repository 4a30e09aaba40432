//! See `fuzz::answers`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: fuzz::write_seeds("answers"), |input: &[u8]| fuzz::answers::run(input));
