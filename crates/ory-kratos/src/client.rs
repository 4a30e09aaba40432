//! The client: where Ory Kratos is, and how it is reached.

use std::fmt;
use std::time::Duration;

use ory_core::{Config, Credentials, Error, Secret};

/// The endpoints of Ory Kratos.
pub(crate) mod endpoint {
    use ory_core::operation::Endpoint;

    /// The public API, port 4433 by default.
    pub(crate) const PUBLIC: Endpoint =
        Endpoint::new(0, "public", "public_url").example("http://127.0.0.1:4433");
    /// The admin API, port 4434 by default.
    pub(crate) const ADMIN: Endpoint =
        Endpoint::new(1, "admin", "admin_url").example("http://127.0.0.1:4434");
    /// All of them, in the order of their slots.
    pub(crate) const ALL: [Endpoint; 2] = [PUBLIC, ADMIN];
}

/// A client of Ory Kratos. Cheap to clone: clones share connections and settings.
///
/// Its methods return the groups of operations.
#[derive(Clone)]
pub struct Client {
    inner: ory_core::Client,
}

impl Client {
    /// Begins a client.
    #[must_use]
    pub fn builder() -> ClientBuilder {
        let inner =
            ory_core::ClientBuilder::for_product(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
        ClientBuilder { inner }
    }

    /// The client of `ory_core` that this one wraps, for operations that you describe yourself.
    #[inline]
    #[must_use]
    pub fn core(&self) -> &ory_core::Client {
        &self.inner
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

/// Builds a [`Client`]: base URLs, credentials and a [`Config`].
///
/// ```
/// # fn main() -> Result<(), ory_kratos::Error> {
/// use ory_kratos::ory_core::Config;
///
/// let client = ory_kratos::Client::builder()
///     .public_url("http://127.0.0.1:4433")
///     .admin_url("http://127.0.0.1:4434")
///     .config(&Config::for_requests())
///     .build()?;
/// # let _ = client;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct ClientBuilder {
    inner: ory_core::ClientBuilder,
}

impl ClientBuilder {
    /// Sets the base URL of every endpoint. One project of Ory Network serves both APIs under one
    /// URL.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.inner = self.inner.endpoints("url", &endpoint::ALL, url);
        self
    }

    /// Sets the base URL of the public API, port 4433 by default. A path in it is kept as a prefix.
    #[must_use]
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.inner = self.inner.endpoint(endpoint::PUBLIC, url);
        self
    }

    /// Sets the base URL of the admin API, port 4434 by default. A path in it is kept as a prefix.
    #[must_use]
    pub fn admin_url(mut self, url: impl Into<String>) -> Self {
        self.inner = self.inner.endpoint(endpoint::ADMIN, url);
        self
    }

    /// Sets the API key of an Ory Network project; short for [`credentials`](Self::credentials)
    /// with an [`ApiKey`](ory_core::credentials::ApiKey).
    #[must_use]
    pub fn api_key(mut self, key: impl Into<Secret>) -> Self {
        self.inner = self.inner.api_key(key);
        self
    }

    /// Sets the client's credentials.
    ///
    /// They are sent only with operations that declare an API key, only to the endpoint's own host,
    /// and over plain http only to loopback addresses, never through a proxy. Never give a user's
    /// session token or cookie here: a service would send one user's session with another's call.
    /// Those are parameters of the calls that take them.
    #[must_use]
    pub fn credentials(mut self, credentials: impl Credentials) -> Self {
        self.inner = self.inner.credentials(credentials);
        self
    }

    /// Lets credentials be sent over plain http to other machines: for networks that are trusted or
    /// encrypt by themselves.
    #[must_use]
    pub fn allow_insecure_credentials(mut self) -> Self {
        self.inner = self.inner.allow_insecure_credentials();
        self
    }

    /// Sets how the client connects, waits and retries: proxies, TLS, retries, layers, transport
    /// and more. Clients that are given the same configuration share its connections. Default:
    /// [`Config::new`].
    #[must_use]
    pub fn config(mut self, config: &Config) -> Self {
        self.inner = self.inner.config(config);
        self
    }

    /// Sets how long a call may take with all its attempts, whatever the configuration says.
    /// Default: 60 seconds.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.inner = self.inner.timeout(timeout);
        self
    }

    /// Builds the client. Nothing is sent, and no runtime is needed.
    ///
    /// # Errors
    ///
    /// A configuration error that names the setter and what to do.
    pub fn build(self) -> Result<Client, Error> {
        let inner = self.inner.build()?;
        Ok(Client { inner })
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{ok, scripted};

    #[tokio::test]
    async fn a_request_says_which_crate_sent_it() {
        let (kratos, seen) = scripted([ok(200, r#"{"status":"ok"}"#)]);
        kratos.metadata().is_alive().await.unwrap();
        let ours = concat!("ory-kratos/", env!("CARGO_PKG_VERSION"));
        assert_eq!(seen.header(0, "user-agent").as_deref(), Some(ours));
    }
}
