//! What Keto reads from bodies and queries, and what it says about what it cannot read.

use ory_core::fake::answer::ErrorBody;
use ory_core::fake::go_json;
use ory_core::fake::incoming::Incoming;
use ory_core::http::StatusCode;
use serde_json::Value;

use super::store::Query;
use crate::opl::model::Model;
use crate::opl::quote::Quoted;
use crate::{RelationTuple, Subject};

pub(super) fn bad_request() -> ErrorBody {
    ErrorBody::new(StatusCode::BAD_REQUEST)
}

/// The error of a namespace that the model does not have.
pub(super) fn unknown_namespace(name: &str) -> ErrorBody {
    let reason = format!("Unknown namespace with name {}.", Quoted(name));
    ErrorBody::new(StatusCode::NOT_FOUND).reason(reason)
}

fn no_subject() -> ErrorBody {
    bad_request().message("subject is not allowed to be nil")
}

/// A subject set of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GivenSet {
    pub(super) namespace: String,
    pub(super) object: String,
    pub(super) relation: String,
}

/// A relationship of a request: the server takes what is missing for empty, and both kinds of subjects at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GivenTuple {
    pub(super) namespace: String,
    pub(super) object: String,
    pub(super) relation: String,
    pub(super) subject_id: Option<String>,
    pub(super) subject_set: Option<GivenSet>,
}

/// What Go calls the places of a value: the types, and the path to it.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    /// The type of the struct that the value is in, and of the value.
    inside: Option<&'p str>,
    path: &'p str,
}

impl<'p> Place<'p> {
    /// A whole body.
    pub(super) const BODY: Self = Place {
        inside: None,
        path: "",
    };

    /// The members at `path` of a struct of type `inside`.
    pub(super) const fn at(inside: &'p str, path: &'p str) -> Self {
        let inside = Some(inside);
        Place { inside, path }
    }
}

/// The decoder's words for a value of the wrong type.
pub(super) fn wrong_type(value: &Value, place: Place<'_>, wanted: &str) -> String {
    let kind = go_json::kind(value);
    match place.inside {
        None => format!("json: cannot unmarshal {kind} into Go value of type {wanted}"),
        Some(inside) => {
            let path = place.path;
            format!(
                "json: cannot unmarshal {kind} into Go struct field {inside}.{path} of type {wanted}"
            )
        }
    }
}

/// A text member of a struct of type `of`, whose members are at `path`.
pub(super) fn text(
    value: &Value,
    of: &str,
    path: &str,
    name: &str,
    wanted: &str,
) -> Result<Option<String>, String> {
    match go_json::member(value, name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(other) => {
            let path = join(path, name);
            Err(wrong_type(other, Place::at(of, &path), wanted))
        }
    }
}

fn join(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        _ => format!("{path}.{name}"),
    }
}

impl GivenTuple {
    /// Reads a relationship that stands at `place`.
    pub(super) fn from_json(value: &Value, place: Place<'_>) -> Result<Self, String> {
        const OF: &str = "RelationTuple";
        if !value.is_object() && !value.is_null() {
            return Err(wrong_type(value, place, "ketoapi.RelationTuple"));
        }
        let path = place.path;
        let member = |name: &str| text(value, OF, path, name, "string");
        let subject_set = match go_json::member(value, "subject_set") {
            None => None,
            Some(set) => {
                let path = join(path, "subject_set");
                if !set.is_object() {
                    let place = Place::at(OF, &path);
                    return Err(wrong_type(set, place, "ketoapi.SubjectSet"));
                }
                let member = |name: &str| text(set, "SubjectSet", &path, name, "string");
                Some(GivenSet {
                    namespace: member("namespace")?.unwrap_or_default(),
                    object: member("object")?.unwrap_or_default(),
                    relation: member("relation")?.unwrap_or_default(),
                })
            }
        };
        Ok(Self {
            namespace: member("namespace")?.unwrap_or_default(),
            object: member("object")?.unwrap_or_default(),
            relation: member("relation")?.unwrap_or_default(),
            subject_id: member("subject_id")?,
            subject_set,
        })
    }

    /// Reads the relationship of a query.
    pub(super) fn from_query(incoming: &Incoming) -> Result<Self, ErrorBody> {
        let given = GivenQuery::from_query(incoming)?;
        if given.subject_id.is_none() && given.subject_set.is_none() {
            return Err(no_subject());
        }
        match (given.namespace, given.object, given.relation) {
            (Some(namespace), Some(object), Some(relation)) => Ok(Self {
                namespace,
                object,
                relation,
                subject_id: given.subject_id,
                subject_set: given.subject_set,
            }),
            _ => Err(bad_request().message(
                "incomplete tuple, provide \"namespace\", \"object\", \"relation\", and a subject",
            )),
        }
    }

    /// An error unless there is a subject.
    pub(super) fn validate(&self) -> Result<(), ErrorBody> {
        match (&self.subject_id, &self.subject_set) {
            (None, None) => Err(no_subject()),
            _ => Ok(()),
        }
    }

    /// The relationship, if the model has its namespaces. Of two subjects the id counts.
    pub(super) fn resolve(&self, model: &Model) -> Result<RelationTuple, ErrorBody> {
        known(model, &self.namespace)?;
        self.validate()?;
        let subject = match (&self.subject_id, &self.subject_set) {
            (Some(id), _) => Subject::id(id),
            (None, Some(set)) => set.resolve(model)?,
            (None, None) => return Err(no_subject()),
        };
        Ok(RelationTuple::new(
            &self.namespace,
            &self.object,
            &self.relation,
            subject,
        ))
    }

    /// A relationship as a request would give it.
    pub(super) fn of(tuple: &RelationTuple) -> Self {
        let (subject_id, subject_set) = match &tuple.subject {
            Subject::Id(id) => (Some(id.clone()), None),
            Subject::Set {
                namespace,
                object,
                relation,
            } => (
                None,
                Some(GivenSet {
                    namespace: namespace.clone(),
                    object: object.clone(),
                    relation: relation.clone(),
                }),
            ),
        };
        Self {
            namespace: tuple.namespace.clone(),
            object: tuple.object.clone(),
            relation: tuple.relation.clone(),
            subject_id,
            subject_set,
        }
    }

    /// What it says about who, without looking at a model.
    pub(super) fn tuple(&self) -> Option<RelationTuple> {
        let subject = match (&self.subject_id, &self.subject_set) {
            (Some(id), _) => Subject::id(id),
            (None, Some(set)) => Subject::set(&set.namespace, &set.object, &set.relation),
            (None, None) => return None,
        };
        Some(RelationTuple::new(
            &self.namespace,
            &self.object,
            &self.relation,
            subject,
        ))
    }
}

impl GivenSet {
    fn resolve(&self, model: &Model) -> Result<Subject, ErrorBody> {
        known(model, &self.namespace)?;
        Ok(Subject::set(&self.namespace, &self.object, &self.relation))
    }
}

/// An error unless the model has the namespace.
pub(super) fn known(model: &Model, namespace: &str) -> Result<(), ErrorBody> {
    match model.namespace(namespace) {
        Some(_) => Ok(()),
        None => Err(unknown_namespace(namespace)),
    }
}

/// What a query asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GivenQuery {
    namespace: Option<String>,
    object: Option<String>,
    relation: Option<String>,
    subject_id: Option<String>,
    subject_set: Option<GivenSet>,
}

impl GivenQuery {
    /// The parameters that a query of relationships may have; the last is refused with another error.
    pub(super) const NAMES: [&str; 8] = [
        "namespace",
        "object",
        "relation",
        "subject_id",
        "subject_set.namespace",
        "subject_set.object",
        "subject_set.relation",
        "subject",
    ];

    pub(super) fn from_query(incoming: &Incoming) -> Result<Self, ErrorBody> {
        let value = |name: &str| incoming.query_value(name).map(str::to_owned);
        if value("subject").is_some() {
            return Err(bad_request());
        }
        let set =
            ["namespace", "object", "relation"].map(|part| value(&format!("subject_set.{part}")));
        let subject_id = value("subject_id");
        let subject_set = match set {
            [None, None, None] => None,
            _ if subject_id.is_some() => {
                let message = "exactly one of subject_set or subject_id has to be provided";
                return Err(bad_request().message(message));
            }
            [Some(namespace), Some(object), Some(relation)] => Some(GivenSet {
                namespace,
                object,
                relation,
            }),
            _ => {
                let message =
                    "incomplete subject, provide \"subject_id\" or a complete \"subject_set.*\"";
                return Err(bad_request().message(message));
            }
        };
        Ok(Self {
            namespace: value("namespace"),
            object: value("object"),
            relation: value("relation"),
            subject_id,
            subject_set,
        })
    }

    /// The query, if the model has its namespaces.
    pub(super) fn resolve(self, model: &Model) -> Result<Query, ErrorBody> {
        if let Some(namespace) = &self.namespace {
            known(model, namespace)?;
        }
        let subject = match (self.subject_id, self.subject_set) {
            (Some(id), _) => Some(Subject::Id(id)),
            (None, Some(set)) => Some(set.resolve(model)?),
            (None, None) => None,
        };
        Ok(Query {
            namespace: self.namespace,
            object: self.object,
            relation: self.relation,
            subject,
        })
    }
}

/// The depth that a request asks for; 0 if it does not.
pub(super) fn max_depth(incoming: &Incoming) -> Result<i64, ErrorBody> {
    let Some(text) = incoming.query_value("max-depth") else {
        return Ok(0);
    };
    parse_int(text).map_err(|error| {
        let message = format!("unable to parse 'max-depth' query parameter to int: {error}");
        bad_request().message(message)
    })
}

/// Go's `strconv.ParseInt` with a base that the text tells.
pub(super) fn parse_int(text: &str) -> Result<i64, String> {
    let failed = |why: &str| Err(format!("strconv.ParseInt: parsing {}: {why}", Quoted(text)));
    let (negative, digits) = match text.strip_prefix(['+', '-']) {
        Some(digits) => (text.starts_with('-'), digits),
        None => (false, text),
    };
    let lower = digits.to_ascii_lowercase();
    let prefixes = [("0x", 16), ("0b", 2), ("0o", 8)];
    let prefixed = prefixes
        .iter()
        .find(|(prefix, _)| lower.starts_with(prefix));
    let (base, number) = match prefixed {
        Some((_, base)) => (*base, &lower[2..]),
        None if lower.len() > 1 && lower.starts_with('0') => (8, &lower[1..]),
        None => (10, &*lower),
    };
    // Underscores stand between digits, or between a prefix and a digit.
    let told = base != 10;
    let groups: Vec<&str> = number.split('_').collect();
    let empty = |(place, group): (usize, &&str)| {
        group.is_empty() && !(place == 0 && told && groups.len() > 1)
    };
    let misplaced = groups.iter().enumerate().any(empty);
    let digits: String = groups.concat();
    if misplaced || digits.is_empty() || digits.chars().any(|c| !c.is_digit(base)) {
        return failed("invalid syntax");
    }
    let signed = if negative {
        format!("-{digits}")
    } else {
        digits
    };
    i64::from_str_radix(&signed, base).or_else(|_| failed("value out of range"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_go_reads_them() {
        for (text, number) in [
            ("0", 0),
            ("-7", -7),
            ("+7", 7),
            ("0x1F", 31),
            ("0b11", 3),
            ("0o17", 15),
            ("017", 15),
            ("1_000", 1000),
            ("0x_f", 15),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
        ] {
            assert_eq!(parse_int(text), Ok(number), "{text}");
        }
        for (text, why) in [
            ("", "invalid syntax"),
            ("-", "invalid syntax"),
            ("x", "invalid syntax"),
            ("1.5", "invalid syntax"),
            ("08", "invalid syntax"),
            ("0x", "invalid syntax"),
            ("1__0", "invalid syntax"),
            ("1_", "invalid syntax"),
            ("--1", "invalid syntax"),
            ("ü", "invalid syntax"),
            ("9223372036854775808", "value out of range"),
        ] {
            let message = format!("strconv.ParseInt: parsing \"{text}\": {why}");
            assert_eq!(parse_int(text), Err(message), "{text}");
        }
    }
}
