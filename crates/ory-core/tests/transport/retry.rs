//! What is sent again, when, and how often.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use http::{Request, Response};
use ory_core::__private::{Call, decode};
use ory_core::operation::OperationSpec;
use ory_core::{Body, BoxError, Client, ConnectError, ErrorKind, RetryPolicy};
use tokio::time::Instant;

use crate::server::{Act, Server, nobody, reply};
use crate::{CHECK, CONSUME, MAKE, PUBLIC, READ, call, chain, client_of, config, quick};

/// A transport without sockets, so that tests of waiting can run on a paused clock.
///
/// `answer` is asked with the number of the attempt, from 0.
fn in_memory(
    policy: RetryPolicy,
    answer: impl Fn(usize) -> Result<Response<Body>, BoxError> + Send + Sync + 'static,
) -> (Client, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    let answer = Arc::new(answer);
    let service = tower::service_fn(move |_: Request<Body>| {
        let result = answer(counter.fetch_add(1, Ordering::SeqCst));
        async move { result }
    });
    let client = Client::builder()
        .endpoint(PUBLIC, "http://127.0.0.1:1")
        .config(&config().retry(policy).transport(service))
        .build()
        .unwrap();
    (client, count)
}

fn answer(status: u16, headers: &[(&'static str, &str)]) -> Result<Response<Body>, BoxError> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Ok(response.body(Body::from("{}"))?)
}

/// How often each status is asked for, by what the operation allows.
#[tokio::test(start_paused = true)]
async fn statuses_are_retried_by_what_the_operation_allows() {
    for (status, safe, once) in [
        (400, 1, 1),
        (401, 1, 1),
        (404, 1, 1),
        (408, 3, 1),
        (409, 1, 1),
        (425, 3, 1),
        (429, 3, 3),
        (500, 1, 1),
        (501, 1, 1),
        (502, 3, 1),
        (503, 3, 1),
        (504, 3, 1),
        (520, 3, 1),
        (527, 3, 1),
        (530, 3, 1),
        (302, 1, 1),
    ] {
        for (spec, expected) in [
            (&READ, safe),
            (&CHECK, safe),
            (&MAKE, once),
            (&CONSUME, once),
        ] {
            let (client, count) = in_memory(quick(3), move |_| answer(status, &[]));
            let error = call(&client, spec).await.unwrap_err();
            assert_eq!(
                error.status().unwrap(),
                status,
                "the last answer is given back"
            );
            assert_eq!(
                count.load(Ordering::SeqCst),
                expected,
                "{status} on {}",
                spec.id
            );
        }
    }
}

#[tokio::test]
async fn every_attempt_is_the_same_request() {
    let server = Server::start(|_, number| {
        vec![Act::Send(reply(
            if number < 2 { 503 } else { 200 },
            &[],
            "ok",
        ))]
    });
    let client = client_of(server.url()).build().unwrap();
    let mut make = Call::new(&client, &CHECK, &[]);
    make.json(&serde_json::json!({"name": "value"}));
    make.query("q", "1 2");
    make.set_header("x-own", "mine");
    assert_eq!(make.send(decode::text).await.unwrap(), "ok");

    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    for request in &requests {
        assert_eq!(request.body, br#"{"name":"value"}"#);
        assert_eq!(request.target, "/things?q=1%202");
        let mut sorted = request.headers.clone();
        sorted.sort();
        let mut first = requests[0].headers.clone();
        first.sort();
        assert_eq!(sorted, first);
        assert_eq!(request.one("content-length"), Some("16"));
    }
}

/// Everything that leaves open whether the server processed the request.
#[tokio::test]
async fn a_one_shot_request_is_never_sent_twice() {
    let faults: Vec<Vec<Act>> = vec![
        vec![Act::Close],
        vec![Act::Reset],
        vec![Act::Send(b"HTTP/1.1 20".to_vec()), Act::Close],
        vec![
            Act::Send(b"HTTP/1.1 200 OK\r\nContent-Le".to_vec()),
            Act::Reset,
        ],
        vec![Act::Send(b"this is not HTTP\r\n\r\n".to_vec()), Act::Close],
        vec![Act::Send(reply(502, &[], "")), Act::Close],
        vec![Act::Send(reply(503, &[("Retry-After", "0")], ""))],
        vec![Act::Send(reply(504, &[], ""))],
        vec![
            Act::Send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab".to_vec()),
            Act::Reset,
        ],
        vec![
            Act::Send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n".to_vec()),
            Act::Close,
        ],
    ];
    for fault in faults {
        for spec in [&MAKE, &CONSUME] {
            let script = fault.clone();
            let server = Server::start(move |_, _| script.clone());
            let client = client_of(server.url())
                .config(&config().retry(quick(5)))
                .build()
                .unwrap();
            let error = call(&client, spec).await.unwrap_err();
            assert!(error.may_have_been_sent(), "{fault:?}: {}", chain(&error));
            assert!(!error.is_retryable(), "{fault:?}: {}", chain(&error));
            assert_eq!(server.count(), 1, "{fault:?} on {}", spec.id);
        }
        // The same is repeated where that is safe.
        let script = fault.clone();
        let server = Server::start(move |_, number| {
            if number < 2 {
                script.clone()
            } else {
                vec![Act::Send(reply(200, &[], "ok"))]
            }
        });
        let client = client_of(server.url()).build().unwrap();
        assert_eq!(call(&client, &CHECK).await.unwrap(), "ok", "{fault:?}");
        assert_eq!(server.count(), 3, "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_never_sent_is_repeated_whatever_the_operation() {
    for spec in [&READ, &MAKE, &CONSUME] {
        let (client, count) = in_memory(quick(3), |attempt| {
            if attempt < 2 {
                Err(ConnectError::unreachable("nobody home").into())
            } else {
                answer(200, &[])
            }
        });
        assert_eq!(call(&client, spec).await.unwrap(), "{}");
        assert_eq!(count.load(Ordering::SeqCst), 3);
    }
    // Errors of a layer that say nothing about it count as sent.
    let (client, count) = in_memory(quick(3), |_| Err("a layer broke".into()));
    let error = call(&client, &MAKE).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(chain(&error).matches("a layer broke").count(), 1);
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_server_that_is_down_is_named() {
    let address = nobody();
    let client = client_of(format!("http://{address}")).build().unwrap();
    let error = call(&client, &MAKE).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_retryable() && !error.may_have_been_sent());
    let text = chain(&error);
    assert!(text.starts_with("makeThing (test): "), "{text}");
    assert!(
        text.contains(&address.to_string()) && text.contains("attempt 3"),
        "{text}"
    );
    assert_eq!(text.matches("cannot be reached").count(), 1, "{text}");
}

async fn elapsed(client: &Client, spec: &'static OperationSpec) -> Duration {
    let begun = Instant::now();
    let _ = call(client, spec).await;
    begun.elapsed()
}

#[tokio::test(start_paused = true)]
async fn retry_after_lengthens_the_wait() {
    // Our own share is at most a millisecond here.
    let (client, count) = in_memory(quick(2), |_| answer(503, &[("retry-after", "7")]));
    let took = elapsed(&client, &READ).await;
    assert!((7000..7010).contains(&took.as_millis()), "{took:?}");
    assert_eq!(count.load(Ordering::SeqCst), 2);

    let (client, _) = in_memory(quick(2), |_| {
        answer(
            429,
            &[("x-ratelimit-reset", "9"), ("x-ratelimit-remaining", "0")],
        )
    });
    let took = elapsed(&client, &MAKE).await;
    assert!((9000..9010).contains(&took.as_millis()), "{took:?}");

    // As a date: the clock of the calendar goes on while tokio's stands still, hence the margin.
    let (client, _) = in_memory(quick(2), |_| {
        answer(
            503,
            &[(
                "retry-after",
                &httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(20)),
            )],
        )
    });
    let took = elapsed(&client, &READ).await;
    assert!((15_000..20_100).contains(&took.as_millis()), "{took:?}");

    // What is past, wrong or zero asks for nothing.
    for nothing in ["Sun, 06 Nov 1994 08:49:37 GMT", "0", "soon", "-5"] {
        let (client, count) =
            in_memory(quick(2), move |_| answer(503, &[("retry-after", nothing)]));
        let took = elapsed(&client, &READ).await;
        assert!(took < Duration::from_millis(10), "{nothing}: {took:?}");
        assert_eq!(count.load(Ordering::SeqCst), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    for wish in [
        "61",
        "99999999999999999999",
        "Fri, 31 Dec 9999 23:59:59 GMT",
    ] {
        let (client, count) = in_memory(quick(3), move |_| answer(429, &[("retry-after", wish)]));
        let begun = Instant::now();
        let error = call(&client, &READ).await.unwrap_err();
        assert!(error.is_rate_limited(), "the answer itself is given back");
        assert!(error.retry_after().unwrap() > Duration::from_secs(60));
        assert_eq!(begun.elapsed(), Duration::ZERO, "{wish}");
        assert_eq!(count.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn our_own_waits_are_random_and_bounded() {
    let policy = RetryPolicy::new()
        .attempts(4)
        .backoff(Duration::from_secs(1), Duration::from_secs(2));
    let mut seen = Vec::new();
    for _ in 0..50 {
        let (client, count) = in_memory(policy, |_| answer(503, &[]));
        let took = elapsed(&client, &READ).await;
        assert_eq!(count.load(Ordering::SeqCst), 4);
        // 1 + 2 + 2 seconds, and a millisecond each for the timer's ticks.
        assert!(took <= Duration::from_millis(5003), "{took:?}");
        seen.push(took);
    }
    seen.sort();
    seen.dedup();
    assert!(seen.len() > 25, "the waits are not random: {seen:?}");
}

#[tokio::test]
async fn storms_are_bounded_by_the_budget_of_the_client() {
    for status in [429, 503] {
        let server = Server::start(move |_, _| vec![Act::Send(reply(status, &[], ""))]);
        let client = client_of(server.url())
            .config(&config().retry(quick(4)).retry_budget(10))
            .build()
            .unwrap();
        for _ in 0..50 {
            // Copies draw on the same budget.
            call(&client.clone(), &READ).await.unwrap_err();
        }
        assert_eq!(server.count(), 60);
    }

    // Successes earn it back, ten for one.
    let server = Server::start(|_, number| {
        let down = number < 8 || (28..).contains(&number);
        vec![Act::Send(reply(if down { 503 } else { 200 }, &[], ""))]
    });
    let client = client_of(server.url())
        .config(&config().retry(quick(4)).retry_budget(3))
        .build()
        .unwrap();
    for _ in 0..5 {
        call(&client, &READ).await.unwrap_err();
    }
    assert_eq!(server.count(), 8, "five calls and three retries");
    for _ in 0..20 {
        call(&client, &READ).await.unwrap();
    }
    assert_eq!(server.count(), 28);
    for _ in 0..5 {
        call(&client, &READ).await.unwrap_err();
    }
    assert_eq!(
        server.count(),
        28 + 5 + 2,
        "twenty successes are worth two retries"
    );
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_the_operation_documents_is_not_a_failure() {
    static IS_READY: OperationSpec = OperationSpec::new(
        "isReady",
        "test",
        http::Method::GET,
        "/health/ready",
        PUBLIC,
    )
    .idempotency(ory_core::operation::Idempotency::Safe)
    .success(&[200, 503]);
    let (client, count) = in_memory(quick(3), |_| answer(503, &[("retry-after", "1")]));
    let response = Call::new(&client, &IS_READY, &[])
        .send(decode::text)
        .into_full()
        .await
        .unwrap();
    assert_eq!(response.status(), 503);
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_can_have_a_policy_of_its_own() {
    let (client, count) = in_memory(quick(5), |_| answer(503, &[]));
    let mut once = Call::new(&client, &READ, &[]);
    once.set_retry(RetryPolicy::never());
    once.send(decode::text).await.unwrap_err();
    assert_eq!(count.swap(0, Ordering::SeqCst), 1);
    let mut often = Call::new(&client, &READ, &[]);
    often.set_retry(quick(7));
    often.send(decode::text).await.unwrap_err();
    assert_eq!(count.load(Ordering::SeqCst), 7);
}
