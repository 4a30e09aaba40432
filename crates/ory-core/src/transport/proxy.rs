//! Which proxy, if any, a URL is reached through.
//!
//! `https` URLs are tunnelled with CONNECT (RFC 9110, section 9.3.6), `http` URLs are forwarded in
//! absolute form (RFC 9112, section 3.2.2).

use std::fmt;

use http::uri::Scheme;
use http::{HeaderValue, Uri};
use hyper_util::client::proxy::matcher::Matcher;
use percent_encoding::percent_decode_str;

use crate::transport::server_url::{ServerUrl, ServerUrlError, is_loopback};
use crate::wire::encoded::base64;

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

/// A proxy: where it is, and the credentials it is shown.
#[derive(Clone)]
pub(crate) struct Proxy {
    url: ServerUrl,
    authorization: Option<HeaderValue>,
}

impl Proxy {
    /// Splits a URL into what is before the last `@`, which may be anything, and the address behind
    /// it.
    ///
    /// `name` says where it was set. Nothing of the URL is repeated in the message.
    fn parse(name: &str, url: &str) -> Result<Self, String> {
        let wrong =
            |error: ServerUrlError| error.told(name, "http://user:password@proxy.example:3128");
        let (scheme, rest) = url
            .split_once("://")
            .ok_or_else(|| wrong(ServerUrlError::NoScheme))?;
        let (user_info, address) = match rest.rsplit_once('@') {
            Some((user_info, address)) => (Some(user_info), address),
            None => (None, rest),
        };
        let url = ServerUrl::base(&format!("{scheme}://{address}")).map_err(wrong)?;
        if url.uri().path() != "/" {
            return Err(format!("`{name}` has a path; a proxy has none"));
        }
        let authorization = match user_info {
            None => None,
            Some(user_info) if user_info.chars().any(char::is_control) => {
                return Err(wrong(ServerUrlError::Blank));
            }
            Some(user_info) => {
                Some(basic(user_info).ok_or_else(|| wrong(ServerUrlError::Malformed))?)
            }
        };
        Ok(Proxy { url, authorization })
    }

    pub(crate) fn url(&self) -> &ServerUrl {
        &self.url
    }

    /// The value of `Proxy-Authorization`.
    pub(crate) fn authorization(&self) -> Option<&HeaderValue> {
        self.authorization.as_ref()
    }
}

fn basic(user_info: &str) -> Option<HeaderValue> {
    let (user, password) = user_info.split_once(':').unwrap_or((user_info, ""));
    let mut pair: Vec<u8> = percent_decode_str(user).collect();
    pair.push(b':');
    pair.extend(percent_decode_str(password));
    let mut value = HeaderValue::try_from(format!("Basic {}", base64::encode(&pair))).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// The proxies of one transport.
pub(crate) struct Proxies {
    http: Option<Result<Proxy, String>>,
    https: Option<Result<Proxy, String>>,
    bypass: Bypass,
    /// The environment's proxy is never used for this machine itself: keys for a server on
    /// `127.0.0.1` would be sent to the proxy. A proxy that the user named is used for everything.
    spare_loopback: bool,
}

impl Proxies {
    pub(crate) fn new(setting: &ProxySetting) -> Result<Self, String> {
        match setting {
            ProxySetting::Never => Ok(Proxies::both(None, false)),
            ProxySetting::Url(url) => Ok(Proxies::both(Some(Proxy::parse("proxy", url)?), false)),
            ProxySetting::Environment => Ok(Proxies::of_environment(|name| std::env::var_os(name))),
        }
    }

    fn both(proxy: Option<Proxy>, spare_loopback: bool) -> Self {
        Proxies {
            http: proxy.clone().map(Ok),
            https: proxy.map(Ok),
            bypass: Bypass::default(),
            spare_loopback,
        }
    }

    /// What the environment says. A proxy that cannot be used is an error of the requests that it
    /// is meant for: going past it would not be what the environment asks for.
    fn of_environment(variable: impl Fn(&str) -> Option<std::ffi::OsString>) -> Self {
        // An empty variable is as good as none.
        let first = |names: &[&str]| {
            let mut set = names.iter().filter_map(|name| {
                let value = variable(name).filter(|value| !value.is_empty())?;
                Some(((*name).to_owned(), value))
            });
            set.next()
        };
        let proxy = |names: &[&str]| {
            let (name, value) = first(names)?;
            let Some(url) = value.to_str() else {
                return Some(Err(format!("`{name}` is not valid UTF-8")));
            };
            // As curl has it, a proxy without a scheme is an http one.
            let url = if url.contains("://") {
                url.to_owned()
            } else {
                format!("http://{url}")
            };
            let parsed = Proxy::parse(&name, url.trim());
            Some(parsed.map_err(|message| {
                format!("{message} (in the environment; `proxy` and `no_proxy` overrule it)")
            }))
        };
        // A CGI script's `HTTP_PROXY` is a header of the request, which anybody can send.
        let http: &[&str] = if variable("REQUEST_METHOD").is_some() {
            &["http_proxy", "ALL_PROXY", "all_proxy"]
        } else {
            &["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"]
        };
        let list = first(&["NO_PROXY", "no_proxy"]);
        Proxies {
            http: proxy(http),
            https: proxy(&["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]),
            bypass: list.map_or_else(Bypass::default, |(_, list)| {
                Bypass::new(&list.to_string_lossy())
            }),
            spare_loopback: true,
        }
    }

    /// The proxy that `uri` is reached through.
    ///
    /// # Errors
    ///
    /// What is wrong with the proxy that the environment names.
    pub(crate) fn of(&self, uri: &Uri) -> Result<Option<&Proxy>, String> {
        let proxy = if uri.scheme() == Some(&Scheme::HTTPS) {
            &self.https
        } else {
            &self.http
        };
        let Some(proxy) = proxy else {
            return Ok(None);
        };
        let spared = self.spare_loopback && uri.host().is_some_and(is_loopback);
        if spared || self.bypass.contains(uri) {
            return Ok(None);
        }
        proxy.as_ref().map(Some).map_err(Clone::clone)
    }
}

/// The hosts of `NO_PROXY`: names with all that are below them, addresses, networks (`10.0.0.0/8`),
/// each with a port if it is meant for that one only, or `*`.
#[derive(Default)]
struct Bypass(Vec<(Option<u16>, Matcher)>);

impl Bypass {
    fn new(list: &str) -> Self {
        let entries = list
            .split([',', ' ', '\t', '\n'])
            .filter(|entry| !entry.is_empty());
        let rules = entries.map(|entry| {
            let (host, port) = split_port(entry);
            // An IPv6 address has brackets in URLs, and need not have them here.
            let host = host.trim_matches(['[', ']']).trim_end_matches('.');
            // The library knows what an entry matches; whom it would pass the others to does not
            // matter.
            let matcher = Matcher::builder()
                .all("http://proxy.invalid")
                .no(host)
                .build();
            (port, matcher)
        });
        Bypass(rules.collect())
    }

    fn contains(&self, uri: &Uri) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let default = if uri.scheme() == Some(&Scheme::HTTPS) {
            443
        } else {
            80
        };
        let port = uri.port_u16().unwrap_or(default);
        let host = uri.host().unwrap_or_default().trim_end_matches('.');
        let Ok(bare) = format!("http://{host}/").parse::<Uri>() else {
            return false;
        };
        self.0.iter().any(|(only, matcher)| {
            only.is_none_or(|only| only == port) && matcher.intercept(&bare).is_none()
        })
    }
}

/// Splits `host:port`, where a single colon in front of digits is one; `::1` has none.
fn split_port(entry: &str) -> (&str, Option<u16>) {
    match entry.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => match port.parse() {
            Ok(port) => (host, Some(port)),
            Err(_) => (entry, None),
        },
        _ => (entry, None),
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Proxies {
        Proxies::of_environment(|name| {
            let value = variables.iter().find(|(known, _)| *known == name);
            value.map(|(_, value)| OsString::from(value))
        })
    }

    fn uri(text: &str) -> Uri {
        text.parse().unwrap()
    }

    fn route(proxies: &Proxies, url: &str) -> String {
        match proxies.of(&uri(url)) {
            Ok(None) => "straight".to_owned(),
            Ok(Some(proxy)) => proxy.url.authority().to_owned(),
            Err(message) => message,
        }
    }

    #[test]
    fn passwords_may_hold_anything_and_are_split_off_at_the_last_at_sign() {
        for (url, pair) in [
            ("http://user:x@CANARY@127.0.0.1:3128", "user:x@CANARY"),
            ("http://user:CANARY#@127.0.0.1:3128", "user:CANARY#"),
            ("http://u:CANARY/w@127.0.0.1:3128", "u:CANARY/w"),
            ("http://u:CANARY ?w@127.0.0.1:3128/", "u:CANARY ?w"),
            ("http://u%40ory:p%3Aq%23@127.0.0.1:3128", "u@ory:p:q#"),
            ("http://u:100%@127.0.0.1:3128", "u:100%"),
            ("http://u@127.0.0.1:3128", "u:"),
            ("http://u:p\u{fc}@127.0.0.1:3128", "u:p\u{fc}"),
        ] {
            let proxy = Proxy::parse("proxy", url).unwrap();
            assert_eq!(proxy.url.authority(), "127.0.0.1:3128");
            let expected = format!("Basic {}", base64::encode(pair.as_bytes()));
            assert_eq!(proxy.authorization().unwrap(), expected.as_str(), "{url}");
            assert!(proxy.authorization().unwrap().is_sensitive());
        }
        assert!(
            Proxy::parse("proxy", "http://10.0.0.1")
                .unwrap()
                .authorization()
                .is_none()
        );
    }

    #[test]
    fn proxies_that_cannot_be_used_are_refused_without_repeating_the_password() {
        for url in [
            "proxy:3128",
            "u:hunter2@proxy:3128",
            "socks5://u:hunter2@p:1",
            "ftp://u:hunter2@p",
            "http://u:hunter2@/",
            "http://u:hunter2@127.0.0.1:99999",
            "http://127.0.0.1:x",
            "http://u:hunter2\n@p:3128",
            "http://u:hunter2@p:3128\n",
            "http://p:3128/path",
            "http://p:3128/?q",
            "http://p:3128/#f",
            "http://[",
            "",
            "/just/a/path",
        ] {
            let text = Proxy::parse("proxy", url).err().unwrap();
            assert!(
                text.contains("`proxy`") && !text.contains("hunter2"),
                "{url:?}: {text}"
            );
        }
    }

    #[test]
    fn a_named_proxy_serves_all_and_none_serves_nothing() {
        let all = Proxies::new(&ProxySetting::Url("http://u:p@proxy.example:3128".into())).unwrap();
        assert_eq!(route(&all, "http://127.0.0.1:1/x"), "proxy.example:3128");
        let never = Proxies::new(&ProxySetting::Never).unwrap();
        assert_eq!(route(&never, "https://ory.example/"), "straight");
    }

    #[test]
    fn an_environment_that_cannot_be_honoured_is_an_error_and_never_straight() {
        for value in [
            "ftp://p",
            "socks5://p:1",
            "http://p:99999",
            "http://u:hunter2@",
            "%%%",
        ] {
            let text = route(
                &environment(&[("HTTPS_PROXY", value)]),
                "https://ory.example",
            );
            assert!(
                text.contains("`HTTPS_PROXY`") && text.contains("`no_proxy`"),
                "{value}: {text}"
            );
            assert!(!text.contains("hunter2"), "{text}");
        }
        // Only of the requests that it is meant for.
        let broken = environment(&[("HTTPS_PROXY", "ftp://p")]);
        assert_eq!(route(&broken, "http://ory.example"), "straight");
        assert_eq!(route(&broken, "https://127.0.0.1:4433"), "straight");
    }

    #[test]
    fn empty_variables_hide_nothing_and_cgi_scripts_ignore_only_the_header() {
        let both = environment(&[("HTTP_PROXY", ""), ("http_proxy", "p:1")]);
        assert_eq!(route(&both, "http://ory.example"), "p:1");
        let script = environment(&[
            ("REQUEST_METHOD", "GET"),
            ("HTTP_PROXY", "http://evil:1"),
            ("HTTPS_PROXY", "http://good:2"),
        ]);
        assert_eq!(route(&script, "http://ory.example"), "straight");
        assert_eq!(route(&script, "https://ory.example"), "good:2");
    }

    #[test]
    fn no_proxy_takes_ports_brackets_blanks_and_final_dots() {
        for (list, url, spared) in [
            ("a.example", "https://a.example", true),
            ("a.example", "https://b.a.example", true),
            ("a.example", "https://A.Example.", true),
            ("a.example.", "https://a.example", true),
            (".a.example", "https://b.a.example", true),
            ("a.example", "https://ba.example", false),
            ("b.example a.example", "https://a.example", true),
            ("b.example,\ta.example", "https://a.example", true),
            ("a.example:443", "https://a.example", true),
            ("a.example:8443", "https://a.example", false),
            ("a.example:8443", "https://a.example:8443", true),
            ("10.0.0.0/8", "https://10.1.2.3", true),
            ("10.0.0.0/8", "https://11.1.2.3", false),
            ("[2001:db8::1]", "https://[2001:db8::1]", true),
            ("2001:db8::1", "https://[2001:db8::1]:8443", true),
            ("[2001:db8::1]:8443", "https://[2001:db8::1]", false),
            ("2001:db8::/32", "https://[2001:db8::7]", true),
            ("*", "https://a.example", true),
            ("", "https://a.example", false),
        ] {
            let proxies = environment(&[("HTTPS_PROXY", "http://p:1"), ("NO_PROXY", list)]);
            let expected = if spared { "straight" } else { "p:1" };
            assert_eq!(route(&proxies, url), expected, "{list:?} {url}");
        }
    }
}
