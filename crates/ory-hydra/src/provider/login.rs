//! The login page: who is it?

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use ory_core::operation::ResponseFuture;
use ory_core::{Error, Secret};
use serde_json::Value;

use super::remember::remember_for;
use crate::models::{AcceptOAuth2LoginRequest, OAuth2LoginRequest, OAuth2RedirectTo};
use crate::{Challenge, Client, models, operations};

impl Client {
    /// Looks up what the login page is asked for, by the `login_challenge` in the page's query.
    ///
    /// ```no_run
    /// use ory_hydra::{Error, LoginChallenge};
    ///
    /// /// Where to send the browser, or `None` to show the form.
    /// async fn login_page(hydra: &ory_hydra::Client, challenge: &str) -> Result<Option<String>, Error> {
    ///     Ok(match hydra.login_challenge(challenge).await? {
    ///         LoginChallenge::Ask(_) => None,
    ///         LoginChallenge::Skip(login) => Some(login.accept().await?.redirect_to),
    ///         LoginChallenge::AlreadyHandled { redirect_to } => Some(redirect_to),
    ///     })
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// 404 for a challenge that Hydra does not know; 410 for one that has expired.
    pub async fn login_challenge(
        &self,
        challenge: impl Into<Secret>,
    ) -> Result<LoginChallenge, Error> {
        let challenge = challenge.into();
        let answer = self
            .oauth2()
            .get_oauth2_login_request(challenge.clone())
            .await?;
        Ok(match answer {
            Challenge::AlreadyHandled { redirect_to } => {
                LoginChallenge::AlreadyHandled { redirect_to }
            }
            Challenge::Open(request) => {
                let skip = request.skip;
                let login = LoginRequest {
                    client: self.clone(),
                    challenge,
                    request: Box::new(request),
                };
                match skip {
                    true => LoginChallenge::Skip(KnownLogin { login }),
                    false => LoginChallenge::Ask(login),
                }
            }
        })
    }
}

/// What a login challenge stands for.
///
/// Whoever holds a request can answer it once: `accept` and `reject` take it.
#[derive(Clone)]
pub enum LoginChallenge {
    /// Nobody is logged in, or the client wants a new login: ask the user.
    Ask(LoginRequest),
    /// Hydra remembers the user (`skip`): answer without showing anything.
    Skip(KnownLogin),
    /// The request was answered before, as when a user goes back: send the browser on.
    AlreadyHandled {
        /// Where to. Continues the user's flow: keep it out of logs.
        redirect_to: String,
    },
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
        }
    }
}

/// A login that waits for the user.
#[derive(Clone)]
#[must_use = "the browser waits until the request is accepted or rejected"]
pub struct LoginRequest {
    client: Client,
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
            client: self.client,
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
        self.client
            .oauth2()
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
pub struct KnownLogin {
    login: LoginRequest,
}

impl KnownLogin {
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
    client: Client,
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
    pub fn remember_for_ever(mut self) -> Self {
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
    pub fn identity_provider_session(mut self, id: impl Into<String>) -> Self {
        self.body.identity_provider_session_id = Some(id.into());
        self
    }

    /// Shows clients another `sub` than the subject, for `pairwise` clients that came with their own ids.
    pub fn obfuscated_subject(mut self, subject: impl Into<String>) -> Self {
        self.body.force_subject_identifier = Some(subject.into());
        self
    }

    /// The operation beneath, for a time limit or header of its own.
    pub fn into_operation(self) -> operations::AcceptOAuth2LoginRequest {
        self.client
            .oauth2()
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
