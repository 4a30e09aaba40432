//! What a verifier accepts, and what it does not. The numbers are those of the security properties.

use serde_json::{Value, json};

use super::algorithm::Algorithm;
use super::error::JwtError;
use super::jwks::Jwks;
use super::testing::{Signer, base64url};
use super::verified::VerifiedJwt;
use super::verifier::JwtVerifier;
use super::verifier::Lifetime;
use crate::guard::Audience;
use crate::wire::secret::Secret;
use crate::wire::timestamp::Timestamp;

const NOW: i64 = 1_800_000_000;

pub(super) fn claims() -> Value {
    json!({"iss": "https://auth.example", "sub": "alice", "aud": ["api"], "exp": NOW + 600})
}

pub(super) fn with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

pub(super) fn without(name: &str) -> Value {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(name);
    claims
}

pub(super) fn verifier(keys: Jwks) -> JwtVerifier {
    JwtVerifier::new(keys, "https://auth.example", "api")
}

/// Fixed keys are there at once, so that no runtime is needed.
pub(super) fn verify(
    verifier: &JwtVerifier,
    token: impl Into<Secret>,
) -> Result<VerifiedJwt, JwtError> {
    verify_as(verifier, token, Lifetime::Expires)
}

fn verify_as(
    verifier: &JwtVerifier,
    token: impl Into<Secret>,
    lifetime: Lifetime,
) -> Result<VerifiedJwt, JwtError> {
    let token = token.into();
    let now = Timestamp::from_unix(NOW, 0).unwrap();
    let verification = std::pin::pin!(verifier.verify_at(&token, now, lifetime));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match verification.poll(&mut context) {
        std::task::Poll::Ready(result) => result,
        std::task::Poll::Pending => panic!("fixed keys do not wait"),
    }
}

#[track_caller]
fn assert_refused<T: std::fmt::Debug>(result: Result<T, JwtError>, expected: &str) {
    let error = result.unwrap_err();
    assert_eq!(format!("{error:?}"), expected);
}

#[test]
fn every_algorithm_verifies_what_it_signed_and_nothing_else() {
    for algorithm in Algorithm::ALL {
        let signer = match algorithm {
            Algorithm::Es256 | Algorithm::Es384 => Signer::ecdsa("k", algorithm),
            Algorithm::EdDsa => Signer::ed25519("k"),
            _ => Signer::rsa("k"),
        };
        let verifier = verifier(signer.keys());
        let token = signer.sign(algorithm, &claims());
        let verified = verify(&verifier, token.as_str()).unwrap();
        assert_eq!(verified.algorithm(), algorithm);
        assert_eq!(verified.subject(), Some("alice"));
        assert_eq!(verified.key_id(), Some("k"));
        assert_eq!(verified.audience().collect::<Vec<_>>(), ["api"]);

        let payload_at = token.find('.').unwrap() + 1;
        for at in (payload_at..token.len()).step_by(7) {
            let mut forged = token.clone().into_bytes();
            forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).unwrap();
            assert!(verify(&verifier, forged).is_err(), "{algorithm}, byte {at}");
        }
        let none_but = |one| verifier.clone().algorithms([one]);
        assert!(verify(&none_but(algorithm), token.as_str()).is_ok());
        let other = match algorithm {
            Algorithm::Rs256 => Algorithm::Rs512,
            _ => Algorithm::Rs256,
        };
        assert_refused(verify(&none_but(other), token), "Algorithm");
    }
}

#[test]
fn property_21_no_algorithm_stands_in_for_another() {
    let rsa = Signer::rsa("k");
    let by_rsa = verifier(rsa.keys());
    let good = rsa.sign(Algorithm::Rs256, &claims());
    let payload = good.split('.').nth(1).unwrap();

    // Without a signature, under every spelling.
    for name in ["none", "None", "NONE", ""] {
        let header = base64url(json!({"alg": name, "kid": "k"}).to_string());
        for signature in ["", "AAAA"] {
            let token = format!("{header}.{payload}.{signature}");
            assert_refused(verify(&by_rsa, token), "Algorithm");
        }
    }
    // By HMAC, with what everybody knows as the secret.
    let header = base64url(json!({"alg": "HS256", "kid": "k"}).to_string());
    let signed = format!("{header}.{payload}");
    for secret in [rsa.jwk()["n"].as_str().unwrap().as_bytes(), b"", b"k"] {
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret);
        let tag = base64url(ring::hmac::sign(&key, signed.as_bytes()));
        assert_refused(verify(&by_rsa, format!("{signed}.{tag}")), "Algorithm");
    }
    // PSS where the key is for PKCS #1, and the other way round.
    for (own, other) in [
        (Algorithm::Rs256, Algorithm::Ps256),
        (Algorithm::Ps512, Algorithm::Rs512),
    ] {
        let mut jwk = rsa.jwk();
        jwk["alg"] = json!(own.as_str());
        let verifier = verifier(Jwks::fixed(&json!({ "keys": [jwk] })).unwrap());
        assert!(verify(&verifier, rsa.sign(own, &claims())).is_ok());
        assert_refused(verify(&verifier, rsa.sign(other, &claims())), "Algorithm");
    }
    // A header that says ES256 over a key of P-384.
    let p384 = Signer::ecdsa("k", Algorithm::Es384);
    let by_p384 = verifier(p384.keys());
    assert_refused(
        verify(&by_p384, p384.sign(Algorithm::Es256, &claims())),
        "Algorithm",
    );
    // The right key, signed by another algorithm than the header says.
    let header = json!({"alg": "RS512", "kid": "k"}).to_string();
    let token = rsa.sign_text(Algorithm::Rs256, &header, &claims().to_string());
    assert_refused(verify(&by_rsa, token), "Signature");
    // A key that is not for signatures, or whose `alg` is not its family's, is no key.
    for (name, value) in [
        ("use", json!("enc")),
        ("key_ops", json!(["sign"])),
        ("key_ops", json!("verify")),
        ("alg", json!("ES256")),
        ("alg", json!("RSA-OAEP")),
        ("alg", json!(1)),
        ("kid", json!(1)),
    ] {
        let mut jwk = rsa.jwk();
        jwk[name] = value;
        let error = Jwks::fixed(&json!({ "keys": [jwk] })).unwrap_err();
        assert!(error.is_configuration(), "{error}");
    }
}

#[test]
fn property_23_an_absent_audience_is_refused() {
    let signer = Signer::ed25519("k");
    let keys = signer.keys();
    let sign = |claims: &Value| signer.sign(Algorithm::EdDsa, claims);
    let strict = verifier(keys.clone());
    for audience in [
        json!([]),
        json!(1),
        json!({"api": true}),
        json!(null),
        json!(true),
        json!(""),
        json!("API"),
        json!("api "),
        json!(["other"]),
        json!(["api", 1]),
        json!([["api"]]),
    ] {
        let token = sign(&with("aud", audience.clone()));
        assert!(
            matches!(verify(&strict, token), Err(JwtError::Audience)),
            "{audience}"
        );
    }
    assert_refused(verify(&strict, sign(&without("aud"))), "Audience");
    for audience in [json!("api"), json!(["x", "api"])] {
        assert!(verify(&strict, sign(&with("aud", audience))).is_ok());
    }
    let made =
        |audience: Audience| JwtVerifier::new(keys.clone(), "https://auth.example", audience);
    let any = made(["other", "api"].into());
    assert!(verify(&any, sign(&claims())).is_ok());
    let none = made(Audience::AnyOf(Vec::new()));
    assert_refused(verify(&none, sign(&claims())), "Audience");
    let unchecked = made(Audience::Unchecked);
    assert!(verify(&unchecked, sign(&without("aud"))).is_ok());
    // Not checked does not mean of any type.
    assert_refused(verify(&unchecked, sign(&with("aud", json!(1)))), "Audience");
}

#[test]
fn property_24_claims_of_the_wrong_type_are_refused_not_skipped() {
    let signer = Signer::ed25519("k");
    let verifier = verifier(signer.keys());
    let refuse = |claims: &Value, expected: &str| {
        let token = signer.sign(Algorithm::EdDsa, claims);
        assert_refused(verify(&verifier, token), expected);
    };
    refuse(&without("exp"), r#"Claim("exp")"#);
    for name in ["exp", "nbf", "iat"] {
        for value in [
            json!("never"),
            json!("9999"),
            json!(null),
            json!([1]),
            json!({}),
            json!(true),
        ] {
            refuse(&with(name, value), &format!("Claim({name:?})"));
        }
    }
    refuse(&without("iss"), "Issuer");
    for value in [
        json!(["https://auth.example"]),
        json!(1),
        json!(null),
        json!("https://auth.example//"),
    ] {
        refuse(&with("iss", value), "Issuer");
    }
    // Numbers that no double holds, members that come twice, what is not an object.
    let header = json!({"alg": "EdDSA", "kid": "k"}).to_string();
    let text = |payload: &str| {
        let token = signer.sign_text(Algorithm::EdDsa, &header, payload);
        assert_refused(verify(&verifier, token), "Malformed");
    };
    text(r#"{"iss":"https://auth.example","aud":"api","exp":1e400}"#);
    text(r#"{"iss":"https://auth.example","aud":"api","exp":1,"exp":1800000600}"#);
    text(r#"{"iss":"https://auth.example","aud":"other","exp":1800000600,"aud":"api"}"#);
    for payload in ["", "[]", "null", "1", "\"{}\"", "{", "{}x", "\u{feff}{}"] {
        text(payload);
    }
    text(&format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000)));
    // A float is a number.
    let token = signer.sign(Algorithm::EdDsa, &with("exp", json!(NOW as f64 + 600.5)));
    let verified = verify(&verifier, token).unwrap();
    assert_eq!(verified.expires_at().unwrap().unix_seconds(), NOW + 600);
}

#[test]
fn clocks_may_differ_by_the_leeway_and_no_more() {
    let signer = Signer::ed25519("k");
    let minute = verifier(signer.keys());
    let none = minute.clone().leeway(std::time::Duration::ZERO);
    let at = |verifier: &JwtVerifier, name: &str, offset: i64| {
        let token = signer.sign(Algorithm::EdDsa, &with(name, json!(NOW + offset)));
        verify(verifier, token).map(drop)
    };
    assert!(at(&minute, "exp", -59).is_ok());
    assert_refused(at(&minute, "exp", -60), "Expired");
    assert!(at(&none, "exp", 1).is_ok());
    assert_refused(at(&none, "exp", 0), "Expired");
    assert!(at(&minute, "nbf", 60).is_ok());
    assert_refused(at(&minute, "nbf", 61), "NotYetValid");
    assert!(at(&none, "nbf", 0).is_ok());
    assert_refused(at(&none, "nbf", 1), "NotYetValid");
    for far in [i64::MIN, i64::MAX] {
        let token = signer.sign(Algorithm::EdDsa, &with("exp", json!(far)));
        assert_eq!(verify(&minute, token).is_ok(), far > 0);
    }
}

#[test]
fn a_token_that_need_not_expire_is_recent() {
    let signer = Signer::ed25519("k");
    let verifier = verifier(signer.keys());
    let window = Lifetime::IssuedWithin(std::time::Duration::from_secs(300));
    let recent = |claims: Value| {
        let token = signer.sign(Algorithm::EdDsa, &claims);
        verify_as(&verifier, token, window).map(drop)
    };
    let issued = |offset: i64| {
        let mut claims = without("exp");
        claims["iat"] = json!(NOW + offset);
        claims
    };
    assert!(recent(issued(0)).is_ok());
    assert!(recent(issued(-359)).is_ok());
    assert!(recent(issued(60)).is_ok());
    assert_refused(recent(issued(-360)), "Expired");
    assert_refused(recent(issued(61)), "NotYetValid");
    assert_refused(recent(without("exp")), r#"Claim("iat")"#);
    let mut over = issued(0);
    over["exp"] = json!(NOW - 100);
    assert_refused(recent(over), "Expired");
}

#[test]
fn a_slash_at_the_end_of_the_issuer_does_not_count() {
    let signer = Signer::ed25519("k");
    for (own, stated) in [("https://k", "https://k/"), ("https://k/", "https://k")] {
        let verifier = JwtVerifier::new(signer.keys(), own, "api");
        let token = signer.sign(Algorithm::EdDsa, &with("iss", json!(stated)));
        assert!(verify(&verifier, token).is_ok());
    }
}

#[test]
fn required_and_refused_claims_tell_kinds_of_tokens_apart() {
    let signer = Signer::ed25519("k");
    let verifier = verifier(signer.keys())
        .require_claim("client_id")
        .refuse_claim("nonce");
    let refuse = |claims: &Value, expected: &str| {
        let token = signer.sign(Algorithm::EdDsa, claims);
        assert_refused(verify(&verifier, token), expected);
    };
    refuse(&claims(), r#"Claim("client_id")"#);
    let mut whole = with("client_id", json!("shop"));
    assert!(verify(&verifier, signer.sign(Algorithm::EdDsa, &whole)).is_ok());
    whole["nonce"] = json!(null);
    refuse(&whole, "Kind");
}

#[test]
fn without_a_kid_exactly_one_key_has_to_fit() {
    let (one, two) = (Signer::ed25519("1"), Signer::ed25519("2"));
    let rsa = Signer::rsa("3");
    let header = r#"{"alg":"EdDSA"}"#;
    let token = one.sign_text(Algorithm::EdDsa, header, &claims().to_string());
    let among = |keys: Vec<Value>| verifier(Jwks::fixed(&json!({ "keys": keys })).unwrap());
    assert!(verify(&among(vec![one.jwk(), rsa.jwk()]), token.as_str()).is_ok());
    let both = among(vec![one.jwk(), two.jwk()]);
    assert_refused(verify(&both, token.as_str()), "UnknownKey");
    assert_refused(verify(&among(vec![rsa.jwk()]), token), "UnknownKey");
}

#[test]
fn property_26_one_bad_key_harms_no_other() {
    let signer = Signer::rsa("good");
    let short = base64url([0xff_u8; 128]);
    let bad = [
        json!({"kty": "EC", "crv": "P-521", "kid": "good", "x": "AA", "y": "AA"}),
        json!({"kty": "EC", "crv": "secp256k1", "x": "AA", "y": "AA"}),
        json!({"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}),
        json!({"kty": "oct", "k": "AAAA", "kid": "good"}),
        json!({"kty": "RSA", "n": short, "e": "AQAB", "kid": "good"}),
        json!({"kty": "RSA", "n": "", "e": ""}),
        json!({"kty": "RSA", "n": "%%", "e": "AQAB"}),
        json!({"kty": "RSA", "n": 1, "e": "AQAB"}),
        json!({"kty": "OKP", "crv": "X25519", "x": "AA"}),
        json!({"kty": "AKP", "alg": "ML-DSA-44"}),
        json!({"kty": 1}),
        json!({}),
        json!(null),
        json!([]),
        json!("garbage"),
    ];
    let mut keys = bad.to_vec();
    keys.insert(7, signer.jwk());
    let verifier = verifier(Jwks::fixed(&json!({ "keys": keys })).unwrap());
    assert!(verify(&verifier, signer.sign(Algorithm::Ps256, &claims())).is_ok());

    let error = Jwks::fixed(&json!({ "keys": bad }))
        .unwrap_err()
        .to_string();
    for reason in [
        "`good`",
        "2048",
        "`crv`",
        "`kty`",
        "base64url",
        "not an object",
    ] {
        assert!(error.contains(reason), "{error}");
    }
    for set in [
        json!({}),
        json!([]),
        json!(null),
        json!({"keys": {}}),
        json!({"keys": []}),
    ] {
        assert!(Jwks::fixed(&set).is_err(), "{set}");
    }
}

#[test]
fn nothing_personal_is_printed() {
    let signer = Signer::ed25519("k");
    let verifier = verifier(signer.keys());
    let mut canary = with("sub", json!("CANARY"));
    canary["email"] = json!("CANARY@example.org");
    let token = signer.sign(Algorithm::EdDsa, &canary);
    let verified = verify(&verifier, token).unwrap();
    assert!(!format!("{verified:?} {verifier:?}").contains("CANARY"));
    for claims in [
        with("aud", json!("CANARY")),
        with("iss", json!("CANARY")),
        with("exp", json!("CANARY")),
    ] {
        let error = verify(&verifier, signer.sign(Algorithm::EdDsa, &claims)).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("CANARY"));
    }
}
