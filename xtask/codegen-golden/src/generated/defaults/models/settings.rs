// @generated from xtask/codegen-golden/spec/defaults.json. Do not edit.

use std::fmt;

use ory_core::__private::Hidden;

/// The settings.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Settings {
    /// The mode.
    pub mode: Option<String>,
    /// Whether `on` is set.
    pub on: Option<bool>,
}

ory_core::object! {
    Settings {
        "mode" => mode: optional,
        "on" => on: optional,
    }
}

impl Settings {
    /// Creates one with no field set.
    #[inline]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl fmt::Debug for Settings {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("mode", &Hidden(&self.mode))
            .field("on", &self.on)
            .finish()
    }
}
