//! What a fact is kept by: a hash, never the credential.

use ring::digest::{Context, SHA256};

/// A SHA-256 of what a question was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CheckKey([u8; 32]);

/// Puts a [`CheckKey`] together.
///
/// Each part goes in with its length, so that no two lists of parts have the same bytes: `ab`, `c`
/// is not `a`, `bc`.
pub struct KeyParts(Context);

impl KeyParts {
    /// Begins with what kind of credential it is.
    #[must_use]
    pub fn new(kind: &str) -> Self {
        KeyParts(Context::new(&SHA256)).part(kind.as_bytes())
    }

    /// Adds a part.
    #[must_use]
    pub fn part(mut self, bytes: &[u8]) -> Self {
        self.0.update(&(bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
        self
    }

    /// The key.
    #[must_use]
    pub fn finish(self) -> CheckKey {
        let digest = self.0.finish();
        let mut key = [0; 32];
        // SHA-256 has 32 bytes.
        for (to, from) in key.iter_mut().zip(digest.as_ref()) {
            *to = *from;
        }
        CheckKey(key)
    }
}
