//! What is wrong with a text of the permission language, and where.

use std::fmt;

/// A mistake in a text of the permission language, in the words and at the place that Keto gives.
///
/// Its [`Display`](fmt::Display) is one line; [`excerpt`](Self::excerpt) shows the place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParseError {
    /// What is wrong.
    pub message: String,
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
}

/// A place in a text.
///
/// Lines are counted from 1. Columns are Keto's: the beginning of a token is reported at the column before it, counted
/// from 1, except at the beginning of the text, which is column 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl ParseError {
    /// The line of `text` that the error is in, with a mark below its place. `text` is the one that was parsed; of
    /// another text it is whatever stands there.
    ///
    /// ```
    /// let text = "class File implements Namespace {\n  relations: {}\n}";
    /// let error = &ory_keto::opl::parse(text).unwrap_err()[0];
    /// assert_eq!(error.excerpt(text), "2 |   relations: {}\n  |   ^");
    /// ```
    #[must_use]
    pub fn excerpt(&self, text: &str) -> String {
        let line = text
            .split('\n')
            .nth(self.start.line.saturating_sub(1))
            .unwrap_or_default();
        let number = self.start.line.to_string();
        // A tab keeps its width, so that the mark stands below its place.
        let before: String = line
            .chars()
            .take(self.start.column)
            .map(|c| if c == '\t' { '\t' } else { ' ' })
            .collect();
        let margin = " ".repeat(number.len());
        format!("{number} | {line}\n{margin} | {before}^")
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Position { line, column } = self.start;
        write!(f, "line {line}, column {column}: {}", self.message)
    }
}

impl std::error::Error for ParseError {}

/// Finds lines and columns of a text without reading it again for each.
pub(super) struct Lines {
    /// How many characters the text has.
    characters: usize,
    /// At which character each line break is, in order.
    breaks: Vec<usize>,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let mut characters = 0;
        let mut breaks = Vec::new();
        for c in text.chars() {
            if c == '\n' {
                breaks.push(characters);
            }
            characters += 1;
        }
        Self { characters, breaks }
    }

    /// The place that Keto reports for an offset in bytes. It takes the offset for one in characters, so that after
    /// characters beyond ASCII its places are too far right.
    pub(super) fn position(&self, offset: usize) -> Position {
        let Some(last) = self.characters.checked_sub(1) else {
            return Position { line: 1, column: 0 };
        };
        let beyond = offset > self.characters;
        let place = offset.saturating_sub(1).min(last);
        let before = self.breaks.partition_point(|&at| at < place);
        let begin = before
            .checked_sub(1)
            .map_or(0, |previous| self.breaks[previous] + 1);
        // Beyond the end, a line break at the end has been passed.
        if beyond && self.breaks.last() == Some(&last) {
            return Position {
                line: before + 2,
                column: 0,
            };
        }
        Position {
            line: before + 1,
            column: place - begin + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, offset: usize) -> (usize, usize) {
        let Position { line, column } = Lines::of(text).position(offset);
        (line, column)
    }

    /// The rule, one character at a time.
    fn by_counting(text: &str, offset: usize) -> (usize, usize) {
        let (mut line, mut column, mut left) = (1, 0, offset);
        for c in text.chars() {
            column += 1;
            left = left.saturating_sub(1);
            if left == 0 {
                break;
            }
            if c == '\n' {
                line += 1;
                column = 0;
            }
        }
        (line, column)
    }

    #[test]
    fn places_are_those_that_counting_gives() {
        for text in [
            "",
            "a",
            "\n",
            "\n\n",
            "ab\ncd",
            "ab\n",
            "ü\nüü\n",
            "a\n\nb\n\n",
        ] {
            for offset in 0..text.len() + 3 {
                assert_eq!(
                    place(text, offset),
                    by_counting(text, offset),
                    "{text:?} at {offset}"
                );
            }
        }
    }

    #[test]
    fn an_excerpt_points_at_the_place() {
        let error = ParseError {
            message: "m".to_owned(),
            start: Position { line: 2, column: 2 },
            end: Position { line: 2, column: 3 },
        };
        assert_eq!(error.excerpt("a\n\tb c\nd"), "2 | \tb c\n  | \t ^");
        assert_eq!(error.excerpt(""), "2 | \n  | ^");
        assert_eq!(error.to_string(), "line 2, column 2: m");
    }
}
