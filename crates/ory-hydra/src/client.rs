//! The client: where Ory Hydra is, and how it is reached.

/// The endpoints of Ory Hydra.
pub(crate) mod endpoint {
    use ory_core::operation::Endpoint;

    /// The public API, port 4444 by default.
    pub(crate) const PUBLIC: Endpoint = Endpoint::new(0, "public", "public_url");
    /// The admin API, port 4445 by default.
    pub(crate) const ADMIN: Endpoint = Endpoint::new(1, "admin", "admin_url");
}

ory_core::product_client! {
    /// A client of Ory Hydra. Cheap to clone: clones share connections and settings.
    ///
    /// Its methods give the groups of operations.
    pub struct Client;

    /// Builds a [`Client`].
    pub struct ClientBuilder;

    /// Sets the base URL of every endpoint. One project of Ory Network serves both APIs under one URL.
    pub fn url;

    /// Sets the base URL of the public API, port 4444 by default. A path in it is kept as a prefix.
    pub fn public_url(endpoint::PUBLIC);

    /// Sets the base URL of the admin API, port 4445 by default. A path in it is kept as a prefix.
    pub fn admin_url(endpoint::ADMIN);
}
