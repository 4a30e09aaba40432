// @generated from xtask/codegen-golden/spec/single_all_of.json. Do not edit.

use std::fmt;

/// The pin entry data.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct PinEntryData {
    /// The pin.
    pub pin: i64,
}

ory_core::object! {
    PinEntryData {
        "pin" => pin: required,
    }
}

impl PinEntryData {
    /// Creates one with the required fields.
    #[inline]
    #[must_use]
    pub fn new(pin: i64) -> Self {
        Self { pin }
    }
}

impl fmt::Debug for PinEntryData {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PinEntryData")
            .field("pin", &self.pin)
            .finish()
    }
}
