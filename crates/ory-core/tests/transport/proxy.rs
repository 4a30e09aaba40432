//! Proxies: by setting and by environment, relaying and tunnelling.

use std::process::Command;

use ory_core::ErrorKind;

use crate::server::{Act, Server, nobody, reply};
use crate::tls::Authority;
use crate::{KEYED, MAKE, READ, call, chain, client_of};

/// A proxy that opens tunnels to wherever `to` is, or relays by answering itself.
fn proxy(to: std::net::SocketAddr) -> Server {
    Server::start(move |request, _| {
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

/// `us@er:pass:word`.
const AUTHORIZATION: &str = "Basic dXNAZXI6cGFzczp3b3Jk";

#[tokio::test]
async fn http_is_relayed_in_absolute_form() {
    let proxy = proxy(nobody());
    let client = client_of("http://ory.invalid:4433/base")
        .proxy(with_user(&proxy))
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
        .tls_roots(authority.roots())
        .proxy(with_user(&proxy))
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
async fn a_proxy_that_asks_for_credentials_is_understood() {
    let asks = || {
        Server::start(|_, _| {
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
    for scheme in ["http", "https"] {
        let proxy = asks();
        let client = client_of(format!("{scheme}://ory.invalid"))
            .tls_roots(Authority::new().roots())
            .proxy(proxy.url())
            .build()
            .unwrap();
        let error = call(&client, &MAKE).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect);
        assert!(!error.is_retryable());
        let text = error.to_string();
        assert!(
            text.contains("407") && text.contains("user:password@"),
            "{text}"
        );
        assert_eq!(proxy.count(), 1, "asking again is of no use");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_tunnel_is_said() {
    for (answer, expected) in [
        (
            reply(503, &[], "no"),
            "refused to connect to ory.invalid:443 (status 503)",
        ),
        (
            b"220 mail.example ESMTP\r\n\r\n".to_vec(),
            "not an HTTP proxy",
        ),
        (b"HTTP/1.1 200 OK\r\n".to_vec(), "closed the connection"),
        (vec![b'x'; 40_000], "does not end"),
        (
            b"HTTP/1.1 200 OK\r\n\r\nmore".to_vec(),
            "more than the answer",
        ),
    ] {
        let proxy = Server::start(move |_, _| vec![Act::Send(answer.clone()), Act::Close]);
        let client = client_of("https://ory.invalid")
            .tls_roots(Authority::new().roots())
            .proxy(with_user(&proxy))
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
    }

    let client = client_of("http://ory.invalid")
        .proxy(format!("http://{}", nobody()))
        .build()
        .unwrap();
    let error = call(&client, &READ).await.unwrap_err();
    assert!(
        error.is_connect() && error.to_string().contains("the proxy 127.0.0.1"),
        "{error}"
    );
}

/// A key for a server on this machine must not become readable because a proxy is in between.
#[tokio::test]
async fn a_relaying_proxy_gets_no_keys_even_for_loopback() {
    let proxy = proxy(nobody());
    let client = client_of("http://127.0.0.1:4433")
        .proxy(proxy.url())
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
        builder.no_proxy()
    } else {
        builder
    };
    let client = builder.build().unwrap();
    let result = call(&client, &READ).await;
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

    let socks = in_environment(&[("ALL_PROXY", "socks5://127.0.0.1:1")], &elsewhere, false);
    assert!(socks.contains("neither http nor https"), "{socks}");
}
