//! Relationships as sentences: checked by the thousand, changed together, loaded twice, listed, deleted, printed.

use ory_keto::{IfStored, RelationQuery, RelationTuple, Subject};

use crate::check::{Check, Failure, equal, holds, some};
use crate::world::World;

/// Whatever the text form can say is stored and listed as it was.
pub(crate) async fn are_stored_as_they_are_written(world: &World) -> Check {
    let file = world.name("file");
    let relationship = world.keto.relationship();
    let mut written: Vec<String> = [
        "alice",
        "a@b",
        "User:alice",
        "(Group:g#members)",
        "über alles",
    ]
    .iter()
    .map(|subject| format!("File:{file}:1/ü#owners@{subject}"))
    .collect();
    let tuples: Result<Vec<RelationTuple>, _> = written.iter().map(|text| text.parse()).collect();
    relationship.transaction().insert_all(tuples?).await?;

    let query = RelationQuery::new()
        .namespace("File")
        .object(format!("{file}:1/ü"));
    let mut listed = Vec::new();
    let mut items = relationship.list(query.clone()).page_size(2).items();
    while let Some(tuple) = items.next().await {
        listed.push(tuple?.to_string());
    }
    listed.sort();
    written.sort();
    equal("listed", listed, written)?;

    // One with an empty relation, exactly; then by a part.
    relationship
        .delete(format!("File:{file}:1/ü#owners@User:alice").parse::<RelationTuple>()?)
        .await?;
    equal(
        "after one deletion",
        relationship.list(query.clone()).await?.len(),
        4,
    )?;
    let by_subject = query.clone().subject(Subject::set("Group", "g", "members"));
    equal(
        "of the group",
        relationship.list(by_subject).await?.len(),
        1,
    )?;
    relationship.delete(query.clone()).await?;
    holds(
        relationship.list(query).await?.is_empty(),
        "nothing is left",
    )
}

/// A thousand checks have a thousand results in their order, wrong questions among them.
pub(crate) async fn are_checked_by_the_thousand(world: &World) -> Check {
    let file = world.name("file");
    let tuple = |relation: &str, person: usize| {
        RelationTuple::new("File", &file, relation, Subject::id(person.to_string()))
    };
    let viewers = (0..1_000)
        .step_by(100)
        .map(|person| tuple("viewers", person));
    world
        .keto
        .relationship()
        .transaction()
        .insert_all(viewers)
        .await?;
    let question = |person: usize| match person % 100 {
        7 => tuple("flies", person),
        8 => RelationTuple::new("Typo", &file, "view", Subject::id("0")),
        _ => tuple("view", person),
    };
    let permission = world.keto.permission();
    let results = permission.check_all((0..1_000).map(question)).await;
    equal("results", results.len(), 1_000)?;
    for (person, result) in results.iter().enumerate() {
        match (person % 100, result) {
            (7 | 8, Err(error)) => holds(error.message().is_some(), "the server says why")?,
            (7 | 8, Ok(_)) => return Err(Failure::new("a verdict on a wrong question")),
            (rest, Ok(allowed)) => equal("verdict", (person, *allowed), (person, rest == 0))?,
            (_, Err(error)) => return Err(error.clone().into()),
        }
    }
    // Alone, an unknown namespace is a "no".
    holds(permission.check(question(0)).await?, "the first may view")?;
    holds(
        !permission.check(question(8)).await?,
        "an unknown namespace is denied",
    )?;
    equal(
        "nothing asked",
        permission
            .check_all(Vec::<RelationTuple>::new())
            .await
            .len(),
        0,
    )
}

/// More questions than the server takes in a request: every one has the refusal as its result.
pub(crate) async fn are_refused_by_the_dozen(world: &World) -> Check {
    let question: RelationTuple = "File:any#view@alice".parse()?;
    let checks = world.keto.permission().check_all(vec![question; 30]);
    let results = checks.batch_size(12).concurrency(1).await;
    equal("results", results.len(), 30)?;
    for result in results {
        let Err(error) = result else {
            return Err(Failure::new("a verdict by a refused request"));
        };
        let request = some("the failed request", error.request())?;
        holds(request.is_bad_request(), "it is a 400")?;
    }
    Ok(())
}

/// The last change of a relationship counts, although the server deletes last; and a change that cannot be made
/// keeps all others from being made.
pub(crate) async fn are_changed_together(world: &World) -> Check {
    let file = world.name("file");
    let relationship = world.keto.relationship();
    let of = |person: &str| RelationTuple::new("File", &file, "viewers", Subject::id(person));
    let query = RelationQuery::new().namespace("File").object(&file);
    relationship
        .transaction()
        .insert(of("alice"))
        .insert(of("alice"))
        .await?;
    equal(
        "inserted twice",
        relationship.list(query.clone()).await?.len(),
        1,
    )?;
    let transaction = relationship
        .transaction()
        .delete(of("alice"))
        .insert(of("bob"));
    transaction.insert(of("carol")).delete(of("carol")).await?;
    let page = relationship.list(query.clone()).await?;
    equal(
        "left",
        page.items
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        vec![of("bob").to_string()],
    )?;

    let unknown = RelationTuple::new("Typo", &file, "viewers", Subject::id("alice"));
    let refused = relationship
        .transaction()
        .insert(of("alice"))
        .insert(unknown)
        .await;
    holds(
        refused.is_err_and(|error| error.is_not_found()),
        "an unknown namespace is refused",
    )?;
    equal(
        "nothing was changed",
        relationship.list(query.clone()).await?.len(),
        1,
    )?;
    let again = relationship
        .transaction()
        .delete(of("bob"))
        .insert(of("bob"));
    again.await?;
    let left = relationship.list(query).await?.len();
    holds(left > 0, "deleted and inserted is not deleted")
}

/// Loading twice stores once; a load that stopped goes on; what was stored twice can be made one.
pub(crate) async fn are_loaded_again_and_resumed(world: &World) -> Check {
    let file = world.name("file");
    let relationship = world.keto.relationship();
    let tuples = |count: usize| {
        let file = file.clone();
        (0..count).map(move |person| {
            RelationTuple::new("File", &file, "viewers", Subject::id(person.to_string()))
        })
    };
    let query = RelationQuery::new().namespace("File").object(&file);
    let stored = || async {
        let mut items = relationship.list(query.clone()).page_size(500).items();
        let mut count = 0;
        while let Some(tuple) = items.next().await {
            tuple?;
            count += 1;
        }
        Ok::<usize, ory_keto::Error>(count)
    };

    // The 151st is of a namespace that does not exist.
    let typo = RelationTuple::new("Typo", &file, "viewers", Subject::id("x"));
    let broken = tuples(150).chain([typo]).chain(tuples(250).skip(150));
    let Err(error) = relationship.load(broken).chunk_size(40).send().await else {
        return Err(Failure::new("an unknown namespace was stored"));
    };
    equal("chunks before the failure", error.loaded().done, 120)?;
    holds(error.error().is_not_found(), "the namespace is not found")?;
    equal("stored", stored().await?, 120)?;
    let loaded = relationship
        .load(tuples(250))
        .resume_from(error.loaded().done)
        .send()
        .await?;
    equal("the rest", (loaded.done, loaded.inserted), (250, 130))?;
    let again = relationship.load(tuples(250)).send().await?;
    equal("nothing new", (again.done, again.inserted), (250, 0))?;
    equal("stored", stored().await?, 250)?;

    let twice = relationship
        .load(tuples(250))
        .if_stored(IfStored::Duplicate);
    twice.send().await?;
    equal("stored, with copies", stored().await?, 500)?;
    let once = relationship.load(tuples(250)).if_stored(IfStored::Replace);
    once.send().await?;
    equal("stored, without copies", stored().await?, 250)
}

/// An expansion prints itself, a line for each node.
pub(crate) async fn are_printed_as_a_tree(world: &World) -> Check {
    let (file, group) = (world.name("file"), world.name("group"));
    let lines = [
        format!("File:{file}#owners@(Group:{group}#members)"),
        format!("Group:{group}#members@bob"),
    ];
    let tuples: Result<Vec<RelationTuple>, _> = lines.iter().map(|line| line.parse()).collect();
    world.keto.relationship().load(tuples?).send().await?;
    let permission = world.keto.permission();
    let tree = permission
        .expand_permissions("File", &file, "owners")
        .await?;
    let expected = [
        format!("union (File:{file}#owners)"),
        format!("└── union (Group:{group}#members)"),
        "    └── leaf bob".to_owned(),
    ];
    equal(
        "the tree",
        some("the tree", tree)?.to_string(),
        expected.join("\n"),
    )
}
