// @generated from xtask/codegen-golden/spec/case_collisions.json. Do not edit.

use std::fmt;

/// The status.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct RpcStatus {
    /// The code.
    pub code: i32,
}

ory_core::object! {
    RpcStatus {
        "code" => code: required,
    }
}

impl RpcStatus {
    /// Creates one with the required fields.
    #[inline]
    #[must_use]
    pub fn new(code: i32) -> Self {
        Self { code }
    }
}

impl fmt::Debug for RpcStatus {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RpcStatus")
            .field("code", &self.code)
            .finish()
    }
}
