//! When a failed attempt is repeated, and how long to wait before it.

use std::cell::Cell;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};

use crate::spec::Idempotency;

/// How often and how patiently a call is repeated.
///
/// What may be repeated at all is not a matter of policy but of the operation: a failure before anything was
/// sent always may, `429 Too Many Requests` always may, and everything else only if the operation is safe to
/// process twice. A certificate that is not trusted is never tried again.
///
/// The wait before the n-th repetition is random between nothing and `base * 2^(n-1)`, at most `max` ("full
/// jitter"). `Retry-After` and `x-ratelimit-reset` lengthen it. A wait that would outlast the call's total
/// deadline is not begun: the answer or error at hand is returned at once.
///
/// ```
/// use std::time::Duration;
/// use ory_core::RetryPolicy;
///
/// let patient = RetryPolicy::new().attempts(5).backoff(Duration::from_millis(200), Duration::from_secs(20));
/// let never = RetryPolicy::never();
/// assert_ne!(patient, never);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

    /// Sets the upper bound of the first wait, which doubles with every attempt, and the bound it grows to.
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

    /// The wait after `failed` attempts, given what the server asked for.
    ///
    /// The server's wish is the least; our own share of chance comes on top, so that clients that were all told
    /// "one second" do not return together.
    pub(crate) fn wait(&self, failed: u32, wish: Option<Duration>) -> Duration {
        let doublings = failed.saturating_sub(1).min(31);
        let bound = self.base.saturating_mul(1_u32 << doublings).min(self.max);
        let own = bound.mul_f64(random_fraction());
        wish.unwrap_or(Duration::ZERO).saturating_add(own)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        RetryPolicy::new()
    }
}

/// Whether an answer with this status may be asked for again.
///
/// A 429 was turned away before it was processed, so even a one-shot operation may be repeated. Behind 502, 503
/// and 504 a server may have done its work.
pub(crate) fn may_repeat_status(status: StatusCode, idempotency: Idempotency) -> bool {
    match status.as_u16() {
        429 => true,
        502..=504 => idempotency == Idempotency::Safe,
        _ => false,
    }
}

/// Tokens that all calls of a client share, so that retries cannot multiply the load on a server that is down.
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
        // The bucket is nearly always full: looking first keeps the cache line shared between cores.
        if self.tenths.load(Ordering::Relaxed) < self.capacity {
            let _ = self
                .tenths
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tenths| {
                    (tenths < self.capacity).then_some(tenths + 1)
                });
        }
    }
}

/// How long the server asks to wait: the longer of `Retry-After` and, if nothing remains, `x-ratelimit-reset`.
pub(crate) fn server_wish(headers: &HeaderMap) -> Option<Duration> {
    let after = retry_after(headers, SystemTime::now());
    let reset = rate_limit_reset(headers);
    after.max(reset)
}

/// `Retry-After` (RFC 9110, section 10.2.3), in seconds or as a date; a date that has passed asks for nothing.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Some(seconds) = whole_seconds(value) {
        return Some(seconds);
    }
    let date = http_date(value)?;
    Some(date.duration_since(now).unwrap_or(Duration::ZERO))
}

/// `x-ratelimit-reset`: seconds until the window ends, of use only while the window is used up.
fn rate_limit_reset(headers: &HeaderMap) -> Option<Duration> {
    let number = |name| headers.get(name)?.to_str().ok().map(str::trim);
    if number("x-ratelimit-remaining").is_some_and(|left| left.bytes().any(|digit| digit != b'0')) {
        return None;
    }
    whole_seconds(number("x-ratelimit-reset")?)
}

fn whole_seconds(text: &str) -> Option<Duration> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // More digits than fit is still "very long".
    Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)))
}

/// A date as HTTP writes it (RFC 9110, section 5.6.7): the one form to send and the two obsolete ones.
///
/// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
pub(crate) fn http_date(text: &str) -> Option<SystemTime> {
    let (day, month, year, time) = match text.split_once(", ") {
        Some((_, rest)) => {
            let rest = rest.strip_suffix(" GMT")?;
            let (date, time) = rest.rsplit_once(' ')?;
            let mut parts = date.split([' ', '-']);
            let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
            if parts.next().is_some() {
                return None;
            }
            (day, month, year, time)
        }
        None => {
            let mut parts = text.split_ascii_whitespace().skip(1);
            let (month, day, time, year) =
                (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
            if parts.next().is_some() {
                return None;
            }
            (day, month, year, time)
        }
    };
    let short_year = year.len() == 2;
    if !(short_year || year.len() == 4) {
        return None;
    }
    let mut year = i64::from(digits(year)?);
    if short_year {
        // Two digits are the year's last; more than fifty years ahead means the century before.
        year += if year < 77 { 2000 } else { 1900 };
    }
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let month = 1 + i64::try_from(MONTHS.iter().position(|name| *name == month)?).ok()?;
    let day = i64::from(digits(day)?);
    let mut clock = time.split(':');
    let (hour, minute, second) = (
        digits(clock.next()?)?,
        digits(clock.next()?)?,
        digits(clock.next()?)?,
    );
    if clock.next().is_some() || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 60
    {
        return None;
    }
    let seconds =
        days_since_epoch(year, month, day) * 86_400 + i64::from(hour * 3600 + minute * 60 + second);
    match u64::try_from(seconds) {
        Ok(seconds) => SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)),
        Err(_) => SystemTime::UNIX_EPOCH.checked_sub(Duration::from_secs(seconds.unsigned_abs())),
    }
}

fn digits(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 4 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// Days from 1970-01-01 in the Gregorian calendar; years begin in March so that the leap day comes last.
fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// 64 random bits: splitmix64 per thread, seeded from the keys of the standard library's hash maps.
///
/// Good enough for jitter and for request ids, which need to differ but not to be unguessable.
pub(crate) fn random_u64() -> u64 {
    thread_local! {
        static STATE: Cell<u64> = Cell::new(RandomState::new().hash_one(std::thread::current().id()));
    }
    STATE.with(|state| {
        let next = state.get().wrapping_add(0x9E37_79B9_7F4A_7C15);
        state.set(next);
        let mut mixed = next;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    })
}

/// Between 0 and 1, evenly.
fn random_fraction() -> f64 {
    // 53 bits are what a double holds exactly.
    #[allow(clippy::cast_precision_loss)]
    let bits = (random_u64() >> 11) as f64;
    bits / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (http::HeaderName::from_static(name), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn the_three_forms_of_a_date_agree() {
        let expected = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(http_date(text), Some(expected), "{text}");
        }
        let leap = SystemTime::UNIX_EPOCH + Duration::from_secs(1_709_164_800);
        assert_eq!(http_date("Thu, 29 Feb 2024 00:00:00 GMT"), Some(leap));
        let early = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
        assert_eq!(http_date("Wed, 31 Dec 1969 23:59:59 GMT"), Some(early));
    }

    #[test]
    fn what_is_not_a_date_is_nothing() {
        for text in [
            "",
            "soon",
            ",",
            ", ",
            "Sun, ",
            "Sun, 06 Nov 1994",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Nov 94994 08:49:37 GMT",
            "Sun, 32 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 06 Nov 1994 08:49:37:1 GMT",
            "Sun, 06 Mov 1994 08:49:37 GMT",
            "Sun, -6 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1 994 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994 x",
            "Sun, 06 Nov +994 08:49:37 GMT",
            "Sun, é6 Nov 1994 08:49:37 GMT",
        ] {
            assert_eq!(http_date(text), None, "{text:?}");
        }
    }

    #[test]
    fn retry_after_is_read_in_both_forms() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_770);
        let read = |value: &str| retry_after(&headers(&[("retry-after", value)]), now);
        assert_eq!(read("3"), Some(Duration::from_secs(3)));
        assert_eq!(read(" 0 "), Some(Duration::ZERO));
        assert_eq!(
            read("Sun, 06 Nov 1994 08:49:37 GMT"),
            Some(Duration::from_secs(7))
        );
        assert_eq!(read("Sun, 06 Nov 1994 08:49:00 GMT"), Some(Duration::ZERO));
        assert_eq!(
            read("99999999999999999999999"),
            Some(Duration::from_secs(u64::MAX))
        );
        assert_eq!(read("-1"), None);
        assert_eq!(read("1.5"), None);
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }

    #[test]
    fn the_longer_wish_counts() {
        let both = headers(&[("retry-after", "2"), ("x-ratelimit-reset", "9")]);
        assert_eq!(server_wish(&both), Some(Duration::from_secs(9)));
        let left = headers(&[("x-ratelimit-remaining", "4"), ("x-ratelimit-reset", "9")]);
        assert_eq!(server_wish(&left), None);
        let none = headers(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "9")]);
        assert_eq!(server_wish(&none), Some(Duration::from_secs(9)));
    }

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

    #[test]
    fn random_numbers_differ() {
        let mut seen: Vec<u64> = (0..1000).map(|_| random_u64()).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 1000);
        assert!((0..1000).all(|_| (0.0..1.0).contains(&random_fraction())));
    }
}
