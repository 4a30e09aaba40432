//! The client that all product crates wrap.

use std::fmt;
use std::sync::Arc;

use crate::error::Error;
use crate::operation::Endpoint;

/// A client: base URLs and what is needed to reach them. Cheap to clone.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    endpoints: Vec<Option<String>>,
}

impl Client {
    /// Begins a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// The base URL of `endpoint`, without a slash at its end; or else what to do about it.
    pub(crate) fn base_url(&self, endpoint: Endpoint) -> Result<&str, String> {
        let endpoints = &self.0.endpoints;
        let url = if endpoint.slot == Endpoint::ANY {
            endpoints.iter().flatten().next()
        } else {
            endpoints
                .get(usize::from(endpoint.slot))
                .and_then(Option::as_ref)
        };
        url.map(String::as_str).ok_or_else(|| {
            format!(
                "the {} endpoint is not set; call `{}` on the client's builder",
                endpoint.name, endpoint.setter
            )
        })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

/// Builds a [`Client`].
#[derive(Debug, Default)]
#[must_use]
pub struct ClientBuilder {
    endpoints: Vec<Option<String>>,
}

impl ClientBuilder {
    /// Sets the base URL of an endpoint.
    pub fn endpoint(mut self, endpoint: Endpoint, url: impl Into<String>) -> Self {
        let slot = usize::from(endpoint.slot);
        if self.endpoints.len() <= slot {
            self.endpoints.resize(slot + 1, None);
        }
        let url = url.into();
        self.endpoints[slot] = Some(url.trim_end_matches('/').to_owned());
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// A base URL that is not one.
    pub fn build(self) -> Result<Client, Error> {
        for url in self.endpoints.iter().flatten() {
            let absolute = url
                .parse::<http::Uri>()
                .is_ok_and(|uri| uri.scheme().is_some());
            if !absolute {
                return Err(Error::configuration(
                    None,
                    "a base URL needs a scheme and a host".to_owned(),
                ));
            }
        }
        Ok(Client(Arc::new(Inner {
            endpoints: self.endpoints,
        })))
    }
}
