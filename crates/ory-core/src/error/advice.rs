//! What a developer can do about a response, where the status alone does not say it.

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};

use crate::error::api_error::ApiError;
use crate::error::html::looks_like_html;
use crate::spec::{Auth, OperationSpec};

/// What is known of the credentials that a request was sent with, so that a 401 can name the cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// `ory_pat_` or `ory_apikey_`: a project's API key.
    Project,
    /// `ory_wak_`: a workspace's API key.
    Workspace,
    /// `ory_st_`: an end user's session token.
    Session,
    /// `ory_at_`: an OAuth2 access token.
    AccessToken,
    /// Credentials without a known prefix.
    Other,
    /// None were sent.
    Absent,
}

impl KeyKind {
    /// The kind of a bearer token, by its prefix.
    pub(crate) fn of(token: &str) -> Self {
        let kinds = [
            ("ory_pat_", KeyKind::Project),
            ("ory_apikey_", KeyKind::Project),
            ("ory_wak_", KeyKind::Workspace),
            ("ory_st_", KeyKind::Session),
            ("ory_at_", KeyKind::AccessToken),
        ];
        kinds
            .into_iter()
            .find_map(|(prefix, kind)| token.starts_with(prefix).then_some(kind))
            .unwrap_or(KeyKind::Other)
    }

    /// What to do about a 401, where this kind of credentials explains it.
    fn advice(self, auth: Auth) -> Option<&'static str> {
        Some(match (auth, self) {
            (Auth::ApiKey, KeyKind::Workspace) => {
                "the key that was sent is a workspace API key (`ory_wak_`), this operation takes a \
                 project API key (`ory_pat_`)"
            }
            (Auth::WorkspaceApiKey, KeyKind::Project) => {
                "the key that was sent is a project API key (`ory_pat_`), this operation takes a \
                 workspace API key (`ory_wak_`)"
            }
            (Auth::ApiKey | Auth::WorkspaceApiKey, KeyKind::Session) => {
                "an end user's session token (`ory_st_`) was sent, this operation takes an API key"
            }
            (Auth::ApiKey | Auth::WorkspaceApiKey, KeyKind::AccessToken) => {
                "an OAuth2 access token (`ory_at_`) was sent, this operation takes an API key"
            }
            (
                Auth::SessionToken | Auth::AccessToken | Auth::Bearer,
                KeyKind::Project | KeyKind::Workspace,
            ) => {
                "an API key was sent, this operation takes a token of the end user or of the \
                 registered client"
            }
            (Auth::ApiKey, KeyKind::Absent) => "the client has no API key; set one with `api_key`",
            (Auth::WorkspaceApiKey, KeyKind::Absent) => {
                "the client has no workspace API key; set one with `workspace_api_key`"
            }
            (Auth::ApiKey | Auth::WorkspaceApiKey, _) => {
                "the key was refused; check that it belongs to this project or workspace and was \
                 neither revoked nor has expired"
            }
            (Auth::OAuth2Client, _) => {
                "the client was refused; check its id, its secret and its registered \
                 `token_endpoint_auth_method`"
            }
            _ => return None,
        })
    }
}

/// Whether a response comes from something else than the Ory API that the operation belongs to.
///
/// A 404 or 405 that is not Ory's, a redirect, or a page for people: a wrong base URL, or a proxy
/// that answered in the server's place.
pub(crate) fn is_foreign(status: StatusCode, headers: &HeaderMap, api: &ApiError) -> bool {
    match status {
        StatusCode::NOT_FOUND => !api.is_not_found(),
        StatusCode::METHOD_NOT_ALLOWED => true,
        _ => status.is_redirection() || api.is_html() || is_html_type(headers),
    }
}

/// What a developer can do about an error response.
pub(crate) fn for_error(
    spec: &OperationSpec,
    response: &http::Response<Bytes>,
    api: &ApiError,
    key: Option<KeyKind>,
) -> Option<&'static str> {
    let status = response.status();
    if status == StatusCode::UNAUTHORIZED {
        if api.is_html() {
            return Some(HTML);
        }
        return key.and_then(|key| key.advice(spec.auth));
    }
    if status == StatusCode::PROXY_AUTHENTICATION_REQUIRED {
        return Some("a proxy wants credentials; put them into the proxy's URL");
    }
    if status.is_redirection() {
        return Some(
            "redirects are not followed; check the base URL, its scheme, its port and its path",
        );
    }
    if api.is_html() {
        return Some(HTML);
    }
    match status {
        StatusCode::METHOD_NOT_ALLOWED => {
            Some("the URL has no such operation; check the base URL, its port and its path")
        }
        StatusCode::NOT_FOUND if !api.is_not_found() => Some(
            "the response is not an error of this Ory API, so the URL may be wrong; check the base \
             URL, its path and its port",
        ),
        _ => None,
    }
}

const HTML: &str =
    "the body is HTML; check that the base URL is the API's and that no proxy answers for it";

/// Why a body could not be read, where the headers or its beginning tell.
pub(crate) fn for_unreadable(headers: &HeaderMap, body: &[u8]) -> Option<String> {
    if body.is_empty() {
        return Some("the body is empty; expected JSON".to_owned());
    }
    if let Some(coding) = headers.get(CONTENT_ENCODING)
        && !coding.as_bytes().eq_ignore_ascii_case(b"identity")
    {
        // Of the value, only what is known is printed.
        let coding = ["gzip", "br", "deflate", "zstd", "compress"]
            .into_iter()
            .find(|known| coding.as_bytes().eq_ignore_ascii_case(known.as_bytes()))
            .map_or(String::new(), |known| format!(" with {known}"));
        return Some(format!(
            "the body is compressed{coding} although nothing was asked for; a proxy or gateway in \
             front of the server may have done it"
        ));
    }
    if media_type(headers).starts_with(b"application/grpc") {
        return Some(
            "the server speaks gRPC; check that the port is that of the HTTP API".to_owned(),
        );
    }
    if looks_like_html(body) || is_html_type(headers) {
        return Some(HTML.replace("the body is HTML", "the body is HTML, expected JSON"));
    }
    None
}

fn media_type(headers: &HeaderMap) -> &[u8] {
    let value = headers
        .get(CONTENT_TYPE)
        .map_or(&b""[..], |value| value.as_bytes());
    value
        .split(|byte| *byte == b';')
        .next()
        .unwrap_or_default()
        .trim_ascii()
}

fn is_html_type(headers: &HeaderMap) -> bool {
    media_type(headers).eq_ignore_ascii_case(b"text/html")
}
