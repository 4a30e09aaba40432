//! What the server says about itself.

use crate::check::{Check, equal, holds};
use crate::world::World;

/// Hydra 2.3 leaves out endpoints that the newest contract requires; the document is read all the same.
pub(crate) async fn of_endpoints_and_keys(world: &World) -> Check {
    let found = world.hydra.oidc().discover_oidc_configuration().await?;
    equal(
        "issuer",
        found.issuer.trim_end_matches('/'),
        world.urls.hydra_public.as_str(),
    )?;
    holds(
        found.token_endpoint.ends_with("/oauth2/token"),
        "the token endpoint is where it is documented",
    )?;
    let keys = world.hydra.jwk().discover_json_web_keys().await?;
    holds(!keys.keys.is_empty(), "there are public keys")?;
    holds(
        keys.keys.iter().all(|key| key.d.is_none()),
        "no private key is published",
    )
}
