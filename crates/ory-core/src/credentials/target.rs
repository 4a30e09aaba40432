//! What credentials are asked for, and the means to fetch them.

use std::fmt;

use bytes::Bytes;
use http::header::USER_AGENT;
use http::{Request, Response};

use crate::credentials::error::BodyTooLarge;
use crate::error::BoxError;
use crate::spec::OperationSpec;
use crate::transport::body::{Body, Cause};
use crate::transport::sender::Sender;

/// What credentials are asked for.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    sender: &'a Sender,
    spec: &'static OperationSpec,
    origin: &'a str,
}

impl<'a> Target<'a> {
    pub(crate) fn new(sender: &'a Sender, spec: &'static OperationSpec, origin: &'a str) -> Self {
        Target {
            sender,
            spec,
            origin,
        }
    }

    pub(crate) fn sender(&self) -> &'a Sender {
        self.sender
    }

    /// The operation that is called, with the authentication it declares.
    #[must_use]
    pub fn operation(&self) -> &'static OperationSpec {
        self.spec
    }

    /// Where the call goes: scheme, host and port, `https://slug.projects.oryapis.com`.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.origin
    }

    /// Sends one request through the client's own layers and transport, for tokens that have to be
    /// fetched.
    ///
    /// It is attempted once, carries the headers it is given and `User-Agent`, and its body is limited
    /// as the client's responses are.
    ///
    /// # Errors
    ///
    /// Whatever a layer or the transport says, and a body that breaks off or is too large.
    pub async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, BoxError> {
        let mut request = request.map(Body::from);
        request
            .headers_mut()
            .entry(USER_AGENT)
            .or_insert_with(|| self.sender.user_agent().clone());
        let (parts, body) = self.sender.send(request).await?.into_parts();
        match body.collect(self.sender.response_body_limit()).await {
            Ok(body) => Ok(Response::from_parts(parts, body)),
            Err(error) => Err(match error.cause {
                Cause::Broken(source) => source,
                Cause::TooLarge => BodyTooLarge.into(),
            }),
        }
    }
}

impl fmt::Debug for Target<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target")
            .field("operation", &self.spec.id)
            .field("origin", &self.origin)
            .finish()
    }
}
