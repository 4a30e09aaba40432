//! API keys: those of Ory Network are checked by its gateway. A self-hosted server has no gateway, and must be kept from
//! the public by other means: whoever reaches an admin API may use it. What a server checks itself, the secrets of clients and
//! the tokens of users, is refused in the scenarios of those.

use crate::check::{Check, holds};
use crate::world::World;

/// A key that nobody made does no harm: the answer is the same as without one.
pub(crate) async fn are_not_checked_by_self_hosted_servers(world: &World) -> Check {
    let (key, urls) = ("ory_pat_of_nobody", &world.urls);
    let kratos = ory_kratos::Client::builder()
        .admin_url(&urls.kratos_admin)
        .api_key(key)
        .build()?;
    kratos.identity().list_identities().page_size(1).await?;

    let hydra = ory_hydra::Client::builder()
        .admin_url(&urls.hydra_admin)
        .api_key(key)
        .build()?;
    hydra.oauth2().list_oauth2_clients().page_size(1).await?;

    let keto = ory_keto::Client::builder()
        .read_url(&urls.keto_read)
        .api_key(key)
        .build()?;
    let found = keto.relationship().list_relationship_namespaces().await?;
    holds(!found.namespaces.is_empty(), "the namespaces are listed")
}
