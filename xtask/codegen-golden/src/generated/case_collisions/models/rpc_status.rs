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
    /// Makes one with the fields that are required.
    #[inline]
    #[must_use]
    pub fn new(code: i32) -> Self {
        Self { code }
    }

    /// Sets [`code`](Self#structfield.code).
    #[inline]
    #[must_use]
    pub fn code(mut self, code: i32) -> Self {
        self.code = code;
        self
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
