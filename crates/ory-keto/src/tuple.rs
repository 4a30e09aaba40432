//! Keto's text form of relationships: `files:1#owner@users:alice`.

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use crate::models;

/// A relationship as a sentence: *subject* has *relation* to *object* of *namespace*.
///
/// Parses and prints the text form that Keto's command line and documentation use. A subject set
/// with a relation is written in parentheses; they are optional when reading. A subject with a `:`
/// is a set: `users:alice` is the object `alice` of `users`, with an empty relation, and `alice`
/// alone is an id.
///
/// ```
/// use ory_keto::{RelationTuple, Subject};
///
/// let tuple: RelationTuple = "files:1#owner@(groups:dev#member)".parse()?;
/// assert_eq!(tuple.namespace, "files");
/// assert_eq!(tuple.subject, Subject::set("groups", "dev", "member"));
/// assert_eq!(tuple.to_string(), "files:1#owner@(groups:dev#member)");
/// # Ok::<(), ory_keto::ParseTupleError>(())
/// ```
///
/// The text form knows no escapes. Whatever parses prints so that it parses to the same again. A
/// part that holds a separator it must not hold (such as a `:` in a subject id) can be stored and
/// checked, but prints as something else.
///
/// `Debug` prints neither objects nor subjects, which often name people; `Display` prints all.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RelationTuple {
    /// The namespace of the object, as declared in the Ory Permission Language.
    pub namespace: String,
    /// The object within the namespace.
    pub object: String,
    /// The relation, or in a check also a permit, of the namespace.
    pub relation: String,
    /// Who has the relation.
    pub subject: Subject,
}

/// Who has a relation: a subject known by an id, or everyone who has a relation to an object.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Subject {
    /// An opaque id, which Keto never resolves any further. Not one with a `:` in the text form.
    Id(String),
    /// The subjects that have `relation` to `object`. An empty relation means the object itself.
    Set {
        /// The namespace of the object.
        namespace: String,
        /// The object within the namespace.
        object: String,
        /// The relation to the object, possibly empty.
        relation: String,
    },
}

/// Why a text is not a relationship or a subject, and where.
///
/// The offending text itself is not part of the error: subjects are often personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseTupleError {
    position: usize,
    expected: &'static str,
}

impl ParseTupleError {
    /// The byte of the text at which reading stopped.
    #[must_use]
    pub fn position(&self) -> usize {
        self.position
    }

    /// What should stand there, in words.
    #[must_use]
    pub fn expected(&self) -> &'static str {
        self.expected
    }
}

impl fmt::Display for ParseTupleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { position, expected } = self;
        write!(
            f,
            "not a relation tuple: {expected} expected at byte {position}"
        )
    }
}

impl Error for ParseTupleError {}

impl RelationTuple {
    /// The relationship `namespace:object#relation@subject`.
    pub fn new(
        namespace: impl Into<String>,
        object: impl Into<String>,
        relation: impl Into<String>,
        subject: impl Into<Subject>,
    ) -> Self {
        Self {
            namespace: namespace.into(),
            object: object.into(),
            relation: relation.into(),
            subject: subject.into(),
        }
    }
}

impl Subject {
    /// A subject known by its id.
    pub fn id(id: impl Into<String>) -> Self {
        Self::Id(id.into())
    }

    /// Everyone who has `relation` to `namespace:object`; an empty relation means the object itself.
    pub fn set(
        namespace: impl Into<String>,
        object: impl Into<String>,
        relation: impl Into<String>,
    ) -> Self {
        Self::Set {
            namespace: namespace.into(),
            object: object.into(),
            relation: relation.into(),
        }
    }

    /// Reads a subject that begins at byte `offset` of a longer text.
    fn parse_at(text: &str, offset: usize) -> Result<Self, ParseTupleError> {
        let text = without_space(text, offset)?;
        let (inner, offset) = match text.strip_prefix('(') {
            Some(rest) => match rest.strip_suffix(')') {
                Some(inner) => (without_space(inner, offset + 1)?, offset + 1),
                None => return Err(missing("`)`", offset + text.len())),
            },
            None => (text, offset),
        };
        // Keto strips any number of parentheses from either end, matched or not.
        if inner.is_empty() || inner.starts_with('(') {
            return Err(missing("a subject", offset));
        }
        let Some((namespace, rest)) = inner.split_once(':') else {
            without_end(inner, offset)?;
            return Ok(Self::id(inner));
        };
        let (object, relation) = rest.split_once('#').unwrap_or((rest, ""));
        if namespace.is_empty() {
            return Err(missing("the subject's namespace", offset));
        }
        if object.is_empty() {
            return Err(missing(
                "the subject's object",
                offset + namespace.len() + 1,
            ));
        }
        without_hash(relation, offset + namespace.len() + object.len() + 2)?;
        // An empty relation is not printed, so that the object is what ends the text then.
        let end = match relation {
            "" => namespace.len() + 1 + object.len(),
            _ => inner.len(),
        };
        without_end(&inner[..end], offset)?;
        Ok(Self::set(namespace, object, relation))
    }
}

impl FromStr for RelationTuple {
    type Err = ParseTupleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let end = text.len();
        let (namespace, rest) = text
            .split_once(':')
            .ok_or(missing("`:` after the namespace", end))?;
        let object_at = namespace.len() + 1;
        let (object, rest) = rest
            .split_once('#')
            .ok_or(missing("`#` after the object", end))?;
        let relation_at = object_at + object.len() + 1;
        let (relation, subject) = rest
            .split_once('@')
            .ok_or(missing("`@` after the relation", end))?;
        if namespace.is_empty() || namespace.starts_with(char::is_whitespace) {
            return Err(missing("a namespace", 0));
        }
        if object.is_empty() {
            return Err(missing("an object", object_at));
        }
        without_hash(relation, relation_at)?;
        let subject = Subject::parse_at(subject, relation_at + relation.len() + 1)?;
        Ok(Self::new(namespace, object, relation, subject))
    }
}

impl FromStr for Subject {
    type Err = ParseTupleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse_at(text, 0)
    }
}

impl fmt::Display for RelationTuple {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            namespace,
            object,
            relation,
            subject,
        } = self;
        write!(f, "{namespace}:{object}#{relation}@{subject}")
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => f.write_str(id),
            Self::Set {
                namespace,
                object,
                relation,
            } if relation.is_empty() => {
                write!(f, "{namespace}:{object}")
            }
            Self::Set {
                namespace,
                object,
                relation,
            } => {
                write!(f, "({namespace}:{object}#{relation})")
            }
        }
    }
}

/// Names the kind of the subject only: ids of people stay out of logs.
impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Id(_) => "Id(..)",
            Self::Set { .. } => "Set(..)",
        })
    }
}

impl fmt::Debug for RelationTuple {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RelationTuple")
            .field("namespace", &self.namespace)
            .field("relation", &self.relation)
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}

impl From<models::SubjectSet> for Subject {
    fn from(set: models::SubjectSet) -> Self {
        Self::set(set.namespace, set.object, set.relation.unwrap_or_default())
    }
}

/// Why a [`models::Relationship`] is not a [`RelationTuple`]: it has no subject, or two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectError {
    both: bool,
}

impl fmt::Display for SubjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.both {
            "a relationship with both a subject id and a subject set"
        } else {
            "a relationship without a subject"
        })
    }
}

impl Error for SubjectError {}

impl TryFrom<models::Relationship> for RelationTuple {
    type Error = SubjectError;

    fn try_from(from: models::Relationship) -> Result<Self, Self::Error> {
        let subject = match (from.subject_id, from.subject_set) {
            (Some(id), None) => Subject::Id(id),
            (None, Some(set)) => set.into(),
            (id, _) => return Err(SubjectError { both: id.is_some() }),
        };
        Ok(Self::new(
            from.namespace,
            from.object,
            from.relation,
            subject,
        ))
    }
}

/// The models that ask for a relationship have the same fields under different names.
macro_rules! into_model {
    ($($model:ident),+) => {$(
        impl From<RelationTuple> for models::$model {
            fn from(tuple: RelationTuple) -> Self {
                let model = Self::new(tuple.namespace, tuple.object, tuple.relation);
                match tuple.subject {
                    Subject::Id(id) => model.subject_id(id),
                    Subject::Set { namespace, object, relation } => model
                        .subject_set(models::SubjectSet::new(namespace, object).relation(relation)),
                }
            }
        }

        impl From<&RelationTuple> for models::$model {
            fn from(tuple: &RelationTuple) -> Self {
                tuple.clone().into()
            }
        }
    )+};
}

into_model!(
    Relationship,
    CreateRelationshipBody,
    PostCheckPermissionBody,
    PostCheckPermissionOrErrorBody
);

/// White space at an end is a line that was not trimmed, hardly a name.
fn without_space(text: &str, offset: usize) -> Result<&str, ParseTupleError> {
    if text.starts_with(char::is_whitespace) {
        return Err(missing("a subject", offset));
    }
    let trimmed = text.trim_end();
    if trimmed.len() < text.len() {
        return Err(missing("the end of the subject", offset + trimmed.len()));
    }
    Ok(text)
}

/// Refuses what cannot be the end of a subject's last name: Keto strips a parenthesis there.
fn without_end(text: &str, offset: usize) -> Result<(), ParseTupleError> {
    match without_space(text, offset)?.strip_suffix(')') {
        Some(rest) => Err(missing("the end of the subject", offset + rest.len())),
        None => Ok(()),
    }
}

/// Refuses a relation with a `#`: no model can declare it, so that it is a typing mistake. Keto reads it.
fn without_hash(relation: &str, offset: usize) -> Result<(), ParseTupleError> {
    match relation.find('#') {
        Some(at) => Err(missing("the end of the relation", offset + at)),
        None => Ok(()),
    }
}

fn missing(expected: &'static str, position: usize) -> ParseTupleError {
    ParseTupleError { position, expected }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scripted::Random;

    fn parse(text: &str) -> RelationTuple {
        text.parse()
            .unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn reads_what_keto_reads() {
        // Each was given to `keto relation-tuple parse`, 0.14.
        for (text, namespace, object, relation, subject) in [
            ("a:b#c@d", "a", "b", "c", Subject::id("d")),
            ("a:b#c@(d)", "a", "b", "c", Subject::id("d")),
            ("a:b#c@d@e", "a", "b", "c", Subject::id("d@e")),
            ("a:b#c@d#e", "a", "b", "c", Subject::id("d#e")),
            ("a:b#@d", "a", "b", "", Subject::id("d")),
            ("a:b:c#d@e", "a", "b:c", "d", Subject::id("e")),
            ("a:b@x#c@d", "a", "b@x", "c", Subject::id("d")),
            ("a#x:b#c@d", "a#x", "b", "c", Subject::id("d")),
            ("a@b:c#d@e", "a@b", "c", "d", Subject::id("e")),
            ("a:b c#d e@f g", "a", "b c", "d e", Subject::id("f g")),
            ("a:b#c@d:e", "a", "b", "c", Subject::set("d", "e", "")),
            ("a:b#c@d:e#", "a", "b", "c", Subject::set("d", "e", "")),
            ("a:b#c@(d:e)", "a", "b", "c", Subject::set("d", "e", "")),
            ("a:b#c@d:e#f", "a", "b", "c", Subject::set("d", "e", "f")),
            ("a:b#c@(d:e#f)", "a", "b", "c", Subject::set("d", "e", "f")),
            (
                "a:b#c@(d:e#...)",
                "a",
                "b",
                "c",
                Subject::set("d", "e", "..."),
            ),
            (
                "a:b#c@d:e:f#g",
                "a",
                "b",
                "c",
                Subject::set("d", "e:f", "g"),
            ),
            (
                "a:b#c@d@e:f#g",
                "a",
                "b",
                "c",
                Subject::set("d@e", "f", "g"),
            ),
        ] {
            let expected = RelationTuple::new(namespace, object, relation, subject);
            assert!(
                parse(text) == expected,
                "{text} was read as {}",
                parse(text)
            );
        }
    }

    #[test]
    fn prints_the_form_of_ketos_documentation() {
        for (text, printed) in [
            ("files:1#owner@alice", "files:1#owner@alice"),
            ("files:1#owner@(alice)", "files:1#owner@alice"),
            ("files:1#owner@users:alice#", "files:1#owner@users:alice"),
            (
                "files:1#owner@groups:dev#member",
                "files:1#owner@(groups:dev#member)",
            ),
        ] {
            assert_eq!(parse(text).to_string(), printed);
        }
    }

    #[test]
    fn errors_point_at_the_position() {
        for (text, position, expected) in [
            ("", 0, "`:` after the namespace"),
            ("files", 5, "`:` after the namespace"),
            ("files:1", 7, "`#` after the object"),
            ("files:1#owner", 13, "`@` after the relation"),
            (":1#owner@alice", 0, "a namespace"),
            (" files:1#owner@alice", 0, "a namespace"),
            ("files:#owner@alice", 6, "an object"),
            ("files:1#owner@", 14, "a subject"),
            ("files:1#owner@()", 15, "a subject"),
            ("files:1#owner@ alice", 14, "a subject"),
            ("files:1#owner@alice\n", 19, "the end of the subject"),
            ("files:1#owner@((alice))", 15, "a subject"),
            ("files:1#owner@(alice", 20, "`)`"),
            ("files:1#owner@alice)", 19, "the end of the subject"),
            ("files:1#owner@(g:dev)#member", 28, "`)`"),
            ("files:1#owner@g:dev)#", 19, "the end of the subject"),
            ("files:1#owner@(g:dev #)", 20, "the end of the subject"),
            ("files:1#owner@:dev#member", 14, "the subject's namespace"),
            ("files:1#owner@(g:#member)", 17, "the subject's object"),
            ("files:1#owner#x@alice", 13, "the end of the relation"),
            (
                "files:1#owner@g:dev#member#x",
                26,
                "the end of the relation",
            ),
            ("f\u{fc}les:1#owner@(g:#m)", 18, "the subject's object"),
        ] {
            let error = text.parse::<RelationTuple>().unwrap_err();
            assert_eq!(
                (error.position(), error.expected()),
                (position, expected),
                "{text:?}"
            );
            assert!(text.is_char_boundary(position));
        }
        let error = "g:#m".parse::<Subject>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "not a relation tuple: the subject's object expected at byte 2"
        );
    }

    #[test]
    fn whatever_parses_prints_and_parses_to_the_same_and_nothing_panics() {
        let mut random = Random::new(11);
        let mut read = 0;
        for _ in 0..200_000 {
            let text = random.text_of(":#@() ab\u{fc}\n", 14);
            for text in [text.clone(), format!("n:o#r@{text}")] {
                let Ok(tuple) = text.parse::<RelationTuple>() else {
                    continue;
                };
                read += 1;
                assert!(
                    parse(&tuple.to_string()) == tuple,
                    "{text:?} printed {tuple}"
                );
            }
            if let Ok(subject) = text.parse::<Subject>() {
                assert!(subject.to_string().parse() == Ok(subject), "{text:?}");
            }
        }
        assert!(read > 50_000, "{read} of the random texts are tuples");
    }

    #[test]
    fn what_is_made_of_names_prints_and_parses_to_the_same() {
        let mut random = Random::new(12);
        for _ in 0..50_000 {
            let mut name = || random.text_of("abc-_.09\u{fc}\u{20ac}/", 6) + "x";
            let (namespace, object, relation) = (name(), name(), name());
            let (other, member) = (name(), name());
            for subject in [
                Subject::id(&other),
                Subject::set(&other, &member, ""),
                Subject::set(&other, &member, &relation),
            ] {
                for relation in ["", &relation] {
                    let tuple = RelationTuple::new(&namespace, &object, relation, subject.clone());
                    assert!(parse(&tuple.to_string()) == tuple, "{tuple}");
                }
            }
        }
    }

    #[test]
    fn models_are_the_same_relationship() {
        for text in [
            "files:1#owner@alice",
            "files:1#owner@g:dev",
            "files:1#owner@(g:dev#m)",
        ] {
            let tuple = parse(text);
            let model = models::Relationship::from(&tuple);
            assert!(RelationTuple::try_from(model) == Ok(tuple), "{text}");
        }
        // An absent relation of a set is an empty one.
        let set = models::SubjectSet::new("g", "dev");
        let bare = models::Relationship::new("files", "1", "owner");
        let tuple = RelationTuple::try_from(bare.clone().subject_set(set.clone())).unwrap();
        assert_eq!(tuple.to_string(), "files:1#owner@g:dev");
        let json = serde_json::to_value(models::PostCheckPermissionBody::from(tuple)).unwrap();
        assert_eq!(
            json,
            serde_json::json!({"namespace": "files", "object": "1", "relation": "owner",
                "subject_set": {"namespace": "g", "object": "dev", "relation": ""}})
        );

        let both = bare.clone().subject_id("alice").subject_set(set);
        for (model, says) in [(both, "both"), (bare, "without a subject")] {
            let error = RelationTuple::try_from(model).unwrap_err();
            assert!(error.to_string().contains(says), "{error}");
        }
    }

    #[test]
    fn debug_and_errors_name_nobody() {
        for text in [
            "files:CANARY#owner@CANARY",
            "files:CANARY#owner@(groups:CANARY#m)",
        ] {
            let tuple = parse(text);
            let printed = format!("{tuple:?} {:?}", tuple.subject);
            assert!(
                printed.contains("files") && !printed.contains("CANARY"),
                "{printed}"
            );
        }
        let error = "CANARY".parse::<RelationTuple>().unwrap_err();
        assert!(!format!("{error} {error:?}").contains("CANARY"));
    }
}
