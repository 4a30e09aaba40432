//! As the backend of a browser app: cookies in, cookies out, and what the page's URL asks for.
//!
//! Helpers over [`HeaderMap`], for any web framework or none.

use std::fmt;

use ory_core::http::header::{COOKIE, HeaderMap, HeaderValue, SET_COOKIE};
use ory_core::{Response, Secret};

use crate::{Client, operations};

/// The browser's whole `Cookie` header, which every call for a browser has to forward: it holds the anti-CSRF
/// cookies of the flows and the session's, whose name is configurable.
///
/// `None` if there is none. HTTP/2 may split it, then the parts are joined again (RFC 9113, section 8.2.3). A
/// part that is not ASCII is left out: no server of Ory's has set it.
#[must_use]
pub fn cookies(request: &HeaderMap) -> Option<Secret> {
    let parts = request.get_all(COOKIE).iter();
    let parts: Vec<&str> = parts
        .filter_map(|value| value.to_str().ok())
        .filter(|value| !value.is_empty())
        .collect();
    (!parts.is_empty()).then(|| Secret::new(parts.join("; ")))
}

/// Hands every `Set-Cookie` of an answer on to the browser, each as a header of its own, beside those that are
/// there. Without them the next submission fails with an anti-CSRF violation, also after a wrong password.
pub fn relay_cookies<T>(from: &Response<T>, to: &mut HeaderMap) {
    for cookie in from.set_cookies() {
        // Cookies of a session must not end up in logs.
        let mut cookie: HeaderValue = cookie.clone();
        cookie.set_sensitive(true);
        to.append(SET_COOKIE, cookie);
    }
}

/// What the browser asked a page for: its cookies, and the parameters by which Kratos sends it there.
///
/// ```no_run
/// # use ory_kratos::ory_core::http;
/// # async fn page(kratos: ory_kratos::Client, headers: http::HeaderMap, query: &str) -> Result<(), ory_kratos::Error> {
/// use ory_kratos::browser::{BrowserRequest, relay_cookies};
/// use ory_kratos::outcome::FlowOutcome;
///
/// let request = BrowserRequest::new(&headers, query);
/// let response = match request.flow_id() {
///     Some(id) => request.get_login(&kratos, id).outcome().await?,
///     None => request.create_login(&kratos).outcome().await?,
/// };
/// let mut answer = http::HeaderMap::new();
/// relay_cookies(&response, &mut answer);
/// match response.into_value() {
///     FlowOutcome::Success(flow) => println!("render {} with {:?}", flow.ui.action, flow.ui.methods()),
///     FlowOutcome::Redirect(redirect) => println!("303 {}", redirect.url),
///     FlowOutcome::Expired(_) => println!("303 to this page without `flow`"),
///     other => println!("{other:?}"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct BrowserRequest {
    cookies: Option<Secret>,
    parameters: Vec<(String, String)>,
}

impl BrowserRequest {
    /// Reads the headers and the query of the page's URL, with or without the `?`.
    #[must_use]
    pub fn new(headers: &HeaderMap, query: &str) -> Self {
        let query = query.strip_prefix('?').unwrap_or(query);
        let parameters = query.split('&').filter(|pair| !pair.is_empty());
        BrowserRequest {
            cookies: cookies(headers),
            parameters: parameters
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(name, value)| (decode(name), decode(value)))
                .collect(),
        }
    }

    /// A parameter of the page's URL, if it is there and not empty.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The whole `Cookie` header; empty if there is none.
    #[must_use]
    pub fn cookie(&self) -> Secret {
        self.cookies.clone().unwrap_or_default()
    }

    /// The flow that the page is to show.
    #[must_use]
    pub fn flow_id(&self) -> Option<&str> {
        self.parameter("flow")
    }

    /// Where the browser wants to go at the end. Kratos checks it against the allowed URLs; do not redirect to
    /// it yourself.
    #[must_use]
    pub fn return_to(&self) -> Option<&str> {
        self.parameter("return_to")
    }

    /// Makes a login, with the page's `return_to`, `aal`, `refresh`, `login_challenge`, `organization` and
    /// `via`.
    pub fn create_login(&self, kratos: &Client) -> operations::CreateBrowserLoginFlow {
        let mut call = kratos.frontend().create_browser_login_flow();
        if let Some(cookies) = &self.cookies {
            call = call.cookie(cookies);
        }
        if let Some(url) = self.return_to() {
            call = call.return_to(url);
        }
        if let Some(aal) = self.parameter("aal") {
            call = call.aal(aal);
        }
        if let Some(refresh) = self.parameter("refresh") {
            call = call.refresh(refresh == "true");
        }
        if let Some(challenge) = self.parameter("login_challenge") {
            call = call.login_challenge(challenge);
        }
        if let Some(organization) = self.parameter("organization") {
            call = call.organization(organization);
        }
        if let Some(via) = self.parameter("via") {
            call = call.via(via);
        }
        call
    }

    /// Makes a registration, with the page's `return_to`, `login_challenge` and `organization`.
    pub fn create_registration(
        &self,
        kratos: &Client,
    ) -> operations::CreateBrowserRegistrationFlow {
        let mut call = kratos.frontend().create_browser_registration_flow();
        if let Some(cookies) = &self.cookies {
            call = call.cookie(cookies);
        }
        if let Some(url) = self.return_to() {
            call = call.return_to(url);
        }
        if let Some(challenge) = self.parameter("login_challenge") {
            call = call.login_challenge(challenge);
        }
        if let Some(organization) = self.parameter("organization") {
            call = call.organization(organization);
        }
        call
    }

    /// Asks who is signed in.
    pub fn whoami(&self, kratos: &Client) -> operations::ToSession {
        let call = kratos.frontend().to_session();
        match &self.cookies {
            Some(cookies) => call.cookie(cookies),
            None => call,
        }
    }
}

macro_rules! calls {
    ($($(#[$meta:meta])* $name:ident => $operation:ident $(with $return_to:ident)? $(id $id:ident)?, $method:ident;)*) => {
        impl BrowserRequest {
            $($(#[$meta])*
            pub fn $name(&self, kratos: &Client $(, $id: &str)?) -> operations::$operation {
                let mut call = kratos.frontend().$method($($id)?);
                if let Some(cookies) = &self.cookies {
                    call = call.cookie(cookies);
                }
                $(if let Some(url) = self.return_to() {
                    call = call.$return_to(url);
                })?
                call
            })*
        }
    };
}

calls! {
    /// Makes a settings flow, with the page's `return_to`.
    create_settings => CreateBrowserSettingsFlow with return_to, create_browser_settings_flow;
    /// Makes a recovery, with the page's `return_to`.
    create_recovery => CreateBrowserRecoveryFlow with return_to, create_browser_recovery_flow;
    /// Makes a verification, with the page's `return_to`.
    create_verification => CreateBrowserVerificationFlow with return_to, create_browser_verification_flow;
    /// Makes the URL that logs the browser out, with the page's `return_to`.
    create_logout => CreateBrowserLogoutFlow with return_to, create_browser_logout_flow;
    /// Fetches a login.
    get_login => GetLoginFlow id id, get_login_flow;
    /// Fetches a registration.
    get_registration => GetRegistrationFlow id id, get_registration_flow;
    /// Fetches a settings flow.
    get_settings => GetSettingsFlow id id, get_settings_flow;
    /// Fetches a recovery.
    get_recovery => GetRecoveryFlow id id, get_recovery_flow;
    /// Fetches a verification.
    get_verification => GetVerificationFlow id id, get_verification_flow;
}

impl fmt::Debug for BrowserRequest {
    /// Prints no value: parameters hold one-time codes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BrowserRequest").finish_non_exhaustive()
    }
}

/// Undoes form encoding. What is no valid escape is kept as it is, what is no UTF-8 is replaced.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let hex = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'+' => out.push(b' '),
            b'%' => match (hex(at), hex(at + 1)) {
                (Some(high), Some(low)) => {
                    // Two hexadecimal digits fit a byte.
                    out.push((high * 16 + low) as u8);
                    at += 2;
                }
                _ => out.push(byte),
            },
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use ory_core::serde_json::json;

    use super::*;
    use crate::testing::{flow, ok, scripted};

    fn headers(values: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(COOKIE, HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    #[test]
    fn the_whole_cookie_header_is_forwarded() {
        assert_eq!(cookies(&headers(&[])), None);
        assert_eq!(cookies(&headers(&[""])), None);
        let joined = cookies(&headers(&["a=1; b=2", "c=3"])).unwrap();
        assert_eq!(joined.expose(), "a=1; b=2; c=3");
    }

    #[test]
    fn parameters_are_decoded_and_broken_escapes_kept() {
        for (text, decoded) in [
            ("a%20b+c", "a b c"),
            ("%", "%"),
            ("%4", "%4"),
            ("%zz", "%zz"),
            ("%C3%BC", "ü"),
            ("100%25", "100%"),
            ("%+1", "% 1"),
            ("ü", "ü"),
            ("%ff", "\u{fffd}"),
        ] {
            assert_eq!(decode(text), decoded, "{text}");
        }
        let request = BrowserRequest::new(&HeaderMap::new(), "?flow=1&return_to=&x&&y=1=2");
        assert_eq!((request.flow_id(), request.return_to()), (Some("1"), None));
        assert_eq!(
            (request.parameter("x"), request.parameter("y")),
            (None, Some("1=2"))
        );
        assert!(request.cookie().is_empty());
    }

    #[tokio::test]
    async fn cookies_go_in_and_out_and_the_parameters_are_kept() {
        let cookies = &[
            ("set-cookie", "csrf=1; Path=/"),
            ("set-cookie", "session=2; Path=/"),
        ];
        let body = flow("login", "choose_method", json!([]), json!([])).to_string();
        let (client, seen) = scripted([
            (200, &cookies[..], body),
            ok(
                401,
                json!({ "error": { "code": 401, "status": "Unauthorized" } }),
            ),
        ]);
        let query = "return_to=http%3A%2F%2Fapp%2F%3Fa%3Db&aal=aal2&refresh=true&login_challenge=c";
        let request = BrowserRequest::new(&headers(&["a=1", "b=2"]), query);
        let response = request.create_login(&client).outcome().await.unwrap();
        let line = &seen.lines()[0];
        for part in [
            "return_to=http%3A%2F%2Fapp%2F%3Fa%3Db",
            "aal=aal2",
            "refresh=true",
            "login_challenge=c",
        ] {
            assert!(line.contains(part), "{line}");
        }
        assert_eq!(seen.header(0, "cookie").as_deref(), Some("a=1; b=2"));
        let mut answer = HeaderMap::new();
        answer.append(SET_COOKIE, HeaderValue::from_static("own=0"));
        relay_cookies(&response, &mut answer);
        let sent: Vec<&str> = answer
            .get_all(SET_COOKIE)
            .iter()
            .map(|c| c.to_str().unwrap())
            .collect();
        assert_eq!(sent, ["own=0", "csrf=1; Path=/", "session=2; Path=/"]);
        assert!(
            request
                .whoami(&client)
                .outcome()
                .await
                .unwrap()
                .into_value()
                .into_session()
                .is_none()
        );
    }
}
