//! The client: where Ory Keto is, and how it is reached.

use std::fmt;

use ory_core::Error;

/// The endpoints of Ory Keto.
pub(crate) mod endpoint {
    use ory_core::operation::Endpoint;

    /// The read API, port 4466 by default.
    pub(crate) const READ: Endpoint = Endpoint::new(0, "read", "read_url");
    /// The write API, port 4467 by default.
    pub(crate) const WRITE: Endpoint = Endpoint::new(1, "write", "write_url");
    /// The API that checks the syntax of the Ory Permission Language, port 4469 by default.
    pub(crate) const OPL: Endpoint = Endpoint::new(2, "opl", "opl_url");
}

/// A client of Ory Keto. Cheap to clone: clones share connections and settings.
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
    /// Sets the base URL of every endpoint. One project of Ory Network serves all APIs under one URL.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        let url = url.into();
        self.inner = self.inner.endpoint(endpoint::READ, &url);
        self.inner = self.inner.endpoint(endpoint::WRITE, &url);
        self.inner = self.inner.endpoint(endpoint::OPL, &url);
        self
    }

    /// Sets the base URL of the read API, port 4466 by default. A path in it is kept as a prefix.
    pub fn read_url(mut self, url: impl Into<String>) -> Self {
        self.inner = self.inner.endpoint(endpoint::READ, url);
        self
    }

    /// Sets the base URL of the write API, port 4467 by default. A path in it is kept as a prefix.
    pub fn write_url(mut self, url: impl Into<String>) -> Self {
        self.inner = self.inner.endpoint(endpoint::WRITE, url);
        self
    }

    /// Sets the base URL of the API that checks the syntax of the Ory Permission Language, port 4469 by default. A path in it is kept as a prefix.
    pub fn opl_url(mut self, url: impl Into<String>) -> Self {
        self.inner = self.inner.endpoint(endpoint::OPL, url);
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
