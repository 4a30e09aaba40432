// @generated from xtask/codegen-golden/spec/untyped.json. Do not edit.

use std::fmt;

use ory_core::__private::Hidden;
use serde_json::Value;

use super::FlowState;

/// The flow.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Flow {
    /// The metadata.
    pub metadata: Option<Value>,
    /// The state.
    pub state: FlowState,
    /// The traits.
    pub traits: Value,
}

ory_core::object! {
    Flow {
        "metadata" => metadata: optional,
        "state" => state: required,
        "traits" => traits: required,
    }
}

impl Flow {
    /// Creates one with the required fields.
    #[must_use]
    pub fn new(state: impl Into<FlowState>, traits: impl Into<Value>) -> Self {
        Self {
            metadata: None,
            state: state.into(),
            traits: traits.into(),
        }
    }
}

impl fmt::Debug for Flow {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flow")
            .field("metadata", &Hidden(&self.metadata))
            .field("state", &self.state)
            .field("traits", &Hidden(&self.traits))
            .finish()
    }
}
