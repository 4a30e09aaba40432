// @generated from xtask/codegen-golden/spec/inline_objects.json. Do not edit.

use std::collections::BTreeMap;
use std::fmt;

use ory_core::__private::Hidden;
use serde_json::Value;

/// The put item body.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct PutItemBody {
    /// The label.
    pub label: String,
    /// Fields that this version of the SDK does not know. They are kept and written.
    pub extra: BTreeMap<String, Value>,
}

ory_core::object! {
    PutItemBody keeping extra {
        "label" => label: required,
    }
}

impl PutItemBody {
    /// Creates one with the required fields.
    #[must_use]
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            extra: BTreeMap::new(),
        }
    }

    /// Sets [`label`](Self#structfield.label).
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }
}

impl fmt::Debug for PutItemBody {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PutItemBody")
            .field("label", &Hidden(&self.label))
            .field("extra", &Hidden(&self.extra))
            .finish()
    }
}
