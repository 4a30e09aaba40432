//! Whether a response's head reached the user whole: every header with every value, and the views of them.
//!
//! What a view should say is read off the headers here, by code that shares nothing with the SDK's.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use ory_core::{Error, RateLimit, Response};

/// The values of each header, in order.
pub(crate) type Headers<'h> = BTreeMap<&'h str, Vec<&'h [u8]>>;

/// The headers of a message, by name.
pub(crate) fn by_name(headers: &HeaderMap) -> Headers<'_> {
    let mut all = Headers::new();
    for (name, value) in headers {
        all.entry(name.as_str()).or_default().push(value.as_bytes());
    }
    all
}

/// What became of headers on their way: every line names one. The order of values counts, the order of names does not
/// (RFC 9110, section 5.3).
pub(crate) fn differences(sent: &Headers<'_>, given: &HeaderMap) -> Vec<String> {
    let given = by_name(given);
    let names: BTreeSet<&str> = sent.keys().chain(given.keys()).copied().collect();
    names
        .into_iter()
        .filter(|name| sent.get(name) != given.get(name))
        .map(|name| {
            let (sent, given) = (texts(sent.get(name)), texts(given.get(name)));
            format!("header {name}: {sent} became {given}")
        })
        .collect()
}

/// What a successful call gives of the head.
pub(crate) fn of_response<T>(
    status: StatusCode,
    headers: &HeaderMap,
    response: &Response<T>,
) -> Vec<String> {
    let sent = by_name(headers);
    let mut wrong = differences(&sent, response.headers());
    let mut view = |name: &str, is: String, should: String| {
        if is != should {
            wrong.push(format!("{name}: {should} became {is}"));
        }
    };
    view("status", response.status().to_string(), status.to_string());
    let cookies: Vec<&[u8]> = response
        .set_cookies()
        .map(|value| value.as_bytes())
        .collect();
    view(
        "set_cookies()",
        texts((!cookies.is_empty()).then_some(&cookies)),
        texts(sent.get("set-cookie")),
    );
    view(
        "request_id()",
        format!("{:?}", response.request_id()),
        format!("{:?}", server_id(&sent)),
    );
    view(
        "rate_limit()",
        rate_limit(response.rate_limit()),
        expected_rate_limit(&sent),
    );
    wrong
}

/// What a failed call gives of the head; `request` are the headers that were sent.
pub(crate) fn of_error(
    status: StatusCode,
    headers: &HeaderMap,
    request: &HeaderMap,
    error: &Error,
) -> Vec<String> {
    let sent = by_name(headers);
    let mut wrong = match error.headers() {
        Some(given) => differences(&sent, given),
        None => vec!["the error has no headers".to_owned()],
    };
    let mut view = |name: &str, is: String, should: String| {
        if is != should {
            wrong.push(format!("{name}: {should} became {is}"));
        }
    };
    view(
        "status",
        format!("{:?}", error.status()),
        format!("{:?}", Some(status)),
    );
    let request = by_name(request);
    view(
        "request_id()",
        format!("{:?}", error.request_id()),
        format!(
            "{:?}",
            server_id(&sent).or_else(|| text(&request, "x-request-id"))
        ),
    );
    // A date depends on the clock: that it is read is all that can be said of it.
    let after = number(&sent, "retry-after");
    match (text(&sent, "retry-after"), after) {
        (Some(_), None) => view(
            "retry_after()",
            error.retry_after().is_some().to_string(),
            true.to_string(),
        ),
        _ => view(
            "retry_after()",
            format!("{:?}", error.retry_after()),
            format!(
                "{:?}",
                after
                    .max(number(&sent, "x-ratelimit-reset"))
                    .map(Duration::from_secs)
            ),
        ),
    }
    wrong
}

/// The token of the next page by the `Link` header, as Ory's servers write it: `<...&page_token=x>; rel="next"`.
pub(crate) fn next_token(headers: &HeaderMap) -> Option<String> {
    let sent = by_name(headers);
    let links = sent.get("link").into_iter().flatten();
    let links = links.filter_map(|value| std::str::from_utf8(value).ok());
    let next = links
        .flat_map(|value| value.split(",<").flat_map(|part| part.split(", <")))
        .find(|link| link.contains("rel=\"next\""))?;
    let (_, token) = next.split('>').next()?.split_once("page_token=")?;
    let token = token.split('&').next()?;
    let token = percent_encoding::percent_decode_str(token)
        .decode_utf8()
        .ok()?;
    (!token.is_empty()).then(|| token.into_owned())
}

/// How many items all pages have, by the header.
pub(crate) fn total(headers: &HeaderMap) -> Option<u64> {
    number(&by_name(headers), "x-total-count")
}

/// The values of a header, for the message.
fn texts(values: Option<&Vec<&[u8]>>) -> String {
    let Some(values) = values else {
        return "nothing".to_owned();
    };
    let values = values.iter().map(|value| value.escape_ascii());
    let values: Vec<String> = values.map(|value| format!("\"{value}\"")).collect();
    values.join(", ")
}

fn text<'h>(headers: &Headers<'h>, name: &str) -> Option<&'h str> {
    std::str::from_utf8(headers.get(name)?.first()?).ok()
}

fn number(headers: &Headers<'_>, name: &str) -> Option<u64> {
    let digits: String = text(headers, name)?
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

fn server_id<'h>(headers: &Headers<'h>) -> Option<&'h str> {
    // `Ory-Error-Id` names the error, not the request.
    text(headers, "x-request-id").filter(|id| !id.is_empty())
}

fn rate_limit(limit: Option<RateLimit>) -> String {
    match limit {
        Some(limit) => format!(
            "{:?}",
            (
                limit.limit,
                limit.remaining,
                limit.reset.map(|reset| reset.as_secs())
            )
        ),
        None => "nothing".to_owned(),
    }
}

fn expected_rate_limit(headers: &Headers<'_>) -> String {
    let [limit, remaining, reset] =
        ["limit", "remaining", "reset"].map(|what| number(headers, &format!("x-ratelimit-{what}")));
    if limit.or(remaining).or(reset).is_none() {
        return "nothing".to_owned();
    }
    format!("{:?}", (limit, remaining, reset))
}
