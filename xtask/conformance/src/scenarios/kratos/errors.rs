//! What a page shows when a flow cannot go on, and the script that pages load.

use serde_json::{Value, json};

use super::error_id;
use crate::check::{Check, equal, holds, refused, some};
use crate::http::{Browser, query};
use crate::world::World;

/// A browser that wants to be sent to another site in the end is sent to the website's page for errors.
pub(crate) async fn are_shown_to_the_user(world: &World) -> Check {
    let frontend = world.kratos.frontend();
    let mut browser = Browser::new(&world.http);
    let start = format!(
        "{}/self-service/login/browser?return_to=https%3A%2F%2Fexample.com%2F",
        world.urls.kratos_public
    );
    let sent = browser.open(&start).await?;
    let location = sent.headers().get(http::header::LOCATION);
    let location = some("where the browser is sent", location)?.to_str()?;
    holds(
        location.starts_with("http://127.0.0.1:3000/error?"),
        "it is the page for errors",
    )?;
    let id = query(location, "id")?;
    let record = frontend.get_flow_error(&id).await?;
    equal("id", &record.id, &id)?;
    let error: Value = json!(record.error);
    equal("code", &error["code"], &json!(400))?;
    equal(
        "error",
        &error["id"],
        &json!("self_service_flow_return_to_forbidden"),
    )?;

    // `stub:500` is the server's own example.
    let record = frontend.get_flow_error("stub:500").await?;
    let error: Value = json!(record.error);
    equal("code", &error["code"], &json!(500))?;
    holds(
        error["reason"].is_string(),
        "it is a bare error, not one in an envelope",
    )?;
    let error = refused(
        "an error that nobody had",
        frontend
            .get_flow_error("00000000-0000-0000-0000-000000000000")
            .await,
        404,
    )?;
    holds(error.is_not_found(), "it is not found")
}

/// An unsafe place to return to.
pub(crate) async fn of_a_place_that_is_not_allowed(world: &World) -> Check {
    let frontend = world.kratos.frontend();
    let error = refused(
        "somewhere else",
        frontend
            .create_browser_login_flow()
            .return_to("https://example.com/")
            .await,
        400,
    )?;
    equal(
        "error",
        error_id(&error),
        Some("self_service_flow_return_to_forbidden"),
    )
}

/// The script for security keys is a script.
pub(crate) async fn have_nothing_to_do_with_the_script(world: &World) -> Check {
    let script = world
        .kratos
        .frontend()
        .get_webauthn_javascript()
        .response()
        .await?;
    let kind = script.headers().get(http::header::CONTENT_TYPE);
    holds(
        kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/javascript")),
        "it is JavaScript",
    )?;
    holds(
        script.value.contains("oryWebAuthnLogin"),
        "it has the function that login pages name",
    )
}
