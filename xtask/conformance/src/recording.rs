//! Exchanges with servers in files, one JSON object a line: `--record DIR` writes them, `--replay DIR` reads them.
//!
//! `kratos.jsonl`, `hydra.jsonl` and `keto.jsonl` hold one exchange for each operation, status and kind of response, the
//! smallest of each. `kratos-hooks.jsonl` and `hydra-hooks.jsonl` hold what servers post to hooks.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, Uri};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::recorder::{Exchange, NUMBER};
use crate::specification::{PRODUCTS, Specification};
use crate::wire::WireRequest;

/// Headers that say nothing about an operation, and differ from one run to the next.
const OF_NO_INTEREST: [&str; 9] = [
    "connection",
    "content-length",
    "date",
    "host",
    "transfer-encoding",
    "user-agent",
    "vary",
    "x-request-id",
    NUMBER,
];

/// The longest exchange that is kept beside another one of its operation and status.
const LONG: usize = 12 << 10;

/// Its body is a program of Ory's, the same for everybody.
const SCRIPT: &str = "getWebAuthnJavaScript";

/// An exchange as it stands in a line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Recorded {
    operation: String,
    method: String,
    /// With the query.
    path: String,
    host: String,
    request_headers: BTreeMap<String, String>,
    request_body: String,
    status: u16,
    response_headers: Vec<(String, String)>,
    response_body: String,
    scenario: String,
    kind: String,
}

/// What a server posted to a hook, as it stands in a line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hook {
    /// The path it was posted to.
    pub(crate) hook: String,
    #[serde(rename = "request_headers")]
    _headers: BTreeMap<String, String>,
    #[serde(rename = "request_body")]
    pub(crate) body: String,
    /// What the hook answered.
    pub(crate) answer: Option<HookAnswer>,
}

/// What a hook answered.
#[derive(Deserialize)]
pub(crate) struct HookAnswer {
    pub(crate) body: Option<Value>,
}

/// What a line holds.
pub(crate) enum Content {
    /// The operation's name, and the exchange.
    Exchange(String, Box<Exchange>),
    Hook(Hook),
}

/// A line of a file.
pub(crate) struct Line {
    /// File and number.
    pub(crate) place: String,
    pub(crate) product: &'static str,
    pub(crate) content: Content,
}

/// Reads every `.jsonl` file of a folder.
pub(crate) fn read(folder: &Path) -> Result<Vec<Line>, String> {
    let trouble =
        |path: &Path, error: std::io::Error| format!("cannot read {}: {error}", path.display());
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .map_err(|error| trouble(folder, error))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
        .collect();
    files.sort();
    let mut lines = Vec::new();
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let product = PRODUCTS
            .into_iter()
            .find(|product| {
                name.starts_with(&format!("{product}.")) || name.starts_with(&format!("{product}-"))
            })
            .ok_or_else(|| {
                format!(
                    "{}: recordings are named for a product: kratos.jsonl, hydra-hooks.jsonl",
                    file.display()
                )
            })?;
        let text = fs::read_to_string(file).map_err(|error| trouble(file, error))?;
        for (number, line) in text.lines().enumerate() {
            let place = format!("{name}:{}", number + 1);
            let content = content(product, line)
                .map_err(|error| format!("{place}: not a recorded exchange: {error}"))?;
            lines.push(Line {
                place,
                product,
                content,
            });
        }
    }
    if lines.is_empty() {
        return Err(format!("{} has no recordings (*.jsonl)", folder.display()));
    }
    Ok(lines)
}

fn content(product: &'static str, line: &str) -> Result<Content, String> {
    let text = |error: serde_json::Error| error.to_string();
    let value: Value = serde_json::from_str(line).map_err(text)?;
    if value.get("hook").is_some() {
        return serde_json::from_value(value)
            .map(Content::Hook)
            .map_err(text);
    }
    let recorded: Recorded = serde_json::from_value(value).map_err(text)?;
    let mut headers = HeaderMap::new();
    for (name, value) in &recorded.response_headers {
        let name: HeaderName = name
            .parse()
            .map_err(|_| format!("{name:?} is no name of a header"))?;
        let value =
            HeaderValue::from_str(value).map_err(|_| format!("{name} has no valid value"))?;
        headers.append(name, value);
    }
    let mut response = Response::new(Bytes::from(recorded.response_body));
    *response.status_mut() = recorded
        .status
        .try_into()
        .map_err(|_| format!("a status of {}", recorded.status))?;
    *response.headers_mut() = headers;
    let method: Method = recorded
        .method
        .parse()
        .map_err(|_| format!("a method {:?}", recorded.method))?;
    // A recorder may not know the host, which no operation depends on.
    let host = match recorded.host.as_str() {
        "" => "127.0.0.1",
        host => host,
    };
    let uri: Uri = format!("http://{host}{}", recorded.path)
        .parse()
        .map_err(|error| format!("{:?}: {error}", recorded.path))?;
    let exchange = Exchange {
        scenario: "recorded",
        product,
        number: 0,
        method,
        uri,
        request: WireRequest::default(),
        response,
    };
    Ok(Content::Exchange(recorded.operation, Box::new(exchange)))
}

/// Writes one exchange for each operation, status and kind, the smallest of each, into a file for each product.
pub(crate) fn write(
    folder: &Path,
    specification: &Specification,
    exchanges: &[Exchange],
) -> Result<usize, String> {
    let trouble =
        |path: &Path, error: std::io::Error| format!("cannot write {}: {error}", path.display());
    fs::create_dir_all(folder).map_err(|error| trouble(folder, error))?;
    let mut count = 0;
    for product in PRODUCTS {
        let mut smallest: BTreeMap<(String, u16, String), Recorded> = BTreeMap::new();
        let of_product = |exchange: &&Exchange| exchange.product == product;
        for exchange in exchanges.iter().filter(of_product) {
            let found = specification.find(product, &exchange.method, exchange.path());
            let (Some(operation), Some(recorded)) =
                (found, found.and_then(|found| recorded(&found.id, exchange)))
            else {
                continue;
            };
            if operation.id == SCRIPT {
                continue;
            }
            let key = (operation.id.clone(), recorded.status, recorded.kind.clone());
            let kept = smallest.get(&key);
            if kept.is_none_or(|kept| size(&recorded) < size(kept)) {
                smallest.insert(key, recorded);
            }
        }
        // A long list says no more than a short one.
        let sizes: Vec<(String, u16, usize)> = smallest
            .iter()
            .map(|((operation, status, _), recorded)| (operation.clone(), *status, size(recorded)))
            .collect();
        smallest.retain(|(operation, status, _), recorded| {
            let alike = |of: &&(String, u16, usize)| of.0 == *operation && of.1 == *status;
            let least = sizes.iter().filter(alike).map(|of| of.2).min();
            size(recorded) <= LONG || least == Some(size(recorded))
        });
        if smallest.is_empty() {
            continue;
        }
        let mut text = String::new();
        for recorded in smallest.values() {
            let line = serde_json::to_string(recorded)
                .map_err(|error| format!("a recording cannot be written: {error}"))?;
            text.push_str(&line);
            text.push('\n');
        }
        let file = folder.join(format!("{product}.jsonl"));
        fs::write(&file, text).map_err(|error| trouble(&file, error))?;
        count += smallest.len();
    }
    Ok(count)
}

fn size(recorded: &Recorded) -> usize {
    recorded.response_body.len() + recorded.request_body.len()
}

/// `None` for what is no text.
fn recorded(operation: &str, exchange: &Exchange) -> Option<Recorded> {
    let text = |bytes: &[u8]| std::str::from_utf8(bytes).ok().map(str::to_owned);
    let path = exchange.uri.path_and_query()?.as_str().to_owned();
    let mut request_headers = BTreeMap::new();
    for (name, value) in &exchange.request.headers {
        if !OF_NO_INTEREST.contains(&name.as_str()) {
            request_headers.insert(name.clone(), text(value)?);
        }
    }
    let mut response_headers = Vec::new();
    for (name, value) in exchange.response.headers() {
        if !OF_NO_INTEREST.contains(&name.as_str()) {
            response_headers.push((name.to_string(), text(value.as_bytes())?));
        }
    }
    Some(Recorded {
        operation: operation.to_owned(),
        method: exchange.method.to_string(),
        path,
        host: exchange.uri.authority()?.to_string(),
        request_headers,
        request_body: text(&exchange.request.body)?,
        status: exchange.response.status().as_u16(),
        response_headers,
        response_body: text(exchange.response.body())?,
        scenario: exchange.scenario.to_owned(),
        kind: kind(exchange),
    })
}

/// What tells two responses of an operation apart: which headers matter, and the members of the body.
fn kind(exchange: &Exchange) -> String {
    let headers = exchange.response.headers();
    let mut kind = String::new();
    for name in ["location", "set-cookie", "link", "retry-after"] {
        if headers.contains_key(name) {
            kind.push_str(name);
            kind.push(' ');
        }
    }
    match serde_json::from_slice::<Value>(exchange.response.body()) {
        Ok(body) => kind.push_str(&shape(&body)),
        Err(_) if exchange.response.body().is_empty() => kind.push_str("empty"),
        Err(_) => kind.push_str("text"),
    }
    kind
}

/// The shape of a body: a flow by its type, state and messages, an error by what it says, anything else by its members.
fn shape(body: &Value) -> String {
    if let Some(ui) = body.get("ui") {
        let mut messages: Vec<String> = numbers(&ui["messages"]);
        for node in ui["nodes"].as_array().into_iter().flatten() {
            messages.extend(numbers(&node["messages"]));
        }
        messages.sort_unstable();
        messages.dedup();
        let word = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        return format!(
            "flow {} {} [{}]",
            word("type"),
            word("state"),
            messages.join(",")
        );
    }
    let error = &body["error"];
    if let Some(object) = error.as_object() {
        let members: Vec<&str> = object.keys().map(String::as_str).collect();
        let id = error["id"].as_str().unwrap_or_default();
        return format!("error {id} {{{}}}", members.join(","));
    }
    if let Some(word) = error.as_str() {
        return format!("oauth2 error {word}");
    }
    match body {
        Value::Array(items) => format!("[{}]", items.first().map(members).unwrap_or_default()),
        other => members(other),
    }
}

fn numbers(messages: &Value) -> Vec<String> {
    let messages = messages.as_array().into_iter().flatten();
    messages.map(|message| message["id"].to_string()).collect()
}

fn members(value: &Value) -> String {
    let Some(object) = value.as_object() else {
        return "value".to_owned();
    };
    let members: Vec<String> = object
        .iter()
        .map(|(name, value)| match value {
            Value::Null => format!("{name}:null"),
            Value::Array(items) if items.is_empty() => format!("{name}:[]"),
            _ => name.clone(),
        })
        .collect();
    format!("{{{}}}", members.join(","))
}
