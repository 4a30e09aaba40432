//! How an error is printed.

use std::error::Error as _;
use std::fmt;

use crate::error::{ApiError, Error};

impl Error {
    /// All that is known, in one line for terminals and the logs of developers: the operation, what
    /// happened, the server's [`reason`](Self::reason), and the causes. `{error:#}` prints the same.
    ///
    /// Unlike `Display`, it repeats what the server said.
    pub fn explain(&self) -> impl fmt::Display + '_ {
        Explanation(self)
    }
}

impl fmt::Display for Error {
    /// `{:#}` prints [`Error::explain`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            return fmt::Display::fmt(&self.explain(), f);
        }
        if let Some(spec) = self.0.spec {
            write!(f, "{} ({}): ", spec.id, spec.product)?;
        }
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug
            .field("kind", &self.0.kind)
            .field("message", &format_args!("{self}"));
        if let Some(status) = self.status() {
            debug.field("status", &status.as_u16());
        }
        if let Some(id) = self.api().and_then(ApiError::plain_id) {
            debug.field("id", &id);
        }
        if let Some(id) = &self.0.request_id {
            debug.field("request_id", id);
        }
        if let Some(source) = &self.0.source {
            debug.field("source", source);
        }
        debug.finish_non_exhaustive()
    }
}

/// What [`Error::explain`] prints.
struct Explanation<'a>(&'a Error);

impl fmt::Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        if let Some(reason) = self.0.reason() {
            f.write_str("; the server says: ")?;
            // A server's text must not be able to steer a terminal or to fill a log.
            let (text, rest) = match reason.char_indices().nth(1_000) {
                Some((end, _)) => (&reason[..end], "..."),
                None => (reason, ""),
            };
            for character in text.chars() {
                match character {
                    c if c.is_control() => write!(f, "{}", c.escape_default())?,
                    c => write!(f, "{c}")?,
                }
            }
            f.write_str(rest)?;
        }
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
