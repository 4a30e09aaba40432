// @generated from xtask/codegen-golden/spec/inline_enums.json. Do not edit.

use std::fmt;

use super::IdentityState;

/// The account.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Account {
    /// The state.
    pub state: Option<IdentityState>,
}

ory_core::object! {
    Account {
        "state" => state: optional,
    }
}

impl Account {
    /// Creates one with no field set.
    #[inline]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl fmt::Debug for Account {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("state", &self.state)
            .finish()
    }
}
