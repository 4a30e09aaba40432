//! What a server says when it refuses: one view of all the forms that Ory's error bodies take.

use std::fmt;

use serde_json::{Map, Value};

use crate::error::html::looks_like_html;

/// An error body, whichever of Ory's forms it had.
///
/// Kratos, Keto and Ory Network send `{"error": {...}}`, in some places the inner object alone; Hydra
/// sends `{"error": "...", "error_description": "..."}` (RFC 6749, section 5.2); a server that is not
/// ready sends `{"errors": {...}}`. A body of another form leaves everything absent; the status is in
/// [`Error::status`](crate::Error::status) in any case.
///
/// Texts are written for the developer, may change between versions of a server and may repeat what
/// was sent: match on the status or on [`ApiError::id`]. `Debug` and `Display` print none of them,
/// only the id and the code; [`Error::explain`](crate::Error::explain) prints the server's sentence.
#[derive(Clone, Default, PartialEq)]
pub struct ApiError {
    /// The error object.
    error: Map<String, Value>,
    /// What stands beside the error object.
    top: Map<String, Value>,
    html: bool,
    /// The error object stands in a member called `error`.
    enveloped: bool,
}

impl ApiError {
    /// Bytes of an error's body that are read and parsed: far more than any error of Ory's has.
    pub(crate) const LONGEST: usize = 64 * 1024;

    /// Reads a body of any form; one of more than 64 KiB is not parsed.
    #[must_use]
    pub fn parse(body: &[u8]) -> Self {
        // A document of this size in memory takes a hundred times as much.
        let json = if body.len() <= Self::LONGEST {
            serde_json::from_slice(body).unwrap_or_default()
        } else {
            Value::Null
        };
        ApiError {
            html: looks_like_html(body),
            ..ApiError::from_json(json)
        }
    }

    /// Reads a body that was parsed already.
    #[must_use]
    pub fn from_json(body: Value) -> Self {
        let Value::Object(mut top) = body else {
            return ApiError::default();
        };
        match top.remove("error") {
            Some(Value::Object(error)) => ApiError {
                error,
                top,
                html: false,
                enveloped: true,
            },
            Some(other) => {
                // Hydra's form: everything is in the same object.
                top.insert("error".to_owned(), other);
                ApiError {
                    error: top,
                    top: Map::new(),
                    ..ApiError::default()
                }
            }
            // A flow of Kratos, as most refusals of a form are: its id is not the id of an error.
            None if top.contains_key("ui") => ApiError {
                error: Map::new(),
                top,
                ..ApiError::default()
            },
            None => ApiError {
                error: top,
                top: Map::new(),
                ..ApiError::default()
            },
        }
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.error
            .get(name)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    }

    /// A field beside the error object, or in its details, or in the object itself.
    fn beside(&self, name: &str) -> Option<&str> {
        let details = self.error.get("details").and_then(Value::as_object);
        [Some(&self.top), details, Some(&self.error)]
            .into_iter()
            .flatten()
            .filter_map(|map| map.get(name).and_then(Value::as_str))
            .find(|text| !text.is_empty())
    }

    /// The stable name of the error: `session_aal2_required`, `invalid_client`. Servers often leave
    /// it out, also where their documentation promises one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        // Hydra puts sentences where RFC 6749 has codes.
        self.text("id")
            .or_else(|| self.text("error").filter(|text| !text.contains(' ')))
    }

    /// The id, if it is short and plain enough to be printed.
    pub(crate) fn plain_id(&self) -> Option<&str> {
        self.id().filter(|id| {
            id.len() <= 64
                && id
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        })
    }

    /// The status that the body states, which a proxy may have changed on the way.
    #[must_use]
    pub fn code(&self) -> Option<u16> {
        let code = self
            .error
            .get("code")
            .or_else(|| self.error.get("status_code"))?;
        u16::try_from(code.as_u64()?).ok()
    }

    /// The text of the status that the body states, `Not Found`.
    #[must_use]
    pub fn status(&self) -> Option<&str> {
        self.text("status")
    }

    /// What went wrong in general.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.text("message")
            .or_else(|| self.text("error_description"))
            .or_else(|| self.text("error").filter(|text| text.contains(' ')))
    }

    /// What went wrong in this case, or Hydra's hint.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.text("reason").or_else(|| self.text("error_hint"))
    }

    /// Internals that servers in development mode add.
    #[must_use]
    pub fn debug(&self) -> Option<&str> {
        self.text("debug").or_else(|| self.text("error_debug"))
    }

    /// The request id that the body states.
    #[must_use]
    pub fn request(&self) -> Option<&str> {
        self.text("request").or_else(|| self.text("request_id"))
    }

    /// Further facts, by name.
    #[must_use]
    pub fn details(&self) -> Option<&Map<String, Value>> {
        self.error.get("details").and_then(Value::as_object)
    }

    /// Hydra's `error`, as it was sent: a code of RFC 6749 or a sentence.
    #[must_use]
    pub fn oauth2_error(&self) -> Option<&str> {
        self.text("error")
    }

    /// Hydra's `error_description`.
    #[must_use]
    pub fn oauth2_error_description(&self) -> Option<&str> {
        self.text("error_description")
    }

    /// Where the user's browser has to go for the matter to continue.
    #[must_use]
    pub fn redirect_browser_to(&self) -> Option<&str> {
        self.beside("redirect_browser_to")
            .or_else(|| self.beside("redirect_to"))
    }

    /// The flow that replaces an expired one.
    #[must_use]
    pub fn use_flow_id(&self) -> Option<&str> {
        self.beside("use_flow_id")
    }

    /// What is not ready, by name, if the server said that it is not.
    #[must_use]
    pub fn not_ready(&self) -> Option<&Map<String, Value>> {
        self.error.get("errors").and_then(Value::as_object)
    }

    /// What the server says in one sentence: the most specific text that there is.
    pub(crate) fn sentence(&self) -> Option<&str> {
        self.text("reason")
            .or_else(|| self.message())
            .or_else(|| self.text("error_hint"))
    }

    /// Whether this is how Ory says that there is no such thing, rather than no such path.
    pub(crate) fn is_not_found(&self) -> bool {
        // Ory's servers and Oathkeeper say so of paths that they do not have, in the same form.
        let path = [
            "The requested route does not exist",
            "Requested url does not match any rules",
        ];
        let is_path = |text: &str| path.iter().any(|path| text.contains(path));
        if self.sentence().is_some_and(is_path) || self.message().is_some_and(is_path) {
            return false;
        }
        if self.error.contains_key("error") {
            return self.error.contains_key("error_description");
        }
        // Other programs write bare objects with a code, too.
        self.code() == Some(404) && (self.enveloped || self.status() == Some("Not Found"))
    }

    pub(crate) fn is_html(&self) -> bool {
        self.html
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.plain_id(), self.code()) {
            (Some(id), Some(code)) => write!(f, "`{id}` ({code})"),
            (Some(id), None) => write!(f, "`{id}`"),
            (None, Some(code)) => write!(f, "an error with code {code}"),
            (None, None) => f.write_str("an error without id or code"),
        }
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("id", &self.plain_id())
            .field("code", &self.code())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(body: &str) -> ApiError {
        ApiError::parse(body.as_bytes())
    }

    #[test]
    fn reads_the_enveloped_form() {
        let error = parse(
            r#"{"error":{"id":"self_service_flow_expired","code":410,"status":"Gone","request":"r","reason":"It expired.","debug":"d","details":{"redirect_to":"https://k/"},"message":"expired"},"expired_at":"2026-01-01T00:00:00Z","since":300000000000,"use_flow_id":"b09a"}"#,
        );
        assert_eq!(error.id(), Some("self_service_flow_expired"));
        assert_eq!(error.code(), Some(410));
        assert_eq!(error.status(), Some("Gone"));
        assert_eq!(error.request(), Some("r"));
        assert_eq!(error.reason(), Some("It expired."));
        assert_eq!(error.debug(), Some("d"));
        assert_eq!(error.message(), Some("expired"));
        assert_eq!(error.use_flow_id(), Some("b09a"));
        assert_eq!(error.redirect_browser_to(), Some("https://k/"));
        assert_eq!(error.details().unwrap().len(), 1);
        assert_eq!(error.oauth2_error(), None);
    }

    #[test]
    fn the_place_to_go_is_found_beside_the_error_and_in_its_details() {
        for body in [
            r#"{"error":{"id":"x"},"redirect_browser_to":"https://k/"}"#,
            r#"{"error":{"details":{"redirect_browser_to":"https://k/"}},"redirect_browser_to":""}"#,
            r#"{"redirect_to":"https://k/"}"#,
        ] {
            assert_eq!(
                parse(body).redirect_browser_to(),
                Some("https://k/"),
                "{body}"
            );
        }
    }

    #[test]
    fn reads_the_bare_form() {
        let error =
            parse(r#"{"code":404,"status":"Not Found","message":"no relation tuple found"}"#);
        assert_eq!((error.code(), error.id()), (Some(404), None));
        assert_eq!(error.message(), Some("no relation tuple found"));
    }

    #[test]
    fn a_flow_is_no_error() {
        let flow = parse(r#"{"id":"a-flow","state":"choose_method","ui":{"messages":[]}}"#);
        assert_eq!(flow.id(), None);
        assert_eq!(flow.message(), None);
    }

    #[test]
    fn reads_hydras_form_of_today_and_before() {
        let error = parse(
            r#"{"error":"invalid_client","error_description":"failed","error_hint":"h","error_debug":"d","status_code":401,"request_id":"r"}"#,
        );
        assert_eq!(error.id(), Some("invalid_client"));
        assert_eq!(error.message(), Some("failed"));
        assert_eq!(error.reason(), Some("h"));
        assert_eq!(error.debug(), Some("d"));
        assert_eq!(error.code(), Some(401));
        assert_eq!(error.request(), Some("r"));
        let error = parse(r#"{"error":"Unable to locate the resource","error_description":""}"#);
        assert_eq!(error.id(), None);
        assert_eq!(error.message(), Some("Unable to locate the resource"));
        assert_eq!(error.oauth2_error(), Some("Unable to locate the resource"));
        assert_eq!(error.oauth2_error_description(), None);
    }

    #[test]
    fn other_bodies_leave_everything_absent() {
        let deep = format!(r#"{{"error":{}"#, r#"{"a":"#.repeat(10_000));
        let huge = "x".repeat(1 << 20);
        for body in [
            "",
            "null",
            "[]",
            "\"error\"",
            "oops",
            "{",
            "{\"error\":null}",
            &deep,
            &huge,
        ] {
            let error = parse(body);
            assert_eq!(
                (error.id(), error.message(), error.code()),
                (None, None, None)
            );
            assert!(!error.is_html());
        }
        assert!(parse("\n<html>").is_html());
    }

    #[test]
    fn only_orys_own_words_say_that_a_thing_does_not_exist() {
        for body in [
            r#"{"error":{"code":404,"status":"Not Found","message":"Unable to locate the resource"}}"#,
            r#"{"code":404,"status":"Not Found","message":"no relation tuple found"}"#,
            r#"{"error":{"code":404,"message":"no such provider"}}"#,
            r#"{"error":"Unable to locate the resource","error_description":""}"#,
            r#"{"error":"Not Found","error_description":"Unable to locate it"}"#,
        ] {
            assert!(parse(body).is_not_found(), "{body}");
        }
        for body in [
            "",
            "{}",
            "404 page not found",
            r#"{"message":"no Route matched with those values"}"#,
            r#"{"error":"not found"}"#,
            r#"{"kind":"Status","status":"Failure","message":"not found","code":404}"#,
            r#"{"error":{"code":404,"status":"Not Found","reason":"The requested route does not exist. Make sure you are using the right path, domain, and port."}}"#,
            r#"{"error":{"code":404,"status":"Not Found","message":"Requested url does not match any rules"}}"#,
        ] {
            assert!(!parse(body).is_not_found(), "{body}");
        }
    }

    #[test]
    fn odd_types_are_passed_over() {
        let error = parse(
            r#"{"error":{"id":7,"code":"404","message":[],"reason":null,"details":"x"},"use_flow_id":{}}"#,
        );
        assert_eq!(
            (error.id(), error.code(), error.message()),
            (None, None, None)
        );
        assert_eq!((error.reason(), error.use_flow_id()), (None, None));
        assert!(error.details().is_none());
        assert_eq!(parse(r#"{"error":{"code":-1}}"#).code(), None);
        assert_eq!(parse(r#"{"error":{"code":99999999}}"#).code(), None);
    }

    #[test]
    fn what_is_not_ready_is_named() {
        let error = parse(r#"{"errors":{"database":"refused"}}"#);
        assert_eq!(error.not_ready().unwrap()["database"], "refused");
    }
}
