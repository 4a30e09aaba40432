//! Any answer to a real call: an outcome that can be printed, an error that repeats nothing of it, and no request that
//! was not allowed.

use std::error::Error as _;
use std::fmt::Debug;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use http::{HeaderMap, HeaderName, HeaderValue};
use ory_core::Error;
use ory_core::operation::Idempotency;
use serde_json::{Value, json};

use crate::scripted::{Answer, Products, Scripted, run as run_future};

type Outcome = Pin<Box<dyn Future<Output = Result<(), Error>>>>;

/// A call, whether it may be sent twice, and an answer that it takes.
struct Case {
    idempotency: Idempotency,
    call: fn(&Products) -> Outcome,
    answer: fn() -> Value,
}

fn outcome<F, T>(call: F) -> Outcome
where
    F: IntoFuture<Output = Result<T, Error>>,
    F::IntoFuture: 'static,
    T: Debug,
{
    let call = call.into_future();
    Box::pin(async move {
        call.await
            .map(|value| drop(format!("{value:?} {value:#?}")))
    })
}

macro_rules! case {
    ($sent:ident, |$products:ident| $call:expr, $($answer:tt)+) => {
        Case {
            idempotency: Idempotency::$sent,
            call: |$products| outcome($call),
            answer: || json!($($answer)+),
        }
    };
}

fn flow() -> Value {
    json!({"id": "f", "type": "browser", "expires_at": "2030-01-01T00:00:00Z", "issued_at": "2030-01-01T00:00:00Z",
        "request_url": "u", "state": "choose_method", "ui": {"action": "a", "method": "POST", "messages": null,
        "nodes": [{"type": "input", "group": "default", "messages": [], "meta": {}, "attributes":
            {"node_type": "input", "name": "csrf_token", "type": "hidden", "disabled": false, "value": "Z"}}]}})
}

const TUPLE: &str = "File:report#owners@alice";

const CASES: &[Case] = &[
    case!(Safe, |p| p.kratos.identity().list_identities().response(),
        [{"id": "i", "schema_id": "s", "schema_url": "u", "traits": {"email": "Z"}}]),
    case!(Once, |p| p.kratos.identity().create_identity(
            ory_kratos::models::CreateIdentityBody::new("s", json!({}))),
        {"id": "i", "schema_id": "s", "schema_url": "u", "traits": null}),
    case!(Safe, |p| p.kratos.frontend().to_session().session_token("t").outcome(),
        {"id": "s", "active": true, "authentication_methods": null, "devices": [{"id": "d"}]}),
    case!(
        Safe,
        |p| p.kratos.frontend().get_login_flow("f").outcome(),
        flow()
    ),
    case!(Once, |p| p.kratos.frontend().update_login_flow("f", login()).outcome(),
        {"session": {"id": "s"}, "session_token": "Z", "continue_with": [
            {"action": "redirect_browser_to", "redirect_browser_to": "Z"},
            {"action": "set_ory_session_token", "ory_session_token": "Z"}, {"action": "new", "x": "Z"}]}),
    case!(
        Once,
        |p| p
            .kratos
            .frontend()
            .exchange_session_token("a".into(), "b".into())
            .outcome(),
        {"session": {"id": "s"}, "session_token": "Z"}
    ),
    case!(Safe, |p| p.kratos.courier().list_courier_messages().response(),
        [{"id": "m", "body": "Z", "created_at": "2030-01-01T00:00:00Z", "recipient": "Z", "send_count": 1,
          "status": "sent", "subject": "Z", "template_type": "stub", "type": "email",
          "updated_at": "2030-01-01T00:00:00Z"}]),
    case!(Once, |p| p.hydra.oauth2().application("a", ory_hydra::ClientAuth::basic("s")).client_credentials(),
        {"access_token": "Z", "token_type": "bearer", "expires_in": 3600, "id_token": "e30.e30.x"}),
    case!(Safe, |p| p.hydra.oauth2().introspect("t"),
        {"active": true, "aud": ["one"], "ext": {"x": "Z"}, "scope": "a b", "exp": 1}),
    case!(Safe, |p| p.hydra.oauth2().get_oauth2_logout_request("c".into()), {"challenge": "Z", "subject": "Z", "rp_initiated": true}),
    case!(Safe, |p| p.hydra.oidc().get_oidc_user_info("t".into()), {"sub": "Z"}),
    case!(Safe, |p| p.hydra.oidc().discover_oidc_configuration(),
        {"issuer": "i", "authorization_endpoint": "a", "jwks_uri": "j", "token_endpoint": "t"}),
    case!(Safe, |p| p.hydra.jwk().get_json_web_key_set("s"),
        {"keys": [{"kid": "k", "kty": "RSA", "use": "sig", "alg": "RS256", "n": "Z", "new": {"a": 1e5}}]}),
    case!(Safe, |p| p.keto.permission().check(tuple()), {"allowed": false}),
    case!(Safe, |p| p.keto.permission().expand_permissions("File", "report", "owners"),
        {"type": "union", "children": [{"type": "leaf", "tuple": {"namespace": "", "object": "",
            "relation": "", "subject_id": "Z"}}]}),
    case!(Safe, |p| p.keto.relationship().list(tuple()).send(),
        {"relation_tuples": [{"namespace": "n", "object": "o", "relation": "r", "subject_set":
            {"namespace": "n", "object": "Z", "relation": ""}}], "next_page_token": ""}),
    case!(
        Once,
        |p| p.keto.relationship().transaction().insert(tuple()),
        {}
    ),
    case!(Safe, |p| p.keto.metadata().is_ready(), {"errors": {"database": "Z"}}),
    case!(Safe, |p| p.cloud.project().get_project("p"),
        {"id": "p", "name": "n", "slug": "s", "state": "running", "revision_id": "r", "environment": "dev",
         "home_region": "eu-central", "services": {"identity": {"config": {"x": "Z"}}}}),
    case!(Safe, |p| p.cloud.api_keys().admin_get_issued_api_key("k"),
        {"key_id": "k", "status": "KEY_STATUS_ACTIVE", "rate_limit_policy": {"quota": "10"}}),
];

fn login() -> ory_kratos::models::UpdateLoginFlowBody {
    let body = json!({"method": "password", "identifier": "a", "password": "b"});
    serde_json::from_value(body).expect("this is how the API's own documentation logs in")
}

fn tuple() -> ory_keto::RelationTuple {
    TUPLE
        .parse()
        .expect("this is how Keto's own documentation writes it")
}

/// The first byte chooses the call; the rest of its line is the status, then come headers, an empty line, the body.
///
/// A `Z` in it is planted: what an error says must hold none of them.
pub fn run(input: &[u8]) {
    let Some((choice, rest)) = input.split_first() else {
        return;
    };
    let case = &CASES[usize::from(*choice) % CASES.len()];
    let Some(answer) = read(rest) else {
        return;
    };
    let status = answer.status;
    let server = Scripted::new(vec![answer]);
    let products = Products::of(&server);
    let result = run_future((case.call)(&products));
    // A 429 was turned away unprocessed, so it may be asked again; three attempts are the default.
    let allowed = if case.idempotency == Idempotency::Once && status != 429 {
        1
    } else {
        3
    };
    assert!(
        (1..=allowed).contains(&server.count()),
        "{}",
        server.count()
    );
    let Err(error) = result else {
        return;
    };
    assert!(!error.to_string().is_empty() && error.operation().is_some());
    // A 407 is a proxy's, and a connection that could not be made.
    let stated = (status != 407).then_some(status);
    assert_eq!(error.status().map(|status| status.as_u16()), stated);
    let mut printed = format!("{error} {error:?} {error:#?} {:?}", error.api());
    let mut source = error.source();
    while let Some(cause) = source {
        printed.push_str(&format!("{cause} {cause:?}"));
        source = cause.source();
    }
    assert!(!printed.contains("CANARY"), "{printed}");
    let _ = (
        error.retry_after(),
        error.is_retryable(),
        error.decode::<Value>(),
    );
    if let Some(api) = error.api() {
        let _ = (
            api.id(),
            api.code(),
            api.reason(),
            api.message(),
            api.details(),
        );
    }
}

fn read(input: &[u8]) -> Option<Answer> {
    let end = input.iter().position(|byte| *byte == b'\n')?;
    let status = std::str::from_utf8(&input[..end]).ok()?.parse().ok()?;
    http::StatusCode::from_u16(status).ok()?;
    let mut rest = &input[end + 1..];
    let mut headers = HeaderMap::new();
    loop {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let line = &rest[..end];
        rest = &rest[end + 1..];
        if line.is_empty() {
            break;
        }
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = HeaderName::from_bytes(&line[..colon]).ok()?;
        // The id of a request is printed, as that is what it is for.
        let value = match name.as_str() {
            "x-request-id" | "ory-error-id" => line[colon + 1..].to_vec(),
            _ => planted(&line[colon + 1..]),
        };
        headers.append(name, HeaderValue::from_bytes(value.trim_ascii()).ok()?);
    }
    Some(Answer {
        status,
        headers,
        body: planted(rest).into(),
    })
}

fn planted(bytes: &[u8]) -> Vec<u8> {
    let parts: Vec<&[u8]> = bytes.split(|byte| *byte == b'Z').collect();
    parts.join(&b"CANARY"[..])
}

/// Each call with its answer, and with each form of an error.
pub fn seeds() -> Vec<Vec<u8>> {
    let errors = [
        (400, "", json!({"error": {"id": "self_service_flow_expired", "code": 410, "reason": "Z", "message": "Z",
            "details": {"x": "Z"}}, "use_flow_id": "Z", "since": 1}).to_string()),
        (
            403,
            "",
            json!({"error": {"id": "session_aal2_required", "code": 403, "details": {"redirect_browser_to": "Z"}},
                "redirect_browser_to": "https://k/x?flow=1"})
            .to_string(),
        ),
        (410, "", json!({"redirect_to": "Z"}).to_string()),
        (401, "WWW-Authenticate: Basic realm=\"Z\"\n", json!({"error": "invalid_client", "error_description": "Z"}).to_string()),
        (403, "", json!({"allowed": false}).to_string()),
        (404, "", json!({"code": 404, "status": "Not Found", "message": "Z"}).to_string()),
        (422, "", flow().to_string()),
        (303, "Location: https://app.example/?code=Z\nSet-Cookie: a=Z\n", String::new()),
        (429, "Retry-After: Sun, 06 Nov 2094 08:49:37 GMT\n", "<html>Z".to_owned()),
        (503, "Retry-After: 1\nx-ratelimit-reset: 2\nx-ratelimit-remaining: 0\n", json!({"errors": {"a": "Z"}}).to_string()),
        (200, "Content-Type: application/jwt\n", "Z.Z.Z".to_owned()),
        (200, "Link: </x?page_token=Z>; rel=\"next\"\nX-Total-Count: 7\nOry-Session-Cache-For: 60\n", "[]".to_owned()),
        (204, "", String::new()),
    ];
    let mut seeds = Vec::new();
    for (choice, case) in CASES.iter().enumerate() {
        let good = (200, "", (case.answer)().to_string());
        for (status, headers, body) in errors.iter().chain([&good]) {
            let text = format!("{status}\n{headers}\n{body}");
            seeds.push([&[choice as u8], text.as_bytes()].concat());
        }
    }
    seeds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_call_takes_its_answer() {
        for (number, case) in CASES.iter().enumerate() {
            let answer = Answer {
                status: 200,
                body: (case.answer)().to_string().into(),
                ..Answer::default()
            };
            let products = Products::of(&Scripted::new(vec![answer]));
            let result = run_future((case.call)(&products));
            assert!(result.is_ok(), "case {number}: {result:?}");
        }
    }
}
