//! Is it up, and which version is it?

use crate::check::{Check, equal, holds};
use crate::world::World;

pub(crate) async fn is_up(world: &World) -> Check {
    equal(
        "status",
        world.kratos.metadata().is_alive().await?.status.as_str(),
        "ok",
    )?;
    holds(
        world.kratos.metadata().is_ready().await?.is_ready(),
        "Kratos is ready",
    )?;
    holds(
        !world
            .kratos
            .metadata()
            .get_version()
            .await?
            .version
            .is_empty(),
        "Kratos has a version",
    )
}
