//! The client: where Ory Network is, and how it is reached.

use std::fmt;

use ory_core::Error;

/// The endpoints of Ory Network.
pub(crate) mod endpoint {
    use ory_core::operation::Endpoint;

    /// A project's own host, which serves API keys and Ory Elements: `https://<slug>.projects.oryapis.com`.
    pub(crate) const PROJECT: Endpoint = Endpoint::new(0, "project", "project_url");
    /// The console API, `https://api.console.ory.sh` unless it is set.
    pub(crate) const CONSOLE: Endpoint = Endpoint::new(1, "console", "console_url");
}

/// Where the console API is unless [`ClientBuilder::console_url`] says otherwise.
const CONSOLE_URL: &str = "https://api.console.ory.sh";

/// A client of Ory Network. Cheap to clone: clones share connections and settings.
///
/// Its methods give the groups of operations.
#[derive(Clone)]
pub struct Client {
    inner: ory_core::Client,
}

impl Client {
    /// Begins a client.
    pub fn builder() -> ClientBuilder {
        let inner = ory_core::Client::builder().endpoint(endpoint::CONSOLE, CONSOLE_URL);
        ClientBuilder { inner }
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
    /// Sets the base URL of every endpoint, the console included: for a test server that stands in for both.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        let url = url.into();
        self.inner = self.inner.endpoint(endpoint::PROJECT, &url);
        self.inner = self.inner.endpoint(endpoint::CONSOLE, &url);
        self
    }

    /// Sets the base URL of a project's own host, which serves API keys and Ory Elements: `https://<slug>.projects.oryapis.com`. A path in it is kept as a prefix.
    pub fn project_url(mut self, url: impl Into<String>) -> Self {
        self.inner = self.inner.endpoint(endpoint::PROJECT, url);
        self
    }

    /// Sets the base URL of the console API, `https://api.console.ory.sh` unless it is set. A path in it is kept as a prefix.
    pub fn console_url(mut self, url: impl Into<String>) -> Self {
        self.inner = self.inner.endpoint(endpoint::CONSOLE, url);
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
