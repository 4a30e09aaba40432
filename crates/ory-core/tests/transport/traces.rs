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
        "operation=\"checkThing\"",
        "product=\"test\"",
        "method=\"POST\"",
        "path=\"/things\"",
    ] {
        assert!(ours[0].contains(part), "{}", ours[0]);
    }
    let id = server.requests()[0].one("x-request-id").unwrap().to_owned();
    for record in [
        format!("request_id={id:?}"),
        "attempts=2".into(),
        "status=503".into(),
        "status=200".into(),
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
