//! Credentials that never change: API keys, bearer tokens, basic authentication.

use std::fmt;

use bytes::Bytes;
use form_urlencoded::byte_serialize;
use http::HeaderValue;

use crate::credentials::credential::Credentials;
use crate::credentials::error::CredentialsError;
use crate::credentials::headers::{CredentialHeaders, CredentialsFuture};
use crate::credentials::target::Target;
use crate::wire::encoded::base64;
use crate::wire::secret::Secret;

/// One `Authorization` header that never changes.
#[derive(Clone)]
pub(crate) struct Fixed {
    pub(crate) header: Result<HeaderValue, String>,
}

impl Fixed {
    pub(crate) fn bearer(token: &str, what: &str) -> Self {
        let header = if token.is_empty() {
            Err(format!("the {what} is empty"))
        } else if token.bytes().any(|byte| !(0x21..=0x7e).contains(&byte)) {
            // A file or a variable often ends with a line break.
            Err(format!(
                "the {what} holds a blank, a line break or another character that no token has; \
                 remove it"
            ))
        } else {
            authorization(["Bearer ", token].concat())
                .map_err(|_| format!("the {what} cannot be sent in a header"))
        };
        Fixed { header }
    }

    fn headers<'a>(&self) -> CredentialsFuture<'a> {
        CredentialsFuture::ready(match &self.header {
            Ok(value) => Ok(CredentialHeaders::authorization(value.clone())),
            Err(message) => Err(CredentialsError::permanent(message.clone()).into()),
        })
    }

    fn check(&self) -> Result<(), String> {
        self.header.as_ref().map(drop).map_err(Clone::clone)
    }
}

/// A sensitive header value, without a copy of the text.
fn authorization(text: String) -> Result<HeaderValue, http::Error> {
    let mut value = HeaderValue::from_maybe_shared(Bytes::from(text))?;
    value.set_sensitive(true);
    Ok(value)
}

/// An API key of Ory Network, of a project (`ory_pat_`) or of a workspace (`ory_wak_`).
///
/// See <https://www.ory.com/docs/concepts/personal-access-token>.
///
/// ```
/// let key = ory_core::credentials::ApiKey::new("ory_pat_xyz");
/// assert!(!format!("{key:?}").contains("xyz"));
/// ```
#[derive(Clone)]
pub struct ApiKey(Fixed);

impl ApiKey {
    /// A key as the console shows it once. One that cannot be sent is reported when the client is
    /// built.
    #[must_use]
    pub fn new(key: impl Into<Secret>) -> Self {
        ApiKey(Fixed::bearer(key.into().expose(), "API key"))
    }
}

impl Credentials for ApiKey {
    fn headers<'a>(&'a self, _: Target<'a>) -> CredentialsFuture<'a> {
        self.0.headers()
    }

    fn check(&self) -> Result<(), String> {
        self.0.check()
    }
}

/// A token that is sent as it is (RFC 6750).
#[derive(Clone)]
pub struct Bearer(Fixed);

impl Bearer {
    /// A token. One that cannot be sent is reported when the client is built or the call is sent.
    #[must_use]
    pub fn new(token: impl Into<Secret>) -> Self {
        Bearer(Fixed::bearer(token.into().expose(), "bearer token"))
    }
}

impl Credentials for Bearer {
    fn headers<'a>(&'a self, _: Target<'a>) -> CredentialsFuture<'a> {
        self.0.headers()
    }

    fn check(&self) -> Result<(), String> {
        self.0.check()
    }
}

/// An OAuth2 client's id and secret as basic authentication.
///
/// Both parts are form-encoded first, as RFC 6749, section 2.3.1, requires of OAuth2 clients and Hydra
/// expects. Secrets with characters such as `%` or `+` are refused otherwise.
#[derive(Clone)]
pub struct Basic(Fixed);

impl Basic {
    /// The id and the secret as they were registered, not encoded.
    #[must_use]
    pub fn new(client_id: impl AsRef<str>, client_secret: impl Into<Secret>) -> Self {
        let (id, secret) = (client_id.as_ref(), client_secret.into());
        let mut pair = String::with_capacity(id.len() + 1 + secret.expose().len());
        pair.extend(byte_serialize(id.as_bytes()));
        pair.push(':');
        pair.extend(byte_serialize(secret.expose().as_bytes()));
        let mut text = String::with_capacity("Basic ".len() + base64::encoded_len(pair.len()));
        text.push_str("Basic ");
        base64::encode_to(&mut text, pair.as_bytes());
        Basic(Fixed {
            header: authorization(text)
                .map_err(|_| "the client id and secret cannot be sent in a header".to_owned()),
        })
    }
}

impl Credentials for Basic {
    fn headers<'a>(&'a self, _: Target<'a>) -> CredentialsFuture<'a> {
        self.0.headers()
    }

    fn check(&self) -> Result<(), String> {
        self.0.check()
    }
}

impl Basic {
    /// The `Authorization` header, for requests that are not a client's.
    pub(crate) fn header(&self) -> Result<HeaderValue, String> {
        self.0.header.clone()
    }
}

macro_rules! hidden_debug {
    ($($name:ident)+) => {$(
        impl fmt::Debug for $name {
            /// Prints the name of the type, never what is in it.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )+};
}

hidden_debug! { ApiKey Bearer Basic }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_encodes_both_parts_as_forms() {
        let header = Basic::new("client:1", "a b+c%ü").header().unwrap();
        assert_eq!(
            header,
            format!("Basic {}", base64::encode(b"client%3A1:a+b%2Bc%25%C3%BC")).as_str()
        );
        assert!(header.is_sensitive());
    }

    #[test]
    fn tokens_that_cannot_be_sent_are_named_but_not_shown() {
        for token in ["", "hunter2\n", "hunter2 ", "hünter2"] {
            for message in [
                ApiKey::new(token).check().unwrap_err(),
                Bearer::new(token).check().unwrap_err(),
            ] {
                assert!(!message.contains("nter2"), "{message}");
            }
        }
        assert_eq!(ApiKey::new("ory_pat_x").check(), Ok(()));
    }

    #[test]
    fn nothing_prints_a_secret() {
        let all = format!(
            "{:?} {:?} {:?} {:?}",
            ApiKey::new("hunter2"),
            Bearer::new("hunter2"),
            Basic::new("hunter2", "hunter2"),
            CredentialHeaders::authorization(HeaderValue::from_static("hunter2")),
        );
        assert!(!all.contains("hunter2"), "{all}");
    }
}
