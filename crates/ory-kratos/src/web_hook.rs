//! Web hooks: what Kratos calls in the middle of a flow, and what it understands as a reply.

use std::fmt;

use ory_core::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderMap, HeaderValue};
use ory_core::http::{Response, StatusCode};
use ory_core::serde::de::DeserializeOwned;
use ory_core::{Bytes, Denial, DenialReason, HookAuth};
use serde_json::{Value, json};

use crate::models::{
    UiTextType, WebHookContext, WebHookErrorResponse, WebHookFieldMessages, WebHookIdentity,
    WebHookMessage,
};

/// A call of a web hook.
///
/// ```
/// use ory_kratos::ory_core::http::{HeaderMap, Response};
/// use ory_kratos::ory_core::{Bytes, HookAuth};
/// use ory_kratos::{WebHook, WebHookReply};
///
/// fn registration(auth: &HookAuth, headers: &HeaderMap, body: &[u8]) -> Response<Bytes> {
///     let hook = match WebHook::read(auth, headers, body) {
///         Ok(hook) => hook,
///         Err(denial) => return denial.response(),
///     };
///     let email = hook.context().identity.as_ref().and_then(|identity| identity.traits["email"].as_str());
///     let reply = match email {
///         Some(email) if email.ends_with("@example.org") => WebHookReply::Proceed,
///         _ => WebHookReply::stop("#/traits/email", 1234, "only for members of example.org"),
///     };
///     reply.response()
/// }
/// ```
///
/// # Replies
///
/// Kratos reads the reply where the hook has `response.parse: true`; else only its status counts. A
/// 5xx and a lost connection are repeated: do what must not be done twice once per
/// [`trigger_id`](Self::trigger_id).
///
/// See <https://www.ory.com/docs/kratos/hooks/configure-hooks>.
#[derive(Clone, PartialEq)]
pub struct WebHook {
    body: Value,
    context: WebHookContext,
    trigger_id: Option<String>,
    request_id: Option<String>,
}

impl WebHook {
    /// Reads a call, if it comes from Kratos.
    ///
    /// # Errors
    ///
    /// 401 if the secret is missing or wrong, before anything else is looked at; 400 if the body is
    /// not JSON.
    pub fn read(auth: &HookAuth, headers: &HeaderMap, body: &[u8]) -> Result<Self, Denial> {
        auth.check(headers)?;
        let malformed = |_| Denial::new(DenialReason::InvalidBody);
        let body: Value = serde_json::from_slice(body).map_err(malformed)?;
        // A template may make anything of the context: then it has none of these fields.
        let context = match &body {
            Value::Object(_) => serde_json::from_value(body.clone()).unwrap_or_default(),
            _ => WebHookContext::default(),
        };
        let id = |name: &str| headers.get(name)?.to_str().ok().map(str::to_owned);
        Ok(WebHook {
            context,
            body,
            trigger_id: id("ory-webhook-trigger-id"),
            request_id: id("ory-webhook-request-id"),
        })
    }

    /// The context, where the hook's template is `function(ctx) ctx`; empty for another body.
    #[must_use]
    pub fn context(&self) -> &WebHookContext {
        &self.context
    }

    /// The body as the template made it.
    #[must_use]
    pub fn body(&self) -> &Value {
        &self.body
    }

    /// The body as a type of yours.
    ///
    /// # Errors
    ///
    /// 400 if it does not fit.
    pub fn body_as<T: DeserializeOwned>(&self) -> Result<T, Denial> {
        serde_json::from_value(self.body.clone())
            .map_err(|_| Denial::new(DenialReason::InvalidBody))
    }

    /// The same for all attempts of one call: the key to do things once by.
    #[must_use]
    pub fn trigger_id(&self) -> Option<&str> {
        self.trigger_id.as_deref()
    }

    /// Another one for each attempt.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}

impl fmt::Debug for WebHook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebHook")
            .field("trigger_id", &self.trigger_id)
            .field("request_id", &self.request_id)
            .finish_non_exhaustive()
    }
}

/// The reply to a web hook with `response.parse: true`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum WebHookReply {
    /// 204: the flow goes on.
    Proceed,
    /// 200: the flow goes on with another identity. Each field that is set replaces the identity's
    /// as a whole, so begin with what the identity has. Kratos takes it from hooks that run before
    /// the identity is stored.
    Change(Box<WebHookIdentity>),
    /// 400: the flow stops, and the user is told why.
    Stop(Vec<WebHookFieldMessages>),
}

impl WebHookReply {
    /// Goes on with these fields of the identity replaced.
    #[must_use]
    pub fn change(identity: WebHookIdentity) -> Self {
        WebHookReply::Change(Box::new(identity))
    }

    /// Stops the flow with a message at a field: `#/traits/email`, or `#/` for the form as a whole.
    /// `id` is a number of your own, by which the page translates the text.
    #[must_use]
    pub fn stop(field: &str, id: i64, text: impl Into<String>) -> Self {
        WebHookReply::Stop(Vec::new()).and(field, id, text)
    }

    /// Adds a message. A reply that was not to stop the flow stops it then.
    #[must_use]
    pub fn and(self, field: &str, id: i64, text: impl Into<String>) -> Self {
        let mut fields = match self {
            WebHookReply::Stop(fields) => fields,
            _ => Vec::new(),
        };
        // Whatever is not `error` is shown as information.
        let message = WebHookMessage::new(id, text, UiTextType::Error);
        match fields.iter_mut().find(|there| there.instance_ptr == field) {
            Some(there) => there.messages.push(message),
            None => fields.push(WebHookFieldMessages::new(field, [message])),
        }
        WebHookReply::Stop(fields)
    }

    /// The response. It has a body wherever Kratos needs one: an empty 200, and a refusal without a
    /// message, would show the user an error without a text.
    #[must_use]
    pub fn response(self) -> Response<Bytes> {
        let (status, body) = match self {
            WebHookReply::Proceed => (StatusCode::NO_CONTENT, None),
            WebHookReply::Change(identity) => {
                (StatusCode::OK, Some(json!({ "identity": *identity })))
            }
            WebHookReply::Stop(fields) => {
                let said = fields.iter().any(|field| !field.messages.is_empty());
                let fields = if said {
                    fields
                } else {
                    let message = WebHookMessage::new(0, "this is not possible", UiTextType::Error);
                    vec![WebHookFieldMessages::new("#/", [message])]
                };
                let body = json!(WebHookErrorResponse::new(fields));
                (StatusCode::BAD_REQUEST, Some(body))
            }
        };
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(body) = body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *response.body_mut() = Bytes::from(body.to_string());
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use ory_core::http::HeaderName;

    use super::*;

    const KEY: HeaderName = HeaderName::from_static("x-key");

    fn headers(secret: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(KEY, HeaderValue::from_static(secret));
        headers.insert("ory-webhook-trigger-id", HeaderValue::from_static("t"));
        headers.insert("ory-webhook-request-id", HeaderValue::from_static("r"));
        headers
    }

    #[test]
    fn a_call_is_read_once_it_has_proved_itself() {
        let auth = HookAuth::header(KEY, "secret");
        let body = json!({
            "flow": {"id": "f", "state": "choose_method"},
            "request_url": "http://k/self-service/registration/api",
            "identity": {
                "id": "i", "schema_id": "default", "schema_url": "http://k/s", "traits": {"email": "CANARY"}
            },
        });
        let bytes = body.to_string();
        let hook = WebHook::read(&auth, &headers("secret"), bytes.as_bytes()).unwrap();
        assert_eq!(
            (hook.trigger_id(), hook.request_id()),
            (Some("t"), Some("r"))
        );
        let identity = hook.context().identity.as_ref().unwrap();
        assert_eq!(identity.traits["email"], "CANARY");
        assert_eq!(hook.body(), &body);
        assert!(!format!("{hook:?}").contains("CANARY"));

        let refused = WebHook::read(&auth, &headers("other"), b"garbage").unwrap_err();
        assert_eq!(refused.status(), 401);
        for body in ["", "garbage", "{"] {
            let denial = WebHook::read(&auth, &headers("secret"), body.as_bytes()).unwrap_err();
            assert_eq!(denial.status(), 400);
        }
        // A template of one's own.
        for body in [
            r#"{"email":"a"}"#,
            r#"["a"]"#,
            r#"{"identity":"only its id"}"#,
        ] {
            let hook = WebHook::read(&auth, &headers("secret"), body.as_bytes()).unwrap();
            assert_eq!(hook.context(), &WebHookContext::default());
            assert!(hook.body_as::<Value>().is_ok());
            assert!(hook.body_as::<u8>().is_err());
        }
    }

    #[test]
    fn property_30_replies_are_never_an_empty_200() {
        let parse = |reply: WebHookReply| {
            let response = reply.response();
            let body = serde_json::from_slice::<Value>(response.body()).ok();
            (response.status().as_u16(), body)
        };
        assert_eq!(parse(WebHookReply::Proceed), (204, None));
        let changed = WebHookIdentity::new().traits(json!({"email": "a@b"}));
        assert_eq!(
            parse(WebHookReply::change(changed)),
            (200, Some(json!({"identity": {"traits": {"email": "a@b"}}})))
        );
        let (status, body) = parse(WebHookReply::change(WebHookIdentity::new()));
        assert_eq!((status, body), (200, Some(json!({"identity": {}}))));

        let stop = WebHookReply::stop("#/traits/email", 1, "no")
            .and("#/traits/email", 2, "really")
            .and("#/", 3, "sorry");
        let (status, body) = parse(stop);
        assert_eq!(status, 400);
        assert_eq!(
            body.unwrap(),
            json!({"messages": [
                {"instance_ptr": "#/traits/email", "messages": [
                    {"id": 1, "text": "no", "type": "error"}, {"id": 2, "text": "really", "type": "error"}
                ]},
                {"instance_ptr": "#/", "messages": [{"id": 3, "text": "sorry", "type": "error"}]},
            ]})
        );
        let (status, body) = parse(WebHookReply::Stop(Vec::new()));
        assert_eq!(status, 400);
        assert!(!body.unwrap()["messages"].as_array().unwrap().is_empty());
        assert!(matches!(
            WebHookReply::Proceed.and("#/", 1, "no"),
            WebHookReply::Stop(_)
        ));
    }
}
