//! Why a token is not accepted.

use std::fmt;
use std::sync::Arc;

use crate::error::Error;

/// Why a token is not accepted. Only [`Unavailable`](Self::Unavailable) is no verdict about the
/// token: answer 503 to it and 401 to all others. None repeats anything of the token, and a caller
/// need not be told which it was.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum JwtError {
    /// It is not a signed JSON Web Token in compact form, or has a header that must not be ignored.
    Malformed,
    /// Its algorithm is not supported, not among the [allowed](super::JwtVerifier::algorithms) or
    /// not that of its key.
    Algorithm,
    /// No key has its `kid`; without a `kid`, not exactly one key fits.
    UnknownKey,
    /// The signature is not the key's.
    Signature,
    /// It has expired.
    Expired,
    /// It is not valid yet.
    NotYetValid,
    /// Another issuer issued it.
    Issuer,
    /// It is for another audience, or for none.
    Audience,
    /// It is another kind of token: an ID token where an access token is expected.
    Kind,
    /// The claim of this name is missing or has a type or value that it must not have.
    Claim(&'static str),
    /// The keys could not be fetched, so nobody knows whether the token is good.
    Unavailable(Arc<Error>),
}

impl JwtError {
    /// Whether nothing was found out about the token, because there are no keys to verify it with.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        matches!(self, JwtError::Unavailable(_))
    }
}

impl fmt::Display for JwtError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            JwtError::Malformed => "verify token: it is not a signed JSON Web Token",
            JwtError::Algorithm => {
                "verify token: its signature algorithm is not supported, not allowed or not that of its key"
            }
            JwtError::UnknownKey => "verify token: it names a key that the issuer does not publish",
            JwtError::Signature => "verify token: the signature is wrong",
            JwtError::Expired => {
                "verify token: it has expired; check this machine's clock if it should not have"
            }
            JwtError::NotYetValid => {
                "verify token: it is not valid yet; check this machine's clock if it should be"
            }
            JwtError::Issuer => {
                "verify token: it comes from another issuer than the verifier was made with"
            }
            JwtError::Audience => {
                "verify token: it is not for the audience that the verifier was made with"
            }
            JwtError::Kind => "verify token: it is another kind of token than is expected here",
            JwtError::Claim(name) => {
                return write!(f, "verify token: the claim `{name}` is missing or not acceptable");
            }
            JwtError::Unavailable(_) => "verify token: the issuer's keys are not available",
        })
    }
}

impl std::error::Error for JwtError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            JwtError::Unavailable(error) => Some(&**error),
            _ => None,
        }
    }
}
