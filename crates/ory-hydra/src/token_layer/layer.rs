//! The layer, its settings, and its decision.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ory_core::checks::{
    Asked, CheckKey, Facts, Instant, KeyParts, Watch, bearer, trace_denial, trace_token,
};
use ory_core::http::header::HeaderMap;
use ory_core::{Audience, CheckSource, Denial, DenialReason, Secret, Timestamp};

use crate::Client;
use crate::introspection::ActiveToken;
use crate::token_layer::challenge;
use crate::token_layer::check::{Source, introspect};
use crate::token_layer::scope::ScopeMatch;

/// Lets requests through that carry a valid access token, with [`ActiveToken`] and
/// [`Caller`](ory_core::Caller) in their extensions.
///
/// A tower layer: `route_layer` of axum's router says which routes it guards, there are no path
/// patterns here.
///
/// ```
/// # fn example(hydra: ory_hydra::Client) {
/// use ory_hydra::TokenLayer;
/// use std::time::Duration;
///
/// let orders = TokenLayer::introspect(&hydra, "https://orders.example").cache_for(Duration::from_secs(10));
/// let reading = orders.clone().require_scope(["orders.read"]);
/// let writing = orders.require_scope(["orders.write"]);
/// // let app = Router::new()
/// //     .merge(Router::new().route("/orders", get(list)).route_layer(reading))
/// //     .merge(Router::new().route("/orders", post(add)).route_layer(writing));
/// # let _ = (reading, writing);
/// # }
/// ```
///
/// # What happens
///
/// | request | response | `WWW-Authenticate: Bearer` |
/// |---|---|---|
/// | valid access token | the service's | |
/// | no token, another scheme | 401 | without an error |
/// | several, malformed or longer than 16 KiB | 400 | `invalid_request` |
/// | inactive, expired, for another audience, an ID or refresh token | 401 | `invalid_token` |
/// | a scope is missing | 403 | `insufficient_scope` with the scopes |
/// | Hydra is down, slow or limits the rate; no keys to verify with | 503 with `Retry-After` | |
/// | Hydra cannot be asked like that: URL, key | 500 | |
///
/// Tokens in the query or the body are not looked at. Which of the reasons for `invalid_token` it
/// was is in the trace. An outage never refuses a token, as far as it shows: when Hydra's own
/// database fails, Hydra answers that the token is inactive, which nobody can tell from one that
/// is.
///
/// # What is kept
///
/// With [`cache_for`](Self::cache_for), what Hydra says about an active token. Scope, audience,
/// kind and expiry are judged for each request, and refusals and failures are never kept. Clones
/// share what is kept.
#[derive(Clone)]
pub struct TokenLayer {
    source: Source,
    facts: Facts<ActiveToken>,
    scopes: Vec<String>,
    scope_match: ScopeMatch,
    cache_for: Duration,
    timeout: Duration,
    optional: bool,
    metadata: Option<String>,
    /// Whose observer is told of checks, where no server is asked.
    observed: Option<ory_core::Client>,
    /// Where introspections go.
    server: String,
}

/// More than any access token has that Hydra issues.
const LONGEST: usize = 16 * 1024;

/// How many tokens are kept, unless set otherwise.
const CAPACITY: usize = 10_000;

impl TokenLayer {
    /// Asks Hydra about each token (RFC 7662), so that a revocation is seen at once. Needs the
    /// admin URL.
    ///
    /// `audience` is the service's own: a token for another one is refused.
    #[must_use]
    pub fn introspect(hydra: &Client, audience: impl Into<Audience>) -> Self {
        Self::new(Source::Introspection {
            hydra: hydra.clone(),
            audience: audience.into(),
        })
    }

    /// Verifies JWTs here and asks nobody. A revocation goes unnoticed until the token expires;
    /// opaque tokens, Hydra's default, are refused.
    ///
    /// Whatever the verifier is set to, ID tokens and logout tokens are refused: Hydra signs all of
    /// them by the same keys.
    #[cfg(feature = "jwt")]
    #[must_use]
    pub fn jwt(verifier: ory_core::jwt::JwtVerifier) -> Self {
        Self::new(Source::Jwt(verifier))
    }

    /// Verifies the JWTs that can be verified here, and asks Hydra about all else: opaque tokens,
    /// unknown keys, algorithms that are not supported (ES512), and all while there are no keys.
    #[cfg(feature = "jwt")]
    #[must_use]
    pub fn jwt_or_introspect(verifier: ory_core::jwt::JwtVerifier, hydra: &Client) -> Self {
        Self::new(Source::Both {
            audience: verifier.accepted_audience().clone(),
            verifier,
            hydra: hydra.clone(),
        })
    }

    fn new(source: Source) -> Self {
        let server = source.introspection().map(|(hydra, _)| {
            let question = hydra
                .oauth2()
                .introspect_oauth2_token(Secret::default())
                .into_request();
            question.map(|request| request.uri().to_string())
        });
        TokenLayer {
            server: server.and_then(Result::ok).unwrap_or_default(),
            source,
            facts: Facts::new(CAPACITY),
            scopes: Vec::new(),
            scope_match: ScopeMatch::Exact,
            cache_for: Duration::ZERO,
            timeout: Duration::from_secs(5),
            optional: false,
            metadata: None,
            observed: None,
        }
    }

    /// Requires all of these scopes, beside those that were required before: else 403.
    #[must_use]
    pub fn require_scope(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scopes.extend(scopes.into_iter().map(Into::into));
        self
    }

    /// Sets how scopes are compared. Default: [`ScopeMatch::Exact`].
    #[must_use]
    pub fn scope_match(mut self, by: ScopeMatch) -> Self {
        self.scope_match = by;
        self
    }

    /// Sets how long an introspection is believed. Default: not at all. A revocation goes unnoticed
    /// for so long; see [`forget`](Self::forget). A token is not believed longer than it lasts.
    #[must_use]
    pub fn cache_for(mut self, time: Duration) -> Self {
        self.cache_for = time;
        self
    }

    /// Lets requests without a token through too. One with a token that is not valid is refused all
    /// the same.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Sets the deadline of one introspection, for its two attempts together. Default: 5 seconds.
    #[must_use]
    pub fn timeout(mut self, time: Duration) -> Self {
        self.timeout = time;
        self
    }

    /// Sets how many tokens are kept. Default: 10,000. What is used often stays when there are
    /// more.
    #[must_use]
    pub fn capacity(mut self, tokens: usize) -> Self {
        self.facts = Facts::new(tokens);
        self
    }

    /// Tells clients where the service's metadata is (RFC 9728), by which they find the
    /// authorization server: MCP clients need it.
    /// [`ResourceMetadata::url`](crate::ResourceMetadata::url) gives the URL.
    #[must_use]
    pub fn resource_metadata(mut self, url: impl Into<String>) -> Self {
        self.metadata = Some(url.into());
        self
    }

    /// Tells the observer of this client's configuration of each check, where tokens are verified
    /// here. A layer that introspects tells that of the client it was made with.
    #[must_use]
    pub fn observe(mut self, hydra: &Client) -> Self {
        self.observed = Some(hydra.core().clone());
        self
    }

    /// The layer without tower, for other frameworks: the token of a request, or how to answer.
    /// `None` for no token, where the layer is [optional](Self::optional).
    ///
    /// # Errors
    ///
    /// Why the request is not let through; [`Denial::response`] says so.
    pub async fn authenticate(&self, headers: &HeaderMap) -> Result<Option<ActiveToken>, Denial> {
        let watch = self.watch();
        let (outcome, source) = match self.begin(headers) {
            Begun::Known(outcome, source) => (outcome, source),
            Begun::Open(token) => self.finish(token).await,
        };
        watch.end("token", outcome.as_ref().err(), source);
        outcome
    }

    /// Drops a token from the cache, and the answer to a question about it that is under way: call
    /// it on revocation.
    pub fn forget(&self, token: &Secret) {
        self.facts.forget(&self.key(token));
    }

    /// As far as it goes without waiting.
    pub(super) fn begin(&self, headers: &HeaderMap) -> Begun {
        let token = match bearer(headers, LONGEST) {
            Ok(Some(token)) => Secret::new(token),
            Ok(None) if self.optional => return Begun::Known(Ok(None), CheckSource::Local),
            Ok(None) => {
                let denial = Denial::new(DenialReason::NoCredentials);
                return Begun::Known(Err(self.refuse(denial)), CheckSource::Local);
            }
            Err(denial) => return Begun::Known(Err(self.refuse(denial)), CheckSource::Local),
        };
        match self.kept(&token) {
            Some(kept) => Begun::Known(self.judge(kept).map(Some), CheckSource::Cache),
            None => Begun::Open(token),
        }
    }

    fn kept(&self, token: &Secret) -> Option<Asked<ActiveToken>> {
        if self.cache_for == Duration::ZERO {
            return None;
        }
        self.source.introspection()?;
        let kept = self.facts.get(&self.key(token))?;
        let fresh = kept.expired_for(Instant::now()).is_none();
        fresh.then(|| Asked {
            value: kept.value,
            cookies: Arc::default(),
            source: CheckSource::Cache,
        })
    }

    pub(super) fn watch(&self) -> Watch {
        match (&self.observed, self.source.introspection()) {
            (Some(client), _) => Watch::begin(client),
            (None, Some((hydra, _))) => Watch::begin(hydra.core()),
            (None, None) => Watch::none(),
        }
    }

    pub(super) async fn finish(
        &self,
        token: Secret,
    ) -> (Result<Option<ActiveToken>, Denial>, CheckSource) {
        let asked = match self.source.verify(&token).await {
            Some(verified) => verified.map(|value| Asked {
                value,
                cookies: Arc::default(),
                source: CheckSource::Local,
            }),
            None => self.ask(&token).await,
        };
        match asked {
            Ok(asked) => {
                let source = asked.source;
                (self.judge(asked).map(Some), source)
            }
            Err(denial) => {
                let source = match self.source.introspection() {
                    Some(_) => CheckSource::Server,
                    None => CheckSource::Local,
                };
                (Err(self.refuse(denial)), source)
            }
        }
    }

    async fn ask(&self, token: &Secret) -> Result<Asked<ActiveToken>, Denial> {
        let Some((hydra, _)) = self.source.introspection() else {
            return Err(Denial::new(DenialReason::InvalidToken));
        };
        let (timeout, cache_for) = (self.timeout, self.cache_for);
        // The call's own deadline comes first: its error says more.
        let patience = timeout.saturating_add(Duration::from_secs(1));
        let question = || {
            let question = hydra.oauth2().introspect_oauth2_token(token.clone());
            introspect(question, timeout, cache_for)
        };
        self.facts.ask(self.key(token), patience, question).await
    }

    /// What a token is kept by: also by whom was asked about it.
    fn key(&self, token: &Secret) -> CheckKey {
        KeyParts::new("introspection")
            .part(self.server.as_bytes())
            .part(token.expose().as_bytes())
            .finish()
    }

    /// Judges the token for this request.
    fn judge(&self, asked: Asked<ActiveToken>) -> Result<ActiveToken, Denial> {
        let token = asked.value;
        let reason = if asked.source == CheckSource::Local {
            // Issuer, audience, kind and expiry were part of the verification.
            None
        } else if let Some((_, audience)) = self.source.introspection() {
            let refused = if token.is_refresh_token() {
                Some("it is a refresh token")
            } else if token.remaining(Timestamp::now()) == Some(Duration::ZERO) {
                Some("it has expired")
            } else if !audience.admits(token.audience().iter().map(String::as_str)) {
                Some("it is for another audience")
            } else {
                None
            };
            refused.map(|why| {
                trace_token("token", &why);
                DenialReason::InvalidToken
            })
        } else {
            Some(DenialReason::InvalidToken)
        };
        let lacks = |scope: &String| !self.scope_match.grants(token.scopes(), scope);
        let reason = reason.or_else(|| {
            self.scopes
                .iter()
                .any(lacks)
                .then_some(DenialReason::InsufficientScope)
        });
        match reason {
            Some(reason) => Err(self.refuse(Denial::new(reason))),
            None => Ok(token),
        }
    }

    fn refuse(&self, denial: Denial) -> Denial {
        trace_denial("token", &denial);
        challenge::add(denial, &self.scopes, self.metadata.as_deref())
    }
}

/// What is found out about a request without waiting.
pub(super) enum Begun {
    Known(Result<Option<ActiveToken>, Denial>, CheckSource),
    Open(Secret),
}

impl fmt::Debug for TokenLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenLayer")
            .field("scopes", &self.scopes)
            .field("optional", &self.optional)
            .finish_non_exhaustive()
    }
}
