//! What the generator writes for tiny documents, one per pitfall: compiled, read and written back.
//!
//! The modules in `generated/` are written by the golden tests of `xtask`; the tests are in `tests/`.

pub mod client;
pub mod generated;

pub use client::Client;
pub use generated::*;
