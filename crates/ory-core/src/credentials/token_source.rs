//! Tokens that are fetched when they are needed and renewed before they expire.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::HeaderValue;
use tokio::time::Instant;

use crate::credentials::{
    CredentialHeaders, Credentials, CredentialsError, CredentialsFuture, Fixed, Target,
};
use crate::wire::secret::Secret;

/// Gets one bearer token whenever it is asked to; [`TokenSource`] decides when that is.
pub trait FetchToken: Send + Sync + 'static {
    /// Gets a token. The target is the call that needs it; [`Target::send`] lends its transport.
    ///
    /// The future may be dropped: a call has a deadline. Return [`CredentialsError::permanent`] where trying again
    /// is useless.
    fn fetch<'a>(&'a self, target: Target<'a>) -> FetchFuture<'a>;

    /// Reports mistakes when a client is built; the text says what to do and repeats no secret.
    ///
    /// # Errors
    ///
    /// A sentence for the configuration error.
    fn check(&self) -> Result<(), String> {
        Ok(())
    }
}

/// What [`FetchToken::fetch`] gives.
pub type FetchFuture<'a> =
    Pin<Box<dyn Future<Output = Result<FetchedToken, CredentialsError>> + Send + 'a>>;

/// A bearer token that was just obtained.
#[derive(Debug, Clone)]
pub struct FetchedToken {
    token: Secret,
    lifetime: Option<Duration>,
}

impl FetchedToken {
    /// A token that is valid for `lifetime` from now; `None` if that is not known, which is taken for 5 minutes.
    ///
    /// A lifetime of zero makes every call fetch a token of its own.
    #[must_use]
    pub fn new(token: impl Into<Secret>, lifetime: Option<Duration>) -> Self {
        FetchedToken {
            token: token.into(),
            lifetime,
        }
    }
}

/// Credentials from bearer tokens that expire.
///
/// A token is fetched with the first call that needs it and renewed in the background before it expires. Calls that
/// need a token at the same time share one request for it. While fetching fails, a token that is still valid goes on
/// being used. A token that the server refuses with 401 is dropped, so that the next call fetches another. Clones
/// share the token, so one source serves the clients of several products.
#[derive(Clone)]
pub struct TokenSource {
    state: Arc<Tokens>,
    refresh_ahead: Duration,
}

struct Tokens {
    fetch: Box<dyn FetchToken>,
    current: Mutex<Option<Token>>,
    /// Held by whoever asks the endpoint.
    flight: Arc<tokio::sync::Mutex<Option<SharedFailure>>>,
    /// Counts requests that have ended, so that those who waited can tell that one did.
    landed: AtomicU64,
}

#[derive(Clone)]
struct Token {
    header: HeaderValue,
    begun: Instant,
    lifetime: Duration,
    /// After a failed renewal: when to try again.
    not_before: Instant,
    usable_until: Instant,
}

/// What the last request for a token ended with, for those who waited for it.
#[derive(Clone)]
struct SharedFailure {
    message: String,
    permanent: bool,
}

/// A lifetime for tokens whose endpoint does not state one.
const UNSTATED_LIFETIME: Duration = Duration::from_secs(300);
/// A century is for ever, and does not overflow any clock.
const LONGEST_LIFETIME: Duration = Duration::from_secs(100 * 365 * 24 * 3600);
/// How long a failed renewal is left alone while the old token is still valid.
const RENEWAL_PAUSE: Duration = Duration::from_secs(10);
/// Tokens are not used in their last seconds: they would expire on the way.
const TRAVEL_TIME: Duration = Duration::from_secs(5);
const NO_ANSWER: &str = "the token endpoint did not answer in time";

impl TokenSource {
    /// How long before its expiry a token is renewed, unless set otherwise: 60 seconds, and never more than a
    /// quarter of its lifetime.
    pub const DEFAULT_REFRESH_AHEAD: Duration = Duration::from_secs(60);

    /// Tokens from `fetch`; none is fetched yet.
    #[must_use]
    pub fn new(fetch: impl FetchToken) -> Self {
        TokenSource {
            state: Arc::new(Tokens {
                fetch: Box::new(fetch),
                current: Mutex::new(None),
                flight: Arc::new(tokio::sync::Mutex::new(None)),
                landed: AtomicU64::new(0),
            }),
            refresh_ahead: Self::DEFAULT_REFRESH_AHEAD,
        }
    }

    /// Sets how long before its expiry a token is renewed. Default: 60 seconds; never more than a quarter of the
    /// token's lifetime.
    #[must_use]
    pub fn refresh_ahead(mut self, ahead: Duration) -> Self {
        self.refresh_ahead = ahead;
        self
    }

    /// Begins with a token that is at hand. One that cannot be sent is left out.
    #[must_use]
    pub fn with_token(self, token: FetchedToken) -> Self {
        // A token that no header can carry would fail each call until it expires.
        let _ = self.state.keep(token, Instant::now());
        self
    }

    /// Renews the token while the old one is used; one request at a time.
    fn renew_in_background(&self, target: Target<'_>) {
        let Ok(mut flight) = Arc::clone(&self.state.flight).try_lock_owned() else {
            return;
        };
        let state = Arc::clone(&self.state);
        let (client, spec, origin) = (target.client.clone(), target.spec, target.origin.to_owned());
        tokio::spawn(async move {
            let target = Target {
                client: &client,
                spec,
                origin: &origin,
            };
            let limit = client.attempt_timeout();
            let renewal = tokio::time::timeout(limit, state.ask(target)).await;
            let failure = match renewal {
                Ok(Ok(_)) => None,
                Ok(Err(error)) => Some(SharedFailure::of(&error)),
                Err(_) => Some(SharedFailure {
                    message: NO_ANSWER.to_owned(),
                    permanent: false,
                }),
            };
            if failure.is_some()
                && let Some(token) = &mut *state.lock()
            {
                token.not_before = Instant::now() + RENEWAL_PAUSE;
            }
            *flight = failure;
            state.landed.fetch_add(1, Ordering::AcqRel);
        });
    }
}

impl Credentials for TokenSource {
    fn headers<'a>(&'a self, target: Target<'a>) -> CredentialsFuture<'a> {
        let now = Instant::now();
        match self.state.usable(now) {
            Some(token) => {
                if now >= token.refresh_at(self.refresh_ahead) {
                    self.renew_in_background(target);
                }
                CredentialsFuture::ready(Ok(CredentialHeaders::authorization(token.header)))
            }
            None => CredentialsFuture::boxed(async move {
                let header = self.state.wait_for_token(target).await?;
                Ok(CredentialHeaders::authorization(header))
            }),
        }
    }

    fn check(&self) -> Result<(), String> {
        self.state.fetch.check()
    }

    fn rejected(&self, headers: &CredentialHeaders) {
        let mut current = self.state.lock();
        if let Some(token) = &*current
            && headers.iter().any(|(_, value)| *value == token.header)
        {
            *current = None;
        }
    }
}

impl fmt::Debug for TokenSource {
    /// Prints the name of the type, never what is in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenSource(..)")
    }
}

impl Token {
    fn refresh_at(&self, ahead: Duration) -> Instant {
        let due = self.begun + self.lifetime.saturating_sub(ahead.min(self.lifetime / 4));
        due.max(self.not_before)
    }
}

impl Tokens {
    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Token>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn usable(&self, now: Instant) -> Option<Token> {
        self.lock()
            .as_ref()
            .filter(|token| now < token.usable_until)
            .cloned()
    }

    /// Fetches a token, or shares what somebody else's request for one ends with.
    async fn wait_for_token(&self, target: Target<'_>) -> Result<HeaderValue, CredentialsError> {
        let seen = self.landed.load(Ordering::Acquire);
        let mut flight = self.flight.lock().await;
        if let Some(token) = self.usable(Instant::now()) {
            return Ok(token.header);
        }
        if self.landed.load(Ordering::Acquire) != seen
            && let Some(failure) = flight.clone()
        {
            return Err(failure.into());
        }
        let result = self.ask(target).await;
        *flight = result.as_ref().err().map(SharedFailure::of);
        self.landed.fetch_add(1, Ordering::AcqRel);
        result
    }

    /// One request for a token, which is kept.
    async fn ask(&self, target: Target<'_>) -> Result<HeaderValue, CredentialsError> {
        // The lifetime began at the server, some time after this.
        let begun = Instant::now();
        let token = self.fetch.fetch(target).await?;
        self.keep(token, begun)
    }

    fn keep(&self, token: FetchedToken, begun: Instant) -> Result<HeaderValue, CredentialsError> {
        let header = Fixed::bearer(token.token.expose(), "token from the token endpoint")
            .header
            .map_err(CredentialsError::permanent)?;
        let lifetime = token
            .lifetime
            .unwrap_or(UNSTATED_LIFETIME)
            .min(LONGEST_LIFETIME);
        *self.lock() = Some(Token {
            header: header.clone(),
            begun,
            lifetime,
            not_before: begun,
            usable_until: begun + lifetime.saturating_sub(TRAVEL_TIME.min(lifetime / 10)),
        });
        Ok(header)
    }
}

impl SharedFailure {
    fn of(error: &CredentialsError) -> Self {
        SharedFailure {
            message: error.to_string(),
            permanent: error.is_permanent(),
        }
    }
}

impl From<SharedFailure> for CredentialsError {
    fn from(failure: SharedFailure) -> Self {
        if failure.permanent {
            CredentialsError::permanent(failure.message)
        } else {
            CredentialsError::temporary(failure.message)
        }
    }
}
