//! Where a server sends a browser.

use std::fmt;

use http::Uri;

/// Where the browser has to go. The SDK never follows redirects itself.
///
/// `Display` and `AsRef<str>` give the URL, which is what a `Location` header takes. It may hold
/// one-time codes, so `Debug` does not print it.
///
/// ```
/// use ory_core::RedirectTo;
///
/// let to = RedirectTo::new("https://auth.example/consent?consent_challenge=c");
/// assert_eq!(to.to_string(), to.url);
/// let uri = ory_core::http::Uri::try_from(to)?;
/// assert_eq!(uri.host(), Some("auth.example"));
/// # Ok::<(), ory_core::http::uri::InvalidUri>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RedirectTo {
    /// The URL as the server sent it, which may be relative to the server's own.
    pub url: String,
}

impl RedirectTo {
    /// A redirect to `url`.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        RedirectTo { url: url.into() }
    }

    /// The first parameter called `name` in the URL's query, decoded: `flow`, `login_challenge`.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        let (_, query) = self.url.split_once('?')?;
        let query = query.split('#').next().unwrap_or_default();
        form_urlencoded::parse(query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }
}

impl fmt::Display for RedirectTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)
    }
}

impl fmt::Debug for RedirectTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedirectTo").finish_non_exhaustive()
    }
}

impl AsRef<str> for RedirectTo {
    fn as_ref(&self) -> &str {
        &self.url
    }
}

impl From<String> for RedirectTo {
    fn from(url: String) -> Self {
        RedirectTo { url }
    }
}

impl From<&str> for RedirectTo {
    fn from(url: &str) -> Self {
        RedirectTo::new(url)
    }
}

impl From<RedirectTo> for String {
    fn from(to: RedirectTo) -> Self {
        to.url
    }
}

impl TryFrom<RedirectTo> for Uri {
    type Error = http::uri::InvalidUri;

    fn try_from(to: RedirectTo) -> Result<Self, Self::Error> {
        to.url.try_into()
    }
}

impl TryFrom<&RedirectTo> for Uri {
    type Error = http::uri::InvalidUri;

    fn try_from(to: &RedirectTo) -> Result<Self, Self::Error> {
        to.url.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_prints_no_url_and_display_prints_it() {
        let to = RedirectTo::new("/ui?code=CANARY");
        assert!(!format!("{to:?}").contains("CANARY"));
        assert_eq!(to.to_string(), "/ui?code=CANARY");
        assert_eq!(Uri::try_from(&to).unwrap().path(), "/ui");
    }

    #[test]
    fn query_finds_a_parameter_and_decodes_it() {
        let to = RedirectTo::new("https://h/login?a=1&login_challenge=x%2By+z&a=2#b=3");
        assert_eq!(to.query("login_challenge").as_deref(), Some("x+y z"));
        assert_eq!(to.query("a").as_deref(), Some("1"));
        assert_eq!(to.query("b"), None);
        assert_eq!(RedirectTo::new("https://h/").query("a"), None);
    }
}
