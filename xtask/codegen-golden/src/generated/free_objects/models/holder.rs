// @generated from xtask/codegen-golden/spec/free_objects.json. Do not edit.

use std::collections::BTreeMap;
use std::fmt;

use ory_core::__private::Hidden;
use serde_json::Value;

/// The holder.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Holder {
    /// The config.
    pub config: Option<Value>,
    /// The counts.
    pub counts: BTreeMap<String, i64>,
    /// The ext.
    pub ext: BTreeMap<String, Value>,
    /// The open.
    pub open: BTreeMap<String, Value>,
}

ory_core::object! {
    Holder {
        "config" => config: optional,
        "counts" => counts: or_empty,
        "ext" => ext: or_empty,
        "open" => open: or_empty,
    }
}

impl Holder {
    /// Creates one with no field set.
    #[inline]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl fmt::Debug for Holder {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Holder")
            .field("config", &Hidden(&self.config))
            .field("counts", &Hidden(&self.counts))
            .field("ext", &Hidden(&self.ext))
            .field("open", &Hidden(&self.open))
            .finish()
    }
}
