//! Somebody logs out at a browser; apps do it in `sessions.rs`.

use super::browser::Visitor;
use super::{error_id, person};
use crate::check::{Check, equal, holds, refused};
use crate::world::World;

/// The link is made for this session only; it works once, and where it leads is up to the website.
pub(crate) async fn at_a_browser(world: &World) -> Check {
    let somebody = person(world).await?;
    let frontend = world.kratos.frontend();
    let mut visitor = Visitor::new(world);
    let error = refused(
        "nobody is logged in",
        frontend.create_browser_logout_flow().await,
        401,
    )?;
    equal("error", error_id(&error), Some("session_inactive"))?;

    visitor.log_in(&somebody).await?;
    let call = frontend
        .create_browser_logout_flow()
        .return_to("http://127.0.0.1:3000/bye")
        .cookie(visitor.cookie());
    let link = visitor.take(call.response()).await?;
    holds(
        link.logout_url
            .expose()
            .contains(link.logout_token.expose()),
        "the link has the token",
    )?;
    let call = frontend
        .update_logout_flow("ory_lo_nothing".into())
        .cookie(visitor.cookie());
    let wrong = visitor.take(call.response()).await;
    holds(wrong.is_err(), "an unknown token is refused")?;
    visitor.session().await?;

    let call = frontend
        .update_logout_flow(link.logout_token.clone())
        .cookie(visitor.cookie());
    visitor.take(call.response()).await?;
    refused("nobody any more", visitor.session().await, 401)?;
    let call = frontend
        .update_logout_flow(link.logout_token)
        .cookie(visitor.cookie());
    let error = refused("a used token", visitor.take(call.response()).await, 401)?;
    equal("error", error_id(&error), Some("session_inactive"))
}
