//! An administrator helps somebody who cannot log in any more.

use std::time::Duration;

use ory_core::{GoDuration, Timestamp};
use ory_kratos::models::{
    ContinueWith, CreateRecoveryCodeForIdentityBody, CreateRecoveryLinkForIdentityBody,
    UpdateRecoveryFlowWithCodeMethod,
};

use super::{NOBODY, csrf_token, person};
use crate::check::{Check, equal, holds, refused, some};
use crate::http::{Browser, query};
use crate::world::World;

/// Tells the code on the phone; it is typed in at the page of the link, and leads to the settings.
pub(crate) async fn with_a_code(world: &World) -> Check {
    let somebody = person(world).await?;
    let body = CreateRecoveryCodeForIdentityBody::new(&somebody.id)
        .expires_in(GoDuration::from(Duration::from_secs(900)));
    let created = world
        .kratos
        .identity()
        .create_recovery_code_for_identity(body)
        .response()
        .await?;
    equal("status", created.status().as_u16(), 201)?;
    let recovery = created.into_value();
    equal(
        "digits of the code",
        recovery.recovery_code.expose().len(),
        6,
    )?;
    let end = some("the end of the code", recovery.expires_at)?;
    let seconds = end.unix_seconds() - Timestamp::now().unix_seconds();
    holds(
        (880..=900).contains(&seconds),
        "the code lasts as long as was asked for",
    )?;

    let mut browser = Browser::new(&world.http);
    let id = query(&recovery.recovery_link, "flow")?;
    let frontend = world.kratos.frontend();
    // The flow was made by the administrator; the browser gets its token by opening it.
    let opened = frontend.create_browser_recovery_flow().response().await;
    browser.value(opened)?;
    let flow = frontend
        .get_recovery_flow(&id)
        .cookie(browser.cookies())
        .await?;
    let mut answer = UpdateRecoveryFlowWithCodeMethod::new().code(recovery.recovery_code);
    if let Ok(token) = csrf_token(&flow.ui) {
        answer = answer.csrf_token(token);
    }
    let submitted = frontend
        .update_recovery_flow(&id, answer)
        .cookie(browser.cookies());
    let passed = browser.value(submitted.response().await)?;
    holds(
        passed
            .continue_with
            .iter()
            .any(|step| matches!(step, ContinueWith::ShowSettingsUi(_))),
        "it leads to the settings",
    )?;
    let session = frontend.to_session().cookie(browser.cookies()).await?;
    let identity = some("the session's identity", session.identity)?;
    equal("identity", &identity.id, &somebody.id)
}

/// Sends a link by other means; whoever opens it is logged in once.
pub(crate) async fn with_a_link(world: &World) -> Check {
    let somebody = person(world).await?;
    let body = CreateRecoveryLinkForIdentityBody::new(&somebody.id)
        .expires_in(GoDuration::from(Duration::from_secs(3600)));
    let created = world
        .kratos
        .identity()
        .create_recovery_link_for_identity(body)
        .return_to("http://127.0.0.1:3000/welcome")
        .await?;
    let end = some("the end of the link", created.expires_at)?;
    let seconds = end.unix_seconds() - Timestamp::now().unix_seconds();
    holds(
        (3580..=3600).contains(&seconds),
        "the link lasts as long as was asked for",
    )?;
    holds(
        !format!("{created:?}").contains("token="),
        "the link is a secret",
    )?;

    let mut browser = Browser::new(&world.http);
    let opened = browser.open(created.recovery_link.expose()).await?;
    equal("status", opened.status().as_u16(), 303)?;
    let session = world
        .kratos
        .frontend()
        .to_session()
        .cookie(browser.cookies())
        .await?;
    let identity = some("the session's identity", session.identity)?;
    equal("identity", &identity.id, &somebody.id)?;

    let mut late = Browser::new(&world.http);
    late.open(created.recovery_link.expose()).await?;
    let session = world.kratos.frontend().to_session().cookie(late.cookies());
    refused("a used link", session.await, 401)?;
    Ok(())
}

/// Nobody, and no time at all.
pub(crate) async fn of_nobody_is_refused(world: &World) -> Check {
    let identities = world.kratos.identity();
    // Two answers to the same mistake.
    let code = CreateRecoveryCodeForIdentityBody::new(NOBODY);
    refused(
        "a code for nobody",
        identities.create_recovery_code_for_identity(code).await,
        404,
    )?;
    let link = CreateRecoveryLinkForIdentityBody::new(NOBODY);
    refused(
        "a link for nobody",
        identities.create_recovery_link_for_identity(link).await,
        400,
    )?;
    let somebody = person(world).await?;
    let past: GoDuration = "-1h".parse()?;
    let code = CreateRecoveryCodeForIdentityBody::new(&somebody.id).expires_in(past);
    refused(
        "a code that ended an hour ago",
        identities.create_recovery_code_for_identity(code).await,
        400,
    )?;
    let link = CreateRecoveryLinkForIdentityBody::new(&somebody.id).expires_in(past);
    refused(
        "a link that ended an hour ago",
        identities.create_recovery_link_for_identity(link).await,
        400,
    )?;
    Ok(())
}
