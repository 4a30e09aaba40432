//! The keys that tokens are verified with.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::algorithm::Algorithm;
use super::error::JwtError;
use super::fetch::FetchJwks;
use super::fetch::FromUrl;
use super::key_set::KeySet;
use super::remote::{Remote, Times};
use crate::error::Error;

/// The keys of an issuer: fixed, or fetched and kept.
///
/// Cheap to clone; clones share the keys.
///
/// Keys that are fetched are believed for 10 minutes and renewed in the background after 8. A token
/// that names a key which is not among them has them fetched anew, at most once in 10 seconds
/// whatever the fetch ended with, so that nobody can cause more. While fetching fails, old keys
/// serve for another hour. A key that is not understood is skipped. One fetch is in flight at a
/// time, and whoever needs its keys waits for it.
#[derive(Clone)]
pub struct Jwks {
    source: Source,
    times: Times,
}

#[derive(Clone)]
enum Source {
    Fixed(Arc<KeySet>),
    Remote(Arc<Remote>),
}

impl Jwks {
    /// Keys that are known: a JSON Web Key Set, from a file say. It may be of public keys alone.
    ///
    /// ```
    /// use ory_core::jwt::Jwks;
    ///
    /// let set = serde_json::json!({"keys": [{
    ///     "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    /// }]});
    /// let keys = Jwks::fixed(&set)?;
    /// # Ok::<(), ory_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A configuration error that lists why, if there is no key to verify signatures with.
    pub fn fixed(set: &Value) -> Result<Self, Error> {
        let fail = |why: String| {
            let message = format!("Jwks::fixed: no key to verify signatures with: {why}");
            Error::configuration(None, message)
        };
        let set =
            KeySet::read(set).ok_or_else(|| fail("the value has no list `keys`".to_owned()))?;
        if set.is_empty() {
            let reasons = match set.reasons() {
                none if none.is_empty() => "`keys` is empty".to_owned(),
                reasons => reasons,
            };
            return Err(fail(reasons));
        }
        Ok(Jwks {
            source: Source::Fixed(Arc::new(set)),
            times: Times::default(),
        })
    }

    /// Keys that `fetch` gets. Nothing is fetched before the first token.
    #[must_use]
    pub fn remote(fetch: impl FetchJwks) -> Self {
        Jwks {
            source: Source::Remote(Arc::new(Remote::new(fetch))),
            times: Times::default(),
        }
    }

    /// Keys that are published at a URL, fetched by a client of this SDK with its defaults.
    /// Redirects are not followed.
    ///
    /// ```
    /// let keys = ory_core::jwt::Jwks::url("https://keys.example/session-jwks.json")?;
    /// # Ok::<(), ory_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A configuration error for what is not an absolute http or https URL without a query.
    pub fn url(url: impl Into<String>) -> Result<Self, Error> {
        Ok(Jwks::remote(FromUrl::new(url.into())?))
    }

    /// Sets how long keys are believed before they are fetched again. Default: 10 minutes. A key
    /// that the issuer withdraws is accepted for so long.
    #[must_use]
    pub fn cache_for(mut self, time: Duration) -> Self {
        self.times.cache_for = time;
        self
    }

    /// Sets how much time passes between two fetches at least, whatever the first ended with.
    /// Default: 10 seconds. A new key is unknown for so long at most.
    #[must_use]
    pub fn cooldown(mut self, time: Duration) -> Self {
        self.times.cooldown = time;
        self
    }

    /// Sets how long keys go on serving after [`cache_for`](Self::cache_for) while fetching fails.
    /// Default: 1 hour.
    #[must_use]
    pub fn stale_for(mut self, time: Duration) -> Self {
        self.times.stale_for = time;
        self
    }

    /// Sets how long one fetch may take. Default: 5 seconds.
    #[must_use]
    pub fn timeout(mut self, time: Duration) -> Self {
        self.times.timeout = time;
        self
    }

    /// Fetches the keys unless they are there: for readiness probes, and so that the first token
    /// need not wait.
    ///
    /// # Errors
    ///
    /// [`JwtError::Unavailable`] if there are no keys and none could be fetched.
    pub async fn warm(&self) -> Result<(), JwtError> {
        match &self.source {
            Source::Fixed(_) => Ok(()),
            Source::Remote(remote) => remote.keys(self.times, |_| true).await.map(drop),
        }
    }

    /// The set that a token of this key and algorithm is to be verified by.
    pub(super) async fn keys(
        &self,
        id: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<Arc<KeySet>, JwtError> {
        match &self.source {
            Source::Fixed(set) => Ok(Arc::clone(set)),
            Source::Remote(remote) => {
                remote
                    .keys(self.times, |set| set.knows(id, algorithm))
                    .await
            }
        }
    }
}

impl fmt::Debug for Jwks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Source::Fixed(set) => f.debug_tuple("Fixed").field(set).finish(),
            Source::Remote(_) => f.debug_struct("Remote").finish_non_exhaustive(),
        }
    }
}
