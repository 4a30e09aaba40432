//! Proxies: by setting and by environment, relaying and tunnelling.

use std::process::Command;

use ory_core::{ErrorKind, TlsRoots};

use crate::server::{Act, Options, Server, nobody, reply};
use crate::tls::Authority;
use crate::{KEYED, MAKE, READ, call, chain, client_of, config};

/// A proxy that opens tunnels to wherever `to` is, or relays by answering itself.
fn proxy(to: std::net::SocketAddr) -> Server {
    proxy_with(Options::default(), to)
}

fn proxy_with(options: Options, to: std::net::SocketAddr) -> Server {
    Server::start_with(options, move |request, _| {
        if request.method == "CONNECT" {
            vec![
                Act::Send(b"HTTP/1.1 200 Connection established\r\n\r\n".to_vec()),
                Act::Tunnel(to),
            ]
        } else {
            vec![Act::Send(reply(200, &[], "by proxy"))]
        }
    })
}

fn with_user(proxy: &Server) -> String {
    format!("http://us%40er:pass%3Aword@{}", proxy.address)
}

/// A proxy that is itself reached by TLS.
fn with_user_by_tls(proxy: &Server) -> String {
    format!("https://us%40er:pass%3Aword@{}", proxy.address)
}

/// `us@er:pass:word`.
const AUTHORIZATION: &str = "Basic dXNAZXI6cGFzczp3b3Jk";

#[tokio::test]
async fn http_is_relayed_in_absolute_form() {
    let proxy = proxy(nobody());
    let client = client_of("http://ory.invalid:4433/base")
        .config(&config().proxy(with_user(&proxy)))
        .build()
        .unwrap();
    for _ in 0..2 {
        assert_eq!(call(&client, &READ).await.unwrap(), "by proxy");
    }
    let requests = proxy.requests();
    assert_eq!(requests.len(), 2);
    for request in &requests {
        assert_eq!(request.target, "http://ory.invalid:4433/base/things");
        assert_eq!(request.one("host"), Some("ory.invalid:4433"));
        assert_eq!(request.one("proxy-authorization"), Some(AUTHORIZATION));
    }
    assert_eq!(proxy.connections(), 1);
}

#[tokio::test]
async fn https_is_tunnelled_and_the_proxy_sees_nothing_of_it() {
    let authority = Authority::new();
    let server = authority.always("by tunnel");
    let proxy = proxy(server.address);
    let client = client_of(format!("https://{}", server.address))
        .config(
            &config()
                .tls_roots(authority.roots())
                .proxy(with_user(&proxy)),
        )
        .api_key("ory_pat_key")
        .build()
        .unwrap();
    for _ in 0..3 {
        assert_eq!(call(&client, &KEYED).await.unwrap(), "by tunnel");
    }
    let requests = proxy.requests();
    assert_eq!(requests.len(), 1, "one tunnel serves all");
    assert_eq!(
        (requests[0].method.as_str(), requests[0].target.as_str()),
        ("CONNECT", server.address.to_string().as_str())
    );
    assert_eq!(requests[0].one("proxy-authorization"), Some(AUTHORIZATION));
    assert_eq!(requests[0].one("authorization"), None);
    for request in server.requests() {
        assert_eq!(request.one("proxy-authorization"), None);
        assert_eq!(request.one("authorization"), Some("Bearer ory_pat_key"));
        assert_eq!(request.target, "/things");
    }
}

#[tokio::test]
async fn a_proxy_reached_by_tls_relays_and_tunnels() {
    let authority = Authority::new();
    let server = authority.always("by tunnel");
    let proxy = proxy_with(authority.server("127.0.0.1", |_| ()), server.address);
    let client = |url: String| {
        client_of(url)
            .config(
                &config()
                    .tls_roots(authority.roots())
                    .proxy(with_user_by_tls(&proxy)),
            )
            .build()
            .unwrap()
    };
    let relayed = client("http://ory.invalid:4433".to_owned());
    let tunnelled = client(format!("https://{}", server.address));
    for _ in 0..2 {
        assert_eq!(call(&relayed, &MAKE).await.unwrap(), "by proxy");
        assert_eq!(call(&tunnelled, &MAKE).await.unwrap(), "by tunnel");
    }
    let requests = proxy.requests();
    let lines: Vec<_> = requests
        .iter()
        .map(|request| (request.method.as_str(), request.target.as_str()))
        .collect();
    let (relay, tunnel) = ("http://ory.invalid:4433/things", server.address.to_string());
    assert_eq!(
        lines,
        [("POST", relay), ("CONNECT", &tunnel), ("POST", relay)]
    );
    for request in &requests {
        assert_eq!(request.one("proxy-authorization"), Some(AUTHORIZATION));
    }
    assert_eq!(proxy.connections(), 2, "one to relay by, one tunnel");
    for request in server.requests() {
        assert_eq!(request.one("proxy-authorization"), None);
    }
    assert_eq!(server.count(), 2);
}

/// Credentials are for the proxy that was named, not for whoever answers in its place.
#[tokio::test]
async fn a_proxy_that_is_not_who_it_says_gets_nothing() {
    let (authority, other) = (Authority::new(), Authority::new());
    let past = |params: &mut rcgen::CertificateParams| {
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(2020, 2, 1);
    };
    let plain = Options {
        blurts: Some(reply(400, &[], "what?")),
        ..Options::default()
    };
    for (options, again, expected) in [
        (other.server("127.0.0.1", |_| ()), 1, "not trusted"),
        (authority.server("127.0.0.1", past), 1, "has expired"),
        (authority.server("ory.example", |_| ()), 1, "another name"),
        (plain, 3, "meant to be http"),
    ] {
        let speaks_tls = options.tls.is_some();
        let proxy = proxy_with(options, nobody());
        for url in ["http://ory.invalid", "https://ory.invalid"] {
            let before = proxy.connections();
            let client = client_of(url)
                .config(
                    &config()
                        .tls_roots(authority.roots())
                        .proxy(with_user_by_tls(&proxy)),
                )
                .build()
                .unwrap();
            let error = call(&client, &MAKE).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Connect);
            assert_eq!(error.is_retryable(), !speaks_tls);
            let text = chain(&error);
            assert!(
                text.contains("the proxy 127.0.0.1") && text.contains(expected),
                "{text}"
            );
            assert!(!text.contains("pass"), "{text}");
            assert_eq!((proxy.count(), proxy.connections() - before), (0, again));
        }
    }
}

#[test]
fn a_proxy_reached_by_tls_needs_somebody_to_trust() {
    let error = client_of("http://ory.invalid")
        .config(
            &config()
                .tls_roots(TlsRoots::none())
                .proxy("https://proxy.example"),
        )
        .build()
        .unwrap_err();
    assert!(error.is_configuration());
    assert!(error.to_string().contains("`webpki-roots`"), "{error}");
}

#[tokio::test]
async fn a_proxy_that_asks_for_credentials_is_understood() {
    let authority = Authority::new();
    let asks = |options| {
        Server::start_with(options, |_, _| {
            vec![
                Act::Send(reply(
                    407,
                    &[("Proxy-Authenticate", "Basic realm=\"x\"")],
                    "who are you?",
                )),
                Act::Close,
            ]
        })
    };
    let plain = asks(Options::default());
    let by_tls = asks(authority.server("127.0.0.1", |_| ()));
    // None given, and wrong ones.
    let urls = [
        (&plain, plain.url()),
        (&plain, with_user(&plain)),
        (&by_tls, format!("https://{}", by_tls.address)),
        (&by_tls, with_user_by_tls(&by_tls)),
    ];
    for (proxy, url) in urls {
        for scheme in ["http", "https"] {
            let before = proxy.count();
            let client = client_of(format!("{scheme}://ory.invalid"))
                .config(&config().tls_roots(authority.roots()).proxy(&url))
                .build()
                .unwrap();
            let error = call(&client, &MAKE).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Connect);
            assert!(!error.is_retryable());
            let text = chain(&error);
            assert!(
                text.contains("407") && text.contains("user:password@"),
                "{text}"
            );
            assert!(
                !text.contains("pass%3A") && !text.contains("pass:"),
                "{text}"
            );
            assert_eq!(proxy.count(), before + 1, "asking again is of no use");
        }
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_tunnel_is_said() {
    // What refuses will refuse again; what is lost may be found.
    for (answer, expected, attempts) in [
        (
            reply(403, &[], "no"),
            "refused to connect to ory.invalid",
            1,
        ),
        (
            b"220 mail.example ESMTP\r\n\r\n".to_vec(),
            "is no HTTP proxy",
            1,
        ),
        (
            [&b"HTTP/1.1 200 OK\r\nX: "[..], &[b'x'; 40_000]].concat(),
            "is no HTTP proxy",
            1,
        ),
        (b"HTTP/1.1 200 OK\r\n".to_vec(), "closed the connection", 3),
    ] {
        let proxy = Server::start(move |_, _| vec![Act::Send(answer.clone()), Act::Close]);
        let client = client_of("https://ory.invalid")
            .config(
                &config()
                    .tls_roots(Authority::new().roots())
                    .proxy(with_user(&proxy)),
            )
            .build()
            .unwrap();
        let error = call(&client, &MAKE).await.unwrap_err();
        assert_eq!(
            error.kind(),
            ErrorKind::Connect,
            "nothing was sent: {}",
            chain(&error)
        );
        let text = chain(&error);
        assert!(text.contains(expected), "{text}");
        assert!(!text.contains("pass"), "{text}");
        assert_eq!(proxy.count(), attempts, "{text}");
    }

    let client = client_of("http://ory.invalid")
        .config(&config().proxy(format!("http://{}", nobody())))
        .build()
        .unwrap();
    let error = call(&client, &READ).await.unwrap_err();
    assert!(
        error.is_connect() && error.to_string().contains("the proxy 127.0.0.1"),
        "{error}"
    );
}

#[tokio::test]
async fn no_part_of_a_proxys_password_is_ever_printed() {
    for user_info in [
        "user:x@CANARY",
        "user:CANARY#",
        "u:CANARY/w",
        "CANARY",
        "u:CANARY %",
    ] {
        let client = client_of("http://ory.invalid")
            .config(&config().proxy(format!("http://{user_info}@{}", nobody())))
            .build()
            .unwrap();
        let error = call(&client, &READ).await.unwrap_err();
        let text = format!("{} {error:?} {client:?}", chain(&error));
        assert!(text.contains("the proxy 127.0.0.1:"), "{text}");
        assert!(!text.contains("CANARY"), "{text}");
    }
}

/// A proxy answers 407 for itself; a server that does so has read the request.
#[tokio::test]
async fn a_407_is_the_proxys_only_where_a_proxy_forwarded() {
    let refusing = || Server::start(|_, _| vec![Act::Send(reply(407, &[], "no"))]);
    let server = refusing();
    let direct = client_of(server.url()).build().unwrap();
    let error = call(&direct, &MAKE).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api, "{}", chain(&error));
    assert!(error.may_have_been_sent());
    assert_eq!(error.status().unwrap(), 407);
    assert_eq!(server.count(), 1);

    let proxy = refusing();
    let forwarded = client_of("http://ory.invalid")
        .config(&config().proxy(with_user(&proxy)))
        .build()
        .unwrap();
    let error = call(&forwarded, &MAKE).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(!error.may_have_been_sent() && !error.is_retryable());
    assert_eq!(proxy.count(), 1);
}

/// A key for a server on this machine must not become readable because a proxy is in between.
#[tokio::test]
async fn a_relaying_proxy_gets_no_keys_even_for_loopback() {
    let proxy = proxy(nobody());
    let client = client_of("http://127.0.0.1:4433")
        .config(&config().proxy(proxy.url()))
        .api_key("ory_pat_key")
        .build();
    let error = client.unwrap_err();
    assert!(
        error.to_string().contains("allow_insecure_credentials"),
        "{error}"
    );
    assert_eq!(proxy.count(), 0);
}

/// The environment belongs to the process, so each case has a process of its own: this test binary, asked to run
/// the one test that makes calls.
fn in_environment(variables: &[(&str, &str)], url: &str, no_proxy: bool) -> String {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "proxy::child", "--ignored", "--nocapture"]);
    for name in [
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
        "REQUEST_METHOD",
    ] {
        child.env_remove(name).env_remove(name.to_lowercase());
    }
    child
        .env("CHILD_URL", url)
        .env("CHILD_NO_PROXY", if no_proxy { "yes" } else { "" });
    child.envs(variables.iter().copied());
    let output = child.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let (_, rest) = text.split_once("RESULT[").unwrap();
    rest.split_once(']').unwrap().0.to_owned()
}

#[tokio::test]
#[ignore = "run by the tests of the environment, in a process of its own"]
async fn child() {
    let builder = client_of(std::env::var("CHILD_URL").unwrap());
    let builder = if std::env::var("CHILD_NO_PROXY").unwrap() == "yes" {
        builder.config(&config().no_proxy())
    } else {
        builder
    };
    let result = match builder.build() {
        Ok(client) => call(&client, &READ).await,
        Err(error) => Err(error),
    };
    println!(
        "RESULT[{}]",
        result.unwrap_or_else(|error| error.to_string())
    );
}

#[test]
fn the_environment_names_proxies_but_never_for_loopback() {
    let proxy = proxy(nobody());
    let url = with_user(&proxy);
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY"] {
        assert_eq!(
            in_environment(&[(name, &url)], "http://ory.invalid", false),
            "by proxy"
        );
    }
    let requests = proxy.requests();
    assert_eq!(requests.len(), 3);
    for request in requests {
        assert_eq!(request.target, "http://ory.invalid/things");
        assert_eq!(request.one("proxy-authorization"), Some(AUTHORIZATION));
    }

    let server = Server::always("direct");
    let port = server.address.port();
    let everything = [("HTTP_PROXY", url.as_str()), ("ALL_PROXY", &url)];
    for host in ["127.0.0.1", "localhost"] {
        assert_eq!(
            in_environment(&everything, &format!("http://{host}:{port}"), false),
            "direct"
        );
    }
    // An address of this machine that is not a loopback address is a host as any other.
    let elsewhere = format!("http://0.0.0.0:{port}");
    assert_eq!(in_environment(&everything, &elsewhere, false), "by proxy");
    let spared = [
        ("HTTP_PROXY", url.as_str()),
        ("NO_PROXY", "example.com, 0.0.0.0"),
    ];
    assert_eq!(in_environment(&spared, &elsewhere, false), "direct");
    assert_eq!(in_environment(&everything, &elsewhere, true), "direct");
    assert_eq!(proxy.count(), 4);
    assert_eq!(server.count(), 4);

    // What the environment asks for is done or refused, and never passed by.
    for value in ["socks5://127.0.0.1:1", "ftp://u:canary@127.0.0.1:1"] {
        let refused = in_environment(&[("ALL_PROXY", value)], &elsewhere, false);
        assert!(
            refused.contains("`ALL_PROXY`") && refused.contains("neither http nor https"),
            "{refused}"
        );
        assert!(!refused.contains("canary"), "{refused}");
    }
    assert_eq!(server.count(), 4);
}
