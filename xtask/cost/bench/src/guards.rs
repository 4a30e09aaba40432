//! What guards a service: checks that are answered from the cache, and tokens that are verified, each beside what it is
//! measured against.

use std::convert::Infallible;
use std::future::{Future as _, Ready, ready};
use std::task::{Context, Poll};

use aws_lc_rs::signature::KeyPair as _;
use aws_lc_rs::{rand, rsa, signature as aws};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::{HeaderValue, Request, Response};
use http_body_util::Full;
use ory_hydra::TokenLayer;
use ory_hydra::ory_core::Secret;
use ory_hydra::ory_core::jwt::{Jwks, JwtVerifier};
use ory_kratos::SessionLayer;
use ory_kratos::ory_core::checks::{GuardService, Layer as _};
use ring::signature::{
    self as plain, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;
use tower::{Service, ServiceExt as _};

/// A service that does nothing but answer, with a header as most answers have.
#[derive(Clone)]
struct Bare;

impl Service<Request<()>> for Bare {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        let mut response = Response::new(Full::new(Bytes::new()));
        let text = HeaderValue::from_static("text/plain");
        response.headers_mut().insert("content-type", text);
        ready(Ok(response))
    }
}

/// Everything that is measured, ready to run.
pub struct Guards {
    runtime: Runtime,
    session: GuardService<Bare, SessionLayer>,
    token: GuardService<Bare, TokenLayer>,
    keys: Vec<Key>,
}

/// A key with a token that it signed, in the forms that the contenders want.
struct Key {
    name: &'static str,
    token: Secret,
    ours: JwtVerifier,
    theirs: (jsonwebtoken::DecodingKey, jsonwebtoken::Validation),
    plain: Plain,
    signed: usize,
    signature: Vec<u8>,
}

enum Plain {
    Rsa(Vec<u8>, Vec<u8>),
    Point(&'static dyn VerificationAlgorithm, Vec<u8>),
}

/// Who is measured at what: the case and the contender.
pub const WORK: [(&str, &str); 13] = [
    ("session-cached", "ours"),
    ("session-cached", "bare"),
    ("token-cached", "ours"),
    ("token-cached", "bare"),
    ("RS256", "ours"),
    ("RS256", "ring"),
    ("RS256", "jsonwebtoken"),
    ("ES256", "ours"),
    ("ES256", "ring"),
    ("ES256", "jsonwebtoken"),
    ("EdDSA", "ours"),
    ("EdDSA", "ring"),
    ("EdDSA", "jsonwebtoken"),
];

fn text(error: impl std::fmt::Debug) -> String {
    format!("{error:?}")
}

fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Guards {
    /// # Errors
    ///
    /// Keys or clients cannot be made.
    pub fn new() -> Result<Self, String> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(text)?;
        let session = json!({
            "id": "s", "active": true, "expires_at": "2099-01-01T00:00:00Z", "authenticator_assurance_level": "aal1",
            "identity": {"id": "9f1c3c0e", "schema_id": "d", "schema_url": "http://k/s", "traits": {"email": "a@b.c"}},
        });
        let kratos = ory_kratos::Client::builder()
            .url("http://127.0.0.1:1")
            .transport(canned(session.to_string()))
            .build()
            .map_err(text)?;
        let token = json!({
            "active": true, "aud": ["api"], "client_id": "shop", "sub": "ada", "scope": "read write",
            "exp": 4_000_000_000_i64, "token_use": "access_token",
        });
        let hydra = ory_hydra::Client::builder()
            .url("http://127.0.0.1:1")
            .transport(canned(token.to_string()))
            .build()
            .map_err(text)?;
        let day = std::time::Duration::from_secs(86_400);
        let session = SessionLayer::new(&kratos).cache_for(day).cache_at_most(day);
        let token = TokenLayer::introspect(&hydra, "api")
            .cache_for(day)
            .require_scope(["read"]);
        Ok(Guards {
            runtime,
            session: session.layer(Bare),
            token: token.layer(Bare),
            keys: vec![rs256()?, es256()?, eddsa()?],
        })
    }

    /// Does the work so many times.
    ///
    /// # Errors
    ///
    /// It does not end as it should.
    pub fn run(&self, case: &str, by: &str, times: usize) -> Result<(), String> {
        let cookie = (
            "cookie",
            "_ga=GA1.1; ory_kratos_session=MTcwMDAwMDAwMHxaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpa",
        );
        let bearer = (
            "authorization",
            "Bearer ory_at_abcdefghijklmnopqrstuvwxyz0123456789.abcdefghijkl",
        );
        match (case, by) {
            ("session-cached", "ours") => self.serve(self.session.clone(), cookie, times),
            ("token-cached", "ours") => self.serve(self.token.clone(), bearer, times),
            ("session-cached", _) => self.serve(Bare, cookie, times),
            ("token-cached", _) => self.serve(Bare, bearer, times),
            _ => {
                let key = self.keys.iter().find(|key| key.name == case);
                let key = key.ok_or("no such case")?;
                (0..times).try_for_each(|_| self.verify(key, by))
            }
        }
    }

    fn serve<S, B>(
        &self,
        mut service: S,
        (name, value): (&'static str, &'static str),
        times: usize,
    ) -> Result<(), String>
    where
        S: Service<Request<()>, Response = Response<B>, Error = Infallible>,
    {
        self.runtime.block_on(async {
            for _ in 0..times {
                let mut request = Request::new(());
                let value = HeaderValue::from_static(value);
                request.headers_mut().insert(name, value);
                let ready = service.ready().await.map_err(text)?;
                let response = ready.call(request).await.map_err(text)?;
                if response.status() != 200 {
                    return Err(format!("refused with {}", response.status()));
                }
            }
            Ok(())
        })
    }

    fn verify(&self, key: &Key, by: &str) -> Result<(), String> {
        let token = key.token.expose();
        match by {
            "ours" => {
                // Fixed keys are there: it does not wait.
                let verification = std::pin::pin!(key.ours.verify(&key.token));
                let mut context = Context::from_waker(std::task::Waker::noop());
                match verification.poll(&mut context) {
                    Poll::Ready(verified) => verified.map(drop).map_err(text),
                    Poll::Pending => Err("it waits".to_owned()),
                }
            }
            "jsonwebtoken" => {
                let (decoding, validation) = &key.theirs;
                jsonwebtoken::decode::<Map<String, Value>>(token, decoding, validation)
                    .map(drop)
                    .map_err(text)
            }
            _ => {
                let message = &token.as_bytes()[..key.signed];
                let verified = match &key.plain {
                    Plain::Rsa(n, e) => RsaPublicKeyComponents { n, e }.verify(
                        &plain::RSA_PKCS1_2048_8192_SHA256,
                        message,
                        &key.signature,
                    ),
                    Plain::Point(algorithm, point) => {
                        UnparsedPublicKey::new(*algorithm, point).verify(message, &key.signature)
                    }
                };
                verified.map_err(text)
            }
        }
    }
}

/// A server that gives this answer to everything.
fn canned(
    body: String,
) -> impl Service<
    Request<ory_kratos::ory_core::Body>,
    Response = Response<Full<Bytes>>,
    Error = Infallible,
    Future = Ready<Result<Response<Full<Bytes>>, Infallible>>,
> + Clone
+ Send
+ Sync
+ 'static {
    let body = Bytes::from(body);
    tower::service_fn(move |_| ready(Ok(Response::new(Full::new(body.clone())))))
}

/// Claims as Hydra's access tokens have them, signed.
fn signed(
    algorithm: &str,
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, String>,
) -> Result<(Secret, usize, Vec<u8>), String> {
    let header =
        json!({"alg": algorithm, "kid": "c2b6f8a4-5c0e-4d6b-9f1e-0a1b2c3d4e5f", "typ": "JWT"});
    let claims = json!({
        "iss": "https://auth.example", "sub": "9f1c3c0e-0000-4000-8000-000000000009", "aud": ["https://api.example"],
        "client_id": "0b7d9a5c-0000-4000-8000-000000000000", "scp": ["read", "write"], "ext": {"plan": "pro"},
        "jti": "5f1c3c0e-0000-4000-8000-000000000001", "iat": 1_700_000_000, "nbf": 1_700_000_000, "exp": 4_000_000_000_i64,
    });
    let message = format!(
        "{}.{}",
        base64url(header.to_string()),
        base64url(claims.to_string())
    );
    let signature = sign(message.as_bytes())?;
    let token = format!("{message}.{}", base64url(&signature));
    Ok((Secret::new(token), message.len(), signature))
}

fn key(
    name: &'static str,
    algorithm: jsonwebtoken::Algorithm,
    jwk: Value,
    decoding: jsonwebtoken::DecodingKey,
    plain: Plain,
    (token, signed, signature): (Secret, usize, Vec<u8>),
) -> Result<Key, String> {
    let mut jwk = jwk;
    jwk["kid"] = json!("c2b6f8a4-5c0e-4d6b-9f1e-0a1b2c3d4e5f");
    let keys = Jwks::fixed(&json!({ "keys": [jwk] })).map_err(text)?;
    let mut validation = jsonwebtoken::Validation::new(algorithm);
    validation.set_audience(&["https://api.example"]);
    validation.set_issuer(&["https://auth.example"]);
    validation.validate_nbf = true;
    Ok(Key {
        name,
        token,
        ours: JwtVerifier::new(keys, "https://auth.example", "https://api.example"),
        theirs: (decoding, validation),
        plain,
        signed,
        signature,
    })
}

fn rs256() -> Result<Key, String> {
    let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).map_err(text)?;
    let token = signed("RS256", |message| {
        let mut signature = vec![0; pair.public_modulus_len()];
        let random = rand::SystemRandom::new();
        pair.sign(&aws::RSA_PKCS1_SHA256, &random, message, &mut signature)
            .map_err(text)?;
        Ok(signature)
    })?;
    let public = pair.public_key();
    let n = public.modulus().big_endian_without_leading_zero().to_vec();
    let e = public.exponent().big_endian_without_leading_zero().to_vec();
    let (n_text, e_text) = (base64url(&n), base64url(&e));
    let decoding =
        jsonwebtoken::DecodingKey::from_rsa_components(&n_text, &e_text).map_err(text)?;
    let jwk = json!({"kty": "RSA", "n": n_text, "e": e_text, "alg": "RS256", "use": "sig"});
    key(
        "RS256",
        jsonwebtoken::Algorithm::RS256,
        jwk,
        decoding,
        Plain::Rsa(n, e),
        token,
    )
}

fn es256() -> Result<Key, String> {
    let pair = aws::EcdsaKeyPair::generate(&aws::ECDSA_P256_SHA256_FIXED_SIGNING).map_err(text)?;
    let token = signed("ES256", |message| {
        let signature = pair
            .sign(&rand::SystemRandom::new(), message)
            .map_err(text)?;
        Ok(signature.as_ref().to_vec())
    })?;
    let point = pair.public_key().as_ref().to_vec();
    let (x, y) = (base64url(&point[1..33]), base64url(&point[33..]));
    let decoding = jsonwebtoken::DecodingKey::from_ec_components(&x, &y).map_err(text)?;
    let jwk = json!({"kty": "EC", "crv": "P-256", "x": x, "y": y, "alg": "ES256", "use": "sig"});
    let plain = Plain::Point(&plain::ECDSA_P256_SHA256_FIXED, point);
    key(
        "ES256",
        jsonwebtoken::Algorithm::ES256,
        jwk,
        decoding,
        plain,
        token,
    )
}

fn eddsa() -> Result<Key, String> {
    let pair = aws::Ed25519KeyPair::generate().map_err(text)?;
    let token = signed("EdDSA", |message| Ok(pair.sign(message).as_ref().to_vec()))?;
    let point = pair.public_key().as_ref().to_vec();
    let x = base64url(&point);
    let decoding = jsonwebtoken::DecodingKey::from_ed_components(&x).map_err(text)?;
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": x, "alg": "EdDSA", "use": "sig"});
    let plain = Plain::Point(&plain::ED25519, point);
    key(
        "EdDSA",
        jsonwebtoken::Algorithm::EdDSA,
        jwk,
        decoding,
        plain,
        token,
    )
}
