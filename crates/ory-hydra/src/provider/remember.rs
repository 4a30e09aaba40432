//! How long Hydra remembers a login or a consent.

use std::time::Duration;

/// `remember` and `remember_for` on the wire, where zero seconds mean for ever.
///
/// A duration of zero must not become "for ever", so it means not to remember, and parts of a second round up.
pub(super) fn remember_for(duration: Duration) -> (bool, i64) {
    let partial = u64::from(duration.subsec_nanos() > 0);
    let seconds = duration.as_secs().saturating_add(partial);
    (seconds > 0, i64::try_from(seconds).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_zero_is_never_and_nothing_is_for_ever_by_accident() {
        assert_eq!(remember_for(Duration::ZERO), (false, 0));
        assert_eq!(remember_for(Duration::from_millis(1)), (true, 1));
        assert_eq!(remember_for(Duration::from_secs(3600)), (true, 3600));
        assert_eq!(remember_for(Duration::MAX), (true, i64::MAX));
    }
}
