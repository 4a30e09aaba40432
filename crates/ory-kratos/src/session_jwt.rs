//! Tokenized sessions, verified without asking Kratos.

use std::fmt;
use std::time::Duration;

use ory_core::jwt::{Jwks, JwtError, JwtVerifier, VerifiedJwt};
use ory_core::{Audience, Secret, Timestamp};

/// Verifies tokenized sessions: what `to_session().tokenize_as(..)` answers with in `tokenized`.
///
/// Kratos does not publish its keys. The operator exports the public half of the key set that the
/// tokenizer's template names (`ory get jwk ... --public`), and the service reads it from a file or
/// a URL.
///
/// ```no_run
/// use ory_kratos::ory_core::Secret;
/// use ory_kratos::ory_core::jwt::Jwks;
/// use ory_kratos::session_jwt::SessionVerifier;
///
/// # async fn example(token: &Secret) -> Result<(), Box<dyn std::error::Error>> {
/// let keys: serde_json::Value = serde_json::from_slice(&std::fs::read("session-jwks.json")?)?;
/// let verifier = SessionVerifier::new(Jwks::fixed(&keys)?, "https://slug.projects.oryapis.com/");
/// let session = verifier.verify(token).await?;
/// println!("{} in session {}", session.identity_id(), session.session_id());
/// # Ok(())
/// # }
/// ```
///
/// Nobody is asked: a log out goes unnoticed until the token expires, ten minutes unless the
/// template says otherwise.
#[derive(Clone)]
pub struct SessionVerifier {
    verifier: JwtVerifier,
}

impl SessionVerifier {
    /// A verifier of sessions that are signed by one of `keys` and issued by Kratos's public URL.
    ///
    /// Kratos sets no audience, so none is checked unless [`audience`](Self::audience) says so.
    #[must_use]
    pub fn new(keys: Jwks, issuer: impl Into<String>) -> Self {
        SessionVerifier {
            verifier: JwtVerifier::new(keys, issuer, Audience::Unchecked).require_claim("sid"),
        }
    }

    /// Accepts only sessions for this audience, where the template's mapper sets one.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<Audience>) -> Self {
        self.verifier = self.verifier.audience(audience);
        self
    }

    /// Sets how far Kratos's clock may differ from this machine's. Default: 60 seconds.
    #[must_use]
    pub fn leeway(mut self, time: Duration) -> Self {
        self.verifier = self.verifier.leeway(time);
        self
    }

    /// Verifies a tokenized session.
    ///
    /// # Errors
    ///
    /// Why it is not accepted; [`JwtError::Unavailable`] if that cannot be told.
    pub async fn verify(&self, token: &Secret) -> Result<SessionJwt, JwtError> {
        let jwt = self.verifier.verify(token).await?;
        for name in ["sub", "sid"] {
            if jwt.text(name).is_none_or(str::is_empty) {
                return Err(JwtError::Claim(name));
            }
        }
        Ok(SessionJwt(jwt))
    }

    #[cfg(feature = "middleware")]
    pub(crate) async fn signed_in(
        &self,
        token: &Secret,
    ) -> Result<crate::SignedIn, ory_core::Denial> {
        use ory_core::{Denial, DenialReason};

        match self.verify(token).await {
            Ok(session) => Ok(session.signed_in()),
            Err(JwtError::Unavailable(error)) => Err(Denial::failed(error)),
            Err(error) => {
                ory_core::checks::trace_token("session", &error);
                Err(Denial::new(DenialReason::NotSignedIn))
            }
        }
    }
}

impl fmt::Debug for SessionVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionVerifier")
            .field("verifier", &self.verifier)
            .finish_non_exhaustive()
    }
}

/// A tokenized session that was verified.
#[derive(Clone, PartialEq)]
pub struct SessionJwt(VerifiedJwt);

impl SessionJwt {
    /// The identity: its id, or its external id where the template says so (`subject_source`).
    #[must_use]
    pub fn identity_id(&self) -> &str {
        self.0.subject().unwrap_or_default()
    }

    /// The session.
    #[must_use]
    pub fn session_id(&self) -> &str {
        self.0.text("sid").unwrap_or_default()
    }

    /// Whether a second factor was given. The template's mapper has to put the level into the claim
    /// `aal`: `claims: { aal: session.authenticator_assurance_level }`.
    #[must_use]
    pub fn is_aal2(&self) -> bool {
        matches!(self.0.text("aal"), Some("aal2" | "aal3"))
    }

    /// When the token expires; the session may last longer.
    #[must_use]
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.0.expires_at()
    }

    /// All that was verified, the mapper's claims included.
    #[must_use]
    pub fn jwt(&self) -> &VerifiedJwt {
        &self.0
    }

    /// The same as a session that Kratos was asked for, as far as the token says.
    #[cfg(feature = "middleware")]
    fn signed_in(&self) -> crate::SignedIn {
        let mut session = crate::models::Session::new(self.session_id());
        session.active = Some(true);
        session.expires_at = self.0.expires_at();
        session.issued_at = self.0.issued_at();
        session.authenticated_at = self.0.time("auth_time");
        session.authenticator_assurance_level = self.0.text("aal").map(Into::into);
        crate::SignedIn::of_identity(session, self.identity_id())
    }
}

impl fmt::Debug for SessionJwt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SessionJwt").field(&self.0).finish()
    }
}

#[cfg(test)]
mod tests {
    use ory_core::__private::encoded::base64;
    use ory_core::serde_json::{Value, json};
    use ring::signature::{Ed25519KeyPair, KeyPair as _};

    use super::*;

    fn base64url(bytes: &[u8]) -> String {
        let text = base64::encode(bytes).replace('+', "-").replace('/', "_");
        text.trim_end_matches('=').to_owned()
    }

    fn pair() -> Ed25519KeyPair {
        let random = ring::rand::SystemRandom::new();
        let der = Ed25519KeyPair::generate_pkcs8(&random).unwrap();
        Ed25519KeyPair::from_pkcs8(der.as_ref()).unwrap()
    }

    fn verifier(pair: &Ed25519KeyPair) -> SessionVerifier {
        let x = base64url(pair.public_key().as_ref());
        let set = json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "k", "x": x}]});
        SessionVerifier::new(Jwks::fixed(&set).unwrap(), "https://k.example")
    }

    fn sign(pair: &Ed25519KeyPair, change: &[(&str, Value)]) -> Secret {
        let now = Timestamp::now().unix_seconds();
        let mut claims = json!({
            "iss": "https://k.example/", "sub": "ada", "sid": "s1", "exp": now + 60, "iat": now, "nbf": now
        });
        for (name, value) in change {
            claims[*name] = value.clone();
        }
        let header = base64url(br#"{"alg":"EdDSA","kid":"k","typ":"JWT"}"#);
        let signed = format!("{header}.{}", base64url(claims.to_string().as_bytes()));
        let signature = base64url(pair.sign(signed.as_bytes()).as_ref());
        Secret::new(format!("{signed}.{signature}"))
    }

    #[tokio::test]
    async fn a_tokenized_session_says_whose_it_is_and_has_no_audience() {
        let pair = pair();
        let verifier = verifier(&pair);
        let session = verifier.verify(&sign(&pair, &[])).await.unwrap();
        assert_eq!((session.identity_id(), session.session_id()), ("ada", "s1"));
        assert!(!session.is_aal2());
        let strong = sign(&pair, &[("aal", json!("aal2"))]);
        assert!(verifier.verify(&strong).await.unwrap().is_aal2());
        for (name, value) in [
            ("sid", json!("")),
            ("sid", json!(1)),
            ("sub", json!("")),
            ("sub", json!(null)),
            ("iss", json!("https://other.example")),
            ("exp", json!(1)),
        ] {
            let token = sign(&pair, &[(name, value)]);
            assert!(verifier.verify(&token).await.is_err(), "{name}");
        }
        let for_shop = verifier.clone().audience("shop");
        assert!(for_shop.verify(&sign(&pair, &[])).await.is_err());
        let token = sign(&pair, &[("aud", json!("shop"))]);
        assert!(for_shop.verify(&token).await.is_ok());
    }

    #[cfg(feature = "middleware")]
    #[tokio::test]
    async fn the_layer_verifies_tokenized_sessions_without_asking() {
        use ory_core::DenialReason;
        use ory_core::http::Request;

        let pair = pair();
        // Nothing listens there.
        let kratos = crate::Client::builder()
            .url("http://127.0.0.1:1")
            .build()
            .unwrap();
        let layer = crate::SessionLayer::new(&kratos).jwt(verifier(&pair));
        let request = |token: &Secret| {
            let bearer = format!("Bearer {}", token.expose());
            let request = Request::builder().header("authorization", bearer);
            request.body(()).unwrap().into_parts().0
        };
        let found = layer
            .authenticate(&request(&sign(&pair, &[])))
            .await
            .unwrap();
        let user = found.signed_in().unwrap();
        assert_eq!((user.identity_id(), user.id.as_str()), ("ada", "s1"));
        assert!(!user.is_aal2() && user.identity.is_none());
        let refused = layer
            .authenticate(&request(&sign(&pair, &[("exp", json!(1))])))
            .await;
        assert_eq!(*refused.unwrap_err().reason(), DenialReason::NotSignedIn);
        // Without a verifier it is somebody else's token.
        let plain = crate::SessionLayer::new(&kratos);
        let other = plain.authenticate(&request(&sign(&pair, &[]))).await;
        assert_eq!(*other.unwrap_err().reason(), DenialReason::NoCredentials);
        let keys = Jwks::remote(|| async { Err("down".into()) });
        let layer = plain.jwt(SessionVerifier::new(keys, "https://k.example"));
        let unknown = layer.authenticate(&request(&sign(&pair, &[]))).await;
        assert_eq!(unknown.unwrap_err().status(), 503);
    }
}
