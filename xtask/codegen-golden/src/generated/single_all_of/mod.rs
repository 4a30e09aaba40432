// @generated from xtask/codegen-golden/spec/single_all_of.json. Do not edit.

//! `spec/single_all_of.json` in Rust.

pub use crate::{Client, client};

pub mod apis;
pub mod models;
pub mod operations;
