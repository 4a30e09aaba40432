// @generated from xtask/codegen-golden/spec/inline_objects.json. Do not edit.

use std::fmt;

use ory_core::__private::Hidden;

/// The put item body.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct PutItemBody {
    /// The label.
    pub label: String,
}

ory_core::object! {
    PutItemBody {
        "label" => label: required,
    }
}

impl PutItemBody {
    /// Makes one with the fields that are required.
    #[inline]
    #[must_use]
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
        }
    }

    /// Sets [`label`](Self#structfield.label).
    #[inline]
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
            .finish()
    }
}
