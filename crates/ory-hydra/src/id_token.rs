//! The claims of an ID token that came from the token endpoint.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use ory_core::__private::encoded::base64;
use ory_core::{Secret, Timestamp};
use serde_json::Value;

/// What an ID token says about the user and the login (OpenID Connect Core, section 2).
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct IdToken {
    /// Who issued it: Hydra's issuer URL.
    pub issuer: String,
    /// The user, as the login page accepted it.
    pub subject: String,
    /// Whom it is for: client ids.
    pub audience: Vec<String>,
    /// When it expires, by the server's clock.
    pub expires_at: Timestamp,
    /// When it was issued, by the server's clock.
    pub issued_at: Option<Timestamp>,
    /// When the user logged in.
    pub authenticated_at: Option<Timestamp>,
    /// The nonce of the authorization request.
    pub nonce: Option<String>,
    /// Hydra's login session, which a logout by back channel names.
    pub session_id: Option<String>,
    /// All claims, those above included.
    pub claims: BTreeMap<String, Value>,
}

/// How far this machine's clock may be ahead of the server's.
pub(crate) const CLOCK_SKEW: Duration = Duration::from_secs(60);

impl IdToken {
    /// Reads the claims **without looking at the signature**.
    ///
    /// That is enough for a token that the token endpoint itself gave over TLS (OpenID Connect Core, section 3.1.3.7,
    /// point 6). A token from anywhere else, such as a browser, proves nothing until its signature is verified.
    ///
    /// `None` for what is not an ID token.
    #[must_use]
    pub fn read(id_token: &Secret) -> Option<Self> {
        let mut parts = id_token.expose().split('.');
        let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        Self::of(serde_json::from_slice(&base64::decode(payload)?).ok()?)
    }

    fn of(claims: BTreeMap<String, Value>) -> Option<Self> {
        let text = |name: &str| claims.get(name)?.as_str().map(str::to_owned);
        let time = |name: &str| {
            let value = claims.get(name)?;
            let seconds = value
                .as_i64()
                .or_else(|| value.as_f64().map(|time| time as i64))?;
            Timestamp::from_unix(seconds, 0).ok()
        };
        Some(IdToken {
            issuer: text("iss")?,
            subject: text("sub")?,
            audience: match claims.get("aud")? {
                Value::String(one) => vec![one.clone()],
                Value::Array(many) => many
                    .iter()
                    .map(|one| one.as_str().map(str::to_owned))
                    .collect::<Option<_>>()?,
                _ => return None,
            },
            expires_at: time("exp")?,
            issued_at: time("iat"),
            authenticated_at: time("auth_time"),
            nonce: text("nonce"),
            session_id: text("sid"),
            claims,
        })
    }

    /// Verifies an ID token from anywhere: its signature, issuer, audience and expiry by `verifier`, whose audience is the
    /// client id, and that it is of the login that began with `nonce`. Without a nonce any login of the user will do.
    ///
    /// ```no_run
    /// # async fn example(hydra: ory_hydra::Client, token: ory_hydra::ory_core::Secret) -> Result<(), ory_hydra::ory_core::jwt::JwtError> {
    /// use ory_hydra::IdToken;
    /// use ory_hydra::ory_core::jwt::JwtVerifier;
    ///
    /// let verifier = JwtVerifier::new(hydra.jwk().jwks(), "https://auth.example", "shop");
    /// let user = IdToken::verify(&token, &verifier, "the nonce").await?;
    /// println!("{}", user.subject);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Why it is not accepted: [`JwtError::Kind`](ory_core::jwt::JwtError::Kind) for an access or logout token,
    /// [`JwtError::Claim`](ory_core::jwt::JwtError::Claim) for another nonce or, with several audiences, another `azp`;
    /// [`JwtError::Unavailable`](ory_core::jwt::JwtError::Unavailable) if it cannot be told.
    #[cfg(feature = "jwt")]
    pub async fn verify(
        token: &Secret,
        verifier: &ory_core::jwt::JwtVerifier,
        nonce: impl Into<Option<&str>>,
    ) -> Result<Self, ory_core::jwt::JwtError> {
        use ory_core::jwt::JwtError;

        let nonce = nonce.into();
        let jwt = verifier.verify(token).await?;
        let has = |name: &str| jwt.claims().contains_key(name);
        // Hydra signs all its tokens by the same keys. A consent app can give an ID token the claims of an access token, but
        // no access token has these.
        let of_a_login = ["rat", "auth_time", "at_hash", "nonce"]
            .into_iter()
            .any(has);
        let of_an_api = has("scp") || has("client_id");
        let kind = jwt
            .kind()
            .is_none_or(|kind| kind.eq_ignore_ascii_case("jwt"));
        if !kind || has("events") || of_an_api && !of_a_login {
            return Err(JwtError::Kind);
        }
        let azp = match jwt.claims().get("azp") {
            None => None,
            Some(Value::String(azp)) => Some(azp.as_str()),
            Some(_) => return Err(JwtError::Claim("azp")),
        };
        let admitted = match azp {
            Some(azp) => verifier.accepted_audience().admits([azp]),
            None => jwt.audience().count() <= 1,
        };
        if !admitted {
            return Err(JwtError::Claim("azp"));
        }
        if let Some(nonce) = nonce
            && jwt.text("nonce") != Some(nonce)
        {
            return Err(JwtError::Claim("nonce"));
        }
        let claims = jwt.claims().clone().into_iter().collect();
        IdToken::of(claims).ok_or(JwtError::Claim("sub"))
    }

    /// Whether it was issued together with this access token: by its `at_hash` (OpenID Connect Core, section 3.1.3.6).
    /// `false` if it has none.
    #[must_use]
    pub fn is_of(&self, access_token: &Secret) -> bool {
        use ring::digest::{SHA256, SHA384, SHA512, digest};

        let Some(stated) = self.claims.get("at_hash").and_then(Value::as_str) else {
            return false;
        };
        // Half of the hash that the signature's algorithm has: its length says which.
        let hashes = [&SHA256, &SHA384, &SHA512];
        hashes.into_iter().any(|algorithm| {
            let hash = digest(algorithm, access_token.expose().as_bytes());
            let half = hash.as_ref().len() / 2;
            crate::random::base64url(&hash.as_ref()[..half]) == stated
        })
    }

    /// Whether the user logged in at most this long ago, clocks that differ by a minute aside: what an authorization
    /// request asked for by `max_age`. `false` if the token does not say when.
    #[must_use]
    pub fn authenticated_within(&self, time: Duration) -> bool {
        let Some(at) = self.authenticated_at else {
            return false;
        };
        let ago = Timestamp::now()
            .unix_seconds()
            .saturating_sub(at.unix_seconds());
        let limit = time.saturating_add(CLOCK_SKEW).as_secs();
        u64::try_from(ago).map_or(true, |ago| ago <= limit)
    }

    /// Whether it is for this client, of this login and still valid; else what is wrong, as the end of a sentence.
    pub(crate) fn check(
        &self,
        client_id: &str,
        issuer: Option<&str>,
        nonce: &str,
        now: Timestamp,
    ) -> Result<(), &'static str> {
        let skew = CLOCK_SKEW.as_secs() as i64;
        if !self.audience.iter().any(|one| one == client_id) {
            Err("its ID token is for another client")
        } else if issuer.is_some_and(|issuer| issuer != self.issuer) {
            Err("its ID token is of another issuer than the discovery document's")
        } else if self.nonce.as_deref() != Some(nonce) {
            Err("its ID token belongs to another login: the nonce differs")
        } else if self.expires_at.unix_seconds().saturating_add(skew) <= now.unix_seconds() {
            Err("its ID token has expired already; check this machine's clock")
        } else {
            Ok(())
        }
    }
}

impl fmt::Debug for IdToken {
    /// Without the subject and further claims, which are personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdToken")
            .field("issuer", &self.issuer)
            .field("audience", &self.audience)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::random::base64url;

    fn token(claims: &Value) -> Secret {
        Secret::new(format!(
            "e30.{}.c2ln",
            base64url(claims.to_string().as_bytes())
        ))
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix(seconds, 0).unwrap()
    }

    #[test]
    fn the_checks_allow_for_clocks_that_differ_and_for_nothing_else() {
        let claims =
            json!({"iss": "https://h", "sub": "alice", "aud": "shop", "exp": 1000, "nonce": "n"});
        let read = IdToken::read(&token(&claims)).unwrap();
        assert_eq!(read.audience, ["shop"]);
        let check = |client, issuer, nonce, now| read.check(client, issuer, nonce, at(now));
        assert!(check("shop", None, "n", 0).is_ok());
        assert!(check("shop", Some("https://h"), "n", 1059).is_ok());
        assert!(check("shop", None, "n", 1060).is_err());
        assert!(check("shop", Some("https://other"), "n", 0).is_err());
        assert!(check("bank", None, "n", 0).is_err());
        assert!(check("shop", None, "m", 0).is_err());
        assert!(!format!("{read:?}").contains("alice"));
    }

    #[test]
    fn what_is_no_id_token_is_not_read() {
        let whole = json!({"iss": "i", "sub": "s", "aud": ["a", "b"], "exp": 1.5e9});
        assert_eq!(IdToken::read(&token(&whole)).unwrap().audience.len(), 2);
        for missing in ["iss", "sub", "aud", "exp"] {
            let mut claims = whole.clone();
            claims.as_object_mut().unwrap().remove(missing);
            assert!(IdToken::read(&token(&claims)).is_none(), "{missing}");
        }
        for text in ["", "a.b", "a.b.c", "e30.e30.x.y", "..", "e30.W10.x"] {
            assert!(IdToken::read(&Secret::new(text)).is_none(), "{text}");
        }
        let odd = json!({"iss": "i", "sub": "s", "aud": [1], "exp": 1});
        assert!(IdToken::read(&token(&odd)).is_none());
    }
}
