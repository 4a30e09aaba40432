//! Files of relationships, one a line.

use std::error::Error;
use std::fmt;

use crate::{ParseTupleError, RelationTuple};

/// The relationships of a file, read line by line; returned by [`RelationTuple::lines`].
#[derive(Clone)]
#[must_use = "iterators do nothing unless they are consumed"]
pub struct TupleLines<'t> {
    lines: std::iter::Enumerate<std::str::Lines<'t>>,
}

impl<'t> TupleLines<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        TupleLines {
            lines: text.lines().enumerate(),
        }
    }
}

impl Iterator for TupleLines<'_> {
    type Item = Result<RelationTuple, ParseTupleLineError>;

    fn next(&mut self) -> Option<Self::Item> {
        for (index, line) in self.lines.by_ref() {
            let text = line.trim();
            if text.is_empty() || text.starts_with("//") {
                continue;
            }
            return Some(text.parse().map_err(|error: ParseTupleError| {
                let before = line.len() - line.trim_start().len() + error.position();
                let column = line.get(..before).unwrap_or(line).chars().count() + 1;
                ParseTupleLineError {
                    line: index + 1,
                    column,
                    expected: error.expected(),
                }
            }));
        }
        None
    }
}

/// Prints nothing of the file: relationships name people.
impl fmt::Debug for TupleLines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TupleLines").finish_non_exhaustive()
    }
}

/// Why a line of a file is not a relationship, and where. The text itself is not part of the error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseTupleLineError {
    line: usize,
    column: usize,
    expected: &'static str,
}

impl ParseTupleLineError {
    /// The line, counted from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The character of the line at which reading stopped, counted from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }

    /// What was expected there, in words.
    #[must_use]
    pub fn expected(&self) -> &'static str {
        self.expected
    }
}

impl fmt::Display for ParseTupleLineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ParseTupleLineError {
            line,
            column,
            expected,
        } = self;
        write!(
            f,
            "line {line}, column {column}: not a relation tuple: {expected} expected"
        )
    }
}

impl Error for ParseTupleLineError {}

impl RelationTuple {
    /// Reads a file of relationships, one a line, as Keto's command line does: blank lines and those
    /// that begin with `//` are skipped, as are blanks around a line and a byte order mark.
    ///
    /// ```
    /// use ory_keto::RelationTuple;
    ///
    /// let file = "// owners\nFile:report#owners@(User:alice)\r\n\nFile:draft#owners@User:bob\n";
    /// let tuples: Vec<RelationTuple> = RelationTuple::lines(file).collect::<Result<_, _>>()?;
    /// assert_eq!(tuples.len(), 2);
    ///
    /// let error = RelationTuple::lines("File:a#owners@User:b\n  File:a#owners").last();
    /// assert_eq!(
    ///     error.unwrap().unwrap_err().to_string(),
    ///     "line 2, column 16: not a relation tuple: `@` after the relation expected"
    /// );
    /// # Ok::<(), ory_keto::ParseTupleLineError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Each line has its own: the line and column at which reading it stopped.
    pub fn lines(text: &str) -> TupleLines<'_> {
        TupleLines::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Result<String, (usize, usize)>> {
        let tuples = RelationTuple::lines(text);
        let read = tuples.map(|line| match line {
            Ok(tuple) => Ok(tuple.to_string()),
            Err(error) => Err((error.line(), error.column())),
        });
        read.collect()
    }

    #[test]
    fn comments_blanks_line_ends_and_the_byte_order_mark_are_no_part_of_a_relationship() {
        let file =
            "\u{feff}A:b#c@d\r\n\n   \n// a comment\n  // another\n\tA:b#c@(E:f#g)  \r\nA:x#c@d";
        let expected = ["A:b#c@d", "A:b#c@(E:f#g)", "A:x#c@d"];
        assert_eq!(read(file), expected.map(|line| Ok(line.to_owned())));
        assert!(read("").is_empty());
    }

    #[test]
    fn an_error_names_its_line_and_column_and_the_next_line_is_read() {
        assert_eq!(
            read("A:b#c@d\n\u{fc}\u{fc} nothing\n  \u{fc}:b#c\nA:b#c@e"),
            [
                Ok("A:b#c@d".to_owned()),
                Err((2, 11)),
                Err((3, 8)),
                Ok("A:b#c@e".to_owned()),
            ]
        );
    }
}
