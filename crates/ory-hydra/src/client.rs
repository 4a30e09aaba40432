//! The client: where Ory Hydra is, and how it is reached.

use std::fmt;

use ory_core::Error;

/// The endpoints of Ory Hydra.
pub(crate) mod endpoint {
    use ory_core::operation::Endpoint;

    /// The public API, port 4444 by default.
    pub(crate) const PUBLIC: Endpoint = Endpoint::new(0, "public", "public_url");
    /// The admin API, port 4445 by default.
    pub(crate) const ADMIN: Endpoint = Endpoint::new(1, "admin", "admin_url");
}

/// A client of Ory Hydra. Cheap to clone: clones share connections and settings.
///
/// Its methods give the groups of operations.
#[derive(Clone)]
pub struct Client {
    inner: ory_core::Client,
}

impl Client {
    /// Begins a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder {
            inner: ory_core::Client::builder(),
        }
    }

    /// The client of `ory_core` beneath.
    #[inline]
    #[must_use]
    pub fn core(&self) -> &ory_core::Client {
        &self.inner
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.inner, f)
    }
}

/// Builds a [`Client`].
#[derive(Debug)]
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder {
    inner: ory_core::ClientBuilder,
}

impl ClientBuilder {
    /// Sets the base URL of every endpoint. One project of Ory Network serves both APIs under one URL.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        let url = url.into();
        self.inner = self.inner.endpoint(endpoint::PUBLIC, &url);
        self.inner = self.inner.endpoint(endpoint::ADMIN, &url);
        self
    }

    /// Sets the base URL of the public API, port 4444 by default. A path in it is kept as a prefix.
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.inner = self.inner.endpoint(endpoint::PUBLIC, url);
        self
    }

    /// Sets the base URL of the admin API, port 4445 by default. A path in it is kept as a prefix.
    pub fn admin_url(mut self, url: impl Into<String>) -> Self {
        self.inner = self.inner.endpoint(endpoint::ADMIN, url);
        self
    }

    /// Changes settings that all Ory clients share: time limits, retries, credentials, proxies, TLS.
    pub fn configure(
        mut self,
        change: impl FnOnce(ory_core::ClientBuilder) -> ory_core::ClientBuilder,
    ) -> Self {
        self.inner = change(self.inner);
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// A configuration error that names what is wrong with the settings.
    pub fn build(self) -> Result<Client, Error> {
        let inner = self.inner.build()?;
        Ok(Client { inner })
    }
}
