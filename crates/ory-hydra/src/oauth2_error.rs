//! The error codes of OAuth2, OpenID Connect and the device flow.

use ory_core::Error;

use crate::models::RejectOAuth2Request;

ory_core::open_enum! {
    /// Why an OAuth2 request was refused: the `error` of RFC 6749, section 5.2, and of what builds on it.
    ///
    /// ```no_run
    /// # async fn token(shop: ory_hydra::Application, refresh_token: String) -> Result<(), ory_hydra::Error> {
    /// use ory_hydra::OAuth2ErrorCode;
    ///
    /// match shop.refresh(refresh_token).await {
    ///     Ok(tokens) => println!("valid until {:?}", tokens.expires_at),
    ///     Err(error) if OAuth2ErrorCode::of(&error) == Some(OAuth2ErrorCode::InvalidGrant) => {
    ///         println!("log in again");
    ///     }
    ///     Err(error) => return Err(error),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub enum OAuth2ErrorCode {
        /// The user or the server said no.
        AccessDenied = "access_denied",
        /// The user has to choose an account.
        AccountSelectionRequired = "account_selection_required",
        /// The user of the device has not answered yet (RFC 8628).
        AuthorizationPending = "authorization_pending",
        /// The user has to consent, and `prompt=none` forbids asking.
        ConsentRequired = "consent_required",
        /// The device code has expired (RFC 8628).
        ExpiredToken = "expired_token",
        /// A parameter, mostly `state` or `nonce`, is too short. Hydra's own.
        InsufficientEntropy = "insufficient_entropy",
        /// The token lacks a scope (RFC 6750).
        InsufficientScope = "insufficient_scope",
        /// The user has to do something, and `prompt=none` forbids asking.
        InteractionRequired = "interaction_required",
        /// The client is unknown, its secret wrong, or its way of authentication not the registered one.
        InvalidClient = "invalid_client",
        /// The code, refresh token, device code or assertion is wrong, used, expired or another client's.
        InvalidGrant = "invalid_grant",
        /// The request lacks a parameter or has a wrong one.
        InvalidRequest = "invalid_request",
        /// The request object is invalid.
        InvalidRequestObject = "invalid_request_object",
        /// The request URI cannot be used.
        InvalidRequestUri = "invalid_request_uri",
        /// The scope is unknown, or more than the client may have.
        InvalidScope = "invalid_scope",
        /// The `state` is missing or too short. Hydra's own.
        InvalidState = "invalid_state",
        /// The audience or resource is not the client's (RFC 8707).
        InvalidTarget = "invalid_target",
        /// The access token is wrong, expired or revoked (RFC 6750).
        InvalidToken = "invalid_token",
        /// The assertion was used before. Hydra's own.
        JtiKnown = "jti_known",
        /// The user has to log in, and `prompt=none` forbids asking.
        LoginRequired = "login_required",
        /// Dynamic registration is not supported.
        RegistrationNotSupported = "registration_not_supported",
        /// The request is not allowed. Hydra's own.
        RequestForbidden = "request_forbidden",
        /// Request objects are not supported.
        RequestNotSupported = "request_not_supported",
        /// The request needs authorization. Hydra's own.
        RequestUnauthorized = "request_unauthorized",
        /// Request URIs are not supported.
        RequestUriNotSupported = "request_uri_not_supported",
        /// The server failed.
        ServerError = "server_error",
        /// The device asks too often (RFC 8628).
        SlowDown = "slow_down",
        /// The server is overloaded or under maintenance.
        TemporarilyUnavailable = "temporarily_unavailable",
        /// The token is expired or revoked. Hydra's own.
        TokenInactive = "token_inactive",
        /// The client may not use this grant or response type.
        UnauthorizedClient = "unauthorized_client",
        /// The grant type is not supported.
        UnsupportedGrantType = "unsupported_grant_type",
        /// The response type is not supported.
        UnsupportedResponseType = "unsupported_response_type",
        /// A token of this type cannot be revoked (RFC 7009).
        UnsupportedTokenType = "unsupported_token_type",
    }
}

impl OAuth2ErrorCode {
    /// The code that the server answered with; `None` for errors of another kind.
    ///
    /// Hydra's admin API puts a sentence where the code should be (`Unable to locate the resource`); that is `None`
    /// too, and `error.status()` says more.
    #[must_use]
    pub fn of(error: &Error) -> Option<Self> {
        let code = error.api()?.oauth2_error()?;
        is_code(code).then(|| OAuth2ErrorCode::from(code))
    }
}

/// Codes are words; the grammar of RFC 6749 allows blanks, which no registered code has and Hydra's sentences do.
fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\'))
}

/// To reject a login, consent or logout with a code alone.
impl From<OAuth2ErrorCode> for RejectOAuth2Request {
    fn from(code: OAuth2ErrorCode) -> Self {
        RejectOAuth2Request::new().error(code.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_not_codes() {
        for code in OAuth2ErrorCode::KNOWN {
            assert!(is_code(code));
        }
        assert!(is_code("https://errors.example/too_many"));
        for text in ["", "Unable to locate the resource", "a\"b", "ü"] {
            assert!(!is_code(text), "{text}");
        }
    }
}
