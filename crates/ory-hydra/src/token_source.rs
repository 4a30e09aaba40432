//! Hydra's tokens as credentials of any Ory client.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ory_core::credentials::{
    CredentialsError, FetchFuture, FetchToken, FetchedToken, Target, TokenSource,
};
use ory_core::{Error, ErrorKind, Secret};

use crate::{Application, OAuth2ErrorCode, TokenRequest, Tokens};

impl Application {
    /// Tokens for the application itself, as credentials of any client of this SDK or of your own calls.
    ///
    /// The closure makes the request each time a token is due: mostly
    /// [`client_credentials`](Self::client_credentials), or [`jwt_bearer`](Self::jwt_bearer) with a new assertion. One
    /// request at a time is sent, ahead of the expiry; a token that is valid goes on being used while renewing it
    /// fails.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), ory_hydra::Error> {
    /// use ory_hydra::{Client, ClientAuth};
    ///
    /// let hydra = Client::builder().public_url("https://auth.example").build()?;
    /// let service = hydra.oauth2().application("orders", ClientAuth::basic("secret"));
    /// let tokens = service.token_source(|service| service.client_credentials().scope(["admin"]));
    /// // Any client of the SDK takes it: Kratos's or Keto's behind a gateway, or Hydra's own admin API.
    /// let admin = Client::builder().admin_url("https://gateway.example").credentials(tokens).build()?;
    /// # let _ = admin;
    /// # Ok(())
    /// # }
    /// ```
    pub fn token_source(
        &self,
        request: impl Fn(&Application) -> TokenRequest + Send + Sync + 'static,
    ) -> TokenSource {
        TokenSource::new(Granted {
            application: self.clone(),
            request,
        })
    }

    /// A user's tokens, refreshed when they are due.
    ///
    /// Each refresh uses up the refresh token, so exactly one [`UserTokens`] must hold it, and what
    /// [`on_refresh`](UserTokens::on_refresh) gets has to be stored if the login is to outlive the process.
    pub fn user_tokens(&self, tokens: Tokens) -> UserTokens {
        UserTokens {
            application: self.clone(),
            tokens,
            on_refresh: None,
        }
    }
}

/// Asks by a request that can be made again and again.
struct Granted<F> {
    application: Application,
    request: F,
}

impl<F: Fn(&Application) -> TokenRequest + Send + Sync + 'static> FetchToken for Granted<F> {
    fn fetch<'a>(&'a self, _: Target<'a>) -> FetchFuture<'a> {
        let request = (self.request)(&self.application);
        Box::pin(async move {
            let tokens = request
                .await
                .map_err(|error| failure(error, Grant::Repeatable))?;
            fetched(&tokens)
        })
    }
}

/// The tokens of a user, about to become a [`TokenSource`].
#[must_use = "nothing is refreshed until it is a source"]
pub struct UserTokens {
    application: Application,
    tokens: Tokens,
    on_refresh: Option<OnRefresh>,
}

type OnRefresh = Box<dyn Fn(&Tokens) + Send + Sync>;

impl UserTokens {
    /// Calls this with the new tokens after each refresh, before they are used, so that they can be stored.
    ///
    /// It must return soon: hand long work to a channel.
    pub fn on_refresh(mut self, store: impl Fn(&Tokens) + Send + Sync + 'static) -> Self {
        self.on_refresh = Some(Box::new(store));
        self
    }

    /// The credentials. They act for the user: give them to a client that makes this user's calls and no others.
    ///
    /// Without a refresh token, calls fail once the access token has expired. So they do, permanently,
    /// after the refresh token was refused: the user has to log in again.
    ///
    /// A refresh whose response was lost may have used up the refresh token. It is not repeated by
    /// itself: the call fails with an error whose `may_have_been_sent()` is true. A later call tries
    /// once more, which is the only way to find out.
    #[must_use]
    pub fn into_source(self) -> TokenSource {
        let first = fetched(&self.tokens);
        let refreshing = Refreshing {
            application: self.application,
            on_refresh: self.on_refresh,
            refresh_token: Mutex::new(self.tokens.refresh_token),
        };
        let source = TokenSource::new(refreshing);
        match first {
            Ok(first) => source.with_token(first),
            Err(_) => source,
        }
    }
}

impl fmt::Debug for UserTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserTokens")
            .field("tokens", &self.tokens)
            .finish_non_exhaustive()
    }
}

/// Refreshes a user's tokens. The source sends one refresh at a time and in a task of its own, so that
/// no call that ends early loses a new refresh token.
struct Refreshing {
    application: Application,
    on_refresh: Option<OnRefresh>,
    refresh_token: Mutex<Option<Secret>>,
}

impl FetchToken for Refreshing {
    fn fetch<'a>(&'a self, _: Target<'a>) -> FetchFuture<'a> {
        Box::pin(async move {
            let Some(old) = self.refresh_token().clone() else {
                return Err(CredentialsError::permanent(
                    "the access token has expired and there is no refresh token; the user has to log \
                     in again",
                ));
            };
            let refresh = self.application.refresh(old.clone());
            let mut tokens = refresh
                .await
                .map_err(|error| failure(error, Grant::OneShot))?;
            // A server that does not rotate leaves it out: the old one stays good.
            let new = tokens.refresh_token.get_or_insert(old).clone();
            *self.refresh_token() = Some(new);
            if let Some(store) = &self.on_refresh {
                store(&tokens);
            }
            fetched(&tokens)
        })
    }

    fn is_repeatable(&self) -> bool {
        false
    }
}

impl Refreshing {
    fn refresh_token(&self) -> MutexGuard<'_, Option<Secret>> {
        self.refresh_token
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// A bearer token for the source; other kinds need more than a header.
fn fetched(tokens: &Tokens) -> Result<FetchedToken, CredentialsError> {
    if !tokens.token_type.eq_ignore_ascii_case("bearer") {
        return Err(CredentialsError::permanent(
            "the token endpoint gave a token that is not a bearer token",
        ));
    }
    Ok(FetchedToken::new(
        tokens.access_token.clone(),
        tokens.remaining(),
    ))
}

/// Whether a grant can be used again when the response to its first use was lost.
#[derive(PartialEq, Eq)]
enum Grant {
    Repeatable,
    OneShot,
}

/// What the failure of a token request means for the call that needs the token.
fn failure(error: Error, grant: Grant) -> CredentialsError {
    let lost = match error.kind() {
        ErrorKind::Timeout | ErrorKind::Transport => true,
        _ => error.is_server_error(),
    };
    let message = match OAuth2ErrorCode::of(&error) {
        Some(OAuth2ErrorCode::InvalidGrant) => {
            "the grant is no longer valid; the user has to log in again"
        }
        Some(OAuth2ErrorCode::InvalidClient) => {
            "the token endpoint refused the client; check its id, secret and way of authentication"
        }
        _ if lost && grant == Grant::OneShot => {
            "the response to a refresh was lost, and the refresh token may have been used up"
        }
        _ => "no token could be obtained",
    };
    let failure = if lost && grant == Grant::OneShot && error.may_have_been_sent() {
        CredentialsError::ambiguous(message)
    } else if lost || error.is_rate_limited() || error.is_connect() && error.is_retryable() {
        CredentialsError::temporary(message)
    } else {
        CredentialsError::permanent(message)
    };
    failure.with_source(error.into())
}
