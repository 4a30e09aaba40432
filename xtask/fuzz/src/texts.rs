//! Texts that crates read on their own: durations, times, relationships, URLs, keys, callbacks, cookies.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};
use ory_core::__private::encoded::base64;
use ory_core::{Config, GoDuration, Secret, Timestamp, TlsRoots};
use ory_hydra::{IdToken, PendingAuthorization, PrivateKey};
use ory_keto::{RelationTuple, Subject};
use ory_kratos::PasswordHash;
use ory_kratos::browser::{self, BrowserRequest};

use crate::scripted::{Products, Scripted};

/// A reader, and a text that it takes.
type Reader = (fn(&str), &'static str);

const READERS: &[Reader] = &[
    (printed_and_read::<GoDuration>, "1h0m0.5s"),
    (printed_and_read::<GoDuration>, "-1.5µs"),
    (
        printed_and_read::<Timestamp>,
        "2026-01-01T07:00:00.607376669+07:00",
    ),
    (printed_and_read::<Timestamp>, "0001-01-01T00:00:00Z"),
    (
        printed_and_read::<RelationTuple>,
        "files:1#owner@(groups:dev#member)",
    ),
    (printed_and_read::<RelationTuple>, "a:b#c@d:e"),
    (printed_and_read::<Subject>, "groups:dev#member"),
    (base_url, "https://user@ory.example:4433/base/?x#y"),
    (proxy_url, "http://user:pass%3Aword@proxy.example:3128/"),
    (
        authorities,
        "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
    ),
    (
        private_key,
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----",
    ),
    (
        id_token,
        "e30.eyJpc3MiOiJpIiwic3ViIjoicyIsImF1ZCI6ImEiLCJleHAiOjF9.x",
    ),
    (
        callback,
        "https://app.example/cb?code=c%20d&state=the+state&scope=x#y",
    ),
    (
        callback,
        "error=access_denied&error_description=no&state=the%20state",
    ),
    (
        password_hash,
        "$2a$10$ZsCsoVQ3xfBG/K2z2XpBf.tm90GZmtOqtqWcB5.pYd5Eq8y7RlDyq",
    ),
    (
        page_of_a_browser,
        "?flow=1&return_to=http%3A%2F%2Fapp%2F%3Fa%3Db&x=%zz+",
    ),
    (cookies, "a=1; b=2"),
    (bytes, "AQID_-8="),
];

/// The first byte chooses the reader, the rest is the text.
pub fn run(input: &[u8]) {
    let Some((choice, text)) = input.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    READERS[usize::from(*choice) % READERS.len()].0(text);
}

/// Each reader with its text.
pub fn seeds() -> Vec<Vec<u8>> {
    let seeds = READERS.iter().enumerate();
    seeds
        .map(|(choice, (_, text))| [&[choice as u8], text.as_bytes()].concat())
        .collect()
}

/// What is read prints as something that reads as the same.
fn printed_and_read<T>(text: &str)
where
    T: FromStr<Err: Debug + Display> + Display + Debug + PartialEq,
{
    match text.parse::<T>() {
        Ok(value) => {
            let printed = value.to_string();
            let again: T = printed
                .parse()
                .unwrap_or_else(|error| panic!("{text:?} printed {printed:?}: {error}"));
            assert_eq!(value, again, "{text:?} printed {printed:?}");
        }
        Err(error) => drop(format!("{error} {error:?}")),
    }
}

fn base_url(text: &str) {
    let builder = ory_kratos::Client::builder().url(text);
    let Ok(kratos) = builder
        .config(&Config::new().transport(Scripted::default()))
        .build()
    else {
        return;
    };
    let request = kratos
        .identity()
        .get_identity("an/id")
        .into_request()
        .expect("a base URL that is taken can be used");
    let uri = request.uri();
    assert!(uri.path().ends_with("/admin/identities/an%2Fid"), "{uri}");
    assert!(uri.query().is_none() && uri.host().is_some(), "{uri}");
    let scheme = uri.scheme_str().expect("the scheme is sent");
    assert!(text.to_ascii_lowercase().starts_with(scheme), "{uri}");
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    assert!(!authority.contains('@'), "{uri}");
}

fn proxy_url(text: &str) {
    if let Err(error) = Config::new().proxy(text).to_transport() {
        assert!(error.is_configuration(), "{error}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}

fn authorities(text: &str) {
    let roots = TlsRoots::none().with_pem(text);
    if let Err(error) = Config::new().tls_roots(roots).to_transport() {
        assert!(error.is_configuration(), "{error}");
    }
}

fn private_key(text: &str) {
    match PrivateKey::from_pem(text) {
        Ok(key) => drop(format!("{key:?}")),
        Err(error) => assert!(error.is_configuration(), "{error}"),
    }
}

fn id_token(text: &str) {
    if let Some(token) = IdToken::read(&Secret::new(text)) {
        assert_eq!(text.split('.').count(), 3);
        assert!(token.claims.contains_key("exp"), "{token:?}");
    }
}

/// Nothing is accepted that does not hold the state, and nothing of the callback is printed.
fn callback(text: &str) {
    let pending = serde_json::json!({"state": "the state", "nonce": "n", "code_verifier": "v",
        "redirect_uri": "https://app.example/cb"});
    let pending: PendingAuthorization =
        serde_json::from_value(pending).expect("these are all its fields");
    match pending.redeem(&text.replace('Z', "CANARY")) {
        Ok(code) => {
            assert!(text.contains("state=") && text.contains("code="), "{text}");
            assert_eq!(format!("{code:?}"), "AuthorizationCode(..)");
        }
        Err(error) => {
            let printed = format!("{error} {error:?}");
            assert!(!printed.contains("CANARY"), "{printed}");
        }
    }
}

fn password_hash(text: &str) {
    match text.parse::<PasswordHash>() {
        Ok(hash) => assert_eq!(format!("{hash:?}"), "PasswordHash(..)"),
        Err(error) => assert!(error.is_configuration(), "{error}"),
    }
}

fn page_of_a_browser(text: &str) {
    let request = BrowserRequest::new(&HeaderMap::new(), text);
    for value in [request.flow_id(), request.return_to()]
        .into_iter()
        .flatten()
    {
        assert!(!value.is_empty());
    }
    let kratos = Products::of(&Scripted::default()).kratos;
    let call = request.create_login(&kratos).into_request();
    assert!(call.is_ok(), "{call:?}");
}

/// Lines are headers.
fn cookies(text: &str) {
    let mut headers = HeaderMap::new();
    for line in text.split('\n') {
        if let Ok(value) = HeaderValue::from_str(line) {
            headers.append(COOKIE, value);
        }
    }
    if let Some(cookies) = browser::cookies(&headers) {
        assert!(HeaderValue::from_str(cookies.expose()).is_ok());
        assert!(!cookies.is_empty());
    }
}

fn bytes(text: &str) {
    if let Some(bytes) = base64::decode(text) {
        assert_eq!(base64::decode(&base64::encode(&bytes)), Some(bytes));
    }
}
