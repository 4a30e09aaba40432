//! HTTP/2, which is chosen in the TLS handshake wherever a server offers it.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use http::{Request, Response, Version};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use ory_core::__private::{Call, decode};
use ory_core::{Body, Client, ErrorKind};

use crate::server::{Stop, listen};
use crate::tls::Authority;
use crate::traces::Log;
use crate::{CHECK, KEYED, MAKE, READ, call, chain, client_of, config};

/// What a request is answered with.
enum Answer {
    Reply(Response<Body>),
    /// The stream is reset, the connection goes on.
    BreakOff,
    /// Nothing on any connection moves for this long: no answer, no answer to a ping either.
    Freeze(Duration),
}

fn ok(body: &'static str) -> Answer {
    Answer::Reply(Response::new(Body::from(body)))
}

#[derive(Default)]
struct Seen {
    connections: usize,
    requests: Vec<http::request::Parts>,
}

/// A server of HTTP/2 alone, on a thread of its own.
struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
    authority: Authority,
    _stop: Stop,
}

impl Server {
    fn start(script: impl Fn(usize) -> Answer + Send + Sync + 'static) -> Self {
        let authority = Authority::new();
        let mut config = authority.config("127.0.0.1", |_| ());
        config.alpn_protocols = vec![b"h2".to_vec()];
        let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
        let seen = Arc::new(Mutex::new(Seen::default()));
        let (state, script) = (Arc::clone(&seen), Arc::new(script));
        let (address, stop) = listen(move |stream| {
            state.lock().unwrap().connections += 1;
            let (acceptor, state, script) =
                (acceptor.clone(), Arc::clone(&state), Arc::clone(&script));
            async move {
                let Ok(stream) = acceptor.accept(stream).await else {
                    return;
                };
                let service = service_fn(|request: Request<Incoming>| {
                    let number = {
                        let mut seen = state.lock().unwrap();
                        seen.requests.push(request.into_parts().0);
                        seen.requests.len() - 1
                    };
                    let answer = script(number);
                    async move {
                        match answer {
                            Answer::Reply(response) => Ok(response),
                            Answer::BreakOff => Err("as told"),
                            Answer::Freeze(time) => {
                                std::thread::sleep(time);
                                Err("as told")
                            }
                        }
                    }
                });
                let server = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
                let _ = server.serve_connection(TokioIo::new(stream), service).await;
            }
        });
        Server {
            address,
            seen,
            authority,
            _stop: stop,
        }
    }

    fn config(&self) -> ory_core::Config {
        config().tls_roots(self.authority.roots())
    }

    fn client(&self) -> ory_core::ClientBuilder {
        client_of(format!("https://{}", self.address)).config(&self.config())
    }

    fn counts(&self) -> (usize, usize) {
        let seen = self.seen.lock().unwrap();
        (seen.requests.len(), seen.connections)
    }
}

async fn calls_at_once(client: &Client, calls: usize) {
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..calls {
        let client = client.clone();
        running.spawn(async move { call(&client, &READ).await.unwrap() });
    }
    assert!(running.join_all().await.iter().all(|body| body == "ok"));
}

#[tokio::test]
async fn calls_at_the_same_time_share_one_connection() {
    let server = Server::start(|_| ok("ok"));
    let client = server.client().api_key("ory_pat_key").build().unwrap();
    call(&client, &KEYED).await.unwrap();
    calls_at_once(&client, 50).await;
    assert_eq!(server.counts(), (51, 1));
    let seen = server.seen.lock().unwrap();
    let keyed = &seen.requests[0];
    assert_eq!(keyed.version, Version::HTTP_2);
    assert_eq!(keyed.uri.path(), "/things");
    assert_eq!(keyed.headers["authorization"], "Bearer ory_pat_key");
    assert!(keyed.headers.contains_key("x-request-id"));
}

#[tokio::test]
async fn a_stream_that_breaks_off_is_repeated_only_where_that_is_safe() {
    let script = |number| {
        if number == 0 {
            Answer::BreakOff
        } else {
            ok("ok")
        }
    };
    let server = Server::start(script);
    let client = server.client().build().unwrap();
    assert_eq!(call(&client, &CHECK).await.unwrap(), "ok");
    assert_eq!(server.counts().0, 2);

    let server = Server::start(script);
    let client = server.client().build().unwrap();
    let error = call(&client, &MAKE).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{}", chain(&error));
    assert!(error.may_have_been_sent() && !error.is_retryable());
    assert_eq!(server.counts().0, 1, "a one-shot request was sent twice");
}

#[tokio::test]
async fn a_connection_without_a_sign_of_life_is_given_up() {
    let frozen = Duration::from_secs(5);
    let server = Server::start(move |_| Answer::Freeze(frozen));
    let client = server
        .client()
        .config(
            &server
                .config()
                .http2_keep_alive(Duration::from_millis(100))
                .http2_keep_alive_timeout(Duration::from_millis(100)),
        )
        .build()
        .unwrap();
    let begun = Instant::now();
    let error = call(&client, &MAKE).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{}", chain(&error));
    assert!(begun.elapsed() < frozen, "the pings went unheard");
}

/// The library beneath tells its own story at TRACE; none of it may hold what is secret.
#[tokio::test]
async fn nothing_secret_is_traced() {
    let server = Server::start(|_| {
        let mut response = Response::new(Body::from("canary-answer"));
        let value = http::HeaderValue::from_static("canary-answer-header");
        response.headers_mut().insert("set-cookie", value);
        Answer::Reply(response)
    });
    let client = server.client().build().unwrap();
    let log = Log::default();
    let guard = tracing::subscriber::set_default(log.clone());
    let mut check = Call::new(&client, &CHECK, &[]);
    check.json(&"canary-body");
    check.query("q", "canary-query");
    check.header("x-session-token", "canary-header");
    check.set_credentials(ory_core::credentials::Bearer::new("canary-token"));
    check.send(decode::text).await.unwrap();
    drop(guard);
    let lines = log.lines();
    assert!(
        lines.iter().any(|line| line.starts_with("h2::")),
        "the library beneath said nothing: {lines:#?}"
    );
    for line in lines {
        assert!(!line.contains("canary"), "{line}");
    }
}
