// @generated from xtask/codegen-golden/spec/several_successes.json. Do not edit.

//! `spec/several_successes.json` in Rust.

pub use crate::{Client, client};
pub use apis::*;

pub mod apis;
pub mod models;
pub mod operations;
