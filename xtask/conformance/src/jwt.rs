//! Signs JSON Web Tokens as the other side of a protocol would: a client that proves itself by its key, an issuer that
//! is trusted.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

use crate::check::{Failure, fail};

/// An ES256 key (RFC 7518, section 3.4).
pub(crate) struct SigningKey {
    pair: EcdsaKeyPair,
    random: SystemRandom,
    kid: String,
}

impl SigningKey {
    /// A fresh key.
    pub(crate) fn generate(kid: String) -> Result<Self, Failure> {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random)
            .map_err(|_| Failure::new("cannot generate a key"))?;
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random)
                .map_err(|_| Failure::new("cannot read the generated key"))?;
        Ok(Self { pair, random, kid })
    }

    /// The public key (RFC 7517).
    pub(crate) fn public(&self) -> Result<Value, Failure> {
        // An uncompressed point: 4, then x, then y (SEC 1, 2.3.3).
        let [4, point @ ..] = self.pair.public_key().as_ref() else {
            return fail("the public key is no uncompressed point");
        };
        let (x, y) = point.split_at(point.len() / 2);
        Ok(json!({
            "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": self.kid,
            "x": base64url(x), "y": base64url(y),
        }))
    }

    /// A token with these claims (RFC 7515, section 7.1). `header` is added to the algorithm and the key's id.
    pub(crate) fn sign(&self, header: Value, claims: &Value) -> Result<String, Failure> {
        let mut head = json!({ "alg": "ES256", "kid": self.kid });
        if let (Some(head), Value::Object(more)) = (head.as_object_mut(), header) {
            head.extend(more);
        }
        let signed = format!(
            "{}.{}",
            base64url(head.to_string().as_bytes()),
            base64url(claims.to_string().as_bytes())
        );
        let signature = self
            .pair
            .sign(&self.random, signed.as_bytes())
            .map_err(|_| Failure::new("cannot sign"))?;
        Ok(format!("{signed}.{}", base64url(signature.as_ref())))
    }
}

/// Base64 for URLs, without padding (RFC 4648, section 5).
pub(crate) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The claims of a token, not verified.
pub(crate) fn claims(token: &str) -> Result<Value, Failure> {
    let Some(payload) = token.split('.').nth(1) else {
        return fail("this is no token");
    };
    Ok(serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload)?)?)
}

/// Seconds since 1970, `offset` from now.
pub(crate) fn seconds_from_now(offset: i64) -> Result<i64, Failure> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    Ok(i64::try_from(now.as_secs())? + offset)
}
