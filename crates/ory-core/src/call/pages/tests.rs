//! Tests of the file beside this folder.

use bytes::Bytes;

use super::*;
use crate::spec::OperationSpec;
use crate::testing::{COUNTED, LINKED, header, response};
use crate::{Client, call::decode};

type Server = fn(page: Option<&str>) -> http::Response<Bytes>;

fn call(spec: &'static OperationSpec) -> Call {
    let client = Client::builder()
        .endpoint(spec.endpoint, "http://127.0.0.1:1")
        .build()
        .unwrap();
    Call::new(&client, spec, &["1"])
}

/// Pages through a list as [`Pages`] does, without a transport: the items, and how many requests
/// that took.
fn collect(mut call: Call, token: Option<&str>, server: Server) -> (Vec<u32>, usize) {
    let spec = call.spec();
    if let Some(token) = token {
        call.page_token(token);
    }
    let mut cursor = Cursor::new(call);
    let (mut items, mut requests) = (Vec::new(), 0);
    while let Some(call) = cursor.call() {
        requests += 1;
        assert!(requests < 50, "endless");
        let uri = call.clone().into_request().unwrap().into_parts().0.uri;
        let query = uri.query().unwrap_or_default();
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        let page = pairs
            .iter()
            .find(|(name, _)| name == "page_token" || name == "page")
            .map(|(_, value)| &**value);
        let answer = Answer::new(spec, server(page));
        let page = if let Some(Paging::Count { start }) = spec.paging {
            let number = page.map_or(start, |page| page.parse().unwrap());
            let answer = answer.with_page(Some(number));
            let page = decode::count_page::<u32>(&answer).unwrap();
            (page, answer)
        } else {
            (decode::link_page::<u32>(&answer).unwrap(), answer)
        };
        if cursor.advance(&page.1, &page.0) {
            items.extend(page.0);
        }
    }
    (items, requests)
}

fn page(body: &'static str, next: &str) -> http::Response<Bytes> {
    let mut response = response(200, body);
    if !next.is_empty() {
        let link = format!("</elsewhere/things?page_token={next}>; rel=\"next\"");
        *response.headers_mut() = header(&[("link", link.as_bytes())]);
    }
    response
}

fn of_total(body: &'static str, total: &'static str) -> http::Response<Bytes> {
    let mut response = response(200, body);
    *response.headers_mut() = header(&[("x-total-count", total.as_bytes())]);
    response
}

#[test]
fn follows_the_links_to_the_last_page() {
    let server: Server = |token| match token {
        None => page("[1,2]", "b%20%2B"),
        Some("b +") => page("[3]", "c"),
        Some("c") => page("[4]", ""),
        _ => panic!("{token:?}"),
    };
    assert_eq!(collect(call(&LINKED), None, server), (vec![1, 2, 3, 4], 3));
    assert_eq!(collect(call(&LINKED), Some("b +"), server), (vec![3, 4], 2));
}

#[test]
fn follows_links_that_name_the_next_page_by_number() {
    let server: Server = |number| {
        let (body, link) = match number {
            None => ("[1,2]", "</things?page=1&per_page=2>; rel=\"next\""),
            Some("1") => ("[3,4]", "</things?page=2&per_page=2>; rel=\"next\""),
            Some("2") => ("[5]", "</things?page=0&per_page=2>; rel=\"first\""),
            _ => panic!("{number:?}"),
        };
        let mut response = response(200, body);
        *response.headers_mut() = header(&[("link", link.as_bytes())]);
        response
    };
    assert_eq!(
        collect(call(&LINKED), None, server),
        (vec![1, 2, 3, 4, 5], 3)
    );
}

#[test]
fn stops_on_an_empty_page_although_next_is_named_indefinitely() {
    let server: Server = |token| match token {
        None => page("[1]", "1"),
        Some(token) => {
            let next = (token.parse::<u32>().unwrap() + 1).to_string();
            page(if token == "1" { "[2]" } else { "null" }, &next)
        }
    };
    assert_eq!(collect(call(&LINKED), None, server), (vec![1, 2], 3));
}

#[test]
fn stops_on_a_page_that_was_seen() {
    let itself: Server = |token| match token {
        None => page("[1]", "a"),
        _ => page("[2]", "a"),
    };
    assert_eq!(collect(call(&LINKED), None, itself), (vec![1, 2], 2));
    let circle: Server = |token| match token {
        None | Some("c") => page("[1]", "a"),
        Some("a") => page("[2]", "b"),
        _ => page("[3]", "c"),
    };
    assert_eq!(
        collect(call(&LINKED), Some("c"), circle),
        (vec![1, 2, 3], 3)
    );
}

#[test]
fn counts_where_next_cannot_be_relied_on() {
    let server: Server = |token| match token {
        None => page("[1,2]", "wrong"),
        Some("2") => page("[3,4]", ""),
        Some("3") => page("[5,6]", "1"),
        Some("4") => page("[]", "1"),
        _ => panic!("{token:?}"),
    };
    assert_eq!(
        collect(call(&COUNTED), None, server),
        (vec![1, 2, 3, 4, 5, 6], 4)
    );
    assert_eq!(collect(call(&COUNTED), Some("3"), server), (vec![5, 6], 2));
}

#[test]
fn a_server_that_ignores_the_page_does_not_make_a_list_endless() {
    let with_total: Server = |_| of_total("[1,2]", "2");
    assert_eq!(collect(call(&COUNTED), None, with_total), (vec![1, 2], 1));
    // Neither a total that is wrong nor none at all.
    for server in [
        (|_| of_total("[1,2]", "1")) as Server,
        |_| of_total("[1,2]", "900"),
        |_| page("[1,2]", ""),
    ] {
        assert_eq!(collect(call(&COUNTED), None, server), (vec![1, 2], 2));
    }
}

#[test]
fn the_total_ends_a_counted_list_without_a_further_request() {
    let server: Server = |token| match token {
        None => of_total("[1,2]", "3"),
        Some("2") => of_total("[3]", "3"),
        _ => panic!("{token:?}"),
    };
    assert_eq!(collect(call(&COUNTED), None, server), (vec![1, 2, 3], 2));
    // What was skipped by resuming is not known to be there.
    let resumed: Server = |token| match token {
        Some("2") => of_total("[3,4,5]", "3"),
        Some("3") => of_total("[]", "3"),
        _ => panic!("{token:?}"),
    };
    assert_eq!(
        collect(call(&COUNTED), Some("2"), resumed),
        (vec![3, 4, 5], 2)
    );
}

#[test]
fn a_short_page_ends_the_list_of_a_server_that_honours_the_size() {
    let server: Server = |token| match token {
        None => page("[1,2]", ""),
        Some("2") => page("[3]", ""),
        _ => panic!("{token:?}"),
    };
    let mut sized = call(&COUNTED);
    sized.page_size(2);
    assert_eq!(collect(sized, None, server), (vec![1, 2, 3], 2));
    // One that never gave as many as were asked for may have a limit of its own.
    let limited: Server = |token| match token {
        None => page("[1,2]", ""),
        Some("2") => page("[3]", ""),
        Some("3") => page("[4]", ""),
        _ => page("[]", ""),
    };
    let mut sized = call(&COUNTED);
    sized.page_size(500);
    assert_eq!(collect(sized, None, limited), (vec![1, 2, 3, 4], 4));
}

#[test]
fn a_pager_resumes_from_its_token() {
    let pages = |token: Option<&str>| {
        let mut call = call(&LINKED);
        if let Some(token) = token {
            call.page_token(token);
        }
        Pages::<u32>::new(call, decode::link_page)
    };
    assert_eq!(pages(None).token(), None);
    assert_eq!(pages(Some("a+b")).token(), Some(&PageToken::from("a+b")));
    let mut pages = pages(None);
    let mut advance = |body: &'static str, next: Option<&str>| {
        let answer = Answer::new(&LINKED, response(200, body));
        let page = Page::new(vec![1], next.map(PageToken::from), None);
        pages.cursor.advance(&answer, &page);
        let printed = format!("{pages:?} {:?}", pages.token());
        assert!(!printed.contains("CANARY"));
        pages.token().cloned()
    };
    assert_eq!(advance("[1]", Some("CANARY")), Some("CANARY".into()));
    assert_eq!(advance("[2]", None), None);
}

#[test]
fn a_call_that_fails_ends_the_list() {
    let client = Client::builder()
        .endpoint(LINKED.endpoint, "http://127.0.0.1:1")
        .build()
        .unwrap();
    let mut items = Items::<u32>::new(Call::new(&client, &LINKED, &[""]), decode::link_page);
    let mut cx = Context::from_waker(std::task::Waker::noop());
    let first = Pin::new(&mut items).poll_next(&mut cx);
    assert!(matches!(first, Poll::Ready(Some(Err(error))) if error.is_configuration()));
    assert!(matches!(
        Pin::new(&mut items).poll_next(&mut cx),
        Poll::Ready(None)
    ));
}
