//! Holds the generated crates against the contract, by code that shares nothing with the generator.

pub mod coverage;
pub mod registry;

/// The examples of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
pub struct Readme;
