//! The client: where Ory Keto is, and how it is reached.

/// The endpoints of Ory Keto.
pub(crate) mod endpoint {
    use ory_core::operation::Endpoint;

    /// The read API, port 4466 by default.
    pub(crate) const READ: Endpoint = Endpoint::new(0, "read", "read_url");
    /// The write API, port 4467 by default.
    pub(crate) const WRITE: Endpoint = Endpoint::new(1, "write", "write_url");
    /// The API that checks the syntax of the Ory Permission Language, port 4469 by default.
    pub(crate) const OPL: Endpoint = Endpoint::new(2, "opl", "opl_url");
}

ory_core::product_client! {
    /// A client of Ory Keto. Cheap to clone: clones share connections and settings.
    ///
    /// Its methods give the groups of operations.
    pub struct Client;

    /// Builds a [`Client`].
    pub struct ClientBuilder;

    /// Sets the base URL of every endpoint. One project of Ory Network serves all APIs under one URL.
    pub fn url;

    /// Sets the base URL of the read API, port 4466 by default. A path in it is kept as a prefix.
    pub fn read_url(endpoint::READ);

    /// Sets the base URL of the write API, port 4467 by default. A path in it is kept as a prefix.
    pub fn write_url(endpoint::WRITE);

    /// Sets the base URL of the API that checks the syntax of the Ory Permission Language, port 4469 by default. A
    /// path in it is kept as a prefix.
    pub fn opl_url(endpoint::OPL);
}
