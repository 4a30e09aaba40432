//! A request as a fake's operations read it.

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::wire::timestamp::Timestamp;

/// A request that was received whole.
pub struct Incoming {
    /// The HTTP method.
    pub method: Method,
    /// Where it was sent.
    pub uri: Uri,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// When it came, by the fake's clock.
    pub now: Timestamp,
    /// What stood where the route has `{..}`, decoded.
    pub(super) parameters: Vec<String>,
    query: Vec<(String, String)>,
}

impl Incoming {
    pub(super) fn new(request: http::Request<Bytes>, now: Timestamp) -> Self {
        let (head, body) = request.into_parts();
        Self {
            query: pairs(head.uri.query().unwrap_or_default()),
            method: head.method,
            uri: head.uri,
            headers: head.headers,
            body,
            now,
            parameters: Vec::new(),
        }
    }

    /// What stood in the place of the route's `{..}` with this number; empty if there is none.
    #[must_use]
    pub fn parameter(&self, number: usize) -> &str {
        self.parameters.get(number).map_or("", String::as_str)
    }

    /// The names and values of the query.
    #[must_use]
    pub fn query(&self) -> &[(String, String)] {
        &self.query
    }

    /// The first value of this name in the query.
    #[must_use]
    pub fn query_value(&self, name: &str) -> Option<&str> {
        first(&self.query, name)
    }

    /// The names and values of a form in the body.
    #[must_use]
    pub fn form(&self) -> Vec<(String, String)> {
        pairs(&String::from_utf8_lossy(&self.body))
    }

    /// A header's text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// The first value of this name.
#[must_use]
pub fn first<'p>(pairs: &'p [(String, String)], name: &str) -> Option<&'p str> {
    let mut values = pairs.iter().filter(|(key, _)| key == name);
    values.next().map(|(_, value)| &**value)
}

/// Reads a query or a form as the servers do: what is not encoded properly, or has a semicolon, is dropped.
#[must_use]
pub fn pairs(text: &str) -> Vec<(String, String)> {
    let parts = text.split('&').filter(|part| !part.is_empty());
    parts.filter_map(pair).collect()
}

fn pair(part: &str) -> Option<(String, String)> {
    if part.contains(';') {
        return None;
    }
    let (name, value) = part.split_once('=').unwrap_or((part, ""));
    Some((plus_decoded(name)?, plus_decoded(value)?))
}

fn plus_decoded(text: &str) -> Option<String> {
    decoded(&text.replace('+', " "))
}

/// Writes a query as the servers do.
#[must_use]
pub fn encoded(pairs: &[(&str, &str)]) -> String {
    /// What Go leaves as it is.
    const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'~');
    let escaped = |text: &str| {
        let text = utf8_percent_encode(text, ESCAPED).to_string();
        text.replace("%20", "+")
    };
    let pairs = pairs.iter();
    let pairs = pairs.map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// Percent-decodes; `None` if a percent sign has no two digits behind it.
pub(super) fn decoded(text: &str) -> Option<String> {
    let digits = |rest: &str| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    let proper = text.split('%').skip(1).all(digits);
    proper.then(|| percent_decode_str(text).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_read_as_the_servers_read_them() {
        let pairs = pairs("a=1&b=x+y%20z&&c&a=2&d=%zz&e=1;f=2&g=%C3%BC=&h=%4");
        let expected = [
            ("a", "1"),
            ("b", "x y z"),
            ("c", ""),
            ("a", "2"),
            ("g", "ü="),
        ];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(pairs, expected);
        assert_eq!(first(&pairs, "a"), Some("1"));
        assert_eq!(first(&pairs, "d"), None);
    }

    #[test]
    fn a_query_is_written_as_the_servers_write_it() {
        let written = encoded(&[("a.b", "x y&z"), ("c", ""), ("d", "ü/~%20")]);
        assert_eq!(written, "a.b=x+y%26z&c=&d=%C3%BC%2F~%2520");
    }
}
