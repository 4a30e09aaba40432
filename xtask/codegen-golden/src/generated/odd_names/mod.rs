// @generated from xtask/codegen-golden/spec/odd_names.json. Do not edit.

//! `spec/odd_names.json` in Rust.

pub use crate::{Client, client};
pub use apis::*;

pub mod apis;
pub mod models;
pub mod operations;
