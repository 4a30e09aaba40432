// @generated from xtask/codegen-golden/spec/untyped.json. Do not edit.

//! `spec/untyped.json` in Rust.

pub use crate::{Client, client};

pub mod apis;
pub mod models;
pub mod operations;
