//! `spec/overlay/<product>.toml`: what the contract gets wrong or does not say, each entry with its reason.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use super::contract::Contract;
use crate::import::Aliases;

/// One product's overlay. Keys are names of the contract, except where an entry gives a name itself.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Overlay {
    /// By `operationId`.
    pub(crate) operation: BTreeMap<String, Operation>,
    /// By schema name.
    pub(crate) schema: BTreeMap<String, Schema>,
    /// By the Rust name that the entry gives to an inline enum.
    #[serde(rename = "enum")]
    pub(crate) enums: BTreeMap<String, Enum>,
    /// By the Rust name that the entry gives to an inline object.
    pub(crate) object: BTreeMap<String, Object>,
    /// By schema name.
    #[serde(rename = "union")]
    pub(crate) unions: BTreeMap<String, Union>,
    /// Schemas whose types `ory_core` has, from [`super::shared`]: not part of the file.
    #[serde(skip)]
    pub(crate) shared: Shared,
}

/// The types of `ory_core::models` that a product uses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shared {
    /// Rust names by schema name.
    pub(crate) schemas: BTreeMap<String, String>,
    /// The Rust names of all of them, with those that they refer to.
    pub(crate) names: BTreeSet<String>,
}

/// How an operation is sent, repeated, paged and read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Operation {
    /// The reason for whatever is stated here.
    pub(crate) why: String,
    /// Whether the operation may be repeated although it may have been processed.
    pub(crate) retry: Retry,
    /// Which base URL it is sent to: `public`, `admin`, `read`, `write`, `opl`, `project`, `console` or `any`.
    pub(crate) endpoint: String,
    /// The path to ask where the server redirects the documented one.
    pub(crate) path: Option<String>,
    /// The credential it takes, where `security` does not say: `none`, `api_key`, `workspace_api_key`,
    /// `oauth2_client`, `bearer`, `access_token` or `session_token`.
    pub(crate) auth: Option<String>,
    /// How its list is paged.
    pub(crate) paging: Option<Paging>,
    /// With `paging = "count"`: the number of the first page.
    pub(crate) count_start: Option<u32>,
    /// Wire name of the parameter that asks for a page's size.
    pub(crate) size_param: Option<String>,
    /// Wire name of the parameter that takes the token (or number) of a page.
    pub(crate) token_param: Option<String>,
    /// With `paging = "body"`: the field that holds the list.
    pub(crate) items: Option<String>,
    /// With `paging = "body"`: the field that holds the token of the next page.
    pub(crate) next: Option<String>,
    /// With `paging = "body"`: the field that says whether there is a next page.
    pub(crate) has_next: Option<String>,
    /// The Rust type of the result instead of the contract's; `redirect` for a redirect.
    pub(crate) output: Option<String>,
    /// The Rust path of the function that reads the result.
    pub(crate) decode: Option<String>,
    /// Statuses that are results, instead of the documented 2xx.
    pub(crate) success: Option<Vec<u16>>,
    /// The media type asked for, instead of the documented one.
    pub(crate) accept: Option<String>,
    /// Parameters (or `body`) that are optional in the contract but required in practice.
    #[serde(default)]
    pub(crate) positional: Vec<String>,
    /// Parameters that are required in the contract but may be left out.
    #[serde(default)]
    pub(crate) optional: Vec<String>,
    /// Parameters that are not exposed.
    #[serde(default)]
    pub(crate) hide: Vec<String>,
    /// Which of several request media types is sent: `json`, `form` or `text`.
    pub(crate) body_type: Option<BodyType>,
    /// Older names of the operation, for searching the documentation.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    /// Rust names of parameters by wire name.
    #[serde(default)]
    pub(crate) rename: BTreeMap<String, String>,
    /// Parameters that are taken as secrets.
    #[serde(default)]
    pub(crate) secret: Vec<String>,
    /// Parameters that the contract misses.
    #[serde(default)]
    pub(crate) parameter: Vec<Parameter>,
    /// What the states of its flow are read as, by `.outcome()`.
    pub(crate) outcome: Option<Outcome>,
}

/// The outcome of an operation that belongs to a flow.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Outcome {
    /// What reads it.
    pub(crate) read: OutcomeReader,
    /// The flow, by schema name.
    pub(crate) flow: Option<String>,
    /// What success holds, by schema name; the flow itself without a word.
    pub(crate) success: Option<String>,
}

/// The functions of `ory_kratos::outcome` that read outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OutcomeReader {
    /// A flow that was created or fetched.
    Fetched,
    /// A form that was submitted.
    Submitted,
    /// A code that was exchanged for a session.
    Exchanged,
    /// The session of the caller.
    Session,
    /// The end of a session.
    LoggedOut,
}

/// Whether an operation may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Retry {
    /// Also when an earlier attempt may have been processed.
    Safe,
    /// Only when no earlier attempt was processed.
    Once,
}

/// How a list is paged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Paging {
    /// A `Link` header names the next page.
    Link,
    /// Pages are counted.
    Count,
    /// The body holds the next token.
    Body,
}

/// How a request body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum BodyType {
    /// `application/json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `text/plain`.
    Text,
}

/// A parameter that the contract misses.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parameter {
    /// Its wire name.
    pub(crate) name: String,
    /// `query`, `header` or `form`.
    #[serde(rename = "in")]
    pub(crate) place: String,
    /// `string`, `integer`, `boolean` or `array` (of strings).
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// Whether it is required.
    #[serde(default)]
    pub(crate) required: bool,
    /// Which specification defines it.
    pub(crate) why: String,
}

/// Corrections of a schema.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Schema {
    /// The reason for whatever is stated here.
    pub(crate) why: String,
    /// The Rust name.
    pub(crate) name: Option<String>,
    /// Older names, for searching the documentation.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    /// String fields that `Debug` may print.
    #[serde(default)]
    pub(crate) public: Vec<String>,
    /// String fields that are `Secret`.
    #[serde(default)]
    pub(crate) secret: Vec<String>,
    /// Fields that may be null.
    #[serde(default)]
    pub(crate) nullable: Vec<String>,
    /// Fields that may be absent.
    #[serde(default)]
    pub(crate) optional: Vec<String>,
    /// Fields that must be given.
    #[serde(default)]
    pub(crate) required: Vec<String>,
    /// Whether fields that this SDK does not know are kept and written back; without a word, what is only sent keeps
    /// them.
    pub(crate) keep_unknown: Option<bool>,
    /// In `core.toml`: the products whose contracts have this schema in common.
    #[serde(default)]
    pub(crate) shared_by: Vec<String>,
    /// Whether applications send it although no operation takes it: the reply to a hook.
    #[serde(default)]
    pub(crate) sent: bool,
    /// Fields that somebody else's program writes: a value of another type than theirs is kept among the unknown
    /// fields. `*` stands for all.
    #[serde(default)]
    pub(crate) tolerant: Vec<String>,
    /// Whether the schema is written inline wherever it is used, and never a type of its own.
    #[serde(default)]
    pub(crate) skip: bool,
    /// Field types other than the contract's.
    #[serde(default)]
    pub(crate) field: BTreeMap<String, Field>,
    /// Rust names of fields by wire name.
    #[serde(default)]
    pub(crate) rename: BTreeMap<String, String>,
}

impl Schema {
    /// Whether a value of another type than the field's is kept.
    pub(crate) fn is_tolerant(&self, field: &str) -> bool {
        self.tolerant
            .iter()
            .any(|name| name == field || name == "*")
    }
}

/// The type of one field, instead of the contract's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    /// `go_duration`, `seconds`, `nanoseconds`, `base64`, `int_or_string`, `value`, `timestamp`, `string`,
    /// `one_or_many` (a list of texts that may be a single one), `scope` (words in a text that may be a list),
    /// `unless_empty` (the contract's type, and nothing if it has no content), or the name of a schema, enum or
    /// object.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// The reason.
    pub(crate) why: String,
}

/// A name for an enum, and for its variants where the default is not good.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Enum {
    /// The reason.
    pub(crate) why: String,
    /// The values, in the order of the variants.
    #[serde(default)]
    pub(crate) values: Vec<String>,
    /// Where it is used (`schema.field`, `operation.parameter`); everywhere where these values occur if empty.
    #[serde(default, deserialize_with = "one_or_many")]
    pub(crate) at: Vec<String>,
    /// Variant names by value.
    #[serde(default)]
    pub(crate) names: BTreeMap<String, String>,
    /// Older names, for searching the documentation.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
}

/// A name for an inline object.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Object {
    /// Where it stands: `schema.field`, `schema.field[]`, `operation.body` or `operation.response`.
    #[serde(deserialize_with = "one_or_many")]
    pub(crate) at: Vec<String>,
    /// The reason.
    pub(crate) why: String,
}

/// A union whose tag differs from the contract's, or whose variants want other names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Union {
    /// The reason.
    pub(crate) why: String,
    /// The field that tells the variants apart.
    pub(crate) tag: Option<String>,
    /// Schema names by tag value.
    #[serde(default)]
    pub(crate) values: BTreeMap<String, String>,
    /// Variant names by tag value.
    #[serde(default)]
    pub(crate) names: BTreeMap<String, String>,
    /// A module with the members under the variants' names, beside `models`' own.
    pub(crate) module: Option<String>,
    /// By tag value: when a member is sent with another one.
    #[serde(default)]
    pub(crate) retag: BTreeMap<String, Retag>,
}

/// A member is sent with `tag` if its `field` is `value`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Retag {
    /// A field of the member.
    pub(crate) field: String,
    /// The field's text.
    pub(crate) value: String,
    /// The tag value that is sent then.
    pub(crate) tag: String,
}

fn one_or_many<'de, D: serde::Deserializer<'de>>(source: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
    }
    Ok(match OneOrMany::deserialize(source)? {
        OneOrMany::One(one) => vec![one],
        OneOrMany::Many(many) => many,
    })
}

/// Reads an overlay; a missing file is an empty one.
pub(crate) fn read(path: &Path) -> Result<Overlay, String> {
    super::read_toml(path)
}

impl Overlay {
    /// Adds the names that operations and schemas of `contract` had in older releases.
    pub(crate) fn add_aliases(&mut self, contract: &Contract, aliases: &Aliases) {
        for (id, names) in &aliases.operation {
            if let Some(entry) = self.operation.get_mut(id) {
                add(&mut entry.aliases, names.aliases.iter().cloned());
            }
        }
        for (name, names) in &aliases.schema {
            if contract.schemas.contains_key(name) {
                let entry = self.schema.entry(name.clone()).or_default();
                // As the document wrote it, and as the clients made of it did.
                let written = names.aliases.iter();
                add(
                    &mut entry.aliases,
                    written.flat_map(|name| [name.clone(), upper_first(name)]),
                );
            }
        }
    }

    /// Everything in it that has no reason or refers to nothing in `contract`.
    pub(crate) fn problems(&self, contract: &Contract) -> Vec<String> {
        let mut problems = Vec::new();
        for (id, entry) in &self.operation {
            reason(&mut problems, "operation", id, &entry.why);
            let Some(operation) = contract.operation(id) else {
                problems.push(format!("operation.{id}: no such operation"));
                continue;
            };
            let added: Vec<&str> = entry.parameter.iter().map(|p| p.name.as_str()).collect();
            let known = operation.input_names();
            let given = entry
                .positional
                .iter()
                .chain(&entry.optional)
                .chain(&entry.hide);
            let given = given.chain(entry.rename.keys()).chain(&entry.secret);
            for name in given.chain(&entry.size_param).chain(&entry.token_param) {
                if !known.contains(&name.as_str()) && !added.contains(&name.as_str()) {
                    problems.push(format!("operation.{id}: no parameter `{name}`"));
                }
            }
            for parameter in &entry.parameter {
                if known.contains(&parameter.name.as_str()) {
                    problems.push(format!(
                        "operation.{id}: `{}` is in the contract already",
                        parameter.name
                    ));
                }
                if parameter.why.trim().is_empty() {
                    problems.push(format!("operation.{id}: `{}` without why", parameter.name));
                }
            }
            if entry.paging == Some(Paging::Body) && (entry.items.is_none() || entry.next.is_none())
            {
                problems.push(format!(
                    "operation.{id}: paging = \"body\" needs `items` and `next`"
                ));
            }
            if entry.paging == Some(Paging::Count) && entry.count_start.is_none() {
                problems.push(format!(
                    "operation.{id}: paging = \"count\" needs `count_start`"
                ));
            }
        }
        for (name, entry) in &self.schema {
            reason(&mut problems, "schema", name, &entry.why);
            let fields = match contract.schemas.get(name) {
                Some(schema) => schema.property_names(contract),
                None => match self.object.get(name).map(|object| &object.at) {
                    Some(at) => at
                        .iter()
                        .filter_map(|at| contract.inline(at))
                        .flat_map(|schema| schema.property_names(contract))
                        .collect(),
                    None => {
                        problems.push(format!("schema.{name}: no such schema"));
                        continue;
                    }
                },
            };
            let given = entry
                .public
                .iter()
                .chain(&entry.secret)
                .chain(&entry.nullable);
            let given = given.chain(&entry.optional).chain(&entry.required);
            let given = given.chain(entry.tolerant.iter().filter(|name| *name != "*"));
            for field in given.chain(entry.field.keys()).chain(entry.rename.keys()) {
                if !fields.contains(field) {
                    problems.push(format!("schema.{name}: no field `{field}`"));
                }
            }
            for (field, entry) in &entry.field {
                if entry.why.trim().is_empty() {
                    problems.push(format!("schema.{name}: field `{field}` without why"));
                }
            }
        }
        for (name, entry) in &self.enums {
            reason(&mut problems, "enum", name, &entry.why);
            for value in entry.names.keys() {
                if !entry.values.contains(value) {
                    problems.push(format!("enum.{name}: `names` has {value:?}, `values` not"));
                }
            }
        }
        for (name, entry) in &self.object {
            reason(&mut problems, "object", name, &entry.why);
            for at in &entry.at {
                if contract.inline(at).is_none() {
                    problems.push(format!("object.{name}: nothing at `{at}`"));
                }
            }
        }
        for (name, entry) in &self.unions {
            reason(&mut problems, "union", name, &entry.why);
            if !contract.schemas.contains_key(name) {
                problems.push(format!("union.{name}: no such schema"));
            }
        }
        problems
    }
}

fn add(list: &mut Vec<String>, names: impl Iterator<Item = String>) {
    for name in names {
        if !list.contains(&name) {
            list.push(name);
        }
    }
}

fn upper_first(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn reason(problems: &mut Vec<String>, kind: &str, name: &str, why: &str) {
    if why.trim().is_empty() {
        problems.push(format!("{kind}.{name}: without why"));
    }
}
