//! Promises that were broken once: what a status, a token and a runtime may cost.

use std::time::Duration;

use ory_core::credentials::{ClientCredentials, FetchFuture, FetchToken, FetchedToken, Target};
use ory_core::credentials::{CredentialsError, TokenSource};
use ory_core::{Client, ErrorKind};

use crate::server::{Act, Server, reply};
use crate::{KEYED, MAKE, PUBLIC, READ, call, client_of, config};

const COMPLETE: &str = r#"{"error":{"code":404,"status":"Not Found","message":"no such thing"}}"#;

/// A head whose body never comes, or is cut off.
fn unfinished(status: u16, headers: &str, then: Act) -> Vec<Act> {
    let head = format!("HTTP/1.1 {status} X\r\ncontent-length: 10\r\n{headers}\r\n123");
    vec![Act::Send(head.into_bytes()), then]
}

#[tokio::test]
async fn a_status_that_was_read_survives_a_body_that_was_not() {
    for (status, then, kind) in [
        (201, Act::Close, ErrorKind::Transport),
        (201, Act::Stall, ErrorKind::Timeout),
        (404, Act::Close, ErrorKind::Api),
        (404, Act::Stall, ErrorKind::Api),
    ] {
        let server = Server::start(move |_, _| {
            let then = if matches!(then, Act::Close) {
                Act::Close
            } else {
                Act::Stall
            };
            unfinished(status, "x-request-id: theirs\r\n", then)
        });
        let client = client_of(server.url())
            .config(&config().timeout(Duration::from_millis(300)))
            .build()
            .unwrap();
        let error = call(&client, &MAKE).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(error.status().unwrap(), status, "{error}");
        assert_eq!(error.headers().unwrap()["x-request-id"], "theirs");
        assert_eq!(error.request_id(), Some("theirs"));
        assert!(error.may_have_been_sent());
        // Nobody can tell whose 404 it was.
        assert!(!error.is_not_found() && !error.is_wrong_endpoint());
        assert_eq!(server.count(), 1);
    }
}

#[tokio::test]
async fn retry_after_is_honoured_though_the_body_stalls() {
    let server = Server::start(|_, number| match number {
        0 => unfinished(429, "retry-after: 0\r\n", Act::Stall),
        _ => vec![Act::Send(reply(200, &[], "ok"))],
    });
    let client = client_of(server.url())
        .config(&config().attempt_timeout(Duration::from_millis(300)))
        .build()
        .unwrap();
    assert_eq!(call(&client, &READ).await.unwrap(), "ok");
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_404_of_ory_is_not_found_and_any_other_is_a_wrong_endpoint() {
    for (body, not_found) in [(COMPLETE, true), ("404 page not found", false)] {
        let server = Server::start(move |_, _| vec![Act::Send(reply(404, &[], body))]);
        let client = client_of(server.url()).build().unwrap();
        let error = call(&client, &READ).await.unwrap_err();
        assert_eq!(error.is_not_found(), not_found);
        assert_eq!(error.is_wrong_endpoint(), !not_found);
    }
}

/// A server with a token endpoint, whose API responds with `status`.
fn api(status: u16) -> Server {
    Server::start(move |request, _| {
        let token = r#"{"access_token":"t","token_type":"bearer","expires_in":3600}"#;
        vec![Act::Send(if request.target == "/oauth2/token" {
            reply(200, &[], token)
        } else {
            reply(status, &[], "ok")
        })]
    })
}

fn tokens(server: &Server) -> usize {
    let requests = server.requests();
    requests
        .iter()
        .filter(|request| request.target == "/oauth2/token")
        .count()
}

fn service(server: &Server) -> Client {
    let url = format!("{}/oauth2/token", server.url());
    client_of(server.url())
        .credentials(ClientCredentials::new(url, "id", "secret"))
        .build()
        .unwrap()
}

#[tokio::test]
async fn an_api_that_refuses_for_another_reason_does_not_make_every_call_fetch_a_token() {
    let server = api(401);
    let client = service(&server);
    for _ in 0..20 {
        assert!(call(&client, &KEYED).await.unwrap_err().is_unauthorized());
    }
    assert_eq!(tokens(&server), 2);
}

#[test]
fn a_runtime_that_stands_still_while_it_fetches_a_token_is_taken_over() {
    let server = api(200);
    let client = service(&server);
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    let (first, second) = (runtime(), runtime());
    // The first runtime begins to fetch a token, and is then kept but not driven.
    first.block_on(async {
        let mut begun = std::pin::pin!(call(&client, &KEYED));
        std::future::poll_fn(|cx| {
            let _ = std::future::Future::poll(begun.as_mut(), cx);
            std::task::Poll::Ready(())
        })
        .await;
    });
    assert_eq!(second.block_on(call(&client, &KEYED)).unwrap(), "ok");
    drop(first);
}

/// Fetches a token that works only once, and loses the response.
struct OneShot(std::sync::atomic::AtomicUsize);

impl FetchToken for OneShot {
    fn fetch<'a>(&'a self, _: Target<'a>) -> FetchFuture<'a> {
        self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        Box::pin(async { Err(CredentialsError::ambiguous("the response was lost")) })
    }

    fn is_repeatable(&self) -> bool {
        false
    }
}

#[tokio::test]
async fn an_ambiguous_fetch_is_not_repeated_and_told_truly() {
    let server = api(200);
    let fetch = std::sync::Arc::new(OneShot(0.into()));
    let client = client_of(server.url())
        .credentials(TokenSource::new(std::sync::Arc::clone(&fetch)))
        .build()
        .unwrap();
    let error = call(&client, &KEYED).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(
        error.may_have_been_sent() && !error.is_retryable(),
        "{error}"
    );
    assert_eq!(fetch.0.load(std::sync::atomic::Ordering::SeqCst), 1);
    assert_eq!(server.count(), 0);
}

/// Takes ten seconds to get a token.
struct Slow;

impl FetchToken for Slow {
    fn fetch<'a>(&'a self, _: Target<'a>) -> FetchFuture<'a> {
        Box::pin(async {
            tokio::time::sleep(Duration::from_secs(10)).await;
            Ok(FetchedToken::new("t", Some(Duration::from_secs(3600))))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_slow_to_come_serves_later_calls_and_nothing_was_sent_meanwhile() {
    let service = tower::service_fn(|_: http::Request<ory_core::Body>| async {
        Ok::<_, ory_core::BoxError>(http::Response::new(ory_core::Body::from("ok")))
    });
    let client = Client::builder()
        .endpoint(PUBLIC, "http://127.0.0.1:1")
        .credentials(TokenSource::new(Slow))
        .config(
            &config()
                .transport(service)
                .timeout(Duration::from_secs(2))
                .attempt_timeout(Duration::from_secs(1)),
        )
        .build()
        .unwrap();
    let error = call(&client, &KEYED).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(
        !error.may_have_been_sent() && error.is_retryable(),
        "{error}"
    );
    assert!(error.to_string().contains("no credentials"), "{error}");
    tokio::time::sleep(Duration::from_secs(20)).await;
    assert_eq!(call(&client, &KEYED).await.unwrap(), "ok");
}
