//! The tokens of the permission language.

use std::borrow::Cow;

use super::quote::Quoted;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The text is not one of the language; the token's text is the message.
    Error,
    End,
    Identifier,
    Text,
    Class,
    Implements,
    This,
    Ctx,
    And,
    Or,
    Not,
    Assign,
    Arrow,
    Dot,
    Colon,
    Comma,
    Semicolon,
    Union,
    ParenLeft,
    ParenRight,
    BraceLeft,
    BraceRight,
    BracketLeft,
    BracketRight,
    AngleLeft,
    AngleRight,
}

impl Kind {
    /// The name that Keto's messages give it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Error => "Error",
            Kind::End => "EOF",
            Kind::Identifier => "Identifier",
            Kind::Text => "StringLiteral",
            Kind::Class => "KeywordClass",
            Kind::Implements => "KeywordImplements",
            Kind::This => "KeywordThis",
            Kind::Ctx => "KeywordCtx",
            Kind::And => "\"&&\"",
            Kind::Or => "\"||\"",
            Kind::Not => "\"!\"",
            Kind::Assign => "\"=\"",
            Kind::Arrow => "\"=>\"",
            Kind::Dot => "\".\"",
            Kind::Colon => "\":\"",
            Kind::Comma => "\",\"",
            Kind::Semicolon => "\";\"",
            Kind::Union => "\"|\"",
            Kind::ParenLeft => "\"(\"",
            Kind::ParenRight => "\")\"",
            Kind::BraceLeft => "\"{\"",
            Kind::BraceRight => "\"}\"",
            Kind::BracketLeft => "\"[\"",
            Kind::BracketRight => "\"]\"",
            Kind::AngleLeft => "\"<\"",
            Kind::AngleRight => "\">\"",
        }
    }

    /// The token that begins with this character and has no other.
    fn of(c: char) -> Option<Self> {
        Some(match c {
            ':' => Kind::Colon,
            '.' => Kind::Dot,
            '(' => Kind::ParenLeft,
            ')' => Kind::ParenRight,
            '[' => Kind::BracketLeft,
            ']' => Kind::BracketRight,
            '{' => Kind::BraceLeft,
            '}' => Kind::BraceRight,
            '<' => Kind::AngleLeft,
            '>' => Kind::AngleRight,
            '=' => Kind::Assign,
            ',' => Kind::Comma,
            ';' => Kind::Semicolon,
            '|' => Kind::Union,
            '!' => Kind::Not,
            _ => return None,
        })
    }
}

/// A token, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    /// Its text; without the quotes of a string, and empty at the end.
    pub(super) text: Cow<'t, str>,
    /// Offsets in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Token<'_> {
    /// What Keto takes for a token that it has not read.
    pub(super) fn unread() -> Self {
        Self {
            kind: Kind::Error,
            text: Cow::Borrowed(""),
            start: 0,
            end: 0,
        }
    }

    pub(super) fn is_name(&self) -> bool {
        matches!(self.kind, Kind::Identifier | Kind::Text)
    }

    /// The token as Keto prints it where a message quotes a whole one.
    pub(super) fn described(&self) -> Cow<'_, str> {
        match self.kind {
            Kind::Error => format!("error: {}", self.text).into(),
            Kind::End => "EOF".into(),
            Kind::Identifier | Kind::Text if self.text.len() > 10 => {
                format!("'{}...'", self.text.chars().take(10).collect::<String>()).into()
            }
            Kind::Identifier | Kind::Text => format!("'{}'", self.text).into(),
            _ => Cow::Borrowed(&self.text),
        }
    }
}

/// Cuts a text into tokens; comments and white space are skipped.
pub(super) struct Tokens<'t> {
    text: &'t str,
    at: usize,
    /// Whether the end or an error was given: nothing follows either.
    ended: bool,
}

impl<'t> Tokens<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            ended: false,
        }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// The token from `start` to `end`; what follows it is at `next`.
    fn token(&mut self, kind: Kind, start: usize, end: usize, next: usize) -> Token<'t> {
        self.at = next;
        Token {
            kind,
            text: Cow::Borrowed(&self.text[start..end]),
            start,
            end,
        }
    }

    fn error(&mut self, start: usize, message: &str) -> Token<'t> {
        self.ended = true;
        Token {
            kind: Kind::Error,
            text: Cow::Owned(format!("at {}: {message}", Quoted(self.rest()))),
            start,
            end: self.at,
        }
    }

    /// The next token.
    pub(super) fn next(&mut self) -> Token<'t> {
        if self.ended {
            return Token {
                text: Cow::Borrowed("broken state"),
                ..Token::unread()
            };
        }
        loop {
            let rest = self.rest();
            let spaces = rest.trim_start_matches(['\t', '\n', '\u{b}', '\u{c}', '\r', ' ']);
            self.at += rest.len() - spaces.len();
            if spaces.starts_with("//") {
                self.at += spaces.find('\n').unwrap_or(spaces.len());
            } else if let Some(comment) = spaces.strip_prefix("/*") {
                let start = self.at;
                match comment.find("*/") {
                    Some(length) => self.at += length + 4,
                    None => {
                        self.at = self.text.len();
                        return self.error(start, "unclosed comment");
                    }
                }
            } else {
                return self.token_at(spaces);
            }
        }
    }

    /// The token that `rest` begins with, which is neither space nor a comment.
    fn token_at(&mut self, rest: &'t str) -> Token<'t> {
        let start = self.at;
        let Some(first) = rest.chars().next() else {
            self.ended = true;
            return self.token(Kind::End, start, start, start);
        };
        for (text, kind) in [("=>", Kind::Arrow), ("||", Kind::Or), ("&&", Kind::And)] {
            if rest.starts_with(text) {
                return self.token(kind, start, start + 2, start + 2);
            }
        }
        if let Some(kind) = Kind::of(first) {
            return self.token(kind, start, start + 1, start + 1);
        }
        if matches!(first, '\'' | '"') {
            let start = start + 1;
            return match rest[1..].find(first) {
                Some(length) => {
                    let end = start + length;
                    self.token(Kind::Text, start, end, end + 1)
                }
                None => {
                    self.at = self.text.len();
                    self.error(start, "unclosed string literal")
                }
            };
        }
        let length = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        if length == 0 || first.is_ascii_digit() {
            return self.error(start, &format!("unexpected token {first}"));
        }
        let kind = match &rest[..length] {
            "class" => Kind::Class,
            "implements" => Kind::Implements,
            "this" => Kind::This,
            "ctx" => Kind::Ctx,
            _ => Kind::Identifier,
        };
        self.token(kind, start, start + length, start + length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<(Kind, String, usize, usize)> {
        let mut tokens = Tokens::of(text);
        let mut found = Vec::new();
        loop {
            let token = tokens.next();
            let last = matches!(token.kind, Kind::End | Kind::Error);
            found.push((token.kind, token.text.into_owned(), token.start, token.end));
            if last {
                return found;
            }
        }
    }

    #[test]
    fn comments_and_spaces_are_skipped() {
        let text = "// a\n/* b\n * c */\tclass/**/\u{b}\u{c}\r A // d";
        let kinds: Vec<Kind> = tokens(text).into_iter().map(|token| token.0).collect();
        assert_eq!(kinds, [Kind::Class, Kind::Identifier, Kind::End]);
    }

    #[test]
    fn two_characters_are_one_operator() {
        let kinds: Vec<Kind> = tokens("=>=||||&&!")
            .into_iter()
            .map(|token| token.0)
            .collect();
        let expected = [
            Kind::Arrow,
            Kind::Assign,
            Kind::Or,
            Kind::Or,
            Kind::And,
            Kind::Not,
        ];
        assert_eq!(kinds, [&expected[..], &[Kind::End]].concat());
    }

    #[test]
    fn a_string_is_its_inside_and_knows_no_escapes() {
        assert_eq!(
            tokens(r#" 'a"' "b\""#),
            [
                (Kind::Text, "a\"".to_owned(), 2, 4),
                (Kind::Text, "b\\".to_owned(), 7, 9),
                (Kind::End, String::new(), 10, 10),
            ]
        );
    }

    #[test]
    fn what_is_no_token_ends_the_text() {
        for (text, message, start, end) in [
            ("a & b", r#"at "& b": unexpected token &"#, 2, 2),
            ("a 1b", r#"at "1b": unexpected token 1"#, 2, 2),
            ("ü", r#"at "ü": unexpected token ü"#, 0, 0),
            ("a /* b", r#"at "": unclosed comment"#, 2, 6),
            ("/*/", r#"at "": unclosed comment"#, 0, 3),
            ("a 'b", r#"at "": unclosed string literal"#, 3, 4),
        ] {
            let mut tokens = Tokens::of(text);
            let mut token = tokens.next();
            if token.kind == Kind::Identifier {
                token = tokens.next();
            }
            assert_eq!(
                (token.kind, &*token.text, token.start, token.end),
                (Kind::Error, message, start, end)
            );
            assert_eq!(tokens.next().text, "broken state");
        }
    }
}
