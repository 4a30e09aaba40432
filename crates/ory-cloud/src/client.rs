//! The client: where Ory Network is, and how it is reached.

use std::fmt;
use std::time::Duration;

use ory_core::credentials::ApiKey;
use ory_core::{Config, Credentials, Error, Secret};

/// The endpoints of Ory Network.
pub(crate) mod endpoint {
    use ory_core::operation::Endpoint;

    /// A project's own host, which serves API keys and Ory Elements.
    pub(crate) const PROJECT: Endpoint =
        Endpoint::new(0, "project", "project_url").example("https://slug.projects.oryapis.com");
    /// The console API.
    pub(crate) const CONSOLE: Endpoint =
        Endpoint::new(1, "console", "console_url").example("https://api.console.ory.sh");
    /// All of them, in the order of their slots.
    pub(crate) const ALL: [Endpoint; 2] = [PROJECT, CONSOLE];
}

/// Where the console API is unless [`ClientBuilder::console_url`] says otherwise.
const CONSOLE_URL: &str = "https://api.console.ory.sh";

/// A client of Ory Network. Cheap to clone: clones share connections and settings.
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
        ClientBuilder {
            inner: inner.endpoint(endpoint::CONSOLE, CONSOLE_URL),
        }
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
/// # fn main() -> Result<(), ory_cloud::Error> {
/// let cloud = ory_cloud::Client::builder()
///     .workspace_api_key("ory_wak_...")                        // projects, workspaces, event streams
///     .project_url("https://slug.projects.oryapis.com")        // only for API keys and Ory Elements
///     .api_key("ory_pat_...")
///     .build()?;
/// # let _ = cloud;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct ClientBuilder {
    inner: ory_core::ClientBuilder,
}

impl ClientBuilder {
    /// Sets the base URL of every endpoint, the console included: for a test server that stands in
    /// for both.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.inner = self.inner.endpoints("url", &endpoint::ALL, url);
        self
    }

    /// Sets the base URL of a project's own host, which serves API keys and Ory Elements. A path in
    /// it is kept as a prefix.
    #[must_use]
    pub fn project_url(mut self, url: impl Into<String>) -> Self {
        self.inner = self.inner.endpoint(endpoint::PROJECT, url);
        self
    }

    /// Sets the base URL of the console API, `https://api.console.ory.sh` unless it is set. A path
    /// in it is kept as a prefix.
    #[must_use]
    pub fn console_url(mut self, url: impl Into<String>) -> Self {
        self.inner = self.inner.endpoint(endpoint::CONSOLE, url);
        self
    }

    /// Sets the API key of an Ory Network project; short for [`credentials`](Self::credentials)
    /// with an [`ApiKey`].
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

    /// Sets the credentials of operations that declare a workspace's API key, which the console
    /// asks for. Those given to [`credentials`](Self::credentials) are never sent with them, as
    /// they would reach another host than the project's.
    #[must_use]
    pub fn workspace_credentials(mut self, credentials: impl Credentials) -> Self {
        self.inner = self.inner.workspace_credentials(credentials);
        self
    }

    /// Sets the workspace API key (`ory_wak_...`); short for
    /// [`workspace_credentials`](Self::workspace_credentials) with an [`ApiKey`].
    #[must_use]
    pub fn workspace_api_key(self, key: impl Into<Secret>) -> Self {
        self.workspace_credentials(ApiKey::new(key))
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
