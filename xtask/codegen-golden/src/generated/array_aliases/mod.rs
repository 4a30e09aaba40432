// @generated from xtask/codegen-golden/spec/array_aliases.json. Do not edit.

//! `spec/array_aliases.json` in Rust.

pub use crate::{Client, client};
pub use apis::*;

pub mod apis;
pub mod models;
pub mod operations;
