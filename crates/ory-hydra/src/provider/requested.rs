//! What an OpenID Connect client asks of a login.

use std::time::Duration;

use ory_core::RedirectTo;

use crate::models::OAuth2LoginRequest;

/// The parameters of the authorization request. They are read from its URL, where a client that
/// signs its request (`request`, RFC 9101) need not repeat them.
impl OAuth2LoginRequest {
    /// The values of `prompt`: with `login` the user has to log in again although there is a
    /// session, with `select_account` to choose who to be (OpenID Connect Core, section 3.1.2.1).
    ///
    /// A provider on sessions of its own has to look at it before it accepts: Hydra only forgets
    /// its own session.
    ///
    /// ```
    /// use ory_hydra::models::OAuth2LoginRequest;
    ///
    /// fn asks_for_login(request: &OAuth2LoginRequest) -> bool {
    ///     request.prompt().iter().any(|prompt| prompt == "login")
    /// }
    /// ```
    #[must_use]
    pub fn prompt(&self) -> Vec<String> {
        let prompt = RedirectTo::new(&*self.request_url).query("prompt");
        let values = prompt
            .as_deref()
            .unwrap_or_default()
            .split_ascii_whitespace();
        values.map(str::to_owned).collect()
    }

    /// How long ago the user may have logged in at most, `max_age`: compare it with the time of the
    /// session's login. `None` for any time.
    #[must_use]
    pub fn max_age(&self) -> Option<Duration> {
        let seconds = RedirectTo::new(&*self.request_url).query("max_age")?;
        seconds.parse().ok().map(Duration::from_secs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(query: &str) -> OAuth2LoginRequest {
        let url = format!("https://hydra.example/oauth2/auth?client_id=c{query}");
        serde_json::from_value(serde_json::json!({
            "challenge": "c", "client": {}, "request_url": url, "skip": false, "subject": "",
        }))
        .unwrap()
    }

    #[test]
    fn prompt_and_max_age_are_read_from_the_authorization_request() {
        let asked = request("&prompt=login%20consent&max_age=60");
        assert_eq!(asked.prompt(), ["login", "consent"]);
        assert_eq!(asked.max_age(), Some(Duration::from_secs(60)));
        assert_eq!(request("&prompt=login+consent").prompt().len(), 2);
        assert_eq!(request("&max_age=0").max_age(), Some(Duration::ZERO));
        for none in ["", "&prompt=&max_age=", "&max_age=-1", "&max_age=soon"] {
            assert!(request(none).prompt().is_empty());
            assert_eq!(request(none).max_age(), None, "{none}");
        }
    }
}
