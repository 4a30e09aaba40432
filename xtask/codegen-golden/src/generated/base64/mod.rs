// @generated from xtask/codegen-golden/spec/base64.json. Do not edit.

//! `spec/base64.json` in Rust.

pub use crate::{Client, client};

pub mod apis;
pub mod models;
pub mod operations;
