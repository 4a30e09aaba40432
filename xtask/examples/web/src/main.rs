//! The login UI of an app on Ory Kratos, in axum: login, registration, settings, recovery and
//! verification, server-rendered. `cargo xtask examples web` runs it against a real server.

mod page;

use std::env;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, RawQuery, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use ory_kratos::browser::{BrowserFlow, BrowserRequest, Completed, Decision, Pages, relay_cookies};
use ory_kratos::models::{
    LoginFlow, RecoveryFlow, RegistrationFlow, SettingsFlow, VerificationFlow,
};
use ory_kratos::ory_core::Config;
use ory_kratos::outcome::{FlowOutcome, Refusal, SessionOutcome};
use ory_kratos::{Client, Error};

/// What every page needs.
struct App {
    kratos: Client,
    pages: Pages,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = env::var("APP_URL").unwrap_or_else(|_| "http://127.0.0.1:3000".to_owned());
    let kratos = Client::builder()
        .public_url(env::var("ORY_KRATOS_PUBLIC_URL")?)
        // A visitor waits for seconds.
        .config(&Config::for_requests())
        .build()?;
    let pages = Pages::new(&url, &kratos)?;
    let routes = Router::new()
        .route("/", get(home))
        .route("/login", page_of::<LoginFlow>())
        .route("/registration", page_of::<RegistrationFlow>())
        .route("/settings", page_of::<SettingsFlow>())
        .route("/recovery", page_of::<RecoveryFlow>())
        .route("/verification", page_of::<VerificationFlow>())
        .route("/logout", post(log_out))
        .route("/error", get(error))
        .route("/webauthn.js", get(script))
        .route("/style.css", get(style))
        .with_state(Arc::new(App { kratos, pages }));
    let address = url.trim_start_matches("http://").trim_end_matches('/');
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("{url}");
    axum::serve(listener, routes).await?;
    Ok(())
}

/// The page of a kind of flow: shown, and posted to itself.
fn page_of<F: BrowserFlow>() -> MethodRouter<Arc<App>> {
    get(show::<F>).post(submit::<F>)
}

/// Shows the flow of the URL, or a new one.
async fn show<F: BrowserFlow>(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let request = BrowserRequest::new(&headers, &query.unwrap_or_default());
    let opened = request.open::<F>(&app.kratos).await?;
    Ok(answer(&app, &request, opened))
}

/// Submits what was posted.
async fn submit<F: BrowserFlow>(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    Form(posted): Form<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let request = BrowserRequest::new(&headers, &query.unwrap_or_default());
    let submitted = request.submit::<F>(&app.kratos, posted).await?;
    Ok(answer(&app, &request, submitted))
}

fn answer<S: Completed<F>, F: BrowserFlow>(
    app: &App,
    request: &BrowserRequest,
    outcome: ory_kratos::ory_core::Response<FlowOutcome<S, F>>,
) -> Response {
    let decided = outcome.map(|outcome| outcome.decide(&app.pages, request));
    let mut response = match &decided.value {
        Decision::Show(flow) => Html(page::flow(F::NAME, flow, request)).into_response(),
        Decision::ShowOther(flow) => Html(page::any_flow(flow, request)).into_response(),
        Decision::Go(url) => see_other(url),
        Decision::Explain(refusal) => explain(refusal),
    };
    relay_cookies(&decided, response.headers_mut());
    // So that the back button shows the flow as it is now.
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn see_other(url: &str) -> Response {
    match HeaderValue::from_str(url) {
        Ok(url) => (StatusCode::SEE_OTHER, [(LOCATION, url)]).into_response(),
        Err(_) => StatusCode::BAD_GATEWAY.into_response(),
    }
}

fn explain(refusal: &Refusal) -> Response {
    (refusal.status, Html(page::refusal(refusal))).into_response()
}

/// Who is logged in, and links to everything.
async fn home(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Failure> {
    let whoami = BrowserRequest::new(&headers, "")
        .whoami(&app.kratos)
        .outcome()
        .await?;
    let mut response = match &whoami.value {
        SessionOutcome::Active(session) => Html(page::home(Some(session))).into_response(),
        // The password alone: to the second factor, or to the verification.
        SessionOutcome::Refused(_) => {
            match whoami.value.clone().decide(&app.pages, &app.pages.home) {
                Decision::Go(url) => see_other(&url),
                _ => Html(page::home(None)).into_response(),
            }
        }
        _ => Html(page::home(None)).into_response(),
    };
    relay_cookies(&whoami, response.headers_mut());
    Ok(response)
}

/// Ends the session. A form posts here, so that no other site can log a visitor out by a link.
async fn log_out(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Failure> {
    let request = BrowserRequest::new(&headers, "");
    let mut response = see_other(&app.pages.home);
    let made = request.create_logout(&app.kratos).outcome().await?;
    relay_cookies(&made, response.headers_mut());
    if let Some(logout) = made.value.into_success() {
        let end = app
            .kratos
            .frontend()
            .update_logout_flow(logout.logout_token);
        let ended = end.cookie(request.cookie()).outcome().await?;
        relay_cookies(&ended, response.headers_mut());
    }
    Ok(response)
}

/// What Kratos could not redirect anywhere else for.
async fn error(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let request = BrowserRequest::new(&HeaderMap::new(), &query.unwrap_or_default());
    let id = request.parameter("id").unwrap_or("unknown");
    let error = app.kratos.frontend().get_flow_error(id).await?;
    Ok((StatusCode::BAD_REQUEST, Html(page::flow_error(&error))).into_response())
}

/// Kratos's script for passkeys and security keys, from the app's own origin.
async fn script(State(app): State<Arc<App>>) -> Result<Response, Failure> {
    let script = app.kratos.frontend().get_webauthn_javascript().await?;
    Ok(([(CONTENT_TYPE, "text/javascript; charset=utf-8")], script).into_response())
}

async fn style() -> Response {
    (
        [(CONTENT_TYPE, "text/css; charset=utf-8")],
        include_str!("style.css"),
    )
        .into_response()
}

/// A failure that is not a state of a flow: the visitor's form was malformed, or Kratos is not well.
struct Failure(Error);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        eprintln!("{:#}", self.0);
        let status = match (self.0.is_configuration(), self.0.is_not_found()) {
            (true, _) => StatusCode::BAD_REQUEST,
            (_, true) => StatusCode::NOT_FOUND,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        };
        (status, Html(page::failure(status))).into_response()
    }
}
