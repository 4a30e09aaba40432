//! The logout page: really?

use std::fmt;

use ory_core::{Error, Secret};

use crate::models::OAuth2LogoutRequest;
use crate::{Challenge, Client, operations};

impl Client {
    /// Looks up what the logout page is asked for, by the `logout_challenge` in the page's query.
    ///
    /// ```no_run
    /// use ory_hydra::{Challenge, Error};
    ///
    /// /// Where to send the browser, or `None` to ask the user.
    /// async fn logout_page(hydra: &ory_hydra::Client, challenge: &str) -> Result<Option<String>, Error> {
    ///     Ok(match hydra.logout_challenge(challenge).await? {
    ///         Challenge::Open(logout) if logout.needs_confirmation() => None,
    ///         Challenge::Open(logout) => Some(logout.accept().await?.redirect_to),
    ///         Challenge::AlreadyHandled { redirect_to } => Some(redirect_to),
    ///     })
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// 404 for a challenge that Hydra does not know.
    pub async fn logout_challenge(
        &self,
        challenge: impl Into<Secret>,
    ) -> Result<Challenge<LogoutRequest>, Error> {
        let challenge = challenge.into();
        let answer = self
            .oauth2()
            .get_oauth2_logout_request(challenge.clone())
            .await?;
        Ok(match answer {
            Challenge::AlreadyHandled { redirect_to } => Challenge::AlreadyHandled { redirect_to },
            Challenge::Open(request) => Challenge::Open(LogoutRequest {
                client: self.clone(),
                challenge,
                request: Box::new(request),
            }),
        })
    }
}

/// A logout that waits for its answer.
#[derive(Clone)]
#[must_use = "the session stays until the request is accepted"]
pub struct LogoutRequest {
    client: Client,
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

    /// Whether the user should be asked first: any page can send a browser here. Clients registered with
    /// `skip_logout_consent` are trusted to mean it.
    #[must_use]
    pub fn needs_confirmation(&self) -> bool {
        let client = self.request.client.as_ref();
        client.is_none_or(|client| client.skip_logout_consent != Some(true))
    }

    /// Ends the session; the answer says where to send the browser.
    pub fn accept(self) -> operations::AcceptOAuth2LogoutRequest {
        self.client
            .oauth2()
            .accept_oauth2_logout_request(self.challenge)
    }

    /// Keeps the session. Hydra does not say where the browser goes then: that is the page's choice.
    pub fn reject(self) -> operations::RejectOAuth2LogoutRequest {
        self.client
            .oauth2()
            .reject_oauth2_logout_request(self.challenge)
    }
}

impl fmt::Debug for LogoutRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogoutRequest")
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}
