// @generated from xtask/codegen-golden/spec/leniency.json. Do not edit.

use std::collections::BTreeMap;
use std::fmt;

use ory_core::__private::Hidden;
use ory_core::Secret;
use serde_json::Value;

/// The client.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Client {
    /// The added later.
    pub added_later: Option<String>,
    /// The grants.
    pub grants: Vec<String>,
    /// The id.
    pub id: String,
    /// Whether `on` is set.
    pub on: bool,
    /// The secret.
    pub secret: Option<Secret>,
    /// Fields that this version of the SDK does not know. They are kept and written.
    pub extra: BTreeMap<String, Value>,
}

ory_core::object! {
    Client keeping extra {
        "added_later" => added_later: optional,
        "grants" => grants: or_default,
        "id" => id: required,
        "on" => on: or_default,
        "secret" => secret: optional,
    }
}

impl Client {
    /// Creates one with the required fields.
    #[must_use]
    pub fn new(
        grants: impl IntoIterator<Item = impl Into<String>>,
        id: impl Into<String>,
        on: bool,
    ) -> Self {
        Self {
            added_later: None,
            grants: grants.into_iter().map(Into::into).collect(),
            id: id.into(),
            on,
            secret: None,
            extra: BTreeMap::new(),
        }
    }

    /// Sets [`added_later`](Self#structfield.added_later).
    #[must_use]
    pub fn added_later(mut self, added_later: impl Into<String>) -> Self {
        self.added_later = Some(added_later.into());
        self
    }

    /// Sets [`grants`](Self#structfield.grants).
    #[must_use]
    pub fn grants(mut self, grants: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.grants = grants.into_iter().map(Into::into).collect();
        self
    }

    /// Sets [`id`](Self#structfield.id).
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// Sets [`on`](Self#structfield.on).
    #[inline]
    #[must_use]
    pub fn on(mut self, on: bool) -> Self {
        self.on = on;
        self
    }

    /// Sets [`secret`](Self#structfield.secret).
    #[must_use]
    pub fn secret(mut self, secret: impl Into<Secret>) -> Self {
        self.secret = Some(secret.into());
        self
    }
}

impl fmt::Debug for Client {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("added_later", &Hidden(&self.added_later))
            .field("grants", &Hidden(&self.grants))
            .field("id", &self.id)
            .field("on", &self.on)
            .field("secret", &self.secret)
            .field("extra", &Hidden(&self.extra))
            .finish()
    }
}
