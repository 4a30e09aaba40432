//! The example, driven without a socket: Kratos, Hydra and Keto are closures.

use std::convert::Infallible;

use axum::body::Body;
use guarded_services::axum_service::{Ory, app};
use http_body_util::{BodyExt as _, Full};
use ory_kratos::ory_core::http::{HeaderName, Request, Response, StatusCode};
use ory_kratos::ory_core::{Body as OryBody, Bytes, Config, HookAuth, RetryPolicy};
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// Ada has the session `ada` and the token `good`; she may view `report` and share nothing. Of the
/// three servers, those that are `down` answer 503.
fn ory(down: bool) -> Ory {
    let service = move || {
        tower::service_fn(move |request: Request<OryBody>| async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            let (status, answer) = match parts.uri.path() {
                _ if down => (503, json!({})),
                "/sessions/whoami"
                    if parts
                        .headers
                        .get("x-session-token")
                        .is_some_and(|token| token == "ada") =>
                {
                    (
                        200,
                        json!({"id": "s", "active": true, "identity": {
                            "id": "ada", "schema_id": "d", "schema_url": "http://k/s", "traits": {}
                        }}),
                    )
                }
                "/sessions/whoami" => (401, json!({"error": {"code": 401}})),
                "/admin/oauth2/introspect" => {
                    let good = body.windows(10).any(|text| text == b"token=good");
                    let scope = if body.windows(10).any(|text| text == b"token=weak") {
                        "other"
                    } else {
                        "orders.read"
                    };
                    let active = good || scope == "other";
                    (
                        200,
                        json!({"active": active, "aud": ["https://app.example/api"], "sub": "ada", "client_id": "shop", "scope": scope}),
                    )
                }
                _ => {
                    let question: Value = serde_json::from_slice(&body).unwrap();
                    let allowed = question["object"] == "report"
                        && question["relation"] == "view"
                        && question["subject_set"]["object"] == "ada";
                    (
                        if allowed { 200 } else { 403 },
                        json!({ "allowed": allowed }),
                    )
                }
            };
            let mut response = Response::new(Full::new(Bytes::from(answer.to_string())));
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            Ok::<_, Infallible>(response)
        })
    };
    let config = Config::new()
        .retry(RetryPolicy::never())
        .transport(service());
    Ory {
        kratos: ory_kratos::Client::builder()
            .url("http://k.example")
            .config(&config)
            .build()
            .unwrap(),
        hydra: ory_hydra::Client::builder()
            .url("http://h.example")
            .config(&config)
            .build()
            .unwrap(),
        keto: ory_keto::Client::builder()
            .url("http://p.example")
            .config(&config)
            .build()
            .unwrap(),
        hook: HookAuth::header(HeaderName::from_static("x-api-key"), "secret"),
    }
}

async fn send(
    down: bool,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> (u16, String) {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body.to_owned())).unwrap();
    let response = app(ory(down)).unwrap().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let location = response.headers().get("location").cloned();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    let text = match location {
        Some(location) => location.to_str().unwrap().to_owned(),
        None => String::from_utf8(body.to_vec()).unwrap(),
    };
    (status, text)
}

#[tokio::test]
async fn each_route_is_guarded_by_its_own_layers() {
    let ada = ("x-session-token", "ada");
    let eve = ("x-session-token", "eve");
    let good = ("authorization", "Bearer good");
    for (method, path, header, status, text) in [
        ("GET", "/health", None, 200, "ok"),
        ("GET", "/", None, 200, "hello, whoever you are"),
        ("GET", "/", Some(eve), 200, "hello, whoever you are"),
        ("GET", "/", Some(ada), 200, "hello ada"),
        ("GET", "/account", None, 401, "no_credentials"),
        ("GET", "/account", Some(eve), 401, "not_signed_in"),
        ("GET", "/account", Some(ada), 200, "account of ada"),
        (
            "GET",
            "/account",
            Some(("accept", "text/html")),
            303,
            "return_to=https%3A%2F%2Fapp.example%2Faccount",
        ),
        (
            "POST",
            "/account/close",
            Some(ada),
            403,
            "session_refresh_required",
        ),
        ("GET", "/files/report", None, 401, "no_credentials"),
        ("GET", "/files/report", Some(ada), 200, "the file report"),
        ("GET", "/files/secret", Some(ada), 404, "not_found"),
        ("GET", "/files/re%70ort", Some(ada), 404, "not_found"),
        ("POST", "/share/report", Some(ada), 403, "forbidden"),
        ("GET", "/api/orders", None, 401, "no_credentials"),
        ("GET", "/api/orders", Some(ada), 401, "no_credentials"),
        (
            "GET",
            "/api/orders",
            Some(("authorization", "Bearer bad")),
            401,
            "invalid_token",
        ),
        (
            "GET",
            "/api/orders",
            Some(("authorization", "Bearer weak")),
            403,
            "insufficient_scope",
        ),
        (
            "GET",
            "/api/orders",
            Some(good),
            200,
            "orders of ada for Some(\"shop\")",
        ),
        ("GET", "/account", Some(good), 401, "no_credentials"),
        (
            "GET",
            "/.well-known/oauth-protected-resource/api",
            None,
            200,
            "https://auth.example",
        ),
    ] {
        let headers: Vec<_> = header.into_iter().collect();
        let (seen, body) = send(false, method, path, &headers, "").await;
        assert_eq!(seen, status, "{method} {path} {header:?}: {body}");
        assert!(body.contains(text), "{method} {path} {header:?}: {body}");
    }
}

#[tokio::test]
async fn an_outage_logs_nobody_out() {
    let ada = ("x-session-token", "ada");
    let good = ("authorization", "Bearer good");
    for (path, header, status) in [
        ("/account", ada, 503),
        ("/", ada, 503),
        ("/files/report", ada, 503),
        ("/api/orders", good, 503),
    ] {
        let (seen, _) = send(true, "GET", path, &[header], "").await;
        assert_eq!(seen, status, "{path}");
    }
    let (seen, _) = send(true, "GET", "/health", &[], "").await;
    assert_eq!(seen, 200);
}

#[tokio::test]
async fn the_hook_answers_kratos_alone() {
    let body = |email: &str| {
        json!({"identity": {
            "id": "i", "schema_id": "d", "schema_url": "http://k/s", "traits": {"email": email}
        }})
        .to_string()
    };
    let key = ("x-api-key", "secret");
    let post = async |headers: &[(&str, &str)], body: &str| {
        send(false, "POST", "/hooks/registration", headers, body).await
    };
    assert_eq!(post(&[], &body("a@example.org")).await.0, 401);
    assert_eq!(
        post(&[key], &body("a@example.org")).await,
        (204, String::new())
    );
    let (status, text) = post(&[key], &body("a@example.com")).await;
    assert_eq!(status, 400);
    assert!(text.contains("#/traits/email"), "{text}");
}
