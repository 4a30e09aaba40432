//! Writes relationships, checks permissions that follow from them, and lists them.
//!
//! The permission language file of the server says: who owns a file may view it, directly or as a member of a group.
//!
//! `cargo xtask quickstart` runs this against a real server. Or set `ORY_KETO_READ_URL` and `ORY_KETO_WRITE_URL` and use
//! `cargo run --package ory-keto --example permissions`.

use std::env;
use std::error::Error;

use ory_keto::{Client, RelationQuery, RelationTuple, Subject};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let keto = Client::builder()
        .read_url(env::var("ORY_KETO_READ_URL")?)
        .write_url(env::var("ORY_KETO_WRITE_URL")?)
        .build()?;
    let (relationship, permission) = (keto.relationship(), keto.permission());

    // Alice is an editor, and editors own the report. Both are written, or neither is.
    relationship
        .transaction()
        .insert("Group:editors#members@alice".parse()?)
        .insert("File:report#owners@(Group:editors#members)".parse()?)
        .await?;
    println!("wrote 2 relationships");

    // `view` is a permit of the permission language, not a relation that anyone wrote.
    let people = ["alice", "bob"];
    let may_view = |person| RelationTuple::new("File", "report", "view", Subject::id(person));
    let verdicts = permission.check_all(people.map(may_view)).await;
    for (person, allowed) in people.into_iter().zip(verdicts) {
        println!("may {person} view the report? {}", allowed?);
    }

    let files = RelationQuery::new().namespace("File").object("report");
    let mut tuples = relationship.list(files).items();
    while let Some(tuple) = tuples.next().await {
        println!("stored: {}", tuple?);
    }

    let owners = permission.expand_permissions("File", "report", "owners");
    if let Some(tree) = owners.await? {
        println!("{tree}");
    }

    for (namespace, object) in [("Group", "editors"), ("File", "report")] {
        let query = RelationQuery::new().namespace(namespace).object(object);
        relationship.delete(query).await?;
    }
    println!("deleted them again");
    Ok(())
}
