//! One request for all who need its result at the same time, on whatever runtimes they are.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

/// How often the leader of a flight shows that its runtime is still driven.
pub(crate) const BEAT: Duration = Duration::from_millis(100);
/// A leader that was silent for this long stands still: its runtime is not driven any longer.
const SILENCE: Duration = Duration::from_millis(1_000);

/// A place where at most one request is in flight, and whose result all who wait for it share.
///
/// Nothing is locked across an await, and nobody waits for a task of another runtime without a clock
/// of their own: a flight whose leader ends or stands still is taken over.
pub(crate) struct Flights<T> {
    state: Mutex<State<T>>,
    changed: Notify,
}

struct State<T> {
    in_flight: Option<InFlight>,
    /// The flights that were begun so far.
    generation: u64,
    /// What the last flight that landed ended with.
    landed: Option<(u64, T)>,
}

struct InFlight {
    generation: u64,
    heard: Instant,
}

/// What [`Flights::join`] gives.
pub(crate) enum Seat<T: Clone> {
    /// The caller makes the request.
    Leader(Leader<T>),
    /// Somebody else is making it: see [`Flights::wait`].
    Passenger(u64),
}

/// How waiting for a flight ended.
pub(crate) enum Landing<T> {
    /// With a result.
    Landed(T),
    /// Its leader went away without one.
    Abandoned,
    /// Its leader stands still.
    Silent,
}

impl<T: Clone> Flights<T> {
    pub(crate) fn new() -> Self {
        Flights {
            state: Mutex::new(State {
                in_flight: None,
                generation: 0,
                landed: None,
            }),
            changed: Notify::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Joins the flight that is under way, or begins one. One whose leader stands still is replaced
    /// if `take_over` says so.
    pub(crate) fn join(self: &Arc<Self>, take_over: bool) -> Seat<T> {
        let mut state = self.lock();
        if let Some(flight) = &state.in_flight
            && !(take_over && flight.is_silent())
        {
            return Seat::Passenger(flight.generation);
        }
        state.generation += 1;
        let generation = state.generation;
        state.in_flight = Some(InFlight {
            generation,
            heard: Instant::now(),
        });
        Seat::Leader(Leader {
            flights: Arc::clone(self),
            generation,
        })
    }

    /// Waits for a flight to end, by the clock of whoever waits.
    pub(crate) async fn wait(&self, generation: u64) -> Landing<T> {
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            changed.as_mut().enable();
            {
                let state = self.lock();
                if let Some((landed, result)) = &state.landed
                    && *landed == generation
                {
                    return Landing::Landed(result.clone());
                }
                match &state.in_flight {
                    Some(flight) if flight.generation == generation => {
                        if flight.is_silent() {
                            return Landing::Silent;
                        }
                    }
                    _ => return Landing::Abandoned,
                }
            }
            let _ = tokio::time::timeout(SILENCE / 4, changed).await;
        }
    }
}

impl InFlight {
    fn is_silent(&self) -> bool {
        self.heard.elapsed() >= SILENCE
    }
}

/// The right to make the request of a flight. Dropped, it lets somebody else try.
pub(crate) struct Leader<T: Clone> {
    flights: Arc<Flights<T>>,
    generation: u64,
}

impl<T: Clone> Leader<T> {
    pub(crate) fn generation(&self) -> u64 {
        self.generation
    }

    /// Shows that the leader's runtime is driven.
    pub(crate) fn beat(&self) {
        if let Some(flight) = &mut self.flights.lock().in_flight
            && flight.generation == self.generation
        {
            flight.heard = Instant::now();
        }
    }

    /// Ends the flight; all who wait for it get `result`.
    pub(crate) fn land(self, result: T) {
        self.flights.lock().landed = Some((self.generation, result));
    }
}

impl<T: Clone> Drop for Leader<T> {
    fn drop(&mut self) {
        let mut state = self.flights.lock();
        if state
            .in_flight
            .as_ref()
            .is_some_and(|flight| flight.generation == self.generation)
        {
            state.in_flight = None;
        }
        drop(state);
        self.flights.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leader<T: Clone>(flights: &Arc<Flights<T>>) -> Leader<T> {
        match flights.join(true) {
            Seat::Leader(leader) => leader,
            Seat::Passenger(_) => panic!("a flight is under way"),
        }
    }

    #[tokio::test]
    async fn passengers_share_what_the_flight_ends_with() {
        let flights = Arc::new(Flights::new());
        let first = leader(&flights);
        let Seat::Passenger(generation) = flights.join(true) else {
            panic!("two flights at once");
        };
        assert_eq!(generation, first.generation());
        let waiting = flights.wait(generation);
        let (landing, ()) = tokio::join!(waiting, async { first.land(7) });
        assert!(matches!(landing, Landing::Landed(7)));
        let second = leader(&flights);
        let generation = second.generation();
        let waiting = flights.wait(generation);
        let (landing, ()) = tokio::join!(waiting, async { drop(second) });
        assert!(matches!(landing, Landing::Abandoned));
    }

    #[tokio::test]
    async fn a_leader_that_stands_still_is_replaced_and_one_that_is_heard_is_not() {
        let flights = Arc::new(Flights::<u8>::new());
        let silent = leader(&flights);
        assert!(matches!(
            flights.wait(silent.generation()).await,
            Landing::Silent
        ));
        assert!(matches!(flights.join(false), Seat::Passenger(_)));
        silent.beat();
        assert!(matches!(flights.join(true), Seat::Passenger(_)));
        assert!(matches!(
            flights.wait(silent.generation()).await,
            Landing::Silent
        ));
        let second = leader(&flights);
        // What the first leader does now concerns nobody.
        drop(silent);
        assert!(matches!(flights.join(true), Seat::Passenger(generation)
            if generation == second.generation()));
    }
}
