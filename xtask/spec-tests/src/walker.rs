//! Samples of every schema, derived from the contract alone: what a server may send, beside what a
//! client that read it has to write back.

use std::cell::{Cell, RefCell};

use serde_json::{Map, Value, json};

use crate::document::{Document, tail};

/// How deep a recursive schema is followed.
const MAX_DEPTH: usize = 6;

/// The name of the member that no contract knows.
pub const UNKNOWN_MEMBER: &str = "zz_not_in_any_contract";

/// One sample of a schema.
#[derive(Debug)]
pub struct Sample {
    /// What it exercises, for the message of a failing test.
    pub label: String,
    /// What the server sends.
    pub input: Value,
    /// What has to come back.
    pub expected: Value,
    /// Texts in it that may not be printed.
    pub canaries: Vec<String>,
}

#[derive(Clone, Copy, PartialEq)]
enum Members {
    All,
    Required,
    /// All, with `null` for everything that may be absent.
    Nulls,
}

struct Walker<'d> {
    document: &'d Document,
    members: Members,
    unknown_members: bool,
    count: Cell<usize>,
    canaries: RefCell<Vec<String>>,
}

/// Samples of the schema `name`.
pub fn samples(document: &Document, name: &str) -> Vec<Sample> {
    let schema = document.schema(name);
    let mut all = Vec::new();
    for (label, members, unknown_members) in [
        ("every member", Members::All, false),
        ("required members", Members::Required, false),
        ("null for every optional member", Members::Nulls, false),
        ("unknown members everywhere", Members::All, true),
    ] {
        let walker = Walker::new(document, members, unknown_members);
        let (input, expected) = walker.schema(name, 0);
        all.push(walker.finish(label, input, expected));
    }
    for (field, property) in schema["properties"].as_object().into_iter().flatten() {
        let values = match document.field_type(name, field) {
            Some(other) if known_type(other) => continue,
            Some(other) => enum_values(document, &document.named(other)),
            None => enum_values(document, property),
        };
        if values.is_empty() || is_tag_of_member(document, name, field) {
            continue;
        }
        for value in values.into_iter().chain([json!("zz-canary-unknown-value")]) {
            let walker = Walker::new(document, Members::All, false);
            let (mut input, mut expected) = walker.schema(name, 0);
            let label = format!("{field} = {value}");
            walker
                .canaries
                .borrow_mut()
                .push("zz-canary-unknown-value".to_owned());
            for side in [&mut input, &mut expected] {
                match &mut side[field] {
                    Value::Array(items) => *items = vec![value.clone()],
                    single => *single = value.clone(),
                }
            }
            all.push(walker.finish(&label, input, expected));
        }
    }
    if let Some(tag) = tag_of(schema) {
        for (value, member) in mapping(schema) {
            for members in [Members::All, Members::Required, Members::Nulls] {
                let walker = Walker::new(document, members, false);
                let (input, expected) = walker.tagged(tag, &value, member, 0);
                all.push(walker.finish(&format!("{tag} = {value}"), input, expected));
            }
        }
        let newer = json!({ (tag): "zz-newer", "member": { "list": [1, "canary-newer"] } });
        let walker = Walker::new(document, Members::All, false);
        walker.canaries.borrow_mut().push("canary-newer".to_owned());
        all.push(walker.finish("an unknown tag", newer.clone(), newer));
    }
    all
}

/// A value for a parameter or a body described by `node`, in its form on the wire.
pub fn value(document: &Document, node: &Value, all_members: bool) -> Value {
    let members = if all_members {
        Members::All
    } else {
        Members::Required
    };
    Walker::new(document, members, false).node(node, None, 0).1
}

impl<'d> Walker<'d> {
    fn new(document: &'d Document, members: Members, unknown_members: bool) -> Self {
        Self {
            document,
            members,
            unknown_members,
            count: Cell::new(0),
            canaries: RefCell::default(),
        }
    }

    fn finish(self, label: &str, input: Value, expected: Value) -> Sample {
        Sample {
            label: label.to_owned(),
            input,
            expected,
            canaries: self.canaries.into_inner(),
        }
    }

    fn schema(&self, name: &str, depth: usize) -> (Value, Value) {
        let schema = self.document.schema(name);
        if let Some(tag) = tag_of(schema) {
            return match mapping(schema).into_iter().next() {
                Some((value, member)) => self.tagged(tag, &value, member, depth),
                None => panic!("{name} has a tag and no values"),
            };
        }
        if schema["properties"].is_object() {
            let (mut input, mut expected) = self.object(name, schema, depth);
            // A member is read through its union, which owns the tag.
            if let Some((tag, value)) = self.tag_of_member(name) {
                input[tag] = json!(value);
                expected[tag] = json!(value);
            }
            return (input, expected);
        }
        self.node(schema, Some((name, "")), depth)
    }

    fn tagged(&self, tag: &str, value: &str, member: &str, depth: usize) -> (Value, Value) {
        let (mut input, mut expected) = self.schema(member, depth);
        input[tag] = json!(value);
        expected[tag] = json!(value);
        (input, expected)
    }

    /// The tag and its value, if the schema is a member of a union.
    fn tag_of_member(&self, name: &str) -> Option<(&'d str, String)> {
        self.document.schemas().find_map(|(_, schema)| {
            let mut values = mapping(schema).into_iter();
            let (value, _) = values.find(|(_, member)| *member == name)?;
            Some((tag_of(schema)?, value))
        })
    }

    fn object(&self, name: &str, schema: &Value, depth: usize) -> (Value, Value) {
        let (mut input, mut expected) = (Map::new(), Map::new());
        let required = self.required(name, schema);
        for (field, property) in schema["properties"].as_object().into_iter().flatten() {
            let is_required = required.contains(&field.as_str());
            let lenient = matches!(property["type"].as_str(), Some("array" | "boolean"));
            if !is_required && (self.members == Members::Required || depth > MAX_DEPTH) {
                continue;
            }
            if self.members == Members::Nulls && (!is_required || lenient) {
                input.insert(field.clone(), Value::Null);
                if is_required && property["type"] == "boolean" {
                    expected.insert(field.clone(), json!(false));
                }
                continue;
            }
            let (sent, kept) = self.node(property, Some((name, field)), depth + 1);
            input.insert(field.clone(), sent);
            expected.insert(field.clone(), kept);
        }
        if let Some(values) = schema["additionalProperties"].as_object() {
            let (sent, kept) = self.node(&json!(values), Some((name, "*")), depth + 1);
            input.insert("further".to_owned(), sent);
            expected.insert("further".to_owned(), kept);
        }
        if self.unknown_members {
            let unknown = json!({ "kept": [1, null, "x"] });
            input.insert(UNKNOWN_MEMBER.to_owned(), unknown.clone());
            if self.document.keeps_unknown(name) {
                expected.insert(UNKNOWN_MEMBER.to_owned(), unknown);
            }
        }
        (Value::Object(input), Value::Object(expected))
    }

    /// Responses need only what every release has sent; requests what the newest asks for.
    fn required<'s>(&self, name: &str, schema: &'s Value) -> Vec<&'s str> {
        let always = &schema["x-always-required"];
        let list = match self.document.in_responses(name) && always.is_array() {
            true => always,
            false => &schema["required"],
        };
        let optional = self.document.overlay_list("schema", name, "optional");
        let documented = list
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        let stated = schema["properties"].as_object().into_iter().flatten();
        let overlay = self.document.overlay_list("schema", name, "required");
        let stated = stated
            .map(|(field, _)| field.as_str())
            .filter(|field| overlay.contains(field));
        documented
            .filter(|field| !optional.contains(field))
            .chain(stated)
            .collect()
    }

    /// A sample of a node that may stand inside the field `at` (schema, field).
    fn node(&self, node: &Value, at: Option<(&str, &str)>, depth: usize) -> (Value, Value) {
        let same = |value: Value| (value.clone(), value);
        if let Some((schema, field)) = at
            && let Some(kind) = self.document.field_type(schema, field)
        {
            return self.stated(kind, at, depth);
        }
        if let Some(name) = node["$ref"].as_str().and_then(tail) {
            let schema = self.document.schema(name);
            return match schema["properties"].is_object() || tag_of(schema).is_some() {
                true => self.schema(name, depth),
                // An alias prints what the field that uses it may print.
                false => self.node(schema, at, depth),
            };
        }
        if let Some(only) = node["allOf"].as_array().and_then(|all| all.first()) {
            return self.node(only, at, depth);
        }
        if let Some(first) = node["enum"].as_array().and_then(|values| values.first()) {
            return same(first.clone());
        }
        let format = node["format"].as_str().unwrap_or_default();
        match node["type"].as_str() {
            Some("string") => match format {
                "date-time" => same(json!("2024-02-29T23:59:59.123456789Z")),
                "byte" => same(json!("aGVsbG8/")),
                "int64" => self.integer_text(),
                "uuid" | "uuid4" => same(json!("6ba7b810-9dad-11d1-80b4-00c04fd430c8")),
                _ => same(self.text(at)),
            },
            Some("boolean") => same(json!(true)),
            Some("integer") => same(match format {
                "int64" | "uint64" => json!(9_007_199_254_740_993_u64),
                "uint8" => json!(200),
                _ => json!(70_000),
            }),
            Some("number") => same(json!(1.5)),
            Some("array") if node["items"]["format"] == "uint8" => same(json!("aGVsbG8/")),
            Some("array") => {
                let (sent, kept) = self.node(&node["items"], at, depth);
                (json!([sent]), json!([kept]))
            }
            Some("object") if node["additionalProperties"].is_object() => {
                let (sent, kept) = self.node(&node["additionalProperties"], at, depth);
                (json!({ "key": sent }), json!({ "key": kept }))
            }
            Some("object") if node["properties"].is_object() => {
                let name = at.and_then(|(_, field)| self.document.inline_object(field));
                self.object(name.unwrap_or_default(), node, depth)
            }
            _ => same(self.free()),
        }
    }

    /// A sample of the type that the overlay gives to the field `at`.
    fn stated(&self, kind: &str, at: Option<(&str, &str)>, depth: usize) -> (Value, Value) {
        let same = |value: Value| (value.clone(), value);
        if let Some(item) = kind.strip_suffix("[]") {
            let (sent, kept) = self.stated(item, at, depth);
            return (json!([sent]), json!([kept]));
        }
        match kind {
            "go_duration" => same(json!("1h2m3s")),
            "seconds" | "nanoseconds" => {
                let float = self.members == Members::All && !self.unknown_members;
                (
                    if float { json!(3_600.0) } else { json!(3_600) },
                    json!(3_600),
                )
            }
            "base64" => same(json!("aGVsbG8/")),
            "int_or_string" => self.integer_text(),
            "timestamp" => same(json!("2024-02-29T23:59:59.123456789Z")),
            "string" => same(self.text(at)),
            "value" => same(self.free()),
            "one_or_many" => {
                let text = self.text(at);
                let single = self.members == Members::All && !self.unknown_members;
                let sent = if single { text.clone() } else { json!([text]) };
                (sent, json!([text]))
            }
            "scope" => {
                let (first, second) = (self.text(at), self.text(at));
                let words = |text: &Value| text.as_str().unwrap_or_default().to_owned();
                let scope = json!(format!("{} {}", words(&first), words(&second)));
                let list = self.members == Members::All && !self.unknown_members;
                (
                    if list {
                        json!([first, second])
                    } else {
                        scope.clone()
                    },
                    scope,
                )
            }
            other => self.node(&self.document.named(other), None, depth),
        }
    }

    /// A 64-bit integer: read as a number or as a text, written as protobuf's JSON asks for.
    fn integer_text(&self) -> (Value, Value) {
        let number = self.members == Members::All && !self.unknown_members;
        (if number { json!(42) } else { json!("42") }, json!("42"))
    }

    fn canary(&self) -> String {
        self.count.set(self.count.get() + 1);
        let canary = format!("canary-{}-", self.count.get());
        self.canaries.borrow_mut().push(canary.clone());
        canary
    }

    /// A text that may not be printed, unless the overlay or the field's name makes it public.
    fn text(&self, at: Option<(&str, &str)>) -> Value {
        if let Some((schema, field)) = at
            && (field == "id"
                || self
                    .document
                    .overlay_list("schema", schema, "public")
                    .contains(&field))
        {
            return json!("printable");
        }
        json!(self.canary())
    }

    fn free(&self) -> Value {
        json!({ "any": self.canary(), "list": [1, { "deep": true }] })
    }
}

/// The values of an enum, be it inline, behind a reference or the item of a list.
fn enum_values(document: &Document, node: &Value) -> Vec<Value> {
    if let Some(name) = node["$ref"].as_str().and_then(tail) {
        return enum_values(document, document.schema(name));
    }
    if let Some(values) = node["enum"].as_array() {
        return values
            .iter()
            .filter(|value| value.is_string())
            .cloned()
            .collect();
    }
    match node["type"].as_str() {
        Some("array") => enum_values(document, &node["items"]),
        _ => Vec::new(),
    }
}

fn known_type(name: &str) -> bool {
    let name = name.trim_end_matches("[]");
    const KNOWN: [&str; 10] = [
        "go_duration",
        "seconds",
        "nanoseconds",
        "base64",
        "int_or_string",
        "timestamp",
        "string",
        "value",
        "one_or_many",
        "scope",
    ];
    KNOWN.contains(&name)
}

fn is_tag_of_member(document: &Document, name: &str, field: &str) -> bool {
    document.schemas().any(|(_, schema)| {
        tag_of(schema) == Some(field) && mapping(schema).iter().any(|(_, member)| *member == name)
    })
}

fn tag_of(schema: &Value) -> Option<&str> {
    schema["discriminator"]["propertyName"].as_str()
}

/// The tag's values, each with the schema it stands for.
fn mapping(schema: &Value) -> Vec<(String, &str)> {
    let mapping = schema["discriminator"]["mapping"].as_object();
    let pairs = mapping.into_iter().flatten();
    pairs
        .filter_map(|(value, to)| Some((value.clone(), tail(to.as_str()?)?)))
        .collect()
}
