// @generated from xtask/codegen-golden/spec/media.json. Do not edit.

//! `spec/media.json` in Rust.

pub use crate::{Client, client};
pub use apis::*;

pub mod apis;
pub mod models;
pub mod operations;
