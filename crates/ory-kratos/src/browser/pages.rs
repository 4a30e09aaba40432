//! Where the app's pages are.

use ory_core::Error;

use super::request::KEPT;
use crate::Client;

/// The parameter of a page's URL that says why the browser was redirected there: the id of a
/// refusal. It also ends what would become a circle.
pub(super) const BECAUSE: &str = "because";

/// Where the app's pages are: the `ui_url` of each flow in Kratos's configuration, and the page that
/// a flow ends at where Kratos names none.
///
/// ```
/// use ory_kratos::browser::Pages;
///
/// # fn main() -> Result<(), ory_kratos::Error> {
/// let kratos = ory_kratos::Client::builder().public_url("http://127.0.0.1:4433").build()?;
/// let mut pages = Pages::new("http://127.0.0.1:3000", &kratos)?;
/// assert_eq!(pages.login, "http://127.0.0.1:3000/login");
/// pages.registration = "http://127.0.0.1:3000/sign-up".to_owned();
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pages {
    /// The login page.
    pub login: String,
    /// The registration page.
    pub registration: String,
    /// The settings page.
    pub settings: String,
    /// The recovery page.
    pub recovery: String,
    /// The verification page.
    pub verification: String,
    /// Where a flow ends if Kratos names no place.
    pub home: String,
    /// The URL at Kratos that makes a login, or returns somebody who is logged in already.
    kratos_login: String,
}

impl Pages {
    /// `/login`, `/registration`, `/settings`, `/recovery`, `/verification` and `/` below the URL of
    /// the app.
    ///
    /// # Errors
    ///
    /// A configuration error: the client has no public URL.
    pub fn new(app: &str, kratos: &Client) -> Result<Self, Error> {
        let app = app.trim_end_matches('/');
        let login = kratos.frontend().create_browser_login_flow();
        Ok(Pages {
            login: format!("{app}/login"),
            registration: format!("{app}/registration"),
            settings: format!("{app}/settings"),
            recovery: format!("{app}/recovery"),
            verification: format!("{app}/verification"),
            home: format!("{app}/"),
            kratos_login: login.into_request()?.uri().to_string(),
        })
    }

    /// The page of a kind of flow.
    pub(super) fn of(&self, kind: &str) -> &str {
        match kind {
            "login" => &self.login,
            "registration" => &self.registration,
            "settings" => &self.settings,
            "recovery" => &self.recovery,
            "verification" => &self.verification,
            _ => &self.home,
        }
    }

    pub(super) fn kratos_login<'p>(
        &self,
        parameters: impl IntoIterator<Item = (&'p str, &'p str)>,
    ) -> String {
        with(&self.kratos_login, parameters)
    }
}

/// A URL with more parameters.
pub(super) fn with<'p>(
    url: &str,
    parameters: impl IntoIterator<Item = (&'p str, &'p str)>,
) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(parameters);
    let query = query.finish();
    if query.is_empty() {
        return url.to_owned();
    }
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}{query}")
}

/// The parameters of a URL by which a flow is made.
pub(super) fn kept_of(url: &str) -> Vec<(String, String)> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let query = query.split('#').next().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .filter(|(name, value)| KEPT.contains(&name.as_str()) && !value.is_empty())
        .collect()
}
