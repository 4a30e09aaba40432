//! Values that the user's own programs write, in forms that no document describes.

use ory_hydra::models::{
    IntrospectedOAuth2Token, OAuth2Client, OAuth2TokenExchange, OidcUserInfo, TokenHookRequest,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, from_str, json, to_value};

fn read<T: DeserializeOwned>(value: &Value) -> T {
    from_str(&value.to_string()).unwrap()
}

fn comes_back<T: DeserializeOwned + Serialize>(value: &Value) {
    assert_eq!(to_value(read::<T>(value)).unwrap(), *value);
}

#[test]
fn a_claim_of_another_type_is_kept_and_the_others_are_read() {
    let value = json!({
        "sub": "s", "email": "a@example.org", "email_verified": "true", "phone_number": 491_701_234_567_u64,
        "updated_at": "2024-01-18T14:04:27Z", "groups": ["a"]
    });
    let info: OidcUserInfo = read(&value);
    assert_eq!(info.sub.as_deref(), Some("s"));
    assert_eq!(info.email.as_deref(), Some("a@example.org"));
    assert_eq!((info.email_verified, info.updated_at), (None, None));
    assert_eq!(info.extra["email_verified"], "true");
    assert_eq!(info.extra["updated_at"], "2024-01-18T14:04:27Z");
    comes_back::<OidcUserInfo>(&value);
    assert!(!format!("{info:?}").contains("491701234567"));
}

#[test]
fn times_and_lifetimes_may_be_spelled_as_floats() {
    let info: OidcUserInfo = read(&json!({"updated_at": 1_705_586_667.0}));
    assert_eq!(info.updated_at, Some(1_705_586_667));
    let token: IntrospectedOAuth2Token =
        read(&json!({"active": true, "exp": 1_596_123_440.0, "iat": 1.5e9, "nbf": 1}));
    assert_eq!(
        (token.exp, token.iat, token.nbf),
        (Some(1_596_123_440), Some(1_500_000_000), Some(1))
    );
    let tokens: OAuth2TokenExchange = read(&json!({"access_token": "t", "expires_in": 3599.0}));
    assert_eq!(tokens.expires_in, Some(3599));
    let fraction = json!({"active": true, "exp": 1.5}).to_string();
    assert!(from_str::<IntrospectedOAuth2Token>(&fraction).is_err());
}

#[test]
fn one_audience_may_be_a_text_and_a_scope_may_be_a_list() {
    let token: IntrospectedOAuth2Token =
        read(&json!({"active": true, "aud": "account", "scope": ["a", "b"], "ext": "text"}));
    assert_eq!(token.aud, ["account"]);
    assert_eq!(token.scope.as_deref(), Some("a b"));
    assert!(token.ext.is_empty());
    assert_eq!(token.extra["ext"], "text");
    let tokens: OAuth2TokenExchange = read(&json!({"access_token": "t", "scope": ["a", "b"]}));
    assert_eq!(tokens.scope.as_deref(), Some("a b"));
    let client: OAuth2Client = read(&json!({"response_types": "code"}));
    assert_eq!(client.response_types, ["code"]);
}

#[test]
fn a_client_without_keys_is_written_back_without_them() {
    let uri = "https://example.org/jwks.json";
    let client: OAuth2Client = read(&json!({"jwks": {}, "jwks_uri": uri}));
    assert_eq!(client.jwks, None);
    assert_eq!(to_value(&client).unwrap(), json!({"jwks_uri": uri}));
    comes_back::<OAuth2Client>(
        &json!({"jwks": {"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "a"}]}}),
    );
}

#[test]
fn a_hook_loses_no_member_at_any_depth() {
    let new = json!({"made": "up"});
    let value = json!({
        "session": {
            "id_token": {
                "id_token_claims": {
                    "aud": ["a"], "amr": ["pwd"], "ext": {"k": 1}, "iss": 7, "new": new
                },
                "headers": {"extra": {"kid": "k"}, "new": new},
                "expires_at": {"access_token": "2026-11-25T08:14:51Z", "new": new},
                "subject": "s", "new": new
            },
            "extra": {"k": 1}, "consent_challenge": "3f2a", "preserve_ext_claims": true, "new": new
        },
        "request": {"client_id": "c", "new": new},
        "new": new
    });
    let hook: TokenHookRequest = read(&value);
    let session = hook.session.as_ref().unwrap();
    assert_eq!(session.preserve_ext_claims, Some(true));
    assert_eq!(session.consent_challenge.as_deref(), Some("3f2a"));
    assert_eq!(session.unknown["new"], new);
    comes_back::<TokenHookRequest>(&value);
}
