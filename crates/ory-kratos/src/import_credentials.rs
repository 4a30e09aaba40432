//! Credentials of users who come from elsewhere.

use std::fmt;
use std::str::FromStr;

use ory_core::{Error, Secret};

use crate::models::{
    CreateIdentityBody, IdentityWithCredentials, IdentityWithCredentialsOidc,
    IdentityWithCredentialsOidcConfig, IdentityWithCredentialsOidcConfigProvider,
    IdentityWithCredentialsPassword, IdentityWithCredentialsPasswordConfig,
    IdentityWithCredentialsSaml, IdentityWithCredentialsSamlConfig,
    IdentityWithCredentialsSamlConfigProvider,
};

/// A password's hash in one of the forms that Kratos verifies, for
/// [`CreateIdentityBody::password_hash`].
///
/// Parsing looks at the algorithm's name only: Kratos itself reads the rest when the user signs in, so a hash that is
/// cut off is found out then. After the first login Kratos hashes the password anew, by its own settings.
///
/// | algorithm | form |
/// |---|---|
/// | bcrypt | `$2a$`, `$2b$`, `$2y$` |
/// | Argon2 | `$argon2id$`, `$argon2i$` |
/// | PBKDF2 | `$pbkdf2-sha256$i=<iterations>,l=<length>$<salt>$<hash>`, base64 without padding |
/// | scrypt | `$scrypt$ln=<cost>,r=<block>,p=<parallelism>$<salt>$<hash>` |
/// | Firebase scrypt | `$firescrypt$` |
/// | crypt(3) | `$md5-crypt$`, `$sha256-crypt$`, `$sha512-crypt$` |
/// | salted SHA | `{SSHA}`, `{SSHA256}`, `{SSHA512}`; `$sha1$`, `$sha256$`, `$sha512$` |
/// | MD5 | `$md5$` |
/// | HMAC | `$hmac-sha256$` and its relatives |
///
/// See <https://www.ory.com/docs/kratos/manage-identities/import-user-accounts-identities>.
///
/// ```
/// use ory_kratos::PasswordHash;
///
/// let hash: PasswordHash = "$2a$10$ZsCsoVQ3xfBG/K2z2XpBf.tm90GZmtOqtqWcB5.pYd5Eq8y7RlDyq".parse()?;
/// assert_eq!(format!("{hash:?}"), "PasswordHash(..)");
/// assert!("hunter2".parse::<PasswordHash>().is_err());
/// # Ok::<(), ory_kratos::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(Secret);

/// What the hashes that Kratos verifies begin with.
const PREFIXES: &[&str] = &[
    "$2$",
    "$2a$",
    "$2b$",
    "$2y$",
    "$2z$",
    "$argon2id$",
    "$argon2i$",
    "$pbkdf2-sha1$",
    "$pbkdf2-sha224$",
    "$pbkdf2-sha256$",
    "$pbkdf2-sha384$",
    "$pbkdf2-sha512$",
    "$scrypt$",
    "$firescrypt$",
    "$md5-crypt$",
    "$sha256-crypt$",
    "$sha512-crypt$",
    "{SSHA}",
    "{SSHA256}",
    "{SSHA512}",
    "$sha1$",
    "$sha256$",
    "$sha512$",
    "$md5$",
    "$hmac-md4$",
    "$hmac-md5$",
    "$hmac-sha1$",
    "$hmac-sha224$",
    "$hmac-sha256$",
    "$hmac-sha384$",
    "$hmac-sha512$",
];

impl PasswordHash {
    /// A hash of a form that this version of the crate does not know: Kratos decides.
    pub fn unchecked(hash: impl Into<Secret>) -> Self {
        Self(hash.into())
    }
}

impl FromStr for PasswordHash {
    type Err = Error;

    /// # Errors
    ///
    /// A configuration error, which does not repeat the text, if no known algorithm's name comes first: a plain
    /// password, or a bare digest as some databases hold it.
    fn from_str(hash: &str) -> Result<Self, Error> {
        if PREFIXES.iter().any(|prefix| hash.starts_with(prefix)) {
            return Ok(Self(Secret::new(hash)));
        }
        let message = "the password hash does not begin with the name of an algorithm that Kratos verifies, such as \
                       `$2a$` or `$argon2id$`; see `PasswordHash` for the forms, and `PasswordHash::unchecked` if the \
                       server is newer";
        Err(Error::configuration(None, message.to_owned()))
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(..)")
    }
}

/// Credentials to create an identity with.
///
/// ```
/// use ory_kratos::models::{CreateIdentityBody, IdentityWithCredentials};
/// use serde_json::json;
///
/// let hash = "$2a$10$ZsCsoVQ3xfBG/K2z2XpBf.tm90GZmtOqtqWcB5.pYd5Eq8y7RlDyq".parse()?;
/// let body = CreateIdentityBody::new("default", json!({ "email": "alice@example.com" }))
///     .credentials(IdentityWithCredentials::new().password_hash(hash).social_sign_in("google", "12345"));
/// # let _ = body;
/// # Ok::<(), ory_kratos::Error>(())
/// ```
impl IdentityWithCredentials {
    /// Sets a password in plain text, which Kratos hashes. No password policy applies.
    ///
    /// Hashing takes the server most of the time of an import; give hashes where there are any.
    pub fn plain_password(self, password: impl Into<Secret>) -> Self {
        self.config(IdentityWithCredentialsPasswordConfig::new().password(password))
    }

    /// Sets the hash of a password, so that the user signs in with the password from before.
    pub fn password_hash(self, hash: PasswordHash) -> Self {
        self.config(IdentityWithCredentialsPasswordConfig::new().hashed_password(hash.0))
    }

    /// Lets Kratos ask the configured migration hook at the first login, which knows the password from before.
    pub fn password_migration_hook(self) -> Self {
        let config = IdentityWithCredentialsPasswordConfig::new().use_password_migration_hook(true);
        self.config(config)
    }

    fn config(self, config: IdentityWithCredentialsPasswordConfig) -> Self {
        self.password(IdentityWithCredentialsPassword::new(config))
    }

    /// Adds a social sign-in: the id of the provider in Kratos's configuration, and the user's `sub` there.
    pub fn social_sign_in(
        mut self,
        provider: impl Into<String>,
        subject: impl Into<String>,
    ) -> Self {
        let empty = || IdentityWithCredentialsOidc::new(IdentityWithCredentialsOidcConfig::new());
        let oidc = self.oidc.get_or_insert_with(empty);
        let provider = IdentityWithCredentialsOidcConfigProvider::new(provider, subject);
        oidc.config.providers.push(provider);
        self
    }

    /// Adds a SAML sign-in: the id of the provider in Kratos's configuration, and the user's subject there.
    pub fn saml_sign_in(mut self, provider: impl Into<String>, subject: impl Into<String>) -> Self {
        let empty = || IdentityWithCredentialsSaml::new(IdentityWithCredentialsSamlConfig::new());
        let saml = self.saml.get_or_insert_with(empty);
        let provider = IdentityWithCredentialsSamlConfigProvider::new(provider, subject);
        saml.config.providers.push(provider);
        self
    }
}

/// ```
/// use ory_kratos::models::CreateIdentityBody;
/// use serde_json::json;
///
/// let body = CreateIdentityBody::new("default", json!({ "email": "alice@example.com" }))
///     .password("correct horse battery staple");
/// # let _ = body;
/// ```
impl CreateIdentityBody {
    /// Sets a password in plain text, which Kratos hashes; other credentials are kept. No password
    /// policy applies.
    ///
    /// Hashing takes the server most of the time of an import; give hashes where there are any.
    #[must_use]
    pub fn password(self, password: impl Into<Secret>) -> Self {
        self.map_credentials(|credentials| credentials.plain_password(password))
    }

    /// Sets the hash of a password; other credentials are kept.
    ///
    /// ```
    /// use ory_kratos::models::CreateIdentityBody;
    /// use serde_json::json;
    ///
    /// let hash = "$2a$10$ZsCsoVQ3xfBG/K2z2XpBf.tm90GZmtOqtqWcB5.pYd5Eq8y7RlDyq".parse()?;
    /// let body = CreateIdentityBody::new("default", json!({ "email": "alice@example.com" }))
    ///     .password_hash(hash);
    /// # let _ = body;
    /// # Ok::<(), ory_kratos::Error>(())
    /// ```
    #[must_use]
    pub fn password_hash(self, hash: PasswordHash) -> Self {
        self.map_credentials(|credentials| credentials.password_hash(hash))
    }

    fn map_credentials(
        mut self,
        change: impl FnOnce(IdentityWithCredentials) -> IdentityWithCredentials,
    ) -> Self {
        let credentials = self.credentials.take();
        self.credentials = Some(change(credentials.unwrap_or_default()));
        self
    }
}

#[cfg(test)]
mod tests {
    use ory_core::serde_json::{json, to_value};

    use super::*;

    #[test]
    fn known_forms_are_taken_and_others_are_refused_without_repeating_them() {
        for hash in [
            "$2y$10$x",
            "$argon2id$v=19$m=16,t=2,p=1$x$y",
            "{SSHA512}x",
            "$hmac-sha256$x$y",
        ] {
            assert!(hash.parse::<PasswordHash>().is_ok(), "{hash}");
        }
        for hash in [
            "",
            "canary",
            "$canary$",
            "{SHA}canary",
            "$6$canary",
            " $2a$canary",
            "5f4dcc3b5aa765d61d8327deb882cf99",
        ] {
            let error = hash.parse::<PasswordHash>().unwrap_err();
            let text = format!("{error} {error:?}");
            assert!(text.contains("algorithm"), "{text}");
            assert!(!text.contains("canary"), "{text}");
        }
    }

    #[test]
    fn credentials_have_the_form_of_the_contract() {
        let hash = PasswordHash::unchecked("$new$");
        let credentials = IdentityWithCredentials::new()
            .password_hash(hash)
            .social_sign_in("google", "1")
            .social_sign_in("github", "2")
            .saml_sign_in("okta", "3");
        assert_eq!(
            to_value(&credentials).unwrap(),
            json!({
                "password": { "config": { "hashed_password": "$new$" } },
                "oidc": { "config": { "providers": [
                    { "provider": "google", "subject": "1" }, { "provider": "github", "subject": "2" },
                ] } },
                "saml": { "config": { "providers": [{ "provider": "okta", "subject": "3" }] } },
            })
        );
        let plain = IdentityWithCredentials::new().plain_password("canary");
        assert_eq!(
            to_value(&plain).unwrap(),
            json!({ "password": { "config": { "password": "canary" } } })
        );
        assert!(!format!("{plain:?}").contains("canary"));
        let body = CreateIdentityBody::new("default", json!({}))
            .credentials(IdentityWithCredentials::new().social_sign_in("google", "1"))
            .password("canary");
        assert_eq!(
            to_value(&body.credentials).unwrap(),
            json!({
                "password": { "config": { "password": "canary" } },
                "oidc": { "config": { "providers": [{ "provider": "google", "subject": "1" }] } },
            })
        );
        let hash = PasswordHash::unchecked("$new$");
        let body = CreateIdentityBody::new("default", json!({})).password_hash(hash);
        assert_eq!(
            to_value(&body.credentials).unwrap(),
            json!({ "password": { "config": { "hashed_password": "$new$" } } })
        );
        let hook = IdentityWithCredentials::new().password_migration_hook();
        assert_eq!(
            to_value(hook).unwrap(),
            json!({ "password": { "config": { "use_password_migration_hook": true } } })
        );
    }
}
