// @generated from xtask/codegen-golden/spec/leniency.json. Do not edit.

use std::fmt;

use ory_core::__private::Hidden;
use ory_core::Error;

/// The wide.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Wide {
    /// The a.
    pub a: String,
    /// The b.
    pub b: String,
    /// The c.
    pub c: String,
    /// The d.
    pub d: String,
    /// The e.
    pub e: String,
}

ory_core::object! {
    Wide {
        "a" => a: required,
        "b" => b: required,
        "c" => c: required,
        "d" => d: required,
        "e" => e: required,
    }
}

impl Wide {
    /// Creates a builder; [`WideBuilder::build`] reports required fields that are missing.
    #[inline]
    pub fn builder() -> WideBuilder {
        WideBuilder::default()
    }
}

impl fmt::Debug for Wide {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wide")
            .field("a", &Hidden(&self.a))
            .field("b", &Hidden(&self.b))
            .field("c", &Hidden(&self.c))
            .field("d", &Hidden(&self.d))
            .field("e", &Hidden(&self.e))
            .finish()
    }
}

/// Builds a [`Wide`] from its required fields; the optional ones are set on the result.
#[derive(Clone, Default)]
#[must_use = "a builder does nothing until it is built"]
pub struct WideBuilder {
    a: Option<String>,
    b: Option<String>,
    c: Option<String>,
    d: Option<String>,
    e: Option<String>,
}

impl WideBuilder {
    /// The a.
    pub fn a(mut self, a: impl Into<String>) -> Self {
        self.a = Some(a.into());
        self
    }

    /// The b.
    pub fn b(mut self, b: impl Into<String>) -> Self {
        self.b = Some(b.into());
        self
    }

    /// The c.
    pub fn c(mut self, c: impl Into<String>) -> Self {
        self.c = Some(c.into());
        self
    }

    /// The d.
    pub fn d(mut self, d: impl Into<String>) -> Self {
        self.d = Some(d.into());
        self
    }

    /// The e.
    pub fn e(mut self, e: impl Into<String>) -> Self {
        self.e = Some(e.into());
        self
    }

    /// Returns the [`Wide`].
    ///
    /// # Errors
    ///
    /// A configuration error that names the first required field that is not set.
    #[inline]
    pub fn build(self) -> Result<Wide, Error> {
        let missing =
            |field: &str| Error::configuration(None, format!("`Wide` needs the field `{field}`"));
        Ok(Wide {
            a: self.a.ok_or_else(|| missing("a"))?,
            b: self.b.ok_or_else(|| missing("b"))?,
            c: self.c.ok_or_else(|| missing("c"))?,
            d: self.d.ok_or_else(|| missing("d"))?,
            e: self.e.ok_or_else(|| missing("e"))?,
        })
    }
}

impl fmt::Debug for WideBuilder {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WideBuilder").finish_non_exhaustive()
    }
}
