//! Is it up, and which version is it?

use crate::check::{Check, equal, holds};
use crate::world::World;

pub(crate) async fn is_up(world: &World) -> Check {
    equal(
        "status",
        world.keto.metadata().is_alive().await?.status.as_str(),
        "ok",
    )?;
    holds(
        world.keto.metadata().is_ready().await?.is_ready(),
        "Keto is ready",
    )?;
    holds(
        !world
            .keto
            .metadata()
            .get_version()
            .await?
            .version
            .is_empty(),
        "Keto has a version",
    )
}
