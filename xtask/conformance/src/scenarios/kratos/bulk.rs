//! An administrator ends many sessions at once, which Kratos 1.3 does not serve.

use ory_kratos::models::{ManageSessionsAction, ManageSessionsBody};

use super::{log_in, person};
use crate::check::{Check, equal, refused, some};
use crate::world::World;

/// Of people, and by their ids; what is not exactly one of both is refused.
pub(crate) async fn sessions_are_disabled_and_deleted(world: &World) -> Check {
    let identities = world.kratos.identity();
    let frontend = world.kratos.frontend();
    let (ada, grace) = (person(world).await?, person(world).await?);
    let tokens = [log_in(world, &ada).await?, log_in(world, &grace).await?];
    let people = [ada.id.as_str(), grace.id.as_str()];
    let disable = ManageSessionsBody::new(ManageSessionsAction::Disable).identities(people);
    let managed = identities.manage_sessions(disable.clone()).await?;
    equal("processed", managed.processed, Some(2))?;
    equal("more", managed.more, Some(false))?;
    for token in tokens {
        let result = frontend.to_session().session_token(token).await;
        refused("an ended session", result, 401)?;
    }
    let sessions = identities.list_identity_sessions(&ada.id).await?;
    let session = some("a session that ended", sessions.items.into_iter().next())?;
    equal("active", session.active, Some(false))?;
    let delete = ManageSessionsBody::new(ManageSessionsAction::Delete).sessions([&session.id]);
    equal(
        "deleted",
        identities.manage_sessions(delete).await?.processed,
        Some(1),
    )?;
    let left = identities.list_identity_sessions(&ada.id).await?;
    equal("sessions left", left.len(), 0)?;

    let body = || ManageSessionsBody::new(ManageSessionsAction::Disable);
    for (what, body) in [
        ("neither", body()),
        ("both", body().identities(people).sessions([&session.id])),
        ("an id that is none", body().sessions(["no-uuid"])),
        (
            "everybody and somebody",
            body().identities(["*", people[0]]),
        ),
        ("too many", body().sessions(vec![session.id.clone(); 501])),
    ] {
        refused(what, identities.manage_sessions(body).await, 400)?;
    }
    let unknown = ManageSessionsBody::new("forget").identities(people);
    refused(
        "an unknown action",
        identities.manage_sessions(unknown).await,
        400,
    )?;
    Ok(())
}
