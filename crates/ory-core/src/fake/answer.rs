//! Answers as Ory's servers write them.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use serde_json::{Map, Value, json};

use super::incoming::Incoming;

/// What a fake answers.
pub type Answer = Response<Bytes>;

/// A JSON value under a status.
#[must_use]
pub fn json(status: StatusCode, value: &Value) -> Answer {
    typed(status, "application/json; charset=utf-8", json_text(value))
}

/// Text under a status, as Go's own handlers write it: with a line break at its end.
#[must_use]
pub fn text(status: StatusCode, text: &str) -> Answer {
    let mut answer = typed(status, "text/plain; charset=utf-8", format!("{text}\n"));
    let name = HeaderName::from_static("x-content-type-options");
    let value = HeaderValue::from_static("nosniff");
    answer.headers_mut().insert(name, value);
    answer
}

/// A status alone.
#[must_use]
pub fn empty(status: StatusCode) -> Answer {
    let mut answer = Response::new(Bytes::new());
    *answer.status_mut() = status;
    answer
}

/// A body of this media type under a status.
#[must_use]
pub fn typed(status: StatusCode, media_type: &'static str, body: String) -> Answer {
    let mut answer = Response::new(Bytes::from(body));
    *answer.status_mut() = status;
    let media_type = HeaderValue::from_static(media_type);
    answer.headers_mut().insert(CONTENT_TYPE, media_type);
    answer
}

/// JSON as Go writes it: with a line break at its end, and nothing that HTML would read.
fn json_text(value: &Value) -> String {
    let mut text = String::new();
    for c in value.to_string().chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                text.push_str(&format!("\\u{:04x}", c as u32));
            }
            c => text.push(c),
        }
    }
    text.push('\n');
    text
}

/// An error as Kratos, Keto and Ory Network write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorBody {
    /// The HTTP status.
    pub status: StatusCode,
    /// The error's id, `security_csrf_violation`.
    pub id: Option<&'static str>,
    /// What happened.
    pub message: String,
    /// Why.
    pub reason: Option<String>,
}

impl ErrorBody {
    /// An error with the servers' usual message for this status.
    #[must_use]
    pub fn new(status: StatusCode) -> Self {
        let message = match status.as_u16() {
            400 => "The request was malformed or contained invalid parameters",
            401 => "The request could not be authorized",
            403 => "The requested action was forbidden",
            404 => "The requested resource could not be found",
            409 => "The resource could not be created due to a conflict",
            500 => "An internal server error occurred, please contact the system administrator",
            _ => status.canonical_reason().unwrap_or_default(),
        };
        Self {
            status,
            id: None,
            message: message.to_owned(),
            reason: None,
        }
    }

    /// Says what happened, in other words than the usual.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// Says why.
    #[must_use]
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// The object with the error's members. `request` is the request's id.
    #[must_use]
    pub fn object(&self, request: Option<&str>) -> Value {
        let mut members = Map::new();
        let mut add = |name: &str, value: Option<Value>| {
            value.map(|value| members.insert(name.to_owned(), value));
        };
        add("id", self.id.map(Value::from));
        add("code", Some(self.status.as_u16().into()));
        add("status", self.status.canonical_reason().map(Value::from));
        let request = request.filter(|id| !id.is_empty());
        add("request", request.map(Value::from));
        add("reason", self.reason.clone().map(Value::from));
        add("message", Some(self.message.clone().into()));
        members.into()
    }

    /// The answer to this request.
    #[must_use]
    pub fn answer(&self, incoming: &Incoming) -> Answer {
        let error = self.object(incoming.header("x-request-id"));
        let body = json_text(&json!({"error": error}));
        typed(self.status, "application/json", body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_written_as_go_writes_it() {
        let answer = json(StatusCode::OK, &json!({"a": "<&>\u{2028}\"ü"}));
        assert_eq!(
            answer.body(),
            "{\"a\":\"\\u003c\\u0026\\u003e\\u2028\\\"ü\"}\n"
        );
    }

    #[test]
    fn an_error_has_what_the_servers_give_it_and_nothing_empty() {
        let error = ErrorBody::new(StatusCode::NOT_FOUND);
        let message = "The requested resource could not be found";
        let bare = json!({"code": 404, "status": "Not Found", "message": message});
        assert_eq!(error.object(None), bare);
        assert_eq!(error.object(Some("")), bare);
        let error = error.message("m").reason("r");
        assert_eq!(
            error.object(Some("id")),
            json!({"code": 404, "status": "Not Found", "request": "id", "reason": "r", "message": "m"})
        );
    }
}
