//! The permission language: what Keto 0.14 and the servers of 2026 answered, and what no text may do.

use ory_keto::opl::{self, ParseError};
use serde_json::Value;

/// Answers of `POST /opl/syntax/check`; both releases gave the same.
const ANSWERS: &str = include_str!("answers.json");

const MODEL: &str = r#"
import { Namespace, SubjectSet, Context } from "@ory/keto-namespace-types"

class User implements Namespace {}

class Group implements Namespace {
  related: { members: (User | SubjectSet<Group, "members">)[] }
}

class File implements Namespace {
  related: {
    owners: Array<User | SubjectSet<Group, "members">>;
    parents: File[],
  }
  permits = {
    view: (ctx: Context): boolean =>
      (this.related.owners.includes(ctx.subject) && !this.permits.edit(ctx)) ||
      this.related.parents.traverse((p) => p.permits.view(ctx)), // and so on
    edit: (ctx) => this.related["owners"].includes(ctx.subject),
  }
}
"#;

/// An error as `answers.json` has it.
fn written(error: &ParseError) -> String {
    let (start, end) = (error.start, error.end);
    format!(
        "{}:{}-{}:{} {}",
        start.line, start.column, end.line, end.column, error.message
    )
}

#[test]
fn errors_are_those_of_the_server_at_its_places() {
    let answers: Vec<Value> = serde_json::from_str(ANSWERS).unwrap();
    assert!(answers.len() > 60);
    for answer in answers {
        let text = answer["text"].as_str().unwrap();
        let errors: Vec<String> = match opl::parse(text) {
            Ok(_) => Vec::new(),
            Err(errors) => errors.iter().map(written).collect(),
        };
        assert_eq!(Value::from(errors), answer["errors"], "{text}");
    }
}

#[test]
fn a_model_says_what_was_declared() {
    let model = opl::parse(MODEL).unwrap();
    let names: Vec<&str> = model.namespaces().iter().map(|each| each.name()).collect();
    assert_eq!(names, ["User", "Group", "File"]);
    let file = model.namespace("File").unwrap();
    let relations: Vec<(&str, bool)> = file
        .relations()
        .iter()
        .map(|each| (each.name(), each.is_permit()))
        .collect();
    let expected = [
        ("owners", false),
        ("parents", false),
        ("view", true),
        ("edit", true),
    ];
    assert_eq!(relations, expected);
    let owners: Vec<(&str, Option<&str>)> = file
        .relation("owners")
        .unwrap()
        .types()
        .iter()
        .map(|each| (each.namespace(), each.relation()))
        .collect();
    assert_eq!(owners, [("User", None), ("Group", Some("members"))]);
    assert!(model.namespace("Folder").is_none() && file.relation("fly").is_none());
}

/// Cut short, with a character less, and with a token more, at every third place.
#[test]
fn no_text_panics_and_every_refused_one_has_a_place_in_it() {
    let tokens = [
        "(", ")", "{", "}", "!", "&&", ",", "ü", "'", "/*", "class", "this", "\n",
    ];
    let ends: Vec<usize> = MODEL.char_indices().map(|(at, _)| at).collect();
    let mut texts: Vec<String> = Vec::new();
    for &at in ends.iter().step_by(3) {
        texts.push(MODEL[..at].to_owned());
        let mut without = MODEL.to_owned();
        without.remove(at);
        texts.push(without);
        for token in tokens {
            texts.push(format!("{}{token}{}", &MODEL[..at], &MODEL[at..]));
        }
    }
    let mut refused = 0;
    for text in texts {
        let Err(errors) = opl::parse(&text) else {
            continue;
        };
        refused += 1;
        assert!(!errors.is_empty(), "{text}");
        let lines = text.split('\n').count();
        for error in errors {
            assert!(
                error.start <= error.end && error.end.line <= lines,
                "{error}: {text}"
            );
            assert!(!error.excerpt(&text).is_empty());
        }
    }
    assert!(refused > 2_000, "{refused}");
}

/// A recursion for each would end the program.
#[test]
fn what_is_nested_or_chained_without_end_is_read_without_deep_recursion() {
    let rule = |rule: &str| {
        format!(
            "class A implements Namespace {{ related: {{ r: A[] }} permits = {{ p: (ctx) => {rule} }} }}"
        )
    };
    let includes = "this.related.r.includes(ctx.subject)";
    for (open, close) in [("(", ")"), ("!(", ")"), ("!", "")] {
        let nested = [&open.repeat(100_000), includes, &close.repeat(100_000)].concat();
        let errors = opl::parse(&rule(&nested)).unwrap_err();
        assert_eq!(errors.len(), 1);
    }
    let chain = vec![includes; 50_000];
    for operator in [" || ", " && "] {
        opl::parse(&rule(&chain.join(operator))).unwrap();
    }
    // Each operator begins a set that holds everything before it.
    let alternating: String = chain
        .iter()
        .enumerate()
        .flat_map(|(number, part)| [*part, [" || ", " && "][number % 2]])
        .collect();
    let model = opl::parse(&rule(&alternating)).unwrap();
    assert_eq!(model.clone(), model);
    assert!(!format!("{model:?}").is_empty());
}

/// Subject sets that name each other are followed ten steps; not one by one, if they multiply with each.
#[test]
fn subject_sets_that_name_each_other_end() {
    let types = vec!["SubjectSet<A, 'r'>"; 20].join(" | ");
    let text = format!(
        "class A implements Namespace {{ related: {{ r: ({types})[] }} permits = {{ p: (ctx) => this.related.r.traverse(x => x.permits.p(ctx)) }} }}"
    );
    let errors = opl::parse(&text).unwrap_err();
    assert_eq!(
        errors[0].message,
        "could not typecheck deeply nested SubjectSet further"
    );
}
