//! How often a call allocates: counted exactly, on one thread, beside hyper doing the same with the same model.
//!
//! What the SDK allocates per call beyond hyper's pooled client, the parsed URL, the headers and the model:
//!
//! 1. the boxed future of the call, the same for all operations, so that nothing is compiled per operation;
//! 2. the random request id, shared by all copies of the header;
//! 3. the copy of the headers for another attempt (none with one attempt).
//!
//! Hand-written code with hyper makes others that the SDK does not: the URL is written into one buffer instead of
//! being formatted and parsed, and a response body of one piece is not copied.

use std::alloc::System;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use ory_kratos::models::{CreateIdentityBody, Identity, Session};
use ratchet::{hold, recorded};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static COUNTER: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const SESSION: &str = r#"{"id":"6b7bd6ae-0a34-4f0c-9e8d-000000000001","active":true,"expires_at":"2026-02-05T10:20:30.123456Z","authenticator_assurance_level":"aal1","authentication_methods":[{"method":"password","aal":"aal1","completed_at":"2026-01-05T10:20:30.123456Z"}],"devices":[]}"#;
const IDENTITY: &str = r#"{"id":"6b7bd6ae-0a34-4f0c-9e8d-000000000002","schema_id":"default","schema_url":"http://127.0.0.1:4433/schemas/ZGVmYXVsdA","state":"active","traits":{"email":"someone@example.org"}}"#;

/// Answers every request by its method; allocates nothing while doing so, as this process is the one that counts.
fn serve() -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap();
    let answer = |status: &str, body: &str| {
        let length = body.len();
        format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        )
    };
    let (session, identity) = (answer("200 OK", SESSION), answer("201 Created", IDENTITY));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (session, identity) = (session.clone(), identity.clone());
            std::thread::spawn(move || converse(stream, &session, &identity));
        }
    });
    address
}

fn converse(mut stream: TcpStream, session: &str, identity: &str) {
    let mut buffer = [0_u8; 4096];
    let mut length = 0;
    while let Ok(read @ 1..) = stream.read(&mut buffer[length..]) {
        length += read;
        let request = &buffer[..length];
        let post = request.starts_with(b"POST");
        // A body is sent with its head and is an object; a request without one ends with its head.
        let complete = request.ends_with(if post { b"}" } else { b"\r\n\r\n" });
        if complete {
            let answer = if post { identity } else { session };
            stream.write_all(answer.as_bytes()).unwrap();
            length = 0;
        }
    }
}

/// Allocations per call of the second five hundred, the first having warmed everything up; that both are the same
/// says that a call does not cost more because others went before it.
fn per_call(runtime: &tokio::runtime::Runtime, mut call: impl AsyncFnMut()) -> u64 {
    const CALLS: u64 = 500;
    let mut counts = [0; 3];
    for count in &mut counts {
        let before = COUNTER.stats();
        runtime.block_on(async {
            for _ in 0..CALLS {
                call().await;
            }
        });
        let used = COUNTER.stats() - before;
        *count = (used.allocations + used.reallocations) as u64;
    }
    // What is made once in many calls, such as a larger buffer, does not add up to one per call.
    assert_eq!(counts[1] / CALLS, counts[2] / CALLS, "{counts:?}");
    counts[2] / CALLS
}

async fn by_hyper(pool: &legacy::Client<HttpConnector, Full<Bytes>>, base: &str) -> Session {
    let request = http::Request::get(format!("{base}/sessions/whoami"))
        .header("accept", http::HeaderValue::from_static("application/json"))
        .header("user-agent", http::HeaderValue::from_static("bare/0.0.0"))
        .header("x-session-token", "ory_st_0123456789")
        .body(Full::default())
        .unwrap();
    let response = pool.request(request).await.unwrap();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    serde_json::from_slice(&body).unwrap()
}

/// One test, as the counter counts for the whole process.
#[test]
fn no_more_allocations_than_recorded() {
    let recorded = recorded().unwrap().allocations;
    let base = format!("http://{}", serve());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let kratos = ory_kratos::Client::builder().url(&base).build().unwrap();

    let whoami = per_call(&runtime, async || {
        let session = kratos
            .frontend()
            .to_session()
            .session_token("ory_st_0123456789")
            .await;
        assert_eq!(session.unwrap().active, Some(true));
    });

    let pool = legacy::Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .build(HttpConnector::new());
    let bare = per_call(&runtime, async || {
        assert_eq!(by_hyper(&pool, &base).await.active, Some(true));
    });

    let create = per_call(&runtime, async || {
        let body = CreateIdentityBody::new("default", serde_json::Value::Null);
        let made: Identity = kratos.identity().create_identity(body).await.unwrap();
        assert_eq!(made.schema_id, "default");
    });

    // Clones share everything: a thousand of them make a call no dearer.
    let clones: Vec<_> = (0..1000).map(|_| kratos.clone()).collect();
    let mut next = clones.iter().cycle();
    let cloned = per_call(&runtime, async || {
        let client = next.next().unwrap();
        let session = client
            .frontend()
            .to_session()
            .session_token("ory_st_0123456789")
            .await;
        assert_eq!(session.unwrap().active, Some(true));
    });
    assert_eq!(cloned, whoami, "a call by one of a thousand clones");

    hold("allocations of whoami", whoami, recorded.whoami).unwrap();
    hold(
        "allocations of whoami beyond hyper's",
        whoami.saturating_sub(bare),
        recorded.whoami_overhead,
    )
    .unwrap();
    hold(
        "allocations of create identity",
        create,
        recorded.create_identity,
    )
    .unwrap();
}
