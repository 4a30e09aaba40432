//! The layer, its settings, and its decision.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ory_core::checks::{Asked, Facts, Instant, Watch, trace_denial};
use ory_core::http::header::HeaderMap;
use ory_core::http::request::Parts;
use ory_core::{CheckSource, Denial, DenialReason, Error, Secret};

use crate::Client;
use crate::session_layer::authentication::Authentication;
use crate::session_layer::credential::{CookieNames, Credential, SessionSource, token_key};
use crate::session_layer::cross_origin;
use crate::session_layer::login_page::LoginPage;
use crate::session_layer::question::{self, Manner};
use crate::session_layer::signed_in::SignedIn;

/// Lets requests through whose Kratos session is active, with [`SignedIn`] and
/// [`Caller`](ory_core::Caller) in their extensions.
///
/// A tower layer: `route_layer` of axum's router says which routes it guards, there are no path
/// patterns here.
///
/// ```
/// # fn example(kratos: ory_kratos::Client) -> Result<(), ory_kratos::Error> {
/// use ory_kratos::SessionLayer;
/// use std::time::Duration;
///
/// let session = SessionLayer::new(&kratos)
///     .cache_for(Duration::from_secs(30))
///     .redirect_to_login("https://auth.example/login", "https://app.example")?;
/// // let app = Router::new().route("/", get(page)).route_layer(session);
/// # Ok(())
/// # }
/// ```
///
/// # What happens
///
/// | request | response |
/// |---|---|
/// | active session | the service's |
/// | no session, another bearer token | 401 `no_credentials`, or on to the login page |
/// | session that is over | 401 `not_signed_in`, or on to the login page |
/// | a second factor is needed | 403 `session_aal2_required`, or on to the login page |
/// | Kratos refuses for another reason | 403 with Kratos's id |
/// | a page of another origin changes something by cookie | 403 `cross_origin` |
/// | a credential twice or malformed | 400 |
/// | Kratos is down, slow or limits the rate | 503 with `Retry-After` |
/// | Kratos cannot be asked like that: URL, path | 500 |
///
/// An outage never logs users out, as far as it shows: when Kratos's own database fails, Kratos
/// answers 401 itself, which nobody can tell from a session that is over.
///
/// # What is sent, and what is kept
///
/// One credential of a request is sent to Kratos: of two Kratos might take either. Of cookies, only
/// those that are sessions. A session is kept for the time that Kratos states
/// (`Ory-Session-Cache-For`, with the flag `cacheable_sessions`) or [`cache_for`](Self::cache_for),
/// not longer than it lasts; refusals and failures are never kept. Whether a session is strong or
/// recent enough is decided for each request. Requests with the same credential that come at the
/// same time ask once.
///
/// Behind the layer, responses have `Cache-Control: private, no-store` unless the service says
/// otherwise, and always when Kratos has set a cookie: a shared cache would hand the cookie to
/// everybody.
#[derive(Clone)]
pub struct SessionLayer {
    kratos: Client,
    facts: Facts<SignedIn>,
    optional: bool,
    sources: Vec<SessionSource>,
    cookies: CookieNames,
    manner: Manner,
    stale_for: Duration,
    aal2: bool,
    recent: Option<Duration>,
    login_page: Option<LoginPage>,
    origins: Vec<String>,
    #[cfg(feature = "jwt")]
    verifier: Option<crate::session_jwt::SessionVerifier>,
}

/// How many sessions are kept, unless set otherwise.
const CAPACITY: usize = 10_000;

impl SessionLayer {
    /// Guards by the sessions of this Kratos. Needs the public URL.
    #[must_use]
    pub fn new(kratos: &Client) -> Self {
        SessionLayer {
            kratos: kratos.clone(),
            facts: Facts::new(CAPACITY),
            optional: false,
            sources: SessionSource::ALL.to_vec(),
            cookies: CookieNames::Usual,
            manner: Manner {
                timeout: Duration::from_secs(5),
                cache_for: Duration::ZERO,
                cache_at_most: Duration::from_secs(300),
                fresh: false,
            },
            stale_for: Duration::ZERO,
            aal2: false,
            recent: None,
            login_page: None,
            origins: Vec::new(),
            #[cfg(feature = "jwt")]
            verifier: None,
        }
    }

    /// Lets everybody through; [`SignedIn`] is there if somebody is, as strongly as is required. An
    /// outage is still 503, a request of another origin 403.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Names the session cookie. Default: `ory_kratos_session`, and all that begin with
    /// `ory_session_`, as on Ory Network.
    #[must_use]
    pub fn cookie_name(mut self, name: impl Into<String>) -> Self {
        self.cookies = CookieNames::One(name.into());
        self
    }

    /// Sets where a session may be, in this order. Default: `X-Session-Token`, cookies,
    /// `Authorization: Bearer ory_st_...`, as Kratos has it. The first one that a request has
    /// counts, whatever becomes of it.
    #[must_use]
    pub fn accept(mut self, sources: impl IntoIterator<Item = SessionSource>) -> Self {
        self.sources = sources.into_iter().collect();
        self
    }

    /// Sets how long a session is believed without asking, where Kratos does not say. Default: not
    /// at all.
    ///
    /// A log out or a revocation goes unnoticed for so long; see [`forget`](Self::forget).
    #[must_use]
    pub fn cache_for(mut self, time: Duration) -> Self {
        self.manner.cache_for = time;
        self
    }

    /// Sets how long a session is believed at most, also if Kratos says longer. Default: 5 minutes.
    /// Zero keeps nothing.
    #[must_use]
    pub fn cache_at_most(mut self, time: Duration) -> Self {
        self.manner.cache_at_most = time;
        self
    }

    /// Sets how many sessions are kept. Default: 10,000. What is used often stays when there are
    /// more.
    #[must_use]
    pub fn capacity(mut self, sessions: usize) -> Self {
        self.facts = Facts::new(sessions);
        self
    }

    /// Goes on with a session that ran out of the cache this recently while Kratos cannot be asked.
    /// Default: never.
    ///
    /// It helps against outages that show. Kratos answers 401 when its own database fails, which
    /// ends the session here too.
    #[must_use]
    pub fn stale_if_unavailable(mut self, time: Duration) -> Self {
        self.stale_for = time;
        self
    }

    /// Sets the deadline of one question to Kratos, for its two attempts together. Default: 5
    /// seconds.
    #[must_use]
    pub fn timeout(mut self, time: Duration) -> Self {
        self.manner.timeout = time;
        self
    }

    /// Asks on every request, past Ory's edge cache too (`Cache-Control: max-age=0`): for what is
    /// sensitive.
    #[must_use]
    pub fn fresh(mut self) -> Self {
        self.manner.fresh = true;
        self
    }

    /// Requires a second factor: else 403 `session_aal2_required`.
    #[must_use]
    pub fn require_aal2(mut self) -> Self {
        self.aal2 = true;
        self
    }

    /// Requires that credentials were given at most this long ago: else 403
    /// `session_refresh_required`.
    #[must_use]
    pub fn require_recent(mut self, time: Duration) -> Self {
        self.recent = Some(time);
        self
    }

    /// Sends browsers to a login page: 303 for a GET that accepts HTML.
    ///
    /// The page is told by `return_to` where to come back to: the path of the request on `app_url`,
    /// which may have a path of its own. Neither `Host` nor a forwarded header has a say. Where a
    /// second factor or a new log in is needed, the page is told by `aal=aal2` and `refresh=true`,
    /// as Kratos's own.
    ///
    /// # Errors
    ///
    /// A configuration error for what is not an absolute http or https URL.
    pub fn redirect_to_login(
        mut self,
        login_url: impl Into<String>,
        app_url: impl Into<String>,
    ) -> Result<Self, Error> {
        self.login_page = Some(LoginPage::new(login_url.into(), app_url.into())?);
        Ok(self)
    }

    /// Adds an origin (`https://app.example`) whose pages may send state-changing requests with the
    /// cookie. Pages of the service's own origin always may.
    #[must_use]
    pub fn allow_origin(mut self, origin: impl Into<String>) -> Self {
        self.origins.push(origin.into());
        self
    }

    /// Verifies tokenized sessions here, without asking Kratos. They come as
    /// `Authorization: Bearer`.
    #[cfg(feature = "jwt")]
    #[must_use]
    pub fn jwt(mut self, verifier: crate::session_jwt::SessionVerifier) -> Self {
        self.verifier = Some(verifier);
        self
    }

    /// The layer without tower, for other frameworks: who is signed in, or how to answer.
    ///
    /// The caller hands the cookies of [`Authentication`] on and sets
    /// `Cache-Control: private, no-store`.
    ///
    /// # Errors
    ///
    /// Why the request is not let through; [`Denial::response`] says so.
    pub async fn authenticate(&self, request: &Parts) -> Result<Authentication, Denial> {
        let watch = self.watch();
        match self.begin(request) {
            Begun::Known(outcome) => self.verdict(outcome, request, watch, CheckSource::Local),
            Begun::Open(credential) => {
                let outcome = self.ask(credential).await;
                self.verdict(outcome, request, watch, CheckSource::Server)
            }
        }
    }

    /// Drops a session from the cache, and the answer to a question about it that is under way:
    /// call it on log out.
    pub fn forget(&self, session_token: &Secret) {
        self.facts.forget(&token_key(session_token));
    }

    /// Drops the session of a request from the cache, whether it is by cookie or by token.
    pub fn forget_request(&self, headers: &HeaderMap) {
        if let Ok(Some(credential)) = self.credential(headers) {
            self.facts.forget(&credential.key());
        }
    }

    fn credential(&self, headers: &HeaderMap) -> Result<Option<Credential>, Denial> {
        #[cfg(feature = "jwt")]
        let takes_jwt = self.verifier.is_some();
        #[cfg(not(feature = "jwt"))]
        let takes_jwt = false;
        Credential::of(headers, &self.sources, &self.cookies, takes_jwt)
    }

    pub(super) fn watch(&self) -> Watch {
        Watch::begin(self.kratos.core())
    }

    /// As far as it goes without asking.
    pub(super) fn begin(&self, request: &Parts) -> Begun {
        let credential = match self.credential(&request.headers) {
            Ok(Some(credential)) => credential,
            Ok(None) => {
                return Begun::Known(Err(Denial::new(DenialReason::NoCredentials)));
            }
            Err(denial) => return Begun::Known(Err(denial)),
        };
        if matches!(credential, Credential::Cookies(_))
            && let Err(denial) = cross_origin::check(request, &self.origins)
        {
            return Begun::Known(Err(denial));
        }
        if !self.manner.fresh
            && let Some(kept) = self.facts.get(&credential.key())
            && kept.expired_for(Instant::now()).is_none()
        {
            return Begun::Known(Ok(Asked {
                value: kept.value,
                cookies: Arc::default(),
                source: CheckSource::Cache,
            }));
        }
        Begun::Open(credential)
    }

    pub(super) async fn ask(&self, credential: Credential) -> Result<Asked<SignedIn>, Denial> {
        let Some(question) = credential.question(&self.kratos) else {
            return self.verify(&credential).await;
        };
        let manner = self.manner;
        if manner.fresh {
            // Not even an answer to somebody else's question that began before this request did.
            let answer = question::ask(question, manner).await?;
            return Ok(Asked {
                value: answer.value,
                cookies: answer.cookies,
                source: CheckSource::Server,
            });
        }
        let key = credential.key();
        // The call's own deadline comes first: its error says more.
        let patience = manner.timeout.saturating_add(Duration::from_secs(1));
        let asked = self
            .facts
            .ask(key, patience, || question::ask(question, manner))
            .await;
        match asked {
            Err(denial) if *denial.reason() == DenialReason::Unavailable => {
                let now = Instant::now();
                let stale = self.facts.get(&key).filter(|kept| {
                    let lasts = kept
                        .value
                        .remaining(ory_core::Timestamp::now())
                        .is_none_or(|left| left > Duration::ZERO);
                    lasts
                        && kept
                            .expired_for(now)
                            .is_none_or(|past| past < self.stale_for)
                });
                match stale {
                    Some(kept) => Ok(Asked {
                        value: kept.value,
                        cookies: Arc::default(),
                        source: CheckSource::Cache,
                    }),
                    None => Err(denial),
                }
            }
            asked => asked,
        }
    }

    #[cfg(feature = "jwt")]
    async fn verify(&self, credential: &Credential) -> Result<Asked<SignedIn>, Denial> {
        let (Some(verifier), Credential::Jwt(token)) = (&self.verifier, credential) else {
            return Err(Denial::new(DenialReason::NoCredentials));
        };
        let value = verifier.signed_in(token).await?;
        Ok(Asked {
            value,
            cookies: Arc::default(),
            source: CheckSource::Local,
        })
    }

    #[cfg(not(feature = "jwt"))]
    async fn verify(&self, _: &Credential) -> Result<Asked<SignedIn>, Denial> {
        Err(Denial::new(DenialReason::NoCredentials))
    }

    /// Judges the session for this request, and sends browsers to log in. `source` is that of a
    /// refusal.
    pub(super) fn verdict(
        &self,
        outcome: Result<Asked<SignedIn>, Denial>,
        request: &Parts,
        watch: Watch,
        source: CheckSource,
    ) -> Result<Authentication, Denial> {
        let source = outcome.as_ref().map_or(source, |asked| asked.source);
        let verdict = self.judge(outcome, request);
        watch.end("session", verdict.as_ref().err(), source);
        verdict
    }

    fn judge(
        &self,
        outcome: Result<Asked<SignedIn>, Denial>,
        request: &Parts,
    ) -> Result<Authentication, Denial> {
        let judged = outcome.and_then(|asked| {
            let user = &asked.value;
            let weak = if self.aal2 && !user.is_aal2() {
                Some(DenialReason::Aal2Required)
            } else if self
                .recent
                .is_some_and(|time| !user.authenticated_within(time))
            {
                Some(DenialReason::RefreshRequired)
            } else {
                None
            };
            match weak {
                Some(reason) => Err(Denial::new(reason).with_cookies(asked.cookies.to_vec())),
                None => Ok(asked),
            }
        });
        match judged {
            Ok(asked) => Ok(Authentication {
                signed_in: Some(asked.value),
                cookies: asked.cookies,
            }),
            Err(denial) if self.optional && is_about_the_session(denial.reason()) => {
                Ok(Authentication {
                    signed_in: None,
                    cookies: Arc::default(),
                })
            }
            Err(denial) => {
                trace_denial("session", &denial);
                Err(match &self.login_page {
                    Some(page) => page.redirect(denial, request),
                    None => denial,
                })
            }
        }
    }
}

/// What is found out about a request without asking.
pub(super) enum Begun {
    Known(Result<Asked<SignedIn>, Denial>),
    Open(Credential),
}

/// Whether a denial says that nobody is signed in as is required, and not that something is wrong
/// with the request.
fn is_about_the_session(reason: &DenialReason) -> bool {
    matches!(
        reason,
        DenialReason::NoCredentials
            | DenialReason::NotSignedIn
            | DenialReason::Aal2Required
            | DenialReason::RefreshRequired
            | DenialReason::Refused(_)
    )
}

impl fmt::Debug for SessionLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionLayer")
            .field("kratos", &self.kratos)
            .field("optional", &self.optional)
            .finish_non_exhaustive()
    }
}
