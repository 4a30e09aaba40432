//! Tokens that are fetched when they are needed and renewed before they expire.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderValue;
use tokio::time::Instant;

use crate::credentials::credential::Credentials;
use crate::credentials::error::{CredentialsError, Outlook};
use crate::credentials::fixed::Fixed;
use crate::credentials::flight::{BEAT, Flights, Landing, Leader, Seat};
use crate::credentials::headers::{CredentialHeaders, CredentialsFuture};
use crate::credentials::target::Target;
use crate::wire::secret::Secret;

/// Gets one bearer token whenever it is asked to; [`TokenSource`] decides when that is.
pub trait FetchToken: Send + Sync + 'static {
    /// Gets a token. The target is the call that needs it; [`Target::send`] lends its transport.
    ///
    /// It runs in a task of its own, so that a call that ends early does not lose a token that was
    /// issued already; it is dropped after [`TokenSource::FETCH_TIMEOUT`], or with its runtime. Return
    /// [`CredentialsError::permanent`] where a retry is useless, and [`CredentialsError::ambiguous`]
    /// where a grant that works only once may have been used up.
    fn fetch<'a>(&'a self, target: Target<'a>) -> FetchFuture<'a>;

    /// Whether another fetch may begin while an earlier one, whose runtime is not driven any longer,
    /// may still be under way. `false` for grants that work only once, such as refresh tokens: calls
    /// then fail until that runtime goes on or ends.
    fn is_repeatable(&self) -> bool {
        true
    }

    /// Reports mistakes when a client is built; the text says what to do and repeats no secret.
    ///
    /// # Errors
    ///
    /// A sentence for the configuration error.
    fn check(&self) -> Result<(), String> {
        Ok(())
    }
}

impl<F: FetchToken + ?Sized> FetchToken for Arc<F> {
    fn fetch<'a>(&'a self, target: Target<'a>) -> FetchFuture<'a> {
        (**self).fetch(target)
    }

    fn is_repeatable(&self) -> bool {
        (**self).is_repeatable()
    }

    fn check(&self) -> Result<(), String> {
        (**self).check()
    }
}

/// Returned by [`FetchToken::fetch`].
pub type FetchFuture<'a> =
    Pin<Box<dyn Future<Output = Result<FetchedToken, CredentialsError>> + Send + 'a>>;

/// A bearer token that was just obtained.
#[derive(Debug, Clone)]
pub struct FetchedToken {
    token: Secret,
    lifetime: Option<Duration>,
}

impl FetchedToken {
    /// A token that is valid for `lifetime` from now; `None` if that is not known, which is taken for
    /// 5 minutes.
    ///
    /// A token with a lifetime of zero serves the calls that waited for it and no others.
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
/// A token is fetched with the first call that needs it and renewed in the background before it
/// expires. Calls that need a token at the same time share one request for it. While fetching fails, a
/// token that is still valid goes on being used. A token that the server refuses with 401 is dropped,
/// so that the next call fetches another; not more often than once in 10 seconds, as a server may
/// refuse calls for other reasons too. Clones share the token, so one source serves the clients of
/// several products.
///
/// It can be used from several runtimes: if the one that fetches a token ends or is not driven any
/// longer, another takes over after about a second.
#[derive(Clone)]
pub struct TokenSource {
    state: Arc<Tokens>,
    refresh_ahead: Duration,
}

struct Tokens {
    fetch: Box<dyn FetchToken>,
    current: Mutex<Current>,
    flights: Arc<Flights<Fetched>>,
}

#[derive(Default)]
struct Current {
    token: Option<Token>,
    /// When a token was last dropped because a server refused it.
    dropped: Option<Instant>,
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

/// What a request for a token ends with, for all who waited for it.
type Fetched = Result<HeaderValue, SharedFailure>;

#[derive(Clone)]
struct SharedFailure {
    message: String,
    outlook: Outlook,
    /// The causes, as text: an error cannot be cloned.
    causes: Option<String>,
}

/// A lifetime for tokens whose endpoint does not state one.
const UNSTATED_LIFETIME: Duration = Duration::from_secs(300);
/// An upper bound, so that no clock overflows: a century.
const LONGEST_LIFETIME: Duration = Duration::from_secs(100 * 365 * 24 * 3600);
/// How long a failed renewal is left alone while the old token is still valid.
const RENEWAL_PAUSE: Duration = Duration::from_secs(10);
/// How long after a token was dropped for being refused the next one is kept, refused or not.
const REJECTION_PAUSE: Duration = Duration::from_secs(10);
/// Tokens are not used in their last seconds: they would expire on the way.
const TRAVEL_TIME: Duration = Duration::from_secs(5);

impl TokenSource {
    /// How long before its expiry a token is renewed, unless set otherwise: 60 seconds, and never more
    /// than a quarter of its lifetime.
    pub const DEFAULT_REFRESH_AHEAD: Duration = Duration::from_secs(60);
    /// How long fetching a token may take at most, whatever the deadline of the call that needs it: 60
    /// seconds, or the client's `attempt_timeout` if that is longer.
    pub const FETCH_TIMEOUT: Duration = Duration::from_secs(60);

    /// Tokens from `fetch`; none is fetched yet.
    #[must_use]
    pub fn new(fetch: impl FetchToken) -> Self {
        TokenSource {
            state: Arc::new(Tokens {
                fetch: Box::new(fetch),
                current: Mutex::new(Current::default()),
                flights: Arc::new(Flights::new()),
            }),
            refresh_ahead: Self::DEFAULT_REFRESH_AHEAD,
        }
    }

    /// Sets how long before its expiry a token is renewed. Default: 60 seconds; never more than a
    /// quarter of the token's lifetime.
    #[must_use]
    pub fn refresh_ahead(mut self, ahead: Duration) -> Self {
        self.refresh_ahead = ahead;
        self
    }

    /// Begins with a token that was obtained already. One that cannot be sent is ignored.
    #[must_use]
    pub fn with_token(self, token: FetchedToken) -> Self {
        // A token that no header can carry would fail each call until it expires.
        let _ = self.state.keep(token, Instant::now());
        self
    }
}

impl Credentials for TokenSource {
    fn headers<'a>(&'a self, target: Target<'a>) -> CredentialsFuture<'a> {
        let now = Instant::now();
        match self.state.usable(now) {
            Some(token) => {
                if now >= token.refresh_at(self.refresh_ahead)
                    && let Seat::Leader(leader) = self.state.join()
                {
                    Tokens::fetch_in_background(&self.state, leader, target);
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
        let now = Instant::now();
        let is_current = (current.token.as_ref())
            .is_some_and(|token| headers.iter().any(|(_, value)| *value == token.header));
        let paused = current
            .dropped
            .is_some_and(|dropped| now.duration_since(dropped) < REJECTION_PAUSE);
        if is_current && !paused {
            current.token = None;
            current.dropped = Some(now);
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
    fn lock(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn usable(&self, now: Instant) -> Option<Token> {
        self.lock()
            .token
            .as_ref()
            .filter(|token| now < token.usable_until)
            .cloned()
    }

    fn join(&self) -> Seat<Fetched> {
        self.flights.join(self.fetch.is_repeatable())
    }

    /// Fetches a token, or shares what somebody else's request for one ends with.
    async fn wait_for_token(
        self: &Arc<Self>,
        target: Target<'_>,
    ) -> Result<HeaderValue, CredentialsError> {
        loop {
            let generation = match self.join() {
                Seat::Passenger(generation) => generation,
                Seat::Leader(leader) => {
                    // Between looking for a token and leading, somebody may have got one.
                    if let Some(token) = self.usable(Instant::now()) {
                        return Ok(token.header);
                    }
                    let generation = leader.generation();
                    Tokens::fetch_in_background(self, leader, target);
                    generation
                }
            };
            match self.flights.wait(generation).await {
                Landing::Landed(fetched) => return fetched.map_err(Into::into),
                Landing::Silent if !self.fetch.is_repeatable() => {
                    return Err(CredentialsError::temporary(
                        "the runtime on which the token is being refreshed is not driven any longer",
                    ));
                }
                Landing::Abandoned if !self.fetch.is_repeatable() => {
                    return Err(CredentialsError::ambiguous(
                        "the runtime on which the token was being refreshed has ended",
                    ));
                }
                Landing::Abandoned | Landing::Silent => {}
            }
        }
    }

    /// Fetches a token in a task of its own: the deadline of a call must not cost a token that is on
    /// its way.
    fn fetch_in_background(self: &Arc<Self>, leader: Leader<Fetched>, target: Target<'_>) {
        let tokens = Arc::clone(self);
        let sender = target.sender().clone();
        let (spec, origin) = (target.operation(), target.origin().to_owned());
        tokio::spawn(async move {
            let target = Target::new(&sender, spec, &origin);
            let limit = sender.attempt_timeout().max(TokenSource::FETCH_TIMEOUT);
            let ends = Instant::now().checked_add(limit);
            let mut fetching = std::pin::pin!(tokens.ask(target));
            let fetched = loop {
                match tokio::time::timeout(BEAT, fetching.as_mut()).await {
                    Ok(fetched) => break fetched,
                    Err(_) if ends.is_some_and(|ends| Instant::now() >= ends) => {
                        break Err(tokens.too_slow(limit));
                    }
                    Err(_) => leader.beat(),
                }
            };
            if let Err(error) = &fetched
                && let Some(token) = &mut tokens.lock().token
            {
                token.not_before = if error.is_ambiguous() {
                    // Not repeated by itself: the valid token is used until it expires.
                    token.usable_until
                } else {
                    Instant::now() + RENEWAL_PAUSE
                };
            }
            leader.land(fetched.map_err(|error| SharedFailure::of(&error)));
        });
    }

    /// One request for a token, which is kept.
    async fn ask(&self, target: Target<'_>) -> Result<HeaderValue, CredentialsError> {
        // The lifetime began at the server, some time after this.
        let begun = Instant::now();
        let token = self.fetch.fetch(target).await?;
        self.keep(token, begun)
    }

    fn too_slow(&self, limit: Duration) -> CredentialsError {
        let message = format!("the token endpoint did not respond within {limit:?}");
        if self.fetch.is_repeatable() {
            CredentialsError::temporary(message)
        } else {
            CredentialsError::ambiguous(message)
        }
    }

    fn keep(&self, token: FetchedToken, begun: Instant) -> Result<HeaderValue, CredentialsError> {
        let header = Fixed::bearer(token.token.expose(), "token from the token endpoint")
            .header
            .map_err(CredentialsError::permanent)?;
        let lifetime = token
            .lifetime
            .unwrap_or(UNSTATED_LIFETIME)
            .min(LONGEST_LIFETIME);
        self.lock().token = Some(Token {
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
        let mut causes = None::<String>;
        let mut cause = std::error::Error::source(error);
        while let Some(error) = cause {
            let text = error.to_string();
            causes = Some(match causes {
                None => text,
                Some(causes) => format!("{causes}: {text}"),
            });
            cause = error.source();
        }
        SharedFailure {
            message: error.to_string(),
            outlook: error.outlook(),
            causes,
        }
    }
}

impl From<SharedFailure> for CredentialsError {
    fn from(failure: SharedFailure) -> Self {
        let error = CredentialsError::new(failure.message, failure.outlook);
        match failure.causes {
            Some(causes) => error.with_source(causes.into()),
            None => error,
        }
    }
}
