//! What becomes of an answer that is not the one hoped for, from the client to the error.

use std::convert::Infallible;
use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ory_core::__private::{Call, decode};
use ory_core::credentials::ApiKey;
use ory_core::health::{Readiness, readiness};
use ory_core::operation::{Auth, Endpoint, Idempotency, OperationSpec};
use ory_core::{Body, Bytes, Client, ErrorKind, RetryPolicy};

const ADMIN: Endpoint = Endpoint::new(1, "admin", "admin_url");

const fn spec(id: &'static str, auth: Auth, success: &'static [u16]) -> OperationSpec {
    OperationSpec::new(id, "test", http::Method::GET, "/x", ADMIN)
        .auth(auth)
        .idempotency(Idempotency::Safe)
        .success(success)
}

static GET: OperationSpec = spec("getX", Auth::ApiKey, &[200]);
static READY: OperationSpec = spec("isReady", Auth::None, &[200, 503]);
static PROJECTS: OperationSpec = spec("listProjects", Auth::WorkspaceApiKey, &[200]);
static CHECK: OperationSpec = spec("checkPermission", Auth::ApiKey, &[200, 403]);

/// A client whose server always gives the same answer, and how often it was asked.
fn client(
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
) -> (Client, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let service = tower::service_fn(move |_: http::Request<Body>| {
        count.fetch_add(1, Ordering::SeqCst);
        let mut response = http::Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        let response = response.body(Body::from(Bytes::from_static(body.as_bytes())));
        async move { Ok::<_, Infallible>(response.unwrap()) }
    });
    let client = Client::builder()
        .endpoint(ADMIN, "http://127.0.0.1:1")
        .config(
            &ory_core::Config::new()
                .retry(
                    RetryPolicy::new().backoff(Duration::from_millis(1), Duration::from_millis(1)),
                )
                .transport(service),
        )
        .build()
        .unwrap();
    (client, asked)
}

fn call(client: &Client, spec: &'static OperationSpec) -> Call {
    Call::new(client, spec, &[])
}

#[tokio::test]
async fn a_key_of_the_wrong_kind_is_named_in_the_401() {
    let body = r#"{"error":{"code":401,"status":"Unauthorized","message":"CANARY"}}"#;
    let (client, _) = client(401, &[], body);
    for (spec, key, says) in [
        (
            &GET,
            "ory_wak_CANARY",
            Some("this operation takes a project API key"),
        ),
        (
            &PROJECTS,
            "ory_pat_CANARY",
            Some("this operation takes a workspace API key"),
        ),
        (&GET, "ory_pat_CANARY", None),
    ] {
        let mut call = call(&client, spec);
        call.set_credentials(ApiKey::new(key));
        let error = call.send(decode::empty).await.unwrap_err();
        assert!(error.is_unauthorized());
        let text = format!("{error} {error:?}");
        match says {
            Some(says) => assert!(text.contains(says), "{text}"),
            None => assert!(!text.contains("takes a"), "{text}"),
        }
        assert!(!text.contains("CANARY"), "{text}");
        assert_eq!(error.api().unwrap().message(), Some("CANARY"));
    }
}

#[tokio::test]
async fn an_error_has_a_request_id_although_the_server_states_none() {
    let (client, _) = client(404, &[], "");
    let error = call(&client, &GET).send(decode::empty).await.unwrap_err();
    assert_eq!(error.request_id().unwrap().len(), 32);
    let mut own = call(&client, &GET);
    own.set_header("x-request-id", "mine");
    let error = own.send(decode::empty).await.unwrap_err();
    assert_eq!(error.request_id(), Some("mine"));
}

#[tokio::test]
async fn a_server_that_is_not_ready_is_asked_once_and_is_an_answer() {
    let (client, asked) = client(503, &[], r#"{"errors":{"database":"down"}}"#);
    let answer = call(&client, &READY).send(readiness).await.unwrap();
    let Readiness::NotReady(not_ready) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(not_ready.errors["database"], "down");
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_503_of_any_other_operation_is_repeated_and_then_an_error() {
    let headers = &[("x-request-id", "theirs")];
    let (client, asked) = client(503, headers, "<html>CANARY</html>");
    let error = call(&client, &GET)
        .send(decode::json::<u32>)
        .await
        .unwrap_err();
    assert_eq!(asked.load(Ordering::SeqCst), 3);
    assert_eq!(error.kind(), ErrorKind::Api);
    assert!(error.is_retryable() && error.is_server_error() && error.source().is_none());
    assert_eq!(error.request_id(), Some("theirs"));
    assert!(error.to_string().contains("HTML") && !error.to_string().contains("CANARY"));
    assert_eq!(error.body().unwrap().as_ref(), b"<html>CANARY</html>");
}

#[tokio::test]
async fn the_wait_that_a_server_asks_for_is_on_the_error() {
    let (client, asked) = client(429, &[("retry-after", "3600")], "");
    let mut call = call(&client, &GET);
    call.set_timeout(Duration::from_secs(5));
    let error = call.send(decode::empty).await.unwrap_err();
    // The wait would outlast the call, so that it is the caller's matter.
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    assert!(error.is_rate_limited() && error.is_retryable());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
}

#[tokio::test]
async fn a_refused_check_is_a_verdict_and_a_refusing_gateway_is_an_error() {
    let (refused, _) = client(403, &[], r#"{"allowed":false}"#);
    assert!(!call(&refused, &CHECK).send(decode::verdict).await.unwrap());
    let (gateway, _) = client(403, &[], r#"{"error":{"code":403,"message":"no"}}"#);
    let error = call(&gateway, &CHECK)
        .send(decode::verdict)
        .await
        .unwrap_err();
    assert!(error.is_forbidden());
    assert_eq!(error.api().unwrap().code(), Some(403));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (client, asked) = client(307, &[("location", "https://CANARY.example/")], "");
    let error = call(&client, &GET)
        .send(decode::json::<u32>)
        .await
        .unwrap_err();
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    let text = format!("{error} {error:?}");
    assert!(
        text.contains("redirects are not followed") && !text.contains("CANARY"),
        "{text}"
    );
    assert_eq!(
        error.headers().unwrap()["location"],
        "https://CANARY.example/"
    );
}
