//! What real operations say to a subscriber of `tracing` and by `Debug` and `Display`, while secrets stand in the
//! path, the query, headers, the body, the answer and the error: nothing of them.

use std::error::Error;
use std::fmt::{Debug, Write as _};
use std::future::ready;
use std::io;
use std::sync::{Arc, Mutex};

use ory_core::{Body, http};
use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Keeps everything that is said.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

struct Line<'l>(&'l mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Line(&mut self.0.lock().unwrap()));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Line(&mut self.0.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Line(&mut self.0.lock().unwrap()));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The status of an [`answering`] transport whose connection breaks off instead.
const BROKEN_OFF: u16 = 0;

/// A transport that gives every request this answer.
macro_rules! answering {
    ($status:expr, $body:expr) => {{
        let (status, body) = ($status, $body.to_string());
        tower::service_fn(move |_: http::Request<Body>| {
            if status == BROKEN_OFF {
                return ready(Err(io::Error::from(io::ErrorKind::ConnectionReset)));
            }
            let response = http::Response::builder()
                .status(status)
                .header("set-cookie", "session=canary-cookie")
                .header("link", "</x?page_token=canary-token>; rel=\"next\"")
                .body(Body::from(body.clone()));
            ready(Ok(response.unwrap()))
        })
    }};
}

/// Everything that a builder and its answer can be made to print.
macro_rules! said {
    ($call:expr) => {{
        let call = $call;
        let mut text = format!("{call:?} {call:#?}");
        match call.response().await {
            Ok(response) => text.push_str(&format!("{response:?} {response:#?}")),
            Err(error) => text.push_str(&format!("{} {:?}", printed(&error), error.api())),
        }
        text
    }};
}

/// Everything that the outcome of a helper can be made to print.
fn outcome<T: Debug, E: Error>(result: Result<T, E>) -> String {
    match result {
        Ok(value) => format!("{value:?} {value:#?}"),
        Err(error) => printed(&error),
    }
}

/// An error and its causes.
fn printed(error: &dyn Error) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        text.push_str(&format!("{error} {error:?} {error:#?} "));
        next = error.source();
    }
    text
}

/// Answers that the operations can read, cannot read, errors in all their forms, and none.
fn answers(good: serde_json::Value) -> Vec<(u16, String)> {
    vec![
        (200, good.to_string()),
        (200, r#"{"canary-broken""#.to_owned()),
        (200, r#"["canary-other-form"]"#.to_owned()),
        (200, "<html>canary-html</html>".to_owned()),
        (
            400,
            json!({"error": {"code": 400, "reason": "canary-reason", "message": "canary-message",
                "debug": "canary-debug", "details": {"x": "canary-details"}}})
            .to_string(),
        ),
        (
            401,
            json!({"error": "canary-oauth2", "error_description": "canary-described"}).to_string(),
        ),
        (502, "canary-text".to_owned()),
        (BROKEN_OFF, String::new()),
    ]
}

/// Runs the calls under a subscriber; neither it nor their texts may have heard of a canary. At least `answered` of
/// them have to be answers that could be read.
async fn assert_silent(operation: &str, answered: usize, calls: impl Future<Output = Vec<String>>) {
    let log = Log::default();
    let guard = tracing::subscriber::set_default(log.clone());
    let texts = calls.await;
    drop(guard);
    let traced = log.0.lock().unwrap();
    assert!(traced.contains(operation), "nothing was traced");
    let values = texts.iter().filter(|text| text.contains("Response {"));
    let read = values.count();
    assert!(read >= answered, "{read} answers were read");
    for text in texts.iter().chain([&*traced]) {
        assert!(!text.contains("canary"), "{text}");
    }
}

const ONCE: ory_core::RetryPolicy = ory_core::RetryPolicy::never();

#[tokio::test]
async fn kratos_says_nothing_secret() {
    assert_silent("listIdentities", 7, kratos()).await;
}

async fn kratos() -> Vec<String> {
    let mut texts = Vec::new();
    let identity = json!({"id": "i", "schema_id": "s", "schema_url": "u", "traits": {"email": "canary-trait"}});
    // A session too: its fields stand beside the identity's.
    let mut object = identity.clone();
    object["identity"] = identity.clone();
    object["tokenized"] = json!("canary-tokenized");
    object["devices"] =
        json!([{"id": "d", "ip_address": "canary-ip", "user_agent": "canary-agent"}]);
    let objects = [200, 201].map(|status| (status, object.to_string()));
    for (status, body) in answers(json!([identity])).into_iter().chain(objects) {
        let builder = ory_kratos::Client::builder()
            .url("https://ory.example")
            .api_key("canary-key");
        texts.push(format!("{builder:?}"));
        let kratos = builder
            .config(
                &ory_core::Config::new()
                    .retry(ONCE)
                    .transport(answering!(status, body)),
            )
            .build()
            .unwrap();
        texts.push(format!("{kratos:?}"));
        texts.push(said!(
            kratos
                .identity()
                .list_identities()
                .credentials_identifier("canary-identifier")
                .page_token("canary-page")
                .with_header("x-own", "canary-header")
        ));
        let pages = kratos
            .identity()
            .list_identities()
            .page_token("canary-page");
        texts.push(format!("{:?}", pages.pages()));
        texts.push(said!(kratos.identity().get_identity("canary-path")));
        texts.push(said!(
            kratos
                .frontend()
                .to_session()
                .session_token("canary-session")
                .cookie("canary-cookie")
        ));
        let body =
            ory_kratos::models::CreateIdentityBody::new("s", json!({"email": "canary-body"}));
        texts.push(said!(kratos.identity().create_identity(body.clone())));
    }
    texts
}

#[tokio::test]
async fn hydra_says_nothing_secret() {
    assert_silent("introspectOAuth2Token", 2, hydra()).await;
}

async fn hydra() -> Vec<String> {
    let mut texts = Vec::new();
    let good = json!({
        "access_token": "canary-access", "token_type": "bearer",
        "active": true, "username": "canary-user", "sub": "canary-subject", "ext": {"x": "canary-extra"},
        "challenge": "canary-challenge", "client": {"client_secret": "canary-secret"}, "skip": true,
        "request_url": "https://canary.example", "subject": "canary-subject",
    });
    for (status, body) in answers(good) {
        let hydra = ory_hydra::Client::builder()
            .url("https://ory.example")
            .config(
                &ory_core::Config::new()
                    .retry(ONCE)
                    .transport(answering!(status, body)),
            )
            .build()
            .unwrap();
        let credentials = ory_core::credentials::Basic::new("canary-id", "canary-secret");
        texts.push(said!(
            hydra
                .oauth2()
                .introspect_oauth2_token("canary-token".into())
                .with_credentials(credentials)
        ));
        texts.push(said!(
            hydra
                .oauth2()
                .get_oauth2_login_request("canary-challenge".into())
        ));
    }
    texts
}

#[tokio::test]
async fn keto_says_nothing_secret() {
    assert_silent("batchCheckPermission", 18, keto()).await;
}

/// Objects and subjects name people; namespaces and relations are the application's own words.
async fn keto() -> Vec<String> {
    use ory_keto::{RelationQuery, RelationTuple, Subject, models};

    let tuple = || -> RelationTuple { "File:canary-object#owners@canary-subject".parse().unwrap() };
    let set = Subject::set("Group", "canary-group", "members");
    let stored = json!({"namespace": "File", "object": "canary-object", "relation": "owners",
        "subject_id": "canary-subject"});
    let of_set = json!({"namespace": "File", "object": "canary-object", "relation": "owners",
        "subject_set": {"namespace": "Group", "object": "canary-group", "relation": "members"}});
    // One answer that every operation reads as its own.
    let good = json!({
        "allowed": true, "relation_tuples": [stored, of_set], "next_page_token": "canary-next",
        "type": "union", "tuple": of_set, "children": [{"type": "leaf", "tuple": stored}],
        "results": [{"allowed": false, "error": "canary-item"}],
        "errors": [{"message": "unexpected token", "start": {"line": 1}}],
        "namespaces": [{"name": "File"}],
        "namespace": "File", "object": "canary-object", "relation": "owners", "subject_id": "canary-subject",
    });
    let mut texts = vec![
        format!("{:?} {:?} {set:?}", tuple(), RelationQuery::from(tuple())),
        format!("{:?}", "canary".parse::<RelationTuple>().unwrap_err()),
    ];
    for (status, body) in answers(good) {
        let builder = ory_keto::Client::builder()
            .url("https://ory.example")
            .api_key("canary-key");
        texts.push(format!("{builder:?}"));
        let keto = builder
            .config(
                &ory_core::Config::new()
                    .retry(ONCE)
                    .transport(answering!(status, body)),
            )
            .build()
            .unwrap();
        texts.push(format!("{keto:?}"));
        let (permission, relationship) = (keto.permission(), keto.relationship());

        texts.push(said!(permission.check(tuple())));
        let mut question = RelationTuple::new("File", "canary-object", "view", set.clone());
        texts.push(said!(permission.check(question.clone())));
        question.relation = "canary-relation".to_owned();
        texts.push(said!(permission.post_check_permission_or_error(
            models::PostCheckPermissionOrErrorBody::from(&question)
        )));
        texts.push(said!(
            permission
                .check_permission("File", "canary-object", "view")
                .subject_id("canary-subject")
                .with_header("x-own", "canary-header")
        ));
        texts.push(said!(
            permission
                .check_permission_or_error("File", "canary-object", "view")
                .subject_set_object("canary-group")
        ));
        texts.push(said!(permission.expand_permissions(
            "File",
            "canary-object",
            "view"
        )));
        let all = permission.check_all([tuple()]);
        texts.push(format!("{all:?}"));
        texts.extend(all.await.into_iter().map(outcome));

        let list = relationship.list(tuple()).page_token("canary-page");
        texts.push(format!("{list:?}"));
        texts.push(outcome(list.send().await));
        let mut items = relationship
            .list(RelationQuery::new().subject(set.clone()))
            .items();
        texts.push(format!("{items:?}"));
        if let Some(item) = items.next().await {
            texts.push(outcome(item));
        }
        texts.push(said!(
            relationship
                .get_relationships()
                .subject_id("canary-subject")
                .page_token("canary-page")
        ));
        texts.push(said!(relationship.create_relationship(
            models::CreateRelationshipBody::from(tuple())
        )));
        texts.push(said!(relationship.delete(tuple())));
        let transaction = relationship.transaction().insert(tuple());
        texts.push(format!("{transaction:?}"));
        texts.push(said!(transaction.into_operation()));
        let load = relationship.load([tuple()]);
        texts.push(format!("{load:?}"));
        texts.push(outcome(load.send().await));
        texts.push(said!(relationship.check_opl_syntax("class canary-opl {}")));
        texts.push(said!(relationship.list_relationship_namespaces()));
    }
    texts
}

#[tokio::test]
async fn cloud_says_nothing_secret() {
    assert_silent("adminIssueApiKey", 42, cloud()).await;
}

async fn cloud() -> Vec<String> {
    use ory_cloud::models;

    let time = "2026-01-01T00:00:00Z";
    let settings = json!({"config": {"secrets": {"default": ["canary-cipher"]}}});
    let project = json!({
        "id": "p", "name": "n", "slug": "s", "state": "running", "revision_id": "r", "environment": "dev",
        "home_region": "eu-central", "workspace_id": "w", "organizations": [],
        "services": {"identity": settings, "oauth2": settings, "permission": settings},
    });
    // One answer that every operation with an object reads as its own.
    let mut good = json!({
        "secret": "canary-secret", "value": "canary-value", "last_characters": "canary-last",
        "issued_api_key": {"key_id": "k", "actor_id": "canary-actor", "metadata": {"x": "canary-metadata"}},
        "token": {"token": "canary-derived", "claims": {"x": "canary-claim"}},
        "actor_id": "canary-actor", "metadata": {"x": "canary-metadata"}, "error_message": "canary-said",
        "https_endpoint": "https://u:canary-endpoint@example.org/",
        "domains": ["canary-domain"], "label": "canary-label",
        "project": project, "warnings": [{"code": 1, "message": "canary-warning"}],
        "owner_id": "o", "created_at": time, "updated_at": time, "expires_at": time,
        "project_id": "p", "organization_id": "o", "has_next_page": true, "next_page_token": "canary-next",
        "workspaces": [], "organizations": [], "issued_api_keys": [{"actor_id": "canary-actor"}],
    });
    good.as_object_mut()
        .unwrap()
        .append(&mut project.as_object().unwrap().clone());
    let members = json!([{"id": "m", "email": "canary@example.org", "name": "canary-name"}]);
    let keys = json!([{"id": "k", "name": "n", "owner_id": "o", "value": "canary-value"}]);

    let mut texts = Vec::new();
    let lists = [members, keys].map(|list| (200, list.to_string()));
    let all = answers(good.clone())
        .into_iter()
        .chain([(201, good.to_string())]);
    for (status, body) in all.chain(lists) {
        let builder = ory_cloud::Client::builder()
            .url("https://ory.example")
            .api_key("canary-project-key")
            .workspace_api_key("canary-workspace-key");
        texts.push(format!("{builder:?}"));
        let cloud = builder
            .config(
                &ory_core::Config::new()
                    .retry(ONCE)
                    .transport(answering!(status, body)),
            )
            .build()
            .unwrap();
        texts.push(format!("{cloud:?}"));

        let keys = cloud.api_keys();
        let issue = models::IssueApiKeyRequest::new()
            .actor_id("canary-actor")
            .metadata(json!({"x": "canary-metadata"}));
        texts.push(said!(keys.admin_issue_api_key(issue.clone())));
        let import = models::ImportApiKeyRequest::new("canary-actor", "canary-raw");
        texts.push(said!(keys.admin_import_api_key(import.clone())));
        texts.push(said!(keys.admin_batch_create_imported_api_keys(
            models::BatchCreateImportedApiKeysRequest::new(vec![import.clone()])
        )));
        let verify = models::VerifyApiKeyRequest::new("canary-credential");
        texts.push(said!(keys.admin_verify_api_key(verify.clone())));
        texts.push(said!(keys.admin_batch_verify_api_keys(
            models::BatchVerifyApiKeysRequest::new(vec![verify.clone()])
        )));
        texts.push(said!(keys.admin_derive_token(
            models::DeriveTokenRequest::new("canary-credential")
        )));
        texts.push(said!(keys.revoke_api_key(
            models::SelfRevokeApiKeyRequest::new(
                "canary-credential",
                models::RevocationReason::KeyCompromise
            )
        )));
        texts.push(said!(keys.admin_get_issued_api_key("canary-path")));
        texts.push(said!(
            keys.admin_list_issued_api_keys().page_token("canary-page")
        ));

        let projects = cloud.project();
        texts.push(said!(projects.get_project("canary-project")));
        texts.push(said!(projects.get_project_members("canary-project")));
        texts.push(said!(projects.list_project_api_keys("canary-project")));
        texts.push(said!(projects.create_project_api_key(
            "canary-project",
            models::CreateProjectApiKeyBody::new("n")
        )));
        texts.push(said!(
            projects.create_organization(
                "canary-project",
                models::OrganizationBody::new()
                    .label("canary-label")
                    .domains(["canary-domain"])
            )
        ));
        texts.push(said!(projects.get_organization_onboarding_portal_links(
            "canary-project",
            "canary-organization"
        )));
        let patch = models::JsonPatch::new(models::JsonPatchOp::Replace, "/canary-pointer")
            .value("canary-patch");
        texts.push(said!(projects.patch_project("canary-project", [patch])));
        match projects.edit_project("canary-project").await {
            Err(error) => texts.push(printed(&error)),
            Ok(edit) => {
                let edit = edit.set(
                    "/services/identity/config/secrets/default",
                    ["canary-cipher"],
                );
                texts.push(format!("{edit:?} {edit:#?}"));
                texts.push(outcome(edit.save().await));
            }
        }

        let stream = models::CreateEventStreamBody::new(models::EventStreamType::Https)
            .https_endpoint("https://u:canary-endpoint@example.org/");
        texts.push(said!(
            cloud
                .events()
                .create_event_stream("canary-project", stream.clone())
        ));
        texts.push(said!(
            cloud
                .workspace()
                .list_workspaces()
                .page_token("canary-page")
        ));
        texts.push(said!(cloud.workspace().create_workspace_api_key(
            "canary-workspace",
            models::CreateWorkspaceApiKeyBody::new("n")
        )));
        texts.push(said!(cloud.elements().get_configuration()));
    }
    texts
}
