//! Layers and transports of the user's own.

use std::sync::{Arc, Mutex};

use http::{HeaderValue, Request, Response};
use ory_core::{Body, BoxError, Client};
use tower::{ServiceBuilder, ServiceExt};

use crate::server::{Act, Server, reply};
use crate::{KEYED, PUBLIC, READ, call, client_of, config, quick};

#[tokio::test]
async fn layers_run_once_per_attempt_and_the_first_sees_a_request_first() {
    let server = Server::start(|_, number| {
        vec![Act::Send(reply(
            if number < 2 { 503 } else { 200 },
            &[],
            "ok",
        ))]
    });
    let log = Arc::new(Mutex::new(Vec::new()));
    let note = |name: &'static str| {
        let log = Arc::clone(&log);
        tower::util::MapRequestLayer::new(move |mut request: Request<Body>| {
            let authorized = request.headers().contains_key("authorization");
            log.lock().unwrap().push((name, authorized));
            request
                .headers_mut()
                .insert("x-layer", HeaderValue::from_static(name));
            request
        })
    };
    let client = client_of(server.url())
        .api_key("ory_pat_key")
        .config(&config().layer(note("outer")).layer(note("inner")))
        .build()
        .unwrap();
    assert_eq!(call(&client, &KEYED).await.unwrap(), "ok");
    let expected: Vec<_> = [("outer", true), ("inner", true)].repeat(3);
    assert_eq!(*log.lock().unwrap(), expected);
    for request in server.requests() {
        assert_eq!(request.one("x-layer"), Some("inner"));
    }
}

/// What layers do to the types of errors and bodies does not matter.
#[tokio::test]
async fn layers_may_change_bodies_and_errors() {
    struct Shout(Body);
    impl http_body::Body for Shout {
        type Data = ory_core::Bytes;
        type Error = std::io::Error;

        fn poll_frame(
            mut self: std::pin::Pin<&mut Self>,
            cx: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<ory_core::Bytes>, std::io::Error>>>
        {
            let upper = |frame: http_body::Frame<ory_core::Bytes>| {
                frame.map_data(|data| data.to_ascii_uppercase().into())
            };
            std::pin::Pin::new(&mut self.0)
                .poll_frame(cx)
                .map_ok(upper)
                .map_err(std::io::Error::other)
        }
    }

    let server = Server::always("quiet");
    let client = client_of(server.url())
        .config(
            &config()
                .layer(tower::util::MapResponseLayer::new(
                    |response: Response<Body>| response.map(Shout),
                ))
                .layer(tower::util::MapErrLayer::new(|error: BoxError| {
                    std::io::Error::other(error)
                })),
        )
        .build()
        .unwrap();
    assert_eq!(call(&client, &READ).await.unwrap(), "QUIET");
}

/// A cause is found beneath what a layer wrapped around it.
#[tokio::test]
async fn a_wrapped_connect_error_is_still_one() {
    let count = Arc::new(Mutex::new(0));
    let counter = Arc::clone(&count);
    let client = client_of(format!("http://{}", crate::server::nobody()))
        .config(
            &config().layer(tower::util::MapErrLayer::new(move |error: BoxError| {
                *counter.lock().unwrap() += 1;
                std::io::Error::other(error)
            })),
        )
        .build()
        .unwrap();
    let error = call(&client, &crate::MAKE).await.unwrap_err();
    assert!(error.is_connect(), "{error}");
    assert_eq!(*count.lock().unwrap(), 3);
}

/// A layer that calls something else after the response and fails with that call's error: the request was sent.
#[tokio::test]
async fn a_layer_that_fails_after_sending_is_no_reason_to_send_again() {
    let server = Server::always("ok");
    let elsewhere = format!("http://{}", crate::server::nobody());
    let other = config().to_transport().unwrap();
    let audit = tower::util::AndThenLayer::new(move |response: Response<Body>| {
        let (other, elsewhere) = (other.clone(), elsewhere.clone());
        async move {
            let request = Request::builder().uri(elsewhere).body(Body::empty());
            other.oneshot(request.unwrap()).await?;
            Ok::<_, BoxError>(response)
        }
    });
    let client = client_of(server.url())
        .config(&config().layer(audit))
        .build()
        .unwrap();
    let error = call(&client, &crate::MAKE).await.unwrap_err();
    assert_eq!(error.kind(), ory_core::ErrorKind::Transport, "{error}");
    assert!(error.may_have_been_sent() && !error.is_retryable());
    assert_eq!(server.count(), 1, "a one-shot request was sent twice");
}

#[tokio::test]
async fn any_service_can_be_the_transport() {
    let service = ServiceBuilder::new().service_fn(|request: Request<Body>| async move {
        let text = format!("{} {}", request.method(), request.uri());
        Ok::<_, std::convert::Infallible>(Response::new(Body::from(text)))
    });
    let client = Client::builder()
        .endpoint(PUBLIC, "https://ory.example/prefix/")
        .config(&config().retry(quick(1)).transport(service))
        .build()
        .unwrap();
    assert_eq!(
        call(&client, &READ).await.unwrap(),
        "GET https://ory.example/prefix/things"
    );
}

#[tokio::test]
async fn a_transport_sends_a_plain_request_too() {
    let server = Server::always("ok");
    let transport = config().to_transport().unwrap();
    let request = Request::builder()
        .uri(server.url())
        .body(Body::from("hello"))
        .unwrap();
    let response = transport.oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200);
    let seen = &server.requests()[0];
    assert_eq!(seen.body, b"hello");
    assert_eq!(
        seen.headers.len(),
        2,
        "host and length only: {:?}",
        seen.headers
    );
}
