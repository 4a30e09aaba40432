//! What the layer lets through, asks and keeps, by the numbers of the security properties. Hydra is
//! a closure here: what it answers was seen on servers, what they do is proved elsewhere.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http_body_util::{BodyExt as _, Full};
use ory_core::checks::Layer as _;
use ory_core::http::header::{AUTHORIZATION, HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use ory_core::http::{Request, Response};
use ory_core::{Audience, Bytes, Caller, CallerKind, DenialReason, Secret, Timestamp};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::{ActiveToken, Client, ScopeMatch, TokenLayer};

pub(super) const SECOND: Duration = Duration::from_secs(1);

/// What Hydra answers to an introspection of this token, and the tokens it was asked about.
#[derive(Clone)]
pub(super) struct Hydra {
    reply: Arc<Mutex<Reply>>,
    asked: Arc<Mutex<Vec<String>>>,
}

type Reply = Box<dyn FnMut(&str) -> (u16, String) + Send>;

impl Hydra {
    pub(super) fn new(reply: impl FnMut(&str) -> (u16, String) + Send + 'static) -> Self {
        Hydra {
            reply: Arc::new(Mutex::new(Box::new(reply))),
            asked: Arc::default(),
        }
    }

    /// Every token is active.
    pub(super) fn friendly() -> Self {
        Self::new(|_| (200, active(&[]).to_string()))
    }

    fn answer(&self, reply: impl FnMut(&str) -> (u16, String) + Send + 'static) {
        *self.reply.lock().unwrap() = Box::new(reply);
    }

    pub(super) fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    pub(super) fn client(&self) -> Client {
        self.client_at("http://hydra.example:4445")
    }

    fn client_at(&self, url: &str) -> Client {
        let hydra = self.clone();
        let service = tower::service_fn(move |request: Request<ory_core::Body>| {
            let hydra = hydra.clone();
            async move {
                let body = request.into_body().collect().await.unwrap().to_bytes();
                let form = String::from_utf8(body.to_vec()).unwrap();
                assert!(!form.contains("scope="), "the answer would be of one route");
                let token = form.split('&').find_map(|pair| pair.strip_prefix("token="));
                let token = token.unwrap().to_owned();
                let (status, body) = (hydra.reply.lock().unwrap())(&token);
                hydra.asked.lock().unwrap().push(token);
                let mut response = Response::new(Full::new(Bytes::from(body)));
                *response.status_mut() = status.try_into().unwrap();
                Ok::<_, Infallible>(response)
            }
        });
        Client::builder()
            .admin_url(url)
            .public_url("http://hydra.example:4444")
            .config(&ory_core::Config::new().transport(service))
            .build()
            .unwrap()
    }

    fn layer(&self) -> TokenLayer {
        TokenLayer::introspect(&self.client(), "api")
    }
}

/// The answer to an introspection, with these members changed.
pub(super) fn active(change: &[(&str, Value)]) -> Value {
    let mut answer = json!({
        "active": true, "aud": ["api"], "client_id": "shop", "sub": "ada", "scope": "read write",
        "exp": Timestamp::now().unix_seconds() + 3600, "token_use": "access_token", "token_type": "Bearer",
    });
    for (name, value) in change {
        answer[*name] = value.clone();
    }
    answer
}

pub(super) fn headers(values: &[&str]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(AUTHORIZATION, HeaderValue::from_str(value).unwrap());
    }
    headers
}

pub(super) fn bearer(token: &str) -> HeaderMap {
    headers(&[&format!("Bearer {token}")])
}

pub(super) async fn denied(
    layer: &TokenLayer,
    headers: &HeaderMap,
) -> (DenialReason, Option<String>) {
    let denial = layer.authenticate(headers).await.unwrap_err();
    let response = denial.response();
    let challenge = response.headers().get(WWW_AUTHENTICATE);
    let challenge = challenge.map(|value| value.to_str().unwrap().to_owned());
    (denial.reason().clone(), challenge)
}

async fn reason(layer: &TokenLayer, headers: &HeaderMap) -> DenialReason {
    denied(layer, headers).await.0
}

#[tokio::test]
async fn challenges_are_those_of_rfc_6750_and_9728() {
    let hydra = Hydra::friendly();
    let layer = hydra.layer();
    let challenge = |text: &str| Some(text.to_owned());
    assert_eq!(
        denied(&layer, &HeaderMap::new()).await,
        (DenialReason::NoCredentials, challenge("Bearer"))
    );
    assert_eq!(
        denied(&layer, &headers(&["Basic dXNlcg=="])).await,
        (DenialReason::NoCredentials, challenge("Bearer"))
    );
    let long = format!("Bearer {}", "x".repeat(17 * 1024));
    for wrong in [
        &["Bearer a", "Bearer b"][..],
        &["Bearer a b"],
        &["Bearer "],
        &[&long],
    ] {
        assert_eq!(
            denied(&layer, &headers(wrong)).await,
            (
                DenialReason::InvalidRequest,
                challenge("Bearer error=\"invalid_request\"")
            )
        );
    }
    assert_eq!(hydra.asked(), 0);
    let both = layer
        .clone()
        .require_scope(["read"])
        .require_scope(["admin \"x\""]);
    assert_eq!(
        denied(&both, &bearer("a")).await,
        (
            DenialReason::InsufficientScope,
            challenge(r#"Bearer error="insufficient_scope",scope="read admin \"x\"""#)
        )
    );
    hydra.answer(|_| (200, r#"{"active":false}"#.to_owned()));
    let layer = layer.resource_metadata("https://api.example/.well-known/oauth-protected-resource");
    let metadata =
        r#"resource_metadata="https://api.example/.well-known/oauth-protected-resource""#;
    assert_eq!(
        denied(&layer, &bearer("a")).await,
        (
            DenialReason::InvalidToken,
            Some(format!("Bearer error=\"invalid_token\",{metadata}"))
        )
    );
    assert_eq!(
        denied(&layer, &HeaderMap::new()).await.1,
        Some(format!("Bearer {metadata}"))
    );
}

#[tokio::test]
async fn property_4_nothing_negative_is_cached() {
    let mut answers = vec![
        active(&[]).to_string(),
        r#"{"active":false}"#.to_owned(),
        r#"{"active":false}"#.to_owned(),
    ];
    let hydra = Hydra::new(move |_| (200, answers.pop().unwrap()));
    let layer = hydra.layer().cache_for(60 * SECOND);
    for _ in 0..2 {
        assert_eq!(
            reason(&layer, &bearer("a")).await,
            DenialReason::InvalidToken
        );
    }
    for _ in 0..2 {
        layer.authenticate(&bearer("a")).await.unwrap();
    }
    assert_eq!(hydra.asked(), 3);
}

#[tokio::test(start_paused = true)]
async fn property_5_an_outage_is_never_401() {
    let hydra = Hydra::friendly();
    for layer in [hydra.layer(), hydra.layer().optional()] {
        for status in [429, 500, 501, 502, 503, 504] {
            hydra.answer(move |_| (status, r#"{"active":false}"#.to_owned()));
            let (reason, challenge) = denied(&layer, &bearer("a")).await;
            assert_eq!(
                (reason, challenge),
                (DenialReason::Unavailable, None),
                "{status}"
            );
        }
        for body in [
            "",
            "<html>",
            "[]",
            r#"{"active":"yes"}"#,
            r#"{"active":true,"exp":"x"}"#,
        ] {
            hydra.answer(move |_| (200, body.to_owned()));
            assert_eq!(
                reason(&layer, &bearer("a")).await,
                DenialReason::Unavailable,
                "{body}"
            );
        }
        for status in [302, 400, 401, 403, 404] {
            hydra.answer(move |_| (status, String::new()));
            assert_eq!(
                reason(&layer, &bearer("a")).await,
                DenialReason::Misconfigured,
                "{status}"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn property_7_the_cache_outlives_neither_its_time_nor_the_token() {
    let hydra = Hydra::friendly();
    let layer = hydra.layer().cache_for(60 * SECOND);
    layer.authenticate(&bearer("a")).await.unwrap();
    tokio::time::advance(59 * SECOND).await;
    layer.authenticate(&bearer("a")).await.unwrap();
    assert_eq!(hydra.asked(), 1);
    tokio::time::advance(2 * SECOND).await;
    layer.authenticate(&bearer("a")).await.unwrap();
    assert_eq!(hydra.asked(), 2);
    // By default each request asks.
    let plain = hydra.layer();
    for _ in 0..2 {
        plain.authenticate(&bearer("a")).await.unwrap();
    }
    assert_eq!(hydra.asked(), 4);
    // A token that ends sooner.
    let end = Timestamp::now().unix_seconds() + 10;
    hydra.answer(move |_| (200, active(&[("exp", json!(end))]).to_string()));
    layer.authenticate(&bearer("b")).await.unwrap();
    tokio::time::advance(11 * SECOND).await;
    layer.authenticate(&bearer("b")).await.unwrap();
    assert_eq!(hydra.asked(), 6);
    hydra.answer(|_| (200, active(&[("exp", json!(1))]).to_string()));
    assert_eq!(
        reason(&layer, &bearer("c")).await,
        DenialReason::InvalidToken
    );
}

#[tokio::test]
async fn property_8_verdicts_are_per_request() {
    let hydra = Hydra::friendly();
    let warm = hydra.layer().cache_for(60 * SECOND);
    warm.authenticate(&bearer("a")).await.unwrap();
    warm.clone()
        .require_scope(["read", "write"])
        .authenticate(&bearer("a"))
        .await
        .unwrap();
    let admin = warm.clone().require_scope(["admin"]);
    assert_eq!(
        reason(&admin, &bearer("a")).await,
        DenialReason::InsufficientScope
    );
    let parts = warm.clone().require_scope(["rea", "read write"]);
    assert_eq!(
        reason(&parts, &bearer("a")).await,
        DenialReason::InsufficientScope
    );
    assert_eq!(hydra.asked(), 1);
    hydra.answer(|_| (200, active(&[("scope", json!("orders.*"))]).to_string()));
    let orders = warm.clone().require_scope(["orders.read"]);
    assert_eq!(
        reason(&orders, &bearer("b")).await,
        DenialReason::InsufficientScope
    );
    let wildcard = orders.scope_match(ScopeMatch::Wildcard);
    wildcard.authenticate(&bearer("b")).await.unwrap();
    assert_eq!(hydra.asked(), 2);
    // Two audiences of one Hydra.
    let other = TokenLayer::introspect(&hydra.client(), ["x", "y"]).cache_for(60 * SECOND);
    for _ in 0..2 {
        assert_eq!(
            reason(&other, &bearer("a")).await,
            DenialReason::InvalidToken
        );
    }
    assert_eq!(hydra.asked(), 3);
}

#[tokio::test]
async fn property_9_different_upstreams_never_share() {
    let hydra = Hydra::friendly();
    let one = hydra.layer().cache_for(60 * SECOND);
    one.authenticate(&bearer("a")).await.unwrap();
    let other = Hydra::new(|_| (200, r#"{"active":false}"#.to_owned()));
    let other = other.layer().cache_for(60 * SECOND);
    assert_eq!(
        reason(&other, &bearer("a")).await,
        DenialReason::InvalidToken
    );
}

#[tokio::test]
async fn property_11_forget_drops_a_token() {
    let hydra = Hydra::friendly();
    let layer = hydra.layer().cache_for(60 * SECOND);
    layer.authenticate(&bearer("a")).await.unwrap();
    layer.forget(&Secret::new("a"));
    layer.authenticate(&bearer("a")).await.unwrap();
    assert_eq!(hydra.asked(), 2);
}

#[tokio::test]
async fn property_13_extensions_cannot_be_smuggled_and_the_caller_is_known() {
    let hydra = Hydra::friendly();
    let mallory = hydra
        .layer()
        .authenticate(&bearer("m"))
        .await
        .unwrap()
        .unwrap();
    let handler = tower::service_fn(|request: Request<()>| async move {
        let token = request
            .extensions()
            .get::<ActiveToken>()
            .and_then(ActiveToken::subject);
        let caller = request.extensions().get::<Caller>();
        let seen = json!([
            token,
            caller.map(Caller::id),
            caller.map(|caller| format!("{:?}", caller.kind()))
        ]);
        Ok::<_, Infallible>(Response::new(Full::new(Bytes::from(seen.to_string()))))
    });
    let seen = async |headers: HeaderMap, layer: TokenLayer| {
        let mut request = Request::new(());
        *request.headers_mut() = headers;
        request.extensions_mut().insert(mallory.clone());
        request
            .extensions_mut()
            .insert(Caller::new("root", CallerKind::Client));
        let response = layer.layer(handler).oneshot(request).await.unwrap();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        serde_json::from_slice::<Value>(&body).unwrap()
    };
    let optional = hydra.layer().optional();
    assert_eq!(
        seen(HeaderMap::new(), optional.clone()).await,
        json!([null, null, null])
    );
    assert_eq!(
        seen(bearer("a"), optional.clone()).await,
        json!(["ada", "ada", "Token"])
    );
    // Client credentials: the subject is the client.
    hydra.answer(|_| (200, active(&[("sub", json!("shop"))]).to_string()));
    assert_eq!(
        seen(bearer("a"), optional.clone()).await,
        json!(["shop", "shop", "Client"])
    );
    hydra.answer(|_| (200, active(&[("sub", json!(null))]).to_string()));
    assert_eq!(
        seen(bearer("a"), optional).await,
        json!([null, "shop", "Client"])
    );
}

#[tokio::test]
async fn property_20_no_header_bytes_panic() {
    let hydra = Hydra::new(|_| (200, r#"{"active":false}"#.to_owned()));
    let layer = hydra.layer();
    let mut seed: u64 = 22;
    let mut below = move |limit: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) as usize % limit
    };
    let pieces = [
        "Bearer", " ", "ey", ".", "=", "\u{fc}", "\t", "\"", ",", "a", "+", "%",
    ];
    for _ in 0..3_000 {
        let text: Vec<u8> = (0..below(9))
            .flat_map(|_| pieces[below(pieces.len())].bytes())
            .collect();
        if let Ok(value) = HeaderValue::from_bytes(&text) {
            let mut headers = HeaderMap::new();
            headers.insert(AUTHORIZATION, value);
            let denial = layer.authenticate(&headers).await.unwrap_err();
            assert!(denial.status().is_client_error());
        }
    }
}

#[tokio::test]
async fn property_22_a_refresh_token_is_no_access_token() {
    for change in [
        [
            ("token_use", json!("refresh_token")),
            ("token_type", json!("Bearer")),
        ],
        // Servers before `token_use`.
        [
            ("token_use", json!(null)),
            ("token_type", json!("refresh_token")),
        ],
    ] {
        let hydra = Hydra::new(move |_| (200, active(&change).to_string()));
        assert_eq!(
            reason(&hydra.layer(), &bearer("a")).await,
            DenialReason::InvalidToken
        );
    }
}

#[tokio::test]
async fn property_23_an_absent_audience_is_refused() {
    for audience in [json!(null), json!([]), json!(["other"]), json!(["API"])] {
        let hydra = Hydra::new(move |_| (200, active(&[("aud", audience.clone())]).to_string()));
        assert_eq!(
            reason(&hydra.layer(), &bearer("a")).await,
            DenialReason::InvalidToken
        );
        let unchecked = TokenLayer::introspect(&hydra.client(), Audience::Unchecked);
        unchecked.authenticate(&bearer("a")).await.unwrap();
    }
}

#[tokio::test]
async fn property_19_no_secret_is_printed_or_told() {
    let hydra = Hydra::new(|_| {
        let canary = json!({"deep": "CANARY"});
        (
            200,
            active(&[("sub", json!("CANARY")), ("ext", canary)]).to_string(),
        )
    });
    let layer = hydra.layer();
    let token = layer.authenticate(&bearer("CANARY")).await.unwrap();
    assert!(!format!("{token:?} {layer:?}").contains("CANARY"));
    hydra.answer(|_| (500, r#"{"error":"CANARY"}"#.to_owned()));
    let denial = layer.authenticate(&bearer("CANARY")).await.unwrap_err();
    let response = denial.response();
    let told = format!("{denial} {denial:?} {:?} {response:?}", denial.error());
    assert!(!told.contains("CANARY"), "{told}");
}
