//! A service on axum: pages for users with a session, an API for clients with a token, and files
//! that Keto decides about.

use std::time::Duration;

use axum::extract::{Path, State};
use axum::routing::{get, post};
use axum::{Router, body::Bytes};
use ory_hydra::{ActiveToken, ResourceMetadata, TokenLayer};
use ory_keto::ory_core::{Caller, Denial, HookAuth, http};
use ory_keto::{PermissionLayer, Question, RelationTuple, Subject};
use ory_kratos::{SessionLayer, SignedIn, WebHook, WebHookReply};

/// What the service needs to know of Ory.
#[derive(Clone)]
pub struct Ory {
    /// Sessions.
    pub kratos: ory_kratos::Client,
    /// Access tokens.
    pub hydra: ory_hydra::Client,
    /// Permissions.
    pub keto: ory_keto::Client,
    /// How Kratos proves itself to the web hook.
    pub hook: HookAuth,
}

/// The service.
///
/// # Errors
///
/// A configuration error for a URL that is none.
pub fn app(ory: Ory) -> Result<Router, ory_kratos::Error> {
    let session = SessionLayer::new(&ory.kratos)
        .cache_for(Duration::from_secs(30))
        .redirect_to_login("https://auth.example/login", "https://app.example")?;
    let sensitive = session
        .clone()
        .fresh()
        .require_recent(Duration::from_secs(600));

    let metadata = ResourceMetadata::new("https://app.example/api", "https://auth.example")?
        .scopes(["orders.read"]);
    let tokens = TokenLayer::introspect(&ory.hydra, "https://app.example/api")
        .resource_metadata(metadata.url())
        .require_scope(["orders.read"]);

    // Whoever may view a file, by the path that the router reads too.
    let may_view = PermissionLayer::new(
        &ory.keto,
        |request: &http::request::Parts, caller: &Caller| match request
            .uri
            .path()
            .strip_prefix("/files/")
        {
            Some(file) if !file.contains(['/', '%']) => {
                let subject = Subject::set("User", caller.id(), "");
                Question::Check(RelationTuple::new("File", file, "view", subject))
            }
            _ => Question::Refuse,
        },
    )
    .hide();

    let pages = Router::new()
        .route("/account", get(account))
        .route("/share/{file}", post(share))
        .route_layer(session.clone());
    let files = Router::new()
        .route("/files/{file}", get(file))
        // The layer that is added last is the outermost: first who, then what they may.
        .route_layer(may_view)
        .route_layer(session.clone());
    let closing = Router::new()
        .route("/account/close", post(account))
        .route_layer(sensitive);
    let api = Router::new()
        .route("/api/orders", get(orders))
        .route_layer(tokens);
    let home = Router::new()
        .route("/", get(home))
        .route_layer(session.optional());
    let public = Router::new()
        .route("/health", get(|| async { "ok" }))
        .route(
            &metadata.path(),
            get(move || std::future::ready(metadata.response().map(axum::body::Body::from))),
        )
        .route("/hooks/registration", post(registration));
    Ok(Router::new()
        .merge(pages)
        .merge(files)
        .merge(closing)
        .merge(api)
        .merge(home)
        .merge(public)
        .with_state(ory))
}

async fn account(user: SignedIn) -> String {
    format!("account of {}", user.identity_id())
}

async fn home(user: Option<SignedIn>) -> String {
    match user {
        Some(user) => format!("hello {}", user.identity_id()),
        None => "hello, whoever you are".to_owned(),
    }
}

async fn orders(token: ActiveToken, caller: Caller) -> String {
    format!("orders of {} for {:?}", caller.id(), token.client_id())
}

async fn file(Path(file): Path<String>) -> String {
    format!("the file {file}")
}

/// A permission that the handler asks for itself, as it depends on more than the path.
async fn share(
    State(ory): State<Ory>,
    user: SignedIn,
    Path(file): Path<String>,
) -> Result<String, Denial> {
    let subject = Subject::set("User", user.identity_id(), "");
    let tuple = RelationTuple::new("File", file.as_str(), "share", subject);
    ory.keto.permission().require(tuple).await?;
    Ok(format!("{file} is shared"))
}

/// A web hook of Kratos with `response.parse: true`: members of one domain alone may register.
async fn registration(
    State(ory): State<Ory>,
    headers: http::HeaderMap,
    body: Bytes,
) -> http::Response<axum::body::Body> {
    let reply = match WebHook::read(&ory.hook, &headers, &body) {
        Err(denial) => denial.response(),
        Ok(hook) => {
            let identity = hook.context().identity.as_ref();
            let email = identity.and_then(|identity| identity.traits["email"].as_str());
            match email {
                Some(email) if email.ends_with("@example.org") => WebHookReply::Proceed,
                _ => WebHookReply::stop("#/traits/email", 1001, "for members of example.org"),
            }
            .response()
        }
    };
    reply.map(axum::body::Body::from)
}
