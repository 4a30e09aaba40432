//! Sets of keys.

use ory_hydra::models::{CreateJsonWebKeySet, JsonWebKey, JsonWebKeySet};

use crate::check::{Check, equal, holds, refused, some};
use crate::jwt::SigningKey;
use crate::world::World;

pub(crate) async fn from_creation_to_deletion(world: &World) -> Check {
    let jwk = world.hydra.jwk();
    let set = world.name("set");
    let created = jwk
        .create_json_web_key_set(&set, CreateJsonWebKeySet::new("ES256", "first", "sig"))
        .await?;
    let first = some("the key", created.keys.first())?;
    equal("algorithm", first.alg.as_deref(), Some("ES256"))?;
    holds(
        first.d.is_some(),
        "the private key is told to an administrator",
    )?;

    equal("keys", jwk.get_json_web_key_set(&set).await?.keys.len(), 1)?;
    let one = jwk.get_json_web_key(&set, "first").await?;
    equal("the same key", one.keys.first(), Some(first))?;

    // A key of one's own, added to the set; a key that is read and written back is the same.
    let own: JsonWebKey =
        serde_json::from_value(SigningKey::generate("own".to_owned())?.public()?)?;
    let stored = jwk.set_json_web_key(&set, "own", own.clone()).await?;
    equal("stored", &stored, &own)?;
    equal("keys", jwk.get_json_web_key_set(&set).await?.keys.len(), 2)?;
    let replaced = jwk
        .set_json_web_key_set(&set, JsonWebKeySet::new().keys([own.clone()]))
        .await?;
    equal("keys after replacing the set", replaced.keys, vec![own])?;

    jwk.delete_json_web_key(&set, "own").await?;
    refused(
        "a deleted key",
        jwk.get_json_web_key(&set, "own").await,
        404,
    )?;
    jwk.create_json_web_key_set(&set, CreateJsonWebKeySet::new("RS256", "second", "sig"))
        .await?;
    jwk.delete_json_web_key_set(&set).await?;
    refused("a deleted set", jwk.get_json_web_key_set(&set).await, 404)?;
    Ok(())
}
