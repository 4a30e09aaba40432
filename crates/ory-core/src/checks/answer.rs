//! What a question ended with.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::guard::CheckSource;

/// A positive answer: a fact, and what came with it.
#[derive(Debug, Clone)]
pub struct Answer<V> {
    /// The fact.
    pub value: V,
    /// How long it may be kept, counted from before the question.
    pub keep_for: Duration,
    /// `Set-Cookie` for those who waited for this answer. Never kept.
    pub cookies: Arc<[HeaderValue]>,
}

impl<V> Answer<V> {
    /// A fact without cookies.
    pub fn new(value: V, keep_for: Duration) -> Self {
        Answer {
            value,
            keep_for,
            cookies: Arc::default(),
        }
    }
}

/// An answer to one of those who asked.
#[derive(Debug, Clone)]
pub struct Asked<V> {
    /// The fact.
    pub value: V,
    /// `Set-Cookie` for this request.
    pub cookies: Arc<[HeaderValue]>,
    /// Whether it was asked for this request.
    pub source: CheckSource,
}
