use ory_core::http::StatusCode;
use ory_core::serde_json::{Value, json};

use super::*;
use crate::models::{
    PerformNativeLogoutBody, UpdateLoginFlowBody, UpdateLoginFlowWithPasswordMethod,
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
    match login(json).await.unwrap() {
        LoginOutcome::Redirect(redirect) => {
            assert_eq!(
                (redirect.to.as_str(), redirect.flow_id()),
                ("http://hydra/auth?x=SECRET", None)
            );
            assert!(!format!("{redirect:?}").contains("SECRET"));
        }
        other => panic!("{other:?}"),
    }
    match login(html).await.unwrap() {
        LoginOutcome::Redirect(redirect) => assert_eq!(redirect.flow_id(), Some("5f1c-00")),
        other => panic!("{other:?}"),
    }
    for location in [
        "http://ui/r?flow=",
        "http://ui/r?xflow=1",
        "http://ui/r",
        "?flow=%2e",
        "?",
    ] {
        assert_eq!(
            RedirectTo {
                to: location.to_owned()
            }
            .flow_id(),
            None,
            "{location}"
        );
    }
    assert!(login(ok(303, "")).await.unwrap_err().status().is_some());
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
            (RecoveryOutcome::Replaced(over), Some(id)) => {
                assert_eq!(over.use_flow_id.as_deref(), Some(id), "{location}");
            }
            (RecoveryOutcome::Redirect(redirect), None) => assert_eq!(redirect.to, location),
            (other, _) => panic!("{location}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn an_error_without_an_id_that_names_the_next_flow_is_a_state() {
    let submit = async |details: Value| {
        let error = json!({ "code": 400, "message": "m", "reason": "r", "details": details });
        let (client, _) = scripted([ok(400, json!({ "error": error }))]);
        let body = crate::models::UpdateRecoveryFlowWithCodeMethod::new().code("1");
        let call = client.frontend().update_recovery_flow("1", body);
        call.outcome().await.map(|response| response.into_value())
    };
    let next = json!({ "action": "show_recovery_ui", "flow": { "id": "5f1c-00" } });
    match submit(json!({ "continue_with": [next] })).await.unwrap() {
        RecoveryOutcome::Replaced(over) => {
            assert_eq!(over.use_flow_id.as_deref(), Some("5f1c-00"));
            assert_eq!(over.error.reason(), Some("r"));
            assert_eq!(over.continue_with.len(), 1);
        }
        other => panic!("{other:?}"),
    }
    for details in [json!({}), json!({ "continue_with": [] })] {
        assert!(submit(details).await.unwrap_err().is_bad_request());
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
    assert!(outcome.is_over() && matches!(outcome, LoginOutcome::Replaced(_)));

    // Fetched, the settings of a native app expire without an id.
    let body = json!({ "error": { "code": 410, "message": "m", "details": { "redirect_to": "http://k/new" } } });
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
        let of = |outcome: &LoginOutcome| match outcome {
            LoginOutcome::AlreadySignedIn(r) if id == "session_already_available" => r.clone(),
            LoginOutcome::VerifiedAddressRequired(r)
                if id == "session_verified_address_required" =>
            {
                r.clone()
            }
            LoginOutcome::AalAlreadyFulfilled(r) if id == "session_aal_already_fulfilled" => {
                r.clone()
            }
            LoginOutcome::Aal1Required(r) if id == "session_aal1_required" => r.clone(),
            LoginOutcome::Aal2Required(r) if id == "session_aal2_required" => r.clone(),
            LoginOutcome::RefreshRequired(r) if id == "session_refresh_required" => r.clone(),
            LoginOutcome::NotSignedIn(r) if id == "session_inactive" => r.clone(),
            LoginOutcome::Disabled(r) if id == "self_service_flow_disabled" => r.clone(),
            LoginOutcome::ReturnToForbidden(r) if id == "self_service_flow_return_to_forbidden" => {
                r.clone()
            }
            LoginOutcome::CsrfViolation(r) if id == "security_csrf_violation" => r.clone(),
            LoginOutcome::IdentityMismatch(r) if id == "security_identity_mismatch" => r.clone(),
            LoginOutcome::IdentityDisabled(r) if id == "identity_disabled" => r.clone(),
            LoginOutcome::Refused(r) if id == "session_dance_required" => r.clone(),
            other => panic!("{id}: {other:?}"),
        };
        let refused = of(&login(refusal(code, id)).await.unwrap());
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
        LoginOutcome::VerifiedAddressRequired(refusal) => {
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
        (403, herodot(403)),
        (
            429,
            json!({ "error": { "id": "session_limit", "code": 429, "message": "m" } }).to_string(),
        ),
        (500, herodot(500)),
        (502, "<html>bad gateway</html>".to_owned()),
        (401, "<html>proxy</html>".to_owned()),
        (
            403,
            json!({ "error": { "id": "feature_not_available", "code": 403, "message": "m" } })
                .to_string(),
        ),
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
        SessionOutcome::Aal2Required(refusal) => {
            assert_eq!(
                refusal.redirect_browser_to.as_deref(),
                Some("http://k/again")
            );
        }
        other => panic!("{other:?}"),
    }
    for status in [400, 403, 404, 410, 418, 500] {
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
        ok(401, json!({ "error": { "code": 401, "message": "m" } })),
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
    let browser = || client.frontend().update_logout_flow("ory_lo_1").outcome();
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
    let exchange = || client.frontend().exchange_session_token("a", "b").outcome();
    assert_eq!(
        exchange().await.unwrap().into_value(),
        ExchangeOutcome::Pending
    );
    let form = exchange().await.unwrap().into_value();
    assert!(
        matches!(form, ExchangeOutcome::Form(AnyFlow::Registration(_))),
        "{form:?}"
    );
    assert!(matches!(
        exchange().await.unwrap().into_value(),
        ExchangeOutcome::Success(_)
    ));
    assert!(exchange().await.unwrap_err().is_not_found());
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
        let seen = match outcome.value() {
            RecoveryOutcome::Success(_) => "success",
            RecoveryOutcome::NextStep(_) => "next",
            RecoveryOutcome::Invalid(_) => "invalid",
            other => panic!("{other:?}"),
        };
        assert_eq!(seen, expected, "{state}");
    }
}
