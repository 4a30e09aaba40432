//! Sessions: one's own, and everybody's.

use std::collections::BTreeSet;

use ory_kratos::models::PerformNativeLogoutBody;

use super::{NOBODY, log_in, log_in_by_browser, person, register};
use crate::check::{Check, Failure, equal, holds, refused, some};
use crate::world::World;

/// Who is it? With the identity, and as a token that can be verified without asking.
pub(crate) async fn tell_who_it_is(world: &World) -> Check {
    let somebody = person(world).await?;
    let token = log_in(world, &somebody).await?;
    let frontend = world.kratos.frontend();
    let session = frontend
        .to_session()
        .session_token(token.clone())
        .response()
        .await?;
    let cached = session.headers().get("ory-session-cache-for").is_some();
    holds(cached, "whoami says how long it may be cached")?;
    let identity = some("the session's identity", session.into_value().identity)?;
    equal("identity", &identity.id, &somebody.id)?;

    let tokenized = frontend
        .to_session()
        .session_token(token)
        .tokenize_as("default")
        .await?;
    let token = some("the token", tokenized.tokenized)?;
    equal(
        "subject",
        &crate::jwt::claims(token.expose())?["sub"],
        &serde_json::json!(somebody.id),
    )?;

    refused("no session", frontend.to_session().await, 401)?;
    refused(
        "a wrong token",
        frontend.to_session().session_token("ory_st_nothing").await,
        401,
    )?;
    Ok(())
}

/// Somebody with six sessions sees the five others, two at a time, each once; ends one of them, then all others.
pub(crate) async fn are_listed_and_ended_by_their_owner(world: &World) -> Check {
    let somebody = person(world).await?;
    let token = log_in(world, &somebody).await?;
    for _ in 0..5 {
        log_in(world, &somebody).await?;
    }
    let frontend = world.kratos.frontend();
    let mut others = Vec::new();
    let mut items = frontend
        .list_my_sessions()
        .session_token(token.clone())
        .page_size(2)
        .items();
    while let Some(session) = items.next().await {
        let id = session?.id;
        holds(!others.contains(&id), "no session is listed twice")?;
        others.push(id);
    }
    equal("other sessions", others.len(), 5)?;
    frontend
        .disable_my_session(&others[0])
        .session_token(token.clone())
        .await?;
    let left = frontend.list_my_sessions().session_token(token.clone());
    let left = left.await?;
    let active = left.iter().filter(|session| session.active == Some(true));
    let active: Vec<&str> = active.map(|session| session.id.as_str()).collect();
    equal("other sessions after one ended", active.len(), 4)?;
    holds(
        !active.contains(&others[0].as_str()),
        "the one that was named has ended",
    )?;
    frontend
        .disable_my_other_sessions()
        .session_token(token.clone())
        .await?;
    let own = frontend.to_session().session_token(token.clone()).await?;
    holds(!others.contains(&own.id), "one's own session goes on")?;
    let left = frontend
        .list_my_sessions()
        .session_token(token.clone())
        .await?;
    equal(
        "sessions left",
        left.iter()
            .filter(|session| session.active == Some(true))
            .count(),
        0,
    )?;

    frontend
        .perform_native_logout(PerformNativeLogoutBody::new(token.clone()))
        .await?;
    refused(
        "a session that ended",
        frontend.to_session().session_token(token).await,
        401,
    )?;
    let unknown = PerformNativeLogoutBody::new("ory_st_nothing");
    refused(
        "logout with an unknown token",
        frontend.perform_native_logout(unknown).await,
        403,
    )?;
    Ok(())
}

/// An administrator lists, reads, extends and ends them.
pub(crate) async fn are_managed_by_an_administrator(world: &World) -> Check {
    let somebody = person(world).await?;
    let token = log_in(world, &somebody).await?;
    for _ in 0..5 {
        log_in(world, &somebody).await?;
    }
    let identities = world.kratos.identity();
    let mut found = Vec::new();
    let mut items = identities
        .list_identity_sessions(&somebody.id)
        .page_size(2)
        .items();
    while let Some(session) = items.next().await {
        let id = session?.id;
        holds(!found.contains(&id), "no session is listed twice")?;
        found.push(id);
    }
    equal("sessions", found.len(), 6)?;
    let all = identities
        .list_sessions()
        .active(true)
        .page_size(100)
        .await?;
    holds(
        found
            .iter()
            .all(|id| all.iter().any(|session| &session.id == id)),
        "all sessions are listed",
    )?;

    let read = identities
        .get_session(&found[0])
        .expand(["identity", "devices"])
        .await?;
    let identity = some("the session's identity", read.identity)?;
    equal("identity", &identity.id, &somebody.id)?;
    identities.disable_session(&found[0]).await?;
    identities.delete_identity_sessions(&somebody.id).await?;
    refused(
        "a session that was ended",
        world
            .kratos
            .frontend()
            .to_session()
            .session_token(token)
            .await,
        401,
    )?;
    refused(
        "no session",
        identities
            .get_session("00000000-0000-0000-0000-000000000000")
            .await,
        404,
    )?;
    Ok(())
}

/// A stolen laptop: the administrator finds the browser's session by its device and ends it; the app's goes on.
pub(crate) async fn of_one_device_is_ended_by_an_administrator(world: &World) -> Check {
    let (somebody, token) = register(world).await?;
    let browser = log_in_by_browser(world, &somebody).await?;
    let frontend = world.kratos.frontend();
    let session = frontend.to_session().cookie(browser.cookies()).await?;
    let device = some("the session's device", session.devices.first())?;
    holds(device.user_agent.is_some(), "the device says what it is")?;
    equal("sessions", sessions_of(world, &somebody.id).await?.len(), 2)?;

    world.kratos.identity().disable_session(&session.id).await?;
    refused(
        "the browser's session",
        frontend.to_session().cookie(browser.cookies()).await,
        401,
    )?;
    let left = frontend.to_session().session_token(token).await?;
    holds(left.id != session.id, "the app's session goes on")
}

/// The active sessions of an identity.
async fn sessions_of(world: &World, identity: &str) -> Result<Vec<String>, Failure> {
    let list = world.kratos.identity().list_identity_sessions(identity);
    let sessions = list.active(true).await?;
    Ok(sessions.into_iter().map(|session| session.id).collect())
}

/// Everybody's sessions two at a time, each once; without those that ended, if asked so.
pub(crate) async fn are_found_across_pages(world: &World) -> Check {
    let mut tokens = BTreeSet::new();
    for _ in 0..5 {
        let (_, token) = register(world).await?;
        let session = world.kratos.frontend().to_session().session_token(token);
        tokens.insert(session.await?.id);
    }
    let identities = world.kratos.identity();
    let mut found = BTreeSet::new();
    let mut items = identities.list_sessions().page_size(2).items();
    while let Some(session) = items.next().await {
        let session = session?;
        holds(
            session.identity.is_none(),
            "no identity unless it is asked for",
        )?;
        holds(found.insert(session.id), "no session is listed twice")?;
    }
    holds(tokens.is_subset(&found), "every session is listed")?;

    let ended = some("a session", tokens.first())?;
    identities.disable_session(ended).await?;
    let active = identities.list_sessions().active(true).page_size(1000);
    let active = active.expand(["identity", "devices"]).await?;
    let mut ids = active.iter().map(|session| session.id.as_str());
    holds(
        !ids.any(|id| id == ended),
        "a session that ended is left out",
    )?;
    holds(
        active
            .iter()
            .all(|session| session.identity.is_some() && !session.devices.is_empty()),
        "identities and devices are there when asked for",
    )?;
    let over = identities.list_sessions().active(false).page_size(1000);
    let over = over.await?;
    holds(
        over.iter().any(|session| &session.id == ended),
        "it is among those that ended",
    )?;

    let nonsense = identities.list_sessions().page_token("nonsense").await;
    refused("a token that the server did not make", nonsense, 400)?;
    let nonsense = identities.list_sessions().expand(["nonsense"]).await;
    refused("what cannot be expanded", nonsense, 400)?;
    Ok(())
}

/// A session lasts longer, ends, and is forgotten; what nobody has is neither read nor ended.
pub(crate) async fn are_extended_and_deleted(world: &World) -> Check {
    let identities = world.kratos.identity();
    let (somebody, token) = register(world).await?;
    let frontend = world.kratos.frontend();
    let session = frontend.to_session().session_token(token).await?;
    let before = some("the end of the session", session.expires_at)?;
    // With the session, or with nothing and 204 where `faster_session_extend` is switched on.
    let extended = identities.extend_session(&session.id).response().await?;
    let told = extended.status().as_u16() == 200;
    let extended = extended.into_value();
    equal("the session is in the answer", extended.is_some(), told)?;
    let extended = match extended {
        Some(session) => session,
        None => identities.get_session(&session.id).await?,
    };
    let after = some("the new end of the session", extended.expires_at)?;
    holds(after > before, "it ends later")?;

    identities.disable_session(&session.id).await?;
    // Twice is as good as once.
    identities.disable_session(&session.id).await?;
    let ended = identities.get_session(&session.id).await?;
    equal("active", ended.active, Some(false))?;

    identities.delete_identity_sessions(&somebody.id).await?;
    refused(
        "a session that was deleted",
        identities.get_session(&session.id).await,
        404,
    )?;
    equal(
        "sessions left",
        identities.list_identity_sessions(&somebody.id).await?.len(),
        0,
    )?;
    refused(
        "deleting none",
        identities.delete_identity_sessions(&somebody.id).await,
        404,
    )?;

    for (id, status) in [(NOBODY, 404), ("no-uuid", 400)] {
        refused(id, identities.get_session(id).await, status)?;
        refused(id, identities.extend_session(id).await, status)?;
        refused(id, identities.disable_session(id).await, status)?;
    }
    // Nobody's sessions are an empty list, which this release says goes on for ever.
    let mut none = identities
        .list_identity_sessions(NOBODY)
        .page_size(2)
        .items();
    holds(none.next().await.is_none(), "the pager of nothing ends")
}
