//! Sets in rules, merged into those that they are in: they count for a check's depth.

use super::settings::Release;
use crate::opl::model::{Model, Node, Permit};

/// The model as a server of this release has it in memory.
pub(super) fn loaded(mut model: Model, release: Release) -> Model {
    for namespace in &mut model.namespaces {
        for relation in &mut namespace.relations {
            relation.permit = relation.permit.take().map(|permit| merged(permit, release));
        }
    }
    model
}

/// Merges sets into those that they are in. The older release merges what has the same operator, from the outermost
/// set down; the newer one also sets of one member, and what is inside other sets.
fn merged(mut permit: Permit, release: Release) -> Permit {
    // A set is whole before it is merged into another: parents come before their children here, and are taken last.
    let mut order = vec![permit.root];
    let mut next = 0;
    while let Some(&number) = order.get(next) {
        next += 1;
        match &permit.nodes[number] {
            Node::Set(_, children) => order.extend(children),
            Node::Not(child) => order.push(*child),
            Node::Computed { .. } | Node::Traverse { .. } => {}
        }
    }
    let mut merged: Vec<Option<Vec<usize>>> = vec![None; permit.nodes.len()];
    for number in order.into_iter().rev() {
        let Node::Set(operator, children) = &permit.nodes[number] else {
            continue;
        };
        let mut all = Vec::new();
        for &child in children {
            match (&permit.nodes[child], merged[child].take()) {
                (Node::Set(inner, _), Some(members))
                    if inner == operator || (release == Release::Current && members.len() == 1) =>
                {
                    // A chain of operators grows one vector instead of copying it at each.
                    if all.is_empty() {
                        all = members;
                    } else {
                        all.extend(members);
                    }
                }
                (_, kept) => {
                    merged[child] = kept;
                    all.push(child);
                }
            }
        }
        merged[number] = Some(all);
    }
    let outermost = permit.root;
    for (number, merged) in merged.into_iter().enumerate() {
        if release == Release::V0_14 && number != outermost {
            continue;
        }
        if let (Some(merged), Node::Set(_, children)) = (merged, &mut permit.nodes[number]) {
            *children = merged;
        }
    }
    permit
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opl::model::Operator;

    /// A rule as text, sets in parentheses. Only for rules that are nested a little.
    fn written(permit: &Permit, number: usize) -> String {
        match &permit.nodes[number] {
            Node::Computed { relation } => relation.clone(),
            Node::Traverse { relation, computed } => format!("{relation}>{computed}"),
            Node::Not(child) => format!("!{}", written(permit, *child)),
            Node::Set(operator, children) => {
                let operator = match operator {
                    Operator::And => "&",
                    Operator::Or => "|",
                };
                let children = children.iter().map(|child| written(permit, *child));
                format!("({})", children.collect::<Vec<_>>().join(operator))
            }
        }
    }

    fn rule(text: &str, release: Release) -> String {
        let text: String = text
            .split_inclusive(['a', 'b', 'c', 'd'])
            .map(|part| match part.find(['a', 'b', 'c', 'd']) {
                Some(at) => format!(
                    "{}this.related.{}.includes(ctx.subject)",
                    &part[..at],
                    &part[at..]
                ),
                None => part.to_owned(),
            })
            .collect();
        let text = format!(
            "class A implements Namespace {{ related: {{ a: A[] b: A[] c: A[] d: A[] }} permits = {{ p: (ctx) => {text} }} }}"
        );
        let model = loaded(crate::opl::parse(&text).unwrap(), release);
        let permit = model.namespaces[0].relations[4].permit.as_ref().unwrap();
        written(permit, permit.root)
    }

    #[test]
    fn sets_are_merged_as_each_release_does() {
        // The older one leaves what is in a set of the other operator, or below a `!`, as it was read: there each
        // operator has begun a set.
        for (text, older, newer) in [
            ("a", "(a)", "(a)"),
            ("a || b || c", "(a|b|c)", "(a|b|c)"),
            ("a && b && c", "((a)&b&c)", "(a&b&c)"),
            ("a || b && c", "(((a)|b)&c)", "((a|b)&c)"),
            ("a && b || c || d", "(((a)&b)|c|d)", "((a&b)|c|d)"),
            ("a || !(b && c && d)", "(a|!(((b)&c)&d))", "(a|!(b&c&d))"),
            ("(a) || ((b))", "(a|b)", "(a|b)"),
            ("a || (b || (c || d) || a)", "(a|b|c|d|a)", "(a|b|c|d|a)"),
            (
                "a && (b || (c && d))",
                "((a)&((b)|((c)&d)))",
                "(a&(b|(c&d)))",
            ),
        ] {
            assert_eq!(rule(text, Release::Current), newer, "{text}");
            assert_eq!(rule(text, Release::V0_14), older, "{text}");
        }
    }

    #[test]
    fn long_chains_are_merged_in_linear_time() {
        let chain = vec!["a"; 5_000].join(" || ");
        assert!(rule(&chain, Release::Current).len() > 5_000);
    }
}
