//! Whether a request says what the contract asks of its operation.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::{Map, Value, json};

use crate::compare::differences;
use crate::document::{Document, Operation};
use crate::walker;

/// What one call is given, by wire name, and how the contract wants each on the wire.
pub struct Call {
    /// The arguments, as the registry takes them; the body is under `body`.
    pub arguments: Map<String, Value>,
    path: BTreeMap<String, String>,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    form: Vec<(String, String)>,
    body: Option<(Value, Vec<String>)>,
    bearer: Option<String>,
    small_numbers: Vec<String>,
    template: String,
}

/// A text that has to be encoded wherever it stands.
const AWKWARD: &str = "a/b?c=d&e %2F+ü#";

impl Call {
    /// Arguments for `operation`: all of them, or only those it cannot do without.
    pub fn new(document: &Document, operation: &Operation<'_>, all: bool) -> Self {
        let mut call = Self {
            arguments: Map::new(),
            path: BTreeMap::new(),
            query: Vec::new(),
            headers: Vec::new(),
            form: Vec::new(),
            body: None,
            bearer: None,
            small_numbers: Vec::new(),
            template: operation.path.to_owned(),
        };
        if let Some(overlay) = document.overlay("operation", operation.id) {
            let counted = overlay.get("paging").and_then(toml::Value::as_str) == Some("count");
            let keys = if counted {
                &["size_param", "token_param"][..]
            } else {
                &["size_param"]
            };
            let names = keys.iter().filter_map(|key| overlay.get(*key)?.as_str());
            call.small_numbers = names.map(str::to_owned).collect();
            if let Some(path) = overlay.get("path").and_then(toml::Value::as_str) {
                call.template = path.to_owned();
            }
        }
        let hidden = document.overlay_list("operation", operation.id, "hide");
        let positional = document.overlay_list("operation", operation.id, "positional");
        if takes_token(document, operation) {
            call.argument(
                document,
                "bearer",
                "Authorization",
                &json!({ "type": "string" }),
            );
        }
        let listed = operation.json["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .cloned();
        for parameter in listed.chain(added(document, operation.id)) {
            let name = parameter["name"].as_str().unwrap_or_default();
            let required = parameter["required"] == true || positional.contains(&name);
            if hidden.contains(&name) || !(all || required) {
                continue;
            }
            let node = &parameter["schema"];
            let place = parameter["in"].as_str().unwrap_or_default();
            call.argument(document, place, name, node);
        }
        if operation.json["requestBody"].is_object() {
            call.body(document, operation, all, &hidden, &positional);
        }
        call
    }

    fn argument(&mut self, document: &Document, place: &str, name: &str, node: &Value) {
        let mut value = walker::value(document, node, true);
        // A header takes no text beyond ASCII, an encoded one keeps every character.
        // The size of a page and its number are small whatever the contract's type.
        if self.small_numbers.iter().any(|number| number == name) {
            value = json!(25);
        }
        if value
            .as_str()
            .is_some_and(|text| text.starts_with("canary"))
        {
            value = json!(if matches!(place, "header" | "bearer") {
                "header value"
            } else {
                AWKWARD
            });
        }
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let name = name.to_owned();
        self.arguments.insert(name.clone(), value.clone());
        match place {
            "path" => drop(self.path.insert(name, text(&value))),
            // The key of a list is repeated.
            "query" | "form" => {
                let pairs = match place {
                    "query" => &mut self.query,
                    _ => &mut self.form,
                };
                match &value {
                    Value::Array(items) => {
                        pairs.extend(items.iter().map(|item| (name.clone(), text(item))));
                    }
                    single => pairs.push((name, text(single))),
                }
            }
            "header" => self.headers.push((name.to_lowercase(), text(&value))),
            "bearer" => self.bearer = Some(text(&value)),
            other => panic!("parameter {name} stands in an unknown place: {other}"),
        }
    }

    fn body(
        &mut self,
        document: &Document,
        operation: &Operation<'_>,
        all: bool,
        hidden: &[&str],
        positional: &[&str],
    ) {
        let content = operation.json["requestBody"]["content"].as_object();
        let media: Vec<(&String, &Value)> = content.into_iter().flatten().collect();
        let named = |name: &str| media.iter().find(|(media, _)| media.starts_with(name));
        let optional = document.overlay_list("operation", operation.id, "optional");
        if optional.contains(&"body") && !all {
            return;
        }
        if let Some((_, json)) = named("application/json") {
            let value = walker::value(document, &json["schema"], all);
            self.arguments.insert("body".to_owned(), value.clone());
            self.body = Some((value, vec!["application/json".to_owned()]));
        } else if let Some((_, form)) = named("application/x-www-form-urlencoded") {
            let schema = resolve(document, &form["schema"]);
            let required: Vec<&str> = schema["required"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            for (name, node) in schema["properties"].as_object().into_iter().flatten() {
                let needed =
                    required.contains(&name.as_str()) || positional.contains(&name.as_str());
                if !hidden.contains(&name.as_str()) && (all || needed) {
                    self.argument(document, "form", name, node);
                }
            }
        } else if named("text/plain").is_some() {
            self.arguments.insert(
                "body".to_owned(),
                json!("class User implements Namespace {}"),
            );
            self.body = Some((
                json!("class User implements Namespace {}"),
                vec!["text/plain".to_owned()],
            ));
        }
    }

    /// Everything in which `request` departs from the contract.
    pub fn check(&self, operation: &Operation<'_>, request: &http::Request<Bytes>) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut expect = |what: &str, is: String, should: String| {
            if is != should {
                wrong.push(format!("{what}: is {is}, should be {should}"));
            }
        };
        expect(
            "method",
            request.method().to_string(),
            operation.method.clone(),
        );
        let path = self.expected_path();
        expect(
            "path",
            request.uri().path().to_owned(),
            format!("/prefix{path}"),
        );
        let mut is = pairs(request.uri().query().unwrap_or_default());
        let mut should = self.query.clone();
        is.sort();
        should.sort();
        expect("query", format!("{is:?}"), format!("{should:?}"));
        let header = |name: &str| {
            request
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        for (name, value) in &self.headers {
            expect(
                name,
                format!("{:?}", header(name)),
                format!("{:?}", Some(value)),
            );
        }
        let bearer = self.bearer.as_ref().map(|token| format!("Bearer {token}"));
        expect(
            "authorization",
            format!("{:?}", header("authorization")),
            format!("{bearer:?}"),
        );
        if header("accept").is_none() {
            expect("accept", "absent".to_owned(), "present".to_owned());
        }
        let content_type = header("content-type");
        match &self.body {
            Some((body, media)) if media.iter().any(|m| m == "application/json") => {
                expect(
                    "content type",
                    format!("{content_type:?}"),
                    format!("{:?}", Some(&media[0])),
                );
                match serde_json::from_slice::<Value>(request.body()) {
                    Ok(sent) => differences(body, &sent)
                        .into_iter()
                        .for_each(|difference| expect("body", difference, String::new())),
                    Err(error) => expect("body", error.to_string(), "JSON".to_owned()),
                }
            }
            Some((body, media)) => {
                let plain = content_type.unwrap_or_default();
                expect(
                    "content type",
                    plain.split(';').next().unwrap_or_default().to_owned(),
                    media[0].clone(),
                );
                let sent = String::from_utf8_lossy(request.body()).into_owned();
                expect("body", sent, body.as_str().unwrap_or_default().to_owned());
            }
            None if !self.form.is_empty() => {
                let form = "application/x-www-form-urlencoded".to_owned();
                expect(
                    "content type",
                    format!("{content_type:?}"),
                    format!("{:?}", Some(form)),
                );
                let mut is = pairs(&String::from_utf8_lossy(request.body()));
                let mut should = self.form.clone();
                is.sort();
                should.sort();
                expect("form", format!("{is:?}"), format!("{should:?}"));
            }
            None => expect(
                "body length",
                request.body().len().to_string(),
                "0".to_owned(),
            ),
        }
        wrong
    }

    /// The template with each value encoded as a path segment.
    fn expected_path(&self) -> String {
        let mut path = self.template.clone();
        for (name, value) in &self.path {
            let encoded: String = value
                .bytes()
                .map(|byte| match byte {
                    b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                        char::from(byte).to_string()
                    }
                    other => format!("%{other:02X}"),
                })
                .collect();
            path = path.replace(&format!("{{{name}}}"), &encoded);
        }
        path
    }
}

/// Whether a call is given a bearer token of its own: one that belongs to neither client nor key.
fn takes_token(document: &Document, operation: &Operation<'_>) -> bool {
    let stated = document
        .overlay("operation", operation.id)
        .and_then(|table| table.get("auth"));
    if let Some(auth) = stated.and_then(toml::Value::as_str) {
        return matches!(auth, "bearer" | "access_token");
    }
    let schemes = operation.json["security"].as_array().into_iter().flatten();
    let mut names = schemes.filter_map(Value::as_object).flat_map(Map::keys);
    names
        .next()
        .is_some_and(|first| matches!(first.as_str(), "bearer" | "oauth2"))
}

/// The parameters that the overlay adds, in the document's own form.
fn added(document: &Document, id: &str) -> Vec<Value> {
    let list = document
        .overlay("operation", id)
        .and_then(|table| table.get("parameter"));
    let text = |table: &toml::Table, key: &str| {
        table
            .get(key)
            .and_then(toml::Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    list.and_then(toml::Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(toml::Value::as_table)
        .map(|table| {
            let required = table.get("required").and_then(toml::Value::as_bool) == Some(true);
            json!({
                "name": text(table, "name"),
                "in": text(table, "in"),
                "required": required,
                "schema": { "type": text(table, "type") },
            })
        })
        .collect()
}

fn resolve<'d>(document: &'d Document, node: &'d Value) -> &'d Value {
    match node["$ref"].as_str().and_then(crate::document::tail) {
        Some(name) => document.schema(name),
        None => node,
    }
}

/// The decoded pairs of a query or a form.
fn pairs(encoded: &str) -> Vec<(String, String)> {
    encoded
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let hex = bytes
            .get(at + 1..at + 3)
            .and_then(|hex| std::str::from_utf8(hex).ok());
        match (
            bytes[at],
            hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()),
        ) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (b'+', _) => {
                out.push(b' ');
                at += 1;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
