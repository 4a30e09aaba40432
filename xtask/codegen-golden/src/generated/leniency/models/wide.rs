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
    /// Begins one. [`WideBuilder::build`] reports required fields that are missing.
    #[inline]
    pub fn builder() -> WideBuilder {
        WideBuilder::default()
    }

    /// Sets [`a`](Self#structfield.a).
    #[inline]
    #[must_use]
    pub fn a(mut self, a: impl Into<String>) -> Self {
        self.a = a.into();
        self
    }

    /// Sets [`b`](Self#structfield.b).
    #[inline]
    #[must_use]
    pub fn b(mut self, b: impl Into<String>) -> Self {
        self.b = b.into();
        self
    }

    /// Sets [`c`](Self#structfield.c).
    #[inline]
    #[must_use]
    pub fn c(mut self, c: impl Into<String>) -> Self {
        self.c = c.into();
        self
    }

    /// Sets [`d`](Self#structfield.d).
    #[inline]
    #[must_use]
    pub fn d(mut self, d: impl Into<String>) -> Self {
        self.d = d.into();
        self
    }

    /// Sets [`e`](Self#structfield.e).
    #[inline]
    #[must_use]
    pub fn e(mut self, e: impl Into<String>) -> Self {
        self.e = e.into();
        self
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

/// Builds a [`Wide`] from the fields that are required; the others are set on it afterwards.
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
    #[inline]
    pub fn a(mut self, a: impl Into<String>) -> Self {
        self.a = Some(a.into());
        self
    }

    /// The b.
    #[inline]
    pub fn b(mut self, b: impl Into<String>) -> Self {
        self.b = Some(b.into());
        self
    }

    /// The c.
    #[inline]
    pub fn c(mut self, c: impl Into<String>) -> Self {
        self.c = Some(c.into());
        self
    }

    /// The d.
    #[inline]
    pub fn d(mut self, d: impl Into<String>) -> Self {
        self.d = Some(d.into());
        self
    }

    /// The e.
    #[inline]
    pub fn e(mut self, e: impl Into<String>) -> Self {
        self.e = Some(e.into());
        self
    }

    /// The [`Wide`].
    ///
    /// # Errors
    ///
    /// A configuration error that names a required field which is not set.
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
