// @generated from xtask/codegen-golden/spec/inline_objects.json. Do not edit.

//! `spec/inline_objects.json` in Rust.

pub use crate::{Client, client};
pub use apis::*;

pub mod apis;
pub mod models;
pub mod operations;
