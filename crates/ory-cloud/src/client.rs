//! The client: where Ory Network is, and how it is reached.

use std::fmt;

use ory_core::client::ClientSettings;
use ory_core::credentials::ApiKey;
use ory_core::{Error, Secret};

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
        let mut settings = ClientSettings::new("ory-cloud", env!("CARGO_PKG_VERSION"));
        settings.endpoint(endpoint::CONSOLE, CONSOLE_URL);
        ClientBuilder { settings }
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
///
/// ```
/// # fn main() -> Result<(), ory_cloud::Error> {
/// let cloud = ory_cloud::Client::builder()
///     .workspace_api_key("ory_wak_...")                        // projects, workspaces, event streams
///     .project_url("https://slug.projects.oryapis.com")        // only for API keys and Ory Elements
///     .api_key("ory_pat_...")
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder {
    settings: ClientSettings,
}

impl ClientBuilder {
    ory_core::client_setters! { settings }

    /// Sets the base URL of every endpoint, the console included: for a test server that stands in for both.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        let url = url.into();
        self.settings.endpoint_by("url", endpoint::PROJECT, &url);
        self.settings.endpoint_by("url", endpoint::CONSOLE, url);
        self
    }

    /// Sets the base URL of a project's own host, which serves API keys and Ory Elements:
    /// `https://<slug>.projects.oryapis.com`. A path in it is kept as a prefix.
    pub fn project_url(mut self, url: impl Into<String>) -> Self {
        self.settings.endpoint(endpoint::PROJECT, url);
        self
    }

    /// Sets the base URL of the console API, `https://api.console.ory.sh` unless it is set. A path in it is kept as
    /// a prefix.
    pub fn console_url(mut self, url: impl Into<String>) -> Self {
        self.settings.endpoint(endpoint::CONSOLE, url);
        self
    }

    /// Sets the workspace API key (`ory_wak_...`) that the console asks for; short for `workspace_credentials` with
    /// an [`ApiKey`]. A key given with `api_key` goes to the project's host only.
    pub fn workspace_api_key(self, key: impl Into<Secret>) -> Self {
        self.workspace_credentials(ApiKey::new(key))
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
