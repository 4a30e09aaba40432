//! From a final response to an operation's value: one function per kind of answer.

use std::fmt;

use bytes::Bytes;
use http::header::{HeaderMap, LOCATION};
use serde::de::DeserializeOwned;

use crate::call::link;
use crate::call::page::{CountedPage, Page, PageToken};
use crate::error::{Error, JsonError};
use crate::spec::{OperationSpec, Paging};

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
    // Looking at all of a body at once costs a fraction of what looking at each string does.
    std::str::from_utf8(response.body())
        .map_err(|_| not_utf8(response.body()))
        .and_then(serde_json::from_str)
        .map_err(|error| Error::json(spec, response, JsonError::new(&error)))
}

/// Where a text that is not UTF-8 breaks off, or what is wrong with it.
#[cold]
fn not_utf8(body: &[u8]) -> serde_json::Error {
    match serde_json::from_slice::<serde_json::Value>(body) {
        Err(error) => error,
        Ok(_) => serde::de::Error::custom("the body is not UTF-8"),
    }
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
    struct Verdict {
        allowed: bool,
    }
    crate::object! {
        Verdict {
            "allowed" => allowed: required,
        }
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
///
/// # Errors
///
/// The server's error, or a body that is not a list of `T`.
#[inline]
pub fn list<T: DeserializeOwned>(
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

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;
    use crate::ErrorKind;
    use crate::testing::{COUNTED, LINKED, Random, SAFE, header, response};

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Thing {
        name: String,
    }

    #[test]
    fn json_is_read_under_any_2xx() {
        for status in [200, 201, 299] {
            let thing = json::<Thing>(&SAFE, &response(status, r#"{"name":"a","new":1}"#)).unwrap();
            assert_eq!(thing.name, "a");
        }
    }

    #[test]
    fn a_body_that_is_not_what_was_promised_says_what_it_is_and_keeps_the_status() {
        let deep = "[".repeat(10_000);
        for (body, says) in [
            ("", "empty body where JSON is due"),
            ("<!DOCTYPE html><p>CANARY", "HTML where JSON is due"),
            ("\u{feff} \n<html>CANARY", "HTML where JSON is due"),
            (r#"{"name":"CANARY"#, "ends too early"),
            ("CANARY", "not JSON"),
            (deep.as_str(), "another form"),
            (r#"{"nom":"CANARY"}"#, "another form"),
            (r#"{"name":7}"#, "another form"),
            (r#"[["CANARY"]]"#, "another form"),
            (r#""CANARY""#, "another form"),
            ("null", "another form"),
        ] {
            let error = json::<Thing>(&SAFE, &response(200, body.to_owned())).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
            assert_eq!(error.status(), Some(http::StatusCode::OK));
            assert_eq!(error.body().unwrap(), body.as_bytes());
            let text = error.to_string();
            assert!(
                text.starts_with("getThing (test): the server answered 200 OK, but "),
                "{text}"
            );
            assert!(text.contains(says), "{text}");
            let all = format!(
                "{text} {error:?} {} {:?}",
                error.source().unwrap(),
                error.source()
            );
            assert!(!all.contains("CANARY"), "{all}");
        }
    }

    #[test]
    fn numbers_come_back_to_the_last_digit() {
        let mut random = Random::new(23);
        for _ in 0..20_000 {
            let number = f64::from_bits(random.next());
            if !number.is_finite() {
                continue;
            }
            let text = serde_json::to_string(&number).unwrap();
            let value = json::<serde_json::Value>(&SAFE, &response(200, text.clone())).unwrap();
            assert_eq!(value.to_string(), text);
        }
        for text in ["0", "-9223372036854775808", "18446744073709551615"] {
            let value = json::<serde_json::Value>(&SAFE, &response(200, text)).unwrap();
            assert_eq!(value.to_string(), text);
        }
    }

    #[test]
    fn nesting_is_bounded() {
        for deep in ["[".repeat(10_000), r#"{"a":"#.repeat(10_000)] {
            let deep = response(200, deep);
            let error = json::<serde_json::Value>(&SAFE, &deep).unwrap_err();
            assert!(
                error.to_string().contains("not JSON that can be read"),
                "{error}"
            );
            // Fields that nobody reads are skipped without recursion.
            assert!(json::<Thing>(&SAFE, &deep).unwrap_err().is_decode());
        }
    }

    #[test]
    fn no_body_panics() {
        let mut random = Random::new(5);
        for _ in 0..3_000 {
            let body = if random.below(2) == 0 {
                random.bytes(40)
            } else {
                random
                    .text_of("{}[]\",:0123456789.eE+-nulltruefalse\\ name", 40)
                    .into_bytes()
            };
            let body = response(200, body);
            let _ = json::<Thing>(&SAFE, &body);
            let _ = verdict(&SAFE, &body);
            let _ = text(&SAFE, &body);
            let _ = link_page::<Thing>(&LINKED, &body);
            let _ = Error::from_response(&SAFE, &body).to_string();
        }
        let huge = response(200, vec![b' '; 20 << 20]);
        assert!(json::<Thing>(&SAFE, &huge).is_err());
    }

    #[test]
    fn a_verdict_is_told_from_a_refusal() {
        assert!(verdict(&SAFE, &response(200, r#"{"allowed":true}"#)).unwrap());
        assert!(!verdict(&SAFE, &response(200, r#"{"allowed":false}"#)).unwrap());
        assert!(!verdict(&SAFE, &response(403, r#"{"allowed":false}"#)).unwrap());
        for body in [
            r#"{"error":{"code":403}}"#,
            "",
            "<html>",
            r#"{"allowed":"no"}"#,
        ] {
            assert!(
                verdict(&SAFE, &response(403, body))
                    .unwrap_err()
                    .is_forbidden(),
                "{body}"
            );
        }
        assert!(
            verdict(&SAFE, &response(400, r#"{"allowed":true}"#))
                .unwrap_err()
                .is_bad_request()
        );
        assert!(
            verdict(&SAFE, &response(200, "{}"))
                .unwrap_err()
                .is_decode()
        );
    }

    #[test]
    fn what_may_be_missing_may_be_missing() {
        assert_eq!(
            optional_json::<Thing>(&SAFE, &response(204, "")).unwrap(),
            None
        );
        assert_eq!(
            optional_json::<Thing>(&SAFE, &response(200, " \n")).unwrap(),
            None
        );
        assert!(
            optional_json::<Thing>(&SAFE, &response(200, r#"{"name":""}"#))
                .unwrap()
                .is_some()
        );
        assert!(
            optional_json::<Thing>(&SAFE, &response(200, "{"))
                .unwrap_err()
                .is_decode()
        );
        assert!(
            optional_json::<Thing>(&SAFE, &response(404, ""))
                .unwrap_err()
                .is_not_found()
        );
        empty(&SAFE, &response(200, "anything")).unwrap();
        assert!(
            empty(&SAFE, &response(401, ""))
                .unwrap_err()
                .is_unauthorized()
        );
        assert_eq!(text(&SAFE, &response(200, "a")).unwrap(), "a");
        assert!(
            text(&SAFE, &response(200, vec![0xff]))
                .unwrap_err()
                .is_decode()
        );
    }

    #[test]
    fn pages_carry_their_successor() {
        let mut linked = response(200, r#"[{"name":"a"}]"#);
        *linked.headers_mut() = header(&[
            ("link", b"</things?page_token=b>; rel=next"),
            ("x-total-count", b"17"),
        ]);
        let page = link_page::<Thing>(&LINKED, &linked).unwrap();
        assert_eq!((page.len(), page.total), (1, Some(17)));
        assert_eq!(page.next, Some(PageToken::from("b")));
        let page = link_page::<Thing>(&LINKED, &response(200, "null")).unwrap();
        assert!(page.is_empty() && page.next.is_none() && page.total.is_none());

        // Counted pages go by the page that was asked for, whatever the header says.
        let page = count_page::<Thing>(&COUNTED, &linked).unwrap();
        assert_eq!(page.next, Some(PageToken::from("2")));
        linked.extensions_mut().insert(CountedPage(7));
        let page = count_page::<Thing>(&COUNTED, &linked).unwrap();
        assert_eq!(page.next, Some(PageToken::from("8")));
        linked.extensions_mut().insert(CountedPage(u32::MAX));
        assert_eq!(count_page::<Thing>(&COUNTED, &linked).unwrap().next, None);
        let page = count_page::<Thing>(&COUNTED, &response(200, "[]")).unwrap();
        assert_eq!(page.next, None);

        #[derive(serde::Deserialize)]
        struct Things {
            things: Vec<Thing>,
            next_page_token: Option<String>,
        }
        impl PagedBody for Things {
            type Item = Thing;

            fn into_page(self) -> (Vec<Thing>, Option<String>) {
                (self.things, self.next_page_token)
            }
        }
        let next = |body: &'static str| {
            body_page::<Things>(&SAFE, &response(200, body))
                .unwrap()
                .next
        };
        assert_eq!(
            next(r#"{"things":[],"next_page_token":"x"}"#),
            Some(PageToken::from("x"))
        );
        assert_eq!(next(r#"{"things":[],"next_page_token":""}"#), None);
        assert_eq!(next(r#"{"things":[]}"#), None);
    }

    #[test]
    fn a_redirect_is_where_it_points() {
        let mut found = response(303, "");
        *found.headers_mut() = header(&[("location", b"/ui?code=CANARY")]);
        let there = redirect(&SAFE, &found).unwrap();
        assert_eq!(there.location, "/ui?code=CANARY");
        assert!(!format!("{there:?}").contains("CANARY"));
        assert!(redirect(&SAFE, &response(302, "")).unwrap_err().is_decode());
        assert!(
            redirect(&SAFE, &response(400, ""))
                .unwrap_err()
                .is_bad_request()
        );
        let error = json::<Thing>(&SAFE, &found).unwrap_err();
        assert!(
            error.to_string().contains("redirects are not followed"),
            "{error}"
        );
        assert!(!error.to_string().contains("CANARY"));
    }
}
