//! A JSON Web Key Set (RFC 7517, section 5), as far as it is understood.

use serde_json::Value;

use super::algorithm::Algorithm;
use super::error::JwtError;
use super::key::Key;

/// The keys of an issuer at one time.
#[derive(Debug, Default)]
pub(super) struct KeySet {
    keys: Vec<Key>,
    /// The keys that are not understood: their `kid`, and why.
    skipped: Vec<(Option<String>, &'static str)>,
}

impl KeySet {
    /// Reads a set. A key that is not understood harms no other. `None` for what is not a set at
    /// all.
    pub(super) fn read(set: &Value) -> Option<Self> {
        let mut read = KeySet::default();
        for jwk in set.get("keys")?.as_array()? {
            match Key::read(jwk) {
                Ok(key) => read.keys.push(key),
                Err(why) => {
                    let id = jwk.get("kid").and_then(Value::as_str).map(str::to_owned);
                    read.skipped.push((id, why));
                }
            }
        }
        Some(read)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    pub(super) fn skipped(&self) -> usize {
        self.skipped.len()
    }

    /// Why keys were skipped, as a sentence's end. Key ids are public.
    pub(super) fn reasons(&self) -> String {
        let reasons = self.skipped.iter().map(|(id, why)| match id {
            Some(id) => format!("`{}`: {why}", id.escape_debug()),
            None => format!("a key without `kid`: {why}"),
        });
        reasons.collect::<Vec<_>>().join("; ")
    }

    /// Whether a token may name one of these keys. If not, the issuer may have a new one.
    pub(super) fn knows(&self, id: Option<&str>, algorithm: Algorithm) -> bool {
        match id {
            Some(id) => self.keys.iter().any(|key| key.id.as_deref() == Some(id)),
            None => self.keys.iter().any(|key| key.fits(algorithm)),
        }
    }

    /// Verifies a signature by the key that the token names.
    pub(super) fn verify(
        &self,
        id: Option<&str>,
        algorithm: Algorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), JwtError> {
        let mut named = self
            .keys
            .iter()
            .filter(|key| id.is_none() || key.id.as_deref() == id)
            .peekable();
        if named.peek().is_none() {
            return Err(JwtError::UnknownKey);
        }
        let mut fitting = named.filter(|key| key.fits(algorithm)).peekable();
        if fitting.peek().is_none() {
            return Err(match id {
                Some(_) => JwtError::Algorithm,
                None => JwtError::UnknownKey,
            });
        }
        // A token that names no key is not tried on one after the other.
        if id.is_none() && fitting.clone().count() > 1 {
            return Err(JwtError::UnknownKey);
        }
        if fitting.any(|key| key.verifies(algorithm, message, signature)) {
            Ok(())
        } else {
            Err(JwtError::Signature)
        }
    }
}
