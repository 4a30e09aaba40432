//! The HTTP body that flows between the SDK, the user's layers and the transport.

use std::any::Any;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http_body::{Body as HttpBody, Frame, SizeHint};

use crate::error::BoxError;

/// The body of a request or a response as layers and transports see it.
///
/// Bytes that are already in memory are held as they are, without a copy or an allocation; anything
/// else is boxed.
///
/// ```
/// use ory_core::Body;
///
/// let request = http::Request::new(Body::from("{}"));
/// # let _ = request;
/// ```
#[derive(Default)]
pub struct Body(Kind);

#[derive(Default)]
enum Kind {
    #[default]
    Empty,
    Full(Bytes),
    Incoming(hyper::body::Incoming),
    Boxed(Box<dyn HttpBody<Data = Bytes, Error = BoxError> + Send + Unpin>),
}

impl Body {
    /// A body without content.
    #[must_use]
    pub const fn empty() -> Self {
        Body(Kind::Empty)
    }

    /// Wraps any HTTP body; one that is a `Body` already is returned as it is.
    pub fn new<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let mut body = Some(body);
        if let Some(same) = (&mut body as &mut dyn Any).downcast_mut::<Option<Body>>() {
            return same.take().unwrap_or_default();
        }
        match body {
            Some(body) => Body(Kind::Boxed(Box::new(Erased(Box::pin(body))))),
            None => Body::empty(),
        }
    }

    pub(crate) fn incoming(body: hyper::body::Incoming) -> Self {
        Body(Kind::Incoming(body))
    }

    /// The content, if it is in memory: always so for requests that the SDK makes.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        static NOTHING: Bytes = Bytes::new();
        match &self.0 {
            Kind::Empty => Some(&NOTHING),
            Kind::Full(bytes) => Some(bytes),
            Kind::Incoming(_) | Kind::Boxed(_) => None,
        }
    }

    /// Collects at most `limit` bytes.
    ///
    /// A body of one frame is returned as it arrived; several are put together with one copy.
    ///
    /// # Errors
    ///
    /// [`CollectError`] carries what had arrived before the body broke off or grew beyond the
    /// limit.
    pub(crate) async fn collect(self, limit: usize) -> Result<Bytes, CollectError> {
        let mut body = match self.0 {
            Kind::Empty => return Ok(Bytes::new()),
            Kind::Full(bytes) if bytes.len() <= limit => return Ok(bytes),
            kind => Body(kind),
        };
        let announced = body.size_hint();
        let mut first = Bytes::new();
        let mut rest = BytesMut::new();
        loop {
            let frame = match std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
                None => break,
                Some(Ok(frame)) => frame,
                Some(Err(source)) => {
                    return Err(CollectError {
                        partial: join(first, rest),
                        cause: Cause::Broken(source),
                    });
                }
            };
            let Ok(data) = frame.into_data() else {
                continue;
            };
            if data.is_empty() {
                continue;
            }
            if first.is_empty() && rest.is_empty() && data.len() <= limit {
                first = data;
                continue;
            }
            if rest.is_empty() {
                // The announced length is the other side's word: it never reserves more than the
                // limit.
                let announced = usize::try_from(announced.lower()).unwrap_or(limit);
                rest.reserve(announced.clamp(
                    first.len() + data.len(),
                    limit.max(first.len() + data.len()),
                ));
                rest.extend_from_slice(&first);
                first = Bytes::new();
            }
            let room = limit.saturating_sub(rest.len());
            if data.len() > room {
                rest.extend_from_slice(&data[..room]);
                return Err(CollectError {
                    partial: rest.freeze(),
                    cause: Cause::TooLarge,
                });
            }
            rest.extend_from_slice(&data);
        }
        Ok(join(first, rest))
    }
}

/// At most one of the two holds anything.
fn join(first: Bytes, rest: BytesMut) -> Bytes {
    if rest.is_empty() {
        first
    } else {
        rest.freeze()
    }
}

/// Why a body could not be collected, and what had arrived of it.
pub(crate) struct CollectError {
    pub(crate) partial: Bytes,
    pub(crate) cause: Cause,
}

pub(crate) enum Cause {
    /// The connection or the encoding broke.
    Broken(BoxError),
    /// There was more than the limit.
    TooLarge,
}

impl fmt::Debug for Body {
    /// Prints how the body is held, never what is in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Empty => f.write_str("Body(empty)"),
            Kind::Full(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Kind::Incoming(_) | Kind::Boxed(_) => f.write_str("Body(stream)"),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        if bytes.is_empty() {
            Body::empty()
        } else {
            Body(Kind::Full(bytes))
        }
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut self.0 {
            Kind::Empty => Poll::Ready(None),
            Kind::Full(bytes) => {
                let bytes = std::mem::take(bytes);
                self.0 = Kind::Empty;
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            Kind::Incoming(body) => Pin::new(body).poll_frame(cx).map_err(Into::into),
            Kind::Boxed(body) => Pin::new(body).poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Kind::Empty => true,
            Kind::Full(_) => false,
            Kind::Incoming(body) => body.is_end_stream(),
            Kind::Boxed(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Empty => SizeHint::with_exact(0),
            Kind::Full(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Kind::Incoming(body) => body.size_hint(),
            Kind::Boxed(body) => body.size_hint(),
        }
    }
}

/// Gives any body the one error type.
struct Erased<B>(Pin<Box<B>>);

impl<B> HttpBody for Erased<B>
where
    B: HttpBody<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.0.as_mut().poll_frame(cx).map_err(Into::into)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}
