//! What real operations say to a subscriber of `tracing` and by `Debug` and `Display`, while secrets stand in the
//! path, the query, headers, the body, the answer and the error: nothing of them.

use std::convert::Infallible;
use std::fmt::{Debug, Write as _};
use std::future::ready;
use std::sync::{Arc, Mutex};

use ory_core::{Body, http};
use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Keeps everything that is said.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

struct Line<'l>(&'l mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Line(&mut self.0.lock().unwrap()));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Line(&mut self.0.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Line(&mut self.0.lock().unwrap()));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// A transport that gives every request this answer.
macro_rules! answering {
    ($status:expr, $body:expr) => {{
        let body = $body.to_string();
        tower::service_fn(move |_: http::Request<Body>| {
            let response = http::Response::builder()
                .status($status)
                .header("set-cookie", "session=canary-cookie")
                .header("link", "</x?page_token=canary-token>; rel=\"next\"")
                .body(Body::from(body.clone()));
            ready(Ok::<_, Infallible>(response.unwrap()))
        })
    }};
}

/// Everything that a builder and its answer can be made to print.
macro_rules! said {
    ($call:expr) => {{
        let call = $call;
        let mut text = format!("{call:?} {call:#?}");
        match call.response().await {
            Ok(response) => text.push_str(&format!("{response:?} {response:#?}")),
            Err(error) => {
                text.push_str(&format!("{error} {error:?} {error:#?} {:?}", error.api()));
                let mut source = std::error::Error::source(&error);
                while let Some(cause) = source {
                    text.push_str(&format!("{cause} {cause:?}"));
                    source = cause.source();
                }
            }
        }
        text
    }};
}

/// Answers that the operations can read, cannot read, and errors in all their forms.
fn answers(good: serde_json::Value) -> Vec<(u16, String)> {
    vec![
        (200, good.to_string()),
        (200, r#"{"canary-broken""#.to_owned()),
        (200, r#"["canary-other-form"]"#.to_owned()),
        (200, "<html>canary-html</html>".to_owned()),
        (
            400,
            json!({"error": {"code": 400, "reason": "canary-reason", "message": "canary-message",
                "debug": "canary-debug", "details": {"x": "canary-details"}}})
            .to_string(),
        ),
        (
            401,
            json!({"error": "canary-oauth2", "error_description": "canary-described"}).to_string(),
        ),
        (502, "canary-text".to_owned()),
    ]
}

#[tokio::test]
async fn nothing_secret_is_said_by_real_operations() {
    let log = Log::default();
    let guard = tracing::subscriber::set_default(log.clone());
    let mut texts = Vec::new();
    let once = ory_core::RetryPolicy::never();

    let identity = json!({"id": "i", "schema_id": "s", "schema_url": "u", "traits": {"email": "canary-trait"}});
    for (status, body) in answers(json!([identity])) {
        let builder = ory_kratos::Client::builder()
            .url("https://ory.example")
            .api_key("canary-key")
            .retry(once);
        texts.push(format!("{builder:?}"));
        let kratos = builder.transport(answering!(status, body)).build().unwrap();
        texts.push(format!("{kratos:?}"));
        texts.push(said!(
            kratos
                .identity()
                .list_identities()
                .credentials_identifier("canary-identifier")
                .page_token("canary-page")
                .with_header("x-own", "canary-header")
        ));
        let pages = kratos
            .identity()
            .list_identities()
            .page_token("canary-page");
        texts.push(format!("{:?}", pages.pages()));
        texts.push(said!(kratos.identity().get_identity("canary-path")));
        texts.push(said!(
            kratos
                .frontend()
                .to_session()
                .session_token("canary-session")
                .cookie("canary-cookie")
        ));
        let body =
            ory_kratos::models::CreateIdentityBody::new("s", json!({"email": "canary-body"}));
        texts.push(said!(kratos.identity().create_identity(&body)));
    }
    for (status, body) in answers(json!({"access_token": "canary-access", "token_type": "bearer"}))
    {
        let hydra = ory_hydra::Client::builder()
            .url("https://ory.example")
            .retry(once)
            .transport(answering!(status, body))
            .build()
            .unwrap();
        let credentials = ory_core::credentials::Basic::new("canary-id", "canary-secret");
        texts.push(said!(
            hydra
                .oauth2()
                .introspect_oauth2_token("canary-token")
                .with_credentials(credentials)
        ));
        texts.push(said!(
            hydra.oauth2().get_oauth2_login_request("canary-challenge")
        ));
    }
    drop(guard);

    let traced = log.0.lock().unwrap();
    assert!(traced.contains("listIdentities"), "nothing was traced");
    for text in texts.iter().chain([&*traced]) {
        assert!(!text.contains("canary"), "{text}");
    }
}
