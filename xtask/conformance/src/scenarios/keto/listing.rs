//! Relationships are listed across pages and by filters.

use std::collections::BTreeSet;

use ory_keto::models::Relationship;

use super::{insert, set};
use crate::check::{Check, equal, holds, refused, some};
use crate::world::World;

/// 25 relationships, ten at a time: each is given once, and a pager resumes where another stopped.
pub(crate) async fn across_pages(world: &World) -> Check {
    let file = world.name("file");
    let people: BTreeSet<String> = (0..25).map(|number| format!("person-{number}")).collect();
    let patches: Vec<_> = people
        .iter()
        .map(|person| insert(Relationship::new("File", &file, "viewers").subject_id(person)))
        .collect();
    world
        .keto
        .relationship()
        .patch_relationships(patches.as_slice())
        .await?;

    let list = || {
        world
            .keto
            .relationship()
            .get_relationships()
            .namespace("File")
            .object(&file)
            .page_size(10)
    };
    let mut sizes = Vec::new();
    let mut found = BTreeSet::new();
    let mut pages = list().pages();
    while let Some(page) = pages.next().await {
        let page = page?;
        sizes.push(page.len());
        for relationship in page {
            let person = some("the subject", relationship.subject_id)?;
            holds(found.insert(person), "no relationship is listed twice")?;
        }
    }
    equal("sizes of the pages", sizes, vec![10, 10, 5])?;
    equal("everybody is listed", found, people)?;

    let first = list().await?;
    let mut rest = list()
        .page_token(&some("the second page's token", first.next)?)
        .items();
    let mut count = 0;
    while let Some(relationship) = rest.next().await {
        relationship?;
        count += 1;
    }
    equal("relationships after the first page", count, 15)?;

    // A mistake of the caller that Keto 0.14 calls its own.
    let nonsense = list().page_token("nonsense").await;
    let status = world.keto_by_release(500, 400);
    refused("a token that the server did not make", nonsense, status)?;
    Ok(())
}

/// By relation, by subject, by group; and nothing is an empty page.
pub(crate) async fn by_filters(world: &World) -> Check {
    let (file, group) = (world.name("file"), world.name("group"));
    let patches = [
        insert(Relationship::new("File", &file, "viewers").subject_id("alice")),
        insert(Relationship::new("File", &file, "owners").subject_id("alice")),
        insert(
            Relationship::new("File", &file, "owners").subject_set(set("Group", &group, "members")),
        ),
    ];
    let relationship = world.keto.relationship();
    relationship.patch_relationships(&patches).await?;
    let list = || {
        relationship
            .get_relationships()
            .namespace("File")
            .object(&file)
    };
    equal("all", list().await?.len(), 3)?;
    equal("owners", list().relation("owners").await?.len(), 2)?;
    equal("alice", list().subject_id("alice").await?.len(), 2)?;
    let by_group = list()
        .subject_set_namespace("Group")
        .subject_set_object(&group)
        .subject_set_relation("members")
        .await?;
    equal("group", by_group.len(), 1)?;
    let subject = by_group.items[0].subject_set.as_ref();
    equal(
        "group's object",
        subject.map(|set| set.object.as_str()),
        Some(group.as_str()),
    )?;
    let nobody = list().subject_id("nobody").await?;
    equal("nobody", nobody.len(), 0)?;
    holds(nobody.next.is_none(), "an empty page has no successor")?;

    // Deleting by a part of the relationship takes all that fit, and nothing else.
    relationship
        .delete_relationships("File")
        .object(&file)
        .relation("owners")
        .await?;
    equal("after deleting owners", list().await?.len(), 1)
}
