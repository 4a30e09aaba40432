// @generated from xtask/codegen-golden/spec/odd_values.json. Do not edit.

//! `spec/odd_values.json` in Rust.

pub use crate::{Client, client};

pub mod apis;
pub mod models;
pub mod operations;
