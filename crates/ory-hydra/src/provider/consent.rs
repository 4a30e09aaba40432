//! The consent page: may this client do that?

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use ory_core::operation::ResponseFuture;
use ory_core::{Error, Secret};
use serde_json::Value;

use super::remember::remember_for;
use crate::challenge::{Challenge, is_unknown};
use crate::models::{
    AcceptOAuth2ConsentRequest, AcceptOAuth2ConsentRequestSession, OAuth2ConsentRequest,
    OAuth2RedirectTo,
};
use crate::{OAuth2Api, models, operations};

impl OAuth2Api {
    /// Looks up what the consent page is asked for, by the `consent_challenge` in the page's query.
    ///
    /// ```no_run
    /// use ory_hydra::{ConsentChallenge, Error};
    ///
    /// /// Where to send the browser, or `None` to show the form.
    /// async fn consent_page(hydra: &ory_hydra::Client, challenge: &str) -> Result<Option<String>, Error> {
    ///     Ok(match hydra.oauth2().consent_challenge(challenge).await? {
    ///         ConsentChallenge::Ask(_) => None,
    ///         ConsentChallenge::Skip(consent, _) => Some(consent.accept_all().await?.redirect_to),
    ///         ConsentChallenge::AlreadyHandled { redirect_to } => Some(redirect_to),
    ///         ConsentChallenge::Unknown => Some("/start-again".to_owned()),
    ///     })
    /// }
    /// ```
    ///
    /// `GET /admin/oauth2/auth/requests/consent`, Ory Hydra admin API.
    ///
    /// # Errors
    ///
    /// Those of any call. A challenge that Hydra does not know is [`ConsentChallenge::Unknown`].
    pub async fn consent_challenge(
        &self,
        challenge: impl Into<Secret>,
    ) -> Result<ConsentChallenge, Error> {
        let challenge = challenge.into();
        let response = match self.get_oauth2_consent_request(challenge.clone()).await {
            Ok(response) => response,
            Err(error) if is_unknown(&error) => return Ok(ConsentChallenge::Unknown),
            Err(error) => return Err(error),
        };
        Ok(match response {
            Challenge::AlreadyHandled { redirect_to } => {
                ConsentChallenge::AlreadyHandled { redirect_to }
            }
            Challenge::Open(request) => {
                let skip = ConsentSkip::of(&request);
                let consent = ConsentRequest {
                    api: self.clone(),
                    challenge,
                    request: Box::new(request),
                };
                match skip {
                    Some(why) => ConsentChallenge::Skip(consent, why),
                    None => ConsentChallenge::Ask(consent),
                }
            }
        })
    }
}

/// What a consent challenge stands for.
///
/// Whoever holds a request can answer it once: `accept` and `reject` take it. Exhaustive on purpose: a page has to
/// handle each of these, and the protocol has no others.
#[derive(Clone)]
pub enum ConsentChallenge {
    /// Ask the user.
    Ask(ConsentRequest),
    /// Answer without showing anything.
    Skip(ConsentRequest, ConsentSkip),
    /// The request was answered before, as when a user goes back: send the browser on.
    AlreadyHandled {
        /// Where to. Continues the user's flow: keep it out of logs.
        redirect_to: String,
    },
    /// Hydra does not know the challenge, or it has expired: the user has to begin again at the application.
    Unknown,
}

/// Without the URL, which holds a verifier.
impl fmt::Debug for ConsentChallenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ConsentChallenge::Ask(consent) => f.debug_tuple("Ask").field(consent).finish(),
            ConsentChallenge::Skip(consent, why) => {
                f.debug_tuple("Skip").field(consent).field(why).finish()
            }
            ConsentChallenge::AlreadyHandled { .. } => {
                f.debug_struct("AlreadyHandled").finish_non_exhaustive()
            }
            ConsentChallenge::Unknown => f.write_str("Unknown"),
        }
    }
}

/// Why the user need not be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConsentSkip {
    /// The user has granted all of it before, and it was remembered.
    Remembered,
    /// The client is registered with `skip_consent`: it is your own.
    TrustedClient,
}

impl ConsentSkip {
    fn of(request: &OAuth2ConsentRequest) -> Option<Self> {
        let trusted = request
            .client
            .as_ref()
            .is_some_and(|client| client.skip_consent == Some(true));
        if trusted {
            Some(ConsentSkip::TrustedClient)
        } else if request.skip == Some(true) {
            Some(ConsentSkip::Remembered)
        } else {
            None
        }
    }
}

/// A consent that waits for its answer.
#[derive(Clone)]
#[must_use = "the browser waits until the request is accepted or rejected"]
pub struct ConsentRequest {
    api: OAuth2Api,
    challenge: Secret,
    request: Box<OAuth2ConsentRequest>,
}

impl ConsentRequest {
    /// All that Hydra says about it: the client, the user, the login page's `context`.
    #[must_use]
    pub fn request(&self) -> &OAuth2ConsentRequest {
        &self.request
    }

    /// The user.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.request.subject.as_deref()
    }

    /// The scopes that the client asks for.
    #[must_use]
    pub fn requested_scopes(&self) -> &[String] {
        &self.request.requested_scope
    }

    /// Grants everything that was asked for.
    pub fn accept_all(self) -> AcceptConsent {
        let scopes = self.requested_scopes().to_vec();
        self.accept(scopes)
    }

    /// Grants these of the requested scopes, and all requested audiences.
    ///
    /// Scopes that were not requested are left out, so that what a browser posts may be handed over as it is. None at
    /// all is legal: the client gets tokens without scopes. It is sent when the result is awaited.
    pub fn accept(self, scopes: impl IntoIterator<Item = impl Into<String>>) -> AcceptConsent {
        let requested = self.requested_scopes();
        let granted: Vec<String> = scopes
            .into_iter()
            .map(Into::into)
            .filter(|scope| requested.contains(scope))
            .collect();
        let audience = self.request.requested_access_token_audience.clone();
        AcceptConsent {
            api: self.api,
            challenge: self.challenge,
            body: AcceptOAuth2ConsentRequest::new()
                .grant_scope(granted)
                .grant_access_token_audience(audience),
        }
    }

    /// Refuses; the client gets the error, such as
    /// [`OAuth2ErrorCode::AccessDenied`](crate::OAuth2ErrorCode::AccessDenied).
    pub fn reject(
        self,
        why: impl Into<models::RejectOAuth2Request>,
    ) -> operations::RejectOAuth2ConsentRequest {
        self.api
            .reject_oauth2_consent_request(self.challenge, why.into())
    }
}

impl fmt::Debug for ConsentRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConsentRequest")
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}

/// Accepts a consent; `.await` gives where to send the browser.
///
/// One-shot: a call that may have been processed is not repeated. Should it fail on the way, look the challenge up
/// again.
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct AcceptConsent {
    api: OAuth2Api,
    challenge: Secret,
    body: AcceptOAuth2ConsentRequest,
}

impl AcceptConsent {
    /// Remembers the grant for so long: the same request then comes as [`ConsentChallenge::Skip`]. Zero: not at all.
    pub fn remember_for(mut self, duration: Duration) -> Self {
        let (remember, seconds) = remember_for(duration);
        self.body.remember = Some(remember);
        self.body.remember_for = Some(seconds);
        self
    }

    /// Remembers the grant until it is revoked.
    pub fn remember_indefinitely(mut self) -> Self {
        self.body.remember = Some(true);
        self.body.remember_for = Some(0);
        self
    }

    /// Grants these audiences instead of all that were requested.
    pub fn audience(mut self, audience: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.body.grant_access_token_audience = audience.into_iter().map(Into::into).collect();
        self
    }

    /// Claims for the access token: under `ext` in introspection and in JWTs. Seen by the client: nothing secret.
    pub fn access_token_claims(mut self, claims: impl Into<Value>) -> Self {
        self.session().access_token = Some(claims.into());
        self
    }

    /// Claims for the ID token, such as `email`. Give only what the granted scopes promise.
    pub fn id_token_claims(mut self, claims: impl Into<Value>) -> Self {
        self.session().id_token = Some(claims.into());
        self
    }

    /// Anything to keep with the consent session.
    pub fn context(mut self, context: impl Into<Value>) -> Self {
        self.body.context = Some(context.into());
        self
    }

    fn session(&mut self) -> &mut AcceptOAuth2ConsentRequestSession {
        self.body.session.get_or_insert_default()
    }

    /// The operation beneath, for a time limit or header of its own.
    pub fn into_operation(self) -> operations::AcceptOAuth2ConsentRequest {
        self.api
            .accept_oauth2_consent_request(self.challenge, self.body)
    }
}

impl IntoFuture for AcceptConsent {
    type Output = Result<OAuth2RedirectTo, Error>;
    type IntoFuture = ResponseFuture<OAuth2RedirectTo>;

    fn into_future(self) -> Self::IntoFuture {
        self.into_operation().send()
    }
}

impl fmt::Debug for AcceptConsent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AcceptConsent")
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
