//! The client: where Ory Kratos is, and how it is reached.

/// The endpoints of Ory Kratos.
pub(crate) mod endpoint {
    use ory_core::operation::Endpoint;

    /// The public API, port 4433 by default.
    pub(crate) const PUBLIC: Endpoint = Endpoint::new(0, "public", "public_url");
    /// The admin API, port 4434 by default.
    pub(crate) const ADMIN: Endpoint = Endpoint::new(1, "admin", "admin_url");
}

ory_core::product_client! {
    /// A client of Ory Kratos. Cheap to clone: clones share connections and settings.
    ///
    /// Its methods give the groups of operations.
    pub struct Client;

    /// Builds a [`Client`].
    pub struct ClientBuilder;

    /// Sets the base URL of every endpoint. One project of Ory Network serves both APIs under one URL.
    pub fn url;

    /// Sets the base URL of the public API, port 4433 by default. A path in it is kept as a prefix.
    pub fn public_url(endpoint::PUBLIC);

    /// Sets the base URL of the admin API, port 4434 by default. A path in it is kept as a prefix.
    pub fn admin_url(endpoint::ADMIN);
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
