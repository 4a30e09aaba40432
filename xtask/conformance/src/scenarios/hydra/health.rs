//! Is it up, and which version is it?

use crate::check::{Check, equal, holds};
use crate::world::World;

pub(crate) async fn is_up(world: &World) -> Check {
    equal(
        "status",
        world.hydra.metadata().is_alive().await?.status.as_str(),
        "ok",
    )?;
    holds(
        world.hydra.metadata().is_ready().await?.is_ready(),
        "Hydra is ready",
    )?;
    holds(
        !world
            .hydra
            .metadata()
            .get_version()
            .await?
            .version
            .is_empty(),
        "Hydra has a version",
    )
}
