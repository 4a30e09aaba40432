//! Holds the generated crates against the contract, by code that shares nothing with the generator.

pub mod coverage;
pub mod registry;
