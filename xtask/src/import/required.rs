//! `x-always-required`: the fields that every release requires, from the oldest document to the newest.
//!
//! A client meets servers of all those releases, so only these may be missing from no response. Requests use
//! `required`, which is what the newest release wants.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::aliases::Aliases;
use super::facts::{Facts, entries};

/// A schema as one document has it, beside the document that resolves its references.
type View<'a> = (&'a Facts, &'a Value);

/// Marks `schema`, called `name` today, and the objects written out inside it.
pub(crate) fn mark(schema: &mut Value, name: &str, aliases: &Aliases, documents: &[&Facts]) {
    let mut views: Vec<View<'_>> = Vec::new();
    for facts in documents {
        // A document that knows an older name means that one: `oAuth2ConsentSession` was once something else.
        let known = |name: &str| facts.schemas.get(name).map(|schema| (*facts, schema));
        let before = views.len();
        views.extend(aliases.of_schema(name).filter_map(known));
        if views.len() == before {
            views.extend(known(name));
        }
    }
    mark_views(schema, &views);
}

fn mark_views(schema: &mut Value, views: &[View<'_>]) {
    let views: Vec<View<'_>> = views
        .iter()
        .map(|(facts, view)| (*facts, resolve(facts, view)))
        .collect();
    let Some(target) = schema.as_object_mut() else {
        return;
    };
    if let Some(required) = target.get("required") {
        let mut always = names(required);
        for (_, view) in &views {
            let theirs = names(&view["required"]);
            always.retain(|name| theirs.contains(name));
        }
        let always = json!(always);
        target.insert("x-always-required".to_owned(), always);
    }
    if let Some(properties) = target.get_mut("properties").and_then(Value::as_object_mut) {
        for (name, property) in properties {
            mark_views(
                property,
                &within(&views, |view| view["properties"].get(name)),
            );
        }
    }
    for keyword in ["items", "additionalProperties"] {
        if let Some(inner) = target.get_mut(keyword) {
            mark_views(inner, &within(&views, |view| view.get(keyword)));
        }
    }
}

fn within<'a>(views: &[View<'a>], step: impl Fn(&'a Value) -> Option<&'a Value>) -> Vec<View<'a>> {
    views
        .iter()
        .filter_map(|(facts, view)| Some((*facts, step(view)?)))
        .collect()
}

fn names(required: &Value) -> BTreeSet<String> {
    required
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// Follows references, at most as many as there are schemas: upstream may point in a circle.
fn resolve<'a>(facts: &'a Facts, view: &'a Value) -> &'a Value {
    let mut view = view;
    for _ in entries(view).chain(facts.schemas.iter()) {
        let target = view["$ref"]
            .as_str()
            .and_then(|target| target.rsplit('/').next());
        match target.and_then(|name| facts.schemas.get(name)) {
            Some(schema) => view = schema,
            None => break,
        }
    }
    view
}
