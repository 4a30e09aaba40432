//! A fake server's time.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::wire::timestamp::Timestamp;

/// A fake server's clock: it stands still until a test moves it, or follows the system's. Clones share it.
///
/// ```
/// use std::time::Duration;
/// use ory_core::fake::Clock;
///
/// let clock = Clock::at("2026-01-01T00:00:00Z".parse()?);
/// clock.advance(Duration::from_secs(3600));
/// assert_eq!(clock.now().to_string(), "2026-01-01T01:00:00Z");
/// # Ok::<(), ory_core::ParseTimestampError>(())
/// ```
#[derive(Clone)]
pub struct Clock(Arc<Mutex<Time>>);

struct Time {
    /// Where the clock stands; `None` for the system's.
    fixed: Option<Timestamp>,
    /// How far it was moved.
    ahead: Duration,
}

impl Clock {
    /// A clock that stands at this time.
    #[must_use]
    pub fn at(time: Timestamp) -> Self {
        Self::new(Some(time))
    }

    /// The system's clock, for tests whose other parts read it too. It can be moved ahead of the system's.
    #[must_use]
    pub fn system() -> Self {
        Self::new(None)
    }

    fn new(fixed: Option<Timestamp>) -> Self {
        let ahead = Duration::ZERO;
        Self(Arc::new(Mutex::new(Time { fixed, ahead })))
    }

    /// The time it shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let time = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let base = time.fixed.unwrap_or_else(Timestamp::now);
        let nanoseconds = base.subsec_nanoseconds() + time.ahead.subsec_nanos();
        let seconds = i64::try_from(time.ahead.as_secs())
            .unwrap_or(i64::MAX)
            .saturating_add(base.unix_seconds())
            .saturating_add(i64::from(nanoseconds / 1_000_000_000));
        // Moved beyond the year 9999, it stands still.
        Timestamp::from_unix(seconds, nanoseconds % 1_000_000_000).unwrap_or(base)
    }

    /// Moves it ahead.
    pub fn advance(&self, time: Duration) {
        let mut own = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        own.ahead = own.ahead.saturating_add(time);
    }
}

impl Default for Clock {
    /// Stands at 2026-01-01T00:00:00Z.
    fn default() -> Self {
        const NEW_YEAR_2026: i64 = 1_767_225_600;
        Self::new(Timestamp::from_unix(NEW_YEAR_2026, 0).ok())
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({})", self.now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_stands_still_until_it_is_moved() {
        let clock = Clock::default();
        assert_eq!(clock.now().to_string(), "2026-01-01T00:00:00Z");
        let other = clock.clone();
        other.advance(Duration::from_millis(1_600));
        other.advance(Duration::from_millis(600));
        assert_eq!(clock.now().to_string(), "2026-01-01T00:00:02.2Z");
    }

    #[test]
    fn a_clock_moved_out_of_range_does_not_panic() {
        let clock = Clock::default();
        clock.advance(Duration::MAX);
        clock.advance(Duration::MAX);
        assert!(clock.now() >= Clock::default().now());
    }

    #[test]
    fn the_systems_clock_can_be_moved_ahead() {
        let clock = Clock::system();
        let before = Timestamp::now();
        clock.advance(Duration::from_secs(60));
        assert!(clock.now().unix_seconds() >= before.unix_seconds() + 60);
    }
}
