//! Why a request is not let through, by name.

use std::borrow::Cow;

use http::StatusCode;

/// Why a request is not let through.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DenialReason {
    /// 401: nobody says who calls.
    NoCredentials,
    /// 401: the session is unknown, over or was revoked.
    NotSignedIn,
    /// 401: the token is unknown, expired, revoked, of another issuer, for another audience or of
    /// another kind.
    InvalidToken,
    /// 401: the shared secret of a hook is missing or another.
    InvalidSecret,
    /// 400: the credential has a form that none has, or comes more than once.
    InvalidRequest,
    /// 400: the body is not what is sent here.
    InvalidBody,
    /// 403: a page of another origin sends a state-changing request with the user's cookie.
    CrossOrigin,
    /// 403: a second factor is needed.
    Aal2Required,
    /// 403: the user has to give credentials anew.
    RefreshRequired,
    /// 403: the token lacks a scope.
    InsufficientScope,
    /// 403: the server refuses, for the reason of this id: an address has to be verified first,
    /// say.
    Refused(Cow<'static, str>),
    /// 403: the caller does not have the permission.
    Forbidden,
    /// 404: the caller does not have the permission, and is not to know what there is.
    Hidden,
    /// 503: the server that knows could not be asked, so nobody knows.
    Unavailable,
    /// 500: the service is set up wrongly; see [`Denial::error`](crate::Denial::error) and the
    /// trace.
    Misconfigured,
}

impl DenialReason {
    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            DenialReason::NoCredentials
            | DenialReason::NotSignedIn
            | DenialReason::InvalidToken
            | DenialReason::InvalidSecret => StatusCode::UNAUTHORIZED,
            DenialReason::InvalidRequest | DenialReason::InvalidBody => StatusCode::BAD_REQUEST,
            DenialReason::CrossOrigin
            | DenialReason::Aal2Required
            | DenialReason::RefreshRequired
            | DenialReason::InsufficientScope
            | DenialReason::Refused(_)
            | DenialReason::Forbidden => StatusCode::FORBIDDEN,
            DenialReason::Hidden => StatusCode::NOT_FOUND,
            DenialReason::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            DenialReason::Misconfigured => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The stable name, which the response's body has too: `no_credentials`,
    /// `session_aal2_required`.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            DenialReason::NoCredentials => "no_credentials",
            DenialReason::NotSignedIn => "not_signed_in",
            DenialReason::InvalidToken => "invalid_token",
            DenialReason::InvalidSecret => "invalid_secret",
            DenialReason::InvalidRequest => "invalid_request",
            DenialReason::InvalidBody => "invalid_body",
            DenialReason::CrossOrigin => "cross_origin",
            DenialReason::Aal2Required => "session_aal2_required",
            DenialReason::RefreshRequired => "session_refresh_required",
            DenialReason::InsufficientScope => "insufficient_scope",
            DenialReason::Refused(id) => id,
            DenialReason::Forbidden => "forbidden",
            DenialReason::Hidden => "not_found",
            DenialReason::Unavailable => "unavailable",
            DenialReason::Misconfigured => "internal_error",
        }
    }

    /// A sentence for the caller. It says nothing that the caller does not know.
    pub(super) fn message(&self) -> &'static str {
        match self {
            DenialReason::NoCredentials => "the request has no credentials",
            DenialReason::NotSignedIn => "there is no active session, log in again",
            DenialReason::InvalidToken => "the access token is not valid here",
            DenialReason::InvalidSecret => "the secret of this hook is missing or wrong",
            DenialReason::InvalidRequest => "the credentials are malformed or come more than once",
            DenialReason::InvalidBody => "the body is not what this endpoint expects",
            DenialReason::CrossOrigin => {
                "a page of another origin may not send this request with the user's cookie; a service that wants it \
                 lists the origin by `allow_origin`"
            }
            DenialReason::Aal2Required => "a second factor is needed",
            DenialReason::RefreshRequired => "the last log in is too long ago, log in again",
            DenialReason::InsufficientScope => "the access token lacks a scope",
            DenialReason::Refused(_) => "the request was refused",
            DenialReason::Forbidden => "the permission is missing",
            DenialReason::Hidden => "not found",
            DenialReason::Unavailable => "this cannot be checked at the moment, try again",
            DenialReason::Misconfigured => "this service cannot check the request",
        }
    }
}
