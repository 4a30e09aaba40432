use std::time::Duration;

use ory_core::http::StatusCode;
use ory_core::serde_json::{Value, json};

use super::*;
use crate::models::{
    ContinueWith, PerformNativeLogoutBody, UpdateLoginFlowBody, UpdateLoginFlowWithPasswordMethod,
};
use crate::testing::{Answer, flow, identity, ok, scripted};
use crate::{Error, Flow};

fn password() -> UpdateLoginFlowBody {
    UpdateLoginFlowWithPasswordMethod::new("ada", "secret").into()
}

async fn login(answer: Answer) -> Result<LoginOutcome, Error> {
    let (client, _) = scripted([answer]);
    let outcome = client
        .frontend()
        .update_login_flow("1", password())
        .outcome()
        .await;
    outcome.map(|response| response.into_value())
}

async fn whoami(answer: Answer) -> Result<SessionOutcome, Error> {
    let (client, _) = scripted([answer]);
    let outcome = client
        .frontend()
        .to_session()
        .session_token("ory_st_x")
        .outcome()
        .await;
    outcome.map(|response| response.into_value())
}

fn refusal(code: u16, id: &str) -> Answer {
    let error = json!({ "id": id, "code": code, "message": "m", "reason": "r",
        "details": { "redirect_browser_to": "http://k/again" } });
    ok(
        code,
        json!({ "error": error, "redirect_browser_to": "http://k/again" }),
    )
}

fn wrong(id: i64) -> Value {
    json!([{ "id": id, "text": "t", "type": if id > 4_000_000 { "error" } else { "info" } }])
}

#[tokio::test]
async fn a_form_comes_back_under_any_status_and_its_messages_decide() {
    let success =
        json!({ "session": { "id": "1" }, "session_token": "ory_st_1", "continue_with": null });
    let outcome = login(ok(200, success)).await.unwrap();
    assert_eq!(
        outcome.into_success().unwrap().token().unwrap().expose(),
        "ory_st_1"
    );
    for status in [200, 400, 403, 422] {
        let body = flow("login", "choose_method", wrong(4_000_006), json!(null));
        match login(ok(status, body)).await.unwrap() {
            LoginOutcome::Invalid(flow) => assert!(flow.has_errors()),
            other => panic!("{status}: {other:?}"),
        }
        let body = flow("login", "sent_email", wrong(1_010_014), json!([]));
        let outcome = login(ok(status, body)).await.unwrap();
        assert!(
            matches!(outcome, LoginOutcome::NextStep(_)),
            "{status}: {outcome:?}"
        );
    }
}

#[tokio::test]
async fn a_flow_of_another_kind_is_not_read_as_a_login() {
    let body = flow("registration", "choose_method", wrong(4_000_002), json!([]));
    let outcome = login(ok(400, body)).await.unwrap();
    assert!(
        matches!(outcome, LoginOutcome::OtherFlow(AnyFlow::Registration(_))),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn set_cookies_are_kept_also_on_a_refusal() {
    let body = flow("login", "choose_method", wrong(4_000_006), json!([])).to_string();
    let headers = &[("set-cookie", "a=1; Path=/"), ("set-cookie", "b=2; Path=/")];
    let (client, seen) = scripted([(400, &headers[..], body)]);
    let call = client
        .frontend()
        .update_login_flow("1", password())
        .cookie("csrf=x");
    let response = call.outcome().await.unwrap();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert_eq!(response.set_cookies().count(), 2);
    assert_eq!(seen.header(0, "cookie").unwrap(), "csrf=x");
    assert_eq!(seen.json(0)["method"], "password");
    assert_eq!(seen.lines(), ["POST /self-service/login?flow=1"]);
}

#[tokio::test]
async fn redirects_come_as_303_and_as_422() {
    let error = json!({ "id": "browser_location_change_required", "code": 422, "message": "m" });
    let json = ok(
        422,
        json!({ "error": error, "redirect_browser_to": "http://hydra/auth?x=SECRET" }),
    );
    let html = (
        303,
        &[("location", "http://ui/recovery?a=b&flow=5f1c-00")][..],
        String::new(),
    );
    for (answer, url) in [
        (json, "http://hydra/auth?x=SECRET"),
        (html, "http://ui/recovery?a=b&flow=5f1c-00"),
    ] {
        match login(answer).await.unwrap() {
            LoginOutcome::Redirect(redirect) => {
                assert_eq!(
                    (redirect.url.as_str(), redirect.to_string().as_str()),
                    (url, url)
                );
                assert!(!format!("{redirect:?}").contains("http"));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_redirect_that_is_not_a_flows_is_the_error_that_awaiting_gives() {
    const LOCATIONS: [&[(&str, &str)]; 2] = [
        &[("location", "/admin/self-service/login/browser")],
        &[("location", "https://sso.example/login")],
    ];
    for status in [300, 301, 302, 304, 307, 308] {
        for headers in LOCATIONS {
            let answer = || (status, headers, String::new());
            let (client, _) = scripted([answer(), answer(), answer(), answer()]);
            let frontend = client.frontend();
            let errors = [
                frontend.to_session().outcome().await.unwrap_err(),
                frontend.get_login_flow("1").outcome().await.unwrap_err(),
                frontend
                    .update_logout_flow("1".into())
                    .outcome()
                    .await
                    .unwrap_err(),
                frontend
                    .update_login_flow("1", password())
                    .outcome()
                    .await
                    .unwrap_err(),
            ];
            let awaited = |answer| async {
                let (client, _) = scripted([answer]);
                client
                    .frontend()
                    .to_session()
                    .await
                    .unwrap_err()
                    .to_string()
            };
            assert_eq!(errors[0].to_string(), awaited(answer()).await);
            for error in errors {
                assert_eq!(error.status().unwrap().as_u16(), status);
            }
        }
    }
}

#[tokio::test]
async fn a_relative_redirect_is_never_given_to_a_browser() {
    for url in [
        "/login",
        "//evil.example",
        "login?x=http://a",
        "javascript:alert(1)",
        "",
    ] {
        let error = json!({ "id": "browser_location_change_required", "code": 422 });
        let body = json!({ "error": error, "redirect_browser_to": url });
        assert!(login(ok(422, body)).await.is_err(), "{url}");
        let error = json!({ "id": "session_aal2_required", "code": 403 });
        let body = json!({ "error": error, "redirect_browser_to": url });
        let outcome = login(ok(403, body)).await.unwrap();
        assert_eq!(
            outcome.refusal().unwrap().redirect_browser_to,
            None,
            "{url}"
        );
        let error = json!({ "id": "self_service_flow_expired", "code": 410 });
        let body = json!({ "error": error, "redirect_browser_to": url });
        match login(ok(410, body)).await.unwrap() {
            LoginOutcome::Expired(over) => assert_eq!(over.redirect_browser_to, None, "{url}"),
            other => panic!("{url}: {other:?}"),
        }
    }
    const RELATIVE: &[(&str, &str)] = &[("location", "/login")];
    assert!(login((303, RELATIVE, String::new())).await.is_err());
    assert!(login(ok(303, "")).await.unwrap_err().status().is_some());
}

#[tokio::test]
async fn whoami_never_redirects() {
    const ABSOLUTE: &[(&str, &str)] = &[("location", "http://ui/login")];
    assert!(whoami((303, ABSOLUTE, String::new())).await.is_err());
    let error = json!({ "id": "browser_location_change_required", "code": 422 });
    let body = json!({ "error": error, "redirect_browser_to": "http://a/" });
    assert!(whoami(ok(422, body)).await.is_err());
}

#[tokio::test]
async fn a_redirect_to_a_flow_in_json_names_the_successor() {
    type Headers = &'static [(&'static str, &'static str)];
    let cases: [(Headers, Option<&str>); 5] = [
        (
            &[(
                "location",
                "http://k/self-service/verification/flows?id=5f1c-00",
            )],
            Some("5f1c-00"),
        ),
        (
            &[(
                "location",
                "https://n/.ory/kratos/self-service/recovery/flows?x=1&id=5f1c-00#top",
            )],
            Some("5f1c-00"),
        ),
        (
            &[("location", "http://k/self-service/recovery/flows?id=")],
            None,
        ),
        (
            &[(
                "location",
                "http://k/self-service/recovery/browser?id=5f1c-00",
            )],
            None,
        ),
        (&[("location", "http://ui/flows?id=5f1c-00")], None),
    ];
    for (headers, id) in cases {
        let location = headers[0].1;
        let (client, _) = scripted([(303, headers, String::new())]);
        let body = crate::models::UpdateRecoveryFlowWithCodeMethod::new();
        let call = client.frontend().update_recovery_flow("1", body);
        let outcome = call.outcome().await.unwrap().into_value();
        match (outcome, id) {
            (RecoveryOutcome::Expired(over), Some(id)) => {
                assert_eq!(over.use_flow_id.as_deref(), Some(id), "{location}");
            }
            (RecoveryOutcome::Redirect(redirect), None) => assert_eq!(redirect.url, location),
            (other, _) => panic!("{location}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn an_error_without_an_id_that_names_the_next_flow_is_a_state() {
    let submit = async |details: Value| {
        let error = json!({ "code": 400, "status": "s", "message": "m", "reason": "r", "details": details });
        let (client, _) = scripted([ok(400, json!({ "error": error }))]);
        let body = crate::models::UpdateRecoveryFlowWithCodeMethod::new().code("1");
        let call = client.frontend().update_recovery_flow("1", body);
        call.outcome().await.map(|response| response.into_value())
    };
    let next = json!({ "action": "show_recovery_ui", "flow": { "id": "5f1c-00" } });
    match submit(json!({ "continue_with": [next] })).await.unwrap() {
        RecoveryOutcome::Expired(over) => {
            assert_eq!(over.use_flow_id.as_deref(), Some("5f1c-00"));
            assert_eq!(over.error.reason(), Some("r"));
            assert_eq!(over.continue_with.len(), 1);
        }
        other => panic!("{other:?}"),
    }
    for details in [json!({}), json!({ "continue_with": [] })] {
        let outcome = submit(details).await.unwrap();
        let refusal = outcome.refusal().unwrap();
        assert_eq!((&refusal.id, refusal.status.as_u16()), (&None, 400));
    }
}

#[tokio::test]
async fn expired_and_replaced_flows_name_their_successor() {
    let error = json!({ "id": "self_service_flow_expired", "code": 410, "message": "m" });
    let body = json!({ "error": error, "expired_at": "2026-01-01T00:00:00Z",
        "since": 300_000_000_000_u64, "use_flow_id": "b09a" });
    match login(ok(410, body)).await.unwrap() {
        LoginOutcome::Expired(expired) => {
            assert_eq!(expired.use_flow_id.as_deref(), Some("b09a"));
            assert_eq!(expired.since, Some(Duration::from_secs(300)));
            assert_eq!(
                expired.expired_at.unwrap().to_string(),
                "2026-01-01T00:00:00Z"
            );
        }
        other => panic!("{other:?}"),
    }
    let error = json!({ "id": "self_service_flow_replaced", "code": 410, "message": "m" });
    let outcome = login(ok(410, json!({ "error": error, "use_flow_id": "b09a" })))
        .await
        .unwrap();
    assert!(
        matches!(&outcome, LoginOutcome::Expired(over) if over.use_flow_id.as_deref() == Some("b09a")),
        "{outcome:?}"
    );

    // Fetched, the settings of a native app expire without an id.
    let body = json!({ "error": { "code": 410, "status": "s", "message": "m", "details": { "redirect_to": "http://k/new" } } });
    let (client, _) = scripted([ok(410, body)]);
    let response = client
        .frontend()
        .get_settings_flow("1")
        .outcome()
        .await
        .unwrap();
    match response.into_value() {
        FlowOutcome::Expired(expired) => {
            assert_eq!(expired.redirect_browser_to.as_deref(), Some("http://k/new"));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn every_documented_refusal_is_a_value_and_new_ones_are_kept() {
    for (id, code) in [
        ("session_already_available", 400),
        ("session_verified_address_required", 403),
        ("session_aal_already_fulfilled", 400),
        ("session_aal1_required", 401),
        ("session_aal2_required", 403),
        ("session_refresh_required", 403),
        ("session_inactive", 401),
        ("self_service_flow_disabled", 400),
        ("self_service_flow_return_to_forbidden", 400),
        ("security_csrf_violation", 403),
        ("security_identity_mismatch", 403),
        ("identity_disabled", 401),
        ("session_dance_required", 403),
    ] {
        let outcome = login(refusal(code, id)).await.unwrap();
        assert!(outcome.is_refused(FlowErrorId::from(id)), "{outcome:?}");
        let refused = outcome.refusal().unwrap();
        assert_eq!(refused.status.as_u16(), code);
        assert_eq!(refused.id.as_ref().unwrap().as_str(), id);
        assert_eq!(
            refused.redirect_browser_to.as_deref(),
            Some("http://k/again")
        );
        assert_eq!(refused.error.reason(), Some("r"));
    }
}

#[tokio::test]
async fn the_steps_of_a_refusal_are_read_and_one_that_is_unknown_is_kept() {
    let steps = json!([{ "action": "dance" }, { "action": "show_verification_ui",
        "flow": { "id": "1", "verifiable_address": "a@b" } }, "nonsense"]);
    let error = json!({ "id": "session_verified_address_required", "code": 403, "message": "m",
        "details": { "continue_with": steps } });
    match login(ok(403, json!({ "error": error }))).await.unwrap() {
        LoginOutcome::Refused(refusal) => {
            assert!(refusal.is(FlowErrorId::VerifiedAddressRequired));
            assert_eq!(refusal.continue_with.len(), 2);
            assert!(matches!(
                refusal.next_step(),
                Some(ContinueWith::ShowVerificationUi(_))
            ));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_no_state_of_a_flow_stays_an_error() {
    let herodot =
        |code: u16| json!({ "error": { "code": code, "status": "s", "message": "m" } }).to_string();
    for (status, body) in [
        (404, herodot(404)),
        (405, herodot(405)),
        (408, herodot(408)),
        // A web hook that failed.
        (400, herodot(500)),
        // A gateway.
        (
            403,
            json!({ "error": { "code": 403, "message": "m" } }).to_string(),
        ),
        (403, json!({ "error": "forbidden" }).to_string()),
        (
            429,
            json!({ "error": { "id": "session_limit", "code": 429, "message": "m" } }).to_string(),
        ),
        (500, herodot(500)),
        (502, "<html>bad gateway</html>".to_owned()),
        (401, "<html>proxy</html>".to_owned()),
        (
            500,
            flow("login", "choose_method", wrong(5_000_001), json!([])).to_string(),
        ),
        (
            422,
            json!({ "error": { "id": "browser_location_change_required", "code": 422 } })
                .to_string(),
        ),
    ] {
        let error = login(ok(status, &body)).await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), status, "{body}");
        assert_eq!(error.kind(), ory_core::ErrorKind::Api, "{body}");
    }
    for body in ["", "{}", "[]", "<html>", r#"{"ui":1}"#, r#"{"session":1}"#] {
        assert!(
            login(ok(200, body)).await.unwrap_err().is_decode(),
            "{body}"
        );
    }
}

#[tokio::test]
async fn whoami_never_takes_a_failure_for_signed_out() {
    let session = json!({ "id": "1", "active": true, "identity": identity() });
    assert!(
        whoami(ok(200, session))
            .await
            .unwrap()
            .into_session()
            .is_some()
    );
    let none = json!({ "error": { "code": 401, "status": "Unauthorized",
        "reason": "No valid session credentials found in the request.", "message": "m" } });
    assert!(matches!(
        whoami(ok(401, none)).await.unwrap(),
        SessionOutcome::SignedOut(_)
    ));
    match whoami(refusal(403, "session_aal2_required")).await.unwrap() {
        SessionOutcome::Refused(refusal) => {
            assert!(refusal.is(FlowErrorId::Aal2Required));
            assert_eq!(
                refusal.redirect_browser_to.as_deref(),
                Some("http://k/again")
            );
        }
        other => panic!("{other:?}"),
    }
    for status in [400, 404, 410, 500] {
        let body = json!({ "error": { "code": status, "message": "m" } });
        assert!(whoami(ok(status, body)).await.is_err(), "{status}");
    }
    assert!(
        whoami(ok(401, "<html>"))
            .await
            .unwrap_err()
            .is_unauthorized()
    );
}

#[tokio::test]
async fn logging_out() {
    let unknown =
        json!({ "error": { "code": 403, "status": "Forbidden", "reason": "r", "message": "m" } });
    let gateway = json!({ "error": { "code": 403, "message": "m" } });
    let (client, seen) = scripted([
        ok(204, ""),
        ok(403, unknown),
        ok(403, gateway),
        (303, &[("location", "http://ui/")], String::new()),
        ok(
            401,
            json!({ "error": { "code": 401, "status": "s", "message": "m" } }),
        ),
    ]);
    let native = || {
        client
            .frontend()
            .perform_native_logout(PerformNativeLogoutBody::new("ory_st_1"))
            .outcome()
    };
    assert_eq!(
        native().await.unwrap().into_value(),
        LogoutOutcome::LoggedOut
    );
    assert!(matches!(
        native().await.unwrap().into_value(),
        LogoutOutcome::NoSession(_)
    ));
    assert!(native().await.unwrap_err().is_forbidden());
    let browser = || {
        client
            .frontend()
            .update_logout_flow("ory_lo_1".into())
            .outcome()
    };
    assert!(matches!(
        browser().await.unwrap().into_value(),
        LogoutOutcome::Redirect(_)
    ));
    assert!(matches!(
        browser().await.unwrap().into_value(),
        LogoutOutcome::NoSession(_)
    ));
    assert_eq!(seen.json(0)["session_token"], "ory_st_1");
}

#[tokio::test]
async fn exchanging_a_session_token() {
    let not_yet = json!({ "error": { "code": 404, "message": "m", "reason": "no session yet" } });
    let done = json!({ "session": { "id": "1" }, "session_token": "ory_st_1" });
    let (client, _) = scripted([
        ok(404, not_yet),
        ok(
            422,
            flow("registration", "choose_method", wrong(4_000_002), json!([])),
        ),
        ok(200, done),
        ok(404, "<html>"),
    ]);
    let exchange = async || {
        let call = client
            .frontend()
            .exchange_session_token("a".into(), "b".into());
        call.outcome().await.map(|response| response.into_value())
    };
    let pending = exchange().await.unwrap();
    let refusal = pending.refusal().unwrap();
    assert_eq!((refusal.status.as_u16(), &refusal.id), (404, &None));
    let form = exchange().await.unwrap();
    assert!(
        matches!(form, FlowOutcome::OtherFlow(AnyFlow::Registration(_))),
        "{form:?}"
    );
    assert!(matches!(exchange().await.unwrap(), FlowOutcome::Success(_)));
    assert!(exchange().await.unwrap_err().is_wrong_endpoint());
}

#[tokio::test]
async fn what_stands_beside_an_error_is_kept() {
    let error = json!({ "id": "session_inactive", "code": 401, "message": "m" });
    let body = json!({ "error": error, "CredentialsMissing": false, "redirect_browser_to": "http://a/",
        "continue_with": [] });
    let outcome = login(ok(401, body)).await.unwrap();
    let others = &outcome.refusal().unwrap().other_members;
    assert_eq!(
        Value::from(others.clone()),
        json!({ "CredentialsMissing": false })
    );

    let error = json!({ "id": "self_service_flow_expired", "code": 410, "message": "m" });
    let body = json!({ "error": error, "since": 1, "use_flow_id": "2", "why": { "a": [1] } });
    match login(ok(410, body)).await.unwrap() {
        LoginOutcome::Expired(over) => {
            assert_eq!(
                Value::from(over.other_members),
                json!({ "why": { "a": [1] } })
            );
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn older_servers_refuse_without_an_id_and_the_reason_is_inferred() {
    let answer = |code: u16, reason: &str, details: Value| {
        let error = json!({ "code": code, "status": "s", "message": "m", "reason": reason,
            "details": details });
        ok(code, json!({ "error": error }))
    };
    for (answer, id) in [
        (
            answer(
                401,
                "This account was disabled.",
                json!({ "identity_id": "1" }),
            ),
            Some(FlowErrorId::IdentityDisabled),
        ),
        (
            answer(401, "No valid session credentials found.", json!(null)),
            Some(FlowErrorId::SessionInactive),
        ),
        (
            answer(
                400,
                "Recovery is not allowed because it was disabled.",
                json!(null),
            ),
            Some(FlowErrorId::FlowDisabled),
        ),
        (answer(400, "Something else.", json!(null)), None),
        (answer(403, "Something else.", json!(null)), None),
        (answer(418, "Something else.", json!(null)), None),
    ] {
        let outcome = login(answer.clone()).await.unwrap();
        let refusal = outcome.refusal().unwrap();
        assert_eq!(refusal.id, id, "{answer:?}");
        assert_eq!(refusal.status.as_u16(), answer.0);
        assert_eq!(refusal.error.id(), None, "what was not sent is not there");
    }
}

#[tokio::test]
async fn a_session_that_is_revoked_or_past_its_end_is_not_active() {
    let session = |active: Value, end: &str| {
        ok(
            200,
            json!({ "id": "1", "active": active, "expires_at": end, "identity": identity() }),
        )
    };
    for (answer, status) in [
        (session(json!(true), "2999-01-01T00:00:00Z"), 200),
        (session(json!(null), "2999-01-01T00:00:00Z"), 200),
        (session(json!(false), "2999-01-01T00:00:00Z"), 401),
        (session(json!(true), "2001-01-01T00:00:00Z"), 401),
    ] {
        let outcome = whoami(answer).await.unwrap();
        assert_eq!(outcome.status().as_u16(), status, "{outcome:?}");
        assert_eq!(
            matches!(outcome, SessionOutcome::Inactive(_)),
            status == 401
        );
        assert_eq!(outcome.into_session().is_some(), status == 200);
    }
    let refused = whoami(refusal(403, "session_aal2_required")).await.unwrap();
    assert_eq!(refused.status().as_u16(), 403);
    assert_eq!(refused.into_session(), None);
}

#[tokio::test]
async fn recovery_settings_and_verification_succeed_by_their_state() {
    for (state, messages, expected) in [
        ("passed_challenge", json!([]), "success"),
        ("sent_email", wrong(1_060_003), "next"),
        ("sent_email", wrong(4_060_006), "invalid"),
        ("a_new_state", json!(null), "next"),
    ] {
        let (client, _) = scripted([ok(200, flow("recovery", state, messages, json!([])))]);
        let body = crate::models::UpdateRecoveryFlowWithCodeMethod::new().code("123456");
        let outcome = client
            .frontend()
            .update_recovery_flow("1", body)
            .outcome()
            .await
            .unwrap();
        let seen = match outcome.value {
            RecoveryOutcome::Success(_) => "success",
            RecoveryOutcome::NextStep(_) => "next",
            RecoveryOutcome::Invalid(_) => "invalid",
            other => panic!("{other:?}"),
        };
        assert_eq!(seen, expected, "{state}");
    }
}
