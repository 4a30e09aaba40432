//! Logging in on a device that has no browser (RFC 8628), which Hydra 2.3 does not serve.

use ory_hydra::models::{
    AcceptDeviceUserCodeRequest, AcceptOAuth2ConsentRequest, AcceptOAuth2LoginRequest, OAuth2Client,
};
use ory_hydra::{ClientAuth, DeviceLogin, DeviceOutcome, DevicePoll};

use super::{Registered, register};
use crate::check::{Check, Failure, fail, holds, refused, some};
use crate::http::{Browser, query};
use crate::world::World;

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// An application for devices, which says who it is by `method`.
async fn register_device(world: &World, method: &str) -> Result<Registered, Failure> {
    let client = OAuth2Client::new()
        .client_name(world.name("device"))
        .grant_types([GRANT, "refresh_token"])
        .scope("openid offline_access")
        .token_endpoint_auth_method(method);
    if method != "none" {
        return register(world, client).await;
    }
    let created = world.hydra.oauth2().create_oauth2_client(client).await?;
    Ok(Registered {
        id: some("the client's id", created.client_id)?,
        secret: "".into(),
    })
}

/// Opens the page that the device shows; returns the challenge of the request for a user's code.
async fn open(
    world: &World,
    browser: &mut Browser,
    login: &DeviceLogin,
) -> Result<String, Failure> {
    let page = some("a link with the code", login.verification_uri_complete())?;
    let page = browser.follow(page.expose(), &[&host(world)]).await?;
    query(&page, "device_challenge")
}

fn host(world: &World) -> String {
    let url = &world.urls.hydra_public;
    url.trim_start_matches("http://").to_owned()
}

/// The user types in the code, logs in and consents.
async fn approve(world: &World, login: &DeviceLogin) -> Check {
    let oauth2 = world.hydra.oauth2();
    let mut browser = Browser::new(&world.http);
    let challenge = open(world, &mut browser, login).await?;
    let body = AcceptDeviceUserCodeRequest::new(login.user_code().clone());
    let next = oauth2
        .accept_user_code_request(challenge.into(), body)
        .await?;
    let page = browser.follow(&next.redirect_to, &[&host(world)]).await?;
    let body = AcceptOAuth2LoginRequest::new(world.name("ada"));
    let challenge = query(&page, "login_challenge")?;
    let next = oauth2
        .accept_oauth2_login_request(challenge.into(), body)
        .await?;
    let page = browser.follow(&next.redirect_to, &[&host(world)]).await?;
    let challenge = query(&page, "consent_challenge")?;
    let body = AcceptOAuth2ConsentRequest::new().grant_scope(["openid", "offline_access"]);
    let next = oauth2
        .accept_oauth2_consent_request(challenge.into(), body)
        .await?;
    browser.follow(&next.redirect_to, &[&host(world)]).await?;
    Ok(())
}

/// With the secret in the header, in the body, and without any.
pub(crate) async fn by_every_client_authentication(world: &World) -> Check {
    for method in ["none", "client_secret_post", "client_secret_basic"] {
        let client = register_device(world, method).await?;
        let auth = match method {
            "none" => ClientAuth::none(),
            "client_secret_post" => ClientAuth::post(client.secret),
            _ => ClientAuth::basic(client.secret),
        };
        let device = world.hydra.oauth2().application(&client.id, auth);
        let request = device.device().scope(["openid", "offline_access"]);
        let mut login = request.begin().await?;
        match login.poll().await? {
            DevicePoll::Pending => {}
            other => return fail(format!("{method}, before the user came: {other:?}")),
        }
        approve(world, &login).await?;
        match login.wait().await? {
            DeviceOutcome::Approved(tokens) => holds(
                tokens.refresh_token.is_some() && tokens.id_token.is_some(),
                &format!("{method}: the device has all tokens"),
            )?,
            other => return fail(format!("{method}: {other:?}")),
        }
    }
    Ok(())
}

/// Codes that nobody was given, are empty, or are written in another case.
pub(crate) async fn of_a_wrong_code(world: &World) -> Check {
    let oauth2 = world.hydra.oauth2();
    let client = register_device(world, "none").await?;
    let device = world
        .hydra
        .oauth2()
        .application(&client.id, ClientAuth::none());
    let login = device.device().scope(["openid"]).begin().await?;
    let mut browser = Browser::new(&world.http);
    let challenge = open(world, &mut browser, &login).await?;
    for code in ["nonsense", ""] {
        let body = AcceptDeviceUserCodeRequest::new(code);
        let result = oauth2
            .accept_user_code_request(challenge.as_str().into(), body)
            .await;
        refused(&format!("the code {code:?}"), result, 400)?;
    }
    let body = AcceptDeviceUserCodeRequest::new(login.user_code().clone());
    let unknown = oauth2
        .accept_user_code_request("nonsense".into(), body.clone())
        .await;
    refused("a challenge of nobody", unknown, 404)?;
    // The page without a challenge is where a person without a link begins.
    let page = oauth2.perform_oauth2_device_verification_flow().await?;
    query(&page.url, "device_challenge")?;
    oauth2
        .accept_user_code_request(challenge.into(), body)
        .await?;
    Ok(())
}
