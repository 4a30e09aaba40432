//! The client: where Ory Keto is, and how it is reached.

use std::fmt;

use ory_core::Error;
use ory_core::client::ClientSettings;

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
    #[must_use]
    pub fn builder() -> ClientBuilder {
        ClientBuilder {
            settings: ClientSettings::new("ory-keto", env!("CARGO_PKG_VERSION")),
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
pub struct ClientBuilder {
    settings: ClientSettings,
}

impl ClientBuilder {
    ory_core::client_setters! { settings }

    /// Sets the base URL of every endpoint. One project of Ory Network serves all APIs under one URL.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        let url = url.into();
        self.settings.endpoint_by("url", endpoint::READ, &url);
        self.settings.endpoint_by("url", endpoint::WRITE, &url);
        self.settings.endpoint_by("url", endpoint::OPL, &url);
        self
    }

    /// Sets the base URL of the read API, port 4466 by default. A path in it is kept as a prefix.
    #[must_use]
    pub fn read_url(mut self, url: impl Into<String>) -> Self {
        self.settings.endpoint(endpoint::READ, url);
        self
    }

    /// Sets the base URL of the write API, port 4467 by default. A path in it is kept as a prefix.
    #[must_use]
    pub fn write_url(mut self, url: impl Into<String>) -> Self {
        self.settings.endpoint(endpoint::WRITE, url);
        self
    }

    /// Sets the base URL of the API that checks the syntax of the Ory Permission Language, port 4469 by default. A path in it is kept as a prefix.
    #[must_use]
    pub fn opl_url(mut self, url: impl Into<String>) -> Self {
        self.settings.endpoint(endpoint::OPL, url);
        self
    }

    /// Builds the client. Nothing is sent, and no runtime is needed.
    ///
    /// # Errors
    ///
    /// A configuration error that names the setter and what to do.
    pub fn build(self) -> Result<Client, Error> {
        let inner = self.settings.build()?;
        Ok(Client { inner })
    }
}
