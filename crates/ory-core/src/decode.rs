//! From a final response to an operation's value: one function per kind of answer.

use std::fmt;

use bytes::Bytes;
use http::header::{HeaderMap, LOCATION};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::error::Error;
use crate::link;
use crate::operation::{OperationSpec, Paging};
use crate::page::{CountedPage, Page, PageToken};

type Body = http::Response<Bytes>;

/// Fails unless the status carries a value.
///
/// # Errors
///
/// The error that the server answered with.
pub fn check(spec: &'static OperationSpec, response: &Body) -> Result<(), Error> {
    if spec.is_success(response.status()) {
        Ok(())
    } else {
        Err(Error::from_response(spec, response))
    }
}

/// A JSON body.
///
/// # Errors
///
/// The server's error, or a body that is not the JSON form of `T`.
#[inline]
pub fn json<T: DeserializeOwned>(
    spec: &'static OperationSpec,
    response: &Body,
) -> Result<T, Error> {
    check(spec, response)?;
    json_body(spec, response)
}

/// The JSON body of a response whose status has been looked at.
///
/// # Errors
///
/// A body that is not the JSON form of `T`.
#[inline]
pub fn json_body<T: DeserializeOwned>(
    spec: &'static OperationSpec,
    response: &Body,
) -> Result<T, Error> {
    serde_json::from_slice(response.body())
        .map_err(|error| Error::json(spec, response, JsonError::new(&error)))
}

/// Nothing: a body that may be there is ignored.
///
/// # Errors
///
/// The server's error.
pub fn empty(spec: &'static OperationSpec, response: &Body) -> Result<(), Error> {
    check(spec, response)
}

/// A text body in UTF-8.
///
/// # Errors
///
/// The server's error, or a body that is not UTF-8.
pub fn text(spec: &'static OperationSpec, response: &Body) -> Result<String, Error> {
    check(spec, response)?;
    match std::str::from_utf8(response.body()) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(Error::decode_failure(
            spec,
            response,
            "its body is not UTF-8 text",
            Some(Box::new(error)),
        )),
    }
}

/// A JSON body, or `None` when there is none (204, or nothing in it).
///
/// # Errors
///
/// The server's error, or a body that is neither empty nor the JSON form of `T`.
#[inline]
pub fn optional_json<T: DeserializeOwned>(
    spec: &'static OperationSpec,
    response: &Body,
) -> Result<Option<T>, Error> {
    check(spec, response)?;
    if response.body().trim_ascii().is_empty() {
        return Ok(None);
    }
    json_body(spec, response)
}

/// The verdict of a permission check, `{"allowed": ...}`, which comes with 200 or 403.
///
/// # Errors
///
/// The server's error, which a 403 without a verdict is too, or a body without a verdict.
pub fn verdict(spec: &'static OperationSpec, response: &Body) -> Result<bool, Error> {
    #[derive(serde::Deserialize)]
    struct Verdict {
        allowed: bool,
    }
    if response.status() == http::StatusCode::FORBIDDEN {
        return match serde_json::from_slice::<Verdict>(response.body()) {
            Ok(verdict) => Ok(verdict.allowed),
            Err(_) => Err(Error::from_response(spec, response)),
        };
    }
    json::<Verdict>(spec, response).map(|verdict| verdict.allowed)
}

/// A page whose successor is named in the `Link` header (RFC 8288).
///
/// # Errors
///
/// The server's error, or a body that is not a list of `T`.
#[inline]
pub fn link_page<T: DeserializeOwned>(
    spec: &'static OperationSpec,
    response: &Body,
) -> Result<Page<T>, Error> {
    let items = list(spec, response)?;
    let next = link::next_page_token(response.headers());
    Ok(Page::new(items, next, total(response.headers())))
}

/// A page whose successor is found by counting.
///
/// # Errors
///
/// The server's error, or a body that is not a list of `T`.
#[inline]
pub fn count_page<T: DeserializeOwned>(
    spec: &'static OperationSpec,
    response: &Body,
) -> Result<Page<T>, Error> {
    let items: Vec<T> = list(spec, response)?;
    let next = if items.is_empty() {
        None
    } else {
        next_counted(spec, response)
    };
    Ok(Page::new(items, next, total(response.headers())))
}

fn next_counted(spec: &'static OperationSpec, response: &Body) -> Option<PageToken> {
    let current = match (response.extensions().get::<CountedPage>(), spec.paging) {
        (Some(CountedPage(page)), _) => *page,
        (None, Some(Paging::Count { start })) => start,
        (None, _) => return None,
    };
    Some(PageToken::from(current.checked_add(1)?.to_string()))
}

/// A list model that carries the token of the next page.
pub trait PagedBody: DeserializeOwned {
    /// What the list holds.
    type Item;

    /// The items and the token of the next page; an empty token means that there is none.
    fn into_page(self) -> (Vec<Self::Item>, Option<String>);
}

/// A page whose successor is named in the body.
///
/// # Errors
///
/// The server's error, or a body that is not the JSON form of `B`.
#[inline]
pub fn body_page<B: PagedBody>(
    spec: &'static OperationSpec,
    response: &Body,
) -> Result<Page<B::Item>, Error> {
    let (items, next) = json::<B>(spec, response)?.into_page();
    let next = next.filter(|token| !token.is_empty()).map(PageToken::from);
    Ok(Page::new(items, next, None))
}

/// A list, for which Go's servers may write `null`.
#[inline]
fn list<T: DeserializeOwned>(
    spec: &'static OperationSpec,
    response: &Body,
) -> Result<Vec<T>, Error> {
    json::<Option<Vec<T>>>(spec, response).map(Option::unwrap_or_default)
}

fn total(headers: &HeaderMap) -> Option<u64> {
    headers
        .get("x-total-count")?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()
}

/// Where a server sends the browser. Redirects are never followed by this client.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Redirect {
    /// The `Location` header as it was sent, which may be relative and may hold one-time codes.
    pub location: String,
}

impl fmt::Debug for Redirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redirect").finish_non_exhaustive()
    }
}

/// A redirect.
///
/// # Errors
///
/// The server's error, or an answer without a `Location`.
pub fn redirect(spec: &'static OperationSpec, response: &Body) -> Result<Redirect, Error> {
    if !response.status().is_redirection() {
        check(spec, response)?;
    }
    match response
        .headers()
        .get(LOCATION)
        .map(http::HeaderValue::to_str)
    {
        Some(Ok(location)) => Ok(Redirect {
            location: location.to_owned(),
        }),
        _ => Err(Error::decode_failure(
            spec,
            response,
            "without a `Location` to send the browser to",
            None,
        )),
    }
}

/// Why a body could not be read as JSON: where and what, without the values that it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonError {
    message: String,
    category: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Syntax,
    Truncated,
    Data,
}

impl JsonError {
    pub(crate) fn new(error: &serde_json::Error) -> Self {
        let category = match error.classify() {
            Category::Eof => Kind::Truncated,
            Category::Syntax | Category::Io => Kind::Syntax,
            Category::Data => Kind::Data,
        };
        JsonError {
            message: without_values(&error.to_string()),
            category,
        }
    }

    pub(crate) fn is_truncated(&self) -> bool {
        self.category == Kind::Truncated
    }

    pub(crate) fn is_syntax(&self) -> bool {
        self.category == Kind::Syntax
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for JsonError {}

/// Blanks out what a message of serde quotes from the document: strings stand in double quotes, and in
/// backticks where a variant or field is unknown.
fn without_values(message: &str) -> String {
    let unknown = message.starts_with("unknown ");
    let mut out = String::with_capacity(message.len());
    let mut chars = message.chars();
    let mut masked = false;
    while let Some(c) = chars.next() {
        let quote = c == '"' || (c == '`' && unknown && !masked);
        if !quote {
            out.push(c);
            continue;
        }
        masked = true;
        out.push_str("..");
        let mut escaped = false;
        for inner in chars.by_ref() {
            if escaped {
                escaped = false;
            } else if inner == '\\' && c == '"' {
                escaped = true;
            } else if inner == c {
                break;
            }
        }
    }
    out
}
