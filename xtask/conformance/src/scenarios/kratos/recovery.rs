//! Somebody forgot the password.

use ory_kratos::models::{
    ContinueWith, RecoveryFlow, UpdateRecoveryFlowWithCodeMethod, UpdateRecoveryFlowWithLinkMethod,
    UpdateSettingsFlowWithPasswordMethod,
};

use super::browser::{Visitor, told};
use super::{code, csrf_token, email, error_id, person};
use crate::check::{Check, equal, holds, refused, some};
use crate::world::World;

/// At a browser: a wrong code, the one in the mail, and a new password on the page that follows.
pub(crate) async fn at_a_browser(world: &World) -> Check {
    let somebody = person(world).await?;
    let frontend = world.kratos.frontend();
    let mut visitor = Visitor::new(world);
    let page: RecoveryFlow = visitor.open().await?;
    let ask = UpdateRecoveryFlowWithCodeMethod::new()
        .email(&somebody.email)
        .csrf_token(csrf_token(&page.ui)?);
    let page = visitor.submit(&page, ask).await?;
    equal("state", page.state.as_str(), "sent_email")?;

    // A wrong code is answered with 200: only the message and the state tell.
    let wrong = UpdateRecoveryFlowWithCodeMethod::new()
        .code("000000")
        .csrf_token(csrf_token(&page.ui)?);
    let page = visitor.submit(&page, wrong).await?;
    equal("state", page.state.as_str(), "sent_email")?;
    holds(
        told(&page.ui).contains(&4060006),
        "the form says that the code is wrong",
    )?;

    let sent = code(world, &somebody.email, "recovery_code", 0).await?;
    let right = UpdateRecoveryFlowWithCodeMethod::new()
        .code(sent)
        .csrf_token(csrf_token(&page.ui)?);
    let passed = visitor.submit(&page, right.clone()).await?;
    equal("state", passed.state.as_str(), "passed_challenge")?;
    let next = passed.continue_with.iter().find_map(|step| match step {
        ContinueWith::ShowSettingsUi(step) => Some(&step.flow),
        _ => None,
    });
    let next = some("the settings page to go to", next)?;
    let session = visitor.session().await?;
    let identity = some("an identity", session.identity)?;
    equal("identity", &identity.id, &somebody.id)?;
    let call = frontend
        .get_settings_flow(&next.id)
        .cookie(visitor.cookie());
    let page = visitor.take(call.response()).await?;
    let answer = UpdateSettingsFlowWithPasswordMethod::new("another good password")
        .csrf_token(csrf_token(&page.ui)?);
    let changed = visitor.submit(&page, answer).await?;
    equal("state", changed.state.as_str(), "success")?;

    // Logging in changed the token of the forms; the old form does not fit any more.
    let error = refused("a used flow", visitor.submit(&passed, right).await, 403)?;
    equal("error", error_id(&error), Some("security_csrf_violation"))
}

/// By a link in the mail, which a browser opens; it is good for one visit.
pub(crate) async fn by_a_link(world: &World) -> Check {
    let somebody = person(world).await?;
    let mut visitor = Visitor::new(world);
    let page: RecoveryFlow = visitor.open().await?;
    let ask =
        UpdateRecoveryFlowWithLinkMethod::new(&somebody.email).csrf_token(csrf_token(&page.ui)?);
    let page = visitor.submit(&page, ask).await?;
    equal("state", page.state.as_str(), "sent_email")?;

    let link = code(world, &somebody.email, "recovery_url", 0).await?;
    let opened = visitor.browser.open(&link).await?;
    equal("status", opened.status().as_u16(), 303)?;
    let session = visitor.session().await?;
    let identity = some("an identity", session.identity)?;
    equal("identity", &identity.id, &somebody.id)?;

    let mut late = Visitor::new(world);
    late.browser.open(&link).await?;
    refused("a used link", late.session().await, 401)?;
    Ok(())
}

/// In an app: a code that was used once is of no more use, and who has no account gets no mail, but the same answer.
pub(crate) async fn in_an_app(world: &World) -> Check {
    let somebody = person(world).await?;
    let frontend = world.kratos.frontend();
    let page = frontend.create_native_recovery_flow().await?;
    let ask = UpdateRecoveryFlowWithCodeMethod::new().email(&somebody.email);
    frontend.update_recovery_flow(&page.id, ask).await?;
    let sent = code(world, &somebody.email, "recovery_code", 0).await?;
    let answer = UpdateRecoveryFlowWithCodeMethod::new().code(sent);
    let passed = frontend
        .update_recovery_flow(&page.id, answer.clone())
        .await?;
    let token = passed.continue_with.iter().find_map(|step| match step {
        ContinueWith::SetOrySessionToken(step) => Some(&step.ory_session_token),
        _ => None,
    });
    let token = some("the session token", token)?;
    let session = frontend.to_session().session_token(token.clone()).await?;
    let identity = some("an identity", session.identity)?;
    equal("identity", &identity.id, &somebody.id)?;
    refused(
        "a used flow",
        frontend.update_recovery_flow(&page.id, answer).await,
        400,
    )?;

    let page = frontend.create_native_recovery_flow().await?;
    let ask = UpdateRecoveryFlowWithCodeMethod::new().email(email(world));
    let page = frontend.update_recovery_flow(&page.id, ask).await?;
    equal("state", page.state.as_str(), "sent_email")?;
    let wrong = UpdateRecoveryFlowWithCodeMethod::new().code("000000");
    let page = frontend.update_recovery_flow(&page.id, wrong).await?;
    holds(
        told(&page.ui).contains(&4060006),
        "the form says that the code is wrong",
    )?;
    refused(
        "a flow that nobody made",
        frontend
            .get_recovery_flow("00000000-0000-0000-0000-000000000000")
            .await,
        404,
    )?;
    Ok(())
}
