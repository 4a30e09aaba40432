// @generated from xtask/codegen-golden/spec/unions.json. Do not edit.

//! `spec/unions.json` in Rust.

pub use crate::{Client, client};
pub use apis::*;

pub mod apis;
pub mod models;
pub mod operations;
