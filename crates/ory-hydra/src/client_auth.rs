//! How an OAuth2 client proves who it is (RFC 6749, section 2.3; RFC 7523).

use std::fmt;

use ory_core::__private::Call;
use ory_core::credentials::{Basic, CredentialHeaders, Credentials, CredentialsFuture, Target};
use ory_core::{Error, Secret};

#[cfg(feature = "private-key-jwt")]
use crate::PrivateKey;

/// How an OAuth2 client proves who it is: its registered `token_endpoint_auth_method`.
///
/// Hydra refuses every other way than the registered one with `invalid_client`.
#[derive(Clone)]
pub struct ClientAuth(Method);

#[derive(Clone)]
enum Method {
    Basic(Secret),
    Post(Secret),
    None,
    #[cfg(feature = "private-key-jwt")]
    PrivateKeyJwt(std::sync::Arc<PrivateKey>),
}

impl ClientAuth {
    /// The secret in the `Authorization` header: `client_secret_basic`, the default of new clients.
    #[must_use]
    pub fn basic(client_secret: impl Into<Secret>) -> Self {
        ClientAuth(Method::Basic(client_secret.into()))
    }

    /// The secret in the form: `client_secret_post`.
    #[must_use]
    pub fn post(client_secret: impl Into<Secret>) -> Self {
        ClientAuth(Method::Post(client_secret.into()))
    }

    /// No secret: `none`, for browsers, phones and command lines, which cannot keep one.
    #[must_use]
    pub fn none() -> Self {
        ClientAuth(Method::None)
    }

    /// A JWT signed by the client's key: `private_key_jwt`. Hydra knows the public key by the client's `jwks` or
    /// `jwks_uri`.
    #[cfg(feature = "private-key-jwt")]
    #[must_use]
    pub fn private_key_jwt(key: PrivateKey) -> Self {
        ClientAuth(Method::PrivateKeyJwt(std::sync::Arc::new(key)))
    }

    /// Puts the proof into a call. `audience` is asked for what a JWT is made out to.
    pub(crate) fn apply(
        &self,
        client_id: &str,
        audience: impl FnOnce() -> Result<String, Error>,
        call: &mut Call,
    ) {
        // What is in the form must not be shown to the network either: credentials without a header bring the
        // client's rule about plain http with them.
        call.set_credentials(InForm);
        match &self.0 {
            Method::Basic(secret) => {
                let _ = audience;
                call.set_credentials(Basic::new(client_id, secret.clone()));
            }
            Method::Post(secret) => {
                call.form("client_id", client_id);
                call.form("client_secret", secret.expose());
            }
            Method::None => call.form("client_id", client_id),
            #[cfg(feature = "private-key-jwt")]
            Method::PrivateKeyJwt(key) => {
                let assertion = audience().map_err(|error| error.to_string());
                match assertion.and_then(|audience| key.client_assertion(client_id, &audience)) {
                    Ok(assertion) => {
                        call.form("client_id", client_id);
                        call.form(
                            "client_assertion_type",
                            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                        );
                        call.form("client_assertion", assertion.expose());
                    }
                    Err(message) => call.fail(message),
                }
            }
        }
    }
}

impl fmt::Debug for ClientAuth {
    /// Prints the method's registered name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.0 {
            Method::Basic(_) => "client_secret_basic",
            Method::Post(_) => "client_secret_post",
            Method::None => "none",
            #[cfg(feature = "private-key-jwt")]
            Method::PrivateKeyJwt(_) => "private_key_jwt",
        })
    }
}

/// Credentials that travel in the body.
struct InForm;

impl Credentials for InForm {
    fn headers<'a>(&'a self, _: Target<'a>) -> CredentialsFuture<'a> {
        CredentialsFuture::ready(Ok(CredentialHeaders::none()))
    }
}
