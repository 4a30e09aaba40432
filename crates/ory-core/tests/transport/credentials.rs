//! Which credentials travel where.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http::{HeaderName, HeaderValue, Request, Response};
use ory_core::__private::{Call, decode};
use ory_core::credentials::{
    ApiKey, Basic, Bearer, ClientCredentials, CredentialHeaders, Credentials, CredentialsError,
    CredentialsFuture, Target,
};
use ory_core::operation::{Auth, Idempotency, OperationSpec};
use ory_core::{Body, BoxError, Client, ErrorKind};

use crate::server::{Act, Server, reply};
use crate::{
    KEYED, MAKE, ON_ADMIN, PUBLIC, READ, WORKSPACE, call, chain, client_of, config, quick,
};

async fn call_with(
    client: &Client,
    spec: &'static OperationSpec,
    credentials: impl Credentials,
) -> Result<String, ory_core::Error> {
    let mut own = Call::new(client, spec, &[]);
    own.set_credentials(credentials);
    own.send(decode::text).await
}

#[tokio::test]
async fn the_client_s_key_goes_only_where_one_is_declared() {
    let server = Server::always("ok");
    let client = client_of(server.url())
        .api_key("ory_pat_key")
        .build()
        .unwrap();
    const fn declares(auth: Auth) -> OperationSpec {
        crate::spec("other", http::Method::GET, PUBLIC, auth, Idempotency::Safe)
    }
    static OTHERS: [OperationSpec; 6] = [
        declares(Auth::WorkspaceApiKey),
        declares(Auth::None),
        declares(Auth::OAuth2Client),
        declares(Auth::Bearer),
        declares(Auth::AccessToken),
        declares(Auth::SessionToken),
    ];
    for spec in &OTHERS {
        call(&client, spec).await.unwrap();
        assert_eq!(
            server.requests().last().unwrap().one("authorization"),
            None,
            "{:?}",
            spec.auth
        );
    }
    call(&client, &KEYED).await.unwrap();
    assert_eq!(
        server.requests().last().unwrap().one("authorization"),
        Some("Bearer ory_pat_key")
    );

    let client = client_of(server.url())
        .api_key("ory_pat_key")
        .workspace_credentials(ApiKey::new("ory_wak_key"))
        .build()
        .unwrap();
    call(&client, &KEYED).await.unwrap();
    call(&client, &WORKSPACE).await.unwrap();
    let sent: Vec<String> = server.requests()[7..]
        .iter()
        .map(|request| request.one("authorization").unwrap().to_owned())
        .collect();
    assert_eq!(sent, ["Bearer ory_pat_key", "Bearer ory_wak_key"]);
}

#[tokio::test]
async fn a_call_s_own_credentials_are_always_sent_and_only_with_it() {
    let server = Server::always("ok");
    let client = client_of(server.url())
        .api_key("ory_pat_key")
        .build()
        .unwrap();
    call_with(&client, &READ, Bearer::new("own")).await.unwrap();
    call_with(&client, &KEYED, Basic::new("id", "s+ecret"))
        .await
        .unwrap();
    call(&client, &KEYED).await.unwrap();
    // A token that the operation itself takes is not replaced by the client's key.
    let mut registered = Call::new(&client, &KEYED, &[]);
    registered.bearer("registration");
    registered.send(decode::text).await.unwrap();

    let requests = server.requests();
    let sent: Vec<_> = requests
        .iter()
        .map(|request| request.one("authorization").unwrap())
        .collect();
    // `id:s%2Becret`.
    assert_eq!(
        sent,
        [
            "Bearer own",
            "Basic aWQ6cyUyQmVjcmV0",
            "Bearer ory_pat_key",
            "Bearer registration"
        ]
    );
}

#[tokio::test]
async fn nothing_secret_is_sent_in_the_clear() {
    // `0.0.0.0` reaches this machine, but is no loopback address.
    let server = Server::always("ok");
    let clear = format!("http://0.0.0.0:{}", server.address.port());
    let error = client_of(&clear)
        .api_key("ory_pat_key")
        .build()
        .unwrap_err();
    assert!(
        error.to_string().contains("allow_insecure_credentials"),
        "{error}"
    );

    // With another endpoint that is private, building works and the call fails.
    let both = || {
        client_of(&clear)
            .endpoint(crate::ADMIN, server.url())
            .api_key("ory_pat_key")
    };
    let client = both().build().unwrap();
    let error = call(&client, &KEYED).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let text = error.to_string();
    assert!(
        text.contains("`public_url`") && text.contains("allow_insecure_credentials"),
        "{text}"
    );
    assert!(!chain(&error).contains("ory_pat_key"));
    let error = call_with(&client, &READ, Bearer::new("own"))
        .await
        .unwrap_err();
    assert_eq!(
        error.kind(),
        ErrorKind::Configuration,
        "a call's own are no exception"
    );
    assert_eq!(server.count(), 0);

    // Without credentials, plain http is nobody's business.
    call(&client, &READ).await.unwrap();
    call(&client, &ON_ADMIN).await.unwrap();
    let client = both().allow_insecure_credentials().build().unwrap();
    call(&client, &KEYED).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests[0].one("authorization"), None);
    assert_eq!(requests[1].one("authorization"), Some("Bearer ory_pat_key"));
    assert_eq!(requests[2].one("authorization"), Some("Bearer ory_pat_key"));
}

#[tokio::test]
async fn a_key_of_the_wrong_kind_is_named_when_it_is_refused() {
    let server =
        Server::start(|_, _| vec![Act::Send(reply(401, &[], r#"{"error":{"code":401}}"#))]);
    for (key, spec, expected) in [
        ("ory_wak_key", &KEYED, Some("workspace API key")),
        ("ory_pat_key", &WORKSPACE, Some("project API key")),
        ("ory_apikey_key", &WORKSPACE, Some("project API key")),
        ("ory_st_key", &KEYED, Some("session token")),
        ("ory_pat_key", &KEYED, None),
        ("ory_wak_key", &WORKSPACE, None),
    ] {
        let client = client_of(server.url())
            .api_key(key)
            .workspace_credentials(ApiKey::new(key))
            .build()
            .unwrap();
        let error = call(&client, spec).await.unwrap_err();
        assert!(error.is_unauthorized());
        let text = format!("{} {error:?}", chain(&error));
        match expected {
            Some(expected) => assert!(text.contains(expected), "{text}"),
            None => assert!(!text.contains("the key that was sent"), "{text}"),
        }
        assert!(!text.contains(key), "{text}");
    }
    assert_eq!(server.count(), 6, "401 is not asked for again");
}

#[tokio::test]
async fn that_there_is_no_key_is_said_where_one_is_asked_for() {
    let server =
        Server::start(|_, _| vec![Act::Send(reply(401, &[], r#"{"error":{"code":401}}"#))]);
    let client = client_of(server.url()).build().unwrap();
    for (spec, expected) in [
        (&KEYED, Some("`api_key`")),
        (&WORKSPACE, Some("`workspace_api_key`")),
        (&READ, None),
    ] {
        let text = call(&client, spec).await.unwrap_err().to_string();
        match expected {
            Some(setter) => assert!(text.contains(setter), "{text}"),
            None => assert!(text.ends_with("401 Unauthorized"), "{text}"),
        }
    }
    // Whoever set the header knows that there is one.
    let mut own = Call::new(&client, &KEYED, &[]);
    own.set_header("authorization", "Bearer x");
    let text = own.send(decode::text).await.unwrap_err().to_string();
    assert!(text.ends_with("401 Unauthorized"), "{text}");
}

/// Credentials of a user's own, with headers of their own.
#[tokio::test]
async fn credentials_can_be_anything() {
    struct Signed(AtomicUsize);
    impl Credentials for Signed {
        fn headers<'a>(&'a self, target: Target<'a>) -> CredentialsFuture<'a> {
            let turn = self.0.fetch_add(1, Ordering::SeqCst);
            let text = format!("{} {} {turn}", target.origin(), target.operation().id);
            CredentialsFuture::boxed(async move {
                tokio::task::yield_now().await;
                match turn {
                    0 => Err("not yet".into()),
                    3 => Err(CredentialsError::permanent("the vault is sealed").into()),
                    _ => Ok(CredentialHeaders::authorization(text.try_into()?).and(
                        HeaderName::from_static("x-second"),
                        HeaderValue::from_static("2"),
                    )),
                }
            })
        }
    }
    let server = Server::start(|_, number| {
        vec![Act::Send(reply(
            if number == 0 { 429 } else { 200 },
            &[],
            "ok",
        ))]
    });
    let client = client_of(server.url())
        .credentials(Signed(AtomicUsize::new(0)))
        .build()
        .unwrap();
    static MAKE_KEYED: OperationSpec = crate::spec(
        "makeKeyed",
        http::Method::POST,
        PUBLIC,
        Auth::ApiKey,
        Idempotency::Once,
    );
    // Asked for every attempt; a failure means that nothing was sent.
    assert_eq!(call(&client, &MAKE_KEYED).await.unwrap(), "ok");
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    let expected = |turn| format!("{} makeKeyed {turn}", server.url());
    assert_eq!(requests[0].one("authorization"), Some(expected(1).as_str()));
    assert_eq!(requests[1].one("authorization"), Some(expected(2).as_str()));
    assert_eq!(requests[1].one("x-second"), Some("2"));

    let error = call(&client, &MAKE_KEYED).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("the vault is sealed"), "{error}");
    assert_eq!(server.count(), 2);
}

// Client credentials.

/// A token endpoint and an API in one, on a paused clock: tokens are numbered and live for `lifetime` seconds.
struct Hydra {
    tokens: AtomicUsize,
    calls: AtomicUsize,
    /// From this token on, the endpoint fails.
    fails_from: usize,
    fails_with: (u16, &'static str),
    lifetime: u64,
    /// Refuses tokens below this number.
    refuses_below: AtomicUsize,
    log: std::sync::Mutex<Vec<String>>,
}

impl Hydra {
    fn new(lifetime: u64) -> Self {
        Hydra {
            tokens: AtomicUsize::new(0),
            calls: AtomicUsize::new(0),
            fails_from: usize::MAX,
            fails_with: (503, "{}"),
            lifetime,
            refuses_below: AtomicUsize::new(0),
            log: std::sync::Mutex::new(Vec::new()),
        }
    }

    fn client(
        self,
        change: impl FnOnce(ClientCredentials) -> ClientCredentials,
    ) -> (Client, Arc<Self>) {
        let hydra = Arc::new(self);
        let state = Arc::clone(&hydra);
        let service = tower::service_fn(move |request: Request<Body>| {
            let hydra = Arc::clone(&state);
            async move { hydra.answer(request).await }
        });
        let credentials =
            ClientCredentials::new("http://127.0.0.1:4444/oauth2/token", "ser vice", "se+cret");
        let client = Client::builder()
            .endpoint(PUBLIC, "http://127.0.0.1:4445")
            .config(&config().retry(quick(2)))
            .credentials(change(credentials))
            .config(&config().transport(service))
            .build()
            .unwrap();
        (client, hydra)
    }

    async fn answer(&self, request: Request<Body>) -> Result<Response<Body>, BoxError> {
        let Some(authorization) = request.headers().get("authorization") else {
            return Ok(Response::new(Body::from("anonymous")));
        };
        let authorization = authorization.to_str()?.to_owned();
        if request.uri().path() != "/oauth2/token" {
            self.calls.fetch_add(1, Ordering::SeqCst);
            let number: usize = authorization
                .strip_prefix("Bearer token")
                .unwrap()
                .parse()?;
            self.log.lock().unwrap().push(authorization);
            let refused = number < self.refuses_below.load(Ordering::SeqCst);
            return Ok(Response::builder()
                .status(if refused { 401 } else { 200 })
                .body(Body::from("ok"))?);
        }
        // `ser+vice:se%2Bcret`.
        assert_eq!(authorization, "Basic c2VyK3ZpY2U6c2UlMkJjcmV0");
        assert_eq!(
            request.headers()["content-type"],
            "application/x-www-form-urlencoded"
        );
        let number = self.tokens.fetch_add(1, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_secs(1)).await;
        if number >= self.fails_from {
            let (status, body) = self.fails_with;
            return Ok(Response::builder().status(status).body(Body::from(body))?);
        }
        let body = serde_json::json!({
            "access_token": format!("token{number}"), "token_type": "bearer", "expires_in": self.lifetime,
        });
        Ok(Response::new(Body::from(body.to_string())))
    }

    fn tokens(&self) -> usize {
        self.tokens.load(Ordering::SeqCst)
    }
}

async fn many(client: &Client, calls: usize) -> (usize, usize) {
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..calls {
        let client = client.clone();
        all.spawn(async move { call(&client, &KEYED).await.is_ok() });
    }
    let results = all.join_all().await;
    let good = results.iter().filter(|good| **good).count();
    (good, results.len() - good)
}

#[tokio::test(start_paused = true)]
async fn calls_that_need_a_token_share_one_request_for_it() {
    let (client, hydra) = Hydra::new(3600).client(|service| service);
    assert_eq!(many(&client, 50).await, (50, 0));
    assert_eq!(hydra.tokens(), 1);
    assert_eq!(many(&client, 50).await, (50, 0));
    assert_eq!(hydra.tokens(), 1);
    // Operations that declare no key get no token.
    assert_eq!(call(&client, &READ).await.unwrap(), "anonymous");
    assert_eq!(hydra.calls.load(Ordering::SeqCst), 100);
}

#[tokio::test(start_paused = true)]
async fn tokens_are_renewed_ahead_without_holding_anybody_up() {
    let (client, hydra) = Hydra::new(3600).client(|service| service);
    call(&client, &KEYED).await.unwrap();
    tokio::time::advance(Duration::from_secs(3530)).await;
    call(&client, &KEYED).await.unwrap();
    assert_eq!(hydra.tokens(), 1, "not yet");

    // 59 seconds before its end.
    tokio::time::advance(Duration::from_secs(10)).await;
    let begun = tokio::time::Instant::now();
    assert_eq!(many(&client, 20).await, (20, 0));
    assert_eq!(
        begun.elapsed(),
        Duration::ZERO,
        "calls waited for the renewal"
    );
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(hydra.tokens(), 2);
    call(&client, &KEYED).await.unwrap();
    assert_eq!(hydra.log.lock().unwrap().last().unwrap(), "Bearer token1");
}

#[tokio::test(start_paused = true)]
async fn a_failed_renewal_leaves_the_valid_token_in_use() {
    let hydra = Hydra {
        fails_from: 1,
        ..Hydra::new(100)
    };
    let (client, hydra) = hydra.client(|service| service.refresh_ahead(Duration::from_secs(20)));
    call(&client, &KEYED).await.unwrap();
    // From the 80th to the 95th second the endpoint fails, and every call goes through nevertheless.
    tokio::time::advance(Duration::from_secs(80)).await;
    for _ in 0..13 {
        call(&client, &KEYED).await.unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    assert!(
        hydra
            .log
            .lock()
            .unwrap()
            .iter()
            .all(|sent| sent == "Bearer token0")
    );
    assert!(
        (2..=3).contains(&hydra.tokens()),
        "the endpoint was asked {} times",
        hydra.tokens()
    );

    // Once it has expired, there is nothing to send.
    tokio::time::advance(Duration::from_secs(10)).await;
    let calls = hydra.calls.load(Ordering::SeqCst);
    let error = call(&client, &KEYED).await.unwrap_err();
    assert!(error.is_connect(), "nothing was sent: {error}");
    assert!(
        error
            .to_string()
            .contains("the token endpoint responded 503"),
        "{error}"
    );
    assert_eq!(hydra.calls.load(Ordering::SeqCst), calls);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_shared_and_not_repeated() {
    let hydra = Hydra {
        fails_from: 0,
        fails_with: (
            401,
            r#"{"error":"invalid_client","error_description":"hunter2"}"#,
        ),
        ..Hydra::new(100)
    };
    let (client, hydra) = hydra.client(|service| service);
    assert_eq!(many(&client, 50).await, (0, 50));
    assert_eq!(hydra.tokens(), 1, "fifty calls, one request");
    let error = call(&client, &KEYED).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let text = chain(&error);
    assert!(
        text.contains("responded 401 (`invalid_client`)") && !text.contains("hunter2"),
        "{text}"
    );
    assert_eq!(hydra.tokens(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_the_server_refuses_is_dropped() {
    let (client, hydra) = Hydra::new(3600).client(|service| service);
    call(&client, &KEYED).await.unwrap();
    hydra.refuses_below.store(1, Ordering::SeqCst);
    assert!(call(&client, &KEYED).await.unwrap_err().is_unauthorized());
    call(&client, &KEYED).await.unwrap();
    assert_eq!(hydra.tokens(), 2);
    assert_eq!(hydra.log.lock().unwrap().last().unwrap(), "Bearer token1");
}

/// A caller that gives up while its token is on the way does not cost the token.
#[tokio::test(start_paused = true)]
async fn a_fetch_outlives_the_call_that_began_it() {
    let (client, hydra) = Hydra::new(3600).client(|service| service);
    let hasty = tokio::time::timeout(Duration::from_millis(500), call(&client, &KEYED));
    let patient = call(&client, &KEYED);
    let (hasty, patient) = tokio::join!(hasty, patient);
    assert!(hasty.is_err());
    assert_eq!(patient.unwrap(), "ok");
    assert_eq!(hydra.tokens(), 1);
}

#[tokio::test]
async fn the_request_for_a_token_is_what_the_endpoint_expects() {
    let server = Server::start(|request, _| {
        let body = match request.target.as_str() {
            "/oauth2/token" => r#"{"access_token":"t","token_type":"Bearer","expires_in":"60"}"#,
            _ => "ok",
        };
        vec![Act::Send(reply(200, &[], body))]
    });
    let token_url = server.url() + "/oauth2/token";
    let client = client_of(server.url())
        .credentials(
            ClientCredentials::new(&token_url, "id", "s&cret")
                .scope("a b")
                .audience("https://api")
                .secret_in_form(),
        )
        .build()
        .unwrap();
    call(&client, &KEYED).await.unwrap();
    let requests = server.requests();
    assert_eq!(
        (requests.len(), server.connections()),
        (2, 1),
        "the same transport serves both"
    );
    assert_eq!(
        String::from_utf8_lossy(&requests[0].body),
        "grant_type=client_credentials&scope=a+b&audience=https%3A%2F%2Fapi&client_id=id&client_secret=s%26cret"
    );
    assert_eq!(requests[0].method, "POST");
    assert_eq!(requests[0].one("authorization"), None);
    assert_eq!(requests[1].one("authorization"), Some("Bearer t"));
}

#[tokio::test]
async fn client_secrets_are_not_sent_in_the_clear() {
    let server = Server::always("{}");
    let token_url = format!("http://0.0.0.0:{}/oauth2/token", server.address.port());
    let client = client_of(server.url())
        .credentials(ClientCredentials::new(token_url, "id", "secret"))
        .build()
        .unwrap();
    let error = call(&client, &KEYED).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(
        error.to_string().contains("allow_insecure_credentials"),
        "{error}"
    );
    assert_eq!(server.count(), 0);
    // What the client sends of its own accord is not concerned.
    call(&client, &MAKE).await.unwrap();
}
