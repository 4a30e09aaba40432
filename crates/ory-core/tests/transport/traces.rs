//! What a call tells a subscriber of `tracing`, and what it never tells.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use ory_core::__private::{Call, decode};
use ory_core::RetryPolicy;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::server::{Act, Server, reply};
use crate::{CHECK, client_of, config, quick};

/// Keeps everything that is said, hyper's own words included.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<String>>>);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.push_str(&format!(" {field}={value:?}"));
    }
}

impl Log {
    pub fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    fn push(&self, beginning: &str, record: impl FnOnce(&mut Line)) {
        let mut line = Line(beginning.to_owned());
        record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let name = format!(
            "span {}::{}",
            span.metadata().target(),
            span.metadata().name()
        );
        self.push(&name, |line| span.record(line));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.push("record", |line| values.record(line));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.push(event.metadata().target(), |line| event.record(line));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn a_call_is_one_span_without_secrets() {
    let server = Server::start(|_, number| {
        let status = if number == 0 { 503 } else { 200 };
        vec![Act::Send(reply(
            status,
            &[("x-answer", "canary-answer-header")],
            "canary-answer",
        ))]
    });
    let client = client_of(server.url())
        .config(&config().retry(RetryPolicy::never()))
        .build()
        .unwrap();
    let log = Log::default();
    let guard = tracing::subscriber::set_default(log.clone());
    let mut check = Call::new(&client, &CHECK, &[]);
    check.set_retry(quick(2));
    check.json(&"canary-body");
    check.query("q", "canary-query");
    check.set_header("x-own", "canary-header");
    check.set_credentials(ory_core::credentials::Bearer::new("canary-token"));
    check.send(decode::text).await.unwrap();
    drop(guard);

    let lines = log.lines();
    let ours: Vec<&String> = lines
        .iter()
        .filter(|line| line.starts_with("span ory_core"))
        .collect();
    assert_eq!(ours.len(), 1, "{lines:#?}");
    for part in [
        "otel.name=\"checkThing\"",
        "otel.kind=\"client\"",
        "product=\"test\"",
        "http.request.method=\"POST\"",
        "url.template=\"/things\"",
        "server.address=\"127.0.0.1\"",
    ] {
        assert!(ours[0].contains(part), "{}", ours[0]);
    }
    let id = server.requests()[0].one("x-request-id").unwrap().to_owned();
    for record in [
        format!("request_id={id:?}"),
        "attempts=2".into(),
        "http.response.status_code=503".into(),
        "http.response.status_code=200".into(),
    ] {
        assert!(
            lines
                .iter()
                .any(|line| line.starts_with("record") && line.contains(&record)),
            "{record}: {lines:#?}"
        );
    }
    for line in lines.iter() {
        assert!(!line.contains("canary"), "{line}");
    }
}

/// Keeps what it is told of calls.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<String>>>);

impl ory_core::Observer for Told {
    fn call(&self, event: &ory_core::CallEvent<'_>) {
        let status = event.status.map_or(0, |status| status.as_u16());
        self.0.lock().unwrap().push(format!(
            "{} {} {} {} {} {status} {:?} {}",
            event.operation,
            event.product,
            event.method,
            event.path,
            event.server,
            event.error_type,
            event.attempts
        ));
    }
}

#[tokio::test]
async fn an_observer_is_told_of_every_call_once() {
    let server = Server::start(|_, number| {
        let status = [503, 200, 404][number.min(2)];
        vec![Act::Send(reply(status, &[], "\"canary\""))]
    });
    let told = Told::default();
    let config = config().observer(told.clone());
    let client = client_of(server.url()).config(&config).build().unwrap();
    let call = |attempts| {
        let mut check = Call::new(&client, &CHECK, &[]);
        check.set_retry(quick(attempts));
        check.query("q", "canary");
        check.send(decode::text)
    };
    call(2).await.unwrap();
    call(1).await.unwrap_err();
    let nowhere = client_of("http://127.0.0.1:1")
        .config(&config)
        .build()
        .unwrap();
    let mut refused = Call::new(&nowhere, &CHECK, &[]);
    refused.set_retry(quick(1));
    refused.send(decode::text).await.unwrap_err();
    let told = told.0.lock().unwrap().clone();
    assert_eq!(
        told,
        [
            "checkThing test POST /things 127.0.0.1 200 None 2",
            "checkThing test POST /things 127.0.0.1 404 Some(\"404\") 1",
            "checkThing test POST /things 127.0.0.1 0 Some(\"connect\") 1",
        ]
    );
}
