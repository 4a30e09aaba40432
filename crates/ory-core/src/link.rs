//! The next page's token in a `Link` header (RFC 8288), read tolerantly.
//!
//! Ory's links may be relative, may have lost a gateway's path prefix, and come with or without a space after the
//! comma, in one header or several. So only the page token is taken from a link; the request that follows is the
//! first one with that token, sent where the first one went.

use http::header::{HeaderMap, LINK};
use percent_encoding::percent_decode_str;

use crate::page::PageToken;

/// The token of the page after this one.
pub(crate) fn next_page_token(headers: &HeaderMap) -> Option<PageToken> {
    headers.get_all(LINK).iter().find_map(|value| {
        // Not `to_str`: a proxy may have added bytes beyond ASCII to another link.
        let text = String::from_utf8_lossy(value.as_bytes());
        next_in(&text)
    })
}

/// Looks through the links of one header.
fn next_in(header: &str) -> Option<PageToken> {
    let mut rest = header;
    while let Some(start) = rest.find('<') {
        let after = &rest[start + 1..];
        let end = after.find('>')?;
        let (target, parameters) = (&after[..end], &after[end + 1..]);
        let (is_next, remainder) = read_parameters(parameters);
        if is_next && let Some(token) = page_token(target) {
            return Some(token);
        }
        rest = remainder;
    }
    None
}

/// Reads a link's parameters up to the comma that ends them; whether one is `rel` with `next` among its values,
/// and what follows.
fn read_parameters(text: &str) -> (bool, &str) {
    let mut is_next = false;
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n', ';']);
        if rest.is_empty() || rest.starts_with('<') {
            return (is_next, rest);
        }
        if let Some(after) = rest.strip_prefix(',') {
            return (is_next, after);
        }
        let end = rest.find(['=', ';', ',']).unwrap_or(rest.len());
        let name = rest[..end].trim();
        rest = &rest[end..];
        let Some(value) = rest.strip_prefix('=') else {
            continue;
        };
        let value = value.trim_start();
        let (value, after) = if let Some(quoted) = value.strip_prefix('"') {
            read_quoted(quoted)
        } else {
            let end = value.find([';', ',']).unwrap_or(value.len());
            (value[..end].to_owned(), &value[end..])
        };
        if name.eq_ignore_ascii_case("rel") {
            is_next |= value
                .split_ascii_whitespace()
                .any(|rel| rel.eq_ignore_ascii_case("next"));
        }
        rest = after;
    }
}

/// Reads a quoted string after its first quote, and what follows its last.
fn read_quoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (value, &text[at + 1..]),
            '\\' => {
                if let Some((_, escaped)) = chars.next() {
                    value.push(escaped);
                }
            }
            _ => value.push(c),
        }
    }
    (value, "")
}

/// The page token in a link's query.
fn page_token(target: &str) -> Option<PageToken> {
    let (_, query) = target.split_once('?')?;
    let query = query.split('#').next().unwrap_or_default();
    query.split('&').find_map(|pair| {
        let value = pair.trim().strip_prefix("page_token=")?;
        // A `+` in a query is a space; wrapped header lines put white space where none belongs.
        let value: String = value
            .chars()
            .filter(|c| !c.is_ascii_whitespace())
            .map(|c| if c == '+' { ' ' } else { c })
            .collect();
        let token = percent_decode_str(&value).decode_utf8().ok()?.into_owned();
        (!token.is_empty()).then(|| PageToken::from(token))
    })
}
