//! The permission language: its namespaces, and its syntax.

use std::collections::BTreeSet;

use ory_keto::models::SourcePosition;
use ory_keto::opl;

use crate::check::{Check, equal, holds, some};
use crate::world::World;

/// The model of the servers.
const MODEL: &str = include_str!("../../../../servers/keto/namespaces.ts");

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
    equal("column", start.column, Some(30))?;

    // The parser of the SDK says the same of texts that are damaged in every way.
    for text in damaged() {
        let told = world
            .keto
            .relationship()
            .check_opl_syntax(text.clone())
            .await?;
        let place = |place: Option<&SourcePosition>| {
            place.map(|place| (place.line.unwrap_or(-1), place.column.unwrap_or(-1)))
        };
        let told: Vec<_> = told
            .errors
            .iter()
            .map(|error| {
                let (start, end) = (place(error.start.as_ref()), place(error.end.as_ref()));
                (error.message.clone().unwrap_or_default(), start, end)
            })
            .collect();
        let place = |place: opl::Position| Some((place.line as i64, place.column as i64));
        let found: Vec<_> = opl::parse(&text)
            .err()
            .unwrap_or_default()
            .iter()
            .map(|error| (error.message.clone(), place(error.start), place(error.end)))
            .collect();
        equal(&format!("the errors of {text:?}"), found, told)?;
    }
    Ok(())
}

/// The model with a token more, or without the end, at places that are the same in every run.
fn damaged() -> impl Iterator<Item = String> {
    const TOKENS: [&str; 12] = [
        "(",
        ")",
        "}",
        "!",
        "&&",
        ",",
        "'",
        "/*",
        "ü",
        "this",
        "permits",
        "SubjectSet",
    ];
    (0..MODEL.len()).step_by(7).enumerate().map(|(number, at)| {
        let (before, after) = MODEL.split_at(at);
        match TOKENS.get(number % (TOKENS.len() + 1)) {
            Some(token) => format!("{before}{token}{after}"),
            None => before.to_owned(),
        }
    })
}
