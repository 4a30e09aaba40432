//! How and when a user authenticated, in the words of OpenID Connect.

use std::time::Duration;

use ory_core::Timestamp;

use crate::models::{AuthenticatorAssuranceLevel, IdentityCredentialsType, Session};

impl Session {
    /// The authentication methods as values of the claim `amr` (RFC 8176), each once, for an OAuth2
    /// provider that accepts a login request on this session.
    ///
    /// `pwd` for a password, `otp` for codes (sent, from an app, or from a list), `pop` for passkeys
    /// and security keys, whatever an identity provider stated for a social sign-in, and `mfa` where
    /// the session is `aal2`. Methods that RFC 8176 has no value for are not among them.
    ///
    /// ```
    /// use ory_kratos::models::Session;
    ///
    /// let session: Session = serde_json::from_value(serde_json::json!({
    ///     "id": "1", "authenticator_assurance_level": "aal2",
    ///     "authentication_methods": [{ "method": "password" }, { "method": "totp" }],
    /// })).unwrap();
    /// assert_eq!(session.amr(), ["pwd", "otp", "mfa"]);
    /// ```
    #[must_use]
    pub fn amr(&self) -> Vec<&str> {
        let mut values: Vec<&str> = Vec::new();
        let mut add = |value| {
            if !values.contains(&value) {
                values.push(value);
            }
        };
        for used in &self.authentication_methods {
            match &used.method {
                Some(IdentityCredentialsType::Password) => add("pwd"),
                Some(
                    IdentityCredentialsType::Totp
                    | IdentityCredentialsType::Code
                    | IdentityCredentialsType::LookupSecret,
                ) => add("otp"),
                Some(IdentityCredentialsType::Passkey | IdentityCredentialsType::WebAuthn) => {
                    add("pop");
                }
                _ => {}
            }
            used.upstream_amr.iter().for_each(|value| add(value));
        }
        if self.authenticator_assurance_level == Some(AuthenticatorAssuranceLevel::Aal2) {
            add("mfa");
        }
        values
    }

    /// The assurance level as a value of the claim `acr`: `aal1`, `aal2`.
    #[must_use]
    pub fn acr(&self) -> Option<&str> {
        let level = self.authenticator_assurance_level.as_ref()?;
        Some(level.as_str()).filter(|level| !level.is_empty())
    }

    /// Whether the user authenticated within the last `max_age`, by this machine's clock: what
    /// `max_age` of an OpenID Connect request asks for. `false` where the session does not say when.
    #[must_use]
    pub fn authenticated_within(&self, max_age: Duration) -> bool {
        self.authenticated_at.is_some_and(|time| {
            let age = Timestamp::now()
                .unix_seconds()
                .saturating_sub(time.unix_seconds());
            u64::try_from(age).unwrap_or(0) <= max_age.as_secs()
        })
    }
}

#[cfg(test)]
mod tests {
    use ory_core::serde_json::{self, json};

    use super::*;

    fn session(methods: serde_json::Value, aal: &str) -> Session {
        serde_json::from_value(json!({ "id": "1", "authentication_methods": methods,
            "authenticator_assurance_level": aal, "authenticated_at": "2001-01-01T00:00:00Z" }))
        .unwrap()
    }

    #[test]
    fn each_method_is_named_once_and_upstream_values_are_kept() {
        let methods = json!([
            { "method": "code" }, { "method": "totp" }, { "method": "passkey" }, { "method": "dance" },
            { "method": "oidc", "upstream_amr": ["pwd", "face"] }, {},
        ]);
        let session = session(methods, "aal1");
        assert_eq!(session.amr(), ["otp", "pop", "pwd", "face"]);
        assert_eq!(session.acr(), Some("aal1"));
    }

    #[test]
    fn the_age_of_a_login_is_compared_by_the_clock() {
        let mut session = session(json!([]), "");
        assert_eq!((session.amr().len(), session.acr()), (0, None));
        assert!(!session.authenticated_within(Duration::from_secs(3600)));
        session.authenticated_at = Some(Timestamp::now());
        assert!(session.authenticated_within(Duration::from_secs(3600)));
        session.authenticated_at = None;
        assert!(!session.authenticated_within(Duration::MAX));
    }
}
