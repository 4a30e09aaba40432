//! Sending browsers to log in.

use std::fmt::Write as _;

use ory_core::http::header::ACCEPT;
use ory_core::http::request::Parts;
use ory_core::http::{Method, Uri};
use ory_core::{Denial, DenialReason, Error};

/// Where browsers log in, and where they come back to.
#[derive(Debug, Clone)]
pub(super) struct LoginPage {
    login_url: String,
    /// Without a slash at its end.
    app_url: String,
}

impl LoginPage {
    pub(super) fn new(login_url: String, app_url: String) -> Result<Self, Error> {
        for (name, url) in [("login_url", &login_url), ("app_url", &app_url)] {
            if !is_web(url) || (name == "app_url" && url.contains(['?', '#'])) || url.contains('#')
            {
                let message = format!(
                    "SessionLayer::redirect_to_login: `{name}` is not an absolute http or https URL; give it with scheme \
                     and host"
                );
                return Err(Error::configuration(None, message));
            }
        }
        Ok(LoginPage {
            login_url,
            app_url: app_url.trim_end_matches('/').to_owned(),
        })
    }

    /// Makes the denial a redirect, if a browser asks for a page and logging in helps.
    pub(super) fn redirect(&self, denial: Denial, request: &Parts) -> Denial {
        if !wants_page(request) {
            return denial;
        }
        let back = self.return_to(request);
        let target = match denial.reason() {
            DenialReason::NoCredentials | DenialReason::NotSignedIn => {
                with_query(&self.login_url, &[("return_to", &back)])
            }
            DenialReason::Aal2Required => match denial.redirect_browser_to() {
                Some(url) => with_query(url, &[("return_to", &back)]),
                None => with_query(&self.login_url, &[("aal", "aal2"), ("return_to", &back)]),
            },
            DenialReason::RefreshRequired => with_query(
                &self.login_url,
                &[("refresh", "true"), ("return_to", &back)],
            ),
            _ => return denial,
        };
        denial.with_location(&target)
    }

    /// The page that was asked for, on the app's own URL whatever host or scheme the request names.
    fn return_to(&self, request: &Parts) -> String {
        let path = match request.uri.path_and_query() {
            Some(path) if path.as_str().starts_with('/') => path.as_str(),
            _ => "/",
        };
        format!("{}{path}", self.app_url)
    }
}

fn is_web(url: &str) -> bool {
    url.parse::<Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri
                .authority()
                .is_some_and(|authority| !authority.host().is_empty())
    })
}

fn wants_page(request: &Parts) -> bool {
    request.method == Method::GET
        && request.headers.get_all(ACCEPT).iter().any(|accept| {
            let accept = accept.as_bytes().to_ascii_lowercase();
            accept
                .windows(b"text/html".len())
                .any(|text| text == b"text/html")
        })
}

/// Adds parameters to a URL.
fn with_query(url: &str, parameters: &[(&str, &str)]) -> String {
    let mut url = url.to_owned();
    for (name, value) in parameters {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(name);
        url.push('=');
        for byte in value.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    url.push(char::from(byte));
                }
                // Writing to a string does not fail.
                _ => drop(write!(url, "%{byte:02X}")),
            }
        }
    }
    url
}
