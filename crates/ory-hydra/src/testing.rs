//! What the unit tests of this crate share: an issuer that signs.

use ory_core::__private::encoded::base64;
use ory_core::jwt::Jwks;
use ory_core::{Secret, Timestamp};
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};

use crate::random::base64url;

/// An issuer with one key of Ed25519.
pub(crate) struct Issuer {
    pair: Ed25519KeyPair,
    key_id: &'static str,
}

impl Issuer {
    pub(crate) fn new() -> Self {
        Self::named("k")
    }

    pub(crate) fn named(key_id: &'static str) -> Self {
        let random = ring::rand::SystemRandom::new();
        let der = Ed25519KeyPair::generate_pkcs8(&random).unwrap();
        let pair = Ed25519KeyPair::from_pkcs8(der.as_ref()).unwrap();
        Issuer { pair, key_id }
    }

    pub(crate) fn jwks(&self) -> Value {
        let x = base64url(self.pair.public_key().as_ref());
        json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": self.key_id, "x": x, "use": "sig"}]})
    }

    pub(crate) fn keys(&self) -> Jwks {
        Jwks::fixed(&self.jwks()).unwrap()
    }

    pub(crate) fn now(&self) -> i64 {
        Timestamp::now().unix_seconds()
    }

    pub(crate) fn sign(&self, claims: &Value) -> Secret {
        self.sign_as("JWT", claims)
    }

    pub(crate) fn sign_as(&self, kind: &str, claims: &Value) -> Secret {
        let header = json!({"alg": "EdDSA", "kid": self.key_id, "typ": kind});
        let part = |value: &Value| base64url(value.to_string().as_bytes());
        let signed = format!("{}.{}", part(&header), part(claims));
        let signature = base64url(self.pair.sign(signed.as_bytes()).as_ref());
        assert!(base64::decode(&signature).is_some());
        Secret::new(format!("{signed}.{signature}"))
    }
}
