//! What is sent besides what the operation asks for, and what is not.

use ory_core::__private::{Call, decode};
use ory_core::ErrorKind;

use crate::server::{Act, Server, reply};
use crate::{CHECK, READ, call, client_of, config};

const OURS: &str = concat!("ory-core/", env!("CARGO_PKG_VERSION"));

#[tokio::test]
async fn these_headers_are_sent_and_no_others() {
    let server = Server::always("ok");
    let client = client_of(server.url()).build().unwrap();
    call(&client, &READ).await.unwrap();
    let mut check = Call::new(&client, &CHECK, &[]);
    check.json(&true);
    check.send(decode::text).await.unwrap();

    let requests = server.requests();
    let names = |at: usize| {
        let mut names: Vec<String> = requests[at]
            .headers
            .iter()
            .map(|(name, _)| name.to_lowercase())
            .collect();
        names.sort();
        names.join(" ")
    };
    assert_eq!(names(0), "accept host user-agent x-request-id");
    assert_eq!(
        names(1),
        "accept content-length content-type host user-agent x-request-id"
    );
    assert_eq!(requests[0].one("accept"), Some("application/json"));
    assert_eq!(
        requests[0].one("host"),
        Some(server.address.to_string().as_str())
    );
    assert_eq!(requests[0].one("user-agent"), Some(OURS));
    assert_eq!(
        (requests[0].method.as_str(), requests[0].target.as_str()),
        ("GET", "/things")
    );
}

#[tokio::test]
async fn each_call_has_an_id_that_its_attempts_share() {
    let server = Server::start(|_, number| {
        vec![Act::Send(reply(
            if number == 0 { 503 } else { 200 },
            &[],
            "",
        ))]
    });
    let client = client_of(server.url()).build().unwrap();
    call(&client, &READ).await.unwrap();
    call(&client, &READ).await.unwrap();
    let requests = server.requests();
    let ids: Vec<&str> = requests
        .iter()
        .map(|request| request.one("x-request-id").unwrap())
        .collect();
    assert_eq!(ids.len(), 3);
    assert_eq!(ids[0], ids[1]);
    assert_ne!(ids[1], ids[2]);
    for id in ids {
        assert!(
            id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{id}"
        );
    }
}

#[tokio::test]
async fn errors_tell_the_id_that_was_sent() {
    let server = Server::start(|_, number| match number {
        0 => vec![Act::Send(reply(404, &[], "{}"))],
        _ => vec![Act::Close],
    });
    let client = client_of(server.url())
        .config(&config().retry(ory_core::RetryPolicy::never()))
        .build()
        .unwrap();
    let answered = call(&client, &READ).await.unwrap_err();
    let broken = call(&client, &READ).await.unwrap_err();
    assert_eq!(broken.kind(), ErrorKind::Transport);
    let requests = server.requests();
    assert_eq!(answered.request_id(), requests[0].one("x-request-id"));
    assert_eq!(broken.request_id(), requests[1].one("x-request-id"));
}

#[tokio::test]
async fn a_call_can_bring_its_own() {
    let server = Server::always("ok");
    let client = client_of(server.url())
        .config(&config().user_agent("shop/2.1"))
        .build()
        .unwrap();
    let mut read = Call::new(&client, &READ, &[]);
    read.set_header("X-Request-Id", "mine");
    read.set_header(
        "traceparent",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    );
    read.set_header("x-forwarded-for", "192.0.2.7");
    read.send(decode::text).await.unwrap();
    call(&client, &READ).await.unwrap();

    let requests = server.requests();
    assert_eq!(requests[0].one("x-request-id"), Some("mine"));
    assert_eq!(requests[0].one("x-forwarded-for"), Some("192.0.2.7"));
    assert!(
        requests[0]
            .one("traceparent")
            .unwrap()
            .starts_with("00-0af")
    );
    assert_eq!(
        requests[0].one("user-agent"),
        Some(format!("shop/2.1 {OURS}").as_str())
    );
    // Nothing of it stays for the next call.
    assert_eq!(requests[1].one("x-forwarded-for"), None);
    assert_ne!(requests[1].one("x-request-id"), Some("mine"));
}

#[tokio::test]
async fn redirects_are_not_followed_and_cookies_not_kept() {
    let elsewhere = Server::always("stolen");
    let target = elsewhere.url();
    let server = Server::start(move |_, number| {
        let status = [301, 302, 303, 307, 308][number % 5];
        vec![Act::Send(reply(
            status,
            &[("Location", &target), ("Set-Cookie", "a=b; Path=/")],
            "",
        ))]
    });
    let client = client_of(server.url()).build().unwrap();
    for _ in 0..5 {
        let error = call(&client, &READ).await.unwrap_err();
        assert!(error.status().unwrap().is_redirection());
    }
    assert_eq!((server.count(), elsewhere.connections()), (5, 0));
    for request in server.requests() {
        assert_eq!(request.one("cookie"), None);
    }
}
