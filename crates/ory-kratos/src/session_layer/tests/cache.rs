//! What is kept, for how long, and who shares it.

use std::time::Duration;

use ory_core::http::header::{CACHE_CONTROL, HeaderMap, HeaderValue, SET_COOKIE, VARY};
use ory_core::serde_json::json;
use ory_core::{DenialReason, Secret};

use super::{
    Kratos, SECOND, cached, denied, get, parts, reply, session, session_of, through, through_to,
    token,
};

#[tokio::test]
async fn property_3_the_cache_key_ignores_other_cookies() {
    let kratos = Kratos::friendly();
    let layer = kratos.layer().cache_for(60 * SECOND);
    for visit in 0..1000 {
        let cookies = format!("_ga={visit}; ory_kratos_session=A; t={visit}");
        layer
            .authenticate(&parts(&[("cookie", &cookies)]))
            .await
            .unwrap();
    }
    assert_eq!(kratos.asked(), 1);
    let pairs = [("cookie", "ory_kratos_session=A; ory_kratos_session=A")];
    layer.authenticate(&parts(&pairs)).await.unwrap();
    layer
        .authenticate(&token("ory_kratos_session=A"))
        .await
        .unwrap();
    assert_eq!(kratos.asked(), 3);
    // A session token is one, wherever it is.
    layer.authenticate(&token("ory_st_a")).await.unwrap();
    let bearer = [("authorization", "Bearer ory_st_a")];
    layer.authenticate(&parts(&bearer)).await.unwrap();
    assert_eq!(kratos.asked(), 4);
}

#[tokio::test]
async fn property_4_nothing_negative_is_cached() {
    let mut answers = vec![
        session_of("ada"),
        cached(
            reply(403, r#"{"error":{"id":"session_aal2_required"}}"#),
            "60",
        ),
        cached(reply(500, ""), "60"),
        cached(reply(401, r#"{"error":{"code":401}}"#), "60"),
    ];
    let kratos = Kratos::new(move |_| answers.pop());
    let layer = kratos.layer().cache_for(60 * SECOND);
    let ada = token("ory_st_ada");
    assert_eq!(denied(&layer, &ada).await, DenialReason::NotSignedIn);
    assert_eq!(denied(&layer, &ada).await, DenialReason::Unavailable);
    assert_eq!(denied(&layer, &ada).await, DenialReason::Aal2Required);
    layer.authenticate(&ada).await.unwrap();
    layer.authenticate(&ada).await.unwrap();
    assert_eq!(kratos.asked(), 4);
}

#[tokio::test(start_paused = true)]
async fn property_6_the_servers_time_is_believed_on_200_only() {
    for (stated, kept) in [
        ("30", true),
        ("0", false),
        ("-1", false),
        ("abc", false),
        ("1.5", false),
        ("", false),
        ("100000000000000000000", false),
        ("18446744073709551615", true),
    ] {
        let kratos = Kratos::new(move |_| Some(cached(session_of("ada"), stated)));
        let layer = kratos.layer();
        for _ in 0..2 {
            layer.authenticate(&token("ory_st_a")).await.unwrap();
        }
        assert_eq!(kratos.asked() == 1, kept, "{stated}");
    }
    let kratos = Kratos::new(|_| Some(cached(reply(500, ""), "30")));
    let layer = kratos.layer();
    assert_eq!(denied(&layer, &token("a")).await, DenialReason::Unavailable);
    let asked = kratos.asked();
    kratos.answer(|_| Some(session_of("ada")));
    layer.authenticate(&token("a")).await.unwrap();
    assert_eq!(kratos.asked(), asked + 1);
}

#[tokio::test(start_paused = true)]
async fn property_7_the_cache_outlives_neither_its_bound_nor_the_session() {
    let kratos = Kratos::new(|_| Some(cached(session_of("ada"), "3600")));
    let layer = kratos.layer();
    let ada = token("ory_st_ada");
    layer.authenticate(&ada).await.unwrap();
    tokio::time::advance(299 * SECOND).await;
    layer.authenticate(&ada).await.unwrap();
    assert_eq!(kratos.asked(), 1);
    tokio::time::advance(2 * SECOND).await;
    layer.authenticate(&ada).await.unwrap();
    assert_eq!(kratos.asked(), 2);

    let layer = kratos
        .layer()
        .cache_at_most(Duration::ZERO)
        .cache_for(60 * SECOND);
    for _ in 0..2 {
        layer.authenticate(&ada).await.unwrap();
    }
    assert_eq!(kratos.asked(), 4);

    // A session that ends in ten seconds; the answer takes four of them.
    let kratos = Kratos::new(|_| {
        let mut session = session("ada");
        let end = ory_core::Timestamp::now().unix_seconds() + 11;
        session["expires_at"] = json!(ory_core::Timestamp::from_unix(end, 0).unwrap());
        Some(cached(reply(200, session.to_string()), "3600"))
    });
    kratos.delay(4 * SECOND);
    let layer = kratos.layer();
    layer.authenticate(&ada).await.unwrap();
    tokio::time::advance(Duration::from_millis(5_500)).await;
    layer.authenticate(&ada).await.unwrap();
    assert_eq!(kratos.asked(), 1);
    tokio::time::advance(2 * SECOND).await;
    layer.authenticate(&ada).await.unwrap();
    assert_eq!(kratos.asked(), 2);

    for over in [
        json!({"active": false}),
        json!({"expires_at": "2001-01-01T00:00:00Z"}),
    ] {
        let mut session = session("ada");
        for (name, value) in over.as_object().unwrap() {
            session[name] = value.clone();
        }
        kratos.answer(move |_| Some(reply(200, session.to_string())));
        assert_eq!(
            denied(&kratos.layer(), &ada).await,
            DenialReason::NotSignedIn
        );
    }
}

#[tokio::test]
async fn property_8_verdicts_are_per_request() {
    let kratos = Kratos::friendly();
    let warm = kratos.layer().cache_for(60 * SECOND);
    let ada = token("ory_st_ada");
    warm.authenticate(&ada).await.unwrap();
    assert_eq!(
        denied(&warm.clone().require_aal2(), &ada).await,
        DenialReason::Aal2Required
    );
    assert_eq!(
        denied(&warm.clone().require_recent(60 * SECOND), &ada).await,
        DenialReason::RefreshRequired
    );
    warm.authenticate(&ada).await.unwrap();
    assert_eq!(kratos.asked(), 1);
    // Fresh asks, and leaves nothing behind.
    let fresh = warm.clone().fresh();
    fresh.authenticate(&ada).await.unwrap();
    fresh.authenticate(&token("ory_st_other")).await.unwrap();
    assert_eq!(kratos.asked(), 3);
    assert_eq!(
        kratos.asked.lock().unwrap()[2]["cache-control"],
        "max-age=0"
    );
    warm.authenticate(&token("ory_st_other")).await.unwrap();
    assert_eq!(kratos.asked(), 4);
    assert!(!kratos.asked.lock().unwrap()[3].contains_key("cache-control"));
}

#[tokio::test]
async fn property_9_different_upstreams_never_share() {
    let (one, other) = (Kratos::friendly(), Kratos::new(|_| Some(reply(401, ""))));
    let ada = token("ory_st_ada");
    one.layer()
        .cache_for(60 * SECOND)
        .authenticate(&ada)
        .await
        .unwrap();
    let other = other.layer().cache_for(60 * SECOND);
    assert_eq!(denied(&other, &ada).await, DenialReason::NotSignedIn);
}

#[tokio::test(start_paused = true)]
async fn property_10_a_thousand_requests_ask_once() {
    let kratos = Kratos::friendly();
    kratos.delay(SECOND);
    let layer = kratos.layer();
    let all: Vec<_> = (0..1000)
        .map(|_| {
            let layer = layer.clone();
            tokio::spawn(async move { layer.authenticate(&token("ory_st_ada")).await.map(drop) })
        })
        .collect();
    for one in all {
        one.await.unwrap().unwrap();
    }
    assert_eq!(kratos.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn property_11_forget_beats_a_question_under_way() {
    let kratos = Kratos::friendly();
    let layer = kratos.layer().cache_for(60 * SECOND);
    for (credential, forget) in [
        (("x-session-token", "ory_st_a"), true),
        (("cookie", "x=1; ory_kratos_session=A"), false),
    ] {
        let before = kratos.asked();
        kratos.delay(SECOND);
        let asking = {
            let (layer, request) = (layer.clone(), parts(&[credential]));
            tokio::spawn(async move { layer.authenticate(&request).await.map(drop) })
        };
        tokio::time::sleep(SECOND / 2).await;
        let drop_it = || {
            if forget {
                layer.forget(&Secret::new("ory_st_a"));
            } else {
                layer.forget_request(&parts(&[credential]).headers);
            }
        };
        drop_it();
        asking.await.unwrap().unwrap();
        kratos.delay(Duration::ZERO);
        layer.authenticate(&parts(&[credential])).await.unwrap();
        layer.authenticate(&parts(&[credential])).await.unwrap();
        assert_eq!(kratos.asked(), before + 2);
        drop_it();
        layer.authenticate(&parts(&[credential])).await.unwrap();
        assert_eq!(kratos.asked(), before + 3);
    }
}

#[tokio::test(start_paused = true)]
async fn property_12_cookies_are_handed_on_once_and_never_from_the_cache() {
    let kratos = Kratos::new(|_| {
        let mut answer = session_of("ada");
        for cookie in ["ory_kratos_session=new; HttpOnly", "other=1"] {
            answer
                .headers_mut()
                .append(SET_COOKIE, HeaderValue::from_static(cookie));
        }
        Some(answer)
    });
    kratos.delay(SECOND);
    let layer = kratos.layer().cache_for(60 * SECOND);
    let cookie = || get(&[("cookie", "ory_kratos_session=old")]);
    let public: fn(&mut HeaderMap) = |headers| {
        headers.insert(
            CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=60"),
        );
        headers.append(SET_COOKIE, HeaderValue::from_static("own=1"));
        headers.append(VARY, HeaderValue::from_static("Accept"));
    };
    // Both that waited for the answer have it.
    let (one, other) = tokio::join!(
        through_to(&layer, cookie(), public),
        through_to(&layer, cookie(), public)
    );
    for response in [one, other] {
        let cookies: Vec<_> = response.headers().get_all(SET_COOKIE).iter().collect();
        assert_eq!(
            cookies,
            ["own=1", "ory_kratos_session=new; HttpOnly", "other=1"]
        );
        assert_eq!(response.headers()[CACHE_CONTROL], "private, no-store");
        let vary: Vec<_> = response.headers().get_all(VARY).iter().collect();
        assert_eq!(vary, ["Accept", "Cookie, Authorization, X-Session-Token"]);
    }
    let later = through_to(&layer, cookie(), public).await;
    assert_eq!(later.headers().get_all(SET_COOKIE).iter().count(), 1);
    assert_eq!(later.headers()[CACHE_CONTROL], "public, max-age=60");
    let plain = through(&layer, cookie()).await;
    assert_eq!(plain.headers()[CACHE_CONTROL], "private, no-store");
    assert_eq!(kratos.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_session_serves_a_while_longer_while_kratos_is_down() {
    let kratos = Kratos::friendly();
    let layer = kratos
        .layer()
        .cache_for(60 * SECOND)
        .stale_if_unavailable(600 * SECOND);
    let ada = token("ory_st_ada");
    layer.authenticate(&ada).await.unwrap();
    kratos.answer(|_| Some(reply(503, "")));
    tokio::time::advance(300 * SECOND).await;
    layer.authenticate(&ada).await.unwrap();
    assert_eq!(
        denied(&layer, &token("ory_st_new")).await,
        DenialReason::Unavailable
    );
    tokio::time::advance(400 * SECOND).await;
    assert_eq!(denied(&layer, &ada).await, DenialReason::Unavailable);
    // What Kratos refuses is over, whatever was kept.
    kratos.answer(|_| Some(session_of("ada")));
    layer.authenticate(&ada).await.unwrap();
    kratos.answer(|_| Some(reply(401, "")));
    tokio::time::advance(61 * SECOND).await;
    assert_eq!(denied(&layer, &ada).await, DenialReason::NotSignedIn);
}
