// @generated from xtask/codegen-golden/spec/leniency.json. Do not edit.

//! `spec/leniency.json` in Rust.

pub use crate::{Client, client};
pub use apis::*;

pub mod apis;
pub mod models;
pub mod operations;
