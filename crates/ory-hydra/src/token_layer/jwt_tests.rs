//! Tokens that are verified here.

use std::time::Duration;

use ory_core::jwt::Jwks;
use ory_core::{Audience, DenialReason, Secret};
use serde_json::{Value, json};

use super::tests::{Hydra, active, bearer, denied};
use crate::TokenLayer;
use crate::testing::Issuer;

fn access(issuer: &Issuer, change: &[(&str, Value)]) -> Secret {
    let mut claims = json!({
        "iss": "https://auth.example", "sub": "ada", "aud": ["api"], "client_id": "shop", "scp": ["read", "write"],
        "ext": {"plan": "pro"}, "jti": "j", "iat": issuer.now(), "nbf": issuer.now(), "exp": issuer.now() + 60,
    });
    for (name, value) in change {
        claims[*name] = value.clone();
    }
    issuer.sign(&claims)
}

fn jwt(issuer: &Issuer) -> TokenLayer {
    let verifier = ory_core::jwt::JwtVerifier::new(issuer.keys(), "https://auth.example/", "api");
    TokenLayer::jwt(verifier)
}

async fn reason(layer: &TokenLayer, token: &Secret) -> DenialReason {
    denied(layer, &bearer(token.expose())).await.0
}

#[tokio::test]
async fn a_verified_token_has_the_same_view_as_an_introspected_one() {
    let issuer = Issuer::new();
    let layer = jwt(&issuer);
    let of = async |change: &[(&str, Value)]| {
        let token = access(&issuer, change);
        layer
            .authenticate(&bearer(token.expose()))
            .await
            .unwrap()
            .unwrap()
    };
    let token = of(&[("plan", json!("top level"))]).await;
    assert_eq!(
        (token.subject(), token.client_id()),
        (Some("ada"), Some("shop"))
    );
    assert!(token.has_scope("read") && !token.has_scope("admin"));
    assert_eq!(token.audience(), ["api"]);
    assert_eq!(token.details().ext["plan"], "pro");
    assert_eq!(token.claims()["plan"], "top level");
    assert_eq!(token.claims()["jti"], "j");
    assert!(token.expires_at().is_some());
    // The other forms of scopes.
    let text = of(&[("scp", json!(null)), ("scope", json!("a b"))]).await;
    assert_eq!(text.scopes().collect::<Vec<_>>(), ["a", "b"]);
    let both = of(&[("scope", json!("read write"))]).await;
    assert_eq!(both.scopes().collect::<Vec<_>>(), ["read", "write"]);
    let none = of(&[("scp", json!(null))]).await;
    assert_eq!(none.scopes().count(), 0);
    let scoped = layer.clone().require_scope(["admin"]);
    assert_eq!(
        reason(&scoped, &access(&issuer, &[])).await,
        DenialReason::InsufficientScope
    );
}

#[tokio::test]
async fn property_22_id_refresh_and_logout_tokens_are_not_access_tokens() {
    let issuer = Issuer::new();
    let layer = jwt(&issuer);
    layer
        .authenticate(&bearer(access(&issuer, &[]).expose()))
        .await
        .unwrap();
    // An ID token of Hydra's, with what a consent app can put into it to look like an access token.
    let id_token = json!({
        "iss": "https://auth.example", "sub": "ada", "aud": ["api"], "iat": issuer.now(), "exp": issuer.now() + 60,
        "rat": issuer.now(), "auth_time": issuer.now(), "sid": "s", "at_hash": "x", "jti": "j", "acr": "0",
        "client_id": "evil", "scp": ["admin"],
    });
    assert_eq!(
        reason(&layer, &issuer.sign(&id_token)).await,
        DenialReason::InvalidToken
    );
    // Each mark of one is enough, whatever its value.
    for mark in ["at_hash", "c_hash", "nonce", "rat", "events"] {
        for value in [json!("x"), json!(null), json!(0)] {
            let token = access(&issuer, &[(mark, value)]);
            assert_eq!(
                reason(&layer, &token).await,
                DenialReason::InvalidToken,
                "{mark}"
            );
        }
    }
    for (name, value) in [
        ("client_id", json!(null)),
        ("client_id", json!("")),
        ("client_id", json!(1)),
        ("scp", json!({"admin": true})),
        ("scp", json!([1])),
        ("ext", json!("x")),
        ("sub", json!(1)),
    ] {
        let token = access(&issuer, &[(name, value)]);
        assert_eq!(
            reason(&layer, &token).await,
            DenialReason::InvalidToken,
            "{name}"
        );
    }
    let claims = json!({
        "iss": "https://auth.example", "aud": ["api"], "client_id": "shop", "exp": issuer.now() + 60,
    });
    for (kind, good) in [
        ("at+jwt", true),
        ("application/at+JWT", true),
        ("JWT", true),
        ("logout+jwt", false),
        ("x", false),
    ] {
        let token = issuer.sign_as(kind, &claims);
        let result = layer.authenticate(&bearer(token.expose())).await;
        assert_eq!(result.is_ok(), good, "{kind}");
    }
    // Hydra's own verifier refuses them too, without a layer.
    let hydra = Hydra::friendly().client();
    let own = hydra.oauth2().access_tokens("https://auth.example", "api");
    assert!(format!("{own:?}").contains("auth.example"));
}

#[tokio::test]
async fn property_23_an_absent_audience_is_refused() {
    let issuer = Issuer::new();
    for audience in [
        json!(null),
        json!([]),
        json!(1),
        json!({"api": 1}),
        json!("other"),
    ] {
        let token = access(&issuer, &[("aud", audience)]);
        assert_eq!(
            reason(&jwt(&issuer), &token).await,
            DenialReason::InvalidToken
        );
    }
}

#[tokio::test]
async fn what_cannot_be_verified_here_is_introspected() {
    let issuer = Issuer::new();
    let verifier = ory_core::jwt::JwtVerifier::new(issuer.keys(), "https://auth.example", "api");
    let hydra = Hydra::friendly();
    let hybrid = TokenLayer::jwt_or_introspect(verifier.clone(), &hydra.client())
        .cache_for(Duration::from_secs(60));
    // Verified here: nobody is asked.
    hybrid
        .authenticate(&bearer(access(&issuer, &[]).expose()))
        .await
        .unwrap();
    assert_eq!(hydra.asked(), 0);
    // What is wrong with it is wrong, and Hydra is not asked for a second opinion.
    for change in [
        ("exp", json!(1)),
        ("aud", json!("other")),
        ("iss", json!("x")),
        ("nonce", json!("n")),
    ] {
        let token = access(&issuer, &[change]);
        assert_eq!(reason(&hybrid, &token).await, DenialReason::InvalidToken);
    }
    let forged = format!(
        "{}AA",
        access(&issuer, &[]).expose().trim_end_matches(|_| false)
    );
    let forged = format!("{}{}", &forged[..forged.len() - 10], "AAAAAAAA");
    assert_eq!(
        reason(&hybrid, &Secret::new(forged)).await,
        DenialReason::InvalidToken
    );
    assert_eq!(hydra.asked(), 0);
    // Opaque, of an unknown key, of an algorithm that is not supported.
    let unknown = Issuer::named("other");
    let es512 = "eyJhbGciOiJFUzUxMiIsImtpZCI6ImsifQ.e30.AAAA";
    for token in ["ory_at_opaque", access(&unknown, &[]).expose(), es512] {
        for _ in 0..2 {
            hybrid.authenticate(&bearer(token)).await.unwrap();
        }
    }
    assert_eq!(hydra.asked(), 3);
    // The verifier's audience is that of introspection.
    let other = verifier.clone().audience("other");
    let other = TokenLayer::jwt_or_introspect(other, &hydra.client());
    assert_eq!(
        reason(&other, &Secret::new("ory_at_opaque")).await,
        DenialReason::InvalidToken
    );
    // While there are no keys, Hydra is asked, and without Hydra nobody knows.
    let down = Jwks::remote(|| async { Err("down".into()) });
    let down = ory_core::jwt::JwtVerifier::new(down, "https://auth.example", Audience::from("api"));
    let hybrid = TokenLayer::jwt_or_introspect(down.clone(), &hydra.client());
    let token = access(&issuer, &[]);
    hybrid.authenticate(&bearer(token.expose())).await.unwrap();
    assert_eq!(
        reason(&TokenLayer::jwt(down), &token).await,
        DenialReason::Unavailable
    );
    let gone = Hydra::new(|_| (503, active(&[]).to_string()));
    let alone = TokenLayer::jwt_or_introspect(verifier, &gone.client());
    assert_eq!(
        reason(&alone, &Secret::new("ory_at_opaque")).await,
        DenialReason::Unavailable
    );
    // By JWT alone, opaque tokens and unknown keys are refused: an attacker can make those up.
    let only = jwt(&issuer);
    assert_eq!(
        reason(&only, &Secret::new("ory_at_opaque")).await,
        DenialReason::InvalidToken
    );
    assert_eq!(
        reason(&only, &access(&unknown, &[])).await,
        DenialReason::InvalidToken
    );
}
