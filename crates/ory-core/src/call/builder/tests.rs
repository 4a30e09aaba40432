//! Tests of the file beside this folder.

use std::task::{Context, Poll};

use super::*;
use crate::spec::Endpoint;
use crate::testing::{COUNTED, LINKED, Random, SAFE};

/// One client for all tests: building one is not free.
fn client() -> &'static Client {
    static CLIENT: std::sync::OnceLock<Client> = std::sync::OnceLock::new();
    CLIENT.get_or_init(|| {
        let builder = Client::builder();
        builder
            .endpoint(SAFE.endpoint, "http://proxy.example/ory")
            .build()
            .unwrap()
    })
}

fn call(id: &str) -> Call {
    Call::new(client(), &SAFE, &[id])
}

fn uri(call: Call) -> String {
    call.into_request().unwrap().uri().to_string()
}

fn message(call: Call) -> String {
    let error = call.into_request().unwrap_err();
    assert!(error.is_configuration());
    assert_eq!(error.operation(), Some("getThing"));
    error.to_string()
}

#[test]
fn a_path_value_stays_one_segment_and_the_prefix_of_the_base_url_is_kept() {
    for (id, path) in [
        ("a-b_c.d~1", "a-b_c.d~1"),
        ("a/b", "a%2Fb"),
        ("%2F", "%252F"),
        ("a?b#c d+e", "a%3Fb%23c%20d%2Be"),
        ("...", "..."),
        ("ü", "%C3%BC"),
        ("{id}", "%7Bid%7D"),
    ] {
        assert_eq!(
            uri(call(id)),
            format!("http://proxy.example/ory/things/{path}")
        );
    }
}

#[test]
fn a_path_value_that_would_change_the_route_is_refused() {
    for id in ["", ".", ".."] {
        let message = message(call(id));
        assert!(
            message.starts_with("getThing (test): the path parameter `id` is"),
            "{message}"
        );
    }
}

#[test]
fn long_path_values_are_sent_until_no_url_can_hold_them() {
    let long = "x".repeat(10 * 1024);
    assert!(uri(call(&long)).ends_with(&long));
    let message = message(call(&"x".repeat(100 * 1024)));
    assert!(message.contains("too long"), "{message}");
    assert!(!message.contains("xx"), "{message}");
}

#[test]
fn an_endpoint_that_is_not_set_names_its_setter() {
    let client = Client::builder()
        .endpoint(
            Endpoint::new(0, "public", "public_url"),
            "http://127.0.0.1:4433",
        )
        .build()
        .unwrap();
    let message = message(Call::new(&client, &SAFE, &["1"]));
    assert!(message.contains("admin_url"), "{message}");
}

#[test]
fn query_values_are_encoded_replaced_and_repeated() {
    let mut call = call("1");
    call.query("page_size", 5);
    call.query("subject set", "replaced");
    call.query("subject set", "a&b=c/ü +");
    call.query_append("ids", "1");
    call.query_append("ids", "2");
    call.query("page_size", 7);
    assert_eq!(
        uri(call.clone()),
        "http://proxy.example/ory/things/1\
         ?subject%20set=a%26b%3Dc%2F%C3%BC%20%2B&ids=1&ids=2&page_size=7"
    );
    call.query("ids", "");
    assert!(uri(call).ends_with("&page_size=7&ids="));

    let mut alone = Call::new(client(), &SAFE, &["1"]);
    alone.query("a", 1);
    alone.query("a", 2);
    assert!(uri(alone).ends_with("/1?a=2"));
}

#[test]
fn any_query_value_is_read_back_as_it_was() {
    let mut random = Random::new(3);
    for _ in 0..2_000 {
        let (name, value) = (random.text(8), random.text(30));
        let mut call = call("1");
        call.query("first", random.text(10));
        call.query(&name, "earlier");
        call.query(&name, &value);
        let uri = call.into_request().unwrap().into_parts().0.uri;
        let pair = uri.query().unwrap().rsplit('&').next().unwrap().to_owned();
        let (read_name, read_value) = pair.split_once('=').unwrap();
        let decode = |text| percent_decode_str(text).decode_utf8().unwrap().into_owned();
        assert_eq!((decode(read_name), decode(read_value)), (name, value));
    }
}

#[test]
fn the_url_is_written_into_one_allocation() {
    let mut call = Call::new(client(), &LINKED, &["0b7d9a5c-0000-4000-8000-000000000000"]);
    let before = call.url.as_ptr();
    call.page_size(500);
    call.page_token("0b7d9a5c-0000-4000-8000-000000000000");
    assert_eq!(call.url.as_ptr(), before);
    let uri = call.into_request().unwrap().into_parts().0.uri;
    assert_eq!(
        uri.path().as_ptr() as usize,
        before as usize + "http://proxy.example".len()
    );
}

#[test]
fn page_parameters_have_the_names_of_the_paging() {
    let mut linked = Call::new(client(), &LINKED, &["1"]);
    assert_eq!(linked.current_page(), None);
    linked.page_size(2);
    linked.page_token("a b");
    assert!(uri(linked.clone()).ends_with("?page_size=2&page_token=a%20b"));
    assert_eq!(linked.current_page(), Some(PageToken::from("a b")));
    let mut counted = Call::new(client(), &COUNTED, &["1"]);
    counted.page_size(2);
    counted.page_token("3");
    assert!(uri(counted).ends_with("?per_page=2&page=3"));
}

#[test]
fn headers_are_sensitive_and_line_breaks_are_refused_without_repeating_the_value() {
    let mut ok = call("1");
    ok.header("x-session-token", "ory_st_x");
    ok.bearer("ory_at_y");
    ok.set_header("X-Trace", "z");
    let request = ok.into_request().unwrap();
    for (name, value) in [
        ("x-session-token", "ory_st_x"),
        ("authorization", "Bearer ory_at_y"),
    ] {
        assert_eq!(request.headers()[name], value);
        assert!(request.headers()[name].is_sensitive());
    }
    assert_eq!(request.headers()["x-trace"], "z");

    for value in ["CANARY\r\nx: y", "CANARY\n", "CANARY\0"] {
        let mut header = call("1");
        header.header("cookie", value);
        let mut bearer = call("1");
        bearer.bearer(value);
        let mut option = call("1");
        option.set_header("x-a", value);
        for call in [header, bearer, option] {
            assert!(!format!("{call:?}").contains("CANARY"));
            let message = message(call);
            assert!(message.contains("no header can carry"), "{message}");
            assert!(!message.contains("CANARY"), "{message}");
        }
    }
    let mut name = call("1");
    name.set_header("a b", "c");
    assert!(message(name).contains("header name"));
}

#[test]
fn headers_that_belong_to_the_connection_are_refused() {
    for name in [
        "Connection",
        "content-length",
        "Host",
        "keep-alive",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ] {
        let mut call = call("1");
        call.set_header(name, "10");
        let message = message(call);
        assert!(message.contains("belongs to the connection"), "{message}");
    }
}

#[test]
fn a_header_that_the_operation_sets_is_not_replaced_by_the_callers() {
    let with = |name: &'static str| {
        let mut call = call("1");
        call.header("x-session-token", "ory_st_CANARY");
        call.json(&1);
        call.set_header(name, "CANARY");
        call
    };
    for name in ["x-session-token", "accept", "content-type"] {
        let message = message(with(name));
        assert!(message.contains(&format!("`{name}`")), "{message}");
        assert!(!message.contains("CANARY"), "{message}");
    }
    assert!(with("x-request-id").into_request().is_ok());
    let mut both = call("1");
    both.set_header("authorization", "Bearer a");
    both.set_credentials(crate::credentials::Bearer::new("b"));
    assert!(message(both).contains("`with_credentials`"));
}

#[test]
fn bodies_carry_their_media_type() {
    let mut json = call("1");
    json.json(&serde_json::json!({"a": ["ü", null]}));
    let request = json.into_request().unwrap();
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.headers()["accept"], "application/json");
    assert_eq!(request.body().as_ref(), r#"{"a":["ü",null]}"#.as_bytes());

    let mut text = call("1");
    text.text("class A {}");
    let request = text.into_request().unwrap();
    assert_eq!(request.headers()["content-type"], "text/plain");
    assert_eq!(request.body().as_ref(), b"class A {}");

    let mut form = call("1");
    form.form("grant_type", "client_credentials");
    form.form("scope", "a");
    form.form("scope", "a b&c=d");
    let request = form.into_request().unwrap();
    assert_eq!(
        request.headers()["content-type"],
        "application/x-www-form-urlencoded"
    );
    assert_eq!(
        request.body().as_ref(),
        b"grant_type=client_credentials&scope=a%20b%26c%3Dd"
    );

    let request = call("1").into_request().unwrap();
    assert!(!request.headers().contains_key("content-type"));
    assert!(request.body().is_empty());
}

#[test]
fn a_body_that_cannot_be_written_fails_the_call() {
    let mut call = call("1");
    call.json(&std::collections::BTreeMap::from([(vec![1], "CANARY")]));
    let message = message(call);
    assert!(
        message.contains("JSON") && !message.contains("CANARY"),
        "{message}"
    );
}

#[test]
fn the_first_mistake_is_the_one_reported() {
    let mut call = call("");
    call.header("cookie", "\n");
    assert!(message(call).contains("path parameter"));
}

#[test]
fn a_call_that_cannot_be_sent_fails_when_awaited() {
    use std::future::Future as _;

    let mut future = std::pin::pin!(call("").send(crate::call::decode::empty).into_full());
    let mut cx = Context::from_waker(std::task::Waker::noop());
    let Poll::Ready(Err(error)) = future.as_mut().poll(&mut cx) else {
        panic!("nothing to wait for")
    };
    assert!(error.is_configuration());
    // Polling again must not panic.
    assert!(future.poll(&mut cx).is_pending());
}
