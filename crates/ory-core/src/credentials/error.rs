//! Why credentials could not be obtained.

use std::fmt;

use crate::error::BoxError;
use crate::transport::connect_error::ConnectError;

/// Why credentials could not be obtained.
///
/// `Display` is the sentence that it was made with; it completes "credentials could not be obtained:
/// ...".
#[derive(Debug)]
pub struct CredentialsError {
    message: String,
    outlook: Outlook,
    source: Option<BoxError>,
}

/// What a retry would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outlook {
    /// Fail again.
    Permanent,
    /// Perhaps succeed.
    Temporary,
    /// Perhaps do harm: what was sent may have been processed, and works only once.
    Ambiguous,
}

impl CredentialsError {
    /// A retry is useless until somebody changes something. The call fails as a
    /// [configuration error](crate::ErrorKind::Configuration).
    #[must_use]
    pub fn permanent(message: impl Into<String>) -> Self {
        CredentialsError::new(message, Outlook::Permanent)
    }

    /// A retry may help. The call is retried, whatever its operation: it was not sent.
    #[must_use]
    pub fn temporary(message: impl Into<String>) -> Self {
        CredentialsError::new(message, Outlook::Temporary)
    }

    /// What was sent to obtain credentials works only once and may have been processed, such as a
    /// refresh token whose response was lost. The call is not retried, and its error says that
    /// something may have been processed.
    #[must_use]
    pub fn ambiguous(message: impl Into<String>) -> Self {
        CredentialsError::new(message, Outlook::Ambiguous)
    }

    pub(crate) fn new(message: impl Into<String>, outlook: Outlook) -> Self {
        CredentialsError {
            message: message.into(),
            outlook,
            source: None,
        }
    }

    /// A request for credentials that can be repeated and got no response. What cannot succeed the
    /// next time either is permanent: a certificate that is not trusted, a response that is too large.
    pub(crate) fn unreachable(source: BoxError) -> Self {
        let lasting = match source.downcast_ref::<ConnectError>() {
            Some(error) => error.is_lasting(),
            None => source.is::<BodyTooLarge>(),
        };
        let message = if source.is::<BodyTooLarge>() {
            "the response of the token endpoint is too large"
        } else {
            "the token endpoint did not respond"
        };
        let outlook = if lasting {
            Outlook::Permanent
        } else {
            Outlook::Temporary
        };
        CredentialsError::new(message, outlook).with_source(source)
    }

    /// Whether a retry is useless.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        self.outlook == Outlook::Permanent
    }

    /// Whether a retry may do harm.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        self.outlook == Outlook::Ambiguous
    }

    pub(crate) fn outlook(&self) -> Outlook {
        self.outlook
    }

    /// Adds the cause, for `source()`.
    #[must_use]
    pub fn with_source(mut self, source: BoxError) -> Self {
        self.source = Some(source);
        self
    }

    pub(crate) fn into_source(self) -> Option<BoxError> {
        self.source
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CredentialsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source
            .as_ref()
            .map(|source| source.as_ref() as &(dyn std::error::Error + 'static))
    }
}

/// A response to a request for credentials that is larger than the client's limit.
#[derive(Debug)]
pub(crate) struct BodyTooLarge;

impl fmt::Display for BodyTooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body is larger than `response_body_limit`")
    }
}

impl std::error::Error for BodyTooLarge {}
