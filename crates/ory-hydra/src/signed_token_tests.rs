//! ID tokens and logout tokens, verified by the keys of an issuer.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use http_body_util::Full;
use ory_core::http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use ory_core::http::{Request, Response};
use ory_core::jwt::{Jwks, JwtError, JwtVerifier};
use ory_core::{Bytes, Error, ErrorKind, Secret};
use serde_json::{Value, json};

use crate::testing::Issuer;
use crate::{BackChannelLogout, Client, ClientAuth, IdToken, LogoutToken, Tokens};

fn verifier(issuer: &Issuer) -> JwtVerifier {
    JwtVerifier::new(issuer.keys(), "https://auth.example", "shop")
}

fn id_claims(issuer: &Issuer, change: &[(&str, Value)]) -> Value {
    let mut claims = json!({
        "iss": "https://auth.example", "sub": "ada", "aud": ["shop"], "iat": issuer.now(), "exp": issuer.now() + 60,
        "rat": issuer.now(), "auth_time": issuer.now(), "nonce": "n", "sid": "s",
        "at_hash": "77QmUPtjPfzWtF2AnpK9RQ",
    });
    changed(&mut claims, change);
    claims
}

fn changed(claims: &mut Value, change: &[(&str, Value)]) {
    for (name, value) in change {
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(*name)),
            value => claims[*name] = value.clone(),
        }
    }
}

#[tokio::test]
async fn an_id_token_is_of_this_client_and_login() {
    let issuer = Issuer::new();
    let verifier = verifier(&issuer);
    let verify = async |change: &[(&str, Value)], nonce: Option<&str>| {
        let token = issuer.sign(&id_claims(&issuer, change));
        IdToken::verify(&token, &verifier, nonce).await
    };
    let token = verify(&[], Some("n")).await.unwrap();
    assert_eq!(
        (token.subject.as_str(), token.session_id.as_deref()),
        ("ada", Some("s"))
    );
    assert!(verify(&[], None).await.is_ok());
    for (change, expected) in [
        (("nonce", json!("other")), r#"Claim("nonce")"#),
        (("nonce", Value::Null), r#"Claim("nonce")"#),
        (("aud", json!(["bank"])), "Audience"),
        (("aud", json!(["shop", "bank"])), r#"Claim("azp")"#),
        (("azp", json!("bank")), r#"Claim("azp")"#),
        (("azp", json!(1)), r#"Claim("azp")"#),
        (("exp", json!(1)), "Expired"),
        (("sub", json!(1)), r#"Claim("sub")"#),
        (("iss", json!("https://evil.example")), "Issuer"),
        (("events", json!({})), "Kind"),
    ] {
        let error = verify(std::slice::from_ref(&change), Some("n"))
            .await
            .unwrap_err();
        assert_eq!(format!("{error:?}"), expected, "{change:?}");
    }
    let several = [("aud", json!(["shop", "bank"])), ("azp", json!("shop"))];
    assert!(verify(&several, Some("n")).await.is_ok());
    // What a consent app adds does not make it another kind; what lacks every mark of a login is an
    // access token.
    let added = [("scp", json!(["x"])), ("client_id", json!("shop"))];
    assert!(verify(&added, Some("n")).await.is_ok());
    let access = json!({
        "iss": "https://auth.example", "sub": "ada", "aud": ["shop"], "exp": issuer.now() + 60, "client_id": "shop",
        "scp": ["openid"],
    });
    let error = IdToken::verify(&issuer.sign(&access), &verifier, None)
        .await
        .unwrap_err();
    assert!(matches!(error, JwtError::Kind));
    for kind in ["at+jwt", "logout+jwt"] {
        let token = issuer.sign_as(kind, &id_claims(&issuer, &[]));
        let error = IdToken::verify(&token, &verifier, "n").await.unwrap_err();
        assert!(matches!(error, JwtError::Kind));
    }
    let other = Issuer::new().sign(&id_claims(&issuer, &[]));
    let error = IdToken::verify(&other, &verifier, "n").await.unwrap_err();
    assert!(matches!(error, JwtError::Signature));
}

#[tokio::test]
async fn an_id_token_tells_its_access_token_and_the_age_of_its_login() {
    let issuer = Issuer::new();
    let verifier = verifier(&issuer);
    let verify = async |change: &[(&str, Value)]| {
        let token = issuer.sign(&id_claims(&issuer, change));
        IdToken::verify(&token, &verifier, "n").await.unwrap()
    };
    // OpenID Connect Core, appendix A.3 and A.4.
    let access_token = Secret::new("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y");
    let token = verify(&[]).await;
    assert!(token.is_of(&access_token));
    assert!(!token.is_of(&Secret::new("other")));
    assert!(
        !verify(&[("at_hash", Value::Null)])
            .await
            .is_of(&access_token)
    );
    assert!(
        !verify(&[("at_hash", json!(""))])
            .await
            .is_of(&Secret::new(""))
    );
    let second = std::time::Duration::from_secs(1);
    assert!(token.authenticated_within(second));
    let old = verify(&[("auth_time", json!(issuer.now() - 300))]).await;
    assert!(old.authenticated_within(300 * second));
    assert!(!old.authenticated_within(200 * second));
    assert!(
        !verify(&[("auth_time", Value::Null)])
            .await
            .authenticated_within(second)
    );
}

fn logout_claims(issuer: &Issuer, change: &[(&str, Value)]) -> Value {
    let mut claims = json!({
        "iss": "https://auth.example", "aud": ["shop"], "iat": issuer.now(), "jti": "j", "sid": "s",
        "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
    });
    changed(&mut claims, change);
    claims
}

#[tokio::test]
async fn a_logout_token_is_recent_and_says_whose_session_ends() {
    let issuer = Issuer::new();
    let verifier = verifier(&issuer);
    let verify = async |change: &[(&str, Value)]| {
        let token = issuer.sign(&logout_claims(&issuer, change));
        LogoutToken::verify(&token, &verifier).await
    };
    let token = verify(&[]).await.unwrap();
    assert_eq!(
        (token.session_id.as_deref(), token.subject.as_deref()),
        (Some("s"), None)
    );
    assert_eq!(token.id, "j");
    assert!(
        verify(&[("sid", Value::Null), ("sub", json!("ada"))])
            .await
            .is_ok()
    );
    for (change, expected) in [
        (("sid", Value::Null), r#"Claim("sid")"#),
        (("sid", json!("")), r#"Claim("sid")"#),
        (("sid", json!(1)), r#"Claim("sid")"#),
        (("jti", Value::Null), r#"Claim("jti")"#),
        (("iat", Value::Null), r#"Claim("iat")"#),
        (("iat", json!(issuer.now() - 400)), "Expired"),
        (("iat", json!(issuer.now() + 400)), "NotYetValid"),
        (("nonce", json!("n")), "Kind"),
        (("events", Value::Null), r#"Claim("events")"#),
        (("events", json!({})), r#"Claim("events")"#),
        (
            (
                "events",
                json!({"http://schemas.openid.net/event/backchannel-logout": true}),
            ),
            r#"Claim("events")"#,
        ),
        (("aud", json!("bank")), "Audience"),
    ] {
        let error = verify(std::slice::from_ref(&change)).await.unwrap_err();
        assert_eq!(format!("{error:?}"), expected, "{change:?}");
    }
    // An ID token is not one.
    let id_token = issuer.sign(&id_claims(&issuer, &[]));
    assert!(LogoutToken::verify(&id_token, &verifier).await.is_err());
}

#[tokio::test]
async fn the_back_channel_answers_as_the_specification_has_it() {
    let issuer = Issuer::new();
    let endpoint = BackChannelLogout::new(verifier(&issuer));
    let ended = Mutex::new(Vec::new());
    let post = async |media: &'static str, form: String, works: bool| {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
        let response = endpoint
            .handle(&headers, form.as_bytes(), async |logout: LogoutToken| {
                ended.lock().unwrap().push(logout.session_id);
                if works {
                    Ok(())
                } else {
                    Err("the database is down".into())
                }
            })
            .await;
        assert_eq!(response.headers()["cache-control"], "no-store");
        response.status().as_u16()
    };
    const FORM: &str = "application/x-www-form-urlencoded";
    let token = issuer.sign(&logout_claims(&issuer, &[]));
    let good = format!("logout_token={}", token.expose());
    assert_eq!(post(FORM, good.clone(), true).await, 204);
    assert_eq!(
        post(
            "application/x-www-form-urlencoded; charset=UTF-8",
            format!("a=b&{good}"),
            true
        )
        .await,
        204
    );
    let escaped = good.replace('.', "%2E");
    assert_eq!(post(FORM, escaped, true).await, 204);
    assert_eq!(post(FORM, good.clone(), false).await, 503);
    assert_eq!(ended.lock().unwrap().len(), 4);
    let old = issuer.sign(&logout_claims(&issuer, &[("iat", json!(1))]));
    for (media, form) in [
        ("application/json", good.clone()),
        (FORM, String::new()),
        (FORM, "logout_token".to_owned()),
        (FORM, "logout_token=".to_owned()),
        (FORM, "logout_token=%ff".to_owned()),
        (FORM, format!("{good}&{good}")),
        (FORM, format!("logout_token={}", old.expose())),
        (FORM, "x".repeat(300 * 1024)),
    ] {
        assert_eq!(post(media, form, true).await, 400);
    }
    assert_eq!(ended.lock().unwrap().len(), 4);
    let down = Jwks::remote(|| async { Err("down".into()) });
    let down = BackChannelLogout::new(JwtVerifier::new(down, "https://auth.example", "shop"));
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(FORM));
    let denial = down.read(&headers, good.as_bytes()).await.unwrap_err();
    assert_eq!(denial.status(), 503);
}

/// Exchanges a code at a Hydra that answers with `id_token`, made from the login's nonce; and what
/// Hydra was asked.
async fn exchange(
    keys: Option<Value>,
    id_token: impl Fn(&str) -> String,
) -> (Result<Tokens, Error>, Vec<String>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let answer = Arc::new(Mutex::new(String::new()));
    let service = {
        let (asked, answer) = (Arc::clone(&asked), Arc::clone(&answer));
        tower::service_fn(move |request: Request<ory_core::Body>| {
            let path = request.uri().path().to_owned();
            let (status, body) = match (path.as_str(), &keys) {
                ("/.well-known/jwks.json", Some(keys)) => (200, keys.to_string()),
                ("/.well-known/jwks.json", None) => (503, String::new()),
                _ => (200, answer.lock().unwrap().clone()),
            };
            asked.lock().unwrap().push(path);
            async move {
                let mut response = Response::new(Full::new(Bytes::from(body)));
                *response.status_mut() = status.try_into().unwrap();
                Ok::<_, Infallible>(response)
            }
        })
    };
    let hydra = Client::builder()
        .url("https://auth.example")
        .config(
            &ory_core::Config::new()
                .retry(ory_core::RetryPolicy::never())
                .transport(service),
        )
        .build()
        .unwrap();
    let shop = hydra
        .oauth2()
        .application("shop", ClientAuth::basic("secret"));
    let authorization = shop
        .authorize("https://shop.example/cb")
        .scope(["openid"])
        .begin()
        .unwrap();
    let parameter = |name: &str| {
        let query = authorization.url.split_once('?').unwrap().1;
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|pair| pair.0 == name).unwrap().1.to_owned()
    };
    let tokens = json!({"access_token": "at", "token_type": "bearer", "id_token": id_token(&parameter("nonce"))});
    *answer.lock().unwrap() = tokens.to_string();
    let query = format!("code=c1&state={}", parameter("state"));
    let code = authorization.pending.redeem(&query).unwrap();
    let tokens = shop.exchange(code).await;
    let asked = asked.lock().unwrap().clone();
    (tokens, asked)
}

#[tokio::test]
async fn an_exchange_verifies_the_signature_of_the_id_token() {
    let issuer = Issuer::new();
    let signed = |nonce: &str| {
        let claims = id_claims(&issuer, &[("nonce", json!(nonce))]);
        issuer.sign(&claims).expose().to_owned()
    };
    let (tokens, asked) = exchange(Some(issuer.jwks()), signed).await;
    tokens.unwrap();
    assert_eq!(asked, ["/.well-known/jwks.json", "/oauth2/token"]);
    // By a key of the same name that is not Hydra's.
    let forged = |nonce: &str| {
        let claims = id_claims(&issuer, &[("nonce", json!(nonce))]);
        Issuer::new().sign(&claims).expose().to_owned()
    };
    let error = exchange(Some(issuer.jwks()), forged).await.0.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("signature"), "{error}");
    // Without keys the code is kept.
    let (tokens, asked) = exchange(None, signed).await;
    assert_eq!(tokens.unwrap_err().kind(), ErrorKind::Connect);
    assert_eq!(asked, ["/.well-known/jwks.json"]);
}
