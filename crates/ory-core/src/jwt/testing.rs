//! Keys that sign, for the tests of this module.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::rsa::KeyPairComponents;
use ring::signature::{self, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RsaKeyPair};
use serde_json::{Value, json};

use super::algorithm::Algorithm;
use super::jwks::Jwks;
use super::vectors;

pub(super) fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A key pair with its `kid`.
pub(super) struct Signer {
    pub(super) id: &'static str,
    pair: Pair,
}

enum Pair {
    Rsa(Box<RsaKeyPair>),
    P256(EcdsaKeyPair),
    P384(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl Signer {
    /// The key of RFC 7520, section 3.4: making one takes too long for a test.
    pub(super) fn rsa(id: &'static str) -> Self {
        let member = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
        let components = KeyPairComponents {
            public_key: ring::rsa::PublicKeyComponents {
                n: member(vectors::RSA_N),
                e: member("AQAB"),
            },
            d: member(vectors::RSA_D),
            p: member(vectors::RSA_P),
            q: member(vectors::RSA_Q),
            dP: member(vectors::RSA_DP),
            dQ: member(vectors::RSA_DQ),
            qInv: member(vectors::RSA_QI),
        };
        let pair = RsaKeyPair::from_components(&components).unwrap();
        let pair = Pair::Rsa(Box::new(pair));
        Signer { id, pair }
    }

    pub(super) fn ecdsa(id: &'static str, algorithm: Algorithm) -> Self {
        let random = SystemRandom::new();
        let scheme = match algorithm {
            Algorithm::Es256 => &signature::ECDSA_P256_SHA256_FIXED_SIGNING,
            _ => &signature::ECDSA_P384_SHA384_FIXED_SIGNING,
        };
        let der = EcdsaKeyPair::generate_pkcs8(scheme, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(scheme, der.as_ref(), &random).unwrap();
        let pair = match algorithm {
            Algorithm::Es256 => Pair::P256(pair),
            _ => Pair::P384(pair),
        };
        Signer { id, pair }
    }

    pub(super) fn ed25519(id: &'static str) -> Self {
        let der = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        let pair = Ed25519KeyPair::from_pkcs8(der.as_ref()).unwrap();
        let pair = Pair::Ed25519(pair);
        Signer { id, pair }
    }

    /// The public key, without an `alg`.
    pub(super) fn jwk(&self) -> Value {
        let point = |curve: &str, point: &[u8]| {
            let (x, y) = point[1..].split_at(point.len() / 2);
            json!({"kty": "EC", "crv": curve, "x": base64url(x), "y": base64url(y)})
        };
        let mut jwk = match &self.pair {
            Pair::Rsa(_) => json!({"kty": "RSA", "n": vectors::RSA_N, "e": "AQAB"}),
            Pair::P256(pair) => point("P-256", pair.public_key().as_ref()),
            Pair::P384(pair) => point("P-384", pair.public_key().as_ref()),
            Pair::Ed25519(pair) => {
                json!({"kty": "OKP", "crv": "Ed25519", "x": base64url(pair.public_key())})
            }
        };
        jwk["kid"] = json!(self.id);
        jwk["use"] = json!("sig");
        jwk
    }

    pub(super) fn jwks(&self) -> Value {
        json!({ "keys": [self.jwk()] })
    }

    pub(super) fn keys(&self) -> Jwks {
        Jwks::fixed(&self.jwks()).unwrap()
    }

    /// A token of these claims, with the header that belongs to it.
    pub(super) fn sign(&self, algorithm: Algorithm, claims: &Value) -> String {
        let header = json!({"alg": algorithm.as_str(), "kid": self.id, "typ": "JWT"});
        self.sign_text(algorithm, &header.to_string(), &claims.to_string())
    }

    /// A token of this header and payload, whatever they are.
    pub(super) fn sign_text(&self, algorithm: Algorithm, header: &str, payload: &str) -> String {
        let signed = format!("{}.{}", base64url(header), base64url(payload));
        let random = SystemRandom::new();
        let signature = match &self.pair {
            Pair::Rsa(pair) => {
                let padding: &dyn signature::RsaEncoding = match algorithm {
                    Algorithm::Rs384 => &signature::RSA_PKCS1_SHA384,
                    Algorithm::Rs512 => &signature::RSA_PKCS1_SHA512,
                    Algorithm::Ps256 => &signature::RSA_PSS_SHA256,
                    Algorithm::Ps384 => &signature::RSA_PSS_SHA384,
                    Algorithm::Ps512 => &signature::RSA_PSS_SHA512,
                    _ => &signature::RSA_PKCS1_SHA256,
                };
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(padding, &random, signed.as_bytes(), &mut signature)
                    .unwrap();
                signature
            }
            Pair::P256(pair) | Pair::P384(pair) => pair
                .sign(&random, signed.as_bytes())
                .unwrap()
                .as_ref()
                .to_vec(),
            Pair::Ed25519(pair) => pair.sign(signed.as_bytes()).as_ref().to_vec(),
        };
        format!("{signed}.{}", base64url(signature))
    }
}
