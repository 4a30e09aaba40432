//! What the unit tests of this crate share: a response, headers, and random text from a fixed seed.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::spec::{Auth, Endpoint, Idempotency, OperationSpec, Paging};

/// Random values that are the same in every run.
pub(crate) struct Random(fastrand::Rng);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Random(fastrand::Rng::with_seed(seed))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0.u64(..)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0.usize(..limit)
    }

    /// Up to `longest` characters: ASCII with all its punctuation, and some beyond.
    pub(crate) fn text(&mut self, longest: usize) -> String {
        let length = self.below(longest + 1);
        (0..length)
            .map(|_| match self.below(8) {
                0 => ['ü', '€', '𝄞', '\u{0}', '\u{202e}'][self.below(5)],
                _ => char::from(32 + self.below(95) as u8),
            })
            .collect()
    }

    /// Up to `longest` characters of `alphabet`.
    pub(crate) fn text_of(&mut self, alphabet: &str, longest: usize) -> String {
        let alphabet: Vec<char> = alphabet.chars().collect();
        let length = self.below(longest + 1);
        (0..length)
            .map(|_| alphabet[self.below(alphabet.len())])
            .collect()
    }

    pub(crate) fn bytes(&mut self, longest: usize) -> Vec<u8> {
        let length = self.below(longest + 1);
        (0..length).map(|_| self.next() as u8).collect()
    }
}

pub(crate) fn header(pairs: &[(&'static str, &[u8])]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(
            HeaderName::from_static(name),
            HeaderValue::from_bytes(value).unwrap(),
        );
    }
    headers
}

pub(crate) fn response(status: u16, body: impl Into<Bytes>) -> http::Response<Bytes> {
    let mut response = http::Response::new(body.into());
    *response.status_mut() = status.try_into().unwrap();
    response
}

const fn spec() -> OperationSpec {
    let endpoint = Endpoint::new(1, "admin", "admin_url");
    OperationSpec::new(
        "getThing",
        "test",
        http::Method::GET,
        "/things/{id}",
        endpoint,
    )
    .auth(Auth::ApiKey)
}

pub(crate) static SAFE: OperationSpec = spec().idempotency(Idempotency::Safe);
pub(crate) static ONCE: OperationSpec = spec();
pub(crate) static LINKED: OperationSpec =
    spec().idempotency(Idempotency::Safe).paging(Paging::Link);
pub(crate) static COUNTED: OperationSpec = spec()
    .idempotency(Idempotency::Safe)
    .paging(Paging::Count { start: 1 });
