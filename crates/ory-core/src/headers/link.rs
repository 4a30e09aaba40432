//! The next page in a `Link` header (RFC 8288), read tolerantly.
//!
//! Ory's links may be relative, may have lost a gateway's path prefix, and come with or without a
//! space after the comma, in one header or several. So only the page is taken from a link; the
//! request that follows is the first one with that page, sent where the first one went.

use http::header::{HeaderMap, LINK};

/// What the `Link` headers of a response say about the page after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NextLink {
    /// There is none: this page is the last one.
    None,
    /// The page with this `page_token`.
    Token(String),
    /// The page with this number: servers of before `page_token` link by `page`.
    Number(u32),
    /// There is a next page, but its link names neither.
    Unusable,
}

/// The page after this one. Of several links to it, one with a token counts.
pub(crate) fn next_link(headers: &HeaderMap) -> NextLink {
    let mut found = NextLink::None;
    for value in headers.get_all(LINK) {
        // Not `to_str`: a proxy may have added bytes beyond ASCII to another link.
        let text = String::from_utf8_lossy(value.as_bytes());
        match next_in(&text) {
            NextLink::None => {}
            NextLink::Token(token) => return NextLink::Token(token),
            NextLink::Number(number) => found = NextLink::Number(number),
            NextLink::Unusable if found == NextLink::None => found = NextLink::Unusable,
            NextLink::Unusable => {}
        }
    }
    found
}

/// Looks through the links of one header.
fn next_in(header: &str) -> NextLink {
    let mut found = NextLink::None;
    let mut rest = header;
    while let Some(start) = rest.find('<') {
        let after = &rest[start + 1..];
        let Some(end) = after.find('>') else {
            return found;
        };
        let (target, parameters) = (&after[..end], &after[end + 1..]);
        let (is_next, remainder) = read_parameters(parameters);
        if is_next {
            match page_of(target) {
                NextLink::Token(token) => return NextLink::Token(token),
                NextLink::Unusable if found != NextLink::None => {}
                page => found = page,
            }
        }
        rest = remainder;
    }
    found
}

/// Reads a link's parameters up to the comma that ends them; whether one is `rel` with `next` among
/// its values, and what follows.
fn read_parameters(text: &str) -> (bool, &str) {
    let mut is_next = None;
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n', ';']);
        if rest.is_empty() || rest.starts_with('<') {
            return (is_next.unwrap_or(false), rest);
        }
        if let Some(after) = rest.strip_prefix(',') {
            return (is_next.unwrap_or(false), after);
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
        // Of several, the first counts (RFC 8288, section 3.3).
        if name.eq_ignore_ascii_case("rel") && is_next.is_none() {
            let mut relations = value.split_ascii_whitespace();
            is_next = Some(relations.any(|relation| relation.eq_ignore_ascii_case("next")));
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

/// The page in a link's query. An empty token says that there is no next page.
fn page_of(target: &str) -> NextLink {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let query = query.split('#').next().unwrap_or_default();
    // Wrapped header lines put white space where none belongs.
    let query: String = query.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let mut number = None;
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "page_token" if value.is_empty() => return NextLink::None,
            // Bytes that are not UTF-8 cannot be sent back as they were.
            "page_token" if value.contains(char::REPLACEMENT_CHARACTER) => {
                return NextLink::Unusable;
            }
            "page_token" => return NextLink::Token(value.into_owned()),
            "page" => number = value.parse().ok(),
            _ => {}
        }
    }
    number.map_or(NextLink::Unusable, NextLink::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Random, header};

    fn next(text: &str) -> Option<String> {
        match next_in(text) {
            NextLink::Token(token) => Some(token),
            _ => None,
        }
    }

    #[test]
    fn finds_the_token_in_every_form_that_servers_and_proxies_give_a_link() {
        for text in [
            r#"</admin/identities?page_size=2&page_token=abc>; rel="next""#,
            r#"</x?page_size=2&page_token=0>; rel="first",</x?page_size=2&page_token=abc>; rel="next""#,
            r#"<https://other.example/x?page_token=abc#top>;rel=next"#,
            r#"<?page_token=abc>; title="a, <b>; rel=\"last\""; rel="prev NEXT""#,
            "<http://h/x?page_token=0>; rel=\"first\",\r\n\t<http://h/x?page_token=abc>;\n rel = \"next\"",
            r#"</x?page_token=0>; rel="first" </x?page_token=abc>; rel="next""#,
            r#"</x?page=1>; rel="next", </x?page_token=abc>; REL='x'; rel=y, </x?page_token=abc>; rel="next"#,
            r#"</x?page_token=a%62c&page_size=2>; rel="next"; rel="last""#,
        ] {
            assert_eq!(next(text).as_deref(), Some("abc"), "{text}");
        }
    }

    #[test]
    fn what_names_no_next_page_ends_the_list() {
        for text in [
            "",
            "next",
            "<",
            "<>",
            "</x?page_token=abc",
            "</x?page_token=abc>",
            r#"</x?page_token=abc>; rel="first""#,
            r#"</x?page_token=abc>; rel="last"; rel="next""#,
            r#"</x?page_token=>; rel="next""#,
            r#"</x?page_token=abc>; title="rel=next"#,
        ] {
            assert_eq!(next_in(text), NextLink::None, "{text}");
        }
    }

    #[test]
    fn a_next_page_that_is_named_in_no_known_way_is_not_taken_for_the_end() {
        for text in [
            "<>; rel=next",
            r#"</x?xpage_token=abc>; rel="next""#,
            r#"</x?page_token=%ff>; rel="next""#,
            r#"</page_token=abc>; rel="next""#,
            r#"</x?page=two>; rel="next""#,
            r#"</x?page=-1>; rel="next""#,
        ] {
            assert_eq!(next_in(text), NextLink::Unusable, "{text}");
        }
        for text in [
            r#"</x?page=1&per_page=2>; rel="next""#,
            r#"</x>; rel="next", </x?page=1>; rel="next""#,
            r#"</x?page=1>; rel="next", </x>; rel="next""#,
        ] {
            assert_eq!(next_in(text), NextLink::Number(1), "{text}");
        }
        let headers = header(&[
            ("link", b"</x>; rel=next"),
            ("link", b"</x?page=4>; rel=next"),
            ("link", b"</x?page_token=abc>; rel=next"),
        ]);
        assert_eq!(next_link(&headers), NextLink::Token("abc".to_owned()));
    }

    #[test]
    fn looks_through_several_headers_and_past_bytes_that_are_not_text() {
        let headers = header(&[
            (
                "link",
                b"</x?page_token=0>; rel=\"first\"; title=\"\xff\xfe\"",
            ),
            ("link", b"</x?page_token=abc>; rel=\"next\""),
        ]);
        assert_eq!(next_link(&headers), NextLink::Token("abc".to_owned()));
        assert_eq!(next_link(&HeaderMap::new()), NextLink::None);
    }

    #[test]
    fn any_token_survives_its_link() {
        let mut random = Random::new(7);
        for _ in 0..2_000 {
            let token = random.text(20);
            if token.is_empty() {
                continue;
            }
            let encoded =
                percent_encoding::utf8_percent_encode(&token, percent_encoding::NON_ALPHANUMERIC);
            let link = format!("<http://h/a,b?page_size=1&page_token={encoded}&x=1>; rel=\"next\"");
            assert_eq!(next(&link), Some(token));
        }
    }

    #[test]
    fn no_input_panics_or_takes_long() {
        let mut random = Random::new(11);
        for _ in 0..5_000 {
            let _ = next(&random.text_of("<>;,=\"\\ \tnextrel?&%ü", 60));
        }
        for piece in [
            "<",
            ">",
            "\"",
            "\\",
            "<>;",
            "<>; rel=\"",
            ",",
            "<?page_token=>; rel=next,",
        ] {
            assert_eq!(next_in(&piece.repeat(100_000)), NextLink::None);
        }
    }
}
