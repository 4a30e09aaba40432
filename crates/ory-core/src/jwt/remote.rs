//! Keys that are fetched: when, by whom, and what serves meanwhile.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::watch;
use tokio::time::Instant;

use super::error::JwtError;
use super::fetch::FetchJwks;
use super::fetch::SPEC;
use super::key_set::KeySet;
use crate::error::{BoxError, Error, ErrorKind};

/// How long what holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    pub(super) cache_for: Duration,
    pub(super) cooldown: Duration,
    pub(super) stale_for: Duration,
    pub(super) timeout: Duration,
}

impl Default for Times {
    fn default() -> Self {
        Times {
            cache_for: Duration::from_secs(600),
            cooldown: Duration::from_secs(10),
            stale_for: Duration::from_secs(3600),
            timeout: Duration::from_secs(5),
        }
    }
}

/// A key set that somebody fetches.
pub(super) struct Remote {
    fetch: Box<dyn FetchJwks>,
    /// Locked for a few instructions, never while anything is awaited.
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    in_flight: Option<InFlight>,
    last: Option<Ended>,
    /// The number of the next fetch.
    next: u64,
}

/// The keys of the last fetch that succeeded.
struct Held {
    keys: Arc<KeySet>,
    /// When that fetch began: the issuer may have changed them while it was on the way.
    since: Instant,
}

/// A fetch that has begun. It is over when its sender is gone, however that came about.
struct InFlight {
    number: u64,
    begun: Instant,
    over: watch::Receiver<()>,
}

/// The last fetch that came to an end.
struct Ended {
    number: u64,
    at: Instant,
    failure: Option<Arc<Error>>,
}

enum Step {
    Use(Arc<KeySet>),
    Fail(Arc<Error>),
    Wait {
        number: u64,
        over: watch::Receiver<()>,
        until: Instant,
    },
}

/// How often somebody who waits begins again, when fetches end without a result: the runtime of
/// whoever fetched was shut down or stands still.
const TAKEOVERS: u32 = 3;

impl Remote {
    pub(super) fn new(fetch: impl FetchJwks) -> Self {
        Remote {
            fetch: Box::new(fetch),
            state: Mutex::new(State::default()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The keys, fetched if they are missing, too old or do not have the one that is `wanted`.
    ///
    /// A set without it is returned if it was fetched recently: then there is no such key.
    pub(super) async fn keys(
        self: &Arc<Self>,
        times: Times,
        wanted: impl Fn(&KeySet) -> bool,
    ) -> Result<Arc<KeySet>, JwtError> {
        let mut first = None;
        let mut abandoned = None;
        let mut rounds = 0;
        loop {
            let step = self.step(times, &wanted, first, abandoned.take());
            let (number, mut over, until) = match step {
                Step::Use(keys) => return Ok(keys),
                Step::Fail(error) => return Err(JwtError::Unavailable(error)),
                Step::Wait {
                    number,
                    over,
                    until,
                } => (number, over, until),
            };
            if rounds > TAKEOVERS {
                return Err(JwtError::Unavailable(Arc::new(failed(
                    "no fetch came to an end",
                    None,
                ))));
            }
            rounds += 1;
            first.get_or_insert(number);
            // An end without a message is an end.
            if tokio::time::timeout_at(until, over.changed())
                .await
                .is_err()
            {
                abandoned = Some(number);
            }
        }
    }

    /// What to do now. `first` is the fetch that was first waited for: its outcome counts for
    /// whoever did, whatever the cooldown is. `abandoned` is one whose time is over without an end.
    fn step(
        self: &Arc<Self>,
        times: Times,
        wanted: &impl Fn(&KeySet) -> bool,
        first: Option<u64>,
        abandoned: Option<u64>,
    ) -> Step {
        let now = Instant::now();
        let mut state = self.lock();
        // Gone without an end: its task was dropped.
        let alive = |flight: &InFlight| {
            Some(flight.number) != abandoned && flight.over.has_changed().is_ok()
        };
        if !state.in_flight.as_ref().is_some_and(alive) {
            state.in_flight = None;
        }
        let resting = state.last.as_ref().is_some_and(|last| {
            first.is_some_and(|first| last.number >= first)
                || now.saturating_duration_since(last.at) < times.cooldown
        });
        let failure = state.last.as_ref().and_then(|last| {
            let recent = now.saturating_duration_since(last.at) < times.cache_for;
            let failure = last.failure.clone()?;
            recent.then_some(failure)
        });

        let held = state.held.as_ref().and_then(|held| {
            let age = now.saturating_duration_since(held.since);
            let end = times.cache_for.saturating_add(times.stale_for);
            (age < end).then(|| (Arc::clone(&held.keys), age))
        });
        let known = held.as_ref().is_some_and(|(keys, _)| wanted(keys));
        if let Some((keys, age)) = &held
            && known
        {
            let fresh = *age < times.cache_for;
            let due = *age >= times.cache_for.mul_f64(0.8);
            // Old keys serve at once while fetching fails: who calls need not wait for each
            // attempt.
            if fresh || failure.is_some() {
                if due && !resting && state.in_flight.is_none() {
                    // Without a runtime the next call, which has one, sees to it.
                    let _ = self.begin(&mut state, times, now);
                }
                return Step::Use(Arc::clone(keys));
            }
        }

        if state.in_flight.is_none() {
            if resting {
                return match (held, failure) {
                    (Some((keys, _)), None) => Step::Use(keys),
                    (_, Some(failure)) => Step::Fail(failure),
                    (None, None) => Step::Fail(Arc::new(failed("the keys are too old", None))),
                };
            }
            if let Err(error) = self.begin(&mut state, times, now) {
                return Step::Fail(Arc::new(error));
            }
        }
        match &state.in_flight {
            Some(flight) => Step::Wait {
                number: flight.number,
                over: flight.over.clone(),
                // Those who wait have a clock of their own, as the runtime of the one who fetches
                // may stand still.
                until: flight.begun + times.timeout.min(A_DAY) + Duration::from_secs(1),
            },
            None => Step::Fail(Arc::new(failed("no fetch could begin", None))),
        }
    }

    /// Begins a fetch in a task of its own, which goes on when the one who needed it goes away.
    fn begin(self: &Arc<Self>, state: &mut State, times: Times, now: Instant) -> Result<(), Error> {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            let message = "keys are fetched inside a tokio runtime; await the verification in one";
            return Err(Error::configuration(Some(&SPEC), message.to_owned()));
        };
        let number = state.next;
        state.next += 1;
        let (end, over) = watch::channel(());
        state.in_flight = Some(InFlight {
            number,
            begun: now,
            over,
        });
        let remote = Arc::clone(self);
        runtime.spawn(async move {
            let mut panicked = Panicked(Some((&remote, number)));
            let fetched = tokio::time::timeout(times.timeout, remote.fetch.fetch()).await;
            panicked.0 = None;
            let keys = match fetched {
                Ok(Ok(set)) => read(&set),
                Ok(Err(error)) => Err(own(error)),
                Err(_) => {
                    let timeout = times.timeout;
                    let message = format!("no key set within {timeout:?}, see `Jwks::timeout`");
                    Err(Error::exchange(ErrorKind::Timeout, &SPEC, message, None))
                }
            };
            remote.end(number, now, keys);
            drop(end);
        });
        Ok(())
    }

    fn end(&self, number: u64, begun: Instant, keys: Result<KeySet, Error>) {
        match &keys {
            Ok(keys) if keys.skipped() > 0 => {
                tracing::debug!(
                    skipped = keys.skipped(),
                    reasons = keys.reasons(),
                    "keys skipped"
                );
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "the issuer's keys could not be fetched"),
        }
        let mut state = self.lock();
        let failure = match keys {
            Ok(keys) => {
                if state.held.as_ref().is_none_or(|held| held.since <= begun) {
                    state.held = Some(Held {
                        keys: Arc::new(keys),
                        since: begun,
                    });
                }
                None
            }
            Err(error) => Some(Arc::new(error)),
        };
        if state
            .in_flight
            .as_ref()
            .is_some_and(|flight| flight.number == number)
        {
            state.in_flight = None;
        }
        // Of two fetches, one abandoned, the one that began later counts.
        if state.last.as_ref().is_none_or(|last| last.number < number) {
            state.last = Some(Ended {
                number,
                at: Instant::now(),
                failure,
            });
        }
    }
}

/// Where a timeout is beyond all clocks.
const A_DAY: Duration = Duration::from_secs(86_400);

/// Counts a fetch that panicked as one that failed, so that the cooldown begins.
struct Panicked<'a>(Option<(&'a Arc<Remote>, u64)>);

impl Drop for Panicked<'_> {
    fn drop(&mut self) {
        if let Some((remote, number)) = self.0
            && std::thread::panicking()
        {
            remote.end(
                number,
                Instant::now(),
                Err(failed("fetching it panicked", None)),
            );
        }
    }
}

fn read(set: &Value) -> Result<KeySet, Error> {
    KeySet::read(set).ok_or_else(|| {
        let message = "the JSON has no list `keys`, so it is not a key set; check the URL";
        Error::exchange(ErrorKind::Decode, &SPEC, message.to_owned(), None)
    })
}

fn failed(message: &str, source: Option<BoxError>) -> Error {
    Error::exchange(ErrorKind::Transport, &SPEC, message.to_owned(), source)
}

/// The SDK's own error as it is, any other inside of one.
fn own(error: BoxError) -> Error {
    match error.downcast::<Error>() {
        Ok(error) => *error,
        Err(error) => failed("the key set could not be fetched", Some(error)),
    }
}
