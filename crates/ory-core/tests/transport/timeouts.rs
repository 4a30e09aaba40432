//! Deadlines: of connecting, of an attempt, of the whole call.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http::{Request, Response};
use ory_core::__private::{Call, decode};
use ory_core::{Body, BoxError, Client, ErrorKind};
use tokio::time::Instant;

use crate::server::{Act, Server, reply};
use crate::{MAKE, PUBLIC, READ, call, client_of, config, quick};

/// A client whose transport never answers, on a paused clock.
fn silent(attempt: u64, total: u64, attempts: u32) -> (Client, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    let service = tower::service_fn(move |_: Request<Body>| {
        counter.fetch_add(1, Ordering::SeqCst);
        std::future::pending::<Result<Response<Body>, BoxError>>()
    });
    let client = Client::builder()
        .endpoint(PUBLIC, "http://127.0.0.1:1")
        .config(
            &config()
                .retry(quick(attempts))
                .attempt_timeout(Duration::from_secs(attempt))
                .timeout(Duration::from_secs(total))
                .transport(service),
        )
        .build()
        .unwrap();
    (client, count)
}

#[tokio::test(start_paused = true)]
async fn an_attempt_ends_in_time_and_is_retried_where_that_is_safe() {
    let (client, count) = silent(10, 1000, 3);
    let begun = Instant::now();
    let error = call(&client, &READ).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(
        error.to_string().contains("within 10s (`attempt_timeout`)"),
        "{error}"
    );
    assert_eq!(begun.elapsed().as_secs(), 30);
    assert_eq!(count.swap(0, Ordering::SeqCst), 3);

    // What is sent once has the time of the call for its one attempt.
    let begun = Instant::now();
    let error = call(&client, &MAKE).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.may_have_been_sent() && !error.is_retryable());
    assert_eq!(begun.elapsed().as_secs(), 1000);
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn the_total_deadline_cuts_the_last_attempt_short() {
    let (client, count) = silent(10, 25, 10);
    let begun = Instant::now();
    let error = call(&client, &READ).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(
        error.to_string().contains("within 25s (`timeout`)"),
        "{error}"
    );
    assert_eq!(begun.elapsed().as_secs(), 25);
    assert_eq!(count.load(Ordering::SeqCst), 3);
}

#[tokio::test(start_paused = true)]
async fn a_call_can_have_a_deadline_of_its_own() {
    let (client, count) = silent(10, 1000, 3);
    let mut hasty = Call::new(&client, &READ, &[]);
    hasty.set_timeout(Duration::from_secs(4));
    let begun = Instant::now();
    let error = hasty.send(decode::text).await.unwrap_err();
    assert!(
        error.is_timeout() && error.to_string().contains("within 4s (`timeout`)"),
        "{error}"
    );
    assert_eq!(
        (begun.elapsed().as_secs(), count.load(Ordering::SeqCst)),
        (4, 1)
    );
}

#[tokio::test(start_paused = true)]
async fn the_documented_defaults_hold() {
    let service = tower::service_fn(|_: Request<Body>| {
        std::future::pending::<Result<Response<Body>, BoxError>>()
    });
    let client = Client::builder()
        .endpoint(PUBLIC, "http://127.0.0.1:1")
        .config(&ory_core::Config::new().transport(service))
        .build()
        .unwrap();
    let begun = Instant::now();
    call(&client, &MAKE).await.unwrap_err();
    assert_eq!(begun.elapsed().as_secs(), 60);
    let begun = Instant::now();
    call(&client, &READ).await.unwrap_err();
    assert_eq!(begun.elapsed().as_secs(), 60);
}

#[tokio::test(start_paused = true)]
async fn the_profile_for_requests_waits_for_seconds() {
    let service = tower::service_fn(|_: Request<Body>| {
        std::future::pending::<Result<Response<Body>, BoxError>>()
    });
    let client = Client::builder()
        .endpoint(PUBLIC, "http://127.0.0.1:1")
        .config(&ory_core::Config::for_requests().transport(service))
        .build()
        .unwrap();
    let begun = Instant::now();
    call(&client, &READ).await.unwrap_err();
    assert_eq!(begun.elapsed().as_secs(), 5);
    let begun = Instant::now();
    call(&client, &MAKE).await.unwrap_err();
    assert_eq!(begun.elapsed().as_secs(), 5);
}

#[tokio::test(start_paused = true)]
async fn the_builders_own_timeout_overrules_the_configuration() {
    let service = tower::service_fn(|_: Request<Body>| {
        std::future::pending::<Result<Response<Body>, BoxError>>()
    });
    let client = Client::builder()
        .endpoint(PUBLIC, "http://127.0.0.1:1")
        .timeout(Duration::from_secs(7))
        .config(&ory_core::Config::new().transport(service))
        .build()
        .unwrap();
    let begun = Instant::now();
    call(&client, &READ).await.unwrap_err();
    assert_eq!(begun.elapsed().as_secs(), 7);
}

/// Timeouts beyond what the clock can hold are as good as none, and no panic.
#[tokio::test]
async fn timeouts_can_be_absurd() {
    let server = Server::always("ok");
    let client = client_of(server.url())
        .config(
            &config()
                .timeout(Duration::MAX)
                .attempt_timeout(Duration::MAX)
                .connect_timeout(Duration::MAX)
                .pool_idle_timeout(Duration::MAX),
        )
        .build()
        .unwrap();
    assert_eq!(call(&client, &READ).await.unwrap(), "ok");
}

#[tokio::test]
async fn headers_that_stall_end_with_the_attempt() {
    for beginning in ["", "HTTP/1.1 200 OK\r\nContent-"] {
        let server = Server::start(move |_, number| {
            if number == 0 {
                vec![Act::Send(beginning.as_bytes().to_vec()), Act::Stall]
            } else {
                vec![Act::Send(reply(200, &[], "ok"))]
            }
        });
        let client = client_of(server.url())
            .config(&config().attempt_timeout(Duration::from_millis(1500)))
            .build()
            .unwrap();
        assert_eq!(call(&client, &READ).await.unwrap(), "ok");
        // The connection that stalled is not used again.
        assert_eq!((server.count(), server.connections()), (2, 2));
    }
}

/// A listener whose queue is never served accepts TCP, but the TLS handshake goes unanswered.
#[tokio::test]
async fn connecting_has_a_timeout_of_its_own() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let client = client_of(format!("https://{}", listener.local_addr().unwrap()))
        .config(
            &config()
                .tls_roots(crate::tls::trust_nobody_in_particular())
                .connect_timeout(Duration::from_millis(50)),
        )
        .build()
        .unwrap();
    let error = call(&client, &MAKE).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "nothing was sent");
    assert!(error.to_string().contains("connect_timeout"), "{error}");
    assert!(error.to_string().contains("attempt 3"), "{error}");
}
