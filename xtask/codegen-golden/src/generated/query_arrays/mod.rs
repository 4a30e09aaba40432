// @generated from xtask/codegen-golden/spec/query_arrays.json. Do not edit.

//! `spec/query_arrays.json` in Rust.

pub use crate::{Client, client};
pub use apis::*;

pub mod apis;
pub mod models;
pub mod operations;
