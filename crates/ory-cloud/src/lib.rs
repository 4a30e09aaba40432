//! Ory SDK for Rust.
