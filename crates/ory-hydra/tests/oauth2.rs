//! The flows of an OAuth2 client against scripted answers: what is asked, and what becomes of what comes back.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ory_core::http::{Request, Response, StatusCode};
use ory_core::{Body, Bytes, ErrorKind, RetryPolicy};
use ory_hydra::ory_core;
use ory_hydra::{
    Application, Client, ClientAuth, ConsentChallenge, ConsentSkip, DeviceOutcome, DevicePoll,
    LoginChallenge, OAuth2ErrorCode, Tokens,
};
use tokio::time::Instant;

/// A request that was sent: method and path with query, `Authorization`, body.
#[derive(Clone, Debug)]
struct Sent {
    target: String,
    authorization: Option<String>,
    body: String,
    at: Instant,
}

impl Sent {
    /// A field of the form, as it is on the wire.
    fn field(&self, name: &str) -> Option<&str> {
        let mut pairs = self.body.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|pair| pair.0 == name).map(|pair| pair.1)
    }
}

#[derive(Clone)]
struct Answer(u16, String, Duration);

fn json(status: u16, body: impl Into<String>) -> Answer {
    Answer(status, body.into(), Duration::ZERO)
}

/// A server that gives its answers in turn, the last one again and again.
#[derive(Clone, Default)]
struct Server {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Server {
    fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let server = Server::default();
        server.answers.lock().unwrap().extend(answers);
        server
    }

    fn client(&self) -> Client {
        self.client_at("http://127.0.0.1:1").unwrap()
    }

    fn client_at(&self, url: &str) -> Result<Client, ory_hydra::Error> {
        let server = self.clone();
        let service = tower::service_fn(move |request: Request<Body>| {
            let server = server.clone();
            async move { Ok::<_, Infallible>(server.answer(request).await) }
        });
        Client::builder()
            .url(url)
            .config(
                &ory_hydra::ory_core::Config::new()
                    .retry(RetryPolicy::never())
                    .transport(service),
            )
            .build()
    }

    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let body = ory_core_collect(body).await;
        self.sent.lock().unwrap().push(Sent {
            target: format!("{} {}", parts.method, parts.uri.path_and_query().unwrap()),
            authorization: parts
                .headers
                .get("authorization")
                .map(|value| value.to_str().unwrap().to_owned()),
            body,
            at: Instant::now(),
        });
        let Answer(status, body, delay) = {
            let mut answers = self.answers.lock().unwrap();
            match answers.len() {
                1 => answers[0].clone(),
                _ => answers.pop_front().unwrap(),
            }
        };
        tokio::time::sleep(delay).await;
        let mut response = Response::new(Body::from(Bytes::from(body)));
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        response
    }

    fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    fn shop(&self, auth: ClientAuth) -> Application {
        self.client().oauth2().application("shop", auth)
    }
}

async fn ory_core_collect(body: Body) -> String {
    use http_body_util::BodyExt;
    let bytes = body.collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn token(lifetime: &str) -> Answer {
    json(
        200,
        format!(
            r#"{{"access_token":"at","token_type":"bearer","expires_in":{lifetime},"scope":"a b","refresh_token":"rt2","new":1}}"#
        ),
    )
}

fn oauth2(status: u16, error: &str) -> Answer {
    json(
        status,
        format!(r#"{{"error":"{error}","error_description":"hunter2"}}"#),
    )
}

fn base64url(text: &str) -> String {
    let text = ory_core::__private::encoded::base64::encode(text.as_bytes());
    text.trim_end_matches('=').to_owned()
}

#[tokio::test]
async fn the_client_is_named_as_it_was_registered() {
    let ask = |auth: ClientAuth| async move {
        let server = Server::new([token("60")]);
        let request = server.shop(auth).client_credentials().scope(["a", "b"]);
        request.await.unwrap();
        server.sent().remove(0)
    };
    let basic = ask(ClientAuth::basic("se:cret")).await;
    assert_eq!(basic.target, "POST /oauth2/token");
    assert_eq!(basic.field("grant_type"), Some("client_credentials"));
    assert_eq!(basic.field("scope"), Some("a%20b"));
    assert_eq!(basic.field("client_id"), None);
    // `shop:se%3Acret`
    assert_eq!(
        basic.authorization.as_deref(),
        Some("Basic c2hvcDpzZSUzQWNyZXQ=")
    );

    let post = ask(ClientAuth::post("se:cret")).await;
    assert_eq!(post.field("client_id"), Some("shop"));
    assert_eq!(post.field("client_secret"), Some("se%3Acret"));
    assert_eq!(post.authorization, None);

    let none = ask(ClientAuth::none()).await;
    assert_eq!(none.field("client_id"), Some("shop"));
    assert_eq!(none.field("client_secret"), None);
    assert_eq!(none.authorization, None);
}

#[tokio::test]
async fn secrets_in_forms_are_not_shown_to_the_network_either() {
    let server = Server::new([token("60")]);
    for auth in [ClientAuth::basic("s"), ClientAuth::post("s")] {
        let hydra = server.client_at("http://hydra.example").unwrap();
        let error = hydra
            .oauth2()
            .application("shop", auth)
            .client_credentials()
            .await;
        let error = error.unwrap_err();
        assert!(error.is_configuration(), "{error}");
    }
    assert!(server.sent().is_empty());
}

#[tokio::test]
async fn expiry_is_a_time_and_unknown_fields_are_kept() {
    let answered = |lifetime: &'static str| async move {
        let server = Server::new([token(lifetime)]);
        let tokens = server.shop(ClientAuth::none()).refresh("rt1").await;
        assert_eq!(server.sent()[0].field("refresh_token"), Some("rt1"));
        tokens.unwrap()
    };
    let tokens = answered("3600").await;
    let remaining = tokens.remaining().unwrap();
    assert!(remaining <= Duration::from_secs(3600) && remaining > Duration::from_secs(3500));
    assert!(!tokens.expires_within(Duration::from_secs(60)));
    assert_eq!(tokens.extra["new"], 1);
    assert!(tokens.scopes().eq(["a", "b"]));
    let kept: Tokens = serde_json::from_str(&serde_json::to_string(&tokens).unwrap()).unwrap();
    assert_eq!(kept, tokens);
    let printed = format!("{tokens:?}");
    assert!(
        !printed.contains("at\"") && !printed.contains("rt2"),
        "{printed}"
    );

    for over in ["0", "-5", "\"0\""] {
        let tokens = answered(over).await;
        assert_eq!(tokens.remaining(), Some(Duration::ZERO), "{over}");
        assert!(tokens.expires_within(Duration::ZERO));
    }
    assert!(answered("\"60\"").await.remaining().unwrap() > Duration::from_secs(50));
    for unknown in ["null", "\"soon\"", "{}"] {
        assert_eq!(answered(unknown).await.remaining(), None, "{unknown}");
    }
    // A century, not an overflow.
    for far in ["1e300", "18446744073709551615"] {
        assert!(answered(far).await.remaining().unwrap() > Duration::from_secs(3_000_000_000));
    }
}

#[tokio::test]
async fn what_is_no_token_response_is_a_clear_error() {
    for (answer, kind, says) in [
        (json(200, "<html>portal</html>"), ErrorKind::Decode, "HTML"),
        (json(200, ""), ErrorKind::Decode, "JSON"),
        (json(200, "[]"), ErrorKind::Decode, "JSON"),
        (
            json(200, r#"{"token_type":"bearer"}"#),
            ErrorKind::Decode,
            "has no access token",
        ),
        (
            json(200, r#"{"access_token":""}"#),
            ErrorKind::Decode,
            "has no access token",
        ),
        (json(502, "<html>bad</html>"), ErrorKind::Api, "502"),
        (
            oauth2(400, "invalid_grant"),
            ErrorKind::Api,
            "invalid_grant",
        ),
    ] {
        let server = Server::new([answer.clone()]);
        let error = server.shop(ClientAuth::none()).refresh("rt").await;
        let error = error.unwrap_err();
        assert_eq!(error.kind(), kind, "{}", answer.1);
        let text = error.to_string();
        assert!(text.contains(says) && !text.contains("hunter2"), "{text}");
    }
}

#[tokio::test]
async fn error_codes_are_typed_and_open() {
    let code = |answer: Answer| async move {
        let server = Server::new([answer]);
        let error = server.shop(ClientAuth::none()).refresh("rt").await;
        OAuth2ErrorCode::of(&error.unwrap_err())
    };
    assert_eq!(
        code(oauth2(401, "invalid_client")).await,
        Some(OAuth2ErrorCode::InvalidClient)
    );
    let new = code(oauth2(400, "use_dpop_nonce")).await.unwrap();
    assert_eq!(new.as_str(), "use_dpop_nonce");
    assert!(matches!(new, OAuth2ErrorCode::Unknown(_)));
    assert_eq!(
        code(oauth2(404, "Unable to locate the resource")).await,
        None
    );
    assert_eq!(code(json(500, "<html>")).await, None);
    assert_eq!(code(json(403, r#"{"error":{"code":403}}"#)).await, None);
}

/// Begins a login and exchanges a code; the ID token has these claims, `NONCE` replaced by the login's.
async fn exchange(claims: &str) -> (Result<Tokens, ory_hydra::Error>, Sent, String) {
    let server = Server::default();
    let shop = server.shop(ClientAuth::basic("secret"));
    // Signatures have tests of their own.
    #[cfg(feature = "jwt")]
    let shop = shop.trust_token_endpoint();
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
    let id_token = format!(
        "e30.{}.c2ln",
        base64url(&claims.replace("NONCE", &parameter("nonce")))
    );
    server.answers.lock().unwrap().push_back(json(
        200,
        format!(r#"{{"access_token":"at","token_type":"bearer","expires_in":60,"id_token":"{id_token}"}}"#),
    ));
    let query = format!("code=c1&state={}", parameter("state"));
    let code = authorization.pending.redeem(&query).unwrap();
    let tokens = shop.exchange(code).await;
    (tokens, server.sent().remove(0), parameter("code_challenge"))
}

#[tokio::test]
async fn a_code_is_exchanged_with_the_verifier_of_its_challenge() {
    let claims = r#"{"iss":"i","sub":"alice","aud":["shop"],"exp":99999999999,"nonce":"NONCE"}"#;
    let (tokens, sent, challenge) = exchange(claims).await;
    assert!(tokens.unwrap().id_token.is_some());
    assert_eq!(sent.field("grant_type"), Some("authorization_code"));
    assert_eq!(sent.field("code"), Some("c1"));
    assert_eq!(
        sent.field("redirect_uri"),
        Some("https%3A%2F%2Fshop.example%2Fcb")
    );
    let verifier = sent.field("code_verifier").unwrap();
    assert_eq!(verifier.len(), 43);
    assert_ne!(verifier, challenge);
}

#[tokio::test]
async fn an_id_token_of_another_login_client_or_time_is_refused() {
    for (claims, says) in [
        (
            r#"{"iss":"i","sub":"alice","aud":["shop"],"exp":99999999999,"nonce":"other"}"#,
            "nonce",
        ),
        (
            r#"{"iss":"i","sub":"alice","aud":["shop"],"exp":99999999999}"#,
            "nonce",
        ),
        (
            r#"{"iss":"i","sub":"alice","aud":["bank"],"exp":99999999999,"nonce":"NONCE"}"#,
            "another client",
        ),
        (
            r#"{"iss":"i","sub":"alice","aud":["shop"],"exp":1,"nonce":"NONCE"}"#,
            "clock",
        ),
        ("[]", "not one"),
    ] {
        let error = exchange(claims).await.0.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        let text = error.to_string();
        assert!(text.contains(says) && !text.contains("alice"), "{text}");
    }
}

fn codes(expires_in: i64, interval: &str) -> Answer {
    json(
        200,
        format!(
            r#"{{"device_code":"dc","user_code":"ABCD","verification_uri":"https://h/device","expires_in":{expires_in}{interval}}}"#
        ),
    )
}

async fn device(answers: impl IntoIterator<Item = Answer>) -> (Server, ory_hydra::DeviceLogin) {
    let server = Server::new(answers);
    let request = server.shop(ClientAuth::none()).device().scope(["openid"]);
    let login = request.begin().await.unwrap();
    (server, login)
}

/// Seconds between the requests.
fn gaps(server: &Server) -> Vec<u64> {
    let sent = server.sent();
    sent.windows(2)
        .map(|pair| (pair[1].at - pair[0].at).as_secs())
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_device_asks_as_often_as_it_may_until_the_user_agrees() {
    let (server, login) = device([
        codes(600, ""),
        oauth2(400, "authorization_pending"),
        oauth2(400, "slow_down"),
        oauth2(400, "authorization_pending"),
        json(503, "<html>"),
        token("60"),
    ])
    .await;
    assert_eq!(login.user_code().expose(), "ABCD");
    let DeviceOutcome::Approved(tokens) = login.wait().await.unwrap() else {
        panic!("not approved");
    };
    assert_eq!(tokens.access_token.expose(), "at");
    // 5 by default, 5 more after `slow_down`, twice as long after a failure.
    assert_eq!(gaps(&server), [5, 5, 10, 10, 20]);
    let asked = &server.sent()[1];
    assert_eq!(asked.field("device_code"), Some("dc"));
    assert_eq!(asked.field("client_id"), Some("shop"));
    assert_eq!(
        asked.field("grant_type"),
        Some("urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code")
    );
}

#[tokio::test(start_paused = true)]
async fn a_device_code_that_is_never_approved_expires() {
    let begun = Instant::now();
    let answers = [
        codes(60, r#","interval":7"#),
        oauth2(400, "authorization_pending"),
    ];
    let (server, login) = device(answers).await;
    assert_eq!(login.wait().await.unwrap(), DeviceOutcome::Expired);
    assert_eq!(begun.elapsed().as_secs(), 60);
    assert_eq!(gaps(&server), [7; 8]);

    // Never asked at all.
    let (server, mut login) = device([codes(0, "")]).await;
    let ended = DevicePoll::Ended(DeviceOutcome::Expired);
    assert_eq!(login.poll().await.unwrap(), ended);
    assert_eq!(login.wait().await.unwrap(), DeviceOutcome::Expired);
    assert_eq!(server.sent().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_device_login_ends_by_what_the_server_says() {
    for (error, outcome) in [
        ("access_denied", DeviceOutcome::Denied),
        ("expired_token", DeviceOutcome::Expired),
    ] {
        let (_, login) = device([codes(600, ""), oauth2(400, error)]).await;
        assert_eq!(login.wait().await.unwrap(), outcome);
    }
    let (server, login) = device([codes(600, ""), oauth2(401, "invalid_client")]).await;
    let error = login.wait().await.unwrap_err();
    assert_eq!(
        OAuth2ErrorCode::of(&error),
        Some(OAuth2ErrorCode::InvalidClient)
    );
    assert_eq!(server.sent().len(), 2);
    // A server that is down until the end is an error, not an expiry.
    let (_, login) = device([codes(60, ""), json(503, "")]).await;
    assert!(login.wait().await.unwrap_err().is_server_error());
    // An interval of zero does not become a storm.
    let pending = oauth2(400, "authorization_pending");
    let (server, login) = device([codes(10, r#","interval":0"#), pending]).await;
    assert_eq!(login.wait().await.unwrap(), DeviceOutcome::Expired);
    assert!(server.sent().len() <= 11, "{}", server.sent().len());
}

#[tokio::test]
async fn a_device_authorization_without_codes_is_an_error() {
    for body in [
        "{}",
        r#"{"device_code":"","user_code":"u","verification_uri":"v"}"#,
    ] {
        let server = Server::new([json(200, body)]);
        let error = server.shop(ClientAuth::none()).device().begin().await;
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Decode);
    }
    // Hydra 2.3.
    let server = Server::new([json(404, "404 page not found")]);
    let error = server.shop(ClientAuth::none()).device().begin().await;
    assert!(error.unwrap_err().is_wrong_endpoint());
}

const CLIENT: &str = r#"{"client_id":"shop","grant_types":[]}"#;

#[tokio::test(start_paused = true)]
async fn a_source_asks_once_for_many_and_again_ahead_of_the_expiry() {
    let token = |name: &str| {
        let body =
            format!(r#"{{"access_token":"{name}","token_type":"Bearer","expires_in":1000}}"#);
        Answer(200, body, Duration::from_millis(50))
    };
    let hydra = Server::new([token("one"), json(500, "<html>"), token("two")]);
    let source = hydra
        .shop(ClientAuth::basic("s"))
        .token_source(|shop| shop.client_credentials());
    let api = Server::new([json(200, CLIENT)]);
    let admin = {
        let service = api.clone();
        let service = tower::service_fn(move |request: Request<Body>| {
            let service = service.clone();
            async move { Ok::<_, Infallible>(service.answer(request).await) }
        });
        let builder = Client::builder().admin_url("http://127.0.0.1:2");
        builder
            .credentials(source)
            .config(&ory_hydra::ory_core::Config::new().transport(service))
            .build()
            .unwrap()
    };
    let call = async || {
        admin
            .oauth2()
            .registered_client("shop")
            .get()
            .await
            .unwrap()
    };
    tokio::join!(call(), call(), call());
    assert_eq!(hydra.sent().len(), 1);
    // Renewed ahead; the failure does not take away the token that is still good.
    tokio::time::sleep(Duration::from_secs(950)).await;
    call().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(hydra.sent().len(), 2);
    call().await;
    tokio::time::sleep(Duration::from_secs(15)).await;
    call().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    call().await;
    assert_eq!(hydra.sent().len(), 3);
    let used: Vec<_> = api
        .sent()
        .into_iter()
        .map(|sent| sent.authorization.unwrap())
        .collect();
    assert_eq!(used[..6], ["Bearer one"; 6]);
    assert_eq!(used[6], "Bearer two");
}

/// A client whose calls carry tokens of the source; they all succeed.
fn calls_with(source: ory_core::credentials::TokenSource) -> (Client, Server) {
    let api = Server::new([json(200, CLIENT)]);
    let server = api.clone();
    let service = tower::service_fn(move |request: Request<Body>| {
        let server = server.clone();
        async move { Ok::<_, Infallible>(server.answer(request).await) }
    });
    let builder = Client::builder().admin_url("http://127.0.0.1:2");
    let client = builder
        .credentials(source)
        .config(&ory_hydra::ory_core::Config::new().transport(service))
        .build();
    (client.unwrap(), api)
}

async fn user(hydra: &Server, lifetime: u64) -> (ory_hydra::UserTokens, Application) {
    let first = Server::new([token(&lifetime.to_string())]);
    let tokens = first.shop(ClientAuth::none()).refresh("rt1").await.unwrap();
    let shop = hydra.shop(ClientAuth::none());
    (shop.user_tokens(tokens), shop)
}

#[tokio::test(start_paused = true)]
async fn each_refresh_uses_the_newest_refresh_token_and_is_stored() {
    let refreshed = |n: u32| {
        json(
            200,
            format!(
                r#"{{"access_token":"at{n}","token_type":"bearer","expires_in":0,"refresh_token":"r{n}"}}"#
            ),
        )
    };
    let hydra = Server::new([refreshed(3), refreshed(4)]);
    let stored = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&stored);
    let (user, _) = user(&hydra, 0).await;
    let source = user
        .on_refresh(move |tokens| {
            let token = tokens.refresh_token.clone().unwrap();
            keep.lock().unwrap().push(token.into_exposed());
        })
        .into_source();
    let (client, api) = calls_with(source);
    for _ in 0..2 {
        client
            .oauth2()
            .registered_client("shop")
            .get()
            .await
            .unwrap();
    }
    let used: Vec<_> = hydra
        .sent()
        .iter()
        .map(|sent| sent.field("refresh_token").unwrap().to_owned())
        .collect();
    assert_eq!(used, ["rt2", "r3"]);
    assert_eq!(*stored.lock().unwrap(), ["r3", "r4"]);
    assert_eq!(api.sent()[1].authorization.as_deref(), Some("Bearer at4"));
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_call_does_not_lose_the_new_refresh_token() {
    let body =
        r#"{"access_token":"at3","token_type":"bearer","expires_in":900,"refresh_token":"r3"}"#;
    let slow = Answer(200, body.to_owned(), Duration::from_secs(5));
    let hydra = Server::new([slow]);
    let (user, _) = user(&hydra, 0).await;
    let (client, api) = calls_with(user.into_source());
    let call = client.oauth2().registered_client("shop").get();
    tokio::time::timeout(Duration::from_secs(1), call.send())
        .await
        .unwrap_err();
    tokio::time::sleep(Duration::from_secs(10)).await;
    client
        .oauth2()
        .registered_client("shop")
        .get()
        .await
        .unwrap();
    assert_eq!(hydra.sent().len(), 1);
    assert_eq!(api.sent()[0].authorization.as_deref(), Some("Bearer at3"));
}

#[tokio::test(start_paused = true)]
async fn a_refresh_whose_response_was_lost_is_not_repeated() {
    let hydra = Server::new([json(502, "<html>bad gateway</html>")]);
    let (user, _) = user(&hydra, 0).await;
    let (client, api) = calls_with(user.into_source());
    let call = client.oauth2().registered_client("shop").get();
    let error = call.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    assert!(
        error.may_have_been_sent() && !error.is_retryable(),
        "{error}"
    );
    assert_eq!(hydra.sent().len(), 1);
    assert!(api.sent().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_refused_refresh_says_to_log_in_again() {
    let hydra = Server::new([oauth2(400, "invalid_grant")]);
    let (user, _) = user(&hydra, 0).await;
    let (client, api) = calls_with(user.into_source());
    let error = client
        .oauth2()
        .registered_client("shop")
        .get()
        .await
        .unwrap_err();
    let mut text = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(error) = source {
        text.push_str(&error.to_string());
        source = error.source();
    }
    assert!(text.contains("log in again"), "{text}");
    assert!(!error.is_retryable() && api.sent().is_empty());
}

#[tokio::test]
async fn a_login_challenge_is_asked_skipped_or_handled() {
    let challenge = |skip: bool| {
        json(
            200,
            format!(
                r#"{{"challenge":"c","client":{{}},"request_url":"u","skip":{skip},"subject":"alice"}}"#
            ),
        )
    };
    let done = json(200, r#"{"redirect_to":"https://h/next"}"#);
    let server = Server::new([challenge(true), done.clone()]);
    let LoginChallenge::Skip(login) = server.client().oauth2().login_challenge("c").await.unwrap()
    else {
        panic!("not skipped");
    };
    assert_eq!(login.subject(), "alice");
    let to = login.accept().remember_for(Duration::ZERO).await.unwrap();
    assert_eq!(to.redirect_to, "https://h/next");
    let sent = &server.sent()[1];
    assert_eq!(
        sent.target,
        "PUT /admin/oauth2/auth/requests/login/accept?login_challenge=c"
    );
    let body: serde_json::Value = serde_json::from_str(&sent.body).unwrap();
    assert_eq!(body["subject"], "alice");
    assert_eq!(body["remember"], false);

    let server = Server::new([challenge(false), done]);
    let LoginChallenge::Ask(login) = server.client().oauth2().login_challenge("c").await.unwrap()
    else {
        panic!("not asked");
    };
    login.reject(OAuth2ErrorCode::AccessDenied).await.unwrap();
    assert_eq!(server.sent()[1].body, r#"{"error":"access_denied"}"#);

    let server = Server::new([json(410, r#"{"redirect_to":"https://h/canary"}"#)]);
    let handled = server.client().oauth2().login_challenge("c").await.unwrap();
    assert!(!format!("{handled:?}").contains("canary"));
    assert!(
        matches!(handled, LoginChallenge::AlreadyHandled { redirect_to } if redirect_to == "https://h/canary")
    );
}

#[tokio::test]
async fn a_consent_grants_no_more_than_was_asked_for() {
    let challenge = |rest: &str| {
        json(
            200,
            format!(
                r#"{{"challenge":"c","requested_scope":["a","b"],"requested_access_token_audience":["x"]{rest}}}"#
            ),
        )
    };
    let done = json(200, r#"{"redirect_to":"https://h/next"}"#);
    let server = Server::new([challenge(""), done]);
    let asked = server
        .client()
        .oauth2()
        .consent_challenge("c")
        .await
        .unwrap();
    let ConsentChallenge::Ask(consent) = asked else {
        panic!("not asked");
    };
    let accept = consent.accept(["b", "admin"]).remember_indefinitely();
    let claims = serde_json::json!({"tier": "gold"});
    accept.access_token_claims(claims).await.unwrap();
    let body: serde_json::Value = serde_json::from_str(&server.sent()[1].body).unwrap();
    assert_eq!(
        body,
        serde_json::json!({
            "grant_scope": ["b"], "grant_access_token_audience": ["x"], "remember": true, "remember_for": 0,
            "session": {"access_token": {"tier": "gold"}}
        })
    );
    for (rest, why) in [
        (r#","skip":true"#, ConsentSkip::Remembered),
        (
            r#","client":{"skip_consent":true}"#,
            ConsentSkip::TrustedClient,
        ),
    ] {
        let server = Server::new([challenge(rest)]);
        let skipped = server
            .client()
            .oauth2()
            .consent_challenge("c")
            .await
            .unwrap();
        assert!(matches!(skipped, ConsentChallenge::Skip(_, reason) if reason == why));
    }
}

#[tokio::test]
async fn an_update_keeps_what_the_sdk_does_not_know() {
    let fetched = r#"{"client_id":"shop","client_name":"Shop","from_the_future":{"x":1},"created_at":"2024-01-01T00:00:00Z"}"#;
    let server = Server::new([json(200, fetched)]);
    let shop = server.client().oauth2().registered_client("shop");
    shop.update(|client| client.client_name = Some("Shop & Co".to_owned()))
        .await
        .unwrap();
    let sent = &server.sent()[1];
    assert_eq!(sent.target, "PUT /admin/clients/shop");
    let body: serde_json::Value = serde_json::from_str(&sent.body).unwrap();
    assert_eq!(body["client_name"], "Shop & Co");
    assert_eq!(body["from_the_future"], serde_json::json!({"x": 1}));
    assert!(body.get("created_at").is_none());

    shop.replace_secret().await.unwrap();
    let patch: serde_json::Value = serde_json::from_str(&server.sent()[2].body).unwrap();
    assert_eq!(patch[0]["path"], "/client_secret");
    assert_eq!(patch[0]["value"].as_str().unwrap().len(), 43);
}
