//! Texts that are tokens, and all others.

use super::algorithm::Algorithm;
use super::error::JwtError;
use super::testing::Signer;
use super::tests::{claims, verifier, verify};
use super::verifier::JwtVerifier;
use crate::testing::Random;

#[test]
fn headers_that_must_not_be_ignored_are_not() {
    let signer = Signer::ed25519("k");
    let verifier = verifier(signer.keys());
    for header in [
        r#"{"alg":"EdDSA","kid":"k","crit":["exp"],"exp":1}"#,
        r#"{"alg":"EdDSA","kid":"k","crit":[]}"#,
        r#"{"alg":"EdDSA","kid":"k","b64":false,"crit":["b64"]}"#,
        r#"{"alg":"EdDSA","kid":"k","b64":true}"#,
        r#"{"alg":"EdDSA","kid":1}"#,
        r#"{"alg":"EdDSA","kid":null}"#,
        r#"{"alg":["EdDSA"],"kid":"k"}"#,
        r#"{"alg":"none","alg":"EdDSA","kid":"k"}"#,
        r#"{"kid":"k"}"#,
        r#"["EdDSA"]"#,
        "",
    ] {
        let token = signer.sign_text(Algorithm::EdDsa, header, &claims().to_string());
        assert!(
            matches!(verify(&verifier, token), Err(JwtError::Malformed)),
            "{header}"
        );
    }
    let named = r#"{"alg":"Ed25519","kid":"k"}"#;
    let token = signer.sign_text(Algorithm::EdDsa, named, &claims().to_string());
    assert!(verify(&verifier, token).is_ok());
}

#[test]
fn a_token_has_one_form() {
    let signer = Signer::ed25519("k");
    let verifier = verifier(signer.keys());
    let good = signer.sign(Algorithm::EdDsa, &claims());
    assert!(verify(&verifier, good.as_str()).is_ok());
    let parts: Vec<&str> = good.split('.').collect();
    let (header, payload, signature) = (parts[0], parts[1], parts[2]);
    let standard = signature.replace('-', "+").replace('_', "/");
    for token in [
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        header.to_owned(),
        format!("{header}.{payload}"),
        format!("{header}.{payload}.{signature}."),
        format!("{header}.{payload}.{signature}.{signature}"),
        format!("{header}.{payload}.{signature}="),
        format!("{header}=.{payload}.{signature}"),
        format!(" {good}"),
        format!("{good} "),
        format!("{good}\n"),
        format!("Bearer {good}"),
        format!("{header}.{payload}.{standard}=="),
        "x".repeat(JwtVerifier::LONGEST_TOKEN + 1),
        format!(
            "{}.{payload}.{signature}",
            "A".repeat(JwtVerifier::LONGEST_TOKEN)
        ),
    ] {
        assert!(verify(&verifier, token.as_str()).is_err(), "{token}");
    }
    // The last character of 64 bytes has four bits that belong to no byte: one text per signature.
    let last = signature.as_bytes()[85];
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for other in alphabet.iter().filter(|one| **one != last) {
        let token = format!(
            "{header}.{payload}.{}{}",
            &signature[..85],
            char::from(*other)
        );
        assert!(verify(&verifier, token).is_err());
    }
}

#[test]
fn no_text_panics_and_none_is_accepted() {
    let signer = Signer::ed25519("k");
    let verifier = verifier(signer.keys());
    let good = signer.sign(Algorithm::EdDsa, &claims());
    let mut random = Random::new(21);
    for _ in 0..20_000 {
        let token = match random.below(3) {
            0 => random.text(80),
            1 => random.text_of("eyJhbGciOiJFZERTQSJ9.-_=", 200),
            _ => {
                let mut bytes = good.clone().into_bytes();
                for _ in 0..=random.below(3) {
                    let at = random.below(bytes.len());
                    bytes[at] = b"ABCxyz019-_.={"[random.below(14)];
                }
                String::from_utf8(bytes).unwrap()
            }
        };
        if token != good {
            assert!(verify(&verifier, token.as_str()).is_err(), "{token}");
        }
    }
}
