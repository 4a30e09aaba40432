//! A token that was verified.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::algorithm::Algorithm;
use crate::wire::timestamp::Timestamp;

/// A token whose signature and claims were verified.
#[derive(Clone, PartialEq)]
pub struct VerifiedJwt {
    pub(super) algorithm: Algorithm,
    pub(super) key_id: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) claims: Map<String, Value>,
}

impl VerifiedJwt {
    /// Whom it is about: `sub`.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.text("sub")
    }

    /// Who issued it: `iss`.
    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        self.text("iss")
    }

    /// Whom it is for: `aud`, a text or a list of texts.
    pub fn audience(&self) -> impl Iterator<Item = &str> {
        let audience = match self.claims.get("aud") {
            Some(Value::Array(many)) => many.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => &[],
        };
        audience.iter().filter_map(Value::as_str)
    }

    /// When it expires: `exp`.
    #[must_use]
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.time("exp")
    }

    /// When it was issued: `iat`.
    #[must_use]
    pub fn issued_at(&self) -> Option<Timestamp> {
        self.time("iat")
    }

    /// A claim that is text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.claims.get(name)?.as_str()
    }

    /// A claim that is a time: seconds since 1970, with a fraction perhaps. What follows the point
    /// is dropped.
    #[must_use]
    pub fn time(&self, name: &str) -> Option<Timestamp> {
        let value = self.claims.get(name)?;
        // A float beyond the integers becomes the outermost one, which is no timestamp.
        let seconds = value
            .as_i64()
            .or_else(|| value.as_f64().map(|seconds| seconds.floor() as i64))?;
        Timestamp::from_unix(seconds, 0).ok()
    }

    /// All claims.
    #[must_use]
    pub fn claims(&self) -> &Map<String, Value> {
        &self.claims
    }

    /// All claims as a type of yours; `None` if they do not fit.
    #[must_use]
    pub fn claims_as<T: DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(Value::Object(self.claims.clone())).ok()
    }

    /// The algorithm of the signature.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The key that signed it: the header's `kid`.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// The header's `typ`: `JWT`, `at+jwt`.
    #[must_use]
    pub fn kind(&self) -> Option<&str> {
        self.kind.as_deref()
    }
}

impl fmt::Debug for VerifiedJwt {
    /// Without the claims, which are personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedJwt")
            .field("algorithm", &self.algorithm)
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}
