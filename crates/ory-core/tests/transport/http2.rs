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

#[tokio::test]
async fn times_beyond_the_clock_do_not_panic() {
    let server = Server::start(|_| ok("ok"));
    let config = server
        .config()
        .http2_keep_alive(Duration::MAX)
        .http2_keep_alive_timeout(Duration::MAX)
        .pool_idle_timeout(Duration::MAX)
        .tcp_keep_alive(Duration::MAX);
    let client = server.client().config(&config).build().unwrap();
    for _ in 0..3 {
        assert_eq!(call(&client, &READ).await.unwrap(), "ok");
    }
    assert_eq!(server.counts(), (3, 1));
}

#[tokio::test]
async fn a_cold_burst_shares_the_first_connection() {
    let server = Server::start(|_| ok("ok"));
    let config = server.config().connect_timeout(Duration::from_secs(60));
    let client = server.client().config(&config).build().unwrap();
    calls_at_once(&client, 100).await;
    assert_eq!(server.counts(), (100, 1));
}

/// Passes bytes on to `to`, until `frozen` says otherwise: then the first connection stays open and says nothing.
fn pipe(to: SocketAddr, frozen: tokio::sync::watch::Receiver<bool>) -> (SocketAddr, Stop) {
    let first = std::sync::atomic::AtomicBool::new(true);
    listen(move |mut stream| {
        let first = first.swap(false, std::sync::atomic::Ordering::SeqCst);
        let mut frozen = frozen.clone();
        async move {
            let mut other = tokio::net::TcpStream::connect(to).await.unwrap();
            let passing = tokio::io::copy_bidirectional(&mut stream, &mut other);
            let freezing = async {
                let _ = frozen.wait_for(|frozen| *frozen && first).await;
            };
            let passed = tokio::select! {
                _ = passing => true,
                () = freezing => false,
            };
            if !passed {
                std::future::pending::<()>().await;
            }
        }
    })
}

#[tokio::test]
async fn a_silent_connection_costs_one_attempt() {
    let server = Server::start(|_| ok("ok"));
    let (freeze, frozen) = tokio::sync::watch::channel(false);
    let (address, _stop) = pipe(server.address, frozen);
    let client = client_of(format!("https://{address}"))
        .config(&server.config().attempt_timeout(Duration::from_secs(1)))
        .build()
        .unwrap();
    call(&client, &READ).await.unwrap();
    assert_eq!(server.counts(), (1, 1));
    freeze.send(true).unwrap();
    // The second attempt does not meet the same silence, and neither do the calls after it.
    call(&client, &READ).await.unwrap();
    call(&client, &MAKE).await.unwrap();
    assert!(server.counts().1 > 1);
}

/// A server that answers the first request with `frame`, and others with 200.
fn refusing(
    frame: impl Fn(u32) -> Vec<u8> + Send + Sync + 'static,
) -> (Authority, SocketAddr, Stop, Arc<Mutex<usize>>) {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let authority = Authority::new();
    let mut config = authority.config("127.0.0.1", |_| ());
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let count = Arc::new(Mutex::new(0));
    let (counter, frame) = (Arc::clone(&count), Arc::new(frame));
    let (address, stop) = listen(move |stream| {
        let (acceptor, counter, frame) =
            (acceptor.clone(), Arc::clone(&counter), Arc::clone(&frame));
        async move {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                return;
            };
            let settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
            stream.write_all(&settings).await.unwrap();
            stream.read_exact(&mut [0; 24]).await.unwrap();
            loop {
                let mut head = [0; 9];
                if stream.read_exact(&mut head).await.is_err() {
                    return;
                }
                let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
                stream.read_exact(&mut vec![0; length]).await.unwrap();
                // HEADERS begin a request.
                if head[3] != 1 {
                    continue;
                }
                let id = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
                let number = {
                    let mut count = counter.lock().unwrap();
                    *count += 1;
                    *count
                };
                let answer = if number == 1 {
                    frame(id)
                } else {
                    // HEADERS that end the stream, with `:status: 200`.
                    [&[0, 0, 1, 1, 5], &head[5..], &[0x88]].concat()
                };
                let _ = stream.write_all(&answer).await;
                let _ = stream.flush().await;
            }
        }
    });
    (authority, address, stop, count)
}

/// RFC 9113, section 8.7: what the server says it did not process can be sent again, also a one-shot request.
#[tokio::test]
async fn what_was_not_processed_is_sent_again() {
    let refused_stream = |id: u32| {
        [
            &[0, 0, 4, 3, 0][..],
            &id.to_be_bytes(),
            &7_u32.to_be_bytes(),
        ]
        .concat()
    };
    let go_away = |last: u32| {
        let stream = 0_u32.to_be_bytes();
        [
            &[0, 0, 8, 7, 0][..],
            &stream,
            &last.to_be_bytes(),
            &0_u32.to_be_bytes(),
        ]
        .concat()
    };
    let (authority, address, _stop, count) = refusing(refused_stream);
    let config = crate::config().tls_roots(authority.roots());
    let client = client_of(format!("https://{address}"))
        .config(&config)
        .build()
        .unwrap();
    call(&client, &MAKE).await.unwrap();
    assert_eq!(*count.lock().unwrap(), 2);

    let (authority, address, _stop, count) = refusing(move |_| go_away(0));
    let config = crate::config().tls_roots(authority.roots());
    let client = client_of(format!("https://{address}"))
        .config(&config)
        .build()
        .unwrap();
    call(&client, &MAKE).await.unwrap();
    assert_eq!(*count.lock().unwrap(), 2);

    // Another reset leaves it open.
    let internal = |id: u32| {
        [
            &[0, 0, 4, 3, 0][..],
            &id.to_be_bytes(),
            &2_u32.to_be_bytes(),
        ]
        .concat()
    };
    let (authority, address, _stop, count) = refusing(internal);
    let config = crate::config().tls_roots(authority.roots());
    let client = client_of(format!("https://{address}"))
        .config(&config)
        .build()
        .unwrap();
    let error = call(&client, &MAKE).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{}", chain(&error));
    assert!(error.may_have_been_sent());
    assert_eq!(*count.lock().unwrap(), 1);
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
