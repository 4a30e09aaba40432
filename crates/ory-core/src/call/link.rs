//! The next page's token in a `Link` header (RFC 8288), read tolerantly.
//!
//! Ory's links may be relative, may have lost a gateway's path prefix, and come with or without a space after the
//! comma, in one header or several. So only the page token is taken from a link; the request that follows is the
//! first one with that token, sent where the first one went.

use http::header::{HeaderMap, LINK};
use percent_encoding::percent_decode_str;

use crate::call::page::PageToken;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Random, header};

    fn next(text: &str) -> Option<String> {
        next_in(text).map(|token| token.as_str().to_owned())
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
            "<>; rel=next",
            "</x?page_token=abc",
            "</x?page_token=abc>",
            r#"</x?page_token=abc>; rel="first""#,
            r#"</x?page_token=abc>; rel="last"; rel="next""#,
            r#"</x?page_token=>; rel="next""#,
            r#"</x?xpage_token=abc>; rel="next""#,
            r#"</x?page_token=%ff>; rel="next""#,
            r#"</page_token=abc>; rel="next""#,
            r#"</x?page_token=abc>; title="rel=next"#,
        ] {
            assert_eq!(next(text), None, "{text}");
        }
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
        assert_eq!(next_page_token(&headers), Some(PageToken::from("abc")));
        assert_eq!(next_page_token(&HeaderMap::new()), None);
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
            assert_eq!(next(&piece.repeat(100_000)), None);
        }
    }
}
