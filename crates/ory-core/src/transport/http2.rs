//! What HTTP/2 needs beside the pool, because many calls share one connection: a connection that
//! went silent is not used again, a burst of calls to a host waits for the first connection instead
//! of making one each, and requests that the server did not process are told from those that it may
//! have.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use http::uri::Authority;
use http::{Extensions, Request, Response};
use hyper::body::Incoming;
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::{CaptureConnection, Connected, capture_connection};
use tokio::sync::watch;

use crate::transport::body::Body;

/// When something was last read from a connection.
#[derive(Debug)]
pub(crate) struct Pulse {
    made: Instant,
    /// Milliseconds since then.
    last: AtomicU64,
    silent: AtomicBool,
}

impl Pulse {
    pub(crate) fn beat(&self) {
        self.last.store(self.age(), Ordering::Relaxed);
    }

    fn age(&self) -> u64 {
        u64::try_from(self.made.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn silence(&self) -> Duration {
        Duration::from_millis(self.age().saturating_sub(self.last.load(Ordering::Relaxed)))
    }

    /// The pulse of a connection, if it speaks HTTP/2.
    fn of(connected: &Connected) -> Option<Arc<Pulse>> {
        if !connected.is_negotiated_h2() {
            return None;
        }
        let mut extensions = Extensions::new();
        connected.get_extras(&mut extensions);
        extensions.remove::<Arc<Pulse>>()
    }
}

impl Default for Pulse {
    fn default() -> Self {
        Pulse {
            made: Instant::now(),
            last: AtomicU64::new(0),
            silent: AtomicBool::new(false),
        }
    }
}

/// Shorter waits say nothing about a connection.
const SHORTEST_SILENCE: Duration = Duration::from_millis(250);
/// How long calls wait for another's connection before they make their own.
const PATIENCE: Duration = Duration::from_secs(1);
/// More hosts than a client ever has; a service that sends to strangers forgets them.
const MANY_HOSTS: usize = 256;

/// What is known about the hosts of one pool.
#[derive(Clone, Default)]
pub(crate) struct Hosts(Arc<Mutex<HashMap<Authority, Host>>>);

#[derive(Default)]
struct Host {
    protocol: Protocol,
    /// Closed when the first connection is made, or cannot be.
    connecting: Option<watch::Receiver<()>>,
}

#[derive(Default)]
enum Protocol {
    #[default]
    Unknown,
    /// Each call in flight has a connection of its own.
    Http1,
    /// All calls share this connection while it lives.
    Http2(Weak<Pulse>),
}

enum Turn {
    Go,
    Lead(Leader),
    Follow(watch::Receiver<()>),
}

impl Hosts {
    fn turn(&self, authority: &Authority) -> Turn {
        let mut hosts = self.lock();
        if hosts.len() >= MANY_HOSTS && !hosts.contains_key(authority) {
            hosts.clear();
        }
        let host = hosts.entry(authority.clone()).or_default();
        let connected = match &host.protocol {
            Protocol::Unknown => false,
            Protocol::Http1 => true,
            Protocol::Http2(pulse) => pulse
                .upgrade()
                .is_some_and(|pulse| !pulse.silent.load(Ordering::Relaxed)),
        };
        if connected {
            return Turn::Go;
        }
        if let Some(connecting) = &host.connecting
            && connecting.has_changed().is_ok()
        {
            return Turn::Follow(connecting.clone());
        }
        let (done, connecting) = watch::channel(());
        host.connecting = Some(connecting);
        Turn::Lead(Leader {
            hosts: self.clone(),
            authority: authority.clone(),
            _done: done,
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Authority, Host>> {
        // Nothing panics while the map is half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The call that makes the first connection to a host. Those that wait for it go on when it is
/// dropped.
struct Leader {
    hosts: Hosts,
    authority: Authority,
    _done: watch::Sender<()>,
}

impl Leader {
    fn connected(self, connected: &Connected) {
        if let Some(host) = self.hosts.lock().get_mut(&self.authority) {
            host.connecting = None;
            host.protocol = match Pulse::of(connected) {
                Some(pulse) => Protocol::Http2(Arc::downgrade(&pulse)),
                None => Protocol::Http1,
            };
        }
    }
}

/// Sends a request by a connection that may speak HTTP/2.
pub(crate) async fn send(
    hosts: Hosts,
    mut request: Request<Body>,
    send: impl FnOnce(Request<Body>) -> legacy::ResponseFuture,
) -> Result<Response<Incoming>, legacy::Error> {
    let mut leader = None;
    if let Some(authority) = request.uri().authority() {
        match hosts.turn(authority) {
            Turn::Go => {}
            Turn::Lead(first) => leader = Some(first),
            Turn::Follow(mut connecting) => {
                let _ = tokio::time::timeout(PATIENCE, connecting.changed()).await;
            }
        }
    }
    let mut waiting = Waiting {
        connection: capture_connection(&mut request),
        since: Instant::now(),
        answered: false,
    };
    let mut sending = pin!(send(request));
    let result = poll_fn(|cx| {
        let polled = sending.as_mut().poll(cx);
        if leader.is_some()
            && let Some(connected) = waiting.connection.connection_metadata().as_ref()
            && let Some(leader) = leader.take()
        {
            leader.connected(connected);
        }
        polled
    })
    .await;
    waiting.answered = true;
    result
}

/// A request without a response yet. If it is given up (by a timeout of the SDK's, or of the
/// caller's) while its connection has been silent for half of the time or more, that connection
/// takes no further requests: the next attempt makes a new one instead of waiting for the same
/// silence.
struct Waiting {
    connection: CaptureConnection,
    since: Instant,
    answered: bool,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let waited = self.since.elapsed();
        if self.answered || waited < SHORTEST_SILENCE {
            return;
        }
        if let Some(connected) = self.connection.connection_metadata().as_ref()
            && let Some(pulse) = Pulse::of(connected)
            && pulse.silence() >= waited / 2
        {
            pulse.silent.store(true, Ordering::Relaxed);
            connected.poison();
            tracing::debug!(silence = ?pulse.silence(), "the HTTP/2 connection is silent and not used again");
        }
    }
}

/// Whether the server said that it did not process the request (RFC 9113, section 8.7): it refused
/// the stream, or closes the connection and names an earlier stream as the last that it processes.
pub(crate) fn is_unprocessed(error: &(dyn StdError + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<h2::Error>() {
            // h2 gives a GOAWAY of the server only to streams that it excludes.
            let refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
            return error.is_remote() && (error.is_go_away() || refused);
        }
        cause = error.source();
    }
    false
}
