//! An OAuth2 client as it talks to Hydra: who it is, and where the flows begin.

use std::fmt;
use std::sync::Arc;

use ory_core::__private::Call;
use ory_core::{Error, Secret};

use crate::models::OidcConfiguration;
use crate::{ClientAuth, OAuth2Api, operations};

/// An application that is registered at Hydra as an OAuth2 client.
///
/// Here the flows begin: [`authorize`](Self::authorize) for users with a browser, [`device`](Self::device) for those
/// without, [`client_credentials`](Self::client_credentials) for services. Cheap to clone.
///
/// ```no_run
/// use ory_hydra::{Client, ClientAuth};
///
/// # fn main() -> Result<(), ory_hydra::Error> {
/// let hydra = Client::builder().public_url("https://auth.example").build()?;
/// let shop = hydra.oauth2().application("shop", ClientAuth::basic("secret"));
/// # let _ = shop;
/// # Ok(())
/// # }
/// ```
#[doc(alias = "OAuth2Client")]
#[doc(alias = "RelyingParty")]
#[derive(Clone)]
pub struct Application {
    pub(crate) api: OAuth2Api,
    pub(crate) inner: Arc<Settings>,
}

#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) client_id: String,
    auth: ClientAuth,
    pub(crate) issuer: Option<String>,
    pub(crate) authorization_endpoint: Option<String>,
    token_audience: Option<String>,
    /// Hydra's keys, by which ID tokens are verified.
    #[cfg(feature = "jwt")]
    pub(crate) keys: Option<ory_core::jwt::Jwks>,
}

impl OAuth2Api {
    /// The application `client_id`, which authenticates as it was registered (`token_endpoint_auth_method`).
    ///
    /// Needs the public URL alone.
    #[must_use]
    pub fn application(&self, client_id: impl Into<String>, auth: ClientAuth) -> Application {
        Application {
            api: self.clone(),
            inner: Arc::new(Settings {
                client_id: client_id.into(),
                auth,
                issuer: None,
                authorization_endpoint: None,
                token_audience: None,
                #[cfg(feature = "jwt")]
                keys: Some(self.client.jwk().jwks()),
            }),
        }
    }
}

impl Application {
    /// The `client_id`.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.inner.client_id
    }

    /// Takes the issuer and what browsers see from the discovery document.
    ///
    /// Browsers are then sent to its authorization endpoint, which matters where this service reaches Hydra by an
    /// internal URL, and the issuer of ID tokens is checked. Requests of this service go on to the client's public
    /// URL.
    ///
    /// ```no_run
    /// # async fn example(hydra: ory_hydra::Client) -> Result<(), ory_hydra::Error> {
    /// let discovery = hydra.oidc().discover_oidc_configuration().await?;
    /// let shop = hydra
    ///     .oauth2()
    ///     .application("shop", ory_hydra::ClientAuth::basic("secret"))
    ///     .discovery(&discovery);
    /// # let _ = shop;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn discovery(self, discovery: &OidcConfiguration) -> Self {
        let settings = Settings {
            issuer: Some(discovery.issuer.clone()),
            authorization_endpoint: Some(discovery.authorization_endpoint.clone()),
            token_audience: Some(discovery.token_endpoint.clone()),
            ..(*self.inner).clone()
        };
        Application {
            api: self.api,
            inner: Arc::new(settings),
        }
    }

    /// Does without the signature of ID tokens that come from the token endpoint, as OpenID Connect allows where that is
    /// reached over TLS: for a Hydra that signs by an algorithm which this SDK does not verify (ES512), or whose keys this
    /// service cannot reach.
    #[cfg(feature = "jwt")]
    #[must_use]
    pub fn trust_token_endpoint(self) -> Self {
        let settings = Settings {
            keys: None,
            ..(*self.inner).clone()
        };
        Application {
            api: self.api,
            inner: Arc::new(settings),
        }
    }

    /// Verifies the signature and claims of an ID token of a log in with this nonce.
    #[cfg(feature = "jwt")]
    pub(crate) async fn verify_id_token(
        &self,
        token: &Secret,
        nonce: &str,
    ) -> Result<(), ory_core::jwt::JwtError> {
        let Some(keys) = &self.inner.keys else {
            return Ok(());
        };
        let issuer = match &self.inner.issuer {
            Some(issuer) => issuer.clone(),
            // Whoever signs by Hydra's keys is Hydra.
            None => crate::IdToken::read(token).map_or_else(String::new, |token| token.issuer),
        };
        let verifier = ory_core::jwt::JwtVerifier::new(keys.clone(), issuer, self.client_id());
        crate::IdToken::verify(token, &verifier, nonce)
            .await
            .map(drop)
    }

    /// Puts the client's identity into a call.
    pub(crate) fn authenticate(&self, call: &mut Call) {
        let settings = &*self.inner;
        settings
            .auth
            .apply(&settings.client_id, || self.token_audience(), call);
    }

    /// What a `private_key_jwt` is made out to: the token endpoint, as Hydra knows itself.
    fn token_audience(&self) -> Result<String, Error> {
        match &self.inner.token_audience {
            Some(audience) => Ok(audience.clone()),
            None => {
                let exchange = self.api.oauth2_token_exchange("");
                Ok(exchange.call.into_url()?.to_string())
            }
        }
    }

    /// Makes an access or refresh token of this application invalid, and what belongs to it (RFC 7009).
    ///
    /// # Errors
    ///
    /// `invalid_client` if the authentication fails, `unauthorized_client` for another client's token. A token that
    /// Hydra does not know is no error.
    pub async fn revoke(&self, token: impl Into<Secret>) -> Result<(), Error> {
        let mut operation = self.api.revoke_oauth2_token(token.into());
        self.authenticate(&mut operation.call);
        operation.await
    }

    /// The URL that logs the user out at Hydra: send the browser there (OpenID Connect RP-Initiated Logout).
    ///
    /// `id_token` is one that this application got for the user; it may have expired. Set
    /// `post_logout_redirect_uri` and `state` on the result, and take the URL by `into_url`.
    pub fn logout(&self, id_token: impl Into<Secret>) -> operations::RevokeOidcSession {
        self.api
            .client
            .oidc()
            .revoke_oidc_session()
            .id_token_hint(id_token.into())
    }
}

impl fmt::Debug for Application {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Application")
            .field("client_id", &self.inner.client_id)
            .field("auth", &self.inner.auth)
            .finish_non_exhaustive()
    }
}
