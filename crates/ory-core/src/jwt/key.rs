//! A public key as a JSON Web Key (RFC 7517), and what it verifies.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{
    self as signatures, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use serde_json::{Map, Value};

use super::algorithm::Algorithm;

/// A public key that can verify signatures.
pub(super) struct Key {
    pub(super) id: Option<String>,
    /// The one algorithm that it is for, if the issuer says so.
    algorithm: Option<Algorithm>,
    material: Material,
}

enum Material {
    Rsa {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
    /// An uncompressed point.
    P256(Vec<u8>),
    /// An uncompressed point.
    P384(Vec<u8>),
    Ed25519(Vec<u8>),
}

impl Key {
    /// Reads a key; or says why it is none to verify tokens with.
    pub(super) fn read(jwk: &Value) -> Result<Self, &'static str> {
        let Value::Object(jwk) = jwk else {
            return Err("it is not an object");
        };
        match text(jwk, "use")? {
            None | Some("sig") => {}
            Some(_) => return Err("its `use` is not `sig`"),
        }
        match jwk.get("key_ops") {
            None => {}
            Some(Value::Array(operations)) if operations.iter().any(|one| one == "verify") => {}
            Some(_) => return Err("its `key_ops` does not list `verify`"),
        }
        let material = Material::read(jwk)?;
        let algorithm = match text(jwk, "alg")? {
            None => None,
            Some(name) => {
                let algorithm = Algorithm::from_name(name).ok_or("its `alg` is not supported")?;
                if !material.serves(algorithm) {
                    return Err("its `alg` does not belong to its `kty` and `crv`");
                }
                Some(algorithm)
            }
        };
        Ok(Key {
            id: text(jwk, "kid")?.map(str::to_owned),
            algorithm,
            material,
        })
    }

    /// Whether it may verify signatures of this algorithm.
    pub(super) fn fits(&self, algorithm: Algorithm) -> bool {
        self.algorithm.is_none_or(|own| own == algorithm) && self.material.serves(algorithm)
    }

    /// Whether `signature` is its signature of `message`. To be asked only of a key that fits the
    /// algorithm.
    pub(super) fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let point = |verify: &'static dyn VerificationAlgorithm, point: &[u8]| {
            UnparsedPublicKey::new(verify, point).verify(message, signature)
        };
        let rsa = |padding: &'static signatures::RsaParameters, n: &[u8], e: &[u8]| {
            RsaPublicKeyComponents { n, e }.verify(padding, message, signature)
        };
        use Algorithm::{EdDsa, Es256, Es384, Ps256, Ps384, Ps512, Rs256, Rs384, Rs512};
        use Material::{Ed25519, P256, P384, Rsa};
        let result = match (&self.material, algorithm) {
            (P256(key), Es256) => point(&signatures::ECDSA_P256_SHA256_FIXED, key),
            (P384(key), Es384) => point(&signatures::ECDSA_P384_SHA384_FIXED, key),
            (Ed25519(key), EdDsa) => point(&signatures::ED25519, key),
            (Rsa { modulus, exponent }, _) => {
                let padding = match algorithm {
                    Rs256 => &signatures::RSA_PKCS1_2048_8192_SHA256,
                    Rs384 => &signatures::RSA_PKCS1_2048_8192_SHA384,
                    Rs512 => &signatures::RSA_PKCS1_2048_8192_SHA512,
                    Ps256 => &signatures::RSA_PSS_2048_8192_SHA256,
                    Ps384 => &signatures::RSA_PSS_2048_8192_SHA384,
                    Ps512 => &signatures::RSA_PSS_2048_8192_SHA512,
                    _ => return false,
                };
                rsa(padding, modulus, exponent)
            }
            _ => return false,
        };
        result.is_ok()
    }
}

impl Material {
    fn read(jwk: &Map<String, Value>) -> Result<Self, &'static str> {
        let coordinate = |name, length| {
            let bytes = bytes(jwk, name)?;
            if bytes.len() == length {
                Ok(bytes)
            } else {
                Err("a coordinate has another length than its curve's")
            }
        };
        let point = |length| -> Result<Vec<u8>, &'static str> {
            // The mark of an uncompressed point (SEC 1, section 2.3.3).
            let mut point = vec![4];
            point.extend(coordinate("x", length)?);
            point.extend(coordinate("y", length)?);
            Ok(point)
        };
        match text(jwk, "kty")?.unwrap_or_default() {
            "RSA" => {
                let modulus = unsigned(bytes(jwk, "n")?);
                let exponent = unsigned(bytes(jwk, "e")?);
                let bits = modulus.len() * 8
                    - modulus
                        .first()
                        .map_or(0, |byte| byte.leading_zeros() as usize);
                if !(2048..=8192).contains(&bits) {
                    return Err("RSA keys have 2048 to 8192 bits here");
                }
                Ok(Material::Rsa { modulus, exponent })
            }
            "EC" => match text(jwk, "crv")?.unwrap_or_default() {
                "P-256" => point(32).map(Material::P256),
                "P-384" => point(48).map(Material::P384),
                _ => Err("its `crv` is not supported"),
            },
            "OKP" => match text(jwk, "crv")?.unwrap_or_default() {
                "Ed25519" => coordinate("x", 32).map(Material::Ed25519),
                _ => Err("its `crv` is not supported"),
            },
            _ => Err("its `kty` is not supported"),
        }
    }

    /// Whether the algorithm is of this key's family.
    fn serves(&self, algorithm: Algorithm) -> bool {
        match self {
            Material::Rsa { .. } => !matches!(
                algorithm,
                Algorithm::Es256 | Algorithm::Es384 | Algorithm::EdDsa
            ),
            Material::P256(_) => algorithm == Algorithm::Es256,
            Material::P384(_) => algorithm == Algorithm::Es384,
            Material::Ed25519(_) => algorithm == Algorithm::EdDsa,
        }
    }
}

fn text<'j>(jwk: &'j Map<String, Value>, name: &str) -> Result<Option<&'j str>, &'static str> {
    match jwk.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err("a member has an unexpected type"),
    }
}

fn bytes(jwk: &Map<String, Value>, name: &str) -> Result<Vec<u8>, &'static str> {
    let text = text(jwk, name)?.ok_or("a member of the key is missing")?;
    URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| "a member of the key is not base64url")
}

/// Without zeros in front, which some issuers send.
fn unsigned(mut number: Vec<u8>) -> Vec<u8> {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.drain(..zeros);
    number
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("id", &self.id)
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}
