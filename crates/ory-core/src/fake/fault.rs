//! What can go wrong on request.

use std::collections::VecDeque;
use std::time::Duration;

/// What goes wrong instead of an answer, and how often. Faults are used up in the order in which they were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// So many calls are answered with 429 and the rate-limit headers of Ory Network, and not processed.
    RateLimited(usize),
    /// So many calls are answered with this status and not processed; a 5xx has the servers' error body.
    Status(u16, usize),
    /// The connection is lost before so many calls are processed.
    Reset(usize),
    /// The connection is lost after so many calls have been processed: what they did is done, and nobody is told.
    LostResponse(usize),
    /// So many calls are answered after this time.
    Delay(Duration, usize),
    /// So many calls are answered with 200 and a page of HTML, as a misconfigured gateway does, and not processed.
    Garbage(usize),
}

impl Fault {
    fn count(&mut self) -> &mut usize {
        match self {
            Fault::RateLimited(count)
            | Fault::Status(_, count)
            | Fault::Reset(count)
            | Fault::LostResponse(count)
            | Fault::Delay(_, count)
            | Fault::Garbage(count) => count,
        }
    }
}

/// The faults that were asked for and did not happen yet.
#[derive(Default)]
pub(super) struct Faults(VecDeque<(Option<&'static str>, Fault)>);

impl Faults {
    /// Adds one, for all operations or for one.
    pub(super) fn add(&mut self, operation: Option<&'static str>, mut fault: Fault) {
        if *fault.count() > 0 {
            self.0.push_back((operation, fault));
        }
    }

    /// What goes wrong with the next call of this operation.
    pub(super) fn next(&mut self, operation: Option<&str>) -> Option<Fault> {
        let meant = |only: &Option<&str>| only.is_none() || *only == operation;
        let place = self.0.iter().position(|(only, _)| meant(only))?;
        let (_, fault) = self.0.get_mut(place)?;
        let happens = fault.clone();
        let count = fault.count();
        *count -= 1;
        if *count == 0 {
            self.0.remove(place);
        }
        Some(happens)
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_happen_in_order_as_often_as_they_were_asked_for() {
        let mut faults = Faults::default();
        faults.add(Some("b"), Fault::Reset(1));
        faults.add(None, Fault::RateLimited(2));
        faults.add(None, Fault::Garbage(0));
        faults.add(None, Fault::Status(500, 1));
        let mut happened = Vec::new();
        for operation in [Some("a"), Some("b"), None, Some("a"), Some("b")] {
            happened.push(faults.next(operation).map(|mut fault| {
                *fault.count() = 1;
                fault
            }));
        }
        let expected = [
            Some(Fault::RateLimited(1)),
            Some(Fault::Reset(1)),
            Some(Fault::RateLimited(1)),
            Some(Fault::Status(500, 1)),
            None,
        ];
        assert_eq!(happened, expected);
    }
}
