//! A URL that secrets may be sent to, checked by one set of rules.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

use http::Uri;
use http::uri::Scheme;

/// The URL of a server that may be told secrets: a base URL, a token endpoint, a JSON Web Key Set,
/// a hook, a proxy.
///
/// It has a scheme (`http` or `https`), a host and, if it names one, a port that exists. It has no
/// user information, because whatever prints the URL would print a password with it.
///
/// ```
/// use ory_core::ServerUrl;
///
/// # fn main() -> Result<(), ory_core::ServerUrlError> {
/// let url: ServerUrl = "https://hydra.example/oauth2/token".parse()?;
/// assert!(url.is_https() && !url.is_loopback());
/// assert_eq!(url.authority(), "hydra.example");
///
/// let error = "hydra.example/oauth2/token".parse::<ServerUrl>().unwrap_err();
/// assert_eq!(format!("`token_url` {error}"), "`token_url` has no scheme; begin it with https:// or http://");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ServerUrl {
    uri: Uri,
}

/// Why a text is not a [`ServerUrl`].
///
/// The message never repeats the text, which may hold a password. It reads on from the name of the
/// setting: `public_url` "has no host".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ServerUrlError {
    /// There is nothing.
    #[error("is empty")]
    Empty,
    /// White space or a control character: often the line break at the end of a file or a variable.
    #[error("has a blank, a line break or a control character in it; remove it")]
    Blank,
    /// A letter beyond ASCII in the host.
    #[error(
        "has a host with letters beyond ASCII; write it in its ASCII form, which begins with `xn--`"
    )]
    InternationalHost,
    /// No `https://` or `http://` at the beginning.
    #[error("has no scheme; begin it with https:// or http://")]
    NoScheme,
    /// Another scheme.
    #[error("has a scheme that is neither http nor https")]
    Scheme,
    /// No host after the scheme.
    #[error("has no host")]
    NoHost,
    /// The host is neither a name nor an address.
    #[error("has a host that is neither a name nor an IP address")]
    Host,
    /// The port is not a number, or not one from 1 to 65535.
    #[error("has a port that is not a number from 1 to 65535")]
    Port,
    /// A user or a password in front of the host.
    #[error("has a user or a password in it; remove everything up to the `@`")]
    UserInfo,
    /// A fragment.
    #[error("has a fragment; remove the `#` and what follows")]
    Fragment,
    /// A query, where a base URL is expected.
    #[error("has a query; remove the `?` and what follows")]
    Query,
    /// Something else that no URL has.
    #[error("is not a valid URL")]
    Malformed,
}

impl ServerUrl {
    /// Parses a base URL, which has no query. Slashes at its end are removed; a path is kept as a
    /// prefix.
    ///
    /// # Errors
    ///
    /// What is wrong with the text, to be read after the name of the setting it came from.
    pub fn base(url: &str) -> Result<Self, ServerUrlError> {
        let parsed: ServerUrl = url.parse()?;
        if parsed.uri.query().is_some() {
            return Err(ServerUrlError::Query);
        }
        let text = parsed.to_string();
        let uri = text.trim_end_matches('/').parse();
        Ok(ServerUrl {
            uri: uri.map_err(|_| ServerUrlError::Malformed)?,
        })
    }

    /// The URL as the `http` crate has it.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Host and, if the URL names one, port: `127.0.0.1:4433`.
    #[must_use]
    pub fn authority(&self) -> &str {
        self.uri
            .authority()
            .map_or("", |authority| authority.as_str())
    }

    /// Whether the connection is encrypted.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.uri.scheme() == Some(&Scheme::HTTPS)
    }

    /// Whether the host is this machine: `localhost`, `127.0.0.0/8` or `::1`.
    ///
    /// `localhost` is never looked up, so that it cannot lead elsewhere. Names below it
    /// (`a.localhost`) are looked up and count as any other name.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.uri.host().is_some_and(is_loopback)
    }
}

impl ServerUrlError {
    /// The sentence for a setting whose right value is like `example`.
    pub(crate) fn told(self, name: &str, example: &str) -> String {
        match self {
            ServerUrlError::Query | ServerUrlError::Fragment => format!("`{name}` {self}"),
            _ => format!("`{name}` {self}; a right one is {example}"),
        }
    }
}

impl FromStr for ServerUrl {
    type Err = ServerUrlError;

    fn from_str(url: &str) -> Result<Self, ServerUrlError> {
        if url.is_empty() {
            return Err(ServerUrlError::Empty);
        }
        if url
            .chars()
            .any(|character| character.is_whitespace() || character.is_control())
        {
            return Err(ServerUrlError::Blank);
        }
        let (scheme, rest) = url.split_once("://").ok_or(ServerUrlError::NoScheme)?;
        if scheme.is_empty() || scheme.contains(['/', '?', '#', '@']) {
            return Err(ServerUrlError::NoScheme);
        }
        if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
            return Err(ServerUrlError::Scheme);
        }
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if authority.contains('@') {
            return Err(ServerUrlError::UserInfo);
        }
        check_authority(authority)?;
        // http::Uri drops a fragment silently.
        if rest.contains('#') {
            return Err(ServerUrlError::Fragment);
        }
        let uri = url.parse().map_err(|_| ServerUrlError::Malformed)?;
        Ok(ServerUrl { uri })
    }
}

fn check_authority(authority: &str) -> Result<(), ServerUrlError> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (address, port) = rest.split_once(']').ok_or(ServerUrlError::Host)?;
            address
                .parse::<Ipv6Addr>()
                .map_err(|_| ServerUrlError::Host)?;
            (address, port)
        }
        None => {
            let end = authority.find(':').unwrap_or(authority.len());
            authority.split_at(end)
        }
    };
    if host.is_empty() {
        return Err(ServerUrlError::NoHost);
    }
    if !host.is_ascii() {
        return Err(ServerUrlError::InternationalHost);
    }
    if !host
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-._:".contains(&byte))
    {
        return Err(ServerUrlError::Host);
    }
    match port.strip_prefix(':') {
        None if port.is_empty() => Ok(()),
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            match digits.parse::<u16>() {
                Ok(1..) => Ok(()),
                _ => Err(ServerUrlError::Port),
            }
        }
        _ => Err(ServerUrlError::Port),
    }
}

impl fmt::Display for ServerUrl {
    /// Prints scheme, host, port and path; never a query.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_https() { "https" } else { "http" };
        write!(f, "{scheme}://{}{}", self.authority(), self.uri.path())
    }
}

impl fmt::Debug for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServerUrl({self})")
    }
}

/// Whether `host` is this machine: `localhost`, `127.0.0.0/8`, `::1`.
pub(crate) fn is_loopback(host: &str) -> bool {
    let bare = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(host);
    match bare.parse::<IpAddr>() {
        Ok(address) => address.to_canonical().is_loopback(),
        Err(_) => bare.eq_ignore_ascii_case("localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_localhost_and_loopback_addresses_are_loopback() {
        for host in [
            "localhost",
            "LOCALHOST",
            "127.0.0.1",
            "127.9.9.9",
            "[::1]",
            "::1",
            "[::ffff:127.0.0.1]",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        // What is looked up may lead anywhere, whatever its name promises.
        for host in [
            "",
            "a.localhost",
            "localhost.",
            "localhost.example",
            "notlocalhost",
            "128.0.0.1",
            "127.0.0.1.example",
            "127.1",
            "[::2]",
            "0.0.0.0",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn errors_name_the_cause_and_never_the_text() {
        use ServerUrlError as Problem;
        for (url, expected) in [
            ("", Problem::Empty),
            (" http://hunter2", Problem::Blank),
            ("http://hunter2:4433\n", Problem::Blank),
            ("http://hun ter2", Problem::Blank),
            ("https://b\u{fc}cher.example", Problem::InternationalHost),
            ("hunter2:4433", Problem::NoScheme),
            ("127.0.0.1", Problem::NoScheme),
            ("//hunter2/path", Problem::NoScheme),
            ("user:hunter2@host", Problem::NoScheme),
            ("ftp://hunter2", Problem::Scheme),
            ("http://", Problem::NoHost),
            ("http:///hunter2", Problem::NoHost),
            ("http://:80", Problem::NoHost),
            ("http://hunter2:", Problem::Port),
            ("http://hunter2:x", Problem::Port),
            ("http://hunter2:0", Problem::Port),
            ("http://hunter2:99999", Problem::Port),
            ("http://hunter2:+80", Problem::Port),
            ("http://[::1]80", Problem::Port),
            ("http://[::1", Problem::Host),
            ("http://[fe80::1%25eth0]", Problem::Host),
            ("http://hunter2%00.example", Problem::Host),
            ("http://a\\hunter2", Problem::Host),
            ("http://user:hunter2@host", Problem::UserInfo),
            ("http://@host", Problem::UserInfo),
            ("http://u:hunter2/w@host", Problem::Port),
            ("http://host/#hunter2", Problem::Fragment),
        ] {
            let error = url.parse::<ServerUrl>().unwrap_err();
            assert_eq!(error, expected, "{url:?}");
            assert!(!error.told("url", "x").contains("hunter2"), "{error}");
        }
        assert_eq!(ServerUrl::base("http://host?tenant=1"), Err(Problem::Query));
    }

    #[test]
    fn right_urls_pass_and_are_printed_without_their_query() {
        for (url, printed) in [
            (
                "HTTPS://Ory.example/oauth2/token?key=hunter2",
                "https://Ory.example/oauth2/token",
            ),
            ("http://[::1]:4433/", "http://[::1]:4433/"),
            ("http://under_score:80", "http://under_score:80/"),
        ] {
            let parsed: ServerUrl = url.parse().unwrap();
            assert_eq!(parsed.to_string(), printed);
            assert!(!format!("{parsed:?}").contains("hunter2"));
        }
        let base = ServerUrl::base("http://host/a%20b/c//").unwrap();
        assert_eq!(base.uri(), "http://host/a%20b/c");
    }
}
