//! What a client is built from: URLs, credentials and a configuration.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::client::base_url::Base;
use crate::client::config::Config;
use crate::client::{Client, Inner};
use crate::credentials::{ApiKey, Credentials};
use crate::error::Error;
use crate::spec::Endpoint;
use crate::wire::secret::Secret;

/// Builds a [`Client`]: base URLs, credentials and a [`Config`].
///
/// The builders of the product crates wrap it, with a setter for each of their endpoints.
///
/// ```
/// use std::time::Duration;
///
/// use ory_core::operation::Endpoint;
///
/// # fn main() -> Result<(), ory_core::Error> {
/// let client = ory_core::Client::builder()
///     .endpoint(Endpoint::new(0, "public", "public_url"), "http://127.0.0.1:4433")
///     .timeout(Duration::from_secs(10))
///     .build()?;
/// # let _ = client;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ClientBuilder {
    product: (&'static str, &'static str),
    /// Each endpoint's URL, with the name of the setter it came from; the last one counts.
    endpoints: Vec<(Endpoint, &'static str, String)>,
    credentials: Option<Arc<dyn Credentials>>,
    workspace_credentials: Option<Arc<dyn Credentials>>,
    insecure_credentials: bool,
    config: Config,
    timeout: Option<Duration>,
}

impl Client {
    /// Begins a client without a product, for calling operations that you describe yourself.
    #[must_use]
    pub fn builder() -> ClientBuilder {
        ClientBuilder::for_product("ory-core", env!("CARGO_PKG_VERSION"))
    }
}

impl ClientBuilder {
    /// Begins a client whose `User-Agent` is `product/version`, for crates that wrap it.
    #[must_use]
    pub fn for_product(product: &'static str, version: &'static str) -> Self {
        ClientBuilder {
            product: (product, version),
            endpoints: Vec::new(),
            credentials: None,
            workspace_credentials: None,
            insecure_credentials: false,
            config: Config::new(),
            timeout: None,
        }
    }

    /// Sets the base URL of an endpoint. A path in it is kept as a prefix.
    #[must_use]
    pub fn endpoint(self, endpoint: Endpoint, url: impl Into<String>) -> Self {
        self.endpoints(endpoint.setter, &[endpoint], url)
    }

    /// Sets one base URL for several endpoints; mistakes are reported under the name of `setter`.
    #[must_use]
    pub fn endpoints(
        mut self,
        setter: &'static str,
        endpoints: &[Endpoint],
        url: impl Into<String>,
    ) -> Self {
        let url = url.into();
        for endpoint in endpoints {
            self.endpoints
                .retain(|(known, _, _)| known.slot != endpoint.slot);
            self.endpoints.push((*endpoint, setter, url.clone()));
        }
        self
    }

    /// Sets the API key of an Ory Network project; short for `credentials` with an [`ApiKey`].
    #[must_use]
    pub fn api_key(self, key: impl Into<Secret>) -> Self {
        self.credentials(ApiKey::new(key))
    }

    /// Sets the client's credentials.
    ///
    /// They are sent only with operations that declare an API key, only to the endpoint's own host,
    /// and over plain http only to loopback addresses, never through a proxy. Never give a user's
    /// session token or cookie here: a service would send one user's session with another's call.
    /// Those are parameters of the calls that take them.
    #[must_use]
    pub fn credentials(mut self, credentials: impl Credentials) -> Self {
        self.credentials = Some(Arc::new(credentials));
        self
    }

    /// Sets the credentials of operations that declare a workspace's API key. Those of a project
    /// are never sent with them, as they would reach another host than the project's.
    #[must_use]
    pub fn workspace_credentials(mut self, credentials: impl Credentials) -> Self {
        self.workspace_credentials = Some(Arc::new(credentials));
        self
    }

    /// Lets credentials be sent over plain http to other machines: for networks that are trusted or
    /// encrypt by themselves.
    #[must_use]
    pub fn allow_insecure_credentials(mut self) -> Self {
        self.insecure_credentials = true;
        self
    }

    /// Sets how the client connects, waits and retries. Default: [`Config::new`].
    ///
    /// Clients that are given the same configuration share its connections.
    #[must_use]
    pub fn config(mut self, config: &Config) -> Self {
        self.config = config.clone();
        self
    }

    /// Sets how long a call may take with all its attempts, whatever the configuration says.
    ///
    /// Zero is refused by `build()`.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Builds the client. Nothing is sent, and no runtime is needed.
    ///
    /// # Errors
    ///
    /// A configuration error that names the setter and what to do.
    pub fn build(self) -> Result<Client, Error> {
        self.try_build()
            .map_err(|message| Error::configuration(None, message))
    }

    fn try_build(self) -> Result<Client, String> {
        let sender = self
            .config
            .sender(self.product, self.insecure_credentials)?;
        let slots = self.endpoints.iter().map(|(endpoint, _, _)| endpoint.slot);
        let slots = slots.max().map_or(0, |last| usize::from(last) + 1);
        let mut endpoints: Vec<Option<Base>> = Vec::new();
        endpoints.resize_with(slots, || None);
        for (endpoint, setter, url) in &self.endpoints {
            let url = Base::check(setter, *endpoint, url)?;
            sender.prepare(&url)?;
            endpoints[usize::from(endpoint.slot)] =
                Base::new(&url, sender.may_send_secrets_to(&url));
        }
        for credentials in self.credentials.iter().chain(&self.workspace_credentials) {
            credentials.check()?;
            let mut known = endpoints.iter().flatten().peekable();
            if known.peek().is_some() && known.all(|base| !base.takes_credentials) {
                return Err(
                    "every URL is plain http, which would show the credentials to the network; use https, or \
                     `allow_insecure_credentials()` if the network is trusted"
                        .to_owned(),
                );
            }
        }
        Ok(Client {
            inner: Arc::new(Inner {
                endpoints: endpoints.into_boxed_slice(),
                sender,
                timeout: self.config.call_timeout(self.timeout)?,
                retry: self.config.retry_policy(),
                budget: self.config.new_retry_budget(),
                observer: self.config.told(),
                credentials: self.credentials,
                workspace_credentials: self.workspace_credentials,
            }),
        })
    }
}

impl fmt::Debug for ClientBuilder {
    /// URLs are not printed: only `build` finds out that one has a password in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let setters: Vec<_> = self.endpoints.iter().map(|(_, setter, _)| setter).collect();
        f.debug_struct("ClientBuilder")
            .field("product", &self.product.0)
            .field("endpoints", &setters)
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}
