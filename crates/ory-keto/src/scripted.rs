//! What the unit tests of this crate share: a client with a scripted server, and random text.

use std::convert::Infallible;
use std::future::ready;
use std::sync::{Arc, Mutex};

use ory_core::http::{Request, Response};
use ory_core::{Body, RetryPolicy};
use serde_json::Value;

use crate::Client;

/// A request as the server saw it: `GET /path?query`, and the body.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    pub(crate) line: String,
    pub(crate) body: Value,
}

pub(crate) type Log = Arc<Mutex<Vec<Asked>>>;

/// A client whose requests `answer` answers with status and body, and the log of the requests.
pub(crate) fn client(
    answer: impl Fn(&Asked) -> (u16, String) + Send + Sync + 'static,
) -> (Client, Log) {
    let log = Log::default();
    let seen = Arc::clone(&log);
    let answer = Arc::new(answer);
    let service = tower::service_fn(move |request: Request<Body>| {
        let path = request.uri().path_and_query().unwrap();
        let asked = Asked {
            line: format!("{} {path}", request.method()),
            body: serde_json::from_slice(request.body().as_bytes().unwrap()).unwrap_or_default(),
        };
        let (status, body) = answer(&asked);
        seen.lock().unwrap().push(asked);
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status.try_into().unwrap();
        ready(Ok::<_, Infallible>(response))
    });
    let client = Client::builder()
        .url("http://keto.test")
        .config(
            &ory_core::Config::new()
                .transport(service)
                .retry(RetryPolicy::never()),
        )
        .build()
        .unwrap();
    (client, log)
}

/// A stream of numbers that is the same in every run (splitmix64).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Random(seed)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    /// Up to `longest` characters of `alphabet`.
    pub(crate) fn text_of(&mut self, alphabet: &str, longest: usize) -> String {
        let alphabet: Vec<char> = alphabet.chars().collect();
        let length = self.below(longest + 1);
        (0..length)
            .map(|_| alphabet[self.below(alphabet.len())])
            .collect()
    }
}
