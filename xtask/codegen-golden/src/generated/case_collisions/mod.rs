// @generated from xtask/codegen-golden/spec/case_collisions.json. Do not edit.

//! `spec/case_collisions.json` in Rust.

pub use crate::{Client, client};

pub mod apis;
pub mod models;
pub mod operations;
