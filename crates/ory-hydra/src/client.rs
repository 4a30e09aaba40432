//! The client: where Ory Hydra is, and how it is reached.

use std::fmt;

use ory_core::Error;
use ory_core::client::ClientSettings;

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
    #[must_use]
    pub fn builder() -> ClientBuilder {
        ClientBuilder {
            settings: ClientSettings::new("ory-hydra", env!("CARGO_PKG_VERSION")),
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

    /// Sets the base URL of every endpoint. One project of Ory Network serves both APIs under one URL.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        let url = url.into();
        self.settings.endpoint_by("url", endpoint::PUBLIC, &url);
        self.settings.endpoint_by("url", endpoint::ADMIN, &url);
        self
    }

    /// Sets the base URL of the public API, port 4444 by default. A path in it is kept as a prefix.
    #[must_use]
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.settings.endpoint(endpoint::PUBLIC, url);
        self
    }

    /// Sets the base URL of the admin API, port 4445 by default. A path in it is kept as a prefix.
    #[must_use]
    pub fn admin_url(mut self, url: impl Into<String>) -> Self {
        self.settings.endpoint(endpoint::ADMIN, url);
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
