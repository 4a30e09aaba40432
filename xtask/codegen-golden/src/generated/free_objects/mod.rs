// @generated from xtask/codegen-golden/spec/free_objects.json. Do not edit.

//! `spec/free_objects.json` in Rust.

pub use crate::{Client, client};

pub mod apis;
pub mod models;
pub mod operations;
