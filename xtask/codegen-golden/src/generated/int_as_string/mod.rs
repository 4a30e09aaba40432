// @generated from xtask/codegen-golden/spec/int_as_string.json. Do not edit.

//! `spec/int_as_string.json` in Rust.

pub use crate::{Client, client};

pub mod apis;
pub mod models;
pub mod operations;
