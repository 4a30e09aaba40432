//! JSON Web Tokens verified here, without asking anybody: keys, signatures, claims.
//!
//! ```
//! use ory_core::Secret;
//! use ory_core::jwt::{Jwks, JwtError, JwtVerifier};
//!
//! # fn example(keys: Jwks) -> JwtVerifier {
//! let verifier = JwtVerifier::new(keys, "https://auth.example", "https://orders.example");
//! # verifier
//! # }
//! # async fn handler(verifier: &JwtVerifier, bearer: Secret) {
//! match verifier.verify(&bearer).await {
//!     Ok(token) => println!("{:?} calls", token.subject()),
//!     Err(JwtError::Unavailable(error)) => println!("503: no keys to verify it with: {error}"),
//!     Err(error) => println!("401: {error}"),
//! }
//! # }
//! ```
//!
//! # What is verified
//!
//! Signatures (RFC 7515) by RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 and EdDSA over
//! Ed25519 (RFC 7518, RFC 8037). `none` and HMAC do not exist here, ES512 is not supported. The
//! algorithm is the key's before it is the token's: a token whose `alg` does not belong to the key
//! is refused.
//!
//! Claims (RFC 7519): `iss` and `aud` are what the verifier was made with, `exp` is there, and
//! `exp`, `nbf` and `iat` are numbers. A claim of the wrong type is refused, never skipped. A
//! member that comes twice, a `crit` or `b64` header, padding and a fourth part are refused.
//!
//! # Whose keys
//!
//! [`Jwks::fixed`] holds keys that are known, [`Jwks::url`] and [`Jwks::remote`] fetch them: with
//! the first token, again before they run out, and once per cooldown for a token that names an
//! unknown key.

mod algorithm;
mod compact;
mod error;
mod fetch;
#[cfg(test)]
mod form_tests;
mod jwks;
mod key;
mod key_set;
mod remote;
#[cfg(test)]
mod remote_tests;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod vectors;
mod verified;
mod verifier;

pub use algorithm::Algorithm;
pub use error::JwtError;
pub use fetch::{FetchJwks, FetchJwksFuture};
pub use jwks::Jwks;
pub use verified::VerifiedJwt;
pub use verifier::JwtVerifier;
