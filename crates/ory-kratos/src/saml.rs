//! A sign-in at a SAML identity provider: how the browser is handed over to it.

use std::fmt;

use ory_core::__private::{Answer, decode};
use ory_core::{Error, RedirectTo, http};

use crate::operations::InitSamlLogin;

/// How a browser is handed over to a SAML identity provider: the result of
/// [`init_saml_login`](crate::FrontendApi::init_saml_login) and
/// [`init_saml_login_request`](crate::FrontendApi::init_saml_login_request).
///
/// Which of the two it is depends on the binding that the provider's connection is configured for.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SamlHandover {
    /// Send the browser there (the HTTP-Redirect binding of SAML 2.0).
    Redirect(RedirectTo),
    /// Serve this HTML page to the browser: it holds a form that submits itself to the provider (the HTTP-POST
    /// binding of SAML 2.0).
    Form(String),
}

impl fmt::Debug for SamlHandover {
    /// The URL and the form hold the request that a sign-in is tied to: neither is printed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Redirect(_) => "Redirect(..)",
            Self::Form(_) => "Form(..)",
        })
    }
}

/// Reads what the server answers to the beginning of a sign-in.
pub(crate) fn handover(answer: &Answer) -> Result<SamlHandover, Error> {
    if answer.status().is_redirection() {
        decode::redirect(answer).map(SamlHandover::Redirect)
    } else {
        decode::text(answer).map(SamlHandover::Form)
    }
}

impl InitSamlLogin {
    /// The URL to send the browser to; nothing is sent.
    ///
    /// # Errors
    ///
    /// A configuration error, as for `into_request`.
    pub fn into_url(self) -> Result<http::Uri, Error> {
        self.call.into_url()
    }
}

#[cfg(test)]
mod tests {
    use http::StatusCode;
    use http_body_util::Full;
    use ory_core::{Bytes, Secret};

    use super::*;
    use crate::Client;
    use crate::models::SamlPurpose;

    fn client(response: http::Response<Bytes>) -> Client {
        let server = tower::service_fn(move |_: http::Request<ory_core::Body>| {
            let response = response.clone().map(Full::new);
            async move { Ok::<_, std::convert::Infallible>(response) }
        });
        let builder = Client::builder().url("http://127.0.0.1:1");
        let config = ory_core::Config::new().transport(server);
        builder.config(&config).build().unwrap()
    }

    fn response(status: StatusCode, location: Option<&str>, body: &str) -> http::Response<Bytes> {
        let mut response = http::Response::builder().status(status);
        if let Some(location) = location {
            response = response.header("location", location);
        }
        response
            .body(Bytes::copy_from_slice(body.as_bytes()))
            .unwrap()
    }

    #[tokio::test]
    async fn either_binding_is_handed_over_as_it_came() {
        let url = "https://idp.example/sso?SAMLRequest=CANARY";
        let redirect = client(response(StatusCode::FOUND, Some(url), ""));
        let redirect = redirect
            .frontend()
            .init_saml_login("acme", "flow", SamlPurpose::Login)
            .await
            .unwrap();
        assert!(matches!(&redirect, SamlHandover::Redirect(to) if to.url == url));

        let page = "<form><input name=\"SAMLRequest\" value=\"CANARY\"></form>";
        let form = client(response(StatusCode::OK, None, page));
        let form = form
            .frontend()
            .init_saml_login_request("acme", "flow", SamlPurpose::SettingsLink)
            .csrf_token("token")
            .await
            .unwrap();
        assert_eq!(form, SamlHandover::Form(page.to_owned()));
        assert!(!format!("{redirect:?} {form:?}").contains("CANARY"));
    }

    #[tokio::test]
    async fn a_refusal_is_an_error() {
        let body = r#"{"error":{"code":404,"status":"Not Found","message":"no such provider"}}"#;
        let client = client(response(StatusCode::NOT_FOUND, None, body));
        let call = client
            .frontend()
            .init_saml_login("acme", "flow", SamlPurpose::Login);
        assert!(call.await.unwrap_err().is_not_found());
    }

    #[test]
    fn a_navigation_is_a_url_and_a_form_is_encoded() {
        let client = client(response(StatusCode::OK, None, ""));
        let url = client
            .frontend()
            .init_saml_login("a b", "f&g", SamlPurpose::Registration)
            .into_url()
            .unwrap();
        assert_eq!(
            url.to_string(),
            "http://127.0.0.1:1/self-service/methods/saml/init/a%20b?flow=f%26g&purpose=registration"
        );
        let request = client
            .frontend()
            .submit_saml_assertion("acme", Secret::new("r+s"), Secret::new("PHNhbWw+=="))
            .cookie("a=b")
            .into_request()
            .unwrap();
        assert_eq!(
            request.headers()["content-type"],
            "application/x-www-form-urlencoded"
        );
        assert_eq!(
            request.body(),
            "RelayState=r%2Bs&SAMLResponse=PHNhbWw%2B%3D%3D"
        );
    }
}
