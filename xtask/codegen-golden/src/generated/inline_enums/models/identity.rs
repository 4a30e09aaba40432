// @generated from xtask/codegen-golden/spec/inline_enums.json. Do not edit.

use std::fmt;

use super::{IdentityState, Region};

/// The identity.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Identity {
    /// The previous state.
    pub previous_state: Option<IdentityState>,
    /// The region.
    pub region: Option<Region>,
    /// The state.
    pub state: IdentityState,
}

ory_core::object! {
    Identity {
        "previous_state" => previous_state: optional,
        "region" => region: optional,
        "state" => state: required,
    }
}

impl Identity {
    /// Creates one with the required fields.
    #[must_use]
    pub fn new(state: impl Into<IdentityState>) -> Self {
        Self {
            previous_state: None,
            region: None,
            state: state.into(),
        }
    }
}

impl fmt::Debug for Identity {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("previous_state", &self.previous_state)
            .field("region", &self.region)
            .field("state", &self.state)
            .finish()
    }
}
