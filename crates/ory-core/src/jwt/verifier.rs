//! Tokens verified against keys, an issuer and an audience.

use std::fmt;
use std::time::Duration;

use serde_json::{Map, Value};

use super::algorithm::Algorithm;
use super::compact::{Compact, SignatureBuffer};
use super::error::JwtError;
use super::jwks::Jwks;
use super::verified::VerifiedJwt;
use crate::guard::Audience;
use crate::wire::secret::Secret;
use crate::wire::timestamp::Timestamp;

/// Verifies tokens of one issuer for one audience. Cheap to clone.
#[derive(Clone)]
pub struct JwtVerifier {
    keys: Jwks,
    issuer: String,
    audience: Audience,
    /// A set of [`Algorithm::bit`]s.
    algorithms: u16,
    leeway: Duration,
    required: Vec<&'static str>,
    refused: Vec<&'static str>,
}

impl JwtVerifier {
    /// How far clocks may differ, unless set otherwise: 60 seconds.
    pub const DEFAULT_LEEWAY: Duration = Duration::from_secs(60);
    /// The longest token that is looked at, in bytes.
    pub const LONGEST_TOKEN: usize = 64 * 1024;

    /// A verifier of tokens that are signed by one of `keys`, issued by `issuer` and meant for
    /// `audience`.
    ///
    /// Both are compared as text. A slash at the end of the issuer does not count, as Kratos and
    /// Hydra differ in it.
    #[must_use]
    pub fn new(keys: Jwks, issuer: impl Into<String>, audience: impl Into<Audience>) -> Self {
        JwtVerifier {
            keys,
            issuer: issuer.into(),
            audience: audience.into(),
            algorithms: u16::MAX,
            leeway: Self::DEFAULT_LEEWAY,
            required: Vec::new(),
            refused: Vec::new(),
        }
    }

    /// Accepts tokens for this audience instead.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<Audience>) -> Self {
        self.audience = audience.into();
        self
    }

    /// Accepts these algorithms alone. Default: all of [`Algorithm`], as each key has its own
    /// anyway.
    #[must_use]
    pub fn algorithms(mut self, these: impl IntoIterator<Item = Algorithm>) -> Self {
        self.algorithms = these.into_iter().fold(0, |set, one| set | one.bit());
        self
    }

    /// Sets how far the issuer's clock may differ from this machine's. Default: 60 seconds.
    #[must_use]
    pub fn leeway(mut self, time: Duration) -> Self {
        self.leeway = time;
        self
    }

    /// Accepts only tokens that have this claim, else [`JwtError::Claim`].
    #[must_use]
    pub fn require_claim(mut self, name: &'static str) -> Self {
        self.required.push(name);
        self
    }

    /// Accepts no token that has this claim: it is of another [kind](JwtError::Kind).
    #[must_use]
    pub fn refuse_claim(mut self, name: &'static str) -> Self {
        self.refused.push(name);
        self
    }

    /// Whose tokens are accepted.
    #[must_use]
    pub fn accepted_audience(&self) -> &Audience {
        &self.audience
    }

    /// The keys.
    #[must_use]
    pub fn keys(&self) -> &Jwks {
        &self.keys
    }

    /// Verifies a token.
    ///
    /// Nobody is asked, unless keys have to be fetched. Revocations therefore go unnoticed until
    /// the token expires.
    ///
    /// # Errors
    ///
    /// Why the token is not accepted; [`JwtError::Unavailable`] if that cannot be told.
    pub async fn verify(&self, token: &Secret) -> Result<VerifiedJwt, JwtError> {
        self.verify_at(token, Timestamp::now(), Lifetime::Expires)
            .await
    }

    /// Verifies a token that need not expire, but was issued within `window` of now, the leeway
    /// aside: a logout token.
    ///
    /// # Errors
    ///
    /// As for [`verify`](Self::verify).
    pub async fn verify_recent(
        &self,
        token: &Secret,
        window: Duration,
    ) -> Result<VerifiedJwt, JwtError> {
        self.verify_at(token, Timestamp::now(), Lifetime::IssuedWithin(window))
            .await
    }

    pub(super) async fn verify_at(
        &self,
        token: &Secret,
        now: Timestamp,
        lifetime: Lifetime,
    ) -> Result<VerifiedJwt, JwtError> {
        let token = token.expose();
        if token.len() > Self::LONGEST_TOKEN {
            return Err(JwtError::Malformed);
        }
        let token = Compact::read(token)?;
        if self.algorithms & token.algorithm.bit() == 0 {
            return Err(JwtError::Algorithm);
        }
        let id = token.key_id.as_deref();
        let keys = self.keys.keys(id, token.algorithm).await?;
        let mut buffer = [0; size_of::<SignatureBuffer>()];
        let signature = token.signature(&mut buffer)?;
        keys.verify(id, token.algorithm, token.signed, signature)?;
        let claims = token.claims()?;
        self.check(&claims, now, lifetime)?;
        Ok(VerifiedJwt {
            algorithm: token.algorithm,
            key_id: token.key_id,
            kind: token.kind,
            claims,
        })
    }

    fn check(
        &self,
        claims: &Map<String, Value>,
        now: Timestamp,
        lifetime: Lifetime,
    ) -> Result<(), JwtError> {
        let issuer = claims.get("iss").and_then(Value::as_str);
        if issuer.is_none_or(|issuer| without_slash(issuer) != without_slash(&self.issuer)) {
            return Err(JwtError::Issuer);
        }
        if !admits(&self.audience, claims.get("aud")) {
            return Err(JwtError::Audience);
        }

        // Whole seconds are exact in a double for the next 285 million years.
        #[allow(clippy::cast_precision_loss)]
        let now = now.unix_seconds() as f64;
        let leeway = self.leeway.as_secs_f64();
        let expires = number(claims, "exp")?;
        let issued = number(claims, "iat")?;
        if let Some(expires) = expires
            && now >= expires + leeway
        {
            return Err(JwtError::Expired);
        }
        if let Some(begins) = number(claims, "nbf")?
            && now + leeway < begins
        {
            return Err(JwtError::NotYetValid);
        }
        match lifetime {
            Lifetime::Expires => {
                expires.ok_or(JwtError::Claim("exp"))?;
            }
            Lifetime::IssuedWithin(window) => {
                let issued = issued.ok_or(JwtError::Claim("iat"))?;
                if now >= issued + window.as_secs_f64() + leeway {
                    return Err(JwtError::Expired);
                }
                if now + leeway < issued {
                    return Err(JwtError::NotYetValid);
                }
            }
        }

        if self.refused.iter().any(|name| claims.contains_key(*name)) {
            return Err(JwtError::Kind);
        }
        match self
            .required
            .iter()
            .find(|name| !claims.contains_key(**name))
        {
            Some(name) => Err(JwtError::Claim(name)),
            None => Ok(()),
        }
    }
}

/// What limits how long a token is good for.
#[derive(Clone, Copy)]
pub(super) enum Lifetime {
    /// Its `exp`, which has to be there.
    Expires,
    /// Its `iat`.
    IssuedWithin(Duration),
}

fn without_slash(issuer: &str) -> &str {
    issuer.strip_suffix('/').unwrap_or(issuer)
}

/// Whether `aud`, a text or a list of texts, names an audience that is accepted.
fn admits(audience: &Audience, claim: Option<&Value>) -> bool {
    match claim {
        Some(Value::String(one)) => audience.admits([one.as_str()]),
        Some(Value::Array(many)) => {
            // A list with anything else in it is not a list of audiences.
            many.iter().all(Value::is_string)
                && audience.admits(many.iter().filter_map(Value::as_str))
        }
        Some(_) => false,
        None => audience.admits([]),
    }
}

/// A claim that is a number if it is there.
fn number(claims: &Map<String, Value>, name: &'static str) -> Result<Option<f64>, JwtError> {
    match claims.get(name) {
        None => Ok(None),
        Some(value) => value.as_f64().map(Some).ok_or(JwtError::Claim(name)),
    }
}

impl fmt::Debug for JwtVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JwtVerifier")
            .field("issuer", &self.issuer)
            .field("audience", &self.audience)
            .finish_non_exhaustive()
    }
}
