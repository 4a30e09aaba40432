//! What the unit tests of this crate share: a client whose server answers from a script.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use http_body_util::{BodyExt, Full};
use ory_core::Bytes;
use ory_core::http::{Request, Response};
use ory_core::serde_json::Value;

use crate::Client;

/// One answer: status, headers, body.
pub(crate) type Answer = (u16, &'static [(&'static str, &'static str)], String);

/// The requests that a scripted server has seen: method, path and query, headers, body.
#[derive(Clone, Default)]
pub(crate) struct Seen(Arc<Mutex<Vec<Request<Bytes>>>>);

impl Seen {
    /// `POST /self-service/login?flow=1`, in order.
    pub(crate) fn lines(&self) -> Vec<String> {
        let line = |request: &Request<Bytes>| {
            let path = request.uri().path_and_query().unwrap();
            format!("{} {path}", request.method())
        };
        self.0.lock().unwrap().iter().map(line).collect()
    }

    pub(crate) fn json(&self, index: usize) -> Value {
        serde_json::from_slice(self.0.lock().unwrap()[index].body()).unwrap()
    }

    pub(crate) fn header(&self, index: usize, name: &str) -> Option<String> {
        let requests = self.0.lock().unwrap();
        let value = requests[index].headers().get(name)?;
        Some(value.to_str().unwrap().to_owned())
    }
}

/// A client that gets these answers, one per request, and what it sends.
pub(crate) fn scripted(answers: impl IntoIterator<Item = Answer>) -> (Client, Seen) {
    let answers = Arc::new(Mutex::new(answers.into_iter().collect::<VecDeque<_>>()));
    let seen = Seen::default();
    let log = seen.clone();
    let service = tower::service_fn(move |request: Request<_>| {
        let (answers, log) = (answers.clone(), log.clone());
        async move {
            let (parts, body) = request.into_parts();
            let body = http_body(body).await;
            log.0.lock().unwrap().push(Request::from_parts(parts, body));
            let (status, headers, body) = answers.lock().unwrap().pop_front().unwrap();
            let mut response = Response::builder().status(status);
            for (name, value) in headers {
                response = response.header(*name, *value);
            }
            Ok::<_, Infallible>(response.body(Full::new(Bytes::from(body))).unwrap())
        }
    });
    let client = Client::builder()
        .url("http://kratos.example")
        .config(
            &ory_core::Config::new()
                .transport(service)
                .retry(ory_core::RetryPolicy::never()),
        )
        .build()
        .unwrap();
    (client, seen)
}

async fn http_body(body: ory_core::Body) -> Bytes {
    body.collect().await.unwrap().to_bytes()
}

pub(crate) fn ok(status: u16, body: impl ToString) -> Answer {
    (status, &[], body.to_string())
}

/// A flow of a kind (`login`) with these messages and nodes.
pub(crate) fn flow(kind: &str, state: &str, messages: Value, nodes: Value) -> Value {
    serde_json::json!({
        "id": "5f1c3c0e-0000-4000-8000-000000000001",
        "type": "browser",
        "expires_at": "2030-01-01T00:10:00Z",
        "issued_at": "2030-01-01T00:00:00Z",
        "request_url": "http://kratos.example/x",
        "return_to": "http://app.example/back",
        "state": state,
        "identity": identity(),
        "ui": {
            "action": format!("http://kratos.example/prefix/self-service/{kind}?flow=5f1c"),
            "method": "POST",
            "messages": messages,
            "nodes": nodes
        }
    })
}

pub(crate) fn identity() -> Value {
    serde_json::json!({
        "id": "9f1c3c0e-0000-4000-8000-000000000009",
        "schema_id": "default",
        "schema_url": "http://kratos.example/schemas/ZGVmYXVsdA",
        "state": "active",
        "state_changed_at": "2030-01-01T00:00:00Z",
        "traits": { "email": "ada@example.org" },
        "verifiable_addresses": [],
        "metadata_public": { "plan": "free" },
        "external_id": "crm-1",
        "created_at": "2030-01-01T00:00:00Z",
        "updated_at": "2030-01-01T00:00:00Z"
    })
}

/// The node of an input.
pub(crate) fn input(group: &str, name: &str, kind: &str, value: Value, messages: Value) -> Value {
    serde_json::json!({
        "type": "input",
        "group": group,
        "attributes": { "node_type": "input", "name": name, "type": kind, "value": value, "disabled": false },
        "messages": messages,
        "meta": {}
    })
}
