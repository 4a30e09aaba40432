//! Answers that are large: ten thousand identities, and a body that is not copied on its way.

use std::sync::{Arc, Mutex};

use ory_kratos::Client;
use ory_kratos::ory_core::http::{Request, Response};
use ory_kratos::ory_core::{Body, BoxError, Bytes, RetryPolicy};
use serde_json::json;

const PEOPLE: usize = 10_000;

/// A page of the list, as Kratos sends it: the token is opaque, the link loses the host.
fn page(request: &Request<Body>) -> Response<Body> {
    let query = request.uri().query().unwrap_or_default();
    let number = |name: &str, default| {
        let value = query
            .split('&')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        value
            .and_then(|value| value.parse().ok())
            .unwrap_or(default)
    };
    let (from, size) = (number("page_token", 0), number("page_size", 250));
    let until = PEOPLE.min(from + size);
    let identity = |n: usize| json!({ "id": n.to_string(), "schema_id": "s", "schema_url": "u", "traits": { "n": n } });
    let identities: Vec<_> = (from..until).map(identity).collect();
    let mut response = Response::new(Body::from(json!(identities).to_string()));
    if until < PEOPLE {
        let link = format!("</admin/identities?page_size={size}&page_token={until}>; rel=\"next\"");
        response.headers_mut().insert("link", link.parse().unwrap());
    }
    response
}

#[tokio::test]
async fn ten_thousand_identities_come_once_each_and_in_order() {
    let asked = Arc::new(Mutex::new(0));
    let counter = Arc::clone(&asked);
    let service = tower::service_fn(move |request: Request<Body>| {
        *counter.lock().unwrap() += 1;
        let response = page(&request);
        async move { Ok::<_, BoxError>(response) }
    });
    let kratos = Client::builder()
        .url("http://127.0.0.1:1")
        .config(&ory_kratos::ory_core::Config::new().transport(service))
        .build()
        .unwrap();
    let mut items = kratos.identity().list_identities().page_size(500).items();
    let mut next = 0;
    while let Some(identity) = items.next().await {
        assert_eq!(identity.unwrap().id, next.to_string());
        next += 1;
    }
    assert_eq!((next, *asked.lock().unwrap()), (PEOPLE, PEOPLE / 500));
}

#[tokio::test]
async fn a_body_that_arrives_whole_is_not_copied() {
    let body = Bytes::from(vec![b'x'; 64 << 10]);
    let sent = body.clone();
    let service = tower::service_fn(move |_: Request<Body>| {
        let mut response = Response::new(Body::from(sent.clone()));
        *response.status_mut() = 400.try_into().unwrap();
        async move { Ok::<_, BoxError>(response) }
    });
    let kratos = Client::builder()
        .url("http://127.0.0.1:1")
        .config(
            &ory_kratos::ory_core::Config::new()
                .transport(service)
                .retry(RetryPolicy::never()),
        )
        .build()
        .unwrap();
    let error = kratos.identity().get_identity("i").await.unwrap_err();
    let received = error.body().unwrap();
    assert_eq!(received.as_ptr(), body.as_ptr());
}
