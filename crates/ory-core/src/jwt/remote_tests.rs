//! When keys are fetched, and what serves while they cannot be. The clock is paused: it moves when
//! nothing else can.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{advance, sleep};

use super::algorithm::Algorithm;
use super::error::JwtError;
use super::fetch::{FetchJwks, FetchJwksFuture};
use super::jwks::Jwks;
use super::testing::{Signer, base64url};
use super::verifier::JwtVerifier;
use crate::error::BoxError;
use crate::wire::secret::Secret;
use crate::wire::timestamp::Timestamp;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

/// An issuer: what it publishes, or that it is down, and how often it was asked.
#[derive(Clone, Default)]
struct Issuer(Arc<Shared>);

#[derive(Default)]
struct Shared {
    set: Mutex<Option<Value>>,
    asked: AtomicUsize,
    delay: Mutex<Duration>,
    panics: Mutex<bool>,
}

impl Issuer {
    fn publish(&self, signers: &[&Signer]) {
        let keys: Vec<Value> = signers.iter().map(|signer| signer.jwk()).collect();
        *self.0.set.lock().unwrap() = Some(json!({ "keys": keys }));
    }

    fn publish_value(&self, set: Value) {
        *self.0.set.lock().unwrap() = Some(set);
    }

    fn fail(&self) {
        *self.0.set.lock().unwrap() = None;
    }

    fn delay(&self, delay: Duration) {
        *self.0.delay.lock().unwrap() = delay;
    }

    fn asked(&self) -> usize {
        self.0.asked.load(Ordering::SeqCst)
    }

    fn verifier(&self) -> JwtVerifier {
        JwtVerifier::new(Jwks::remote(self.clone()), "https://auth.example", "api")
    }
}

impl FetchJwks for Issuer {
    fn fetch(&self) -> FetchJwksFuture<'_> {
        self.0.asked.fetch_add(1, Ordering::SeqCst);
        assert!(!*self.0.panics.lock().unwrap(), "as the test wants it");
        let delay = *self.0.delay.lock().unwrap();
        Box::pin(async move {
            if delay > Duration::ZERO {
                sleep(delay).await;
            }
            let set = self.0.set.lock().unwrap().clone();
            set.ok_or_else(|| BoxError::from("the issuer is down"))
        })
    }
}

fn token(signer: &Signer) -> Secret {
    let claims = json!({
        "iss": "https://auth.example", "aud": "api", "exp": Timestamp::now().unix_seconds() + 600,
    });
    signer.sign(Algorithm::EdDsa, &claims).into()
}

/// Lets tasks in the background run without moving the clock.
async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

fn is_unavailable<T>(result: Result<T, JwtError>) -> bool {
    matches!(result, Err(JwtError::Unavailable(_)))
}

#[tokio::test(start_paused = true)]
async fn keys_are_fetched_once_for_all_who_need_them_and_renewed_ahead() {
    let (issuer, signer) = (Issuer::default(), Signer::ed25519("1"));
    issuer.publish(&[&signer]);
    issuer.delay(SECOND);
    let verifier = issuer.verifier();
    let token = token(&signer);
    let all: Vec<_> = (0..200)
        .map(|_| {
            let (verifier, token) = (verifier.clone(), token.clone());
            tokio::spawn(async move { verifier.verify(&token).await.map(drop) })
        })
        .collect();
    for one in all {
        one.await.unwrap().unwrap();
    }
    assert_eq!(issuer.asked(), 1);

    // Seven minutes: believed. Eight: renewed while the old ones serve at once.
    advance(7 * MINUTE).await;
    verifier.verify(&token).await.unwrap();
    settle().await;
    assert_eq!(issuer.asked(), 1);
    advance(MINUTE).await;
    let before = tokio::time::Instant::now();
    verifier.verify(&token).await.unwrap();
    assert_eq!(before.elapsed(), Duration::ZERO);
    settle().await;
    assert_eq!(issuer.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn property_25_an_unknown_kid_fetches_at_most_once_per_cooldown() {
    let (issuer, signer) = (Issuer::default(), Signer::ed25519("1"));
    let attack = async |verifier: &JwtVerifier, tokens: usize, unavailable: bool| {
        for number in 0..tokens {
            // The signature is not looked at before there is a key.
            let header = json!({"alg": "EdDSA", "kid": format!("x{number}")}).to_string();
            let token = format!("{}.e30.AAAA", base64url(header)).into();
            match verifier.verify(&token).await {
                Err(JwtError::UnknownKey) => assert!(!unavailable),
                Err(JwtError::Unavailable(_)) => assert!(unavailable),
                other => panic!("{other:?}"),
            }
        }
    };

    // While fetching works: one fetch for the first token, none more within ten seconds, one more
    // after them.
    issuer.publish(&[&signer]);
    let verifier = issuer.verifier();
    verifier.verify(&token(&signer)).await.unwrap();
    attack(&verifier, 10_000, false).await;
    assert_eq!(issuer.asked(), 1);
    advance(10 * SECOND).await;
    attack(&verifier, 500, false).await;
    assert_eq!(issuer.asked(), 2);

    // While fetching fails.
    issuer.fail();
    advance(10 * SECOND).await;
    attack(&verifier, 500, true).await;
    assert_eq!(issuer.asked(), 3);
    // Who has a known key is served all the same.
    verifier.verify(&token(&signer)).await.unwrap();

    // With a set that has no keys, and with one that has none to use.
    for set in [
        json!({"keys": []}),
        json!({"keys": [{"kty": "oct", "k": "AA"}]}),
    ] {
        let issuer = Issuer::default();
        issuer.publish_value(set);
        let verifier = issuer.verifier();
        attack(&verifier, 500, false).await;
        assert_eq!(issuer.asked(), 1);
    }
    // From the start on, while there never was a set; what is no set counts as a failure.
    for broken in [None, Some(json!({"error": "no"}))] {
        let issuer = Issuer::default();
        *issuer.0.set.lock().unwrap() = broken;
        let verifier = issuer.verifier();
        attack(&verifier, 500, true).await;
        assert_eq!(issuer.asked(), 1);
        advance(10 * SECOND).await;
        attack(&verifier, 500, true).await;
        assert_eq!(issuer.asked(), 2);
    }
    // Without a cooldown, each still ends.
    let issuer = Issuer::default();
    issuer.publish(&[&signer]);
    let keys = Jwks::remote(issuer.clone()).cooldown(Duration::ZERO);
    let verifier = JwtVerifier::new(keys, "https://auth.example", "api");
    attack(&verifier, 500, false).await;
    assert_eq!(issuer.asked(), 500);
}

#[tokio::test(start_paused = true)]
async fn property_27_rotation_is_seen() {
    let issuer = Issuer::default();
    let (old, new) = (Signer::ed25519("old"), Signer::ed25519("new"));
    issuer.publish(&[&old]);
    let verifier = issuer.verifier();
    verifier.verify(&token(&old)).await.unwrap();
    // The new key signs at once. It is known within the cooldown at the latest.
    issuer.publish(&[&new, &old]);
    assert!(matches!(
        verifier.verify(&token(&new)).await,
        Err(JwtError::UnknownKey)
    ));
    advance(10 * SECOND).await;
    verifier.verify(&token(&new)).await.unwrap();
    verifier.verify(&token(&old)).await.unwrap();
    assert_eq!(issuer.asked(), 2);
    // What was withdrawn is refused when its time is over, also if nobody came in between.
    issuer.publish(&[&new]);
    verifier.verify(&token(&old)).await.unwrap();
    advance(10 * MINUTE).await;
    assert!(matches!(
        verifier.verify(&token(&old)).await,
        Err(JwtError::UnknownKey)
    ));
    verifier.verify(&token(&new)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn property_28_stale_keys_end() {
    let (issuer, signer) = (Issuer::default(), Signer::ed25519("1"));
    issuer.publish(&[&signer]);
    let verifier = issuer.verifier();
    let token = token(&signer);
    verifier.verify(&token).await.unwrap();
    issuer.fail();
    // Ten minutes of belief and an hour of staleness; asked anew all the while.
    let mut minutes = 0;
    loop {
        advance(MINUTE).await;
        minutes += 1;
        let result = verifier.verify(&token).await;
        settle().await;
        if is_unavailable(result) {
            break;
        }
        assert!(minutes < 100);
    }
    assert_eq!(minutes, 70);
    assert!(issuer.asked() > 55, "{}", issuer.asked());
    // Then all is as before.
    issuer.publish(&[&signer]);
    assert!(is_unavailable(verifier.verify(&token).await));
    advance(10 * SECOND).await;
    verifier.verify(&token).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_service_that_starts_before_its_issuer_recovers() {
    let (issuer, signer) = (Issuer::default(), Signer::ed25519("1"));
    let keys = Jwks::remote(issuer.clone());
    let error = keys.warm().await.unwrap_err();
    assert!(error.is_unavailable());
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.starts_with("getJsonWebKeySet"), "{source}");
    issuer.publish(&[&signer]);
    assert!(keys.warm().await.is_err());
    advance(10 * SECOND).await;
    keys.warm().await.unwrap();
    assert_eq!(issuer.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_fetch_has_a_deadline_and_its_failure_is_shared() {
    let (issuer, signer) = (Issuer::default(), Signer::ed25519("1"));
    issuer.publish(&[&signer]);
    issuer.delay(100 * SECOND);
    let verifier = issuer.verifier();
    let token = token(&signer);
    let begun = tokio::time::Instant::now();
    let (one, other) = tokio::join!(verifier.verify(&token), verifier.verify(&token));
    assert!(is_unavailable(one) && is_unavailable(other));
    assert!(begun.elapsed() < 6 * SECOND);
    assert_eq!(issuer.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn whoever_goes_away_takes_no_fetch_along() {
    let (issuer, signer) = (Issuer::default(), Signer::ed25519("1"));
    issuer.publish(&[&signer]);
    issuer.delay(SECOND);
    let verifier = issuer.verifier();
    let token = token(&signer);
    let gone = tokio::time::timeout(SECOND / 2, verifier.verify(&token)).await;
    assert!(gone.is_err());
    verifier.verify(&token).await.unwrap();
    assert_eq!(issuer.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_panic_counts_as_a_failure() {
    let (issuer, signer) = (Issuer::default(), Signer::ed25519("1"));
    *issuer.0.panics.lock().unwrap() = true;
    let verifier = issuer.verifier();
    for _ in 0..3 {
        assert!(is_unavailable(verifier.verify(&token(&signer)).await));
    }
    assert_eq!(issuer.asked(), 1);
    *issuer.0.panics.lock().unwrap() = false;
    issuer.publish(&[&signer]);
    advance(10 * SECOND).await;
    verifier.verify(&token(&signer)).await.unwrap();
}

#[test]
fn when_a_runtime_ends_those_of_another_take_over() {
    let (issuer, signer) = (Issuer::default(), Signer::ed25519("1"));
    issuer.publish(&[&signer]);
    issuer.delay(3600 * SECOND);
    let verifier = issuer.verifier();
    let token = token(&signer);
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap()
    };
    // Somebody begins, and the runtime ends while the fetch is under way.
    let first = runtime();
    first.block_on(async {
        let verifier = verifier.clone();
        let token = token.clone();
        tokio::spawn(async move { verifier.verify(&token).await.map(drop) });
        settle().await;
    });
    assert_eq!(issuer.asked(), 1);
    drop(first);
    issuer.delay(Duration::ZERO);
    runtime()
        .block_on(async { verifier.verify(&token).await.map(drop) })
        .unwrap();
    assert_eq!(issuer.asked(), 2);
}

#[test]
fn when_a_runtime_stands_still_those_of_another_take_over() {
    let (issuer, signer) = (Issuer::default(), Signer::ed25519("1"));
    issuer.publish(&[&signer]);
    issuer.delay(3600 * SECOND);
    let verifier = issuer.verifier();
    let token = token(&signer);
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap()
    };
    let still = runtime();
    still.block_on(async {
        let verifier = verifier.clone();
        let token = token.clone();
        tokio::spawn(async move { verifier.verify(&token).await.map(drop) });
        settle().await;
    });
    // It is not polled any more, but it is there.
    issuer.delay(Duration::ZERO);
    runtime()
        .block_on(async { verifier.verify(&token).await.map(drop) })
        .unwrap();
    assert_eq!(issuer.asked(), 2);
    drop(still);
}

#[tokio::test]
async fn a_key_set_is_fetched_from_its_url() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let signer = Signer::ed25519("1");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let body = signer.jwks().to_string();
    let server = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            let mut buffer = [0; 1024];
            let read = socket.read(&mut buffer).await.unwrap();
            assert!(read > 0);
            request.extend_from_slice(&buffer[..read]);
        }
        let response = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        socket.write_all(response.as_bytes()).await.unwrap();
        String::from_utf8(request).unwrap()
    });
    let keys = Jwks::url(format!("http://{address}/keys/jwks.json")).unwrap();
    let verifier = JwtVerifier::new(keys, "https://auth.example", "api");
    verifier.verify(&token(&signer)).await.unwrap();
    let request = server.await.unwrap();
    assert!(
        request.starts_with("GET /keys/jwks.json HTTP/1.1\r\n"),
        "{request}"
    );

    for url in ["", "keys.json", "ftp://x/y"] {
        assert!(Jwks::url(url).unwrap_err().is_configuration(), "{url}");
    }
}

#[tokio::test(start_paused = true)]
async fn closures_fetch_too() {
    let signer = Signer::ed25519("1");
    let set = signer.jwks();
    let keys = Jwks::remote(move || {
        let set = set.clone();
        async move { Ok(set) }
    });
    let verifier = JwtVerifier::new(keys, "https://auth.example", "api");
    verifier.verify(&token(&signer)).await.unwrap();
}
