//! Looks at the requests of the generated operations, row by row, and at what they make of answers.

use codegen_golden::*;
use ory_core::http::Request;
use ory_core::{Bytes, Error};

fn client() -> Client {
    Client::new("http://127.0.0.1:1/prefix").unwrap()
}

fn text(request: Result<Request<Bytes>, Error>) -> String {
    let request = request.unwrap();
    let mut text = format!("{} {}", request.method(), request.uri());
    for (name, value) in request.headers() {
        text.push_str(&format!("\n{name}: {}", value.to_str().unwrap()));
    }
    if !request.body().is_empty() {
        text.push_str(&format!(
            "\n\n{}",
            std::str::from_utf8(request.body()).unwrap()
        ));
    }
    text
}

#[test]
fn only_the_value_in_a_path_is_encoded() {
    let call = client()
        .odd_names()
        .revoke_key("a/b:c")
        .max_depth(3)
        .subject_set_namespace("n&m");
    let call = call.r#type("t").external_id("e").session_token("s");
    assert_eq!(
        text(call.into_request()),
        "POST http://127.0.0.1:1/prefix/keys/a%2Fb%3Ac:revoke?max-depth=3&subject_set.namespace=n%26m&type=t&externalID=e\n\
         x-session-token: s\naccept: application/json"
    );
    for id in ["", ".", ".."] {
        let error = client()
            .odd_names()
            .revoke_key(id)
            .into_request()
            .unwrap_err();
        assert!(
            error.is_configuration() && error.to_string().contains("key_id"),
            "{error}"
        );
    }
}

#[test]
fn lists_in_queries_repeat_the_key() {
    use query_arrays::models::Expand;
    let call = client()
        .query_arrays()
        .find_identities()
        .ids(["a", "b c"])
        .ids(["d"]);
    let call = call.expand([Expand::Devices, Expand::from("newer")]);
    let request = call.into_request().unwrap();
    assert_eq!(
        request.uri().query(),
        Some("ids=a&ids=b%20c&ids=d&expand=devices&expand=newer")
    );
}

#[test]
fn defaults_are_never_sent() {
    let request = client().defaults().list_limited().into_request().unwrap();
    assert_eq!(request.uri().query(), None);
}

#[test]
fn bodies_go_out_as_their_media_type() {
    let api = client().media();
    assert_eq!(
        text(
            api.token("client_credentials")
                .client_secret("a&b")
                .into_request()
        ),
        "POST http://127.0.0.1:1/prefix/token\naccept: application/json\n\
         content-type: application/x-www-form-urlencoded\n\ngrant_type=client_credentials&client_secret=a%26b"
    );
    assert_eq!(
        text(api.check_syntax("class A {}").into_request()),
        "POST http://127.0.0.1:1/prefix/syntax\naccept: application/json\ncontent-type: text/plain\n\nclass A {}"
    );
    let body = media::models::FlowBody::new().csrf_token("c");
    assert_eq!(
        text(api.submit(body).into_request()),
        "POST http://127.0.0.1:1/prefix/flow\naccept: application/json\n\
         content-type: application/json\n\n{\"csrf_token\":\"c\"}"
    );
    assert_eq!(
        text(
            api.logout(media::models::LogoutBody::new("t"))
                .into_request()
        ),
        "DELETE http://127.0.0.1:1/prefix/session\naccept: application/json\n\
         content-type: application/json\n\n{\"session_token\":\"t\"}"
    );
    assert_eq!(
        text(api.script().into_request()),
        "GET http://127.0.0.1:1/prefix/script.js\naccept: text/javascript"
    );
    assert_eq!(
        text(api.userinfo("token".into()).into_request()),
        "GET http://127.0.0.1:1/prefix/userinfo\nauthorization: Bearer token\naccept: application/json"
    );
}

#[test]
fn inline_bodies_and_unions_are_sent() {
    let body = inline_objects::models::PutItemBody::new("l");
    let request = client()
        .inline_objects()
        .put_item("i", body)
        .into_request()
        .unwrap();
    assert_eq!(request.body(), "{\"label\":\"l\"}");
    let request = client()
        .unions()
        .submit_flow(unions::models::WithPassword::new("p"))
        .into_request()
        .unwrap();
    // The order of members is not the contract's: another crate in the build may turn on serde_json's own.
    let sent: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
    assert_eq!(
        sent,
        serde_json::json!({ "method": "password", "password": "p" })
    );
}

#[test]
fn a_redirect_is_a_url() {
    let url = client().redirects().authorize("a b").into_url().unwrap();
    assert_eq!(url, "http://127.0.0.1:1/prefix/auth?client_id=a%20b");
}

#[test]
fn pages_are_asked_for_by_what_works() {
    let api = client().pagination();
    let query =
        |request: Result<Request<Bytes>, Error>| request.unwrap().uri().query().unwrap().to_owned();
    assert_eq!(
        query(
            api.list_linked()
                .page_size(2)
                .page_token("t")
                .into_request()
        ),
        "page_size=2&page_token=t"
    );
    assert_eq!(
        query(
            api.list_bodies()
                .page_size(2)
                .page_token("t")
                .into_request()
        ),
        "page_size=2&page_token=t"
    );
    let counted = api
        .list_counted()
        .page_size(Some(2))
        .page_token(Some("3"))
        .active(true);
    assert_eq!(
        query(counted.into_request()),
        "per_page=2&page=3&active=true"
    );
}

#[test]
fn the_last_page_of_a_body_is_told_by_its_flag() {
    use ory_core::__private::decode::PagedBody;
    use pagination::models::{Row, RowPage};
    let rows = || vec![Row::new("a")];
    let more = RowPage::new(true, "t", rows()).into_page();
    assert_eq!(more, (rows(), Some("t".to_owned())));
    let last = RowPage::new(false, "t", rows()).into_page();
    assert_eq!(last, (rows(), None));
}

/// Compiles if awaiting `_call` gives a `T`.
fn gives<T>(_call: impl IntoFuture<Output = Result<T, Error>>) {}

#[test]
fn documented_successes_decide_what_a_call_gives() {
    let several = client().several_successes();
    gives::<Option<several_successes::models::Thing>>(several.extend());
    gives::<bool>(several.check());
    // `default` is always an error, so that nothing is left to give.
    gives::<()>(client().default_errors().delete_thing());
    gives::<ory_core::RedirectTo>(client().redirects().authorize("a"));
    gives::<String>(client().media().script());
    gives::<Vec<array_aliases::models::Text>>(client().array_aliases().list_texts());
    gives::<Vec<pagination::models::Row>>(client().pagination().list_plain());
    gives::<ory_core::Page<pagination::models::Row>>(client().pagination().list_bodies());
}
