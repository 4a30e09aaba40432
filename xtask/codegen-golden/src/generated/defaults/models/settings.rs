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
    /// Makes one with nothing set.
    #[inline]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets [`mode`](Self#structfield.mode).
    #[inline]
    #[must_use]
    pub fn mode(mut self, mode: impl Into<String>) -> Self {
        self.mode = Some(mode.into());
        self
    }

    /// Sets [`on`](Self#structfield.on).
    #[inline]
    #[must_use]
    pub fn on(mut self, on: bool) -> Self {
        self.on = Some(on);
        self
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
