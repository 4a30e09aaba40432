// @generated from xtask/codegen-golden/spec/media.json. Do not edit.

use std::collections::BTreeMap;
use std::fmt;

use ory_core::__private::Hidden;
use serde_json::Value;

/// The flow body.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct FlowBody {
    /// The CSRF token.
    pub csrf_token: Option<String>,
    /// Fields that this version of the SDK does not know. They are kept and written.
    pub extra: BTreeMap<String, Value>,
}

ory_core::object! {
    FlowBody keeping extra {
        "csrf_token" => csrf_token: optional,
    }
}

impl FlowBody {
    /// Creates one with no field set.
    #[inline]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets [`csrf_token`](Self#structfield.csrf_token).
    #[must_use]
    pub fn csrf_token(mut self, csrf_token: impl Into<String>) -> Self {
        self.csrf_token = Some(csrf_token.into());
        self
    }
}

impl fmt::Debug for FlowBody {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlowBody")
            .field("csrf_token", &Hidden(&self.csrf_token))
            .field("extra", &Hidden(&self.extra))
            .finish()
    }
}
