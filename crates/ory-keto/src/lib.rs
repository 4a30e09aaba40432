//! Ory SDK for Rust.

// The decoder is for the generated operations.
#[allow(dead_code)]
mod expand;
