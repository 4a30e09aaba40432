//! How often and how patiently calls are retried.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// How often and how patiently a call is retried.
///
/// What may be retried at all is not a matter of policy but of the operation: a failure before
/// anything was sent always may, `429 Too Many Requests` always may, and everything else only if
/// the operation is [safe](crate::operation::Idempotency::Safe) to process twice. A certificate
/// that is not trusted is never tried again.
///
/// The wait before the n-th retry is random between nothing and `base * 2^(n-1)`, at most `max`
/// ("full jitter"). `Retry-After` and `x-ratelimit-reset` lengthen it. A wait that would outlast
/// the call's total deadline is not begun: the last response or error is returned at once.
///
/// ```
/// use std::time::Duration;
/// use ory_core::RetryPolicy;
///
/// let patient = RetryPolicy::new().attempts(5).backoff(Duration::from_millis(200), Duration::from_secs(20));
/// let never = RetryPolicy::never();
/// assert_ne!(patient, never);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RetryPolicy {
    attempts: u32,
    base: Duration,
    max: Duration,
}

impl RetryPolicy {
    /// Attempts per call unless set otherwise: 3.
    pub const DEFAULT_ATTEMPTS: u32 = 3;
    /// Upper bound of the first wait unless set otherwise: 100 milliseconds.
    pub const DEFAULT_BASE: Duration = Duration::from_millis(100);
    /// Upper bound of every wait of our own unless set otherwise: 5 seconds.
    pub const DEFAULT_MAX: Duration = Duration::from_secs(5);

    /// The default policy.
    #[must_use]
    pub const fn new() -> Self {
        RetryPolicy {
            attempts: Self::DEFAULT_ATTEMPTS,
            base: Self::DEFAULT_BASE,
            max: Self::DEFAULT_MAX,
        }
    }

    /// One attempt, whatever happens.
    #[must_use]
    pub const fn never() -> Self {
        RetryPolicy::new().attempts(1)
    }

    /// Sets how often a call is attempted in all, the first time included; 0 means 1.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = if attempts == 0 { 1 } else { attempts };
        self
    }

    /// Sets the upper bound of the first wait, which doubles with every attempt, and the bound it
    /// grows to.
    #[must_use]
    pub const fn backoff(mut self, base: Duration, max: Duration) -> Self {
        self.base = base;
        self.max = max;
        self
    }

    /// How often a call is attempted in all.
    #[must_use]
    pub const fn max_attempts(&self) -> u32 {
        self.attempts
    }

    /// The wait after `failed` attempts, given the delay that the server asked for.
    ///
    /// The server's delay is the least; a random share of our own is added, so that clients that
    /// were all told "one second" do not return together.
    pub(crate) fn wait(&self, failed: u32, delay: Option<Duration>) -> Duration {
        let doublings = failed.saturating_sub(1).min(31);
        let bound = self.base.saturating_mul(1_u32 << doublings).min(self.max);
        let own = bound.mul_f64(fastrand::f64());
        delay.unwrap_or(Duration::ZERO).saturating_add(own)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        RetryPolicy::new()
    }
}

/// Tokens that all calls of a client share, so that retries cannot multiply the load on a server
/// that is down.
///
/// A retry takes one token; a call that succeeds at once gives a tenth of one back.
pub(crate) struct RetryBudget {
    /// In tenths of a token.
    tenths: AtomicU32,
    capacity: u32,
}

impl RetryBudget {
    /// Retries that a client may spend before successes must earn more, unless set otherwise: 100.
    pub(crate) const DEFAULT: u32 = 100;

    pub(crate) fn new(tokens: u32) -> Self {
        let capacity = tokens.saturating_mul(10);
        RetryBudget {
            tenths: AtomicU32::new(capacity),
            capacity,
        }
    }

    pub(crate) fn withdraw(&self) -> bool {
        self.tenths
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tenths| {
                tenths.checked_sub(10)
            })
            .is_ok()
    }

    pub(crate) fn deposit(&self) {
        // The bucket is nearly always full: looking first keeps the cache line shared between
        // cores.
        if self.tenths.load(Ordering::Relaxed) < self.capacity {
            let _ = self
                .tenths
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tenths| {
                    (tenths < self.capacity).then_some(tenths + 1)
                });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_their_bound_and_never_undercut_the_server() {
        let policy =
            RetryPolicy::new().backoff(Duration::from_millis(100), Duration::from_millis(300));
        let mut longest = [Duration::ZERO; 4];
        for _ in 0..2000 {
            for failed in 1..=4 {
                let wait = policy.wait(failed, None);
                let slot = &mut longest[failed as usize - 1];
                *slot = (*slot).max(wait);
            }
            assert!(policy.wait(1, Some(Duration::from_secs(2))) >= Duration::from_secs(2));
        }
        let bounds = [100, 200, 300, 300].map(Duration::from_millis);
        for (seen, bound) in longest.iter().zip(bounds) {
            assert!(*seen <= bound && *seen > bound / 2, "{seen:?} of {bound:?}");
        }
        // No overflow at the far end.
        assert!(policy.wait(u32::MAX, Some(Duration::MAX)) >= Duration::from_secs(1));
    }

    #[test]
    fn the_budget_runs_dry_and_is_earned_back() {
        let budget = RetryBudget::new(2);
        assert!(budget.withdraw() && budget.withdraw());
        assert!(!budget.withdraw());
        for _ in 0..9 {
            budget.deposit();
        }
        assert!(!budget.withdraw());
        budget.deposit();
        assert!(budget.withdraw());
        for _ in 0..1000 {
            budget.deposit();
        }
        assert!(budget.withdraw() && budget.withdraw() && !budget.withdraw());
    }
}
