//! A server that answers from a script, without sockets, and a clock that does not make anybody wait.

use std::convert::Infallible;
use std::future::{Future, Ready, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use ory_core::{Body, Bytes};

/// One answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: Bytes,
}

/// Gives its answers in turn, over and over, and counts the requests.
#[derive(Clone, Default)]
pub(crate) struct Scripted {
    answers: Arc<[Answer]>,
    count: Arc<AtomicUsize>,
}

impl Scripted {
    pub(crate) fn new(answers: Vec<Answer>) -> Self {
        Scripted {
            answers: answers.into(),
            count: Arc::default(),
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }
}

impl tower::Service<http::Request<Body>> for Scripted {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: http::Request<Body>) -> Self::Future {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        assert!(number < 1000, "asks for ever");
        let turn = number % self.answers.len().max(1);
        let answer = self.answers.get(turn).cloned().unwrap_or_default();
        let mut response = http::Response::new(Body::from(answer.body));
        *response.status_mut() = http::StatusCode::from_u16(answer.status).unwrap_or_default();
        *response.headers_mut() = answer.headers;
        ready(Ok(response))
    }
}

/// Runs `future` on a clock that jumps to wherever somebody waits for.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    thread_local! {
        static RUNTIME: tokio::runtime::Runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime without sockets needs nothing that could be missing");
    }
    RUNTIME.with(|runtime| runtime.block_on(future))
}

/// The clients of all products, whose server this is.
pub(crate) struct Products {
    pub(crate) kratos: ory_kratos::Client,
    pub(crate) hydra: ory_hydra::Client,
    pub(crate) keto: ory_keto::Client,
    pub(crate) cloud: ory_cloud::Client,
}

impl Products {
    pub(crate) fn of(server: &Scripted) -> Self {
        macro_rules! client {
            ($product:ident) => {
                $product::Client::builder()
                    .url("https://ory.example")
                    .config(&ory_core::Config::new().transport(server.clone()))
                    .build()
                    .expect("the URL is one")
            };
        }
        Products {
            kratos: client!(ory_kratos),
            hydra: client!(ory_hydra),
            keto: client!(ory_keto),
            cloud: client!(ory_cloud),
        }
    }
}
