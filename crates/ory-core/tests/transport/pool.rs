//! How connections are kept, shared and given up.

use std::time::Duration;

use ory_core::ErrorKind;

use crate::server::{Act, Options, Server, reply};
use crate::{CHECK, MAKE, READ, call, client_of, config, quick};

#[tokio::test]
async fn one_socket_serves_many_calls_in_turn() {
    let server = Server::always("ok");
    let client = client_of(server.url()).build().unwrap();
    for _ in 0..200 {
        assert_eq!(call(&client, &READ).await.unwrap(), "ok");
    }
    assert_eq!((server.count(), server.connections()), (200, 1));
    // Copies share it.
    call(&client.clone(), &MAKE).await.unwrap();
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn clients_that_share_a_configuration_share_its_connections() {
    let server = Server::always("ok");
    let shared = config();
    for config in [
        shared.clone(),
        shared.clone().timeout(Duration::from_secs(3)),
        config().transport(shared.to_transport().unwrap()),
    ] {
        let client = client_of(server.url()).config(&config).build().unwrap();
        call(&client, &READ).await.unwrap();
    }
    assert_eq!((server.count(), server.connections()), (3, 1));

    // What connects in another way does not share what was connected before.
    let other = shared.connect_timeout(Duration::from_secs(3));
    let client = client_of(server.url()).config(&other).build().unwrap();
    call(&client, &READ).await.unwrap();
    assert_eq!((server.count(), server.connections()), (4, 2));
}

#[test]
fn a_client_is_built_without_a_runtime_and_used_from_several() {
    let server = Server::always("ok");
    let client = client_of(server.url()).build().unwrap();
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };

    // The first stays alive but is not driven any more: its connections would never answer.
    let first = runtime();
    first.block_on(call(&client, &READ)).unwrap();
    let second = runtime();
    second.block_on(call(&client, &MAKE)).unwrap();
    first.block_on(call(&client, &READ)).unwrap();
    assert_eq!((server.count(), server.connections()), (3, 2));

    // A runtime that is gone takes its connections with it and leaves the client usable.
    drop(first);
    for _ in 0..40 {
        runtime().block_on(call(&client, &MAKE)).unwrap();
    }
    assert_eq!(server.count(), 43);
}

#[test]
fn every_runtime_reuses_its_own_connection_however_many_there_are() {
    let server = Server::always("ok");
    let client = client_of(server.url()).build().unwrap();
    let runtimes: Vec<_> = (0..64)
        .map(|_| {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap()
        })
        .collect();
    for _ in 0..3 {
        for runtime in &runtimes {
            runtime.block_on(call(&client, &READ)).unwrap();
        }
    }
    assert_eq!((server.count(), server.connections()), (192, 64));
}

#[test]
fn a_runtime_without_timers_or_io_is_an_error_and_no_panic() {
    use tokio::runtime::Builder;
    let server = Server::always("ok");
    let client = client_of(server.url()).build().unwrap();
    let bare = Builder::new_current_thread().build().unwrap();
    let without_timers = Builder::new_current_thread().enable_io().build().unwrap();
    let without_io = Builder::new_current_thread().enable_time().build().unwrap();
    for (runtime, expected) in [
        (bare, "`enable_time`"),
        (without_timers, "`enable_time`"),
        (without_io, "`enable_io`"),
    ] {
        let error = runtime.block_on(call(&client, &MAKE)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
        assert!(error.to_string().contains(expected), "{error}");
    }
    assert_eq!(server.count(), 0);
}

#[test]
fn a_runtime_that_has_ended_is_an_error_and_no_panic() {
    let server = Server::always("ok");
    let client = client_of(server.url()).build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(call(&client, &READ)).unwrap();
    let handle = runtime.handle().clone();
    drop(runtime);
    let _inside = handle.enter();
    let mut future = Box::pin(call(&client, &MAKE));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        std::task::Poll::Ready(Err(error)) => {
            assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(server.count(), 1);
}

#[test]
fn without_a_runtime_there_is_an_error_and_no_panic() {
    let client = client_of("http://127.0.0.1:1").build().unwrap();
    let mut future = Box::pin(call(&client, &READ));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        std::task::Poll::Ready(Err(error)) => {
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(error.to_string().contains("tokio runtime"), "{error}");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_at_the_same_time_leave_connections_for_the_next() {
    let server = Server::always("ok");
    let client = client_of(server.url()).build().unwrap();
    for _ in 0..5 {
        let mut calls = tokio::task::JoinSet::new();
        for _ in 0..32 {
            let client = client.clone();
            calls.spawn(async move { call(&client, &READ).await.unwrap() });
        }
        calls.join_all().await;
    }
    assert_eq!(server.count(), 160);
    assert!(
        server.connections() <= 64,
        "{} connections",
        server.connections()
    );
}

/// The server closes after each answer, and says nothing about it in advance.
#[tokio::test]
async fn a_dead_pooled_connection_costs_nobody_a_call() {
    let server = Server::start(|_, _| vec![Act::Send(reply(200, &[], "ok")), Act::Close]);
    let client = client_of(server.url())
        .config(&config().retry(quick(1)))
        .build()
        .unwrap();
    for made in 1..=20 {
        call(&client, &MAKE).await.unwrap();
        assert_eq!(server.count(), made);
        // The end of the connection has arrived once the server closed it; what happens before is the next test's.
        server.closed(made).await;
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    assert_eq!(server.connections(), 20);
}

/// The worst moment: the connection ends together with the next request, so that nobody can tell whether it was
/// processed. One-shot requests fail then rather than be sent twice; the others are repeated.
#[tokio::test]
async fn a_connection_that_ends_under_a_request_repeats_only_what_is_safe() {
    // Every second request meets a connection that ends instead of answering.
    let script = |_: &_, number: usize| {
        if number % 2 == 1 {
            vec![Act::Close]
        } else {
            vec![Act::Send(reply(200, &[], "ok"))]
        }
    };
    let server = Server::start(script);
    let client = client_of(server.url()).build().unwrap();
    call(&client, &CHECK).await.unwrap();
    call(&client, &CHECK).await.unwrap();
    assert_eq!(server.count(), 3);

    let server = Server::start(script);
    let client = client_of(server.url()).build().unwrap();
    call(&client, &MAKE).await.unwrap();
    let error = call(&client, &MAKE).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.may_have_been_sent() && !error.is_retryable());
    assert_eq!(server.count(), 2, "a one-shot request was sent twice");
}

#[tokio::test]
async fn a_connection_torn_down_at_once_was_not_used() {
    let options = Options {
        reset_on_accept: vec![0, 1],
        ..Options::default()
    };
    let server = Server::start_with(options, |_, _| vec![Act::Send(reply(200, &[], "ok"))]);
    let client = client_of(server.url()).build().unwrap();
    // Nothing can be known about what a torn connection carried: only the safe request is repeated.
    assert_eq!(call(&client, &READ).await.unwrap(), "ok");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn idle_connections_are_given_up_in_time() {
    let server = Server::always("ok");
    let client = client_of(server.url())
        .config(&config().pool_idle_timeout(Duration::from_millis(50)))
        .build()
        .unwrap();
    call(&client, &READ).await.unwrap();
    tokio::time::sleep(Duration::from_millis(400)).await;
    call(&client, &READ).await.unwrap();
    assert_eq!(server.connections(), 2);

    let client = client_of(server.url())
        .config(&config().pool_max_idle_per_host(0))
        .build()
        .unwrap();
    call(&client, &READ).await.unwrap();
    call(&client, &READ).await.unwrap();
    assert_eq!(server.connections(), 4);
}
