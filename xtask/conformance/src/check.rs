//! What scenarios state: small functions whose failures say what was expected, and where.

use std::fmt::Debug;
use std::panic::Location;

use ory_core::Error;

/// The outcome of a scenario.
pub(crate) type Check = Result<(), Failure>;

/// Why a scenario failed, with the line that noticed.
pub(crate) struct Failure(String);

impl Failure {
    /// A failure noticed by the caller.
    #[track_caller]
    pub(crate) fn new(message: impl Into<String>) -> Self {
        let place = Location::caller();
        Self(format!(
            "{}:{}: {}",
            place.file(),
            place.line(),
            message.into()
        ))
    }

    /// The message.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

/// Any error fails a scenario, told with all its causes.
impl<E: std::error::Error> From<E> for Failure {
    #[track_caller]
    fn from(error: E) -> Self {
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            text.push_str(&format!(": {error}"));
            cause = error.source();
        }
        Self::new(text)
    }
}

/// Fails with a message.
#[track_caller]
pub(crate) fn fail<T>(message: impl Into<String>) -> Result<T, Failure> {
    Err(Failure::new(message))
}

/// `condition` has to hold.
#[track_caller]
pub(crate) fn holds(condition: bool, what: &str) -> Check {
    if condition {
        Ok(())
    } else {
        fail(format!("expected that {what}"))
    }
}

/// `actual` has to be `expected`.
#[track_caller]
pub(crate) fn equal<A: PartialEq<B> + Debug, B: Debug>(
    what: &str,
    actual: A,
    expected: B,
) -> Check {
    if actual == expected {
        return Ok(());
    }
    fail(format!("{what}: expected {expected:?}, got {actual:?}"))
}

/// `value` has to be there.
#[track_caller]
pub(crate) fn some<T>(what: &str, value: Option<T>) -> Result<T, Failure> {
    match value {
        Some(value) => Ok(value),
        None => fail(format!("{what} is missing")),
    }
}

/// The call has to fail with this status; returns the error.
#[track_caller]
pub(crate) fn refused<T>(
    what: &str,
    result: Result<T, Error>,
    status: u16,
) -> Result<Error, Failure> {
    match result {
        Ok(_) => fail(format!(
            "{what}: expected status {status}, but it succeeded"
        )),
        Err(error) if error.status().map(|status| status.as_u16()) == Some(status) => Ok(error),
        Err(error) => fail(format!(
            "{what}: expected status {status}, got {:?}: {error}",
            error.status()
        )),
    }
}
