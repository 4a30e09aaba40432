//! Which key goes where: the console, the project's host, and nowhere.

use std::convert::Infallible;
use std::future::ready;
use std::sync::{Arc, Mutex};

use ory_cloud::ory_core::{Body, http};
use ory_cloud::{Client, ClientBuilder, models};

type Asked = Arc<Mutex<Vec<(String, Option<String>)>>>;

/// A client whose requests are answered with `{}`; host and `Authorization` of each are written down.
fn client(builder: ClientBuilder) -> (Client, Asked) {
    let asked = Asked::default();
    let log = Arc::clone(&asked);
    let service = tower::service_fn(move |request: http::Request<Body>| {
        let host = request.uri().host().unwrap_or_default().to_owned();
        let key = request.headers().get("authorization");
        let key = key.map(|value| value.to_str().unwrap().to_owned());
        log.lock().unwrap().push((host, key));
        let body = if request.uri().path() == "/projects" {
            "[]"
        } else {
            "{}"
        };
        ready(Ok::<_, Infallible>(http::Response::new(Body::from(body))))
    });
    (
        builder
            .config(&ory_cloud::ory_core::Config::new().transport(service))
            .build()
            .unwrap(),
        asked,
    )
}

fn last(asked: &Asked) -> (String, Option<String>) {
    asked.lock().unwrap().pop().unwrap()
}

fn sent(host: &str, key: Option<&str>) -> (String, Option<String>) {
    (host.to_owned(), key.map(|key| format!("Bearer {key}")))
}

const PROJECT: &str = "slug.projects.oryapis.com";
const CONSOLE: &str = "api.console.ory.sh";

#[tokio::test]
async fn each_host_gets_its_own_key() {
    let (cloud, asked) = client(
        Client::builder()
            .project_url(format!("https://{PROJECT}"))
            .workspace_api_key("ory_wak_w")
            .api_key("ory_pat_p"),
    );
    cloud.project().list_projects().await.unwrap();
    assert_eq!(last(&asked), sent(CONSOLE, Some("ory_wak_w")));
    cloud
        .api_keys()
        .admin_get_issued_api_key("k")
        .await
        .unwrap();
    assert_eq!(last(&asked), sent(PROJECT, Some("ory_pat_p")));
}

#[tokio::test]
async fn a_workspace_key_never_reaches_the_projects_host() {
    let (cloud, asked) = client(
        Client::builder()
            .project_url(format!("https://{PROJECT}"))
            .workspace_api_key("ory_wak_w"),
    );
    cloud
        .api_keys()
        .admin_get_issued_api_key("k")
        .await
        .unwrap();
    assert_eq!(last(&asked), sent(PROJECT, None));
}

#[tokio::test]
async fn a_projects_key_never_reaches_the_console() {
    let (cloud, asked) = client(
        Client::builder()
            .project_url(format!("https://{PROJECT}"))
            .api_key("ory_pat_p"),
    );
    cloud.project().list_projects().await.unwrap();
    assert_eq!(last(&asked), sent(CONSOLE, None));
    cloud
        .api_keys()
        .admin_get_issued_api_key("k")
        .await
        .unwrap();
    assert_eq!(last(&asked), sent(PROJECT, Some("ory_pat_p")));
}

#[tokio::test]
async fn operations_without_a_scheme_get_no_key() {
    let (cloud, asked) = client(
        Client::builder()
            .project_url(format!("https://{PROJECT}"))
            .workspace_api_key("ory_wak_w")
            .api_key("ory_pat_p"),
    );
    cloud.api_keys().get_jwks().await.unwrap();
    assert_eq!(last(&asked), sent(PROJECT, None));
    let proof =
        models::SelfRevokeApiKeyRequest::new("leaked", models::RevocationReason::KeyCompromise);
    cloud
        .api_keys()
        .revoke_api_key(proof.clone())
        .await
        .unwrap();
    assert_eq!(last(&asked), sent(PROJECT, None));
}

#[tokio::test]
async fn a_projects_host_that_is_not_set_is_named() {
    let (cloud, asked) = client(Client::builder().api_key("ory_pat_p"));
    let error = cloud.api_keys().get_jwks().await.unwrap_err();
    assert!(error.is_configuration());
    assert!(error.to_string().contains("project_url"), "{error}");
    assert!(asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_stand_in_for_both_hosts_is_one_setting() {
    let (cloud, asked) = client(Client::builder().url("http://127.0.0.1:1/prefix"));
    cloud.api_keys().get_jwks().await.unwrap();
    assert_eq!(last(&asked), sent("127.0.0.1", None));
    let request = cloud.project().list_projects().into_request().unwrap();
    assert_eq!(request.uri(), "http://127.0.0.1:1/prefix/projects");
}

#[test]
fn custom_methods_keep_their_colon_and_encode_the_rest() {
    let cloud = Client::builder().url("http://127.0.0.1:1").build().unwrap();
    let body = models::AdminRevokeIssuedApiKeyBody::new(models::RevocationReason::Superseded);
    let request = cloud
        .api_keys()
        .admin_revoke_issued_api_key("a/b:c", body.clone())
        .into_request()
        .unwrap();
    let path = request.uri().path();
    assert_eq!(path, "/v2alpha1/admin/issuedApiKeys/a%2Fb%3Ac:revoke");
    let body = request.into_body();
    assert_eq!(
        body,
        r#"{"reason":"REVOCATION_REASON_SUPERSEDED"}"#.as_bytes()
    );
}
