//! What an identity consists of: the schemas of traits, which anybody may read.

use serde_json::json;

use crate::check::{Check, equal, holds, refused, some};
use crate::world::World;

/// Listed, and read by id, which in a URL may be written in base64.
pub(crate) async fn are_read(world: &World) -> Check {
    let identities = world.kratos.identity();
    let schemas = identities.list_identity_schemas().await?;
    equal("schemas", schemas.len(), 1)?;
    let listed = some("the schema", schemas.items.first())?;
    equal("id", listed.id.as_deref(), Some("default"))?;
    let schema = identities.get_identity_schema("default").await?;
    equal("title", schema.get("title"), Some(&json!("Person")))?;
    let encoded = identities.get_identity_schema("ZGVmYXVsdA").await?;
    holds(
        encoded == schema
            && listed
                .schema
                .as_ref()
                .is_some_and(|listed| *listed == json!(schema)),
        "all three ways give the same schema",
    )?;
    let mut items = identities.list_identity_schemas().items();
    let mut count = 0;
    while let Some(schema) = items.next().await {
        schema?;
        count += 1;
    }
    equal("schemas by pager", count, 1)?;
    for id in ["nothing", "bm90aGluZw", "a/b"] {
        refused(id, identities.get_identity_schema(id).await, 404)?;
    }
    Ok(())
}
