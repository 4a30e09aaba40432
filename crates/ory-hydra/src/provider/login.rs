//! The login page: who is it?

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use ory_core::operation::ResponseFuture;
use ory_core::{Error, Secret};
use serde_json::Value;

use super::remember::remember_for;
use crate::challenge::{Challenge, is_unknown};
use crate::models::{AcceptOAuth2LoginRequest, OAuth2LoginRequest, OAuth2RedirectTo};
use crate::{OAuth2Api, models, operations};

impl OAuth2Api {
    /// Looks up what the login page is asked for, by the `login_challenge` in the page's query.
    ///
    /// ```no_run
    /// use ory_hydra::{Error, LoginChallenge};
    ///
    /// /// Where to send the browser, or `None` to show the form.
    /// async fn login_page(hydra: &ory_hydra::Client, challenge: &str) -> Result<Option<String>, Error> {
    ///     Ok(match hydra.oauth2().login_challenge(challenge).await? {
    ///         LoginChallenge::Ask(_) => None,
    ///         LoginChallenge::Skip(login) => Some(login.accept().await?.redirect_to),
    ///         LoginChallenge::AlreadyHandled { redirect_to } => Some(redirect_to),
    ///         LoginChallenge::Unknown => Some("/start-again".to_owned()),
    ///     })
    /// }
    /// ```
    ///
    /// `GET /admin/oauth2/auth/requests/login`, Ory Hydra admin API.
    ///
    /// # Errors
    ///
    /// Those of any call. A challenge that Hydra does not know is [`LoginChallenge::Unknown`].
    pub async fn login_challenge(
        &self,
        challenge: impl Into<Secret>,
    ) -> Result<LoginChallenge, Error> {
        let challenge = challenge.into();
        let response = match self.get_oauth2_login_request(challenge.clone()).await {
            Ok(response) => response,
            Err(error) if is_unknown(&error) => return Ok(LoginChallenge::Unknown),
            Err(error) => return Err(error),
        };
        Ok(match response {
            Challenge::AlreadyHandled { redirect_to } => {
                LoginChallenge::AlreadyHandled { redirect_to }
            }
            Challenge::Open(request) => {
                let skip = request.skip;
                let login = LoginRequest {
                    api: self.clone(),
                    challenge,
                    request: Box::new(request),
                };
                if skip {
                    LoginChallenge::Skip(RememberedLogin { login })
                } else {
                    LoginChallenge::Ask(login)
                }
            }
        })
    }
}

/// What a login challenge stands for.
///
/// Whoever holds a request can answer it once: `accept` and `reject` take it. Exhaustive on purpose: a page has to
/// handle each of these, and the protocol has no others.
#[derive(Clone)]
pub enum LoginChallenge {
    /// Nobody is logged in, or the client wants a new login: ask the user.
    Ask(LoginRequest),
    /// Hydra remembers the user (`skip`): answer without showing anything.
    Skip(RememberedLogin),
    /// The request was answered before, as when a user goes back: send the browser on.
    AlreadyHandled {
        /// Where to. Continues the user's flow: keep it out of logs.
        redirect_to: String,
    },
    /// Hydra does not know the challenge, or it has expired: the user has to begin again at the application.
    Unknown,
}

/// Without the URL, which holds a verifier.
impl fmt::Debug for LoginChallenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoginChallenge::Ask(login) => f.debug_tuple("Ask").field(login).finish(),
            LoginChallenge::Skip(login) => f.debug_tuple("Skip").field(login).finish(),
            LoginChallenge::AlreadyHandled { .. } => {
                f.debug_struct("AlreadyHandled").finish_non_exhaustive()
            }
            LoginChallenge::Unknown => f.write_str("Unknown"),
        }
    }
}

/// A login that waits for the user.
#[derive(Clone)]
#[must_use = "the browser waits until the request is accepted or rejected"]
pub struct LoginRequest {
    api: OAuth2Api,
    challenge: Secret,
    request: Box<OAuth2LoginRequest>,
}

impl LoginRequest {
    /// All that Hydra says about it: the client that asks, the scopes, hints for the form.
    #[must_use]
    pub fn request(&self) -> &OAuth2LoginRequest {
        &self.request
    }

    /// Lets `subject` in: the user's stable id at your service, which becomes `sub` in tokens.
    ///
    /// Call it only after the user has proved who it is. It cannot be undone, and is sent when the result is awaited.
    pub fn accept(self, subject: impl Into<String>) -> AcceptLogin {
        AcceptLogin {
            api: self.api,
            challenge: self.challenge,
            body: AcceptOAuth2LoginRequest::new(subject),
        }
    }

    /// Turns the user away; the client gets the error, such as
    /// [`OAuth2ErrorCode::AccessDenied`](crate::OAuth2ErrorCode::AccessDenied).
    pub fn reject(
        self,
        why: impl Into<models::RejectOAuth2Request>,
    ) -> operations::RejectOAuth2LoginRequest {
        self.api
            .reject_oauth2_login_request(self.challenge, why.into())
    }
}

impl fmt::Debug for LoginRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoginRequest")
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}

/// A login of a user whom Hydra remembers.
///
/// It can be accepted for that user only; Hydra refuses any other subject.
#[derive(Clone, Debug)]
#[must_use = "the browser waits until the request is accepted or rejected"]
pub struct RememberedLogin {
    login: LoginRequest,
}

impl RememberedLogin {
    /// The user, as it was accepted before. Whether it still may log in is for you to check.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.login.request.subject
    }

    /// All that Hydra says about it.
    #[must_use]
    pub fn request(&self) -> &OAuth2LoginRequest {
        &self.login.request
    }

    /// Lets the remembered user in.
    pub fn accept(self) -> AcceptLogin {
        let subject = self.login.request.subject.clone();
        self.login.accept(subject)
    }

    /// Turns the user away, say because the account was closed meanwhile.
    pub fn reject(
        self,
        why: impl Into<models::RejectOAuth2Request>,
    ) -> operations::RejectOAuth2LoginRequest {
        self.login.reject(why)
    }
}

/// Accepts a login; `.await` gives where to send the browser.
///
/// One-shot: a call that may have been processed is not repeated. Should it fail on the way, look the challenge up
/// again.
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct AcceptLogin {
    api: OAuth2Api,
    challenge: Secret,
    body: AcceptOAuth2LoginRequest,
}

impl AcceptLogin {
    /// Remembers the user for so long: later logins come as [`LoginChallenge::Skip`]. Zero: not at all.
    pub fn remember_for(mut self, duration: Duration) -> Self {
        let (remember, seconds) = remember_for(duration);
        self.body.remember = Some(remember);
        self.body.remember_for = Some(seconds);
        self
    }

    /// Remembers the user for as long as the browser keeps its cookie.
    pub fn remember_indefinitely(mut self) -> Self {
        self.body.remember = Some(true);
        self.body.remember_for = Some(0);
        self
    }

    /// Whether a remembered login counts anew from now, by its own `remember_for`.
    pub fn extend_session(mut self, extend: bool) -> Self {
        self.body.extend_session_lifespan = Some(extend);
        self
    }

    /// How surely the user was recognised, for the `acr` claim: `urn:mace:incommon:iap:silver`, `2`.
    pub fn acr(mut self, acr: impl Into<String>) -> Self {
        self.body.acr = Some(acr.into());
        self
    }

    /// By what the user was recognised, for the `amr` claim (RFC 8176): `pwd`, `otp`.
    pub fn amr(mut self, methods: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.body.amr = methods.into_iter().map(Into::into).collect();
        self
    }

    /// Anything for the consent page, which gets it as `context`.
    pub fn context(mut self, context: impl Into<Value>) -> Self {
        self.body.context = Some(context.into());
        self
    }

    /// The id of your own session, such as Kratos's, so that ending one can end the other.
    pub fn identity_provider_session_id(mut self, id: impl Into<String>) -> Self {
        self.body.identity_provider_session_id = Some(id.into());
        self
    }

    /// Shows clients another `sub` than the subject, for `pairwise` clients that came with their own ids.
    pub fn force_subject_identifier(mut self, subject: impl Into<String>) -> Self {
        self.body.force_subject_identifier = Some(subject.into());
        self
    }

    /// The operation beneath, for a time limit or header of its own.
    pub fn into_operation(self) -> operations::AcceptOAuth2LoginRequest {
        self.api
            .accept_oauth2_login_request(self.challenge, self.body)
    }
}

impl IntoFuture for AcceptLogin {
    type Output = Result<OAuth2RedirectTo, Error>;
    type IntoFuture = ResponseFuture<OAuth2RedirectTo>;

    fn into_future(self) -> Self::IntoFuture {
        self.into_operation().send()
    }
}

impl fmt::Debug for AcceptLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AcceptLogin")
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
