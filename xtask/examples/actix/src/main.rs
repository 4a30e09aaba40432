//! A service on actix-web, protected by `SessionLayer::authenticate`: actix has types of its own for requests, so the head
//! of a request is copied.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{App, FromRequest, HttpRequest, HttpResponse, HttpServer, ResponseError, get, web};
use ory_kratos::ory_core::Denial;
use ory_kratos::ory_core::http::{self, HeaderName, HeaderValue};
use ory_kratos::{SessionLayer, SignedIn};

/// Who is signed in, as an argument of handlers.
struct User(SignedIn);

impl FromRequest for User {
    type Error = Refused;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refused>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let head = head(request);
        let layer = request.app_data::<web::Data<SessionLayer>>().cloned();
        Box::pin(async move {
            let Some(layer) = layer else {
                return Err(Refused(None));
            };
            match layer.authenticate(&head).await {
                Ok(found) => match found.signed_in() {
                    Some(user) => Ok(User(user.clone())),
                    None => Err(Refused(None)),
                },
                Err(denial) => Err(Refused(Some(denial))),
            }
        })
    }
}

/// The head of a request in the types of the crate `http` 1, which actix-web does not use.
fn head(request: &HttpRequest) -> http::request::Parts {
    let (mut parts, ()) = http::Request::new(()).into_parts();
    parts.method = request.method().as_str().parse().unwrap_or_default();
    parts.uri = request.uri().to_string().parse().unwrap_or_default();
    for (name, value) in request.headers() {
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_str().as_bytes()),
            HeaderValue::from_bytes(value.as_bytes()),
        ) {
            parts.headers.append(name, value);
        }
    }
    parts
}

/// A request that is not let through.
#[derive(Debug)]
struct Refused(Option<Denial>);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the request is not let through")
    }
}

impl ResponseError for Refused {
    fn status_code(&self) -> StatusCode {
        let status = self
            .0
            .as_ref()
            .map_or(500, |denial| denial.status().as_u16());
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        let Some(denial) = &self.0 else {
            return response.finish();
        };
        let denied = denial.response();
        for (name, value) in denied.headers() {
            response.append_header((name.as_str(), value.as_bytes()));
        }
        response.body(denied.into_body())
    }
}

#[get("/account")]
async fn account(user: User) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("cache-control", "private, no-store"))
        .body(format!("account of {}", user.0.identity_id()))
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let kratos = ory_kratos::Client::builder()
        .public_url("http://127.0.0.1:4433")
        .build()
        .map_err(std::io::Error::other)?;
    let session = SessionLayer::new(&kratos).cache_for(Duration::from_secs(30));
    let session = web::Data::new(session);
    HttpServer::new(move || App::new().app_data(session.clone()).service(account))
        .bind("127.0.0.1:3000")?
        .run()
        .await
}
