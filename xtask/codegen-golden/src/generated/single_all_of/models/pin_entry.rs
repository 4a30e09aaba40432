// @generated from xtask/codegen-golden/spec/single_all_of.json. Do not edit.

use std::fmt;

use super::PinEntryData;

/// The pin entry.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct PinEntry {
    /// The data.
    pub data: PinEntryData,
}

ory_core::object! {
    PinEntry {
        "data" => data: required,
    }
}

impl PinEntry {
    /// Creates one with the required fields.
    #[must_use]
    pub fn new(data: impl Into<PinEntryData>) -> Self {
        Self { data: data.into() }
    }
}

impl fmt::Debug for PinEntry {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PinEntry")
            .field("data", &self.data)
            .finish()
    }
}
