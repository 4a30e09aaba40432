//! What errors say and know.

use super::*;
use crate::spec::Auth;
use crate::testing::{ONCE, SAFE, header, response};

fn of_spec(spec: &'static OperationSpec, response: &http::Response<Bytes>) -> Error {
    Error::api_error(spec, response, None, true)
}

fn of(status: u16, body: &'static str) -> Error {
    of_spec(&SAFE, &response(status, body))
}

const NOT_FOUND: &str = r#"{"error":{"code":404,"status":"Not Found","message":"no such thing"}}"#;

#[test]
fn is_one_pointer() {
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
    fn is_shareable<T: Send + Sync + 'static>() {}
    is_shareable::<Error>();
}

#[test]
fn predicates_follow_the_status() {
    type Predicate = fn(&Error) -> bool;
    let table: [(u16, Predicate); 8] = [
        (400, Error::is_bad_request),
        (401, Error::is_unauthorized),
        (403, Error::is_forbidden),
        (404, Error::is_not_found),
        (409, Error::is_conflict),
        (410, Error::is_gone),
        (429, Error::is_rate_limited),
        (503, Error::is_server_error),
    ];
    for (status, _) in table {
        let error = of(status, NOT_FOUND);
        assert_eq!(error.kind(), ErrorKind::Api);
        for (other, predicate) in table {
            assert_eq!(predicate(&error), status == other, "{status} {other}");
        }
    }
}

#[test]
fn only_orys_404_is_not_found_and_what_is_not_orys_is_a_wrong_endpoint() {
    let error = of(404, NOT_FOUND);
    assert!(error.is_not_found() && !error.is_wrong_endpoint());
    for body in ["404 page not found\n", "", "[]", "nginx", " {}", "<html>"] {
        let error = of(404, body);
        assert!(!error.is_not_found() && error.is_wrong_endpoint(), "{body}");
        assert!(
            error.to_string().contains("check that the base URL")
                || error.to_string().contains("check the base URL"),
            "{error}"
        );
    }
    let html = r#"{"error":"x"}"#;
    for (status, body, foreign) in [
        (405, "", true),
        (302, "", true),
        (502, "<html>", true),
        (400, "page not found", false),
        (403, html, false),
    ] {
        assert_eq!(of(status, body).is_wrong_endpoint(), foreign, "{status}");
    }
    // Of a body that was cut off nobody can tell whose it was.
    let cut = Error::api_error(&SAFE, &response(404, "{"), None, false);
    assert!(!cut.is_not_found() && !cut.is_wrong_endpoint());
    assert!(cut.to_string().ends_with("404 Not Found"), "{cut}");
}

#[test]
fn a_found_thing_that_cannot_be_read_is_not_an_absent_one() {
    let error = Error::unexpected(&SAFE, &response(404, NOT_FOUND), "odd", None);
    assert!(error.is_decode() && !error.is_not_found() && error.api().is_none());
}

#[test]
fn a_retry_helps_where_nothing_happens_twice() {
    let failure = |kind, spec| Error::exchange(kind, spec, "x".to_owned(), None);
    for (kind, safe, once, sent) in [
        (ErrorKind::Connect, true, true, false),
        (ErrorKind::Timeout, true, false, true),
        (ErrorKind::Transport, true, false, true),
    ] {
        assert_eq!(failure(kind, &SAFE).is_retryable(), safe);
        assert_eq!(failure(kind, &ONCE).is_retryable(), once);
        assert_eq!(failure(kind, &SAFE).may_have_been_sent(), sent);
    }
    for (status, safe, once) in [
        (429, true, true),
        (502, true, false),
        (503, true, false),
        (500, false, false),
        (409, false, false),
    ] {
        let of = |spec| of_spec(spec, &response(status, "")).is_retryable();
        assert_eq!((of(&SAFE), of(&ONCE)), (safe, once), "{status}");
    }
    assert!(
        !failure(ErrorKind::Connect, &SAFE)
            .with_retryable(false)
            .is_retryable()
    );
    assert!(!Error::configuration(None, "x".to_owned()).is_retryable());
}

#[test]
fn a_401_says_what_is_wrong_with_the_key() {
    static WORKSPACE: OperationSpec = OperationSpec::new(
        "listProjects",
        "cloud",
        http::Method::GET,
        "/projects",
        crate::spec::Endpoint::any(),
    )
    .auth(Auth::WorkspaceApiKey);
    static USER: OperationSpec = OperationSpec::new(
        "toSession",
        "kratos",
        http::Method::GET,
        "/sessions/whoami",
        crate::spec::Endpoint::any(),
    )
    .auth(Auth::SessionToken);
    for (spec, token, says) in [
        (&SAFE, "ory_wak_x", "takes a project API key (`ory_pat_`)"),
        (
            &WORKSPACE,
            "ory_pat_x",
            "takes a workspace API key (`ory_wak_`)",
        ),
        (&SAFE, "ory_st_x", "session token"),
        (&SAFE, "ory_at_x", "OAuth2 access token"),
        (&SAFE, "", "set one with `api_key`"),
        (&WORKSPACE, "", "set one with `workspace_api_key`"),
        (&SAFE, "ory_pat_x", "the key was refused"),
        (&WORKSPACE, "ory_wak_x", "the key was refused"),
        (&SAFE, "own", "the key was refused"),
        (&USER, "ory_pat_x", "takes a token of the end user"),
        (&USER, "ory_st_x", "401 Unauthorized"),
    ] {
        let kind = match token {
            "" => KeyKind::Absent,
            token => KeyKind::of(token),
        };
        let error = Error::api_error(spec, &response(401, ""), Some(kind), true);
        let text = error.to_string();
        assert!(text.contains(says), "{token}: {text}");
    }
    // A page for people says more than the key.
    let html = Error::api_error(
        &SAFE,
        &response(401, "<html>"),
        Some(KeyKind::Project),
        true,
    );
    assert!(html.to_string().contains("HTML"), "{html}");
}

#[test]
fn the_request_id_is_the_servers_or_the_one_that_was_sent() {
    let sent = http::HeaderValue::from_static("sent");
    let mut answer = response(500, r#"{"error":{"request":"body"}}"#);
    assert_eq!(of_spec(&SAFE, &answer).request_id(), Some("body"));
    let error = of_spec(&SAFE, &answer).with_sent_request_id(&sent);
    assert_eq!(error.request_id(), Some("sent"));
    *answer.headers_mut() = header(&[("ory-error-id", b"ory")]);
    let error = of_spec(&SAFE, &answer).with_sent_request_id(&sent);
    assert_eq!(error.request_id(), Some("sent"));
    assert_eq!(error.headers().unwrap()["ory-error-id"], "ory");
    *answer.headers_mut() = header(&[("x-request-id", b"server"), ("ory-error-id", b"ory")]);
    let error = of_spec(&SAFE, &answer).with_sent_request_id(&sent);
    assert_eq!(error.request_id(), Some("server"));
}

#[test]
fn the_wait_is_what_the_server_asks_for() {
    let mut answer = response(429, "");
    *answer.headers_mut() = header(&[("retry-after", b"7")]);
    let error = of_spec(&SAFE, &answer);
    assert!(error.to_string().contains("asks to wait 7 s"), "{error}");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(of(429, "").retry_after(), None);
}

#[test]
fn display_is_a_sentence_about_the_operation() {
    let body = r#"{"error":{"id":"session_aal2_required","message":"m"}}"#;
    assert_eq!(
        of(403, body).to_string(),
        "getThing (test): the server responded 403 Forbidden (`session_aal2_required`)"
    );
    assert_eq!(
        of(499, "").to_string(),
        "getThing (test): the server responded 499"
    );
    assert!(of(502, "<html>").to_string().contains("the body is HTML"));
    let error = Error::configuration(None, "a base URL is missing".to_owned());
    assert_eq!(error.to_string(), "a base URL is missing");
}

#[test]
fn explain_and_the_alternate_form_add_reason_and_causes() {
    let body = r#"{"error":{"code":404,"status":"Not Found","reason":"Unknown namespace with name \"Nope\".","message":"m"}}"#;
    let error = of(404, body);
    assert_eq!(
        error.reason(),
        Some("Unknown namespace with name \"Nope\".")
    );
    let expected = "getThing (test): the server responded 404 Not Found; the server says: Unknown \
                    namespace with name \"Nope\".";
    assert_eq!(error.explain().to_string(), expected);
    assert_eq!(format!("{error:#}"), expected);
    let oauth2 = of(
        400,
        r#"{"error":"invalid_request","error_description":"No \u001b[31mgrant.","error_hint":"h"}"#,
    );
    assert_eq!(oauth2.reason(), Some("No \u{1b}[31mgrant."));
    assert!(!oauth2.explain().to_string().contains('\u{1b}'));
    let inner = std::io::Error::other("inner");
    let lost = Error::exchange(ErrorKind::Transport, &SAFE, "lost".to_owned(), None)
        .with_source(std::io::Error::other(inner));
    assert_eq!(lost.explain().to_string(), "getThing (test): lost: inner");
    assert_eq!(lost.reason(), None);
    let long = format!(r#"{{"error":{{"reason":"{}"}}}}"#, "ü".repeat(5_000));
    let long = of_spec(&SAFE, &response(400, long));
    assert!(long.explain().to_string().len() < 2_200);
}

#[test]
fn debug_shows_status_and_id() {
    let body = r#"{"error":{"id":"session_aal2_required","reason":"CANARY"}}"#;
    let printed = format!("{:?}", of(403, body));
    assert!(printed.contains("status: 403"), "{printed}");
    assert!(
        printed.contains(r#"id: "session_aal2_required""#),
        "{printed}"
    );
    assert!(!printed.contains("CANARY"), "{printed}");
}

#[test]
fn what_the_server_sends_is_not_printed() {
    let bodies = [
        r#"{"error":{"id":"CANARY","code":400,"status":"CANARY","request":"CANARY","reason":"CANARY","debug":"CANARY","details":{"CANARY":"CANARY"},"message":"CANARY"},"redirect_browser_to":"CANARY","use_flow_id":"CANARY"}"#,
        r#"{"error":"CANARY","error_description":"CANARY","error_hint":"CANARY","error_debug":"CANARY"}"#,
        r#"{"errors":{"CANARY":"CANARY"}}"#,
        "<html>CANARY",
        "CANARY",
    ];
    for body in bodies {
        let mut answer = response(400, body);
        *answer.headers_mut() = header(&[("set-cookie", b"CANARY"), ("location", b"CANARY")]);
        let sent = http::HeaderValue::from_static("id");
        let error = of_spec(&SAFE, &answer).with_sent_request_id(&sent);
        let api = error.api().unwrap();
        let printed = format!("{error} {error:?} {error:#?} {api:?} {api}");
        assert!(!printed.contains("CANARY"), "{printed}");
        assert!(error.body().unwrap().as_ref() == body.as_bytes());
    }
}

#[test]
fn a_body_of_the_callers_type_is_read_on_request() {
    #[derive(serde::Deserialize)]
    struct Used {
        redirect_to: String,
    }
    let error = of(410, r#"{"redirect_to":"https://h/"}"#);
    assert_eq!(error.decode::<Used>().unwrap().redirect_to, "https://h/");
    assert!(of(410, "{}").decode::<Used>().is_none());
    assert!(
        Error::configuration(None, String::new())
            .decode::<Used>()
            .is_none()
    );
}
