//! Many questions in one request.

use ory_keto::models::{BatchCheckPermissionBody, Relationship};

use super::write;
use crate::check::{Check, equal, holds, refused, some};
use crate::world::World;

/// Answers come in the order of the questions, and a question that is wrong has an error of its own.
pub(crate) async fn in_order_with_an_error_each(world: &World) -> Check {
    let file = world.name("file");
    write(world, "File", &file, "viewers", "alice").await?;
    let ask = |relation: &str, person: &str| {
        Relationship::new("File", &file, relation).subject_id(person)
    };
    let body = BatchCheckPermissionBody::new(vec![
        ask("view", "alice"),
        ask("view", "bob"),
        ask("flies", "alice"),
    ]);
    let answer = world.keto.permission().batch_check_permission(body).await?;
    let allowed: Vec<bool> = answer.results.iter().map(|result| result.allowed).collect();
    equal("answers", allowed, vec![true, false, false])?;
    let wrong: Vec<bool> = answer
        .results
        .iter()
        .map(|result| result.error.is_some())
        .collect();
    equal("errors", wrong, vec![false, false, true])
}

/// The server takes ten questions at a time and refuses eleven.
pub(crate) async fn beyond_the_limit(world: &World) -> Check {
    let file = world.name("file");
    let ask = |count: usize| {
        BatchCheckPermissionBody::new(vec![
            Relationship::new("File", &file, "view")
                .subject_id("alice");
            count
        ])
    };
    let permission = world.keto.permission();
    equal(
        "ten answers",
        permission
            .batch_check_permission(ask(10))
            .await?
            .results
            .len(),
        10,
    )?;
    let error = refused(
        "eleven",
        permission.batch_check_permission(ask(11)).await,
        400,
    )?;
    let message = some("the error's body", error.api())?
        .message()
        .unwrap_or_default()
        .to_owned();
    holds(
        message.contains("max size of 10"),
        "the message names the limit",
    )
}
