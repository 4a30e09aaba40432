//! Holds the generated crates against the contract, by code that shares nothing with the generator.

pub mod compare;
pub mod document;
mod generated;
pub mod registry;
pub mod request;
pub mod walker;

pub use generated::coverage;

/// The examples of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
pub struct Readme;
