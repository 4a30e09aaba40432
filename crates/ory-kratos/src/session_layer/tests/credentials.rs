//! Which credential is sent, and what the answers mean.

use std::time::Duration;

use ory_core::http::header::{HeaderMap, HeaderValue};
use ory_core::http::{Method, Request};
use ory_core::serde_json::json;
use ory_core::{Caller, CallerKind, DenialReason};

use super::{
    Kratos, SECOND, cached, credential, denied, get, parts, reply, session, session_of, text,
    through, token,
};
use crate::SessionSource;

#[tokio::test]
async fn property_1_one_credential_per_check() {
    let kratos = Kratos::friendly();
    let layer = kratos.layer();
    let all = [
        ("x-session-token", "ory_st_header"),
        ("cookie", "ory_kratos_session=cookie"),
        ("authorization", "Bearer ory_st_bearer"),
    ];
    for (headers, sent) in [
        (&all[..], "ory_st_header"),
        (&all[1..], "ory_kratos_session=cookie"),
        (&all[2..], "ory_st_bearer"),
    ] {
        layer.authenticate(&parts(headers)).await.unwrap();
        let asked = kratos.asked.lock().unwrap().pop().unwrap();
        let credentials = ["x-session-token", "cookie", "authorization"];
        let credentials: Vec<_> = credentials
            .iter()
            .filter_map(|name| asked.get(*name))
            .collect();
        assert_eq!(credentials, [sent]);
    }
    // The order can be another, and a source left out.
    let bearer_first = layer.accept([SessionSource::Bearer, SessionSource::Header]);
    bearer_first.authenticate(&parts(&all)).await.unwrap();
    assert_eq!(
        credential(&kratos.asked.lock().unwrap()[0]),
        "ory_st_bearer"
    );
    assert_eq!(
        denied(&bearer_first, &parts(&all[1..2])).await,
        DenialReason::NoCredentials
    );
    // What the first one is decides, also if it is bad.
    kratos.answer(|_| Some(reply(401, "")));
    assert_eq!(
        denied(&kratos.layer(), &parts(&all)).await,
        DenialReason::NotSignedIn
    );
}

#[tokio::test]
async fn property_2_only_session_cookies_leave() {
    let kratos = Kratos::friendly();
    let layer = kratos.layer();
    let mut many: String = (0..18).map(|n| format!("_ga{n}=x; ")).collect();
    many.push_str("ory_kratos_session=A==; csrf_token_x=1; ory_kratos_session_x=1");
    layer
        .authenticate(&parts(&[("cookie", &many)]))
        .await
        .unwrap();
    // Two of one name, in order; HTTP/2 sends them in headers of their own; others may be in any
    // encoding.
    let split = [
        ("cookie", "a=\u{fc}; ory_kratos_session=B"),
        ("cookie", "b=1;ory_session_slug=\"C\";ory_kratos_session=;x"),
        ("cookie", "ory_kratos_session=D"),
    ];
    layer.authenticate(&parts(&split)).await.unwrap();
    let named = layer.clone().cookie_name("mine");
    let own = [("cookie", "ory_kratos_session=E; mine=F; Mine=G")];
    named.authenticate(&parts(&own)).await.unwrap();
    let asked = kratos.asked.lock().unwrap();
    let sent: Vec<_> = asked.iter().map(credential).collect();
    assert_eq!(
        sent,
        [
            "ory_kratos_session=A==",
            "ory_kratos_session=B; ory_session_slug=\"C\"; ory_kratos_session=D",
            "mine=F"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn property_5_an_outage_is_never_401() {
    let kratos = Kratos::friendly();
    let layer = kratos.layer();
    let ada = token("ory_st_ada");
    for optional in [false, true] {
        let layer = if optional {
            layer.clone().optional()
        } else {
            layer.clone()
        };
        for status in [429, 500, 501, 502, 503, 504] {
            for body in [
                "",
                "<html>",
                r#"{"error":{"code":401,"id":"session_inactive"}}"#,
            ] {
                kratos.answer(move |_| Some(reply(status, body)));
                let denial = layer.authenticate(&ada).await.unwrap_err();
                assert_eq!(denial.status(), 503, "{status} {body}");
                assert!(denial.response().headers().contains_key("retry-after"));
            }
        }
        for body in [
            "",
            "garbage",
            "<html>",
            "[]",
            "null",
            r#"{"active":true}"#,
            r#"{"id":1}"#,
        ] {
            kratos.answer(move |_| Some(reply(200, body)));
            assert_eq!(
                denied(&layer, &ada).await,
                DenialReason::Unavailable,
                "{body}"
            );
        }
        // A session of nobody is not one.
        kratos.answer(|_| Some(reply(200, r#"{"id":"s","active":true}"#)));
        assert_eq!(denied(&layer, &ada).await, DenialReason::Unavailable);
        kratos.answer(|_| None);
        assert_eq!(denied(&layer, &ada).await, DenialReason::Unavailable);
        // Nobody answers.
        kratos.delay(3600 * SECOND);
        let begun = tokio::time::Instant::now();
        assert_eq!(denied(&layer, &ada).await, DenialReason::Unavailable);
        assert!(begun.elapsed() < 7 * SECOND, "{:?}", begun.elapsed());
        kratos.delay(Duration::ZERO);
        // A mistake of the operator's is not the user's.
        for status in [302, 400, 404, 405, 422] {
            kratos.answer(move |_| Some(reply(status, "")));
            assert_eq!(
                denied(&layer, &ada).await,
                DenialReason::Misconfigured,
                "{status}"
            );
        }
        // Nor is a gateway's 403.
        kratos.answer(|_| Some(reply(403, "<html>blocked</html>")));
        assert_eq!(denied(&layer, &ada).await, DenialReason::Misconfigured);
    }
    let limited = |_: &HeaderMap| {
        let mut limited = reply(429, "");
        limited
            .headers_mut()
            .insert("retry-after", HeaderValue::from_static("17"));
        Some(limited)
    };
    kratos.answer(limited);
    let denial = kratos.layer().authenticate(&ada).await.unwrap_err();
    assert_eq!(denial.response().headers()["retry-after"], "17");
}

#[tokio::test]
async fn property_13_extensions_cannot_be_smuggled() {
    let kratos = Kratos::friendly();
    let layer = kratos.layer().optional();
    let mallory = layer.authenticate(&token("ory_st_m")).await.unwrap();
    let mut request = get(&[]);
    request
        .extensions_mut()
        .insert(mallory.signed_in().unwrap().clone());
    request
        .extensions_mut()
        .insert(Caller::new("root", CallerKind::Client));
    assert_eq!(text(through(&layer, request).await).await, "nobody");
    let mut request = get(&[("x-session-token", "ory_st_ada")]);
    request
        .extensions_mut()
        .insert(Caller::new("root", CallerKind::Client));
    assert_eq!(text(through(&layer, request).await).await, "ory_st_ada");
}

#[tokio::test]
async fn property_19_no_secret_is_printed_or_told() {
    let kratos = Kratos::new(|_| {
        let mut session = session("CANARY");
        session["identity"]["traits"] = json!({"email": "CANARY"});
        Some(cached(reply(200, session.to_string()), "60"))
    });
    let layer = kratos.layer();
    let request = parts(&[("cookie", "ory_kratos_session=CANARY")]);
    let found = layer.authenticate(&request).await.unwrap();
    let seen = format!("{found:?} {layer:?}");
    // The identity's id is public by the rules of this SDK's models.
    assert_eq!(
        seen.matches("CANARY").count(),
        seen.matches("id: \"CANARY\"").count() + seen.matches("of CANARY").count(),
        "{seen}"
    );
    for status in [401, 403, 500] {
        kratos.answer(move |_| {
            Some(reply(
                status,
                r#"{"error":{"id":"x","reason":"CANARY","message":"CANARY"}}"#,
            ))
        });
        let denial = layer
            .clone()
            .fresh()
            .authenticate(&request)
            .await
            .unwrap_err();
        let body = denial.response().into_body();
        let told = format!("{denial} {denial:?} {}", String::from_utf8_lossy(&body));
        assert!(!told.contains("CANARY"), "{told}");
    }
    // An id that is a sentence is not handed on.
    kratos.answer(|_| Some(reply(403, r#"{"error":{"id":"about CANARY","code":403}}"#)));
    assert_eq!(
        denied(&layer.fresh(), &request).await,
        DenialReason::Refused("forbidden".into())
    );
}

#[tokio::test]
async fn property_20_no_header_bytes_panic() {
    let kratos = Kratos::new(|_| Some(reply(401, "")));
    let layer = kratos.layer().optional();
    let mut seed: u64 = 20;
    let mut below = move |limit: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) as usize % limit
    };
    let parts_of = [
        "ory_kratos_session",
        "ory_session_",
        "=",
        ";",
        " ",
        "Bearer ",
        "ory_st_",
        "\u{fc}",
        "\t",
        "\"",
        ".",
        "x",
        "\u{20ac}",
    ];
    let names = [
        "cookie",
        "x-session-token",
        "authorization",
        "origin",
        "sec-fetch-site",
        "host",
        "accept",
    ];
    let methods = [Method::GET, Method::POST];
    for _ in 0..5_000 {
        let (mut parts, ()) = Request::new(()).into_parts();
        parts.method = methods[below(2)].clone();
        for _ in 0..below(4) {
            let text: Vec<u8> = (0..below(8))
                .flat_map(|_| parts_of[below(parts_of.len())].bytes())
                .collect();
            if let Ok(value) = HeaderValue::from_bytes(&text) {
                parts.headers.append(names[below(names.len())], value);
            }
        }
        match layer.authenticate(&parts).await {
            Ok(found) => assert!(found.signed_in().is_none()),
            Err(denial) => assert!(denial.status().is_client_error(), "{denial:?}"),
        }
    }
}

#[tokio::test]
async fn a_credential_has_one_form() {
    let kratos = Kratos::friendly();
    let layer = kratos.layer();
    let long = "x".repeat(9 * 1024);
    let long_cookie = format!("ory_kratos_session={long}");
    for headers in [
        &[("x-session-token", "a"), ("x-session-token", "a")][..],
        &[
            ("authorization", "Bearer ory_st_a"),
            ("authorization", "Bearer ory_st_a"),
        ],
        &[("x-session-token", "a b")],
        &[("x-session-token", "\u{fc}")],
        &[("x-session-token", &long)],
        &[("cookie", &long_cookie)],
        &[("cookie", "ory_kratos_session=\u{fc}")],
        &[("authorization", "Bearer ")],
    ] {
        assert_eq!(
            denied(&layer, &parts(headers)).await,
            DenialReason::InvalidRequest
        );
    }
    for headers in [
        &[][..],
        &[("x-session-token", "")],
        &[("cookie", "_ga=1; ory_kratos_session=")],
        &[("authorization", "Bearer ory_at_token")],
        &[("authorization", "Bearer ey.ey.x")],
        &[("authorization", "Basic dXNlcg==")],
    ] {
        assert_eq!(
            denied(&layer, &parts(headers)).await,
            DenialReason::NoCredentials
        );
    }
    assert_eq!(kratos.asked(), 0);
}

#[tokio::test]
async fn whoever_is_optional_is_let_through_as_nobody() {
    let kratos = Kratos::new(|_| Some(reply(401, "")));
    let layer = kratos.layer().optional();
    assert_eq!(text(through(&layer, get(&[])).await).await, "nobody");
    let over = get(&[("x-session-token", "ory_st_over")]);
    assert_eq!(text(through(&layer, over).await).await, "nobody");
    kratos.answer(|_| Some(session_of("ada")));
    let weak = get(&[("x-session-token", "ory_st_a")]);
    assert_eq!(
        text(through(&layer.clone().require_aal2(), weak).await).await,
        "nobody"
    );
    let strong = get(&[("x-session-token", "ory_st_a")]);
    assert_eq!(text(through(&layer, strong).await).await, "ada");
}
