// @generated from xtask/codegen-golden/spec/default_errors.json. Do not edit.

//! `spec/default_errors.json` in Rust.

pub use crate::{Client, client};
pub use apis::*;

pub mod apis;
pub mod models;
pub mod operations;
