//! Points in time as JSON carries them.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A point in time, read from and written as RFC 3339, to the nanosecond.
///
/// Reads any offset and zero to nine digits of a second's fraction, and writes UTC. Years run from
/// 0 to 9999. Go's zero time (`0001-01-01T00:00:00Z`), which Ory's servers send for "never", is a
/// value like any other; [`Timestamp::is_go_zero`] recognises it. The features `time`, `chrono`
/// and `jiff` of `ory-core` add conversions to the types of those crates.
///
/// ```
/// use ory_core::Timestamp;
///
/// let issued: Timestamp = "2024-05-01T12:00:00.25+02:00".parse()?;
/// assert_eq!(issued.to_string(), "2024-05-01T10:00:00.25Z");
/// assert_eq!(issued.unix_seconds(), 1_714_557_600);
/// # Ok::<(), ory_core::ParseTimestampError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp {
    seconds: i64,
    nanoseconds: u32,
}

/// A text is not a point in time by RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseTimestampError(());

impl fmt::Display for ParseTimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an RFC 3339 time such as 2024-05-01T12:00:00Z")
    }
}

impl std::error::Error for ParseTimestampError {}

/// A point in time lies outside of what the other type can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimestampRangeError(());

impl fmt::Display for TimestampRangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the time is out of range")
    }
}

impl std::error::Error for TimestampRangeError {}

const FIRST_SECOND: i64 = -62_167_219_200;
const LAST_SECOND: i64 = 253_402_300_799;
const GO_ZERO: i64 = -62_135_596_800;
const DAY: i64 = 86_400;

impl Timestamp {
    /// The time on this machine's clock.
    pub fn now() -> Self {
        // A clock outside of the years 0 to 9999 is not worth an error to everyone else.
        Self::try_from(SystemTime::now()).unwrap_or(Self {
            seconds: 0,
            nanoseconds: 0,
        })
    }

    /// The time `seconds` and `nanoseconds` after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    ///
    /// If the year is not within 0 to 9999, or `nanoseconds` is a second or more.
    pub fn from_unix(seconds: i64, nanoseconds: u32) -> Result<Self, TimestampRangeError> {
        match (FIRST_SECOND..=LAST_SECOND).contains(&seconds) && nanoseconds < 1_000_000_000 {
            true => Ok(Self {
                seconds,
                nanoseconds,
            }),
            false => Err(TimestampRangeError(())),
        }
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    pub fn unix_seconds(self) -> i64 {
        self.seconds
    }

    /// Nanoseconds since the whole second, less than a thousand million.
    pub fn subsec_nanoseconds(self) -> u32 {
        self.nanoseconds
    }

    /// Whether this is Go's zero time, by which Ory's servers say "never".
    pub fn is_go_zero(self) -> bool {
        self.seconds == GO_ZERO && self.nanoseconds == 0
    }
}

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text.as_bytes()).ok_or(ParseTimestampError(()))
    }
}

fn parse(text: &[u8]) -> Option<Timestamp> {
    let (&[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2], rest) = text.split_first_chunk()? else {
        return None;
    };
    let (year, month, day) = (
        number([y1, y2, y3, y4])?,
        number([m1, m2])?,
        number([d1, d2])?,
    );
    let (&[b'T' | b't' | b' ', h1, h2, b':', m1, m2, b':', s1, s2], mut rest) =
        rest.split_first_chunk()?
    else {
        return None;
    };
    let (hour, minute, second) = (number([h1, h2])?, number([m1, m2])?, number([s1, s2])?);
    if !(1..=12).contains(&month) || day < 1 || day > days_of_month(year, month) {
        return None;
    }
    // A leap second is read as the second after it, as POSIX time has no room for it.
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let mut nanoseconds = 0;
    if let [b'.', fraction @ ..] = rest {
        rest = fraction;
        let mut unit = 1_000_000_000;
        while let [digit @ b'0'..=b'9', after @ ..] = rest {
            // Digits beyond the ninth count nothing, as the unit has become 0.
            unit /= 10;
            nanoseconds += u32::from(digit - b'0') * unit;
            rest = after;
        }
        if rest.len() == fraction.len() {
            return None;
        }
    }
    let offset = match *rest {
        [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (number([h1, h2])?, number([m1, m2])?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            (hours * 3_600 + minutes * 60) * if sign == b'-' { -1 } else { 1 }
        }
        _ => return None,
    };
    let seconds = days_from_civil(year, month, day) * DAY + hour * 3_600 + minute * 60 + second;
    Timestamp::from_unix(seconds - offset, nanoseconds).ok()
}

fn number<const DIGITS: usize>(digits: [u8; DIGITS]) -> Option<i64> {
    let mut number = 0;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10 + i64::from(digit - b'0');
    }
    Some(number)
}

fn days_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date. Counting years from March puts the leap day last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The date that lies `days` after 1970-01-01.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil_from_days(self.seconds.div_euclid(DAY));
        let second = self.seconds.rem_euclid(DAY);
        let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        )?;
        if self.nanoseconds > 0 {
            let fraction = format!("{:09}", self.nanoseconds);
            write!(f, ".{}", fraction.trim_end_matches('0'))?;
        }
        f.write_str("Z")
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<SystemTime> for Timestamp {
    type Error = TimestampRangeError;

    fn try_from(time: SystemTime) -> Result<Self, Self::Error> {
        let seconds_of = |duration: Duration| {
            i64::try_from(duration.as_secs()).map_err(|_| TimestampRangeError(()))
        };
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => Self::from_unix(seconds_of(after)?, after.subsec_nanos()),
            Err(error) => {
                let before = error.duration();
                match (seconds_of(before)?, before.subsec_nanos()) {
                    (seconds, 0) => Self::from_unix(-seconds, 0),
                    (seconds, nanos) => Self::from_unix(-seconds - 1, 1_000_000_000 - nanos),
                }
            }
        }
    }
}

impl TryFrom<Timestamp> for SystemTime {
    type Error = TimestampRangeError;

    fn try_from(timestamp: Timestamp) -> Result<Self, Self::Error> {
        let whole = Duration::from_secs(timestamp.seconds.unsigned_abs());
        let second = match timestamp.seconds < 0 {
            true => UNIX_EPOCH.checked_sub(whole),
            false => UNIX_EPOCH.checked_add(whole),
        };
        second
            .and_then(|second| {
                second.checked_add(Duration::from_nanos(timestamp.nanoseconds.into()))
            })
            .ok_or(TimestampRangeError(()))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::wire::open_enum::text(deserializer, str::parse)?.map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "time")]
impl TryFrom<Timestamp> for time::OffsetDateTime {
    type Error = TimestampRangeError;

    fn try_from(timestamp: Timestamp) -> Result<Self, Self::Error> {
        let whole =
            Self::from_unix_timestamp(timestamp.seconds).map_err(|_| TimestampRangeError(()))?;
        whole
            .replace_nanosecond(timestamp.nanoseconds)
            .map_err(|_| TimestampRangeError(()))
    }
}

#[cfg(feature = "time")]
impl TryFrom<time::OffsetDateTime> for Timestamp {
    type Error = TimestampRangeError;

    fn try_from(time: time::OffsetDateTime) -> Result<Self, Self::Error> {
        Self::from_unix(time.unix_timestamp(), time.nanosecond())
    }
}

#[cfg(feature = "chrono")]
impl TryFrom<Timestamp> for chrono::DateTime<chrono::Utc> {
    type Error = TimestampRangeError;

    fn try_from(timestamp: Timestamp) -> Result<Self, Self::Error> {
        Self::from_timestamp(timestamp.seconds, timestamp.nanoseconds)
            .ok_or(TimestampRangeError(()))
    }
}

#[cfg(feature = "chrono")]
impl<Tz: chrono::TimeZone> TryFrom<chrono::DateTime<Tz>> for Timestamp {
    type Error = TimestampRangeError;

    fn try_from(time: chrono::DateTime<Tz>) -> Result<Self, Self::Error> {
        // chrono keeps a leap second in the nanoseconds; it counts as the second after it.
        let nanoseconds = time.timestamp_subsec_nanos();
        Self::from_unix(
            time.timestamp() + i64::from(nanoseconds / 1_000_000_000),
            nanoseconds % 1_000_000_000,
        )
    }
}

#[cfg(feature = "jiff")]
impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = TimestampRangeError;

    fn try_from(timestamp: Timestamp) -> Result<Self, Self::Error> {
        let nanoseconds =
            i32::try_from(timestamp.nanoseconds).map_err(|_| TimestampRangeError(()))?;
        Self::new(timestamp.seconds, nanoseconds).map_err(|_| TimestampRangeError(()))
    }
}

#[cfg(feature = "jiff")]
impl TryFrom<jiff::Timestamp> for Timestamp {
    type Error = TimestampRangeError;

    fn try_from(time: jiff::Timestamp) -> Result<Self, Self::Error> {
        let nanoseconds = time.as_nanosecond();
        let in_range = |_| TimestampRangeError(());
        Self::from_unix(
            i64::try_from(nanoseconds.div_euclid(1_000_000_000)).map_err(in_range)?,
            u32::try_from(nanoseconds.rem_euclid(1_000_000_000))
                .map_err(|_| TimestampRangeError(()))?,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap_or_else(|_| panic!("{text}"))
    }

    #[test]
    fn texts_that_servers_send_come_back_unchanged() {
        for text in [
            "1970-01-01T00:00:00Z",
            "0001-01-01T00:00:00Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999Z",
            "2024-02-29T23:59:59.000000001Z",
            "2022-07-13T09:55:07.607376669Z",
            "1969-12-31T23:59:59.5Z",
        ] {
            assert_eq!(at(text).to_string(), text);
            let json = format!("\"{text}\"");
            let read: Timestamp = serde_json::from_str(&json).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), json);
        }
    }

    #[test]
    fn offsets_and_spellings_name_the_same_moment() {
        let noon = at("2024-05-01T12:00:00Z");
        for text in [
            "2024-05-01T19:00:00+07:00",
            "2024-05-01T08:30:00-03:30",
            "2024-05-01 12:00:00z",
            "2024-05-01t12:00:00.000000000000Z",
            "2024-05-01T11:59:60Z",
        ] {
            assert_eq!(at(text), noon, "{text}");
        }
        assert_eq!(
            at("2024-05-01T12:00:00.123456789999Z").subsec_nanoseconds(),
            123_456_789
        );
    }

    #[test]
    fn everything_else_is_an_error() {
        for text in [
            "",
            "2024-05-01",
            "2024-05-01T12:00:00",
            "2024-05-01T12:00:00.Z",
            "2024-13-01T12:00:00Z",
            "2024-02-30T12:00:00Z",
            "2023-02-29T12:00:00Z",
            "1900-02-29T12:00:00Z",
            "2024-05-00T12:00:00Z",
            "2024-05-01T24:00:00Z",
            "2024-05-01T12:60:00Z",
            "2024-05-01T12:00:00+7:00",
            "2024-05-01T12:00:00+07:00x",
            "2024-05-01T12:00:00 Z",
            "+024-05-01T12:00:00Z",
            "0000-01-01T00:00:00+00:01",
            "9999-12-31T23:59:59-00:01",
            "2024-05-0üT12:00:00Z",
        ] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
    }

    #[test]
    fn every_day_of_ten_thousand_years_survives() {
        for day in (FIRST_SECOND / DAY)..=(LAST_SECOND / DAY) {
            let (year, month, date) = civil_from_days(day);
            assert_eq!(days_from_civil(year, month, date), day);
        }
        let mut seed = 1_i64;
        for _ in 0..20_000 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040);
            let seconds = FIRST_SECOND + seed.rem_euclid(LAST_SECOND - FIRST_SECOND + 1);
            let nanoseconds = u32::try_from(seed.rem_euclid(1_000_000_000)).unwrap();
            let timestamp = Timestamp::from_unix(seconds, nanoseconds).unwrap();
            assert_eq!(at(&timestamp.to_string()), timestamp);
        }
    }

    #[test]
    fn go_zero_is_recognised() {
        assert!(at("0001-01-01T00:00:00Z").is_go_zero());
        assert!(!at("0001-01-01T00:00:00.1Z").is_go_zero());
    }

    #[test]
    fn system_time_goes_both_ways() {
        for text in [
            "1969-12-31T23:59:59.25Z",
            "2024-05-01T12:00:00.5Z",
            "0001-01-01T00:00:00Z",
        ] {
            let timestamp = at(text);
            let system = SystemTime::try_from(timestamp).unwrap();
            assert_eq!(Timestamp::try_from(system), Ok(timestamp));
        }
        let early = UNIX_EPOCH - Duration::from_millis(250);
        assert_eq!(
            Timestamp::try_from(early),
            Ok(at("1969-12-31T23:59:59.75Z"))
        );
        assert!(at("2024-05-01T12:00:00Z") < Timestamp::now());
    }

    #[cfg(all(feature = "time", feature = "chrono", feature = "jiff"))]
    #[test]
    fn other_crates_agree() {
        for text in ["1969-12-31T23:59:59.25Z", "2024-05-01T12:00:00.5Z"] {
            let timestamp = at(text);
            let time = time::OffsetDateTime::try_from(timestamp).unwrap();
            let chrono = chrono::DateTime::<chrono::Utc>::try_from(timestamp).unwrap();
            let jiff = jiff::Timestamp::try_from(timestamp).unwrap();
            let parts = (timestamp.unix_seconds(), timestamp.subsec_nanoseconds());
            assert_eq!((chrono.timestamp(), chrono.timestamp_subsec_nanos()), parts);
            assert_eq!(jiff.to_string(), text);
            assert_eq!(Timestamp::try_from(time), Ok(timestamp));
            assert_eq!(Timestamp::try_from(chrono), Ok(timestamp));
            assert_eq!(Timestamp::try_from(jiff), Ok(timestamp));
        }
    }
}
