//! Tests of the file beside this folder.

use std::error::Error as _;

use super::*;
use crate::ErrorKind;
use crate::spec::OperationSpec;
use crate::testing::{COUNTED, LINKED, Random, SAFE, header, response};

fn answer(spec: &'static OperationSpec, response: http::Response<bytes::Bytes>) -> Answer {
    Answer::new(spec, response)
}

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Thing {
    name: String,
}

#[test]
fn json_is_read_under_any_2xx() {
    for status in [200, 201, 299] {
        let thing =
            json::<Thing>(&answer(&SAFE, response(status, r#"{"name":"a","new":1}"#))).unwrap();
        assert_eq!(thing.name, "a");
    }
}

#[test]
fn a_body_that_is_not_what_was_promised_says_what_it_is_and_keeps_the_status() {
    let deep = "[".repeat(10_000);
    let odd = "unexpected type or lacks a required field";
    for (body, says) in [
        ("", "the body is empty; expected JSON"),
        ("<!DOCTYPE html><p>CANARY", "HTML, expected JSON"),
        ("\u{feff} \n<html>CANARY", "HTML, expected JSON"),
        (r#"{"name":"CANARY"#, "ends too early"),
        ("CANARY", "not valid JSON"),
        (deep.as_str(), odd),
        (r#"{"nom":"CANARY"}"#, odd),
        (r#"{"name":7}"#, odd),
        (r#"[["CANARY"]]"#, odd),
        (r#""CANARY""#, odd),
        ("null", odd),
    ] {
        let error = json::<Thing>(&answer(&SAFE, response(200, body.to_owned()))).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        assert_eq!(error.status(), Some(http::StatusCode::OK));
        assert_eq!(error.body().unwrap(), body.as_bytes());
        let text = error.to_string();
        assert!(
            text.starts_with("getThing (test): the server responded 200 OK, but "),
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
        let value = json::<serde_json::Value>(&answer(&SAFE, response(200, text.clone()))).unwrap();
        assert_eq!(value.to_string(), text);
    }
    for text in ["0", "-9223372036854775808", "18446744073709551615"] {
        let value = json::<serde_json::Value>(&answer(&SAFE, response(200, text))).unwrap();
        assert_eq!(value.to_string(), text);
    }
}

#[test]
fn nesting_is_bounded() {
    for deep in ["[".repeat(10_000), r#"{"a":"#.repeat(10_000)] {
        let deep = answer(&SAFE, response(200, deep));
        let error = json::<serde_json::Value>(&deep).unwrap_err();
        assert!(error.to_string().contains("not valid JSON"), "{error}");
        // Fields that nobody reads are skipped without recursion.
        assert!(json::<Thing>(&deep).unwrap_err().is_decode());
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
        let body = answer(&LINKED, response(200, body));
        let _ = json::<Thing>(&body);
        let _ = verdict(&body);
        let _ = text(&body);
        let _ = link_page::<Thing>(&body);
        let _ = body.error().to_string();
    }
    let huge = answer(&SAFE, response(200, vec![b' '; 20 << 20]));
    assert!(json::<Thing>(&huge).is_err());
}

#[test]
fn a_verdict_is_told_from_a_refusal() {
    assert!(verdict(&answer(&SAFE, response(200, r#"{"allowed":true}"#))).unwrap());
    assert!(!verdict(&answer(&SAFE, response(200, r#"{"allowed":false}"#))).unwrap());
    assert!(!verdict(&answer(&SAFE, response(403, r#"{"allowed":false}"#))).unwrap());
    for body in [
        r#"{"error":{"code":403}}"#,
        "",
        "<html>",
        r#"{"allowed":"no"}"#,
        r#"{"allowed":true}"#,
        r#"{"allowed":false,"error":{"code":403}}"#,
    ] {
        assert!(
            verdict(&answer(&SAFE, response(403, body)))
                .unwrap_err()
                .is_forbidden(),
            "{body}"
        );
    }
    assert!(
        verdict(&answer(&SAFE, response(400, r#"{"allowed":true}"#)))
            .unwrap_err()
            .is_bad_request()
    );
    assert!(
        verdict(&answer(&SAFE, response(200, "{}")))
            .unwrap_err()
            .is_decode()
    );
}

#[test]
fn what_may_be_missing_may_be_missing() {
    assert_eq!(
        optional_json::<Thing>(&answer(&SAFE, response(204, ""))).unwrap(),
        None
    );
    assert_eq!(
        optional_json::<Thing>(&answer(&SAFE, response(200, " \n"))).unwrap(),
        None
    );
    assert!(
        optional_json::<Thing>(&answer(&SAFE, response(200, r#"{"name":""}"#)))
            .unwrap()
            .is_some()
    );
    assert!(
        optional_json::<Thing>(&answer(&SAFE, response(200, "{")))
            .unwrap_err()
            .is_decode()
    );
    assert!(
        optional_json::<Thing>(&answer(&SAFE, response(409, "")))
            .unwrap_err()
            .is_conflict()
    );
    empty(&answer(&SAFE, response(200, "anything"))).unwrap();
    assert!(
        empty(&answer(&SAFE, response(401, "")))
            .unwrap_err()
            .is_unauthorized()
    );
    assert_eq!(text(&answer(&SAFE, response(200, "a"))).unwrap(), "a");
    assert!(
        text(&answer(&SAFE, response(200, vec![0xff])))
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
    let of = |spec, page| {
        let mut copy = response(200, linked.body().clone());
        *copy.headers_mut() = linked.headers().clone();
        Answer::new(spec, copy).with_page(page)
    };
    let page = link_page::<Thing>(&of(&LINKED, None)).unwrap();
    assert_eq!((page.len(), page.total), (1, Some(17)));
    assert_eq!(page.next, Some(PageToken::from("b")));
    let page = link_page::<Thing>(&answer(&LINKED, response(200, "null"))).unwrap();
    assert!(page.is_empty() && page.next.is_none() && page.total.is_none());

    // Counted pages go by the page that was asked for, whatever the header says.
    for (page, next) in [
        (None, Some("2")),
        (Some(1), Some("2")),
        (Some(7), Some("8")),
        (Some(u32::MAX), None),
    ] {
        let page = count_page::<Thing>(&of(&COUNTED, page)).unwrap();
        assert_eq!(page.next, next.map(PageToken::from));
    }
    linked.headers_mut().insert("x-total-count", 1.into());
    let page = count_page::<Thing>(&Answer::new(&COUNTED, linked)).unwrap();
    assert_eq!((page.len(), page.next), (1, None));
    let page = count_page::<Thing>(&answer(&COUNTED, response(200, "[]"))).unwrap();
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
        body_page::<Things>(&answer(&SAFE, response(200, body)))
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
    let found = answer(&SAFE, found);
    let to = redirect(&found).unwrap();
    assert_eq!(to.url, "/ui?code=CANARY");
    assert!(!format!("{to:?}").contains("CANARY"));
    assert!(
        redirect(&answer(&SAFE, response(302, "")))
            .unwrap_err()
            .is_decode()
    );
    assert!(
        redirect(&answer(&SAFE, response(400, "")))
            .unwrap_err()
            .is_bad_request()
    );
    let error = json::<Thing>(&found).unwrap_err();
    assert!(
        error.to_string().contains("redirects are not followed"),
        "{error}"
    );
    assert!(!error.to_string().contains("CANARY"));
}

#[test]
fn a_body_that_cannot_be_read_names_the_field_and_never_a_value() {
    struct Outer {
        inner: Inner,
    }
    struct Inner {
        code: String,
        flag: bool,
    }
    crate::object! {
        Outer {
            "inner" => inner: required,
        }
    }
    crate::object! {
        Inner {
            "recovery_code" => code: required,
            "flag" => flag: or_default,
        }
    }
    for (body, path) in [
        (
            r#"{"inner":{"recovery_code":123456}}"#,
            Some("inner.recovery_code"),
        ),
        (
            r#"{"inner":{"recovery_code":"x","flag":123456}}"#,
            Some("inner.flag"),
        ),
        (
            r#"{"inner":{"recovery_code":true}}"#,
            Some("inner.recovery_code"),
        ),
        (r#"{"inner":{"flag":true}}"#, Some("inner")),
        (r#"{"inner":123456}"#, Some("inner")),
        (r#"{"other":123456}"#, None),
    ] {
        let error = json::<Outer>(&answer(&SAFE, response(200, body)))
            .err()
            .unwrap();
        let text = error.to_string();
        match path {
            Some(path) => assert!(text.contains(&format!("`{path}`")), "{text}"),
            None => assert!(text.contains("lacks a required field"), "{text}"),
        }
        let printed = format!("{error:#} {error:?} {}", error.source().unwrap());
        assert!(
            !printed.contains("123456") && !printed.contains("true"),
            "{printed}"
        );
    }
    // The fields of an earlier failure are not told with a later one.
    let error = json::<Thing>(&answer(&SAFE, response(200, "7"))).unwrap_err();
    assert!(!error.to_string().contains("inner"), "{error}");
    let read: Outer = json(&answer(
        &SAFE,
        response(200, r#"{"inner":{"recovery_code":"c"}}"#),
    ))
    .unwrap();
    assert!(read.inner.code == "c" && !read.inner.flag);
}

#[test]
fn headers_tell_why_a_body_cannot_be_read() {
    for (name, value, says) in [
        ("content-encoding", "gzip", "compressed with gzip"),
        (
            "content-encoding",
            "CANARY",
            "the body is compressed although",
        ),
        ("content-type", "application/grpc+proto", "speaks gRPC"),
        ("content-type", "text/html; charset=utf-8", "HTML"),
    ] {
        let mut odd = response(200, "\u{1f}CANARY");
        *odd.headers_mut() = header(&[(name, value.as_bytes())]);
        let error = json::<Thing>(&answer(&SAFE, odd)).unwrap_err();
        let text = error.to_string();
        assert!(text.contains(says) && !text.contains("CANARY"), "{text}");
    }
}

#[test]
fn a_next_page_that_cannot_be_fetched_is_an_error() {
    let mut odd = response(200, r#"[{"name":"a"}]"#);
    *odd.headers_mut() = header(&[("link", b"</things?cursor=1>; rel=\"next\"")]);
    let error = link_page::<Thing>(&answer(&LINKED, odd)).unwrap_err();
    assert!(
        error.is_decode() && error.to_string().contains("`page_token`"),
        "{error}"
    );
    let mut numbered = response(200, r#"[{"name":"a"}]"#);
    *numbered.headers_mut() = header(&[("link", b"</things?page=1>; rel=\"next\"")]);
    let page = link_page::<Thing>(&answer(&LINKED, numbered)).unwrap();
    assert_eq!(page.next, Some(PageToken::of_number(1)));
}
