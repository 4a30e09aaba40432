// @generated from xtask/codegen-golden/spec/redirects.json. Do not edit.

//! `spec/redirects.json` in Rust.

pub use crate::{Client, client};
pub use apis::*;

pub mod apis;
pub mod models;
pub mod operations;
