// @generated from xtask/codegen-golden/spec/inline_enums.json. Do not edit.

//! `spec/inline_enums.json` in Rust.

pub use crate::{Client, client};

pub mod apis;
pub mod models;
pub mod operations;
