//! Pages for people where an API was expected.

/// Whether a body begins like an HTML page.
pub(crate) fn looks_like_html(body: &[u8]) -> bool {
    let start = body
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(body)
        .trim_ascii_start();
    start.first() == Some(&b'<')
}
