//! Who is told of calls and checks: metrics.

use std::time::Duration;

use http::{Method, StatusCode};

use crate::guard::reason::DenialReason;

/// Told of every call and every check; for metrics.
///
/// It is called on the task that makes the call, so it must not block. Nothing personal and no
/// secret is in an event.
///
/// With the `metrics` crate:
///
/// ```
/// # mod metrics {
/// #     pub struct Metric;
/// #     impl Metric { pub fn record(&self, _: f64) {} pub fn increment(&self, _: u64) {} }
/// #     #[macro_export] macro_rules! histogram { ($($x:tt)*) => { { let _ = ($($x)*); metrics::Metric } } }
/// #     #[macro_export] macro_rules! counter { ($($x:tt)*) => { { let _ = ($($x)*); metrics::Metric } } }
/// # }
/// use ory_core::{CallEvent, CheckEvent, Observer};
///
/// struct Metrics;
///
/// impl Observer for Metrics {
///     fn call(&self, event: &CallEvent<'_>) {
///         let error = event.error_type.unwrap_or("none");
///         histogram!("ory.call.duration", "operation", event.operation, "error", error)
///             .record(event.elapsed.as_secs_f64());
///     }
///     fn check(&self, event: &CheckEvent<'_>) {
///         let outcome = event.denied.map_or("passed", |reason| reason.id());
///         counter!("ory.checks", "layer", event.layer, "outcome", outcome, "from", event.source.as_str())
///             .increment(1);
///     }
/// }
/// ```
///
/// With OpenTelemetry, whose `Histogram` and `Counter` are made once:
///
/// ```
/// # struct Histogram; impl Histogram { fn record(&self, _: f64, _: &[KeyValue]) {} }
/// # struct Counter; impl Counter { fn add(&self, _: u64, _: &[KeyValue]) {} }
/// # struct KeyValue; impl KeyValue { fn new(_: &'static str, _: impl Into<String>) -> Self { KeyValue } }
/// use ory_core::{CallEvent, CheckEvent, Observer};
///
/// struct Telemetry { duration: Histogram, checks: Counter }
///
/// impl Observer for Telemetry {
///     fn call(&self, event: &CallEvent<'_>) {
///         self.duration.record(event.elapsed.as_secs_f64(), &[
///             KeyValue::new("http.request.method", event.method.as_str()),
///             KeyValue::new("url.template", event.path),
///             KeyValue::new("server.address", event.server),
///             KeyValue::new("error.type", event.error_type.unwrap_or("")),
///         ]);
///     }
///     fn check(&self, event: &CheckEvent<'_>) {
///         let outcome = event.denied.map_or("passed", |reason| reason.id());
///         self.checks.add(1, &[KeyValue::new("layer", event.layer), KeyValue::new("outcome", outcome)]);
///     }
/// }
/// ```
pub trait Observer: Send + Sync + 'static {
    /// A call of an operation has ended.
    fn call(&self, event: &CallEvent<'_>) {
        let _ = event;
    }

    /// A layer has let a request through or refused it.
    fn check(&self, event: &CheckEvent<'_>) {
        let _ = event;
    }
}

/// A call that has ended, with all its attempts.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CallEvent<'a> {
    /// The operation's name in the contract: `getIdentity`.
    pub operation: &'static str,
    /// Whose operation it is: `kratos`.
    pub product: &'static str,
    /// The request's method.
    pub method: &'a Method,
    /// The path with the names of its parameters: `/admin/identities/{id}`.
    pub path: &'static str,
    /// The host that was called, without the port.
    pub server: &'a str,
    /// The status of the last response, if there was one.
    pub status: Option<StatusCode>,
    /// Why the call failed: the status as text, or `configuration`, `connect`, `timeout`,
    /// `transport`, `decode`. `None` if it did not.
    pub error_type: Option<&'a str>,
    /// How many requests were sent, or were about to be.
    pub attempts: u32,
    /// How long it took with all its attempts and the waits between them.
    pub elapsed: Duration,
}

/// A request that a layer has let through or refused.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CheckEvent<'a> {
    /// Which layer: `session`, `token`, `permission`.
    pub layer: &'static str,
    /// Why the request was refused; `None` if it was let through.
    pub denied: Option<&'a DenialReason>,
    /// Where the answer came from.
    pub source: CheckSource,
    /// How long it took.
    pub elapsed: Duration,
}

impl<'a> CheckEvent<'a> {
    #[doc(hidden)]
    #[must_use]
    pub fn new(
        layer: &'static str,
        denied: Option<&'a DenialReason>,
        source: CheckSource,
        elapsed: Duration,
    ) -> Self {
        CheckEvent {
            layer,
            denied,
            source,
            elapsed,
        }
    }
}

/// Where the answer to a check came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CheckSource {
    /// The layer's cache.
    Cache,
    /// A question that somebody else had just asked.
    Shared,
    /// The server, asked for this request.
    Server,
    /// The request itself: there was nothing to ask about, or a token was verified here.
    Local,
}

impl CheckSource {
    /// `cache`, `shared`, `server`, `local`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            CheckSource::Cache => "cache",
            CheckSource::Shared => "shared",
            CheckSource::Server => "server",
            CheckSource::Local => "local",
        }
    }
}
