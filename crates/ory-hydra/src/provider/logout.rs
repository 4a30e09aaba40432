//! The logout page: whether the user really wants to log out.

use std::fmt;

use ory_core::{Error, Secret};

use crate::challenge::{Challenge, is_unknown};
use crate::models::OAuth2LogoutRequest;
use crate::{OAuth2Api, operations};

impl OAuth2Api {
    /// Looks up what the logout page is asked for, by the `logout_challenge` in the page's query.
    ///
    /// ```no_run
    /// use ory_hydra::{Error, LogoutChallenge};
    ///
    /// /// Where to send the browser, or `None` to ask the user.
    /// async fn logout_page(hydra: &ory_hydra::Client, challenge: &str) -> Result<Option<String>, Error> {
    ///     Ok(match hydra.oauth2().logout_challenge(challenge).await? {
    ///         LogoutChallenge::Ask(_) => None,
    ///         LogoutChallenge::Skip(logout) => Some(logout.accept().await?.redirect_to),
    ///         LogoutChallenge::AlreadyHandled { redirect_to } => Some(redirect_to),
    ///         LogoutChallenge::Unknown => Some("/".to_owned()),
    ///     })
    /// }
    /// ```
    ///
    /// `GET /admin/oauth2/auth/requests/logout`, Ory Hydra admin API.
    ///
    /// # Errors
    ///
    /// Those of any call. A challenge that Hydra does not know is [`LogoutChallenge::Unknown`].
    pub async fn logout_challenge(
        &self,
        challenge: impl Into<Secret>,
    ) -> Result<LogoutChallenge, Error> {
        let challenge = challenge.into();
        let response = match self.get_oauth2_logout_request(challenge.clone()).await {
            Ok(response) => response,
            Err(error) if is_unknown(&error) => return Ok(LogoutChallenge::Unknown),
            Err(error) => return Err(error),
        };
        Ok(match response {
            Challenge::AlreadyHandled { redirect_to } => {
                LogoutChallenge::AlreadyHandled { redirect_to }
            }
            Challenge::Open(request) => {
                let client = request.client.as_ref();
                let skip = client.is_some_and(|client| client.skip_logout_consent == Some(true));
                let logout = LogoutRequest {
                    api: self.clone(),
                    challenge,
                    request: Box::new(request),
                };
                if skip {
                    LogoutChallenge::Skip(logout)
                } else {
                    LogoutChallenge::Ask(logout)
                }
            }
        })
    }
}

/// What a logout challenge stands for.
///
/// Exhaustive on purpose: a page has to handle each of these, and the protocol has no others.
#[derive(Clone)]
pub enum LogoutChallenge {
    /// Ask the user: any page can send a browser here.
    Ask(LogoutRequest),
    /// End the session without showing anything: the client is registered with `skip_logout_consent`.
    Skip(LogoutRequest),
    /// The request was accepted or rejected before: send the browser on. Only Hydra up to v26.2 says so; newer
    /// releases give the request again.
    AlreadyHandled {
        /// Where to. Continues the user's flow: keep it out of logs.
        redirect_to: String,
    },
    /// Hydra does not know the challenge, or it has expired.
    Unknown,
}

/// Without the URL, which holds a verifier.
impl fmt::Debug for LogoutChallenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LogoutChallenge::Ask(logout) => f.debug_tuple("Ask").field(logout).finish(),
            LogoutChallenge::Skip(logout) => f.debug_tuple("Skip").field(logout).finish(),
            LogoutChallenge::AlreadyHandled { .. } => {
                f.debug_struct("AlreadyHandled").finish_non_exhaustive()
            }
            LogoutChallenge::Unknown => f.write_str("Unknown"),
        }
    }
}

/// A logout that waits for its answer.
#[derive(Clone)]
#[must_use = "the session stays until the request is accepted"]
pub struct LogoutRequest {
    api: OAuth2Api,
    challenge: Secret,
    request: Box<OAuth2LogoutRequest>,
}

impl LogoutRequest {
    /// All that Hydra says about it: whose session, which client asks.
    #[must_use]
    pub fn request(&self) -> &OAuth2LogoutRequest {
        &self.request
    }

    /// The user whose session is to end.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.request.subject.as_deref()
    }

    /// Ends the session; the response says where to send the browser.
    pub fn accept(self) -> operations::AcceptOAuth2LogoutRequest {
        self.api.accept_oauth2_logout_request(self.challenge)
    }

    /// Keeps the session. Hydra does not say where the browser goes then: that is the page's choice.
    pub fn reject(self) -> operations::RejectOAuth2LogoutRequest {
        self.api.reject_oauth2_logout_request(self.challenge)
    }
}

impl fmt::Debug for LogoutRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogoutRequest")
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}
