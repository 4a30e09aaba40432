use ory_core::http::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderValue, SET_COOKIE};
use ory_core::serde_json::json;

use super::*;
use crate::models::{LoginFlow, RecoveryFlow, RegistrationFlow, SettingsFlow, VerificationFlow};
use crate::testing::{Answer, flow, identity, input, ok, scripted};

const ID: &str = "5f1c3c0e-0000-4000-8000-000000000001";

fn headers(values: &[&[u8]]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(COOKIE, HeaderValue::from_bytes(value).unwrap());
    }
    headers
}

fn page(query: &str) -> BrowserRequest {
    BrowserRequest::new(&headers(&[b"csrf=1"]), query)
}

#[test]
fn all_cookies_are_forwarded_and_an_odd_one_alone_is_dropped() {
    assert_eq!(cookies(&headers(&[])), None);
    assert_eq!(cookies(&headers(&[b""])), None);
    let joined = cookies(&headers(&[b"a=1; b=2", b"c=3"])).unwrap();
    assert_eq!(joined.expose(), "a=1; b=2; c=3");
    let raw = "stadt=K\u{f6}ln; ory_kratos_session=MTY5; csrf_token_1=abc".as_bytes();
    let latin = b"stadt=K\xf6ln; ory_kratos_session=MTY5;csrf_token_1=abc";
    for raw in [raw, latin] {
        let kept = cookies(&headers(&[raw])).unwrap();
        assert_eq!(kept.expose(), "ory_kratos_session=MTY5; csrf_token_1=abc");
    }
}

#[test]
fn parameters_are_decoded_and_broken_escapes_kept() {
    for (text, decoded) in [
        ("a%20b+c", "a b c"),
        ("%", "%"),
        ("%4", "%4"),
        ("%zz", "%zz"),
        ("%C3%BC", "ü"),
        ("100%25", "100%"),
        ("%ff", "\u{fffd}"),
    ] {
        let request = page(&format!("x={text}"));
        assert_eq!(request.parameter("x"), Some(decoded), "{text}");
    }
    let request = BrowserRequest::new(&HeaderMap::new(), "?flow=1&return_to=&x&&y=1=2");
    assert_eq!((request.flow_id(), request.return_to()), (Some("1"), None));
    assert_eq!(
        (request.parameter("x"), request.parameter("y")),
        (None, Some("1=2"))
    );
    assert!(request.cookie().is_empty());
}

#[tokio::test]
async fn cookies_go_in_and_out_and_the_parameters_are_kept() {
    let set = &[
        ("set-cookie", "csrf=1; Path=/"),
        ("set-cookie", "session=2; Path=/"),
    ];
    let body = flow("login", "choose_method", json!([]), json!([])).to_string();
    let (client, seen) = scripted([(200, &set[..], body)]);
    let query = "return_to=http%3A%2F%2Fapp%2F%3Fa%3Db&aal=aal2&refresh=true&login_challenge=c";
    let request = BrowserRequest::new(&headers(&[b"a=1", b"b=2"]), query);
    let response = request.create_login(&client).outcome().await.unwrap();
    let line = &seen.lines()[0];
    for part in query.split('&') {
        assert!(line.contains(part), "{line}");
    }
    assert_eq!(seen.header(0, "cookie").as_deref(), Some("a=1; b=2"));
    let mut answer = HeaderMap::new();
    answer.append(SET_COOKIE, HeaderValue::from_static("own=0"));
    relay_cookies(&response, &mut answer);
    let sent: Vec<_> = answer
        .get_all(SET_COOKIE)
        .iter()
        .map(|c| c.to_str().unwrap())
        .collect();
    assert_eq!(sent, ["own=0", "csrf=1; Path=/", "session=2; Path=/"]);
}

fn new_flow(kind: &str) -> Answer {
    ok(200, flow(kind, "choose_method", json!([]), json!([])))
}

fn error(code: u16, id: &str) -> Answer {
    let error = json!({ "id": id, "code": code, "status": "s", "message": "m" });
    ok(code, json!({ "error": error }))
}

#[tokio::test]
async fn a_page_opens_the_flow_of_its_url_or_a_new_one() {
    let unknown = || {
        ok(
            404,
            json!({ "error": { "code": 404, "status": "Not Found", "message": "m" } }),
        )
    };
    for (query, answers, lines) in [
        (
            "",
            vec![new_flow("login")],
            vec!["GET /self-service/login/browser"],
        ),
        (
            "flow=1",
            vec![new_flow("login")],
            vec!["GET /self-service/login/flows?id=1"],
        ),
        (
            "flow=1&return_to=http%3A%2F%2Fa",
            vec![unknown(), new_flow("login")],
            vec![
                "GET /self-service/login/flows?id=1",
                "GET /self-service/login/browser?return_to=http%3A%2F%2Fa",
            ],
        ),
        (
            "flow=1",
            vec![error(403, "security_csrf_violation"), new_flow("login")],
            vec![
                "GET /self-service/login/flows?id=1",
                "GET /self-service/login/browser",
            ],
        ),
    ] {
        let (client, seen) = scripted(answers);
        let opened = page(query).open::<LoginFlow>(&client).await.unwrap();
        assert!(opened.into_value().into_success().is_some(), "{query}");
        assert_eq!(seen.lines(), lines, "{query}");
    }
}

#[tokio::test]
async fn a_posted_form_is_submitted_to_the_flow_of_the_url() {
    let nodes = json!([
        input("totp", "totp_unlink", "submit", json!("true"), json!([])),
        input("password", "method", "submit", json!("password"), json!([])),
    ]);
    let shown = ok(200, flow("settings", "show_form", json!([]), nodes));
    let (client, seen) = scripted([
        shown,
        ok(200, flow("settings", "success", json!([]), json!([]))),
    ]);
    let request = page(&format!("flow={ID}"));
    let posted = [("csrf_token", "c"), ("totp_unlink", "true")];
    let outcome = request
        .submit::<SettingsFlow>(&client, posted)
        .await
        .unwrap();
    assert!(outcome.into_value().into_success().is_some());
    assert_eq!(
        seen.lines()[1],
        format!("POST /self-service/settings?flow={ID}")
    );
    let body = json!({ "method": "totp", "totp_unlink": true, "csrf_token": "c" });
    assert_eq!(seen.json(1), body);
    assert_eq!(seen.header(1, "cookie").as_deref(), Some("csrf=1"));

    // Without its flow nothing is submitted, and the next form is shown.
    let (client, seen) = scripted([new_flow("login")]);
    let outcome = page("").submit::<LoginFlow>(&client, posted).await.unwrap();
    assert!(matches!(
        &outcome.value,
        crate::outcome::FlowOutcome::NextStep(_)
    ));
    assert_eq!(seen.lines().len(), 1);
}

#[test]
fn urls_at_kratos_have_the_parameters_of_the_page() {
    let (client, _) = scripted([]);
    let request = page("return_to=http%3A%2F%2Fa%2F%3Fb&login_challenge=c&organization=o&flow=1");
    let base = "http://kratos.example/self-service";
    for (url, expected) in [
        (
            request.login_url(&client),
            "login/browser?return_to=http%3A%2F%2Fa%2F%3Fb&login_challenge=c&organization=o",
        ),
        (
            request.registration_url(&client),
            "registration/browser?return_to=http%3A%2F%2Fa%2F%3Fb&login_challenge=c&organization=o",
        ),
        (
            request.settings_url(&client),
            "settings/browser?return_to=http%3A%2F%2Fa%2F%3Fb&organization=o",
        ),
        (
            request.recovery_url(&client),
            "recovery/browser?return_to=http%3A%2F%2Fa%2F%3Fb",
        ),
        (
            request.verification_url(&client),
            "verification/browser?return_to=http%3A%2F%2Fa%2F%3Fb",
        ),
    ] {
        assert_eq!(url.unwrap().to_string(), format!("{base}/{expected}"));
    }
}

#[test]
fn whoami_is_sent_exactly_one_credential_and_no_other_cookie() {
    let (client, _) = scripted([]);
    let sent = |token: &str, bearer: &str, cookie: &str| {
        let mut headers = HeaderMap::new();
        for (name, value) in [("x-session-token", token), ("cookie", cookie)] {
            if !value.is_empty() {
                headers.insert(name, HeaderValue::from_str(value).unwrap());
            }
        }
        if !bearer.is_empty() {
            headers.insert(AUTHORIZATION, HeaderValue::from_str(bearer).unwrap());
        }
        let call = client.frontend().to_session().of(&headers)?;
        let request = call.into_request().unwrap();
        let value = |name| {
            request
                .headers()
                .get(name)
                .map(|v| v.to_str().unwrap().to_owned())
        };
        Some((
            value("x-session-token"),
            value("cookie"),
            value("authorization"),
        ))
    };
    let token = |t: &str| Some((Some(t.to_owned()), None, None));
    let cookie = |c: &str| Some((None, Some(c.to_owned()), None));
    let session =
        "a=1; ory_kratos_session=x; ory_session_slug=y; csrf_token_1=z; ory_kratos_session=w";
    for (given, expected) in [
        (sent("", "", ""), None),
        (
            sent("ory_st_1", "Bearer ory_st_2", session),
            token("ory_st_1"),
        ),
        (
            sent("", "Bearer ory_st_2", session),
            cookie("ory_kratos_session=x; ory_session_slug=y; ory_kratos_session=w"),
        ),
        (sent("", "Bearer ory_st_2", "theme=dark"), token("ory_st_2")),
        (
            sent("", "bearer ory_st_2", "ory_kratos_session="),
            token("ory_st_2"),
        ),
        (sent("", "Bearer eyJhbGciOi.x.y", ""), None),
        (sent("", "Basic dXNlcg==", "theme=dark"), None),
    ] {
        assert_eq!(given, expected);
    }
}

mod circles {
    use std::collections::BTreeSet;

    use super::*;
    use crate::outcome::{FlowErrorId, FlowOutcome, SessionOutcome};

    const APP: &str = "http://app.example";
    const OTHER_FLOW: &str = "b09a0000-0000-4000-8000-000000000002";

    /// Every response that an operation of a flow can have, by kind.
    fn answers(kind: &str) -> Vec<Answer> {
        let step = |action: &str, member: &str| {
            json!([{ "action": action, "flow": { "id": OTHER_FLOW, "verifiable_address": "a@b" },
                "redirect_browser_to": member }])
        };
        let mut answers = vec![new_flow(kind)];
        for state in ["success", "passed_challenge", "show_form", "sent_email"] {
            for (action, url) in [
                ("show_settings_ui", ""),
                ("show_recovery_ui", ""),
                ("show_verification_ui", ""),
                (
                    "redirect_browser_to",
                    "http://app.example/settings?flow=5f1c3c0e-0000-4000-8000-000000000001",
                ),
                ("redirect_browser_to", "http://app.example/recovery"),
                ("dance", ""),
            ] {
                let mut body = flow(kind, state, json!([]), json!([]));
                body["continue_with"] = step(action, url);
                answers.push(ok(200, body));
            }
        }
        for id in FlowErrorId::KNOWN
            .iter()
            .copied()
            .chain(["session_dance_required"])
        {
            let code = match id {
                "self_service_flow_expired" | "self_service_flow_replaced" => 410,
                "session_inactive" | "session_aal1_required" | "identity_disabled" => 401,
                "session_already_available" => 400,
                _ => 403,
            };
            for more in [
                json!({}),
                json!({ "use_flow_id": OTHER_FLOW }),
                json!({ "use_flow_id": ID }),
                json!({ "continue_with": step("show_verification_ui", "") }),
                json!({ "use_flow_id": OTHER_FLOW, "redirect_browser_to":
                    "http://kratos.example/self-service/login/browser?return_to=http%3A%2F%2Fapp.example%2Fsettings" }),
            ] {
                // Kratos decides what its own URLs do.
                let own = matches!(
                    id,
                    "browser_location_change_required" | "session_refresh_required"
                );
                if own && more.get("redirect_browser_to").is_some() {
                    continue;
                }
                let mut body = more;
                body["error"] = json!({ "id": id, "code": code, "status": "s", "message": "m" });
                answers.push(ok(code, body));
            }
        }
        answers.push(ok(
            400,
            json!({ "error": { "code": 400, "status": "s", "message": "m" } }),
        ));
        answers
    }

    /// What Kratos answers to a kind of page, as a value; `None` for a failure, which ends at it.
    async fn outcomes<F: BrowserFlow>() -> Vec<Option<FlowOutcome<F, F>>> {
        let mut outcomes = Vec::new();
        for answer in answers(F::NAME) {
            let (client, _) = scripted([answer]);
            let made = F::create(&page(""), &client).await;
            outcomes.push(made.ok().map(ory_core::Response::into_value));
        }
        outcomes
    }

    struct Outcomes {
        login: Vec<Option<FlowOutcome<LoginFlow, LoginFlow>>>,
        registration: Vec<Option<FlowOutcome<RegistrationFlow, RegistrationFlow>>>,
        settings: Vec<Option<FlowOutcome<SettingsFlow, SettingsFlow>>>,
        recovery: Vec<Option<FlowOutcome<RecoveryFlow, RecoveryFlow>>>,
        verification: Vec<Option<FlowOutcome<VerificationFlow, VerificationFlow>>>,
    }

    fn decided<F: BrowserFlow + Clone>(
        pages: &Pages,
        query: &str,
        outcome: &Option<FlowOutcome<F, F>>,
    ) -> Option<String> {
        match outcome.clone()?.decide(pages, &page(query)) {
            Decision::Go(url) => Some(url),
            _ => None,
        }
    }

    impl Outcomes {
        /// Where the page of a URL redirects to, given which outcome each kind of page has; `None`
        /// for an end.
        fn next(&self, pages: &Pages, url: &str, of: impl Fn(&str) -> usize) -> Option<String> {
            let (path, query) = url.split_once('?').unwrap_or((url, ""));
            if path == "http://kratos.example/self-service/login/browser" {
                // Somebody who is logged in already is returned, as the page's outcome says.
                return page(query).return_to().map(str::to_owned);
            }
            let kind = path.strip_prefix(APP)?.strip_prefix('/')?;
            match kind {
                "login" => decided(pages, query, &self.login[of(kind)]),
                "registration" => decided(pages, query, &self.registration[of(kind)]),
                "settings" => decided(pages, query, &self.settings[of(kind)]),
                "recovery" => decided(pages, query, &self.recovery[of(kind)]),
                "verification" => decided(pages, query, &self.verification[of(kind)]),
                _ => None,
            }
        }
    }

    fn pages() -> Pages {
        let (client, _) = scripted([]);
        Pages::new(APP, &client).unwrap()
    }

    /// Over all pairs of outcomes, one for the first kind of page and one for every other, from every
    /// kind of page: the browser ends at a form, an explanation or the home page, and sees no URL
    /// twice.
    #[tokio::test]
    async fn no_pair_of_outcomes_redirects_in_a_circle() {
        let pages = pages();
        let kinds = [
            "login",
            "registration",
            "settings",
            "recovery",
            "verification",
        ];
        let count = answers("login").len();
        let queries = [
            "".to_owned(),
            format!("flow={ID}"),
            "aal=aal2".to_owned(),
            "return_to=http%3A%2F%2Fapp.example%2Fsettings".to_owned(),
        ];
        let outcomes = Outcomes {
            login: outcomes().await,
            registration: outcomes().await,
            settings: outcomes().await,
            recovery: outcomes().await,
            verification: outcomes().await,
        };
        let mut longest = 0;
        for kind in kinds {
            for query in &queries {
                let start = format!("{APP}/{kind}?{query}");
                for first in 0..count {
                    // An outcome that ends at once makes no pairs.
                    if outcomes.next(&pages, &start, |_| first).is_none() {
                        continue;
                    }
                    for second in 0..count {
                        let of = |asked: &str| if asked == kind { first } else { second };
                        let mut url = start.clone();
                        let mut seen = BTreeSet::from([url.clone()]);
                        while let Some(to) = outcomes.next(&pages, &url, of) {
                            assert!(
                                seen.insert(to.clone()),
                                "{start}: {first} and {second} go round: {to} of {seen:?}"
                            );
                            assert!(seen.len() < 12, "{start}: {first} and {second}: {seen:?}");
                            url = to;
                        }
                        longest = longest.max(seen.len());
                    }
                }
            }
        }
        assert!(longest > 2, "the outcomes make the browser go somewhere");
    }

    async fn decide(query: &str, code: u16, id: &str) -> Option<String> {
        let (client, _) = scripted([error(code, id)]);
        let opened = page(query).open::<SettingsFlow>(&client).await.unwrap();
        decided(&pages(), query, &Some(opened.into_value()))
    }

    #[tokio::test]
    async fn settings_are_returned_to_after_what_they_need() {
        let query = "return_to=http%3A%2F%2Fapp.example%2Fcart%3Fa%3D1%26b%3D2";
        for (id, code, login) in [
            ("session_inactive", 401, "return_to="),
            ("session_aal2_required", 403, "aal=aal2&return_to="),
            ("session_refresh_required", 403, "refresh=true&return_to="),
        ] {
            let url = decide(query, code, id).await.unwrap();
            let rest = url.strip_prefix("http://app.example/login?").unwrap();
            assert!(rest.starts_with(login), "{url}");
            let next = page(rest);
            assert_eq!(next.parameter("because"), Some(id));
            let settings = next.return_to().unwrap();
            let settings = settings
                .strip_prefix("http://app.example/settings?")
                .unwrap();
            assert_eq!(
                page(settings).return_to(),
                Some("http://app.example/cart?a=1&b=2")
            );
        }
        for id in [
            "identity_disabled",
            "self_service_flow_disabled",
            "session_dance_required",
            "self_service_flow_return_to_forbidden",
        ] {
            assert_eq!(decide(query, 403, id).await, None, "{id}");
        }
    }

    #[test]
    fn a_page_that_needs_a_session_is_returned_to() {
        let session = json!({ "id": "1", "active": false, "identity": identity() });
        let outcome = SessionOutcome::Inactive(ory_core::serde_json::from_value(session).unwrap());
        match outcome.decide(&pages(), "http://app.example/orders?a=1&b=2") {
            Decision::Go(url) => assert_eq!(
                url,
                "http://app.example/login?return_to=http%3A%2F%2Fapp.example%2Forders%3Fa%3D1%26b%3D2\
                 &because=session_inactive"
            ),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_value_is_never_printed() {
    let request = page("code=SECRET");
    assert!(!format!("{request:?}").contains("SECRET"));
}
