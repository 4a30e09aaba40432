//! Writes relationships, checks permissions that follow from them, and lists them.
//!
//! The permission language file of the server says: who owns a file may view it, directly or as a member of a group.
//!
//! `cargo xtask quickstart` runs this against a real server. Or set `ORY_KETO_READ_URL` and `ORY_KETO_WRITE_URL` and use
//! `cargo run --package ory-keto --example permissions`.

use std::env;
use std::error::Error;

use ory_keto::Client;
use ory_keto::models::{Relationship, RelationshipPatch, RelationshipPatchAction, SubjectSet};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let keto = Client::builder()
        .read_url(env::var("ORY_KETO_READ_URL")?)
        .write_url(env::var("ORY_KETO_WRITE_URL")?)
        .build()?;

    // Alice is an editor, and editors own the report. Both are written, or neither is.
    let editors = SubjectSet::new("Group", "editors").relation("members");
    let relationships = [
        Relationship::new("Group", "editors", "members").subject_id("alice"),
        Relationship::new("File", "report", "owners").subject_set(editors),
    ];
    let patches: Vec<RelationshipPatch> = relationships
        .into_iter()
        .map(|relationship| RelationshipPatch::new(RelationshipPatchAction::Insert, relationship))
        .collect();
    keto.relationship().patch_relationships(&patches).await?;
    println!("wrote {} relationships", patches.len());

    // `view` is a permit of the permission language, not a relation that anyone wrote.
    for person in ["alice", "bob"] {
        let allowed = keto
            .permission()
            .check_permission("File", "report", "view")
            .subject_id(person)
            .await?;
        println!("may {person} view the report? {allowed}");
    }

    let mut items = keto
        .relationship()
        .get_relationships()
        .namespace("File")
        .items();
    while let Some(relationship) = items.next().await {
        let relationship = relationship?;
        println!(
            "stored: {}:{}#{}",
            relationship.namespace, relationship.object, relationship.relation
        );
    }

    keto.relationship()
        .delete_relationships("Group")
        .object("editors")
        .await?;
    keto.relationship()
        .delete_relationships("File")
        .object("report")
        .await?;
    println!("deleted them again");
    Ok(())
}
