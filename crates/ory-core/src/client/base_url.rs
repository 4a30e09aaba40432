//! The base URLs of a client.

use http::Uri;
use http::uri::{Authority, Scheme};

use crate::spec::Endpoint;
use crate::transport::server_url::{ServerUrl, ServerUrlError};

/// A base URL that was checked.
pub(crate) struct Base {
    /// Without a slash at its end.
    pub(crate) url: String,
    scheme: Scheme,
    authority: Authority,
    /// Whether credentials may be sent there.
    pub(crate) takes_credentials: bool,
}

impl Base {
    /// Checks the value of `setter`; the message never repeats it, as it may hold a password.
    pub(crate) fn check(setter: &str, endpoint: Endpoint, url: &str) -> Result<ServerUrl, String> {
        ServerUrl::base(url).map_err(|error| match error {
            ServerUrlError::UserInfo => {
                format!("`{setter}` has a user or a password in it; give them to `credentials`")
            }
            error => error.told(setter, endpoint.example),
        })
    }

    pub(crate) fn new(url: &ServerUrl, takes_credentials: bool) -> Option<Self> {
        let parts = url.uri().clone().into_parts();
        Some(Base {
            url: url.to_string().trim_end_matches('/').to_owned(),
            scheme: parts.scheme?,
            authority: parts.authority?,
            takes_credentials,
        })
    }

    /// Whether `uri` is on the same host.
    pub(crate) fn is_origin_of(&self, uri: &Uri) -> bool {
        uri.scheme() == Some(&self.scheme) && uri.authority() == Some(&self.authority)
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> &str {
        let length = self.scheme.as_str().len() + "://".len() + self.authority.as_str().len();
        self.url.get(..length).unwrap_or(&self.url)
    }
}
