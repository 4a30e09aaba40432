//! Plain HTTP without the SDK: for what a browser does between two calls, and for asking whether a path is served at all.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, COOKIE, LOCATION, SET_COOKIE};
use http::{Method, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

use crate::check::{Failure, fail};

/// Longer than these servers ever need.
const PATIENCE: Duration = Duration::from_secs(20);

/// Sends requests without following redirects and without keeping cookies.
#[derive(Clone)]
pub(crate) struct Http(Client<HttpConnector, Full<Bytes>>);

impl Http {
    pub(crate) fn new() -> Self {
        Self(Client::builder(TokioExecutor::new()).build_http())
    }

    /// Sends a request and reads the whole response.
    pub(crate) async fn send(
        &self,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Bytes>, Failure> {
        let what = format!("{} {}", request.method(), request.uri().path());
        let exchange = async {
            let (head, body) = self.0.request(request).await?.into_parts();
            let body = body.collect().await.map_err(Failure::from)?.to_bytes();
            Ok::<_, Failure>(Response::from_parts(head, body))
        };
        match tokio::time::timeout(PATIENCE, exchange).await {
            Ok(result) => result,
            Err(_) => fail(format!(
                "{what} was not answered within {} s",
                PATIENCE.as_secs()
            )),
        }
    }

    /// Sends a request without a body.
    pub(crate) async fn request(
        &self,
        method: Method,
        url: &str,
    ) -> Result<Response<Bytes>, Failure> {
        self.send(
            Request::builder()
                .method(method)
                .uri(url)
                .body(Full::default())?,
        )
        .await
    }

    /// Reads a JSON document.
    pub(crate) async fn json(&self, url: &str) -> Result<Value, Failure> {
        Ok(serde_json::from_slice(
            self.request(Method::GET, url).await?.body(),
        )?)
    }
}

/// What a browser keeps: the cookies of one user, sent along by hand as the SDK does not keep any.
pub(crate) struct Browser {
    http: Http,
    cookies: Vec<(String, String)>,
}

impl Browser {
    pub(crate) fn new(http: &Http) -> Self {
        Self {
            http: http.clone(),
            cookies: Vec::new(),
        }
    }

    /// The `Cookie` header.
    pub(crate) fn cookies(&self) -> String {
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    /// Keeps the cookies of a response, and forgets those that it deletes.
    pub(crate) fn keep(&mut self, headers: &http::HeaderMap) {
        for header in headers.get_all(SET_COOKIE) {
            let text = String::from_utf8_lossy(header.as_bytes());
            let mut parts = text.split(';');
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
                continue;
            };
            let gone = parts.any(|attribute| attribute.trim().eq_ignore_ascii_case("max-age=0"));
            self.cookies.retain(|(kept, _)| kept != name.trim());
            if !gone && !value.is_empty() {
                self.cookies
                    .push((name.trim().to_owned(), value.to_owned()));
            }
        }
    }

    /// The value of an answer of the SDK, whose cookies are kept.
    pub(crate) fn value<T>(
        &mut self,
        response: Result<ory_core::Response<T>, ory_core::Error>,
    ) -> Result<T, Failure> {
        let response = response?;
        self.keep(response.headers());
        Ok(response.into_value())
    }

    /// Opens a page as a browser does, redirects not followed.
    pub(crate) async fn open(&mut self, url: &str) -> Result<Response<Bytes>, Failure> {
        let request = Request::builder()
            .uri(url)
            .header(ACCEPT, "text/html")
            .header(COOKIE, self.cookies())
            .body(Full::default())?;
        let response = self.http.send(request).await?;
        self.keep(response.headers());
        Ok(response)
    }

    /// Opens a page and follows redirects as long as they stay on `host` (`127.0.0.1:1234`); returns the URL of the
    /// first one that leaves it.
    pub(crate) async fn follow(&mut self, url: &str, hosts: &[&str]) -> Result<String, Failure> {
        let mut url = url.to_owned();
        for _ in 0..10 {
            let response = self.open(&url).await?;
            let Some(location) = response.headers().get(LOCATION) else {
                let body = String::from_utf8_lossy(response.body());
                return fail(format!(
                    "{url} answered {} without a redirect: {body}",
                    response.status()
                ));
            };
            let location = location.to_str()?.to_owned();
            let authority = location
                .parse::<http::Uri>()?
                .authority()
                .map(ToString::to_string);
            match authority {
                Some(authority) if !hosts.contains(&authority.as_str()) => return Ok(location),
                Some(_) => url = location,
                None => {
                    let base: http::Uri = url.parse()?;
                    let host = base
                        .authority()
                        .map(ToString::to_string)
                        .unwrap_or_default();
                    url = format!("http://{host}{location}");
                }
            }
        }
        fail("more than 10 redirects".to_owned())
    }
}

/// A parameter in a URL's query, decoded.
pub(crate) fn query(url: &str, name: &str) -> Result<String, Failure> {
    let pairs = url.split_once('?').map_or("", |(_, query)| query);
    let pairs = pairs.split('#').next().unwrap_or("");
    pairs
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| {
            let value = value.replace('+', " ");
            percent_encoding::percent_decode_str(&value)
                .decode_utf8_lossy()
                .into_owned()
        })
        .ok_or_else(|| Failure::new(format!("{url} has no {name}")))
}
