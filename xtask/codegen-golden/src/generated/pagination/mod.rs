// @generated from xtask/codegen-golden/spec/pagination.json. Do not edit.

//! `spec/pagination.json` in Rust.

pub use crate::{Client, client};
pub use apis::*;

pub mod apis;
pub mod models;
pub mod operations;
