//! Whether an access token is worth anything, as a resource server asks.

use std::collections::BTreeMap;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;

use ory_core::{Caller, CallerKind, Error, Secret, Timestamp};
use serde_json::Value;

use crate::models::IntrospectedOAuth2Token;
use crate::token::join;
use crate::{OAuth2Api, operations};

impl OAuth2Api {
    /// Asks Hydra what an access token stands for (RFC 7662). Needs the admin URL.
    ///
    /// ```no_run
    /// # async fn handler(hydra: ory_hydra::Client, bearer: &str) -> Result<(), ory_hydra::Error> {
    /// use ory_hydra::Introspection;
    ///
    /// let token = hydra
    ///     .oauth2()
    ///     .introspect(bearer)
    ///     .require_scope(["orders.read"])
    ///     .require_audience("https://orders.example");
    /// match token.await? {
    ///     Introspection::Active(token) => println!("{:?} may read", token.subject()),
    ///     Introspection::Refused(why) => println!("401: {why:?}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// A failing Hydra is an error, never a refused token.
    pub fn introspect(&self, token: impl Into<Secret>) -> Introspect {
        Introspect {
            operation: self.introspect_oauth2_token(token.into()),
            audience: None,
        }
    }
}

/// A question about a token; `.await` gives an [`Introspection`].
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct Introspect {
    operation: operations::IntrospectOAuth2Token,
    audience: Option<String>,
}

impl Introspect {
    /// Accepts the token only with all of these scopes. Hydra checks it by the scope strategy that it is set to.
    pub fn require_scope(mut self, scopes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.operation = self.operation.scope(join(scopes));
        self
    }

    /// Accepts the token only if it was issued for this audience: your own service.
    pub fn require_audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }
}

impl IntoFuture for Introspect {
    type Output = Result<Introspection, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let token = self.operation.await?;
            Ok(Introspection::of(token, self.audience.as_deref()))
        })
    }
}

impl fmt::Debug for Introspect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Introspect")
            .field("audience", &self.audience)
            .finish_non_exhaustive()
    }
}

/// What is known about a token.
#[derive(Clone, Debug, PartialEq)]
pub enum Introspection {
    /// An access token that is valid and has what was required.
    Active(Box<ActiveToken>),
    /// Anything else: answer with 401.
    Refused(TokenRefusal),
}

/// Why a token was refused. For logs; the caller need not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenRefusal {
    /// It is unknown, expired or revoked, or lacks a required scope: Hydra does not tell which.
    Inactive,
    /// It is a refresh token, which opens nothing but the token endpoint.
    NotAnAccessToken,
    /// It was issued for another audience.
    Audience,
}

impl fmt::Display for TokenRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TokenRefusal::Inactive => "unknown, expired, revoked, or without a required scope",
            TokenRefusal::NotAnAccessToken => "a refresh token is no access token",
            TokenRefusal::Audience => "issued for another audience",
        })
    }
}

impl Introspection {
    fn of(token: IntrospectedOAuth2Token, audience: Option<&str>) -> Self {
        if !token.active {
            return Introspection::Refused(TokenRefusal::Inactive);
        }
        if is_refresh_token(&token) {
            return Introspection::Refused(TokenRefusal::NotAnAccessToken);
        }
        let token = ActiveToken::new(token);
        match audience {
            Some(audience) if !token.audience().iter().any(|one| one == audience) => {
                Introspection::Refused(TokenRefusal::Audience)
            }
            _ => Introspection::Active(Box::new(token)),
        }
    }

    /// The token, unless it was refused.
    #[must_use]
    pub fn active(self) -> Option<ActiveToken> {
        match self {
            Introspection::Active(token) => Some(*token),
            Introspection::Refused(_) => None,
        }
    }
}

/// A valid access token, whether Hydra was asked about it or it was verified here. Cheap to clone.
#[derive(Clone)]
pub struct ActiveToken(Arc<Facts>);

#[derive(PartialEq)]
struct Facts {
    details: IntrospectedOAuth2Token,
    caller: Option<Caller>,
}

impl ActiveToken {
    pub(crate) fn new(details: IntrospectedOAuth2Token) -> Self {
        let subject = details.sub.as_deref().filter(|id| !id.is_empty());
        let client = details.client_id.as_deref().filter(|id| !id.is_empty());
        let caller = match (subject, client) {
            // With client credentials Hydra makes the client the subject.
            (Some(subject), client) if Some(subject) != client => {
                Some(Caller::new(subject, CallerKind::Token))
            }
            (_, Some(client)) => Some(Caller::new(client, CallerKind::Client)),
            (_, None) => None,
        };
        ActiveToken(Arc::new(Facts { details, caller }))
    }

    /// Who calls: the subject, or the client where it acts for itself.
    #[must_use]
    pub fn caller(&self) -> Option<&Caller> {
        self.0.caller.as_ref()
    }

    #[cfg(feature = "middleware")]
    pub(crate) fn is_refresh_token(&self) -> bool {
        is_refresh_token(&self.0.details)
    }

    /// How long it is still valid; zero once it has expired, `None` if it does not expire.
    #[cfg(feature = "middleware")]
    pub(crate) fn remaining(&self, now: Timestamp) -> Option<std::time::Duration> {
        let left = self.0.details.exp?.saturating_sub(now.unix_seconds());
        // The part of a second that has passed counts as a whole one.
        let left = left - i64::from(now.subsec_nanoseconds() > 0);
        let left = u64::try_from(left).unwrap_or(0);
        Some(std::time::Duration::from_secs(left))
    }

    /// Whom it acts for: the user, or the client itself for client credentials.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.0.details.sub.as_deref()
    }

    /// The client that it was issued to.
    #[must_use]
    pub fn client_id(&self) -> Option<&str> {
        self.0.details.client_id.as_deref()
    }

    /// The scopes granted, one by one.
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        self.0
            .details
            .scope
            .as_deref()
            .unwrap_or_default()
            .split_whitespace()
    }

    /// Whether exactly this scope was granted.
    #[must_use]
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scopes().any(|granted| granted == scope)
    }

    /// The audiences that it is meant for.
    #[must_use]
    pub fn audience(&self) -> &[String] {
        &self.0.details.aud
    }

    /// When it expires, by Hydra's clock; a result may be cached until then, but a revocation goes unnoticed.
    #[must_use]
    pub fn expires_at(&self) -> Option<Timestamp> {
        Timestamp::from_unix(self.0.details.exp?, 0).ok()
    }

    /// Further claims, by name: what Hydra says beside the fields of [`details`](Self::details), or what a JWT has beside
    /// them.
    #[must_use]
    pub fn claims(&self) -> &BTreeMap<String, Value> {
        &self.0.details.extra
    }

    /// All that Hydra says about it, such as the consent page's claims in `ext`.
    #[must_use]
    pub fn details(&self) -> &IntrospectedOAuth2Token {
        &self.0.details
    }
}

impl PartialEq for ActiveToken {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl fmt::Debug for ActiveToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ActiveToken").field(&self.0.details).finish()
    }
}

/// Servers before `token_use` put the kind into `token_type`.
fn is_refresh_token(token: &IntrospectedOAuth2Token) -> bool {
    let kind = token.token_use.as_deref().or(token.token_type.as_deref());
    kind == Some("refresh_token")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn of(answer: Value, audience: Option<&str>) -> Introspection {
        Introspection::of(serde_json::from_value(answer).unwrap(), audience)
    }

    #[test]
    fn only_an_access_token_for_this_audience_is_active() {
        let refused = |answer, audience| match of(answer, audience) {
            Introspection::Refused(why) => why,
            active => panic!("{active:?}"),
        };
        assert_eq!(
            refused(json!({"active": false}), None),
            TokenRefusal::Inactive
        );
        assert_eq!(refused(json!({}), None), TokenRefusal::Inactive);
        let refresh = json!({"active": true, "token_use": "refresh_token", "token_type": "Bearer"});
        assert_eq!(refused(refresh, None), TokenRefusal::NotAnAccessToken);
        let old = json!({"active": true, "token_type": "refresh_token"});
        assert_eq!(refused(old, None), TokenRefusal::NotAnAccessToken);
        let other = json!({"active": true, "aud": ["https://other"]});
        assert_eq!(refused(other, Some("https://api")), TokenRefusal::Audience);
        let none = json!({"active": true});
        assert_eq!(refused(none, Some("https://api")), TokenRefusal::Audience);

        let answer = json!({
            "active": true, "aud": ["https://api"], "scope": "a b", "sub": "alice", "exp": 1_700_000_000,
            "token_use": "access_token"
        });
        let token = of(answer, Some("https://api")).active().unwrap();
        assert!(token.has_scope("b") && !token.has_scope("c"));
        assert_eq!(token.subject(), Some("alice"));
        assert_eq!(token.expires_at().unwrap().unix_seconds(), 1_700_000_000);
    }
}
