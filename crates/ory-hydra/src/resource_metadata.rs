//! What a protected resource says about itself (RFC 9728).

use ory_core::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use ory_core::http::{Response, Uri};
use ory_core::{Bytes, Error};
use serde_json::{Map, Value, json};

/// The metadata of a service that takes access tokens, for clients that do not know its
/// authorization server: MCP clients.
///
/// ```
/// # fn main() -> Result<(), ory_hydra::Error> {
/// use ory_hydra::ResourceMetadata;
///
/// let metadata = ResourceMetadata::new("https://orders.example/mcp", "https://auth.example")?.scopes(["orders.read"]);
/// assert_eq!(metadata.path(), "/.well-known/oauth-protected-resource/mcp");
/// // let app = app.route(&metadata.path(), get(move || ready(metadata.response())));
/// // let tokens = TokenLayer::introspect(&hydra, "https://orders.example/mcp").resource_metadata(metadata.url());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceMetadata {
    origin: String,
    path: String,
    members: Map<String, Value>,
}

/// Where it is served, before the resource's own path (RFC 9728, section 3).
const WELL_KNOWN: &str = "/.well-known/oauth-protected-resource";

impl ResourceMetadata {
    /// Metadata of the service at `resource`, whose tokens `authorization_server` issues: Hydra's
    /// issuer.
    ///
    /// Clients ask for tokens with the resource as their audience.
    ///
    /// # Errors
    ///
    /// A configuration error if `resource` is not an absolute http or https URL without a query and
    /// fragment.
    pub fn new(
        resource: impl Into<String>,
        authorization_server: impl Into<String>,
    ) -> Result<Self, Error> {
        let resource = resource.into();
        let fail = || {
            let message = "ResourceMetadata::new: `resource` is not an absolute http or https URL without query and fragment";
            Error::configuration(None, message.to_owned())
        };
        let uri: Uri = resource.parse().map_err(|_| fail())?;
        let scheme = uri
            .scheme_str()
            .filter(|scheme| matches!(*scheme, "http" | "https"));
        let (Some(scheme), Some(authority)) = (scheme, uri.authority()) else {
            return Err(fail());
        };
        if resource.contains(['?', '#']) {
            return Err(fail());
        }
        let path = uri.path().trim_end_matches('/').to_owned();
        let origin = format!("{scheme}://{authority}");
        let members = json!({
            "resource": resource,
            "authorization_servers": [authorization_server.into()],
            // The others would put tokens into URLs and logs.
            "bearer_methods_supported": ["header"],
        });
        let Value::Object(members) = members else {
            return Err(fail());
        };
        Ok(ResourceMetadata {
            origin,
            path,
            members,
        })
    }

    /// Lists the scopes that clients may ask for.
    #[must_use]
    pub fn scopes(self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let scopes: Vec<String> = scopes.into_iter().map(Into::into).collect();
        self.member("scopes_supported", scopes)
    }

    /// Names the service for people.
    #[must_use]
    pub fn name(self, name: impl Into<String>) -> Self {
        self.member("resource_name", name.into())
    }

    /// Sets another member of the document.
    #[must_use]
    pub fn member(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.members.insert(name.into(), value.into());
        self
    }

    /// The path to serve it at.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{WELL_KNOWN}{}", self.path)
    }

    /// The URL that it is served at, for
    /// [`TokenLayer::resource_metadata`](crate::TokenLayer::resource_metadata).
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}{}", self.origin, self.path())
    }

    /// The document as a response. It is public.
    #[must_use]
    pub fn response(&self) -> Response<Bytes> {
        let body = Value::Object(self.members.clone()).to_string();
        let mut response = Response::new(Bytes::from(body));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("max-age=3600"));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_well_known_path_comes_before_the_resources_own() {
        for (resource, url) in [
            (
                "https://a.example",
                "https://a.example/.well-known/oauth-protected-resource",
            ),
            (
                "https://a.example/",
                "https://a.example/.well-known/oauth-protected-resource",
            ),
            (
                "https://a.example:8443/x/y",
                "https://a.example:8443/.well-known/oauth-protected-resource/x/y",
            ),
        ] {
            let metadata = ResourceMetadata::new(resource, "https://auth.example").unwrap();
            assert_eq!(metadata.url(), url);
            assert!(url.ends_with(&metadata.path()));
            let document: Value = serde_json::from_slice(metadata.response().body()).unwrap();
            assert_eq!(document["resource"], resource);
            assert_eq!(
                document["authorization_servers"],
                json!(["https://auth.example"])
            );
        }
        let metadata = ResourceMetadata::new("https://a.example", "https://b").unwrap();
        let document = metadata.scopes(["a", "b"]).name("Orders").response();
        let document: Value = serde_json::from_slice(document.body()).unwrap();
        assert_eq!(document["scopes_supported"], json!(["a", "b"]));
        assert_eq!(document["resource_name"], "Orders");
        for wrong in [
            "",
            "orders",
            "/orders",
            "ftp://a",
            "https://a?x",
            "https://a/#x",
            "urn:orders",
        ] {
            assert!(
                ResourceMetadata::new(wrong, "https://b").is_err(),
                "{wrong}"
            );
        }
    }
}
