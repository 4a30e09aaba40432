//! Access tokens that are JWTs, and Hydra's keys to verify them with.

#[cfg(feature = "middleware")]
use std::collections::BTreeMap;

use ory_core::__private::decode;
use ory_core::Audience;
use ory_core::jwt::{FetchJwks, FetchJwksFuture, Jwks, JwtVerifier};
#[cfg(feature = "middleware")]
use ory_core::jwt::{JwtError, VerifiedJwt};
use serde_json::Value;

#[cfg(feature = "middleware")]
use crate::introspection::ActiveToken;
#[cfg(feature = "middleware")]
use crate::models::IntrospectedOAuth2Token;
use crate::{JwkApi, OAuth2Api};

/// Claims that ID tokens and logout tokens have and access tokens do not.
///
/// Hydra signs all of them by the same keys under the same issuer, and a consent app can put `scp`
/// and `client_id` into an ID token: these are what tells them apart.
const NOT_OF_ACCESS_TOKENS: [&str; 5] = ["at_hash", "c_hash", "nonce", "rat", "events"];

impl JwkApi {
    /// Hydra's keys, fetched from `/.well-known/jwks.json` with the client's settings. Needs the
    /// public URL.
    #[must_use]
    pub fn jwks(&self) -> Jwks {
        Jwks::remote(Keys(self.clone()))
    }
}

impl OAuth2Api {
    /// A verifier of Hydra's access tokens, where they are JWTs (`strategies.access_token: jwt`).
    ///
    /// `issuer` is Hydra's `urls.self.issuer`, which is often not the URL that this service reaches
    /// it by; `audience` is the service's own, which clients ask for by `audience`. ID, refresh and
    /// logout tokens are refused.
    ///
    /// ```
    /// # fn example(hydra: ory_hydra::Client) {
    /// let verifier = hydra.oauth2().access_tokens("https://auth.example", "https://orders.example");
    /// # let _ = verifier;
    /// # }
    /// ```
    #[must_use]
    pub fn access_tokens(
        &self,
        issuer: impl Into<String>,
        audience: impl Into<Audience>,
    ) -> JwtVerifier {
        let keys = self.client.jwk().jwks();
        let verifier = JwtVerifier::new(keys, issuer, audience).require_claim("client_id");
        NOT_OF_ACCESS_TOKENS
            .into_iter()
            .fold(verifier, JwtVerifier::refuse_claim)
    }
}

/// Fetches the set as JSON: a key that this SDK cannot read is no reason to do without the others.
struct Keys(JwkApi);

impl FetchJwks for Keys {
    fn fetch(&self) -> FetchJwksFuture<'_> {
        let call = self.0.discover_json_web_keys().call;
        let call = call.send(decode::json::<Value>);
        Box::pin(async move { Ok(call.await?) })
    }
}

/// The view of an access token that was verified; or why it is none.
#[cfg(feature = "middleware")]
pub(crate) fn active_token(jwt: &VerifiedJwt) -> Result<ActiveToken, JwtError> {
    let claims = jwt.claims();
    let other = NOT_OF_ACCESS_TOKENS
        .iter()
        .any(|name| claims.contains_key(*name));
    let kind = jwt.kind().map(|kind| {
        let kind = kind.to_ascii_lowercase();
        kind.strip_prefix("application/")
            .unwrap_or(&kind)
            .to_owned()
    });
    if other || !matches!(kind.as_deref(), None | Some("jwt" | "at+jwt")) {
        return Err(JwtError::Kind);
    }
    let text = |name: &'static str| match claims.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(JwtError::Claim(name)),
    };
    let client_id = text("client_id")?.filter(|id| !id.is_empty());
    let mut details = IntrospectedOAuth2Token::new(true);
    details.client_id = Some(client_id.ok_or(JwtError::Claim("client_id"))?);
    details.sub = text("sub")?;
    details.iss = text("iss")?;
    details.aud = jwt.audience().map(str::to_owned).collect();
    let time = |name| jwt.time(name).map(|time| time.unix_seconds());
    details.exp = time("exp");
    details.iat = time("iat");
    details.nbf = time("nbf");
    // A list, a text, or both: `strategies.jwt.scope_claim`.
    details.scope = match claims.get("scp") {
        None | Some(Value::Null) => text("scope")?,
        Some(Value::Array(scopes)) => {
            let scopes: Option<Vec<&str>> = scopes.iter().map(Value::as_str).collect();
            Some(scopes.ok_or(JwtError::Claim("scp"))?.join(" "))
        }
        Some(Value::String(scopes)) => Some(scopes.clone()),
        Some(_) => return Err(JwtError::Claim("scp")),
    };
    details.ext = match claims.get("ext") {
        None | Some(Value::Null) => BTreeMap::new(),
        Some(Value::Object(ext)) => ext.clone().into_iter().collect(),
        Some(_) => return Err(JwtError::Claim("ext")),
    };
    details.token_type = Some("Bearer".to_owned());
    details.token_use = Some("access_token".to_owned());
    const SHOWN: [&str; 9] = [
        "client_id",
        "sub",
        "iss",
        "aud",
        "exp",
        "iat",
        "nbf",
        "scp",
        "ext",
    ];
    details.extra = claims
        .iter()
        .filter(|(name, _)| !SHOWN.contains(&name.as_str()) && *name != "scope")
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    Ok(ActiveToken::new(details))
}
