//! The authorization code grant with PKCE: from the link to the tokens (RFC 6749, section 4.1; RFC 7636).

use std::borrow::Cow;
use std::fmt;

use ory_core::{Error, Secret, Timestamp};
use percent_encoding::percent_decode_str;

use crate::token::join;
use crate::{Application, IdToken, OAuth2ErrorCode, Tokens, operations, random};

impl Application {
    /// Begins the login of a user in a browser, which comes back to `redirect_uri`: one of the client's, exactly.
    ///
    /// ```no_run
    /// use ory_hydra::{Application, CallbackError, PendingAuthorization, Tokens};
    ///
    /// /// Where to send the browser, and what to keep in its session at your service meanwhile.
    /// fn login(shop: &Application) -> Result<(String, String), Box<dyn std::error::Error>> {
    ///     let authorization = shop
    ///         .authorize("https://shop.example/callback")
    ///         .scope(["openid", "offline_access"])
    ///         .begin()?;
    ///     let session = serde_json::to_string(&authorization.pending)?;
    ///     Ok((authorization.url, session))
    /// }
    ///
    /// /// The page that the browser comes back to.
    /// async fn callback(shop: &Application, session: &str, query: &str) -> Result<Tokens, Box<dyn std::error::Error>> {
    ///     let pending: PendingAuthorization = serde_json::from_str(session)?;
    ///     let code = pending.redeem(query)?;
    ///     Ok(shop.exchange(code).await?)
    /// }
    /// ```
    pub fn authorize(&self, redirect_uri: impl Into<String>) -> Authorize {
        let redirect_uri = redirect_uri.into();
        let operation = self
            .api
            .oauth2_authorize(self.client_id(), "code")
            .redirect_uri(&redirect_uri);
        Authorize {
            application: self.clone(),
            operation,
            redirect_uri,
        }
    }

    /// Exchanges the code for tokens.
    ///
    /// Should there be an ID token, its audience, nonce and expiry are checked, and its issuer where
    /// [`discovery`](Self::discovery) told it. Clocks may differ by a minute. With the feature `jwt` its signature
    /// is verified too, by keys that are fetched before the code is sent. Without, it need not be, because the token comes
    /// from the token endpoint itself; [`trust_token_endpoint`](Self::trust_token_endpoint) chooses that with the feature.
    ///
    /// # Errors
    ///
    /// `invalid_grant` for a code that was used, has expired or is another client's; `invalid_client` if the
    /// authentication fails. [`ErrorKind::Decode`](ory_core::ErrorKind::Decode) for an ID token that is not this login's.
    pub async fn exchange(&self, code: AuthorizationCode) -> Result<Tokens, Error> {
        let request = self
            .grant("authorization_code")
            .field("code", code.code.expose())
            .field("redirect_uri", &code.redirect_uri)
            .field("code_verifier", code.code_verifier.expose());
        let spec = request.spec();
        let refuse = |what: &str| {
            let message = format!("the server answered with tokens, but {what}");
            Error::undecodable(message).with_operation(spec)
        };
        // A code is used up by one exchange, so what may fail comes first.
        #[cfg(feature = "jwt")]
        if let Some(keys) = &self.inner.keys {
            keys.warm().await.map_err(|error| {
                let message = "the code was not sent: the keys that ID tokens are verified by could not be fetched";
                Error::exchange(ory_core::ErrorKind::Connect, spec, message.to_owned(), Some(Box::new(error)))
            })?;
        }
        let tokens = request.await?;
        if let Some(id_token) = &tokens.id_token {
            let checked = match IdToken::read(id_token) {
                None => Err("its ID token is not one"),
                Some(id_token) => id_token.check(
                    self.client_id(),
                    self.inner.issuer.as_deref(),
                    code.nonce.expose(),
                    Timestamp::now(),
                ),
            };
            checked.map_err(refuse)?;
            #[cfg(feature = "jwt")]
            self.verify_id_token(id_token, code.nonce.expose())
                .await
                .map_err(|error| refuse(&format!("its ID token is not accepted: {error}")))?;
        }
        Ok(tokens)
    }
}

/// An authorization request while it is put together.
#[derive(Clone)]
#[must_use = "nothing happens until it begins"]
pub struct Authorize {
    application: Application,
    operation: operations::OAuth2Authorize,
    redirect_uri: String,
}

impl Authorize {
    /// Asks for these scopes: `openid` for an ID token, `offline_access` for a refresh token.
    pub fn scope(self, scopes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let scopes = join(scopes);
        self.parameter("scope", &scopes)
    }

    /// Asks for an access token for these audiences, which the client must be registered for.
    pub fn audience(self, audience: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let audience = join(audience);
        self.parameter("audience", &audience)
    }

    /// `login` asks for the login again, `consent` for the consent, `none` for neither: then what is missing is an
    /// error at the callback.
    pub fn prompt(self, prompt: impl AsRef<str>) -> Self {
        self.parameter("prompt", prompt.as_ref())
    }

    /// What the login page may fill in, such as an e-mail address.
    pub fn login_hint(self, hint: impl AsRef<str>) -> Self {
        self.parameter("login_hint", hint.as_ref())
    }

    /// Sets another parameter of the request: `acr_values`, `ui_locales`, `max_age`, `response_mode`.
    ///
    /// `state`, `nonce` and those of PKCE are overwritten.
    pub fn parameter(mut self, name: &str, value: &str) -> Self {
        self.operation.call.query(name, value);
        self
    }

    /// The URL for the browser, with a new state, nonce and PKCE challenge, and what to keep until it comes back.
    /// Nothing is sent.
    ///
    /// # Errors
    ///
    /// A configuration error: the public URL is not set, or the operating system gives no random numbers.
    pub fn begin(self) -> Result<Authorization, Error> {
        let spec = self.operation.call.spec();
        let random = || {
            random::text().ok_or_else(|| {
                let message = "the operating system gave no random numbers";
                Error::configuration(Some(spec), message.to_owned())
            })
        };
        let (state, nonce, code_verifier) = (random()?, random()?, random()?);
        let own = self
            .operation
            .state(&state)
            .nonce(&nonce)
            .code_challenge(random::s256(&code_verifier))
            .code_challenge_method("S256")
            .into_url()?;
        let url = match &self.application.inner.authorization_endpoint {
            None => own.to_string(),
            Some(endpoint) => {
                let separator = if endpoint.contains('?') { '&' } else { '?' };
                format!("{endpoint}{separator}{}", own.query().unwrap_or_default())
            }
        };
        Ok(Authorization {
            url,
            pending: PendingAuthorization {
                state: state.into(),
                nonce: nonce.into(),
                code_verifier: code_verifier.into(),
                redirect_uri: self.redirect_uri,
            },
        })
    }
}

impl fmt::Debug for Authorize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorize")
            .field("application", &self.application)
            .finish_non_exhaustive()
    }
}

/// A login that is about to begin.
#[derive(Clone)]
#[non_exhaustive]
pub struct Authorization {
    /// Where to send the browser.
    pub url: String,
    /// What to keep in the browser's own session at your service until it comes back.
    pub pending: PendingAuthorization,
}

impl fmt::Debug for Authorization {
    /// Without the URL, which holds the state.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorization").finish_non_exhaustive()
    }
}

/// What a login needs when the browser comes back.
///
/// Keep it where only this browser's session reaches it, on the server or in an encrypted cookie, and use it once:
/// that it belongs to the browser is what keeps others from slipping in their own login. Can be kept as JSON.
#[derive(Clone)]
#[must_use = "without it the login cannot be completed"]
pub struct PendingAuthorization {
    state: Secret,
    nonce: Secret,
    code_verifier: Secret,
    redirect_uri: String,
}

ory_core::object! {
    PendingAuthorization {
        "state" => state: required,
        "nonce" => nonce: required,
        "code_verifier" => code_verifier: required,
        "redirect_uri" => redirect_uri: required,
    }
}

impl PendingAuthorization {
    /// The `state` that the browser comes back with: by it an application whose user began to log in
    /// in two tabs finds the one that this callback belongs to.
    #[must_use]
    pub fn state(&self) -> &Secret {
        &self.state
    }

    /// Reads what the browser came back with: the URL, its query, or the form of `response_mode=form_post`.
    ///
    /// # Errors
    ///
    /// A [`CallbackError`]; in each case there are no tokens.
    pub fn redeem(self, callback: &str) -> Result<AuthorizationCode, CallbackError> {
        let mut callback = Callback::read(callback)?;
        // Before anything else: an error that somebody else made up says nothing either.
        if callback.state.take().as_deref() != Some(self.state.expose()) {
            return Err(CallbackError::StateMismatch);
        }
        if let Some(code) = callback.error {
            return Err(CallbackError::Refused {
                code: OAuth2ErrorCode::from(&*code),
                description: callback.error_description.map(Cow::into_owned),
            });
        }
        match callback.code {
            Some(code) if !code.is_empty() => Ok(AuthorizationCode {
                code: Secret::new(code),
                nonce: self.nonce,
                code_verifier: self.code_verifier,
                redirect_uri: self.redirect_uri,
            }),
            _ => Err(CallbackError::Malformed),
        }
    }
}

impl fmt::Debug for PendingAuthorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingAuthorization")
            .field("redirect_uri", &self.redirect_uri)
            .finish_non_exhaustive()
    }
}

/// The parameters of an authorization response (RFC 6749, section 4.1.2).
#[derive(Default)]
struct Callback<'a> {
    state: Option<Cow<'a, str>>,
    code: Option<Cow<'a, str>>,
    error: Option<Cow<'a, str>>,
    error_description: Option<Cow<'a, str>>,
}

impl<'a> Callback<'a> {
    fn read(text: &'a str) -> Result<Self, CallbackError> {
        let text = text.split('#').next().unwrap_or_default();
        let query = match text.split_once('?') {
            Some((_, query)) => query,
            None => text,
        };
        let mut callback = Callback::default();
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let field = match name {
                "state" => &mut callback.state,
                "code" => &mut callback.code,
                "error" => &mut callback.error,
                "error_description" => &mut callback.error_description,
                _ => continue,
            };
            // A parameter must not come twice; which one counts would be anybody's guess.
            if field.replace(form_decode(value)?).is_some() {
                return Err(CallbackError::Malformed);
            }
        }
        Ok(callback)
    }
}

fn form_decode(text: &str) -> Result<Cow<'_, str>, CallbackError> {
    let malformed = |_| CallbackError::Malformed;
    if text.contains('+') {
        let text = text.replace('+', " ");
        let decoded = percent_decode_str(&text).decode_utf8().map_err(malformed)?;
        Ok(Cow::Owned(decoded.into_owned()))
    } else {
        percent_decode_str(text).decode_utf8().map_err(malformed)
    }
}

/// A code that came back to the login that asked for it; [`Application::exchange`] turns it into tokens, once.
#[must_use = "the code expires if it is not exchanged"]
pub struct AuthorizationCode {
    code: Secret,
    nonce: Secret,
    code_verifier: Secret,
    redirect_uri: String,
}

impl fmt::Debug for AuthorizationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthorizationCode(..)")
    }
}

/// Why a browser came back without a login.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackError {
    /// It is not the answer to this login: another tab's, a very old one, or an attempt to slip in somebody else's.
    /// Begin again.
    StateMismatch,
    /// The login or the consent was refused.
    Refused {
        /// Why.
        code: OAuth2ErrorCode,
        /// The server's or the login page's words, for developers.
        description: Option<String>,
    },
    /// It is no authorization response: no code, a parameter twice, text that is not UTF-8.
    Malformed,
}

impl fmt::Display for CallbackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CallbackError::StateMismatch => {
                f.write_str("the callback does not belong to this login: its state differs")
            }
            CallbackError::Refused { code, .. } => match code {
                // What is not known may be anything.
                OAuth2ErrorCode::Unknown(_) => f.write_str("the authorization was refused"),
                code => write!(f, "the authorization was refused (`{code}`)"),
            },
            CallbackError::Malformed => {
                f.write_str("the callback is not an authorization response")
            }
        }
    }
}

impl fmt::Debug for CallbackError {
    /// Without the description, which may name the user.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CallbackError::StateMismatch => f.write_str("StateMismatch"),
            CallbackError::Refused { code, .. } => f
                .debug_struct("Refused")
                .field("code", code)
                .finish_non_exhaustive(),
            CallbackError::Malformed => f.write_str("Malformed"),
        }
    }
}

impl std::error::Error for CallbackError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Client, ClientAuth};

    fn begin() -> Authorization {
        let hydra = Client::builder()
            .public_url("http://127.0.0.1:1")
            .build()
            .unwrap();
        let shop = hydra.oauth2().application("shop", ClientAuth::none());
        let authorize = shop
            .authorize("https://shop.example/cb?x=1")
            .prompt("login");
        authorize.scope(["openid", "offline"]).begin().unwrap()
    }

    fn parameter<'a>(url: &'a str, name: &str) -> &'a str {
        let query = url.split_once('?').unwrap().1;
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|pair| pair.0 == name).unwrap().1
    }

    #[test]
    fn the_link_carries_what_is_kept_and_never_the_verifier() {
        let Authorization { url, pending } = begin();
        assert!(url.starts_with("http://127.0.0.1:1/oauth2/auth?"));
        assert_eq!(parameter(&url, "state"), pending.state().expose());
        assert_eq!(parameter(&url, "nonce"), pending.nonce.expose());
        assert_eq!(parameter(&url, "code_challenge_method"), "S256");
        assert_eq!(
            parameter(&url, "code_challenge"),
            random::s256(pending.code_verifier.expose())
        );
        assert!(!url.contains(pending.code_verifier.expose()));
        assert_eq!(parameter(&url, "scope"), "openid%20offline");
        assert_eq!(
            parameter(&url, "redirect_uri"),
            "https%3A%2F%2Fshop.example%2Fcb%3Fx%3D1"
        );
        assert_ne!(begin().pending.state, pending.state);
    }

    #[test]
    fn a_code_of_this_login_is_redeemed_from_every_form_of_callback() {
        let pending = begin().pending;
        let json = serde_json::to_string(&pending).unwrap();
        let state = pending.state.expose();
        let query = format!("code=a%2Bb+c&scope=openid&state={state}");
        for callback in [
            query.clone(),
            format!("?{query}"),
            format!("/cb?x=1&{query}#_=_"),
            format!("https://shop.example/cb?x=1&{query}"),
        ] {
            let kept: PendingAuthorization = serde_json::from_str(&json).unwrap();
            assert_eq!(kept.redeem(&callback).unwrap().code.expose(), "a+b c");
        }
    }

    #[test]
    fn whatever_is_not_this_logins_answer_is_refused() {
        let pending = begin().pending;
        let state = pending.state.expose().to_owned();
        let redeem = |query: String| pending.clone().redeem(&query).unwrap_err();
        use CallbackError::{Malformed, StateMismatch};
        for (query, expected) in [
            (String::new(), StateMismatch),
            ("code=c".to_owned(), StateMismatch),
            ("code=c&state=".to_owned(), StateMismatch),
            ("code=c&state=other".to_owned(), StateMismatch),
            ("error=access_denied&state=other".to_owned(), StateMismatch),
            (format!("state={state}"), Malformed),
            (format!("code=&state={state}"), Malformed),
            (format!("code=c&code=d&state={state}"), Malformed),
            (format!("code=c&state=x&state={state}"), Malformed),
            (format!("code=%ff&state={state}"), Malformed),
        ] {
            assert_eq!(redeem(query.clone()), expected, "{query}");
        }
    }

    #[test]
    fn a_refusal_is_typed_and_prints_no_words_of_others() {
        let pending = begin().pending;
        let state = pending.state.expose().to_owned();
        let query = format!("error=access_denied&error_description=hunter2+x&state={state}");
        let error = pending.clone().redeem(&query).unwrap_err();
        let CallbackError::Refused { code, description } = &error else {
            panic!("{error:?}");
        };
        assert_eq!(*code, OAuth2ErrorCode::AccessDenied);
        assert_eq!(description.as_deref(), Some("hunter2 x"));
        assert!(!format!("{error} {error:?}").contains("hunter2"));
        let unknown = pending
            .redeem(&format!("error=hunter2&state={state}"))
            .unwrap_err();
        assert!(!format!("{unknown} {unknown:?}").contains("hunter2"));
    }
    #[test]
    fn no_callback_panics_and_none_but_this_logins_is_redeemed() {
        let pending = begin().pending;
        let mut seed: u64 = 7;
        let mut below = |limit: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) as usize % limit
        };
        let parts = [
            "state", "code", "error", "=", "&", "?", "#", "+", "%", "%2", "%C3", "%00", "ü", "x",
        ];
        for _ in 0..20_000 {
            let text: String = (0..below(12)).map(|_| parts[below(parts.len())]).collect();
            assert!(pending.clone().redeem(&text).is_err(), "{text}");
        }
    }
}
