//! Private keys that sign JWTs: client assertions, and grants of a trusted issuer (RFC 7523).

use std::fmt;
use std::time::Duration;

use ory_core::{Error, Secret, Timestamp};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair,
    RSA_PKCS1_SHA256, RsaKeyPair,
};
use serde::Serialize;
use serde_json::json;

use crate::random;

/// A private key that signs JWTs by RS256, ES256, ES384 or EdDSA.
///
/// ```no_run
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use ory_hydra::{ClientAuth, PrivateKey};
///
/// let pem = std::fs::read_to_string("client-key.pem")?;
/// let auth = ClientAuth::private_key_jwt(PrivateKey::from_pem(&pem)?.key_id("2024-05"));
/// # let _ = auth;
/// # Ok(())
/// # }
/// ```
pub struct PrivateKey {
    pair: Pair,
    key_id: Option<String>,
}

enum Pair {
    Rs256(RsaKeyPair),
    Es256(EcdsaKeyPair),
    Es384(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
}

/// How long a client assertion is valid: enough for the way and for clocks that differ, as each is used once.
const ASSERTION_LIFETIME: Duration = Duration::from_secs(120);

impl PrivateKey {
    /// Reads a key in PKCS#8 form, `-----BEGIN PRIVATE KEY-----`: RSA of 2048 bits or more, P-256, P-384 or Ed25519.
    ///
    /// # Errors
    ///
    /// A configuration error for anything else; `openssl pkcs8 -topk8 -nocrypt` converts most keys.
    pub fn from_pem(pem: &str) -> Result<Self, Error> {
        let body = pem
            .split_once("-----BEGIN PRIVATE KEY-----")
            .and_then(|(_, rest)| rest.split_once("-----END PRIVATE KEY-----"));
        let der = body.and_then(|(body, _)| {
            let text: String = body.split_ascii_whitespace().collect();
            ory_core::__private::encoded::base64::decode(&text)
        });
        match der {
            Some(der) => Self::from_pkcs8(&der),
            None => Err(unusable()),
        }
    }

    /// Reads a key in PKCS#8 form, DER.
    ///
    /// # Errors
    ///
    /// As for [`PrivateKey::from_pem`].
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, Error> {
        let random = SystemRandom::new();
        let pair = if let Ok(pair) = RsaKeyPair::from_pkcs8(der) {
            Pair::Rs256(pair)
        } else if let Ok(pair) =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der, &random)
        {
            Pair::Es256(pair)
        } else if let Ok(pair) =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, der, &random)
        {
            Pair::Es384(pair)
        } else if let Ok(pair) = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der) {
            Pair::EdDsa(pair)
        } else {
            return Err(unusable());
        };
        Ok(PrivateKey { pair, key_id: None })
    }

    /// Names the key by its `kid` in the registered key set. Needed where the set has several.
    #[must_use]
    pub fn key_id(mut self, key_id: impl Into<String>) -> Self {
        self.key_id = Some(key_id.into());
        self
    }

    /// The algorithm by its name in JWTs (RFC 7518), which the client's `token_endpoint_auth_signing_alg` must be.
    #[must_use]
    pub fn algorithm(&self) -> &'static str {
        match &self.pair {
            Pair::Rs256(_) => "RS256",
            Pair::Es256(_) => "ES256",
            Pair::Es384(_) => "ES384",
            Pair::EdDsa(_) => "EdDSA",
        }
    }

    /// Signs `claims` as a JWT, say for [`Application::jwt_bearer`](crate::Application::jwt_bearer).
    ///
    /// # Errors
    ///
    /// A configuration error if the claims cannot be written as JSON.
    pub fn sign(&self, claims: &impl Serialize) -> Result<Secret, Error> {
        self.jwt(claims)
            .map_err(|message| Error::configuration(None, message))
    }

    fn jwt(&self, claims: &impl Serialize) -> Result<Secret, String> {
        let header = match &self.key_id {
            Some(kid) => json!({"alg": self.algorithm(), "kid": kid, "typ": "JWT"}),
            None => json!({"alg": self.algorithm(), "typ": "JWT"}),
        };
        let claims = serde_json::to_vec(claims)
            .map_err(|_| "the claims cannot be written as JSON".to_owned())?;
        let mut jwt = random::base64url(header.to_string().as_bytes());
        jwt.push('.');
        jwt.push_str(&random::base64url(&claims));
        let signature = self
            .raw_signature(jwt.as_bytes())
            .ok_or("the operating system gave no random numbers to sign with")?;
        jwt.push('.');
        jwt.push_str(&random::base64url(&signature));
        Ok(Secret::new(jwt))
    }

    fn raw_signature(&self, message: &[u8]) -> Option<Vec<u8>> {
        let random = SystemRandom::new();
        match &self.pair {
            Pair::Rs256(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
                    .ok()?;
                Some(signature)
            }
            Pair::Es256(pair) | Pair::Es384(pair) => {
                Some(pair.sign(&random, message).ok()?.as_ref().to_vec())
            }
            Pair::EdDsa(pair) => Some(pair.sign(message).as_ref().to_vec()),
        }
    }

    /// The JWT by which `client_id` authenticates at `audience` (RFC 7523, section 3).
    pub(crate) fn client_assertion(
        &self,
        client_id: &str,
        audience: &str,
    ) -> Result<Secret, String> {
        let id = random::text().ok_or("the operating system gave no random numbers")?;
        let now = Timestamp::now().unix_seconds();
        self.jwt(&json!({
            "iss": client_id,
            "sub": client_id,
            "aud": [audience],
            "jti": id,
            "iat": now,
            "exp": now.saturating_add(ASSERTION_LIFETIME.as_secs() as i64),
        }))
    }
}

fn unusable() -> Error {
    Error::configuration(
        None,
        "the private key is not PKCS#8 (`-----BEGIN PRIVATE KEY-----`) of RSA with 2048 to 4096 bits, P-256, P-384 or \
         Ed25519; `openssl pkcs8 -topk8 -nocrypt` converts most keys"
            .to_owned(),
    )
}

impl fmt::Debug for PrivateKey {
    /// Prints the algorithm and the key's name, never the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateKey")
            .field("algorithm", &self.algorithm())
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use ory_core::__private::encoded::base64;
    use ring::signature::{ECDSA_P256_SHA256_FIXED, ED25519, KeyPair, UnparsedPublicKey};
    use serde_json::Value;

    use super::*;

    fn part(jwt: &str, index: usize) -> Value {
        let part = jwt.split('.').nth(index).unwrap();
        serde_json::from_slice(&base64::decode(part).unwrap()).unwrap()
    }

    #[test]
    fn an_assertion_is_signed_and_says_who_to_whom_and_until_when() {
        let random = SystemRandom::new();
        let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let pem = format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
            base64::encode(der.as_ref())
        );
        let key = PrivateKey::from_pem(&pem).unwrap().key_id("k");
        let jwt = key
            .client_assertion("shop", "https://h/oauth2/token")
            .unwrap();
        let jwt = jwt.expose();
        assert_eq!(
            part(jwt, 0),
            json!({"alg": "ES256", "kid": "k", "typ": "JWT"})
        );
        let claims = part(jwt, 1);
        assert_eq!(
            (&claims["iss"], &claims["sub"]),
            (&json!("shop"), &json!("shop"))
        );
        assert_eq!(claims["aud"], json!(["https://h/oauth2/token"]));
        let lifetime = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
        assert_eq!(lifetime, 120);
        let again = key.client_assertion("shop", "a").unwrap();
        assert_ne!(part(again.expose(), 1)["jti"], claims["jti"]);

        let (message, signature) = jwt.rsplit_once('.').unwrap();
        let Pair::Es256(pair) = &key.pair else {
            panic!("not ES256");
        };
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, pair.public_key().as_ref())
            .verify(message.as_bytes(), &base64::decode(signature).unwrap())
            .unwrap();
        assert!(!format!("{key:?}").contains(pem.lines().nth(1).unwrap()));
    }

    #[test]
    fn ed25519_signs_too() {
        let der = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        let key = PrivateKey::from_pkcs8(der.as_ref()).unwrap();
        let jwt = key.sign(&json!({"sub": "alice"})).unwrap();
        let (message, signature) = jwt.expose().rsplit_once('.').unwrap();
        let Pair::EdDsa(pair) = &key.pair else {
            panic!("not EdDSA");
        };
        UnparsedPublicKey::new(&ED25519, pair.public_key().as_ref())
            .verify(message.as_bytes(), &base64::decode(signature).unwrap())
            .unwrap();
    }

    #[test]
    fn what_is_not_a_key_is_refused_without_being_shown() {
        for text in [
            "",
            "hunter2",
            "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----",
        ] {
            let error = PrivateKey::from_pem(text).unwrap_err();
            assert!(error.is_configuration());
            assert!(!error.to_string().contains("hunter2"));
        }
    }
}
