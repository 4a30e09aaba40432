//! The lossless comparison: every recorded exchange is answered once more, to the same operation of the SDK, and what
//! the user is given is written back and compared with what the server sent, head and body.

use std::error::Error as _;

use http::header::LOCATION;
use ory_core::{Error, ErrorKind};
use serde_json::{Map, Value, json};
use spec_tests::compare::differences;
use spec_tests::document::Document;
use spec_tests::registry::written::{self, Written};
use spec_tests::registry::{self, Replayed};
use spec_tests::request::Call;

use crate::head;
use crate::recorder::Exchange;
use crate::specification::{Operation, PRODUCTS, Specification};

/// How much was compared.
#[derive(Default)]
pub(crate) struct Totals {
    /// Bodies that were not empty.
    pub(crate) bodies: usize,
    /// Header sets.
    pub(crate) heads: usize,
}

/// Compares exchanges with what the SDK makes of them.
pub(crate) struct Replay<'s> {
    specification: &'s Specification,
    documents: Vec<(&'static str, Document)>,
    pub(crate) totals: Totals,
}

impl<'s> Replay<'s> {
    pub(crate) fn new(specification: &'s Specification) -> Self {
        Self {
            specification,
            documents: PRODUCTS
                .iter()
                .map(|product| (*product, Document::load(product)))
                .collect(),
            totals: Totals::default(),
        }
    }

    /// Every line is one difference.
    pub(crate) async fn compare(&mut self, exchanges: &[Exchange]) -> Vec<String> {
        let mut lines = Vec::new();
        for exchange in exchanges {
            let found =
                self.specification
                    .find(exchange.product, &exchange.method, exchange.path());
            let Some(operation) = found else {
                lines.push(format!(
                    "{} {} is no operation of {}",
                    exchange.method,
                    exchange.path(),
                    exchange.product
                ));
                continue;
            };
            let found = match self.replay(operation, exchange).await {
                Ok((given, outcome)) => self.check(operation, exchange, &given, outcome.as_ref()),
                Err(message) => vec![format!("it cannot be replayed: {message}")],
            };
            lines.extend(found.into_iter().map(|difference| {
                format!(
                    "{} {}, status {}: {difference}",
                    exchange.product,
                    operation.id,
                    exchange.response.status().as_u16()
                )
            }));
        }
        lines.sort();
        lines.dedup();
        lines
    }

    /// Calls the operation with arguments of no importance, and lets the server answer what was recorded.
    async fn replay(
        &self,
        operation: &Operation,
        exchange: &Exchange,
    ) -> Result<(Replayed, Option<Replayed>), String> {
        let (_, document) = self
            .documents
            .iter()
            .find(|(product, _)| *product == exchange.product)
            .ok_or("no document")?;
        let documented = document.operations();
        let documented = documented
            .iter()
            .find(|documented| documented.id == operation.id)
            .ok_or("not in the document")?;
        let mut arguments = Call::new(document, documented, false).arguments;
        // Where pages are counted, the next one depends on this one.
        if let Some(page) = number(exchange, "page") {
            arguments.insert("page".to_owned(), json!(page));
        }
        registry::replay(
            exchange.product,
            &operation.id,
            &arguments,
            exchange.response.clone(),
        )
        .await
    }

    fn check(
        &mut self,
        operation: &Operation,
        exchange: &Exchange,
        given: &Replayed,
        outcome: Option<&Replayed>,
    ) -> Vec<String> {
        self.totals.heads += 1;
        self.totals.bodies += usize::from(!exchange.response.body().is_empty());
        let mut wrong = self.one(operation, exchange, given);
        if given.answer.is_err() {
            let is_state = outcome.is_some_and(|outcome| outcome.answer.is_ok());
            wrong.extend(error_model(operation, exchange, is_state));
        }
        if let Some(outcome) = outcome {
            let also = self.one(operation, exchange, outcome);
            wrong.extend(also.into_iter().map(|line| format!("by outcome(): {line}")));
        }
        wrong
    }

    /// Compares the head, and the value or the error.
    fn one(&self, operation: &Operation, exchange: &Exchange, given: &Replayed) -> Vec<String> {
        let (status, headers) = (exchange.response.status(), exchange.response.headers());
        match &given.answer {
            Ok(response) => {
                let mut wrong = head::of_response(status, headers, response);
                wrong.extend(self.value(operation, exchange, &response.value));
                wrong
            }
            Err(error) => {
                let mut wrong = head::of_error(status, headers, &given.sent, error);
                wrong.extend(error_body(exchange, error));
                wrong
            }
        }
    }

    /// Compares a value, written back, with the body that it was read from.
    fn value(&self, operation: &Operation, exchange: &Exchange, ours: &Written) -> Vec<String> {
        let response = &exchange.response;
        let text = String::from_utf8_lossy(response.body());
        let became = |ours: String| vec![format!("the body {text:?} became {ours}")];
        let raw = || {
            serde_json::from_slice::<Value>(response.body())
                .map_err(|error| vec![format!("the body is not JSON: {error}")])
        };
        match ours {
            Written::Json(ours) => match raw() {
                Ok(raw) => differences(&raw, ours),
                Err(line) => line,
            },
            Written::Text(ours) if ours.as_bytes() == response.body() => Vec::new(),
            Written::Text(ours) => became(format!("{ours:?}")),
            Written::Nothing if response.body().is_empty() => Vec::new(),
            Written::Nothing if response.status().is_redirection() && is_note(response.body()) => {
                Vec::new()
            }
            // Nothing to expand, and no session yet: a 404, which Keto sends with the status 200.
            Written::Nothing
                if ["expandPermissions", "exchangeSessionToken"]
                    .contains(&operation.id.as_str()) =>
            {
                match raw() {
                    Ok(raw) if error_object(&raw).is_some_and(|error| error["code"] == 404) => {
                        Vec::new()
                    }
                    _ => became("nothing".to_owned()),
                }
            }
            Written::Nothing => became("nothing".to_owned()),
            Written::Location(ours) => location(exchange, ours),
            // A redirect to another flow: all that it says is which.
            Written::Refusal(ours) if response.status().is_redirection() => {
                let to = response
                    .headers()
                    .get(LOCATION)
                    .and_then(|to| to.to_str().ok());
                match to.and_then(|to| crate::http::query(to, "id").ok()) {
                    Some(id) if ours["use_flow_id"] == id => Vec::new(),
                    id => vec![format!("location: {id:?} became {}", ours["use_flow_id"])],
                }
            }
            Written::Refusal(ours) => match raw() {
                Ok(raw) => refusal(&raw, ours),
                Err(line) => line,
            },
            Written::Page { items, next, total } => match raw() {
                Ok(raw) => {
                    let mut wrong = items_of(&raw, items, next.as_deref());
                    if !raw.is_object() {
                        let sent = raw.as_array().map_or(0, Vec::len);
                        let expected = self.next_page(operation, exchange, sent);
                        if *next != expected {
                            wrong.push(format!("next page: {expected:?} became {next:?}"));
                        }
                    }
                    let expected = head::total(response.headers());
                    if *total != expected {
                        wrong.push(format!("total: {expected:?} became {total:?}"));
                    }
                    wrong
                }
                Err(line) => line,
            },
        }
    }

    /// What leads from a list to its next page.
    fn next_page(
        &self,
        operation: &Operation,
        exchange: &Exchange,
        items: usize,
    ) -> Option<String> {
        let headers = exchange.response.headers();
        let (_, document) = self
            .documents
            .iter()
            .find(|(product, _)| *product == exchange.product)?;
        let overlay = document.overlay("operation", &operation.id)?;
        if overlay.get("paging")?.as_str()? == "count" {
            let start = overlay.get("count_start")?.as_integer()?;
            let page = number(exchange, "page").map_or(Some(start), |page| page.try_into().ok())?;
            // A first page with as many items as there are in all is the last one too.
            let complete = page == start && head::total(headers) == Some(items as u64);
            return (items > 0 && !complete).then(|| (page + 1).to_string());
        }
        // Hydra 2.3 swaps what it computes these links from; the next page begins where this one ends.
        if operation.id == "listOAuth2ConsentSessions"
            && let Some(total) = head::total(headers)
        {
            let token = query(exchange, "page_token");
            let offset = token.and_then(|token| offset_of(&token)).unwrap_or(0);
            let next = offset + items as u64;
            return (items > 0 && next < total).then(|| token_of(next));
        }
        head::next_token(headers)
    }
}

/// Compares an error with the body that it was read from.
fn error_body(exchange: &Exchange, error: &Error) -> Vec<String> {
    let mut wrong = Vec::new();
    if error.kind() != ErrorKind::Api {
        let cause = error.source().map(ToString::to_string);
        wrong.push(format!("it cannot be read: {error}: {cause:?}"));
    }
    let body = exchange.response.body();
    if error.body() != Some(body) {
        wrong.push(format!("the body {body:?} became {:?}", error.body()));
    }
    let Some(api) = error.api() else {
        return wrong;
    };
    let view = written::error(api);
    let Ok(raw) = serde_json::from_slice::<Value>(body) else {
        if view != json!({}) {
            wrong.push(format!("no JSON became {view}"));
        }
        return wrong;
    };
    let mut also = |name: &str, sent: &Value, ours: Option<&str>| {
        if sent.as_str().unwrap_or_default() != ours.unwrap_or_default() {
            wrong.push(format!("{name}: {sent} became {ours:?}"));
        }
    };
    if raw["error"].is_string() {
        also("error", &raw["error"], api.oauth2_error());
        also(
            "error_description",
            &raw["error_description"],
            api.oauth2_error_description(),
        );
        also("error_hint", &raw["error_hint"], api.reason());
        also("error_debug", &raw["error_debug"], api.debug());
        return wrong;
    }
    for (name, ours) in [
        ("redirect_browser_to", api.redirect_browser_to()),
        ("use_flow_id", api.use_flow_id()),
    ] {
        if raw[name].is_string() {
            also(name, &raw[name], ours);
        }
    }
    let sent = error_object(&raw).cloned().unwrap_or(json!({}));
    wrong.extend(differences(&sent, &view));
    wrong
}

/// Compares the body of an error with the model that the contract names for it. `is_state` says that it was
/// compared as the state of a flow, too.
fn error_model(operation: &Operation, exchange: &Exchange, is_state: bool) -> Vec<String> {
    let Ok(raw) = serde_json::from_slice::<Value>(exchange.response.body()) else {
        return Vec::new();
    };
    let is_flow = raw.get("ui").is_some();
    let models = registry::models(exchange.product);
    let documented = operation.body(exchange.response.status());
    let model = documented.and_then(|body| models.iter().find(|model| model.schema == body.schema));
    match model {
        // A form may be refused by an error instead of the flow; the view of errors has been compared.
        Some(model) if error_object(&raw).is_some() && !is_error(model.schema) => Vec::new(),
        Some(model) => match (model.round_trip)(raw.clone()) {
            Ok(ours) => differences(&raw, &ours),
            Err(error) => vec![format!("{} cannot be read: {error}", model.schema)],
        },
        _ if is_flow && !is_state => vec!["a flow that nothing reads".to_owned()],
        _ => Vec::new(),
    }
}

/// Whether the contract's name for a schema is that of an error: `errorGeneric`, `genericError`.
fn is_error(schema: &str) -> bool {
    schema.to_ascii_lowercase().contains("error")
}

/// The error in a body of Kratos or Keto: in an envelope, or bare.
fn error_object(raw: &Value) -> Option<&Value> {
    if raw["error"].is_object() {
        return Some(&raw["error"]);
    }
    (raw["code"].is_number() && raw["message"].is_string()).then_some(raw)
}

/// A note for people whose browser does not follow a redirect is of no use to a program.
fn is_note(body: &[u8]) -> bool {
    body.trim_ascii().starts_with(b"<a href=")
}

/// Whether a browser is sent where the server said: in the head, or in the body of an answer to a script.
fn location(exchange: &Exchange, ours: &str) -> Vec<String> {
    let response = &exchange.response;
    if response.status().is_redirection() {
        let sent = response.headers().get(LOCATION).map(|to| to.as_bytes());
        let mut wrong = Vec::new();
        if sent != Some(ours.as_bytes()) {
            wrong.push(format!("location: {sent:?} became {ours:?}"));
        }
        let body = response.body();
        if !(body.trim_ascii().is_empty() || is_note(body)) {
            wrong.push(format!("the body {body:?} became nothing"));
        }
        return wrong;
    }
    match serde_json::from_slice::<Value>(response.body()) {
        Ok(raw) if raw["redirect_browser_to"] == ours => Vec::new(),
        _ => vec![format!("{:?} became {ours:?}", response.body())],
    }
}

/// Compares an error body with what a state of a flow kept of it. A member of the details that the state names beside
/// the error is no difference.
fn refusal(raw: &Value, ours: &Value) -> Vec<String> {
    let members = ours.as_object().into_iter().flatten();
    let ours: Map<String, Value> = members
        .filter(|(name, _)| raw.get(name.as_str()).is_some())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    differences(raw, &Value::Object(ours))
}

/// Compares a page with the list in the body, or with the object that holds the list and the token.
fn items_of(raw: &Value, items: &[Value], next: Option<&str>) -> Vec<String> {
    let Some(members) = raw.as_object() else {
        return differences(raw, &json!(items));
    };
    let mut ours = Map::new();
    for (name, value) in members {
        if value.is_array() {
            ours.insert(name.clone(), json!(items));
        }
        // An empty token is none.
        if name == "next_page_token" {
            ours.insert(name.clone(), json!(next.unwrap_or_default()));
        }
    }
    differences(raw, &Value::Object(ours))
}

fn query(exchange: &Exchange, name: &str) -> Option<String> {
    crate::http::query(&exchange.uri.to_string(), name).ok()
}

fn number(exchange: &Exchange, name: &str) -> Option<u64> {
    query(exchange, name)?.parse().ok()
}

/// The offset in a page token of Hydra 2.3.
fn offset_of(token: &str) -> Option<u64> {
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(token)
        .ok()?;
    let token: Value = serde_json::from_slice(&bytes).ok()?;
    token["offset"].as_str()?.parse().ok()
}

fn token_of(offset: u64) -> String {
    use base64::Engine as _;
    let token = format!(r#"{{"offset":"{offset}","v":2}}"#);
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(token)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{Method, Response};

    use super::*;

    type Pairs = &'static [(&'static str, &'static str)];
    /// Status, headers and body.
    type Sent = (u16, Pairs, &'static str);

    fn exchange(
        product: &'static str,
        method: Method,
        uri: &'static str,
        (status, headers, body): Sent,
    ) -> Exchange {
        let mut response = Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        Exchange {
            scenario: "test",
            product,
            number: 0,
            method,
            uri: uri.parse().unwrap(),
            request: crate::wire::WireRequest::default(),
            response: response.body(Bytes::from_static(body.as_bytes())).unwrap(),
        }
    }

    /// What the comparison says when the server has sent `sent` and `given` is all that reached the user.
    async fn lines(
        product: &'static str,
        method: Method,
        uri: &'static str,
        sent: Sent,
        given: Sent,
    ) -> Vec<String> {
        let specification = Specification::read().unwrap();
        let mut replay = Replay::new(&specification);
        let given = exchange(product, method.clone(), uri, given);
        let operation = specification.find(product, &method, given.path()).unwrap();
        let (given, outcome) = replay.replay(operation, &given).await.unwrap();
        let sent = exchange(product, method, uri, sent);
        replay.check(operation, &sent, &given, outcome.as_ref())
    }

    /// What arrives whole is no difference; what does not is told in one line for each of `told`, which begins so.
    async fn told(
        product: &'static str,
        method: Method,
        uri: &'static str,
        sent: Sent,
        given: Sent,
        told: &[&str],
    ) {
        let whole = lines(product, method.clone(), uri, sent, sent).await;
        assert_eq!(whole, [""; 0], "{uri}");
        let found = lines(product, method, uri, sent, given).await;
        assert_eq!(found.len(), told.len(), "{uri}: {found:#?}");
        for (line, told) in found.iter().zip(told) {
            assert!(line.starts_with(told), "{uri}: {line} instead of {told}");
        }
    }

    const IDENTITY: &str = r#"{"id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","schema_id":"s","schema_url":"u","traits":{"a":[1,{"b":2}]}}"#;
    const OTHER: &str = r#"{"id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","schema_id":"s","schema_url":"u","traits":{"a":[1,{"b":3}]}}"#;

    #[tokio::test]
    async fn a_header_that_is_lost_or_moved_is_named() {
        let get = |sent, given, lines| {
            told(
                "kratos",
                Method::GET,
                "/admin/identities/1",
                sent,
                given,
                lines,
            )
        };
        get(
            (
                200,
                &[("set-cookie", "a=1"), ("set-cookie", "b=2"), ("x-new", "n")],
                IDENTITY,
            ),
            (
                200,
                &[("set-cookie", "b=2"), ("set-cookie", "a=1")],
                IDENTITY,
            ),
            &[
                "header set-cookie: \"a=1\", \"b=2\" became",
                "header x-new: \"n\" became nothing",
                "set_cookies()",
            ],
        )
        .await;
        get(
            (
                200,
                &[
                    ("x-request-id", "r"),
                    ("x-ratelimit-limit", "10, 10;w=1"),
                    ("x-ratelimit-reset", "1"),
                ],
                IDENTITY,
            ),
            (201, &[("ory-error-id", "r")], IDENTITY),
            &[
                "header ory-error-id",
                "header x-ratelimit-limit",
                "header x-ratelimit-reset",
                "header x-request-id",
                "status",
                "request_id()",
                "rate_limit()",
            ],
        )
        .await;
    }

    #[tokio::test]
    async fn a_member_that_changed_is_named_by_its_path() {
        let sent = (200, &[][..], IDENTITY);
        let given = (200, &[][..], OTHER);
        let path = &["$.traits.a[1].b: 2 became 3"];
        told(
            "kratos",
            Method::GET,
            "/admin/identities/1",
            sent,
            given,
            path,
        )
        .await;
    }

    #[tokio::test]
    async fn pages_are_compared_with_all_that_leads_on() {
        let linked: Pairs = &[
            (
                "link",
                r#"</x?page_token=0>; rel="first",</x?page_size=1&page_token=b%2B>; rel="next""#,
            ),
            ("x-total-count", "7"),
        ];
        told(
            "kratos",
            Method::GET,
            "/admin/identities?page_size=1",
            (200, linked, "[]"),
            (200, &[], "[]"),
            &[
                "header link",
                "header x-total-count",
                "next page: Some(\"b+\")",
                "total: Some(7)",
            ],
        )
        .await;
        told(
            "keto",
            Method::GET,
            "/relation-tuples",
            (200, &[], r#"{"relation_tuples":[],"next_page_token":"t"}"#),
            (200, &[], r#"{"relation_tuples":[],"next_page_token":"u"}"#),
            &["$.next_page_token: \"t\" became \"u\""],
        )
        .await;
        let sessions = r#"[{"id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8"}]"#;
        let counted = "/admin/identities/1/sessions?page=3";
        let one = (200, &[][..], sessions);
        told(
            "kratos",
            Method::GET,
            counted,
            one,
            (200, &[], "[]"),
            &["$:", "next page: Some(\"4\") became None"],
        )
        .await;
    }

    #[tokio::test]
    async fn bodies_that_are_no_json_are_compared_byte_by_byte() {
        let script = "/.well-known/ory/webauthn.js";
        let (sent, given) = ((200, &[][..], "a  b"), (200, &[][..], "a b"));
        told(
            "kratos",
            Method::GET,
            script,
            sent,
            given,
            &["the body \"a  b\" became \"a b\""],
        )
        .await;
        let jwt: Pairs = &[("content-type", "application/jwt")];
        let (sent, given) = ((200, jwt, "a.b.c"), (200, jwt, "a.b.d"));
        told(
            "hydra",
            Method::GET,
            "/userinfo",
            sent,
            given,
            &["the body"],
        )
        .await;
        // What nobody reads may not be there.
        let (sent, given) = ((204, &[][..], ""), (204, &[][..], ""));
        told(
            "kratos",
            Method::DELETE,
            "/admin/identities/1",
            sent,
            given,
            &[],
        )
        .await;
        let found = lines(
            "kratos",
            Method::DELETE,
            "/admin/identities/1",
            (200, &[], "{}"),
            given,
        )
        .await;
        assert!(
            found.iter().any(|line| line.contains("became nothing")),
            "{found:?}"
        );
    }

    #[tokio::test]
    async fn nothing_to_expand_is_nothing_and_no_other_body_is() {
        let expand = "/relation-tuples/expand";
        let nothing = (
            200,
            &[][..],
            r#"{"code":404,"status":"Not Found","message":"m"}"#,
        );
        told("keto", Method::GET, expand, nothing, nothing, &[]).await;
        let tree = (200, &[][..], r#"{"type":"leaf"}"#);
        told("keto", Method::GET, expand, tree, nothing, &["the body"]).await;
    }

    #[tokio::test]
    async fn an_error_keeps_its_head_its_bytes_and_what_it_says() {
        let headers: Pairs = &[
            ("retry-after", "7"),
            ("ory-error-id", "e"),
            ("location", "/l"),
        ];
        told(
            "kratos",
            Method::GET,
            "/admin/identities/1",
            (
                429,
                headers,
                r#"{"error":{"code":429,"reason":"r","message":"m"}}"#,
            ),
            (
                429,
                &[],
                r#"{"error":{"code":429,"reason":"s","message":"m"}}"#,
            ),
            &[
                "header location",
                "header ory-error-id",
                "header retry-after",
                "retry_after()",
                "the body",
                "$.reason",
            ],
        )
        .await;
        told(
            "hydra",
            Method::GET,
            "/admin/clients/1",
            (
                404,
                &[],
                r#"{"error":"no such thing","error_description":"d"}"#,
            ),
            (
                404,
                &[],
                r#"{"error":"no such thing","error_description":"e"}"#,
            ),
            &["the body", "error_description"],
        )
        .await;
        let text = (404, &[][..], "404 page not found");
        told(
            "keto",
            Method::GET,
            "/namespaces",
            text,
            (404, &[], ""),
            &["the body"],
        )
        .await;
        // Neither the documented list nor an error: nobody could read it.
        let html = (200, &[][..], "<html>");
        let found = lines("keto", Method::GET, "/namespaces", html, html).await;
        assert!(
            found
                .iter()
                .any(|line| line.starts_with("it cannot be read")),
            "{found:?}"
        );
    }

    #[tokio::test]
    async fn a_refusal_of_a_flow_is_compared_as_error_and_as_outcome() {
        let go = |to: &str| {
            format!(
                r#"{{"error":{{"id":"browser_location_change_required","code":422,"message":"m"}},"redirect_browser_to":"{to}"}}"#
            )
        };
        let (a, b): (&'static str, &'static str) =
            (go("https://a/").leak(), go("https://b/").leak());
        told(
            "kratos",
            Method::POST,
            "/self-service/login",
            (422, &[], a),
            (422, &[], b),
            &["the body", "redirect_browser_to", "by outcome()"],
        )
        .await;
        let expired = |since: u64| {
            format!(
                r#"{{"error":{{"id":"self_service_flow_expired","code":410,"message":"m"}},"expired_at":"2026-01-01T00:00:00Z","since":{since},"use_flow_id":"u"}}"#
            )
        };
        let (a, b): (&'static str, &'static str) = (expired(300).leak(), expired(301).leak());
        told(
            "kratos",
            Method::POST,
            "/self-service/login",
            (410, &[], a),
            (410, &[], b),
            &["the body", "by outcome(): $.since: 300 became 301"],
        )
        .await;
        let redirect: Pairs = &[("location", "https://app.test/ui?flow=1")];
        let found = lines(
            "kratos",
            Method::POST,
            "/self-service/recovery",
            (303, redirect, "see"),
            (303, redirect, "see"),
        )
        .await;
        assert_eq!(found.len(), 1, "a text that became nothing: {found:?}");
    }
}
