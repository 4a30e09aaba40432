//! What the layer lets through, asks and keeps, by the numbers of the security properties. Kratos
//! is a closure here: what it answers was seen on servers, what they do is proved elsewhere.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http_body_util::{BodyExt as _, Full};
use ory_core::checks::{GuardBody, Layer as _};
use ory_core::http::header::{COOKIE, HeaderMap, HeaderValue};
use ory_core::http::request::Parts;
use ory_core::http::{Method, Request, Response};
use ory_core::serde_json::{Value, json};
use ory_core::{Bytes, Caller, DenialReason};
use tower::ServiceExt as _;

use crate::{Client, SessionLayer, SignedIn};

mod browser;
mod cache;
mod credentials;

pub(super) const SECOND: Duration = Duration::from_secs(1);

pub(super) type Reply = Response<Bytes>;

type Replies = Box<dyn FnMut(&HeaderMap) -> Option<Reply> + Send>;

/// What Kratos answers, and the headers of each question.
#[derive(Clone)]
pub(super) struct Kratos {
    reply: Arc<Mutex<Replies>>,
    delay: Arc<Mutex<Duration>>,
    pub(super) asked: Arc<Mutex<Vec<HeaderMap>>>,
}

impl Kratos {
    pub(super) fn new(reply: impl FnMut(&HeaderMap) -> Option<Reply> + Send + 'static) -> Self {
        Kratos {
            reply: Arc::new(Mutex::new(Box::new(reply))),
            delay: Arc::default(),
            asked: Arc::default(),
        }
    }

    /// Each token is the session of the identity of that name.
    pub(super) fn friendly() -> Self {
        Self::new(|headers| Some(session_of(credential(headers))))
    }

    pub(super) fn answer(&self, reply: impl FnMut(&HeaderMap) -> Option<Reply> + Send + 'static) {
        *self.reply.lock().unwrap() = Box::new(reply);
    }

    pub(super) fn delay(&self, time: Duration) {
        *self.delay.lock().unwrap() = time;
    }

    pub(super) fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    pub(super) fn client(&self) -> Client {
        let kratos = self.clone();
        let service = tower::service_fn(move |request: Request<ory_core::Body>| {
            let kratos = kratos.clone();
            async move {
                let headers = request.headers().clone();
                let delay = *kratos.delay.lock().unwrap();
                if delay > Duration::ZERO {
                    tokio::time::sleep(delay).await;
                }
                let reply = (kratos.reply.lock().unwrap())(&headers);
                kratos.asked.lock().unwrap().push(headers);
                match reply {
                    Some(reply) => Ok(reply.map(Full::new)),
                    None => Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset)),
                }
            }
        });
        Client::builder()
            .url("http://kratos.example")
            .config(&ory_core::Config::new().transport(service))
            .build()
            .unwrap()
    }

    pub(super) fn layer(&self) -> SessionLayer {
        SessionLayer::new(&self.client())
    }
}

pub(super) fn credential(headers: &HeaderMap) -> &str {
    let value = headers
        .get("x-session-token")
        .or_else(|| headers.get(COOKIE));
    value.unwrap().to_str().unwrap()
}

pub(super) fn reply(status: u16, body: impl Into<Bytes>) -> Reply {
    Response::builder()
        .status(status)
        .body(body.into())
        .unwrap()
}

pub(super) fn session(id: &str) -> Value {
    json!({
        "id": format!("session of {id}"),
        "active": true,
        "expires_at": "2099-01-01T00:00:00Z",
        "authenticated_at": "2020-01-01T00:00:00Z",
        "authenticator_assurance_level": "aal1",
        "identity": {
            "id": id, "schema_id": "default", "schema_url": "http://k/s", "traits": {"email": "ada@example.org"}
        }
    })
}

pub(super) fn session_of(id: &str) -> Reply {
    reply(200, session(id).to_string())
}

pub(super) fn cached(mut reply: Reply, time: &'static str) -> Reply {
    let value = HeaderValue::from_static(time);
    reply.headers_mut().insert("ory-session-cache-for", value);
    reply
}

pub(super) fn request(method: Method, uri: &str, headers: &[(&'static str, &str)]) -> Request<()> {
    let mut request = Request::new(());
    *request.method_mut() = method;
    *request.uri_mut() = uri.parse().unwrap();
    for (name, value) in headers {
        let value = HeaderValue::from_str(value).unwrap();
        request.headers_mut().append(*name, value);
    }
    request
}

pub(super) fn get(headers: &[(&'static str, &str)]) -> Request<()> {
    request(Method::GET, "/", headers)
}

pub(super) fn parts(headers: &[(&'static str, &str)]) -> Parts {
    get(headers).into_parts().0
}

pub(super) fn token(token: &str) -> Parts {
    parts(&[("x-session-token", token)])
}

/// Who the handler behind the layer sees, and the whole response.
pub(super) async fn through(
    layer: &SessionLayer,
    request: Request<()>,
) -> Response<GuardBody<Full<Bytes>>> {
    through_to(layer, request, |_| {}).await
}

pub(super) async fn through_to(
    layer: &SessionLayer,
    request: Request<()>,
    respond: fn(&mut HeaderMap),
) -> Response<GuardBody<Full<Bytes>>> {
    let handler = tower::service_fn(move |request: Request<()>| async move {
        let user = request.extensions().get::<SignedIn>();
        let caller = request.extensions().get::<Caller>();
        assert_eq!(user.map(SignedIn::identity_id), caller.map(Caller::id));
        let seen = user.map_or("nobody", SignedIn::identity_id).to_owned();
        let mut response = Response::new(Full::new(Bytes::from(seen)));
        respond(response.headers_mut());
        Ok::<_, Infallible>(response)
    });
    layer.layer(handler).oneshot(request).await.unwrap()
}

pub(super) async fn text(response: Response<GuardBody<Full<Bytes>>>) -> String {
    let body = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(body.to_vec()).unwrap()
}

pub(super) async fn denied(layer: &SessionLayer, request: &Parts) -> DenialReason {
    layer
        .authenticate(request)
        .await
        .unwrap_err()
        .reason()
        .clone()
}
