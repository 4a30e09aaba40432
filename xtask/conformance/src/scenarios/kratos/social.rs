//! Social sign-in: the local Hydra is the provider, and a native app gets its session by exchanging two codes.

use ory_hydra::models::{AcceptOAuth2ConsentRequest, AcceptOAuth2LoginRequest, OAuth2Client};
use ory_kratos::models::UpdateLoginFlowWithOidcMethod;
use serde_json::json;

use crate::check::{Check, equal, refused, some};
use crate::http::{Browser, query};
use crate::world::World;

pub(crate) async fn through_a_browser_to_an_app(world: &World) -> Check {
    let (frontend, oauth2) = (world.kratos.frontend(), world.hydra.oauth2());
    let callback = format!(
        "{}/self-service/methods/oidc/callback/hydra",
        world.urls.kratos_public
    );
    // The id and the secret that Kratos is configured with.
    let client = OAuth2Client::new()
        .client_id("kratos")
        .client_secret("kratos-secret")
        .grant_types(["authorization_code"])
        .response_types(["code"])
        .redirect_uris([callback])
        .scope("openid");
    oauth2.create_oauth2_client(client).await?;

    // The app starts, and keeps the first of the codes.
    let flow = frontend
        .create_native_login_flow()
        .return_session_token_exchange_code(true)
        .return_to("http://127.0.0.1:3000/app")
        .await?;
    let first = some("the app's code", flow.session_token_exchange_code)?;
    refused(
        "too early",
        frontend
            .exchange_session_token(first.clone(), "nothing")
            .await,
        404,
    )?;
    let answer = UpdateLoginFlowWithOidcMethod::new("hydra");
    let error = refused(
        "to the browser",
        frontend.update_login_flow(&flow.id, answer).await,
        422,
    )?;
    let api = some("the error's body", error.api())?;
    equal("error", api.id(), Some("browser_location_change_required"))?;
    let start = some("where to go", api.redirect_browser_to())?.to_owned();

    // The browser goes to the provider, where the user logs in and consents.
    let hosts = [&world.urls.kratos_public, &world.urls.hydra_public]
        .map(|url| url.trim_start_matches("http://"));
    let subject = world.name("ada");
    let mut browser = Browser::new(&world.http);
    let location = browser.follow(&start, &hosts).await?;
    let body = AcceptOAuth2LoginRequest::new(&subject);
    let next = oauth2
        .accept_oauth2_login_request(query(&location, "login_challenge")?, body)
        .await?;
    let location = browser.follow(&next.redirect_to, &hosts).await?;
    let body = AcceptOAuth2ConsentRequest::new().grant_scope(["openid"]);
    let next = oauth2
        .accept_oauth2_consent_request(query(&location, "consent_challenge")?, body)
        .await?;
    let location = browser.follow(&next.redirect_to, &hosts).await?;

    // Back in the app with the second code.
    let login = frontend
        .exchange_session_token(first, query(&location, "code")?)
        .await?;
    let identity = some("the session's identity", login.session.identity)?;
    equal(
        "traits",
        &identity.traits["email"],
        &json!(format!("{subject}@hydra.test")),
    )?;
    let token = some("the session token", login.session_token)?;
    let session = frontend.to_session().session_token(token).await?;
    let method = some(
        "how the user logged in",
        session.authentication_methods.first(),
    )?;
    equal("provider", method.provider.as_deref(), Some("hydra"))
}
