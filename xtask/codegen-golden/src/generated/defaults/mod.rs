// @generated from xtask/codegen-golden/spec/defaults.json. Do not edit.

//! `spec/defaults.json` in Rust.

pub use crate::{Client, client};
pub use apis::*;

pub mod apis;
pub mod models;
pub mod operations;
