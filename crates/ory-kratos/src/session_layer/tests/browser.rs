//! What browsers are told, and what they are not made to do.

use ory_core::DenialReason;
use ory_core::http::Method;
use ory_core::http::header::{COOKIE, HeaderValue};
use ory_core::serde_json::{Value, json};

use super::{Kratos, SECOND, parts, reply, request, session_of, through, token};

#[tokio::test]
async fn property_14_nothing_that_a_client_or_proxy_claims_decides() {
    let kratos = Kratos::friendly();
    let layer = kratos
        .layer()
        .redirect_to_login("https://auth.example/login", "https://app.example")
        .unwrap();
    let hostile = [
        ("accept", "text/html"),
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "http"),
        ("x-forwarded-uri", "/public"),
        ("x-original-url", "/public"),
        ("x-rewrite-url", "/public"),
        ("forwarded", "host=evil.example"),
    ];
    let response = through(&layer, request(Method::GET, "/admin", &hostile)).await;
    assert_eq!(response.status(), 303);
    assert_eq!(
        response.headers()["location"],
        "https://auth.example/login?return_to=https%3A%2F%2Fapp.example%2Fadmin"
    );
    assert_eq!(kratos.asked(), 0);
    // And nothing in the code looks for it.
    for source in [
        include_str!("../credential.rs"),
        include_str!("../layer.rs"),
        include_str!("../login_page.rs"),
        include_str!("../question.rs"),
        include_str!("../cross_origin.rs"),
    ] {
        let source = source.to_ascii_lowercase();
        for name in [
            "x-forwarded",
            "\"forwarded\"",
            "x-original",
            "x-rewrite",
            "x_forwarded",
        ] {
            assert!(!source.contains(name), "{name}");
        }
    }
}

#[tokio::test]
async fn property_15_the_way_back_stays_on_the_app() {
    let layer = Kratos::friendly()
        .layer()
        .redirect_to_login(
            "https://auth.example/login?x=1",
            "https://app.example/base/",
        )
        .unwrap();
    for (uri, back) in [
        ("/", "/"),
        ("/a?b=c&d=%20", "/a%3Fb%3Dc%26d%3D%2520"),
        ("//evil.example/x", "%2F%2Fevil.example%2Fx"),
        ("/%5Cevil.example", "/%255Cevil.example"),
        ("/%0D%0Aset-cookie:x", "/%250D%250Aset-cookie%3Ax"),
        ("http://evil.example/x?y", "/x%3Fy"),
        ("*", "/"),
    ] {
        let request = request(Method::GET, uri, &[("accept", "text/html,*/*")]);
        let denial = layer
            .authenticate(&request.into_parts().0)
            .await
            .unwrap_err();
        let response = denial.response();
        let location = response.headers()["location"].to_str().unwrap();
        let begin = "https://auth.example/login?x=1&return_to=https%3A%2F%2Fapp.example%2Fbase";
        let rest = location
            .strip_prefix(begin)
            .unwrap_or_else(|| panic!("{location}"));
        let rest = rest.replacen("%2F", "/", 1);
        assert_eq!(rest.replacen("/%2F", "%2F%2F", 1), back, "{uri}");
    }
    // What is no page of a browser is told, not sent.
    for request in [
        request(Method::POST, "/", &[("accept", "text/html")]),
        request(Method::GET, "/", &[("accept", "application/json")]),
        request(Method::GET, "/", &[]),
    ] {
        let denial = layer
            .authenticate(&request.into_parts().0)
            .await
            .unwrap_err();
        assert_eq!(denial.status(), 401);
    }
    for (login, app) in [
        ("/login", "https://a"),
        ("https://a", "app.example"),
        ("https://a", "https://app?x"),
        ("javascript:x", "https://a"),
        ("https://a\r\n", "https://a"),
    ] {
        let error = Kratos::friendly()
            .layer()
            .redirect_to_login(login, app)
            .unwrap_err();
        assert!(error.is_configuration());
    }
}

#[tokio::test]
async fn a_browser_is_sent_where_the_second_factor_is() {
    let to = "https://auth.example/self-service/login/browser?aal=aal2";
    let body =
        json!({"error": {"id": "session_aal2_required", "code": 403}, "redirect_browser_to": to});
    let kratos = Kratos::new(move |_| Some(reply(403, body.to_string())));
    let layer = kratos.layer();
    let script = layer.authenticate(&token("ory_st_a")).await.unwrap_err();
    assert_eq!(
        (script.status().as_u16(), script.redirect_browser_to()),
        (403, Some(to))
    );
    let told: Value = serde_json::from_slice(script.response().body()).unwrap();
    assert_eq!(told["redirect_browser_to"], to);
    let layer = layer
        .redirect_to_login("https://auth.example/login", "https://app.example")
        .unwrap();
    let page = parts(&[("accept", "text/html"), ("x-session-token", "ory_st_a")]);
    let location = |denial: ory_core::Denial| {
        let response = denial.response();
        response.headers()["location"].to_str().unwrap().to_owned()
    };
    let sent = location(layer.authenticate(&page).await.unwrap_err());
    assert_eq!(sent, format!("{to}&return_to=https%3A%2F%2Fapp.example%2F"));
    kratos.answer(|_| Some(session_of("ada")));
    let sent = location(
        layer
            .clone()
            .require_aal2()
            .authenticate(&page)
            .await
            .unwrap_err(),
    );
    assert!(
        sent.starts_with("https://auth.example/login?aal=aal2&return_to="),
        "{sent}"
    );
    let recent = layer.require_recent(SECOND);
    let sent = location(recent.authenticate(&page).await.unwrap_err());
    assert!(
        sent.starts_with("https://auth.example/login?refresh=true&return_to="),
        "{sent}"
    );
}

#[tokio::test]
async fn property_16_pages_of_other_origins_change_nothing() {
    let kratos = Kratos::friendly();
    let layer = kratos.layer().allow_origin("https://trusted.example");
    let (site, origin) = ("sec-fetch-site", "origin");
    let cross = Some(DenialReason::CrossOrigin);
    for (method, headers, expected) in [
        (Method::POST, &[(site, "same-origin")][..], None),
        (Method::POST, &[(site, "none")], None),
        (Method::POST, &[(site, "cross-site")], cross.clone()),
        (Method::POST, &[(site, "same-site")], cross.clone()),
        (
            Method::POST,
            &[(site, "same-origin"), (origin, "https://evil.example")],
            None,
        ),
        (Method::POST, &[], None),
        (Method::POST, &[(origin, "https://app.example")], None),
        (Method::POST, &[(origin, "https://APP.example")], None),
        (
            Method::POST,
            &[(origin, "https://app.example:8443")],
            cross.clone(),
        ),
        (
            Method::POST,
            &[(origin, "https://evil.example")],
            cross.clone(),
        ),
        (Method::POST, &[(origin, "null")], cross.clone()),
        (Method::POST, &[(origin, "app.example")], cross.clone()),
        (Method::POST, &[(origin, "garbage garbage")], cross.clone()),
        (Method::POST, &[(origin, "https://trusted.example")], None),
        (
            Method::POST,
            &[(site, "cross-site"), (origin, "https://trusted.example")],
            None,
        ),
        (
            Method::POST,
            &[
                (site, "cross-site"),
                (origin, "https://trusted.example.evil"),
            ],
            cross.clone(),
        ),
        (
            Method::POST,
            &[(site, "cross-site"), (origin, "http://trusted.example")],
            cross.clone(),
        ),
        (Method::PUT, &[(site, "cross-site")], cross.clone()),
        (Method::DELETE, &[(site, "cross-site")], cross.clone()),
        (Method::PATCH, &[(site, "same-site")], cross.clone()),
        (Method::GET, &[(site, "cross-site")], None),
        (Method::HEAD, &[(site, "cross-site")], None),
        (Method::OPTIONS, &[(site, "cross-site")], None),
    ] {
        for http2 in [false, true] {
            let uri = if http2 { "https://app.example/x" } else { "/x" };
            let mut request = request(method.clone(), uri, headers);
            let all = request.headers_mut();
            if !http2 {
                all.insert("host", HeaderValue::from_static("app.example"));
            }
            all.insert(COOKIE, HeaderValue::from_static("ory_kratos_session=A"));
            let (parts, ()) = request.into_parts();
            let result = layer.authenticate(&parts).await;
            let reason = result.as_ref().err().map(|denial| denial.reason().clone());
            assert_eq!(reason, expected, "{method} {headers:?}");
            // It is about cookies: who has a token means to send it. And letting everybody through
            // does not help.
            let mut by_token = parts;
            let optional = layer.clone().optional().authenticate(&by_token).await;
            assert_eq!(optional.is_err(), expected.is_some());
            by_token
                .headers
                .insert("x-session-token", HeaderValue::from_static("t"));
            layer.authenticate(&by_token).await.unwrap();
        }
    }
}
