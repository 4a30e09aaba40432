//! Response bodies: how much is read of them, and what happens when they end early or not at all.

use std::time::Duration;

use ory_core::ErrorKind;

use crate::server::{Act, Options, Server, reply};
use crate::{CHECK, CONSUME, MAKE, READ, call, chain, client_of, config};

const MB: usize = 1_000_000;

/// A head that announces `length` bytes.
fn head(length: usize) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n").into_bytes()
}

#[tokio::test]
async fn a_body_that_announces_100_mb_is_refused_before_it_is_read() {
    let server = Server::start(|_, _| {
        vec![
            Act::Send(head(100 * MB)),
            Act::Send(vec![b' '; MB]),
            Act::Stall,
        ]
    });
    let client = client_of(server.url()).build().unwrap();
    let error = call(&client, &READ).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.to_string().contains("response_body_limit"), "{error}");
    assert_eq!(
        server.count(),
        1,
        "a body that is too large was asked for again"
    );
}

#[tokio::test]
async fn a_body_of_100_mb_in_chunks_is_given_up_at_the_limit() {
    let server = Server::start(|_, _| {
        let mut acts = vec![Act::Send(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec(),
        )];
        let mut chunk = format!("{MB:x}\r\n").into_bytes();
        chunk.extend(std::iter::repeat_n(b' ', MB));
        chunk.extend_from_slice(b"\r\n");
        acts.extend(std::iter::repeat_n(Act::Send(chunk), 100));
        acts.push(Act::Send(b"0\r\n\r\n".to_vec()));
        acts
    });
    let client = client_of(server.url()).build().unwrap();
    let error = call(&client, &READ).await.unwrap_err();
    assert!(
        error.to_string().contains("larger than 10485760 bytes"),
        "{error}"
    );
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn bodies_up_to_the_limit_arrive_whole() {
    let body: String = (0..300_000)
        .map(|n| char::from(b'a' + (n % 23) as u8))
        .collect();
    let sent = body.clone();
    let server = Server::start(move |_, number| {
        if number == 0 {
            return vec![Act::Send(reply(200, &[], &sent))];
        }
        // The same in uneven chunks.
        let mut text = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
        for part in sent.as_bytes().chunks(70_001) {
            text.extend_from_slice(format!("{:x}\r\n", part.len()).as_bytes());
            text.extend_from_slice(part);
            text.extend_from_slice(b"\r\n");
        }
        text.extend_from_slice(b"0\r\n\r\n");
        vec![Act::Send(text)]
    });
    let client = client_of(server.url())
        .config(&config().response_body_limit(300_000))
        .build()
        .unwrap();
    assert!(call(&client, &READ).await.unwrap() == body);
    assert!(call(&client, &READ).await.unwrap() == body);
    let client = client_of(server.url())
        .config(&config().response_body_limit(299_999))
        .build()
        .unwrap();
    assert!(call(&client, &READ).await.is_err());
}

#[tokio::test]
async fn of_an_error_with_a_large_body_status_and_beginning_are_kept() {
    let server = Server::start(|_, _| {
        vec![
            Act::Send(
                format!("HTTP/1.1 404 X\r\nContent-Length: {}\r\n\r\n", 100 * MB).into_bytes(),
            ),
            Act::Send(vec![b'x'; MB]),
            Act::Close,
        ]
    });
    let client = client_of(server.url())
        .config(&config().response_body_limit(1000))
        .build()
        .unwrap();
    let error = call(&client, &READ).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(error.body().unwrap().len(), 1000);
    // One that breaks off keeps its status too.
    let client = client_of(server.url()).build().unwrap();
    let error = call(&client, &READ).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_retried_only_where_that_is_safe() {
    let script = |_: &_, number: usize| {
        if number == 0 {
            vec![
                Act::Send(head(10)),
                Act::Send(b"12345".to_vec()),
                Act::Close,
            ]
        } else {
            vec![Act::Send(reply(200, &[], "1234567890"))]
        }
    };
    for spec in [&READ, &CHECK] {
        let server = Server::start(script);
        let client = client_of(server.url()).build().unwrap();
        assert_eq!(call(&client, spec).await.unwrap(), "1234567890");
        assert_eq!(server.count(), 2);
    }
    for spec in [&MAKE, &CONSUME] {
        let server = Server::start(script);
        let client = client_of(server.url()).build().unwrap();
        let error = call(&client, spec).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert!(
            error.to_string().contains("the connection was lost"),
            "{}",
            chain(&error)
        );
        assert_eq!(server.count(), 1);
    }
}

#[tokio::test]
async fn a_body_that_stalls_ends_with_the_attempt_and_is_asked_for_again() {
    let server = Server::start(|_, number| {
        if number == 0 {
            vec![
                Act::Send(head(10)),
                Act::Send(b"12345".to_vec()),
                Act::Stall,
            ]
        } else {
            vec![Act::Send(reply(200, &[], "1234567890"))]
        }
    });
    let client = client_of(server.url())
        .config(&config().attempt_timeout(Duration::from_millis(1500)))
        .build()
        .unwrap();
    assert_eq!(call(&client, &READ).await.unwrap(), "1234567890");
    assert_eq!((server.count(), server.connections()), (2, 2));
}

#[tokio::test]
async fn a_body_that_stalls_is_a_timeout_for_what_may_not_be_repeated() {
    let server = Server::start(|_, _| {
        vec![
            Act::Send(head(10)),
            Act::Send(b"12345".to_vec()),
            Act::Stall,
        ]
    });
    let client = client_of(server.url())
        .config(&config().timeout(Duration::from_millis(300)))
        .build()
        .unwrap();
    let error = call(&client, &MAKE).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.may_have_been_sent());
    assert_eq!(server.count(), 1);
}

/// A wrong port is the usual reason, TLS spoken in the clear another; what was sent may still have been understood.
#[tokio::test]
async fn a_response_that_is_not_http_is_told_from_a_lost_connection() {
    let long = format!("HTTP/1.1 200 OK\r\n{}\r\n", "x: y\r\n".repeat(300));
    for answer in [
        b"SSH-2.0-OpenSSH_9.6\r\n".to_vec(),
        b"\x15\x03\x03\x00\x02\x02\x50".to_vec(),
        long.into_bytes(),
    ] {
        let options = Options {
            blurts: Some(answer),
            ..Options::default()
        };
        let server = Server::start_with(options, |_, _| Vec::new());
        let client = client_of(server.url()).build().unwrap();
        for (spec, connections) in [(&READ, 3), (&MAKE, 1)] {
            let before = server.connections();
            let error = call(&client, spec).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Transport);
            assert!(error.may_have_been_sent());
            let text = error.to_string();
            assert!(
                text.contains("not valid HTTP") && text.contains("the scheme and the port"),
                "{text}"
            );
            assert_eq!(server.connections() - before, connections);
        }
    }
}
