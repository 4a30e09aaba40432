//! What proves to Ory who is calling.

use std::sync::Arc;

use crate::credentials::headers::{CredentialHeaders, CredentialsFuture};
use crate::credentials::target::Target;

/// What proves to Ory who is calling.
///
/// The SDK has [`ApiKey`](super::ApiKey), [`Basic`](super::Basic), [`Bearer`](super::Bearer),
/// [`ClientCredentials`](super::ClientCredentials) and [`TokenSource`](super::TokenSource); implement
/// this for anything else, such as a token that another process keeps fresh.
///
/// ```
/// use http::HeaderValue;
/// use ory_core::credentials::{CredentialHeaders, Credentials, CredentialsFuture, Target};
///
/// struct FromFile(std::path::PathBuf);
///
/// impl Credentials for FromFile {
///     fn headers<'a>(&'a self, _target: Target<'a>) -> CredentialsFuture<'a> {
///         CredentialsFuture::boxed(async move {
///             let token = std::fs::read_to_string(&self.0)?;
///             Ok(CredentialHeaders::authorization(format!("Bearer {}", token.trim()).try_into()?))
///         })
///     }
/// }
/// ```
pub trait Credentials: Send + Sync + 'static {
    /// The headers to send with one attempt of a call.
    ///
    /// Called for every attempt, and only if the credentials may be sent to the target; the time it
    /// takes counts towards the attempt's timeout. The values are marked as sensitive by the caller.
    /// An error means that the call is not sent: return
    /// [`CredentialsError::permanent`](super::CredentialsError::permanent) where a retry is useless,
    /// and [`CredentialsError::ambiguous`](super::CredentialsError::ambiguous) where it may do harm.
    fn headers<'a>(&'a self, target: Target<'a>) -> CredentialsFuture<'a>;

    /// Reports mistakes when a client is built; the text says what to do and repeats no secret.
    ///
    /// # Errors
    ///
    /// A sentence for the configuration error.
    fn check(&self) -> Result<(), String> {
        Ok(())
    }

    /// Called when the server responded 401 to these headers, so that a cached token can be dropped.
    fn rejected(&self, headers: &CredentialHeaders) {
        let _ = headers;
    }
}

impl<C: Credentials + ?Sized> Credentials for Arc<C> {
    fn headers<'a>(&'a self, target: Target<'a>) -> CredentialsFuture<'a> {
        (**self).headers(target)
    }

    fn check(&self) -> Result<(), String> {
        (**self).check()
    }

    fn rejected(&self, headers: &CredentialHeaders) {
        (**self).rejected(headers);
    }
}
