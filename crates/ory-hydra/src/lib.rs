//! Ory SDK for Rust.

// The decoders are for the generated operations.
#[allow(dead_code)]
mod challenge;
#[allow(dead_code)]
mod consent;

pub use challenge::Challenge;
