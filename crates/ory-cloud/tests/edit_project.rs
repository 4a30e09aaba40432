//! Changing a project: against a scripted server that has revisions.

use std::future::{Ready, ready};
use std::io;
use std::sync::{Arc, Mutex};

use ory_cloud::models::{JsonPatch, JsonPatchOp, Project};
use ory_cloud::ory_core::{Body, RetryPolicy, http};
use ory_cloud::{Client, EditOutcome, json_pointer};
use serde_json::{Value, json};

/// A project that moves to the next revision with every patch that names the present one.
#[derive(Clone, Default)]
struct Server(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    revision: u32,
    /// Method, path and body of every request.
    asked: Vec<(String, String, Value)>,
    /// What patches are answered with instead of being applied.
    refuse: Option<(u16, Value)>,
    /// Patches are applied, and then the connection breaks.
    lose_answers: bool,
}

impl Server {
    fn answer(&self, request: &http::Request<Body>) -> io::Result<http::Response<Body>> {
        let mut state = self.0.lock().unwrap();
        let path = request.uri().path().to_owned();
        let body = match request.body().as_bytes() {
            Some(bytes) if !bytes.is_empty() => serde_json::from_slice(bytes).unwrap(),
            _ => Value::Null,
        };
        state
            .asked
            .push((request.method().to_string(), path.clone(), body));
        let (status, body) = match request.method().as_str() {
            "GET" => (200, project(state.revision)),
            "PUT" => (
                200,
                json!({"project": project(state.revision), "warnings": []}),
            ),
            "PATCH" => {
                if let Some((status, body)) = state.refuse.clone() {
                    (status, body)
                } else if path == format!("/projects/p/revision/r{}", state.revision) {
                    state.revision += 1;
                    if state.lose_answers {
                        return Err(io::Error::from(io::ErrorKind::ConnectionReset));
                    }
                    let warning = json!({"code": 1, "message": "ports are not yours to set"});
                    (
                        200,
                        json!({"project": project(state.revision), "warnings": [warning]}),
                    )
                } else {
                    (
                        409,
                        json!({"error": {"code": 409, "message": "another revision"}}),
                    )
                }
            }
            other => panic!("unexpected {other}"),
        };
        Ok(http::Response::builder()
            .status(status)
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .unwrap())
    }

    fn client(&self, retry: RetryPolicy) -> Client {
        let server = self.clone();
        let service = tower::service_fn(
            move |request: http::Request<Body>| -> Ready<io::Result<http::Response<Body>>> {
                ready(server.answer(&request))
            },
        );
        Client::builder()
            .console_url("http://127.0.0.1:1")
            .config(
                &ory_cloud::ory_core::Config::new()
                    .retry(retry)
                    .transport(service),
            )
            .build()
            .unwrap()
    }

    fn asked(&self) -> Vec<(String, String, Value)> {
        self.0.lock().unwrap().asked.clone()
    }

    /// How many patches arrived.
    fn patches(&self) -> usize {
        let asked = self.asked();
        asked
            .iter()
            .filter(|(method, ..)| method == "PATCH")
            .count()
    }

    /// Somebody else changes the project.
    fn interfere(&self) {
        self.0.lock().unwrap().revision += 1;
    }
}

fn project(revision: u32) -> Value {
    json!({
        "id": "p",
        "revision_id": format!("r{revision}"),
        "slug": "charming-euler",
        "name": "Shop",
        "state": "running",
        "environment": "prod",
        "home_region": "eu-central",
        "organizations": [{"id": "o", "label": "ACME", "domains": ["acme.example"], "colour": "red"}],
        "cors_public": {"enabled": true, "origins": ["https://shop.example"]},
        "services": {
            "identity": {"config": {"secrets": {"default": ["canary"]}}},
            "telepathy": {"config": {"range": 7}},
        },
    })
}

const URL: &str = "/services/identity/config/selfservice/flows/login/ui_url";

#[tokio::test]
async fn an_edit_is_saved_at_the_revision_that_was_read() {
    let server = Server::default();
    let client = server.client(RetryPolicy::never());
    let edit = client.project().edit_project("p").await.unwrap();
    assert_eq!(edit.project().revision_id, "r0");
    let outcome = edit
        .require("/services/identity/config/version", "v26.2.0")
        .set(URL, "https://shop.example/login")
        .set("/services/identity/config/courier", None::<&str>)
        .remove("/services/permission")
        .save()
        .await
        .unwrap();
    let EditOutcome::Saved(update) = outcome else {
        panic!("not saved: {outcome:?}");
    };
    assert_eq!(update.project.revision_id, "r1");
    let warning = update.warnings[0].message.as_deref();
    assert_eq!(warning, Some("ports are not yours to set"));
    let steps = json!([
        {"op": "test", "path": "/services/identity/config/version", "value": "v26.2.0"},
        {"op": "add", "path": URL, "value": "https://shop.example/login"},
        {"op": "add", "path": "/services/identity/config/courier", "value": null},
        {"op": "remove", "path": "/services/permission"},
    ]);
    let wire = |method: &str, path: &str, body| (method.to_owned(), path.to_owned(), body);
    assert_eq!(
        server.asked(),
        [
            wire("GET", "/projects/p", Value::Null),
            wire("PATCH", "/projects/p/revision/r0", steps),
        ]
    );
}

#[tokio::test]
async fn the_slower_of_two_is_told_and_changes_nothing() {
    let server = Server::default();
    let client = server.client(RetryPolicy::default());
    let edit = client.project().edit_project("p").await.unwrap();
    server.interfere();
    let outcome = edit.set(URL, "https://a.example").save().await.unwrap();
    let EditOutcome::Conflict(stale) = outcome else {
        panic!("no conflict: {outcome:?}");
    };
    assert_eq!(server.patches(), 1, "a lost race is not repeated");
    assert_eq!(stale.project().revision_id, "r0");
    assert_eq!(stale.steps().len(), 1);

    let fresh = stale.restart().await.unwrap();
    assert_eq!(fresh.project().revision_id, "r1");
    assert!(fresh.steps().is_empty());
}

#[tokio::test]
async fn steps_that_hold_whatever_else_changed_are_kept() {
    let server = Server::default();
    let client = server.client(RetryPolicy::never());
    let edit = client.project().edit_project("p").await.unwrap();
    server.interfere();
    let outcome = edit.set(URL, "https://a.example").save().await.unwrap();
    let EditOutcome::Conflict(stale) = outcome else {
        panic!("no conflict: {outcome:?}");
    };
    let outcome = stale.rebase().await.unwrap().save().await.unwrap();
    let EditOutcome::Saved(update) = outcome else {
        panic!("not saved: {outcome:?}");
    };
    assert_eq!(update.project.revision_id, "r2");
    assert_eq!(server.asked()[3].1, "/projects/p/revision/r1");
    assert_eq!(server.asked()[3].2, server.asked()[1].2);
}

#[tokio::test]
async fn a_save_whose_answer_is_lost_is_not_repeated() {
    let server = Server::default();
    server.0.lock().unwrap().lose_answers = true;
    let client = server.client(RetryPolicy::default());
    let edit = client.project().edit_project("p").await.unwrap();
    let error = edit.set(URL, "https://a.example").save().await.unwrap_err();
    assert!(error.may_have_been_sent());
    assert_eq!(server.patches(), 1);
}

#[tokio::test]
async fn what_the_server_refuses_is_an_error() {
    let server = Server::default();
    let reason = "services.identity.config.courier: smtp is required";
    server.0.lock().unwrap().refuse = Some((
        400,
        json!({"error": {"code": 400, "reason": reason, "message": "invalid"}}),
    ));
    let client = server.client(RetryPolicy::default());
    let edit = client.project().edit_project("p").await.unwrap();
    let error = edit.set(URL, "https://a.example").save().await.unwrap_err();
    assert!(error.is_bad_request());
    assert_eq!(error.operation(), Some("patchProjectWithRevision"));
    assert_eq!(error.api().and_then(|api| api.reason()), Some(reason));
    assert_eq!(server.patches(), 1);
}

#[tokio::test]
async fn nothing_to_change_sends_nothing() {
    let server = Server::default();
    let client = server.client(RetryPolicy::never());
    let edit = client.project().edit_project("p").await.unwrap();
    let outcome = edit.save().await.unwrap();
    assert!(matches!(outcome, EditOutcome::Unchanged(project) if project.revision_id == "r0"));
    assert_eq!(server.patches(), 0);
}

#[tokio::test]
async fn a_pointer_that_is_none_is_reported_before_anything_is_sent() {
    let server = Server::default();
    let client = server.client(RetryPolicy::never());
    for wrong in ["services/identity", "", "#/services"] {
        let edit = client.project().edit_project("p").await.unwrap();
        let error = edit.set(wrong, 1).set(URL, 2).save().await.unwrap_err();
        assert!(error.is_configuration());
        assert!(error.to_string().contains("JSON Pointer"), "{error}");
        let edit = client.project().edit_project("p").await.unwrap();
        let step = JsonPatch::new(JsonPatchOp::Remove, wrong);
        assert!(edit.push(step).save().await.unwrap_err().is_configuration());
        let edit = client.project().edit_project("p").await.unwrap();
        let step = JsonPatch::new(JsonPatchOp::Move, URL).from(wrong);
        assert!(edit.push(step).save().await.unwrap_err().is_configuration());
    }
    assert_eq!(server.patches(), 0);
}

#[tokio::test]
async fn a_value_that_is_no_json_is_reported_before_anything_is_sent() {
    let server = Server::default();
    let client = server.client(RetryPolicy::never());
    let edit = client.project().edit_project("p").await.unwrap();
    // JSON's keys are strings.
    let value = std::collections::BTreeMap::from([((1, 2), 3)]);
    let error = edit.set(URL, value).save().await.unwrap_err();
    assert!(error.is_configuration());
    assert_eq!(server.patches(), 0);
}

#[tokio::test]
async fn an_edit_does_not_print_configuration() {
    let server = Server::default();
    let client = server.client(RetryPolicy::never());
    let edit = client.project().edit_project("p").await.unwrap();
    let edit = edit.set("/services/identity/config/secrets/default/-", "canary");
    let text = format!("{edit:?}");
    assert!(text.contains("r0"), "{text}");
    assert!(!text.contains("canary"), "{text}");
    let conflict = format!("{:?}", EditOutcome::Conflict(edit));
    assert!(!conflict.contains("canary"), "{conflict}");
}

#[tokio::test]
async fn a_project_is_replaced_without_losing_what_is_not_known() {
    let server = Server::default();
    let client = server.client(RetryPolicy::never());
    let project = client.project().get_project("p").await.unwrap();
    let body = project.to_set_project().name("Store");
    client
        .project()
        .set_project("p", body.clone())
        .await
        .unwrap();
    let (method, path, sent) = server.asked().pop().unwrap();
    assert_eq!((method.as_str(), path.as_str()), ("PUT", "/projects/p"));
    let read = self::project(0);
    assert_eq!(sent["name"], "Store");
    assert_eq!(sent["services"], read["services"]);
    assert_eq!(sent["organizations"], read["organizations"]);
    assert_eq!(sent["cors_public"], read["cors_public"]);
    assert_eq!(sent["cors_admin"], json!({}));
}

#[test]
fn an_older_project_can_be_replaced_too() {
    let project: Project = serde_json::from_value(json!({
        "id": "p", "revision_id": "r", "slug": "s", "name": "Shop", "state": "running", "services": {}
    }))
    .unwrap();
    let body = serde_json::to_value(project.to_set_project()).unwrap();
    assert_eq!(
        body,
        json!({"name": "Shop", "services": {}, "organizations": [], "cors_admin": {}, "cors_public": {}})
    );
}

#[test]
fn pointers_escape_what_would_end_a_segment() {
    assert_eq!(json_pointer(["a/b", "m~n", "", "~1"]), "/a~1b/m~0n//~01");
    assert_eq!(json_pointer::<&str>([]), "");
}
