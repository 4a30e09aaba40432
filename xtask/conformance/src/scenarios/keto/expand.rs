//! Who has a relation to an object, as a tree?

use ory_keto::models::{ExpandedPermissionTreeType, Relationship};

use super::{insert, set};
use crate::check::{Check, equal, holds, some};
use crate::world::World;

pub(crate) async fn to_a_tree(world: &World) -> Check {
    let (file, group) = (world.name("file"), world.name("group"));
    let patches = [
        insert(Relationship::new("File", &file, "owners").subject_id("alice")),
        insert(
            Relationship::new("File", &file, "owners").subject_set(set("Group", &group, "members")),
        ),
        insert(Relationship::new("Group", &group, "members").subject_id("bob")),
    ];
    world
        .keto
        .relationship()
        .patch_relationships(&patches)
        .await?;
    let tree = world
        .keto
        .permission()
        .expand_permissions("File", &file, "owners")
        .max_depth(5)
        .await?;
    let tree = some("the tree", tree)?;
    equal("the root", &tree.r#type, &ExpandedPermissionTreeType::Union)?;
    equal("children", tree.children.len(), 2)?;
    let inner = tree
        .children
        .iter()
        .find(|child| child.r#type == ExpandedPermissionTreeType::Union);
    let inner = some("the group below the file", inner)?;
    let leaf = some("the group's member", inner.children.first())?;
    equal("the leaf", &leaf.r#type, &ExpandedPermissionTreeType::Leaf)?;
    let tuple = some("the leaf's relationship", leaf.tuple.as_ref())?;
    equal("the member", tuple.subject_id.as_deref(), Some("bob"))
}

/// Keto answers 200 with the body of a 404: there is no tree.
pub(crate) async fn to_nothing(world: &World) -> Check {
    let file = world.name("file");
    let tree = world
        .keto
        .permission()
        .expand_permissions("File", &file, "owners")
        .await?;
    holds(tree.is_none(), "there is no tree for what nobody wrote")
}
