//! Token hooks: what Hydra asks before it issues tokens, and what it understands as a reply.

use std::fmt;

use ory_core::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderMap, HeaderValue};
use ory_core::http::{Response, StatusCode};
use ory_core::{Bytes, Denial, DenialReason, HookAuth};
use serde_json::{Map, Value, json};

use crate::models::{TokenHookRequest, TokenHookSession};

/// A call of the token hook (`oauth2.token_hook`) or of the older refresh hook.
///
/// ```
/// use ory_hydra::TokenHook;
/// use ory_hydra::ory_core::http::{HeaderMap, Response};
/// use ory_hydra::ory_core::{Bytes, HookAuth};
///
/// fn token_hook(auth: &HookAuth, headers: &HeaderMap, body: &[u8]) -> Response<Bytes> {
///     match TokenHook::read(auth, headers, body) {
///         Ok(hook) => hook.extend().access_claim("plan", "pro").response(),
///         Err(denial) => denial.response(),
///     }
/// }
/// ```
///
/// Hydra repeats the call after a 5xx and a lost connection, and takes any other status than 200,
/// 204 and 403 for an error of its own. What a reply does depends on the grant (Hydra 2.3):
///
/// | grant | claims of the reply |
/// |---|---|
/// | authorization code | are added; those of the consent win over them |
/// | refresh | replace all that there were, `sid` of the ID token included |
/// | client credentials | are the claims |
///
/// [`extend`](Self::extend) begins with what there is, so that nothing is lost in any of them.
///
/// See <https://www.ory.com/docs/hydra/guides/claims-at-refresh>.
#[derive(Clone, PartialEq)]
pub struct TokenHook {
    request: TokenHookRequest,
}

impl TokenHook {
    /// Reads a call, if it comes from Hydra.
    ///
    /// # Errors
    ///
    /// 401 if the secret is missing or wrong, before anything else is looked at; 400 if the body is
    /// not that of a hook.
    pub fn read(auth: &HookAuth, headers: &HeaderMap, body: &[u8]) -> Result<Self, Denial> {
        auth.check(headers)?;
        let request: Option<TokenHookRequest> = serde_json::from_slice(body).ok();
        match request {
            Some(request) if request.session.is_some() => Ok(TokenHook { request }),
            _ => Err(Denial::new(DenialReason::InvalidBody)),
        }
    }

    /// All that Hydra says. The form of the token request in it is secret.
    #[must_use]
    pub fn request(&self) -> &TokenHookRequest {
        &self.request
    }

    /// The user, or the client itself for client credentials.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        let subject = self.session()?.id_token.as_ref()?.subject.as_deref();
        subject.filter(|subject| !subject.is_empty())
    }

    /// The client.
    #[must_use]
    pub fn client_id(&self) -> Option<&str> {
        self.session()?.client_id.as_deref()
    }

    /// The grant: `authorization_code`, `refresh_token`, `client_credentials`.
    #[must_use]
    pub fn grant_type(&self) -> Option<&str> {
        match &self.request.request {
            Some(request) => request.grant_types.first().map(String::as_str),
            // The refresh hook has it elsewhere.
            None => self.request.extra.get("requester")?["grant_types"][0].as_str(),
        }
    }

    fn session(&self) -> Option<&TokenHookSession> {
        self.request.session.as_ref()
    }

    /// A reply that adds or changes claims, and keeps what the session has.
    pub fn extend(&self) -> TokenClaims {
        let session = self.session();
        let access = session.map(|session| session.extra.clone().into_iter().collect());
        let id = session
            .and_then(|session| session.id_token.as_ref()?.id_token_claims.as_ref())
            .map(|claims| claims.ext.clone().into_iter().collect());
        TokenClaims {
            access_token: access.unwrap_or_default(),
            id_token: id.unwrap_or_default(),
        }
    }
}

impl fmt::Debug for TokenHook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenHook")
            .field("client_id", &self.client_id())
            .field("grant_type", &self.grant_type())
            .finish_non_exhaustive()
    }
}

/// The claims of the tokens to be, as a reply to a [`TokenHook`].
#[derive(Clone, PartialEq)]
#[must_use = "Hydra is told by the response"]
pub struct TokenClaims {
    access_token: Map<String, Value>,
    id_token: Map<String, Value>,
}

impl TokenClaims {
    /// Sets a claim of the access token. Introspection shows it under `ext`, a JWT too unless it is
    /// listed in `allowed_top_level_claims`.
    pub fn access_claim(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.access_token.insert(name.into(), value.into());
        self
    }

    /// Sets a claim of the ID token. There is none without a user.
    pub fn id_claim(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.id_token.insert(name.into(), value.into());
        self
    }

    /// Drops a claim of the access token. It has an effect on refresh alone: see [`TokenHook`].
    pub fn without_access_claim(mut self, name: &str) -> Self {
        self.access_token.remove(name);
        self
    }

    /// Drops a claim of the ID token. It has an effect on refresh alone: see [`TokenHook`].
    pub fn without_id_claim(mut self, name: &str) -> Self {
        self.id_token.remove(name);
        self
    }

    /// The reply.
    #[must_use]
    pub fn reply(self) -> TokenHookReply {
        TokenHookReply::Set(self)
    }

    /// The response: 200 with the claims.
    #[must_use]
    pub fn response(self) -> Response<Bytes> {
        self.reply().response()
    }
}

impl fmt::Debug for TokenClaims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenClaims")
            .field("access_token", &self.access_token.len())
            .field("id_token", &self.id_token.len())
            .finish()
    }
}

/// The reply to a [`TokenHook`].
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum TokenHookReply {
    /// 204: the tokens are issued as they would be without the hook.
    Keep,
    /// 403: no tokens are issued.
    Deny,
    /// 200: the tokens are issued with these claims; [`TokenHook::extend`] makes them.
    Set(TokenClaims),
}

impl TokenHookReply {
    /// The response.
    #[must_use]
    pub fn response(self) -> Response<Bytes> {
        let (status, body) = match self {
            TokenHookReply::Keep => (StatusCode::NO_CONTENT, None),
            TokenHookReply::Deny => (StatusCode::FORBIDDEN, None),
            TokenHookReply::Set(claims) => {
                let (access, id) = (claims.access_token, claims.id_token);
                let session = json!({ "access_token": access, "id_token": id });
                (StatusCode::OK, Some(json!({ "session": session })))
            }
        };
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(body) = body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *response.body_mut() = Bytes::from(body.to_string());
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use ory_core::http::HeaderName;

    use super::*;

    const KEY: HeaderName = HeaderName::from_static("x-key");

    fn headers(secret: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(KEY, HeaderValue::from_static(secret));
        headers
    }

    fn session() -> Value {
        json!({
            "client_id": "shop",
            "extra": {"colour": "blue"},
            "id_token": {
                "subject": "ada",
                "id_token_claims": {"iss": "http://h", "sub": "ada", "ext": {"nickname": "ada", "sid": "s"}},
            },
        })
    }

    fn read(body: &Value) -> TokenHook {
        let auth = HookAuth::header(KEY, "secret");
        TokenHook::read(&auth, &headers("secret"), body.to_string().as_bytes()).unwrap()
    }

    fn parts(response: Response<Bytes>) -> (u16, Option<Value>) {
        let status = response.status().as_u16();
        (status, serde_json::from_slice(response.body()).ok())
    }

    #[test]
    fn an_extended_session_keeps_what_there_is() {
        for (body, grant) in [
            (
                json!({"session": session(), "request": {"grant_types": ["refresh_token"]}}),
                "refresh_token",
            ),
            (
                json!({"session": session(), "requester": {"grant_types": ["refresh_token"]}}),
                "refresh_token",
            ),
            (
                json!({"session": session(), "request": {"grant_types": ["authorization_code"]}}),
                "authorization_code",
            ),
        ] {
            let hook = read(&body);
            assert_eq!(
                (hook.subject(), hook.client_id()),
                (Some("ada"), Some("shop"))
            );
            assert_eq!(hook.grant_type(), Some(grant));
            let claims = hook
                .extend()
                .access_claim("plan", "pro")
                .id_claim("plan", "pro");
            let (status, body) = parts(claims.response());
            assert_eq!(status, 200);
            assert_eq!(
                body.unwrap(),
                json!({"session": {
                    "access_token": {"colour": "blue", "plan": "pro"},
                    "id_token": {"nickname": "ada", "sid": "s", "plan": "pro"},
                }})
            );
        }
        let fewer = read(&json!({"session": session()})).extend();
        let fewer = fewer
            .without_access_claim("colour")
            .without_id_claim("nickname");
        let expected = json!({"session": {"access_token": {}, "id_token": {"sid": "s"}}});
        assert_eq!(parts(fewer.response()), (200, Some(expected)));
        // Client credentials have no user.
        let bare = read(&json!({"session": {"extra": {}}})).extend();
        let expected = json!({"session": {"access_token": {}, "id_token": {}}});
        assert_eq!(parts(bare.response()), (200, Some(expected)));
    }

    #[test]
    fn property_30_replies_are_never_an_empty_200() {
        assert_eq!(parts(TokenHookReply::Keep.response()), (204, None));
        assert_eq!(parts(TokenHookReply::Deny.response()), (403, None));
    }

    #[test]
    fn what_is_not_a_call_of_hydras_is_refused() {
        let auth = HookAuth::header(KEY, "secret");
        let status = |secret, body: &str| {
            let denial = TokenHook::read(&auth, &headers(secret), body.as_bytes()).unwrap_err();
            denial.status().as_u16()
        };
        assert_eq!(status("other", "{}"), 401);
        for body in [
            "",
            "{",
            "null",
            "[]",
            "{}",
            r#"{"session":1}"#,
            r#"{"session":null}"#,
        ] {
            assert_eq!(status("secret", body), 400, "{body}");
        }
        let hook = read(&json!({"session": {"extra": {"x": "CANARY"}}}));
        assert!(!format!("{hook:?} {:?}", hook.extend()).contains("CANARY"));
    }
}
