//! The client: where Ory Network is, and how it is reached.

use ory_core::Secret;
use ory_core::credentials::ApiKey;

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

ory_core::product_client! {
    /// A client of Ory Network. Cheap to clone: clones share connections and settings.
    ///
    /// Its methods give the groups of operations.
    pub struct Client;

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
    pub struct ClientBuilder;

    /// Sets the base URL of every endpoint, the console included: for a test server that stands in for both.
    pub fn url;

    /// Sets the base URL of a project's own host, which serves API keys and Ory Elements:
    /// `https://<slug>.projects.oryapis.com`. A path in it is kept as a prefix.
    pub fn project_url(endpoint::PROJECT);

    /// Sets the base URL of the console API, `https://api.console.ory.sh` unless it is set. A path in it is kept as
    /// a prefix.
    pub fn console_url(endpoint::CONSOLE) = CONSOLE_URL;
}

impl ClientBuilder {
    /// Sets the workspace API key (`ory_wak_...`) that the console asks for; short for `workspace_credentials` with
    /// an [`ApiKey`]. A key given with `api_key` goes to the project's host only.
    #[must_use]
    pub fn workspace_api_key(self, key: impl Into<Secret>) -> Self {
        self.workspace_credentials(ApiKey::new(key))
    }
}
