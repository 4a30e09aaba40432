//! The pages of a server-rendered app, written with the helpers of `ory_kratos::browser` alone.

use ory_core::Response;
use ory_core::http::{HeaderMap, header::COOKIE};
use ory_kratos::browser::{BrowserRequest, relay_cookies};
use ory_kratos::models::{
    UiNodeGroup, UpdateLoginFlowWithPasswordMethod, UpdateRegistrationFlowWithPasswordMethod,
    UpdateSettingsFlowWithProfileMethod,
};
use ory_kratos::outcome::{
    FlowErrorId, LoginOutcome, LogoutOutcome, SessionOutcome, SettingsOutcome,
};
use ory_kratos::{Flow, MessageId};
use serde_json::json;

use super::{PASSWORD, email};
use crate::check::{Check, Failure, equal, fail, holds, some};
use crate::http::Browser;
use crate::world::World;

/// A browser that sends requests to a backend.
struct Visitor(Browser);

impl Visitor {
    /// What the backend is asked, with all of the browser's cookies, and one that is not Kratos's.
    fn asks(&self, query: &str) -> Result<BrowserRequest, Failure> {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, "theme=dark".parse()?);
        if !self.0.cookies().is_empty() {
            headers.append(COOKIE, self.0.cookies().parse()?);
        }
        Ok(BrowserRequest::new(&headers, query))
    }

    /// What Kratos answered the backend, whose cookies are relayed to the browser.
    fn gets<T>(&mut self, response: Response<T>) -> T {
        let mut answer = HeaderMap::new();
        relay_cookies(&response, &mut answer);
        self.0.keep(&answer);
        response.into_value()
    }

    async fn is_logged_in(&mut self, world: &World) -> Result<bool, Failure> {
        let whoami = self.asks("")?.whoami(&world.kratos).outcome().await?;
        match self.gets(whoami) {
            SessionOutcome::Active(_) => Ok(true),
            SessionOutcome::SignedOut(_) => Ok(false),
            other => fail(format!("who is it? {other:?}")),
        }
    }
}

/// Signs up, logs out, mistypes the password, logs in, changes the name, logs out; every page by its own request.
pub(crate) async fn from_signing_up_to_logging_out(world: &World) -> Check {
    let kratos = &world.kratos;
    let frontend = kratos.frontend();
    let address = email(world);
    let mut visitor = Visitor(Browser::new(&world.http));
    holds(!visitor.is_logged_in(world).await?, "nobody is logged in")?;

    let request = visitor.asks("return_to=http%3A%2F%2F127.0.0.1%3A3000%2Fcart%3Fa%3D1%26b%3D2")?;
    let created = request.create_registration(kratos).outcome().await?;
    let flow = some("the form", visitor.gets(created).into_success())?;
    let cart = "http://127.0.0.1:3000/cart?a=1&b=2";
    equal("return_to", flow.return_url(), Some(cart))?;
    let body = UpdateRegistrationFlowWithPasswordMethod::new(PASSWORD, json!({ "email": address }))
        .csrf_token(flow.require_csrf_token()?);
    let submitted = frontend
        .update_registration_flow(&flow.id, body)
        .cookie(visitor.asks("")?.cookie())
        .outcome()
        .await?;
    let signed_up = visitor.gets(submitted).into_success();
    let signed_up = some("the new account", signed_up)?;
    holds(
        signed_up.token().is_none(),
        "a browser gets a cookie instead of a token",
    )?;
    holds(signed_up.next_step().is_some(), "it knows where to go on")?;
    holds(visitor.is_logged_in(world).await?, "signing up logs in")?;
    log_out(world, &mut visitor).await?;

    // The page is loaded by the id of its flow, as after a redirect.
    let created = visitor.asks("")?.create_login(kratos).outcome().await?;
    let id = some("the form", visitor.gets(created).into_success())?.id;
    let request = visitor.asks(&format!("?flow={id}"))?;
    let asked = some("the flow in the URL", request.flow_id())?.to_owned();
    let fetched = request.get_login(kratos, &asked).outcome().await?;
    let flow = some("the form", visitor.gets(fetched).into_success())?;
    equal("flow", &flow.id, &id)?;
    let other = Visitor(Browser::new(&world.http)).asks("")?;
    let stolen = other.get_login(kratos, &id).outcome().await?.into_value();
    holds(
        stolen.is_refused(FlowErrorId::CsrfViolation),
        &format!("another browser cannot read the form: {stolen:?}"),
    )?;

    let token = flow.require_csrf_token()?;
    let submit = |visitor: &Visitor, password: &str| {
        let body = UpdateLoginFlowWithPasswordMethod::new(&address, password).csrf_token(&token);
        let call = frontend.update_login_flow(&id, body);
        Ok::<_, Failure>(call.cookie(visitor.asks("")?.cookie()).outcome())
    };
    let wrong = submit(&visitor, "wrong")?.await?;
    match visitor.gets(wrong) {
        LoginOutcome::Invalid(flow) => {
            holds(flow.has_errors(), "the form has an error")?;
            let ui = &flow.ui;
            holds(ui.has_message(MessageId::InvalidCredentials), "it says why")?;
            holds(ui.offers(&UiNodeGroup::Password), "it can be given again")?;
            let typed = ui.input("identifier").and_then(|input| input.text());
            equal("what was typed", typed, Some(address.as_str()))?;
        }
        other => return fail(format!("a wrong password: {other:?}")),
    }
    let right = submit(&visitor, PASSWORD)?.await?;
    some("the session", visitor.gets(right).into_success())?;
    holds(visitor.is_logged_in(world).await?, "the password logs in")?;

    let created = visitor.asks("")?.create_settings(kratos).outcome().await?;
    let flow = some("the settings", visitor.gets(created).into_success())?;
    let rename = |name: serde_json::Value| {
        let traits = json!({ "email": address, "name": name });
        let body =
            UpdateSettingsFlowWithProfileMethod::new(traits).csrf_token(flow.require_csrf_token()?);
        Ok::<_, Failure>(frontend.update_settings_flow(&flow.id, body))
    };
    let cookie = visitor.asks("")?.cookie();
    let wrong = rename(json!(7))?.cookie(&cookie).outcome().await?;
    match visitor.gets(wrong) {
        SettingsOutcome::Invalid(flow) => {
            let node = some("the name's node", flow.ui.node("traits.name"))?;
            holds(!node.all_messages().is_empty(), "the name's node says why")?;
        }
        other => return fail(format!("a number for a name: {other:?}")),
    }
    let cookie = visitor.asks("")?.cookie();
    let renamed = rename(json!("Ada"))?.cookie(cookie).outcome().await?;
    let saved = some("the settings", visitor.gets(renamed).into_success())?;
    equal("name", &saved.identity.traits["name"], &json!("Ada"))?;
    log_out(world, &mut visitor).await
}

/// Logs out; a second time there is nothing to end.
async fn log_out(world: &World, visitor: &mut Visitor) -> Check {
    let request = visitor.asks("")?;
    let created = request.create_logout(&world.kratos).outcome().await?;
    let logout = some("the logout", visitor.gets(created).into_success())?;
    let end = || {
        let call = world
            .kratos
            .frontend()
            .update_logout_flow(logout.logout_token.clone());
        call.cookie(request.cookie()).outcome()
    };
    let ended = end().await?;
    let ended = visitor.gets(ended);
    holds(
        matches!(ended, LogoutOutcome::LoggedOut | LogoutOutcome::Redirect(_)),
        &format!("logging out: {ended:?}"),
    )?;
    holds(!visitor.is_logged_in(world).await?, "nobody is left")?;
    let again = end().await?.into_value();
    holds(
        matches!(again, LogoutOutcome::NoSession(_)),
        &format!("logging out twice: {again:?}"),
    )
}
