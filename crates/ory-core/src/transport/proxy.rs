//! Which proxy, if any, a URL is reached through.
//!
//! `https` URLs are tunnelled with CONNECT (RFC 9110, section 9.3.6), `http` URLs are asked of the proxy in
//! absolute form (RFC 9112, section 3.2.2).

use std::fmt;

use http::{HeaderValue, Uri};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::transport::server_url::is_loopback;
use crate::transport::{ConnectError, ConnectErrorKind};

/// Where the choice of a proxy comes from.
#[derive(Clone, Default)]
pub(crate) enum ProxySetting {
    /// `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY` and their lower-case forms.
    #[default]
    Environment,
    /// None, whatever the environment says.
    Never,
    /// One proxy for everything.
    Url(String),
}

impl ProxySetting {
    /// Whether the caller named a proxy for which TLS has to be set up.
    pub(crate) fn is_reached_by_tls(&self) -> bool {
        match self {
            ProxySetting::Url(url) => url
                .get(..6)
                .is_some_and(|scheme| scheme.eq_ignore_ascii_case("https:")),
            ProxySetting::Environment | ProxySetting::Never => false,
        }
    }
}

impl fmt::Debug for ProxySetting {
    /// A proxy's URL may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ProxySetting::Environment => "Environment",
            ProxySetting::Never => "Never",
            ProxySetting::Url(_) => "Url(..)",
        })
    }
}

/// The proxies of one transport.
pub(crate) struct Proxies {
    /// `None` if no proxy is set at all: the usual case, decided without looking at the URL.
    matcher: Option<Matcher>,
    /// The environment's proxy is never used for this machine itself: keys for a server on `127.0.0.1` would
    /// reach a stranger. A proxy that the caller named is used for everything.
    spare_loopback: bool,
}

impl Proxies {
    pub(crate) fn new(setting: &ProxySetting) -> Result<Self, String> {
        let (matcher, spare_loopback) = match setting {
            ProxySetting::Never => (None, false),
            ProxySetting::Environment => {
                (environment_names_a_proxy().then(Matcher::from_env), true)
            }
            ProxySetting::Url(url) => {
                check(url)?;
                (Some(Matcher::builder().all(url.as_str()).build()), false)
            }
        };
        Ok(Proxies {
            matcher,
            spare_loopback,
        })
    }

    pub(crate) fn intercept(&self, uri: &Uri) -> Option<Intercept> {
        let matcher = self.matcher.as_ref()?;
        if self.spare_loopback && uri.host().is_some_and(is_loopback) {
            return None;
        }
        matcher.intercept(uri)
    }
}

fn environment_names_a_proxy() -> bool {
    [
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
    ]
    .iter()
    .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Checks the URL of a proxy that the caller named; it is not repeated in the message, as it may hold a password.
fn check(url: &str) -> Result<(), String> {
    let uri: Uri = url.parse().map_err(|_| {
        "`proxy` needs a URL such as http://user:password@proxy.example:3128; special characters in the password \
         must be percent-encoded"
            .to_owned()
    })?;
    match uri.scheme_str() {
        Some("http" | "https") => {}
        Some(other) => {
            return Err(format!(
                "`proxy` cannot use the scheme `{other}`; only http and https proxies are supported"
            ));
        }
        None => {
            return Err(
                "`proxy` needs a URL with a scheme, such as http://proxy.example:3128".to_owned(),
            );
        }
    }
    if uri.host().is_none_or(str::is_empty) {
        return Err(
            "`proxy` needs a URL with a host, such as http://proxy.example:3128".to_owned(),
        );
    }
    if uri
        .path_and_query()
        .is_some_and(|rest| !matches!(rest.as_str(), "" | "/"))
    {
        return Err("`proxy` takes a URL without path and query".to_owned());
    }
    Ok(())
}

/// Why a proxy that wants credentials got none, or wrong ones.
pub(crate) const WANTS_CREDENTIALS: &str = "the proxy asks for credentials (407); put them into its URL, \
     http://user:password@proxy:3128, given to `proxy` or set in the environment";

/// An answer to CONNECT that is longer than this is not one.
const MAX_ANSWER: usize = 16 * 1024;

/// Asks the proxy at the other end of `stream` for a tunnel to `host` and `port`.
pub(crate) async fn tunnel<S>(
    stream: &mut S,
    host: &str,
    port: u16,
    authorization: Option<&HeaderValue>,
) -> Result<(), ConnectError>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut request =
        format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n").into_bytes();
    if let Some(value) = authorization {
        request.extend_from_slice(b"Proxy-Authorization: ");
        request.extend_from_slice(value.as_bytes());
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"\r\n");
    let broken = |source: std::io::Error| {
        ConnectError::new(ConnectErrorKind::Proxy, "the connection to the proxy broke")
            .with_source(source)
    };
    stream.write_all(&request).await.map_err(broken)?;
    stream.flush().await.map_err(broken)?;

    // Byte by byte would be a system call each; but whatever follows the answer belongs to the tunnel. A proxy
    // has nothing to say there before we speak, so more than the answer is a proxy out of order.
    let mut answer = Vec::with_capacity(512);
    let end = loop {
        if answer.len() > MAX_ANSWER {
            return Err(ConnectError::new(
                ConnectErrorKind::Proxy,
                "the proxy's answer to CONNECT does not end",
            ));
        }
        if stream.read_buf(&mut answer).await.map_err(broken)? == 0 {
            return Err(ConnectError::new(
                ConnectErrorKind::Proxy,
                "the proxy closed the connection instead of answering CONNECT",
            ));
        }
        if let Some(at) = answer.windows(4).position(|window| window == b"\r\n\r\n") {
            break at + 4;
        }
    };
    let status = answer
        .strip_prefix(b"HTTP/1.1 ")
        .or_else(|| answer.strip_prefix(b"HTTP/1.0 "))
        .and_then(|rest| {
            std::str::from_utf8(rest.get(..3)?)
                .ok()?
                .parse::<u16>()
                .ok()
        });
    match status {
        Some(200..=299) if end == answer.len() => Ok(()),
        Some(200..=299) => Err(ConnectError::new(
            ConnectErrorKind::Proxy,
            "the proxy sent more than the answer to CONNECT",
        )),
        Some(407) => Err(ConnectError::new(
            ConnectErrorKind::ProxyCredentials,
            WANTS_CREDENTIALS,
        )),
        Some(status) => Err(ConnectError::new(
            ConnectErrorKind::Proxy,
            format!("the proxy refused to connect to {host}:{port} (status {status})"),
        )),
        None => Err(ConnectError::new(
            ConnectErrorKind::Proxy,
            "what answered CONNECT is not an HTTP proxy; check the proxy's URL",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxies_that_cannot_be_are_refused_without_repeating_the_password() {
        for url in [
            "proxy:3128",
            "socks5://u:hunter2@p:1",
            "http://u:hunter2@/",
            "http://p:3128/path",
            "http://p:3128/?q",
            "http://[",
            "",
            "/just/a/path",
        ] {
            let text = check(url).unwrap_err();
            assert!(
                text.contains("`proxy`") && !text.contains("hunter2"),
                "{url}: {text}"
            );
        }
        for url in [
            "http://p:3128",
            "https://u:p@proxy.example/",
            "http://10.0.0.1",
        ] {
            assert_eq!(check(url), Ok(()), "{url}");
        }
    }

    #[test]
    fn a_named_proxy_serves_all_and_none_serves_nothing() {
        let all = Proxies::new(&ProxySetting::Url("http://u:p@proxy.example:3128".into())).unwrap();
        let intercept = all
            .intercept(&Uri::from_static("http://127.0.0.1:1/x"))
            .unwrap();
        assert_eq!(intercept.uri().host(), Some("proxy.example"));
        assert_eq!(intercept.basic_auth().unwrap(), "Basic dTpw");
        let never = Proxies::new(&ProxySetting::Never).unwrap();
        assert!(
            never
                .intercept(&Uri::from_static("https://ory.example/"))
                .is_none()
        );
    }
}
