//! OAuth2 clients from registration to their last secret.

use std::fmt;

use ory_core::{Error, json_pointer};
use serde_json::Value;

use crate::models::{JsonPatch, JsonPatchOp, OAuth2Client};
use crate::{OAuth2Api, operations, random};

/// Templates of clients to register. Everything else is set by the setters.
///
/// ```no_run
/// # async fn register(hydra: ory_hydra::Client) -> Result<(), ory_hydra::Error> {
/// use ory_hydra::models::OAuth2Client;
///
/// let shop = OAuth2Client::web(["https://shop.example/callback"]).client_name("Shop");
/// let shop = hydra.oauth2().create_oauth2_client(shop).await?;
/// // This answer alone has the secret: keep it now.
/// let (id, secret) = (shop.client_id, shop.client_secret);
/// # let _ = (id, secret);
/// # Ok(())
/// # }
/// ```
impl OAuth2Client {
    /// A server-rendered application: authorization code and refresh, secret by basic authentication, scopes
    /// `openid offline_access`.
    #[must_use]
    pub fn web(redirect_uris: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::public(redirect_uris).token_endpoint_auth_method("client_secret_basic")
    }

    /// An application that cannot keep a secret, in a browser, on a phone or a command line: authorization code with
    /// PKCE and refresh, scopes `openid offline_access`.
    #[must_use]
    pub fn public(redirect_uris: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::new()
            .grant_types(["authorization_code", "refresh_token"])
            .response_types(["code"])
            .redirect_uris(redirect_uris)
            .scope("openid offline_access")
            .token_endpoint_auth_method("none")
    }

    /// A service that acts for itself: client credentials, secret by basic authentication, these scopes.
    #[must_use]
    pub fn service(scopes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        Self::new()
            .grant_types(["client_credentials"])
            .scope(crate::token::join(scopes))
            .token_endpoint_auth_method("client_secret_basic")
    }

    /// A device without a browser: device codes and refresh, no secret, scopes `openid offline_access`.
    #[must_use]
    pub fn device() -> Self {
        Self::new()
            .grant_types([
                "urn:ietf:params:oauth:grant-type:device_code",
                "refresh_token",
            ])
            .scope("openid offline_access")
            .token_endpoint_auth_method("none")
    }
}

impl OAuth2Api {
    /// A registered client by its id, to change it, to give it a new secret, to delete it. Needs the admin URL.
    pub fn registered_client(&self, client_id: impl Into<String>) -> RegisteredClient {
        RegisteredClient {
            api: self.clone(),
            client_id: client_id.into(),
        }
    }
}

/// A client that is registered at Hydra.
///
/// ```no_run
/// # async fn example(hydra: ory_hydra::Client) -> Result<(), ory_hydra::Error> {
/// let shop = hydra.oauth2().registered_client("shop");
/// shop.patch().set(["client_name"], "Shop & Co").append(["redirect_uris"], "https://shop.example/cb2").await?;
/// let (old, new) = shop.update(|client| client.tos_uri = Some("https://shop.example/tos".into())).await?;
/// println!("{:?} became {:?}", old.tos_uri, new.tos_uri);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RegisteredClient {
    api: OAuth2Api,
    client_id: String,
}

impl RegisteredClient {
    /// Reads it. Its secret is never in the answer.
    pub fn get(&self) -> operations::GetOAuth2Client {
        self.api.get_oauth2_client(&self.client_id)
    }

    /// Begins a change of single fields. What it does not name stays, also what others change meanwhile.
    pub fn patch(&self) -> ClientPatch {
        ClientPatch {
            api: self.api.clone(),
            client_id: self.client_id.clone(),
            patches: Vec::new(),
        }
    }

    /// Reads it, changes it, and writes all of it back: gives it as it was and as it is.
    ///
    /// Fields that this version of the SDK does not know are kept, and so is the secret. What somebody else changes
    /// between the reading and the writing is lost; [`patch`](Self::patch) avoids that.
    ///
    /// # Errors
    ///
    /// Those of reading, 404 above all, and those of writing: 400 for what Hydra does not allow.
    pub async fn update(
        &self,
        change: impl FnOnce(&mut OAuth2Client) + Send,
    ) -> Result<(OAuth2Client, OAuth2Client), Error> {
        let old = self.get().await?;
        let mut new = old.clone();
        change(&mut new);
        // The server's own; a fetched client has none that could be written.
        (new.created_at, new.updated_at) = (None, None);
        let new = self.api.set_oauth2_client(&self.client_id, new).await?;
        Ok((old, new))
    }

    /// Gives it another secret while the old one goes on working, and answers with the new one.
    ///
    /// Hand the new secret to every instance, then call [`delete_rotated_secrets`](Self::delete_rotated_secrets). Hydra 2.3
    /// does not serve it (404 or 405): [`replace_secret`](Self::replace_secret) works there.
    pub fn rotate_secret(&self) -> operations::RotateOAuth2ClientSecret {
        self.api.rotate_oauth2_client_secret(&self.client_id)
    }

    /// Makes secrets from before the last rotation invalid.
    pub fn delete_rotated_secrets(&self) -> operations::DeleteRotatedOAuth2ClientSecrets {
        self.api
            .delete_rotated_oauth2_client_secrets(&self.client_id)
    }

    /// Gives it a new random secret at once: the old one stops working. Answers with the new one in `client_secret`.
    pub fn replace_secret(&self) -> operations::PatchOAuth2Client {
        let secret = random::text();
        let lacking = secret.is_none();
        let patch = self
            .patch()
            .set(["client_secret"], secret.unwrap_or_default());
        let mut operation = patch.into_operation();
        if lacking {
            let message = "the operating system gave no random numbers";
            operation.call.fail(message.to_owned());
        }
        operation
    }

    /// Deletes it, and with it all its tokens and consents.
    pub fn delete(&self) -> operations::DeleteOAuth2Client {
        self.api.delete_oauth2_client(&self.client_id)
    }
}

impl fmt::Debug for RegisteredClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegisteredClient")
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// Changes of single fields of a client (JSON Patch, RFC 6902); `.await` gives the client as it is then.
///
/// A path is a list of names from the outside in, not a JSON Pointer: slashes and tildes need no escapes. All changes
/// are made, or none. Of JSON Patch's operations Hydra 2.3 refuses `test` (500), so there is none here.
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct ClientPatch {
    api: OAuth2Api,
    client_id: String,
    patches: Vec<JsonPatch>,
}

impl ClientPatch {
    /// Sets a field, whether it is there or not.
    pub fn set(
        self,
        path: impl IntoIterator<Item = impl AsRef<str>>,
        value: impl Into<Value>,
    ) -> Self {
        let patch = JsonPatch::new(JsonPatchOp::Add, json_pointer(path));
        self.push(patch.value(value))
    }

    /// Adds a value to the end of a list.
    pub fn append(
        self,
        path: impl IntoIterator<Item = impl AsRef<str>>,
        value: impl Into<Value>,
    ) -> Self {
        let patch = JsonPatch::new(JsonPatchOp::Add, json_pointer(path) + "/-");
        self.push(patch.value(value))
    }

    /// Removes a field, or an element of a list by its number. One that is not there is an error.
    pub fn remove(self, path: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.push(JsonPatch::new(JsonPatchOp::Remove, json_pointer(path)))
    }

    fn push(mut self, patch: JsonPatch) -> Self {
        self.patches.push(patch);
        self
    }

    /// The operation beneath, for a time limit or header of its own.
    pub fn into_operation(self) -> operations::PatchOAuth2Client {
        self.api.patch_oauth2_client(&self.client_id, self.patches)
    }
}

impl IntoFuture for ClientPatch {
    type Output = Result<OAuth2Client, Error>;
    type IntoFuture = ory_core::operation::ResponseFuture<OAuth2Client>;

    fn into_future(self) -> Self::IntoFuture {
        self.into_operation().send()
    }
}

impl fmt::Debug for ClientPatch {
    /// Without the values: a secret may be among them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientPatch")
            .field("client_id", &self.client_id)
            .field("changes", &self.patches.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Client;

    #[test]
    fn paths_are_names_and_need_no_escapes() {
        let hydra = Client::builder()
            .admin_url("http://127.0.0.1:1")
            .build()
            .unwrap();
        let patch = hydra
            .oauth2()
            .registered_client("a/b")
            .patch()
            .set(["metadata", "https://x/~y"], 1)
            .append(["redirect_uris"], "https://a")
            .remove(["contacts", "0"]);
        assert!(!format!("{patch:?}").contains("https"));
        let request = patch.into_operation().into_request().unwrap();
        assert_eq!(request.uri().path(), "/admin/clients/a%2Fb");
        let body: Value = serde_json::from_slice(request.body()).unwrap();
        assert_eq!(
            body,
            json!([
                {"op": "add", "path": "/metadata/https:~1~1x~1~0y", "value": 1},
                {"op": "add", "path": "/redirect_uris/-", "value": "https://a"},
                {"op": "remove", "path": "/contacts/0"},
            ])
        );
    }
}
