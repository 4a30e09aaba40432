//! Failures to connect, after which nothing was sent.

use std::error::Error as StdError;
use std::io;
use std::sync::Arc;

use http::Uri;

use crate::error::BoxError;

/// No connection could be made, or it was lost before the request was given to it; nothing was
/// sent.
///
/// A transport of your own returns this as its error to say that a request never left: the SDK then
/// retries it, also where the operation must not happen twice.
///
/// ```
/// use ory_core::{Body, BoxError, ConnectError};
///
/// # fn connected() -> bool { false }
/// let transport = tower::service_fn(|request: http::Request<Body>| async move {
///     if !connected() {
///         return Err(BoxError::from(ConnectError::unreachable("the socket is gone")));
///     }
///     Ok(http::Response::new(Body::from(format!("sent {}", request.uri()))))
/// });
/// # let _ = transport;
/// ```
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct ConnectError {
    kind: ConnectErrorKind,
    message: Arc<str>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ConnectErrorKind {
    /// Name lookup or TCP, or whatever a transport of the user's own says.
    Unreachable,
    Timeout,
    /// The handshake failed; the next may succeed.
    Tls,
    /// The connection was lost, or the server does not process further requests, before this one
    /// was sent.
    Lost,
    /// The proxy failed; the next attempt may succeed.
    Proxy,
    /// The other side refuses, and will refuse the next time: an untrusted certificate, a TLS
    /// alert, a proxy.
    Refused,
    /// There is no usable runtime, or no trust is configured: the caller's to change.
    Runtime,
    Setup,
}

impl ConnectError {
    pub(crate) fn new(kind: ConnectErrorKind, message: impl Into<Arc<str>>) -> Self {
        ConnectError {
            kind,
            message: message.into(),
            source: None,
        }
    }

    /// A failure to reach the server, for transports of your own. The message is shown to users.
    #[must_use]
    pub fn unreachable(message: impl Into<String>) -> Self {
        ConnectError::new(ConnectErrorKind::Unreachable, message.into())
    }

    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.source = Some(Arc::from(source.into()));
        self
    }

    /// What led to it, for an error whose message is already this one's.
    pub(crate) fn into_cause(self) -> Option<BoxError> {
        self.source.map(|source| Cause(source).into())
    }

    /// Whether the client or its surroundings have to be changed.
    pub(crate) fn is_configuration(&self) -> bool {
        matches!(
            self.kind,
            ConnectErrorKind::Runtime | ConnectErrorKind::Setup
        )
    }

    /// Whether the next attempt would fail as well.
    pub(crate) fn is_lasting(&self) -> bool {
        self.is_configuration() || self.kind == ConnectErrorKind::Refused
    }

    pub(super) fn setup(message: String) -> Self {
        ConnectError::new(ConnectErrorKind::Setup, message)
    }

    pub(super) fn tcp(what: &str, to: &Uri, source: impl Into<BoxError>) -> Self {
        let message = format!("the {what} {} cannot be reached", host_and_port(to));
        ConnectError::new(ConnectErrorKind::Unreachable, message).with_source(source)
    }

    /// A failure of TLS with `peer`, or of what lies beneath it.
    pub(super) fn tls(peer: &str, error: BoxError) -> Self {
        let error = match error.downcast::<ConnectError>() {
            Ok(error) => return *error,
            Err(error) => error,
        };
        use rustls::Error as Tls;
        let (kind, message) = match rustls_error(&*error) {
            Some(Tls::InvalidCertificate(problem)) => (
                ConnectErrorKind::Refused,
                certificate_message(peer, problem),
            ),
            Some(Tls::InvalidMessage(_)) => (
                ConnectErrorKind::Tls,
                format!("{peer} does not speak TLS; is the scheme of its URL meant to be http?"),
            ),
            Some(Tls::AlertReceived(_)) => (
                ConnectErrorKind::Refused,
                format!("{peer} refused the TLS handshake"),
            ),
            _ if error.is::<rustls::pki_types::InvalidDnsNameError>() => (
                ConnectErrorKind::Setup,
                format!("`{peer}` cannot be the name in a certificate"),
            ),
            _ => (
                ConnectErrorKind::Tls,
                format!("the TLS handshake with {peer} failed"),
            ),
        };
        ConnectError::new(kind, message).with_source(error)
    }
}

/// A shared error as one of its own.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct Cause(Arc<dyn StdError + Send + Sync>);

/// The rustls error in a chain. An `io::Error` hides the error that it was made of from `source()`,
/// which gives that error's own source; `get_ref()` does not.
fn rustls_error<'a>(mut error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    loop {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        error = match error.downcast_ref::<io::Error>() {
            Some(io) => io.get_ref()?,
            None => error.source()?,
        };
    }
}

/// Host and port of a URL, without user information.
pub(super) fn host_and_port(uri: &Uri) -> &str {
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    authority.rsplit('@').next().unwrap_or_default()
}

fn certificate_message(peer: &str, problem: &rustls::CertificateError) -> String {
    use rustls::CertificateError as Problem;
    match problem {
        Problem::Expired | Problem::ExpiredContext { .. } => {
            format!(
                "the certificate of {peer} has expired; renew it, or check this machine's clock"
            )
        }
        Problem::NotValidYet | Problem::NotValidYetContext { .. } => {
            format!("the certificate of {peer} is not valid yet; check this machine's clock")
        }
        Problem::UnknownIssuer => format!(
            "the certificate of {peer} comes from an authority that is not trusted; if it is your own, name it with \
             `tls_roots`"
        ),
        Problem::NotValidForName | Problem::NotValidForNameContext { .. } => {
            format!("the certificate of {peer} is for another name; check the host of its URL")
        }
        _ => format!("the certificate of {peer} is not accepted"),
    }
}
