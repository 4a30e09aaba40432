//! Somebody proves that an address is the own one.

use ory_kratos::models::{UpdateVerificationFlowWithCodeMethod, VerificationFlow};

use super::browser::{Visitor, told};
use super::{code, csrf_token, error_id, person};
use crate::check::{Check, equal, holds, refused, some};
use crate::world::World;

/// At a browser: a wrong code, the one in the mail, and the same once more.
pub(crate) async fn at_a_browser(world: &World) -> Check {
    let somebody = person(world).await?;
    let frontend = world.kratos.frontend();
    let mut visitor = Visitor::new(world);
    let page: VerificationFlow = visitor.open().await?;
    let ask = UpdateVerificationFlowWithCodeMethod::new()
        .email(&somebody.email)
        .csrf_token(csrf_token(&page.ui)?);
    let page = visitor.submit(&page, ask).await?;
    equal("state", page.state.as_str(), "sent_email")?;

    // A wrong code is answered with 200: only the message and the state tell.
    let wrong = UpdateVerificationFlowWithCodeMethod::new()
        .code("000000")
        .csrf_token(csrf_token(&page.ui)?);
    let page = visitor.submit(&page, wrong).await?;
    equal("state", page.state.as_str(), "sent_email")?;
    holds(
        told(&page.ui).contains(&4070006),
        "the form says that the code is wrong",
    )?;

    let sent = code(world, &somebody.email, "verification_code", 0).await?;
    let right = UpdateVerificationFlowWithCodeMethod::new()
        .code(sent)
        .csrf_token(csrf_token(&page.ui)?);
    let page = visitor.submit(&page, right.clone()).await?;
    equal("state", page.state.as_str(), "passed_challenge")?;
    let identity = world.kratos.identity().get_identity(&somebody.id).await?;
    let verified = identity
        .verifiable_addresses
        .iter()
        .all(|address| address.verified);
    holds(verified, "the address is verified")?;
    let error = refused("a used flow", visitor.submit(&page, right).await, 410)?;
    let api = some("the error", error.api())?;
    equal("error", api.id(), Some("self_service_flow_replaced"))?;
    let next = some("the flow to use", api.use_flow_id())?;
    let call = frontend
        .get_verification_flow(next)
        .cookie(visitor.cookie());
    let page = visitor.take(call.response()).await?.id;

    let error = refused(
        "a page without its cookie",
        frontend.get_verification_flow(page).await,
        403,
    )?;
    equal("error", error_id(&error), Some("security_csrf_violation"))
}
