//! Durations as Go writes them.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A length of time in the text form of Go, `1h30m0s`, in which Ory's servers state lifespans.
///
/// Holds whole nanoseconds and may be negative, as it may in Go.
///
/// ```
/// use std::time::Duration;
/// use ory_core::GoDuration;
///
/// let lifespan: GoDuration = "1h30m".parse()?;
/// assert_eq!(Duration::try_from(lifespan), Ok(Duration::from_secs(5_400)));
/// assert_eq!(lifespan.to_string(), "1h30m0s");
/// # Ok::<(), ory_core::ParseGoDurationError>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GoDuration {
    nanoseconds: i64,
}

/// A text is not a duration in Go's form, or one of more than 292 years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseGoDurationError(());

impl fmt::Display for ParseGoDurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a Go duration such as 1h30m or 250ms")
    }
}

impl std::error::Error for ParseGoDurationError {}

/// The duration is negative, which [`Duration`] cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoDurationRangeError(());

impl fmt::Display for GoDurationRangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the duration is negative")
    }
}

impl std::error::Error for GoDurationRangeError {}

const UNITS: [(&str, i64); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("μs", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

impl GoDuration {
    /// A duration of so many nanoseconds.
    pub const fn from_nanoseconds(nanoseconds: i64) -> Self {
        Self { nanoseconds }
    }

    /// The duration in nanoseconds.
    pub const fn as_nanoseconds(self) -> i64 {
        self.nanoseconds
    }
}

impl From<Duration> for GoDuration {
    /// Durations of more than 292 years become the longest that Go can state.
    fn from(duration: Duration) -> Self {
        Self::from_nanoseconds(i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX))
    }
}

impl TryFrom<GoDuration> for Duration {
    type Error = GoDurationRangeError;

    fn try_from(duration: GoDuration) -> Result<Self, Self::Error> {
        let nanoseconds =
            u64::try_from(duration.nanoseconds).map_err(|_| GoDurationRangeError(()))?;
        Ok(Duration::from_nanos(nanoseconds))
    }
}

impl FromStr for GoDuration {
    type Err = ParseGoDurationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text)
            .map(Self::from_nanoseconds)
            .ok_or(ParseGoDurationError(()))
    }
}

fn parse(text: &str) -> Option<i64> {
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total = 0_i128;
    while !rest.is_empty() {
        let (whole, after) = digits(rest);
        let (fraction, after) = match after.strip_prefix('.') {
            Some(after) => digits(after),
            None => ("", after),
        };
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let unit_ends = after
            .find(|c: char| c == '.' || c.is_ascii_digit())
            .unwrap_or(after.len());
        let (unit, after) = after.split_at(unit_ends);
        let (_, scale) = UNITS.iter().find(|(name, _)| *name == unit)?;
        let whole: i64 = if whole.is_empty() {
            0
        } else {
            whole.parse().ok()?
        };
        total += i128::from(whole) * i128::from(*scale) + fraction_of(fraction, *scale);
        if total > i128::from(i64::MAX) + 1 {
            return None;
        }
        rest = after;
    }
    i64::try_from(if negative { -total } else { total }).ok()
}

/// `0.fraction` of `scale`; digits that are finer than a nanosecond are dropped, as Go drops them.
fn fraction_of(fraction: &str, scale: i64) -> i128 {
    let (mut value, mut unit) = (0_i128, i128::from(scale) * 1_000_000);
    for digit in fraction.bytes() {
        unit /= 10;
        value += unit * i128::from(digit - b'0');
    }
    value / 1_000_000
}

fn digits(text: &str) -> (&str, &str) {
    text.split_at(
        text.find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len()),
    )
}

impl fmt::Display for GoDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.nanoseconds.unsigned_abs();
        if self.nanoseconds < 0 {
            f.write_str("-")?;
        }
        let (scale, unit) = match total {
            0 => return f.write_str("0s"),
            1..1_000 => (1, "ns"),
            1_000..1_000_000 => (1_000, "µs"),
            1_000_000..1_000_000_000 => (1_000_000, "ms"),
            _ => (1_000_000_000, "s"),
        };
        let seconds = total / 1_000_000_000;
        let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
        if hours > 0 {
            write!(f, "{hours}h")?;
        }
        if seconds >= 60 {
            write!(f, "{minutes}m")?;
        }
        let rest = if unit == "s" {
            total % 60_000_000_000
        } else {
            total
        };
        write!(f, "{}", rest / scale)?;
        if rest % scale > 0 {
            let width = scale.ilog10() as usize;
            let fraction = format!("{:0width$}", rest % scale);
            write!(f, ".{}", fraction.trim_end_matches('0'))?;
        }
        f.write_str(unit)
    }
}

impl fmt::Debug for GoDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for GoDuration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for GoDuration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::wire::open_enum::text(deserializer, str::parse)?.map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_go_writes_come_back_unchanged() {
        for text in [
            "0s",
            "1ns",
            "1.1µs",
            "2.2ms",
            "3.3s",
            "4m5s",
            "4m5.001s",
            "5h6m7.001s",
            "8m0.000000001s",
            "1h0m0s",
            "-1h0m0s",
            "2562047h47m16.854775807s",
            "-2562047h47m16.854775808s",
        ] {
            assert_eq!(text.parse::<GoDuration>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn shorter_forms_are_read() {
        let nanoseconds = |text: &str| text.parse::<GoDuration>().unwrap().as_nanoseconds();
        assert_eq!(nanoseconds("1.5h"), 5_400_000_000_000);
        assert_eq!(nanoseconds("+5s"), 5_000_000_000);
        assert_eq!(nanoseconds("0"), 0);
        assert_eq!(nanoseconds(".5s"), 500_000_000);
        assert_eq!(nanoseconds("1us"), 1_000);
        assert_eq!(nanoseconds("0.3333333333333333333h"), 1_200_000_000_000 - 1);
        assert_eq!(nanoseconds("39h9m14.425s"), 140_954_425_000_000);
    }

    #[test]
    fn everything_else_is_an_error() {
        for text in [
            "",
            "-",
            "+",
            "3",
            "s",
            ".",
            "-.",
            ".s",
            "1x",
            "1h ",
            " 1h",
            "1h-5m",
            "3000000h",
            "1e3s",
            "ü",
            "99999999999999999999h",
        ] {
            assert!(text.parse::<GoDuration>().is_err(), "{text}");
        }
    }

    #[test]
    fn every_number_of_nanoseconds_survives_its_text() {
        let mut nanoseconds = 1_i64;
        for step in 0..50_000_i64 {
            nanoseconds = nanoseconds
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(step);
            for value in [
                nanoseconds,
                nanoseconds % 1_000_000_000_000,
                nanoseconds % 5_000,
            ] {
                let duration = GoDuration::from_nanoseconds(value);
                assert_eq!(duration.to_string().parse(), Ok(duration));
            }
        }
    }

    #[test]
    fn conversions_refuse_what_does_not_fit() {
        assert!(Duration::try_from(GoDuration::from_nanoseconds(-1)).is_err());
        assert_eq!(GoDuration::from(Duration::MAX).as_nanoseconds(), i64::MAX);
        assert_eq!(
            GoDuration::from(Duration::from_millis(1)).to_string(),
            "1ms"
        );
    }
}
