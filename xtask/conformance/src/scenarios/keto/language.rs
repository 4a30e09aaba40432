//! The permission language: its namespaces, and its syntax.

use std::collections::BTreeSet;

use crate::check::{Check, equal, holds, some};
use crate::world::World;

pub(crate) async fn namespaces_are_listed(world: &World) -> Check {
    let found = world
        .keto
        .relationship()
        .list_relationship_namespaces()
        .await?;
    // In no particular order.
    let names: BTreeSet<_> = found
        .namespaces
        .into_iter()
        .filter_map(|namespace| namespace.name)
        .collect();
    equal(
        "namespaces",
        names,
        ["File", "Group", "User"].map(str::to_owned).into(),
    )
}

pub(crate) async fn syntax_is_checked(world: &World) -> Check {
    let good = world
        .keto
        .relationship()
        .check_opl_syntax("class A implements Namespace {}")
        .await?;
    equal("errors of a good file", good.errors.len(), 0)?;
    let bad = world
        .keto
        .relationship()
        .check_opl_syntax("class A implements Namespace {")
        .await?;
    let error = some("the error of a bad file", bad.errors.first())?;
    let message = error.message.as_deref().unwrap_or_default();
    holds(
        message.contains("expected 'permits' or 'related'"),
        "the message says what was expected",
    )?;
    let start = some("where the error starts", error.start.as_ref())?;
    equal("line", start.line, Some(1))?;
    equal("column", start.column, Some(30))
}
