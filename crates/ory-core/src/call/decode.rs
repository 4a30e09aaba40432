//! From the final response to an operation's value: one function per kind of response.

use http::StatusCode;
use http::header::LOCATION;
use serde::de::DeserializeOwned;

use crate::call::answer::Answer;
use crate::call::page::{Page, PageToken};
use crate::call::redirect::RedirectTo;
use crate::error::Error;
use crate::headers::{self, NextLink};
use crate::spec::Paging;

/// A JSON body.
///
/// # Errors
///
/// The server's error, or a body that is not the JSON form of `T`.
#[inline]
pub fn json<T: DeserializeOwned>(answer: &Answer) -> Result<T, Error> {
    answer.check()?;
    answer.json()
}

/// Nothing: a body that may be there is ignored.
///
/// # Errors
///
/// The server's error.
pub fn empty(answer: &Answer) -> Result<(), Error> {
    answer.check()
}

/// A text body in UTF-8.
///
/// # Errors
///
/// The server's error, or a body that is not UTF-8.
pub fn text(answer: &Answer) -> Result<String, Error> {
    answer.check()?;
    match std::str::from_utf8(answer.body()) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(answer.unexpected_because("the body is not UTF-8 text", error)),
    }
}

/// A JSON body, or `None` when there is none (204, or nothing in it).
///
/// # Errors
///
/// The server's error, or a body that is neither empty nor the JSON form of `T`.
#[inline]
pub fn optional_json<T: DeserializeOwned>(answer: &Answer) -> Result<Option<T>, Error> {
    answer.check()?;
    if answer.body().trim_ascii().is_empty() {
        return Ok(None);
    }
    answer.json()
}

/// The verdict of a permission check, `{"allowed": ...}`, which comes with 200 or 403.
///
/// # Errors
///
/// The server's error, which a 403 is too unless it says `false` and nothing else: what contradicts
/// itself allows nothing. A body without a verdict.
pub fn verdict(answer: &Answer) -> Result<bool, Error> {
    struct Verdict {
        allowed: bool,
        error: Option<serde_json::Value>,
    }
    crate::object! {
        Verdict {
            "allowed" => allowed: required,
            "error" => error: optional,
        }
    }
    if answer.status() == StatusCode::FORBIDDEN {
        return match serde_json::from_slice::<Verdict>(answer.body()) {
            Ok(Verdict {
                allowed: false,
                error: None,
            }) => Ok(false),
            _ => Err(answer.error()),
        };
    }
    let verdict: Verdict = json(answer)?;
    if verdict.allowed && verdict.error.is_some() {
        return Err(answer.unexpected("the body holds a permission and an error at once"));
    }
    Ok(verdict.allowed)
}

/// A page whose successor is named in the `Link` header (RFC 8288).
///
/// # Errors
///
/// The server's error, a body that is not a list of `T`, or a link to a next page that does not say
/// which one it is: the list would silently be incomplete.
#[inline]
pub fn link_page<T: DeserializeOwned>(answer: &Answer) -> Result<Page<T>, Error> {
    let items = list(answer)?;
    let next = next_linked(answer)?;
    Ok(Page::new(
        items,
        next,
        headers::total_count(answer.headers()),
    ))
}

fn next_linked(answer: &Answer) -> Result<Option<PageToken>, Error> {
    match headers::next_link(answer.headers()) {
        NextLink::None => Ok(None),
        NextLink::Token(token) => Ok(Some(PageToken::from(token))),
        NextLink::Number(number) => Ok(Some(PageToken::of_number(number))),
        NextLink::Unusable => Err(answer.unexpected(
            "its `Link` header names a next page without a `page_token`, so the rest of the list \
             cannot be fetched; check what stands between the client and the server",
        )),
    }
}

/// A page whose successor is found by counting.
///
/// # Errors
///
/// The server's error, or a body that is not a list of `T`.
#[inline]
pub fn count_page<T: DeserializeOwned>(answer: &Answer) -> Result<Page<T>, Error> {
    let items: Vec<T> = list(answer)?;
    let total = headers::total_count(answer.headers());
    let next = next_counted(answer, items.len(), total);
    Ok(Page::new(items, next, total))
}

fn next_counted(answer: &Answer, items: usize, total: Option<u64>) -> Option<PageToken> {
    let Some(Paging::Count { start }) = answer.spec().paging else {
        return None;
    };
    let current = answer.page().unwrap_or(start);
    let complete = current == start && total == Some(items as u64);
    if items == 0 || complete {
        return None;
    }
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
pub fn body_page<B: PagedBody>(answer: &Answer) -> Result<Page<B::Item>, Error> {
    let (items, next) = json::<B>(answer)?.into_page();
    let next = next.filter(|token| !token.is_empty()).map(PageToken::from);
    Ok(Page::new(items, next, None))
}

/// A list, for which Go's servers may write `null`.
///
/// # Errors
///
/// The server's error, or a body that is not a list of `T`.
#[inline]
pub fn list<T: DeserializeOwned>(answer: &Answer) -> Result<Vec<T>, Error> {
    json::<Option<Vec<T>>>(answer).map(Option::unwrap_or_default)
}

/// A redirect.
///
/// # Errors
///
/// The server's error, or a response without a `Location`.
pub fn redirect(answer: &Answer) -> Result<RedirectTo, Error> {
    if !answer.status().is_redirection() {
        answer.check()?;
    }
    let location = answer.headers().get(LOCATION);
    match location.map(http::HeaderValue::to_str) {
        Some(Ok(location)) => Ok(RedirectTo::new(location)),
        _ => Err(answer.unexpected("it names no `Location` to send the browser to")),
    }
}

#[cfg(test)]
mod tests;
