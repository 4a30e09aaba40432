//! What the unit tests of this crate share: a response, headers, and random text from a fixed seed.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::spec::{Auth, Endpoint, Idempotency, OperationSpec, Paging};

/// A stream of numbers that is the same in every run (splitmix64).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Random(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
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

const fn spec(idempotency: Idempotency, paging: Option<Paging>) -> OperationSpec {
    OperationSpec {
        id: "getThing",
        product: "test",
        method: http::Method::GET,
        path: "/things/{id}",
        endpoint: Endpoint::new(1, "admin", "admin_url"),
        auth: Auth::ApiKey,
        idempotency,
        paging,
        success: &[200],
        accept: "application/json",
        rate_limit_bucket: None,
    }
}

pub(crate) static SAFE: OperationSpec = spec(Idempotency::Safe, None);
pub(crate) static ONCE: OperationSpec = spec(Idempotency::Once, None);
pub(crate) static LINKED: OperationSpec = spec(Idempotency::Safe, Some(Paging::Link));
pub(crate) static COUNTED: OperationSpec =
    spec(Idempotency::Safe, Some(Paging::Count { start: 1 }));
