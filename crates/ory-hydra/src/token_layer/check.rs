//! What a token stands for: asked of Hydra, or verified here.

use std::time::Duration;

use ory_core::checks::Answer;
#[cfg(feature = "jwt")]
use ory_core::checks::trace_token;
use ory_core::{Audience, Denial, DenialReason, RetryPolicy, Secret, Timestamp};

use crate::introspection::ActiveToken;
use crate::{Client, operations};

/// Where the facts about a token come from.
#[derive(Clone)]
pub(super) enum Source {
    Introspection {
        hydra: Client,
        audience: Audience,
    },
    #[cfg(feature = "jwt")]
    Jwt(ory_core::jwt::JwtVerifier),
    /// Verified where that is possible, else introspected.
    #[cfg(feature = "jwt")]
    Both {
        verifier: ory_core::jwt::JwtVerifier,
        hydra: Client,
        audience: Audience,
    },
}

impl Source {
    /// Hydra and the audience to judge by, where it is asked.
    pub(super) fn introspection(&self) -> Option<(&Client, &Audience)> {
        match self {
            Source::Introspection { hydra, audience } => Some((hydra, audience)),
            #[cfg(feature = "jwt")]
            Source::Jwt(_) => None,
            #[cfg(feature = "jwt")]
            Source::Both {
                hydra, audience, ..
            } => Some((hydra, audience)),
        }
    }

    /// Verifies the token, if that is done here and can be. `None` leaves it to Hydra.
    #[cfg(feature = "jwt")]
    pub(super) async fn verify(&self, token: &Secret) -> Option<Result<ActiveToken, Denial>> {
        use ory_core::jwt::JwtError;

        let (verifier, asks) = match self {
            Source::Introspection { .. } => return None,
            Source::Jwt(verifier) => (verifier, false),
            Source::Both { verifier, .. } => (verifier, true),
        };
        let verified = match verifier.verify(token).await {
            Ok(jwt) => crate::access_jwt::active_token(&jwt),
            Err(error) => Err(error),
        };
        match verified {
            Ok(token) => Some(Ok(token)),
            Err(
                JwtError::Malformed
                | JwtError::Algorithm
                | JwtError::UnknownKey
                | JwtError::Unavailable(_),
            ) if asks => None,
            Err(JwtError::Unavailable(error)) => Some(Err(Denial::failed(error))),
            Err(error) => {
                trace_token("token", &error);
                Some(Err(Denial::new(DenialReason::InvalidToken)))
            }
        }
    }

    #[cfg(not(feature = "jwt"))]
    #[allow(clippy::unused_async)] // as with the feature
    pub(super) async fn verify(&self, _: &Secret) -> Option<Result<ActiveToken, Denial>> {
        None
    }
}

/// Asks Hydra. Without a scope, so that the answer serves every route.
pub(super) async fn introspect(
    question: operations::IntrospectOAuth2Token,
    timeout: Duration,
    cache_for: Duration,
) -> Result<Answer<ActiveToken>, Denial> {
    let answer = question
        .with_timeout(timeout)
        .with_retry(RetryPolicy::new().attempts(2))
        .await;
    let details = answer.map_err(Denial::failed)?;
    if !details.active {
        return Err(Denial::new(DenialReason::InvalidToken));
    }
    let token = ActiveToken::new(details);
    let left = token.remaining(Timestamp::now());
    Ok(Answer::new(
        token,
        left.map_or(cache_for, |left| cache_for.min(left)),
    ))
}
