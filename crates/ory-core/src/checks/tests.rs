//! Facts, shared questions and the service, by the numbers of the security properties.

use std::convert::Infallible;
use std::future::{Future, Ready as ReadyFuture, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Request, Response};
use http_body::Body as _;
use tokio::sync::Notify;
use tokio::time::{Instant, advance};
use tower::{Service, ServiceExt};

use super::answer::Answer;
use super::facts::Facts;
use super::key::{CheckKey, KeyParts};
use super::service::{Guard, GuardService, Step};
use crate::guard::{CheckSource, Denial, DenialReason};

const SECOND: Duration = Duration::from_secs(1);

fn key(number: usize) -> CheckKey {
    KeyParts::new("test").part(&number.to_be_bytes()).finish()
}

async fn answered(keep_for: Duration) -> Result<Answer<u32>, Denial> {
    Ok(Answer::new(7, keep_for))
}

async fn refused() -> Result<Answer<u32>, Denial> {
    Err(Denial::new(DenialReason::NotSignedIn))
}

fn fresh(facts: &Facts<u32>, key: &CheckKey) -> Option<u32> {
    let kept = facts.get(key)?;
    kept.expired_for(Instant::now())
        .is_none()
        .then_some(kept.value)
}

#[test]
fn property_3_keys_separate_kinds_and_boundaries() {
    let key = |kind: &str, parts: &[&str]| {
        let begun = KeyParts::new(kind);
        parts
            .iter()
            .fold(begun, |key, part| key.part(part.as_bytes()))
            .finish()
    };
    let keys = [
        key("token", &["x"]),
        key("cookie", &["x"]),
        key("cookie", &["ab", "c"]),
        key("cookie", &["a", "bc"]),
        key("cookie", &["abc"]),
        key("cookie", &["abc", ""]),
        key("cookie", &["", "abc"]),
        key("cookie", &[]),
        key("", &["cookie"]),
    ];
    for (at, one) in keys.iter().enumerate() {
        assert!(!keys[..at].contains(one));
    }
    assert_eq!(key("token", &["x"]), keys[0]);
}

#[tokio::test(start_paused = true)]
async fn property_4_nothing_negative_is_kept() {
    let facts = Facts::new(10);
    let error = facts.ask(key(1), SECOND, refused).await.unwrap_err();
    assert_eq!(*error.reason(), DenialReason::NotSignedIn);
    assert!(facts.is_empty());
    // At once, and without waiting for anything.
    facts
        .ask(key(1), SECOND, || answered(SECOND))
        .await
        .unwrap();
    assert_eq!(fresh(&facts, &key(1)), Some(7));
}

#[tokio::test(start_paused = true)]
async fn property_7_what_is_kept_counts_from_the_question() {
    let facts = Facts::new(10);
    let slow = || async {
        tokio::time::sleep(4 * SECOND).await;
        answered(10 * SECOND).await
    };
    facts.ask(key(1), 5 * SECOND, slow).await.unwrap();
    advance(Duration::from_millis(5_990)).await;
    assert_eq!(fresh(&facts, &key(1)), Some(7));
    advance(Duration::from_millis(20)).await;
    assert_eq!(fresh(&facts, &key(1)), None);
    // What is over when it comes is not kept at all.
    let facts = Facts::new(10);
    let late = || async {
        tokio::time::sleep(4 * SECOND).await;
        answered(3 * SECOND).await
    };
    facts.ask(key(1), 5 * SECOND, late).await.unwrap();
    assert!(facts.is_empty());
    facts
        .ask(key(2), SECOND, || answered(Duration::ZERO))
        .await
        .unwrap();
    facts
        .ask(key(3), SECOND, || answered(Duration::MAX))
        .await
        .unwrap();
    assert!(facts.is_empty());
}

#[tokio::test(start_paused = true)]
async fn property_10_equal_questions_are_one_and_nobody_is_lost() {
    let facts = Facts::new(10);
    let asked = Arc::new(AtomicUsize::new(0));
    let question = |outcome: Result<u32, Denial>| {
        let asked = Arc::clone(&asked);
        move || {
            asked.fetch_add(1, Ordering::SeqCst);
            async move {
                tokio::time::sleep(SECOND).await;
                outcome.map(|value| Answer {
                    value,
                    keep_for: Duration::ZERO,
                    cookies: Arc::from([HeaderValue::from_static("a=b")]),
                })
            }
        }
    };
    let all = |outcome: Result<u32, Denial>| {
        (0..1000)
            .map(|_| {
                let (facts, question) = (facts.clone(), question(outcome.clone()));
                tokio::spawn(async move { facts.ask(key(1), 5 * SECOND, question).await })
            })
            .collect::<Vec<_>>()
    };

    let mut own = 0;
    for one in all(Ok(7)) {
        let asked = one.await.unwrap().unwrap();
        assert_eq!((asked.value, asked.cookies.len()), (7, 1));
        own += usize::from(asked.source == CheckSource::Server);
    }
    assert_eq!((asked.load(Ordering::SeqCst), own), (1, 1));

    // A failure is shared too, and over when it is told.
    for one in all(Err(Denial::new(DenialReason::Unavailable))) {
        assert_eq!(one.await.unwrap().unwrap_err().status(), 503);
    }
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    assert!(facts.is_empty());

    // The one who began goes away.
    let mut waiting = all(Ok(8)).into_iter();
    tokio::task::yield_now().await;
    waiting.next().unwrap().abort();
    for one in waiting {
        assert_eq!(one.await.unwrap().unwrap().value, 8);
    }
    assert_eq!(asked.load(Ordering::SeqCst), 3);

    // The question panics: 503 for all, and the next one asks anew.
    let panics = || async {
        tokio::time::sleep(SECOND).await;
        panic!("as the test wants it")
    };
    let (one, other) = tokio::join!(
        facts.ask(key(1), 5 * SECOND, panics),
        facts.ask(key(1), 5 * SECOND, panics)
    );
    assert_eq!(one.unwrap_err().status(), 503);
    assert_eq!(other.unwrap_err().status(), 503);
    assert!(facts.is_empty());
    facts
        .ask(key(1), 5 * SECOND, question(Ok(9)))
        .await
        .unwrap();

    // It takes too long.
    let endless = || std::future::pending::<Result<Answer<u32>, Denial>>();
    let denial = facts.ask(key(2), 5 * SECOND, endless).await.unwrap_err();
    assert_eq!(denial.status(), 503);
    assert!(facts.is_empty());
}

#[test]
fn a_runtime_that_ends_takes_no_question_along() {
    let facts = Facts::new(10);
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap()
    };
    let first = runtime();
    first.block_on(async {
        let facts = facts.clone();
        tokio::spawn(async move {
            let endless = || std::future::pending::<Result<Answer<u32>, Denial>>();
            let _ = facts.ask(key(1), SECOND, endless).await;
        });
        tokio::task::yield_now().await;
        tokio::task::yield_now().await;
    });
    assert_eq!(facts.len(), (0, 1));
    drop(first);
    assert_eq!(facts.len(), (0, 0));
    let asked = runtime().block_on(facts.ask(key(1), SECOND, || answered(SECOND)));
    assert_eq!(asked.unwrap().source, CheckSource::Server);
    // Without a runtime it is a mistake of the service's, not a panic.
    let mut context = Context::from_waker(std::task::Waker::noop());
    let asking = std::pin::pin!(facts.ask(key(2), SECOND, || answered(SECOND)));
    let Poll::Ready(Err(denial)) = asking.poll(&mut context) else {
        panic!("it asked without a runtime");
    };
    assert_eq!(denial.status(), 500);
}

#[tokio::test(start_paused = true)]
async fn property_11_forgetting_beats_a_question_under_way() {
    let facts = Facts::new(10);
    let go = Arc::new(Notify::new());
    let question = {
        let go = Arc::clone(&go);
        move || async move {
            go.notified().await;
            answered(60 * SECOND).await
        }
    };
    let asking = {
        let facts = facts.clone();
        tokio::spawn(async move { facts.ask(key(1), 5 * SECOND, question).await })
    };
    tokio::task::yield_now().await;
    tokio::task::yield_now().await;
    facts.forget(&key(1));
    // Whoever comes now does not join what began before.
    facts
        .ask(key(1), SECOND, || answered(Duration::ZERO))
        .await
        .unwrap();
    go.notify_one();
    assert_eq!(asking.await.unwrap().unwrap().value, 7);
    assert!(facts.is_empty());

    facts
        .ask(key(1), SECOND, || answered(60 * SECOND))
        .await
        .unwrap();
    assert_eq!(facts.len(), (1, 0));
    facts.forget(&key(1));
    assert!(facts.is_empty());
}

#[tokio::test(start_paused = true)]
async fn property_18_memory_is_bounded_and_what_is_used_stays() {
    let facts = Facts::new(1000);
    for hot in 0..100 {
        facts
            .ask(key(hot), SECOND, || answered(3600 * SECOND))
            .await
            .unwrap();
        for _ in 0..3 {
            assert!(facts.get(&key(hot)).is_some());
        }
    }
    for cold in 1000..50_000 {
        facts
            .ask(key(cold), SECOND, || answered(3600 * SECOND))
            .await
            .unwrap();
        if cold % 100 == 0 {
            for hot in 0..100 {
                assert!(facts.get(&key(hot)).is_some() || hot > 0);
            }
        }
    }
    let (kept, under_way) = facts.len();
    assert!(kept <= 1000, "{kept}");
    assert_eq!(under_way, 0);
    let still = (0..100)
        .filter(|hot| facts.get(&key(*hot)).is_some())
        .count();
    assert!(still >= 95, "{still}");
}

/// Lets pass what has no header `x-deny`; asks if there is one `x-ask`.
struct ByHeader;

impl Guard for ByHeader {
    type After = &'static str;

    fn check(self: &Arc<Self>, request: Parts) -> Step<&'static str> {
        if request.headers.contains_key("x-deny") {
            return Step::Deny(Denial::new(DenialReason::Forbidden));
        }
        if request.headers.contains_key("x-ask") {
            return Step::Ask(Box::pin(async move {
                tokio::task::yield_now().await;
                if request.headers["x-ask"] == "no" {
                    return Err(Denial::new(DenialReason::Unavailable));
                }
                Ok((request, "asked"))
            }));
        }
        Step::Pass(request, "passed")
    }

    fn finish(&self, after: &'static str, headers: &mut HeaderMap) {
        headers.insert("x-after", HeaderValue::from_static(after));
    }
}

/// A service that is ready once for each time it was asked whether it is, and panics when it is
/// called without.
#[derive(Default)]
struct Picky {
    ready: bool,
}

impl Clone for Picky {
    /// Readiness is not cloned.
    fn clone(&self) -> Self {
        Picky { ready: false }
    }
}

impl Service<Request<Unnameable>> for Picky {
    type Response = Response<http_body_util::Full<Bytes>>;
    type Error = Infallible;
    type Future = ReadyFuture<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.ready = true;
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Unnameable>) -> Self::Future {
        assert!(
            std::mem::take(&mut self.ready),
            "called without being ready"
        );
        ready(Ok(Response::new("own".into())))
    }
}

/// A request body that is neither `Default` nor from bytes, as that of a server is.
struct Unnameable;

async fn sent(
    headers: &[(&'static str, &'static str)],
) -> Response<super::GuardBody<http_body_util::Full<Bytes>>> {
    let mut request = Request::new(Unnameable);
    for (name, value) in headers {
        request
            .headers_mut()
            .insert(*name, HeaderValue::from_static(value));
    }
    let mut service = GuardService::new(Picky::default(), Arc::new(ByHeader));
    // Twice, as a service is used for one request after the other.
    service
        .ready()
        .await
        .unwrap()
        .call(Request::new(Unnameable))
        .await
        .unwrap();
    service.ready().await.unwrap().call(request).await.unwrap()
}

#[tokio::test]
async fn property_17_the_ready_service_is_the_one_that_is_called() {
    for (headers, status, after) in [
        (&[][..], 200, Some("passed")),
        (&[("x-ask", "yes")], 200, Some("asked")),
        (&[("x-ask", "no")], 503, None),
        (&[("x-deny", "1")], 403, None),
    ] {
        let response = sent(headers).await;
        assert_eq!(response.status(), status);
        let told = response
            .headers()
            .get("x-after")
            .map(|value| value.to_str().unwrap());
        assert_eq!(told, after);
        let announced = response.body().size_hint().exact().unwrap();
        let mut body = response.into_body();
        let frame = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context));
        let data = frame.await.unwrap().unwrap().into_data().unwrap();
        assert_eq!(data.len() as u64, announced);
        assert!(body.is_end_stream());
        assert_eq!(status == 200, data == "own");
    }
}
