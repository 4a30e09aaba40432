//! Who has a relation to an object, as a tree?

use ory_keto::models::{ExpandedPermissionTree, ExpandedPermissionTreeType, Relationship};

use super::{insert, set};
use crate::check::{Check, equal, holds, refused, some};
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

/// No deeper than is asked for: the group's members are not looked up.
pub(crate) async fn to_a_depth(world: &World) -> Check {
    let (file, group) = (world.name("file"), world.name("group"));
    let patches = [
        insert(
            Relationship::new("File", &file, "owners").subject_set(set("Group", &group, "members")),
        ),
        insert(Relationship::new("Group", &group, "members").subject_id("bob")),
    ];
    let relationship = world.keto.relationship();
    relationship.patch_relationships(&patches).await?;
    let permission = world.keto.permission();
    let mut leaves = Vec::new();
    for depth in [2, 3] {
        let tree = permission.expand_permissions("File", &file, "owners");
        let tree = some("the tree", tree.max_depth(depth).await?)?;
        let group = some("the group", tree.children.first())?;
        leaves.push((group.r#type.clone(), group.children.len()));
    }
    let expected = vec![
        (ExpandedPermissionTreeType::Leaf, 0),
        (ExpandedPermissionTreeType::Union, 1),
    ];
    equal("the group by depth", leaves, expected)
}

/// Keto 0.14 answers 200 with the body of a 404: there is no tree. The current one gives a leaf with what was asked for.
pub(crate) async fn to_nothing(world: &World) -> Check {
    let file = world.name("file");
    let tree = world
        .keto
        .permission()
        .expand_permissions("File", &file, "owners")
        .await?;
    let is_nothing = |tree: Option<ExpandedPermissionTree>| match tree {
        None => world.keto_by_release(true, false),
        Some(tree) => {
            let is_leaf = tree.r#type == ExpandedPermissionTreeType::Leaf;
            world.keto_by_release(false, is_leaf && tree.children.is_empty())
        }
    };
    holds(is_nothing(tree), "there is nothing below what nobody wrote")?;
    let permission = world.keto.permission();
    let tree = permission.expand_permissions("File", &file, "flies");
    holds(
        is_nothing(tree.await?),
        "nor below a relation that does not exist",
    )?;
    let tree = permission.expand_permissions("Nowhere", &file, "owners");
    refused("an unknown namespace", tree.await, 404)?;
    Ok(())
}
