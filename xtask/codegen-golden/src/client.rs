//! A client with one endpoint.

use ory_core::Error;

pub(crate) mod endpoint {
    use ory_core::operation::Endpoint;

    /// The only one.
    pub(crate) const PUBLIC: Endpoint = Endpoint::new(0, "public", "public_url");
}

/// A client with one endpoint.
#[derive(Clone, Debug)]
pub struct Client(ory_core::Client);

impl Client {
    /// A client of the server at `url`.
    ///
    /// # Errors
    ///
    /// A URL that is not one.
    pub fn new(url: &str) -> Result<Self, Error> {
        let builder = ory_core::Client::builder().endpoint(endpoint::PUBLIC, url);
        Ok(Self(builder.build()?))
    }

    /// The client beneath.
    #[must_use]
    pub fn core(&self) -> &ory_core::Client {
        &self.0
    }
}
