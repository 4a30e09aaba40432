//! Schemas as Rust types: which schemas become structs, enums and unions, and which are written inline.

use std::collections::{BTreeMap, BTreeSet};

use super::contract::{Additional, Contract, Schema, last_segment};
use super::names;
use super::overlay::Overlay;

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    String,
    Secret,
    Timestamp,
    GoDuration,
    Bool,
    /// `i32`, `i64`, `u32`, `u64` or `f64`.
    Number(&'static str),
    /// An `i64` that JSON holds as a string.
    IntOrString,
    /// Bytes that JSON holds as base64 text.
    Bytes,
    /// Any JSON.
    Value,
    /// Any JSON, where `null` differs from an absent field.
    NullableValue,
    List(Box<Type>),
    Map(Box<Type>),
    /// A struct of this Rust name.
    Struct(String),
    /// An open enum of this Rust name.
    Enum(String),
    /// A union of this Rust name.
    Union(String),
    /// A type of `ory_core`, by its path.
    Core(&'static str),
}

/// A type that gets a file of its own.
#[derive(Debug)]
pub(crate) enum Item {
    Struct(StructItem),
    Enum(EnumItem),
    Union(UnionItem),
}

/// A struct.
#[derive(Debug)]
pub(crate) struct StructItem {
    pub(crate) name: String,
    /// The schema's name, or the Rust name of an inline object: the key of its documentation.
    pub(crate) key: String,
    pub(crate) fields: Vec<Field>,
    /// Whether a user builds it: it is part of a request, or of a reply to a hook.
    pub(crate) sent: bool,
    pub(crate) keep_unknown: bool,
    pub(crate) aliases: Vec<String>,
    /// The list and token fields, if it is a page of a list.
    pub(crate) paging: Option<BodyPaging>,
}

impl StructItem {
    /// The name of the field that holds what the struct does not know.
    pub(crate) fn kept_in(&self) -> &'static str {
        match self.fields.iter().any(|field| field.name == "extra") {
            true => "unknown",
            false => "extra",
        }
    }
}

/// A list that holds the token of its next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BodyPaging {
    pub(crate) items: String,
    pub(crate) next: String,
    pub(crate) has_next: Option<String>,
}

/// A field of a struct.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) wire: String,
    pub(crate) name: String,
    pub(crate) kind: Type,
    pub(crate) presence: Presence,
    /// Whether `Debug` prints strings in it.
    pub(crate) public: bool,
    /// Whether it would contain itself without a box.
    pub(crate) boxed: bool,
    /// How it is read where its type alone does not say so.
    pub(crate) form: Form,
    /// Whether a value of another type is kept among the unknown fields instead of failing the whole object.
    pub(crate) tolerant: bool,
}

/// How a field is read where its type alone does not say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Plain,
    /// An integer that may be spelled as a float.
    Whole,
    /// A list of texts that may be a single text.
    OneOrMany,
    /// Words in one text that may be a list.
    Scope,
    /// An object that is not there if it has no content.
    UnlessEmpty,
}

/// Whether a field is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
    /// As [`Presence::Optional`], also where an empty list would do otherwise.
    Nullable,
}

impl Field {
    /// Whether the field is an `Option`.
    pub(crate) fn is_option(&self) -> bool {
        match self.presence {
            Presence::Required => false,
            Presence::Nullable => true,
            Presence::Optional => !matches!(self.kind, Type::List(_) | Type::Map(_)),
        }
    }
}

/// An open enum.
#[derive(Debug)]
pub(crate) struct EnumItem {
    pub(crate) name: String,
    /// The key of its documentation.
    pub(crate) key: String,
    /// Variant names and values.
    pub(crate) variants: Vec<(String, String)>,
    pub(crate) aliases: Vec<String>,
}

/// A union.
#[derive(Debug)]
pub(crate) struct UnionItem {
    pub(crate) name: String,
    pub(crate) key: String,
    pub(crate) tag: String,
    pub(crate) variants: Vec<UnionVariant>,
    pub(crate) aliases: Vec<String>,
    /// A module that has the members under the variants' names.
    pub(crate) module: Option<String>,
}

/// A kind of object in a union.
#[derive(Debug)]
pub(crate) struct UnionVariant {
    pub(crate) name: String,
    pub(crate) value: String,
    /// The member's schema name.
    pub(crate) schema: String,
    /// The member's Rust name.
    pub(crate) member: String,
    /// When it is sent with another tag value.
    pub(crate) retag: Option<super::overlay::Retag>,
}

/// All types of a product.
#[derive(Debug, Default)]
pub(crate) struct Types {
    /// By Rust name.
    pub(crate) items: BTreeMap<String, Item>,
    /// What every schema of the contract is in Rust.
    pub(crate) schemas: BTreeMap<String, Type>,
    /// The union that a schema is a member of.
    pub(crate) member_of: BTreeMap<String, String>,
    /// The types of inline schemas of operations, by `operation.parameter`, `operation.body` and
    /// `operation.response`.
    places: BTreeMap<String, Type>,
    /// The Rust names of the types that `ory_core::models` has.
    pub(crate) shared: BTreeSet<String>,
    pub(crate) problems: Vec<String>,
}

/// Schemas whose types live in `ory_core`.
const CORE_SCHEMAS: &[(&str, &str)] = &[
    ("healthStatus", "ory_core::health::HealthStatus"),
    ("healthNotReadyStatus", "ory_core::health::HealthNotReady"),
    ("version", "ory_core::health::Version"),
];

/// Derives the types of `contract`.
pub(crate) fn build(contract: &Contract, overlay: &Overlay, allow_incomplete: bool) -> Types {
    let mut builder = Builder {
        contract,
        overlay,
        allow_incomplete,
        types: Types::default(),
        tags: BTreeMap::new(),
        received: BTreeSet::new(),
        sent: BTreeSet::new(),
        active: Vec::new(),
    };
    builder.find_members();
    builder.find_directions();
    for name in contract.schemas.keys() {
        if builder.is_inline_union(name) {
            continue;
        }
        let (kind, _) = builder.named(name);
        builder.types.schemas.insert(name.clone(), kind);
    }
    for operation in &contract.operations {
        for parameter in &operation.parameters {
            builder.place(
                &parameter.schema,
                format!("{}.{}", operation.id, parameter.name),
            );
        }
        for (media_type, schema) in operation.body.iter().flat_map(|body| &body.content) {
            if media_type == super::contract::FORM && schema.reference().is_none() {
                for (wire, property) in &schema.properties {
                    builder.place(property, format!("{}.{wire}", operation.id));
                }
            } else {
                builder.place(schema, format!("{}.body", operation.id));
            }
        }
        for (status, contents) in &operation.responses {
            for (_, schema) in contents {
                if *status < 400 && operation.tag != "metadata" {
                    builder.place(schema, format!("{}.response", operation.id));
                }
            }
        }
    }
    builder.types.shared = overlay.shared.names.clone();
    builder.check_uses();
    builder.mark_pages();
    builder.box_cycles();
    builder.types
}

struct Builder<'a> {
    contract: &'a Contract,
    overlay: &'a Overlay,
    allow_incomplete: bool,
    types: Types,
    /// Schema names of union members and the tag that is left out of them.
    tags: BTreeMap<String, String>,
    /// Schemas in responses.
    received: BTreeSet<String>,
    /// Schemas in requests, and in the replies to hooks.
    sent: BTreeSet<String>,
    /// References that are being resolved, to stop at aliases of themselves.
    active: Vec<String>,
}

/// Which way a schema travels.
#[derive(Clone, Copy)]
struct Direction {
    sent: bool,
    received: bool,
}

impl Types {
    /// The type of a schema of an operation, which stands at `at`.
    pub(crate) fn of(&self, schema: &Schema, at: &str) -> Type {
        let named = schema.reference().and_then(|name| self.schemas.get(name));
        named
            .or_else(|| self.places.get(at))
            .cloned()
            .unwrap_or(Type::Value)
    }
}

impl Builder<'_> {
    fn place(&mut self, schema: &Schema, at: String) {
        let (kind, _) = self.of(schema, &at);
        self.types.places.entry(at).or_insert(kind);
    }

    fn problem(&mut self, problem: String) {
        if !self.types.problems.contains(&problem) {
            self.types.problems.push(problem);
        }
    }

    /// A `oneOf` that nothing tells apart is written inline, as any JSON.
    fn is_inline_union(&self, name: &str) -> bool {
        let schema = &self.contract.schemas[name];
        !schema.one_of.is_empty() && self.tag_of(name, schema).is_none()
    }

    fn tag_of(&self, name: &str, schema: &Schema) -> Option<String> {
        let overlay = self
            .overlay
            .unions
            .get(name)
            .and_then(|union| union.tag.clone());
        overlay.or_else(|| Some(schema.discriminator.as_ref()?.property_name.clone()))
    }

    fn find_members(&mut self) {
        for (name, schema) in &self.contract.schemas {
            let Some(tag) = self.tag_of(name, schema) else {
                continue;
            };
            for member in schema.one_of.iter().filter_map(Schema::reference) {
                match self.tags.get(member) {
                    Some(other) if *other != tag => {
                        self.problem(format!(
                            "{member}: a member of unions with the tags {other} and {tag}"
                        ));
                    }
                    _ => {
                        self.tags.insert(member.to_owned(), tag.clone());
                    }
                }
                let union = self.rust_name(name);
                self.types.member_of.insert(member.to_owned(), union);
            }
        }
    }

    fn find_directions(&mut self) {
        for operation in &self.contract.operations {
            for (_, schema) in operation.responses.values().flatten() {
                reach(self.contract, schema, &mut self.received);
            }
            for schema in operation.body.iter().flat_map(|body| body.content.values()) {
                reach(self.contract, schema, &mut self.sent);
            }
        }
        let replies = self.overlay.schema.iter().filter(|(_, entry)| entry.sent);
        for (name, _) in replies {
            if let Some(schema) = self.contract.schemas.get(name) {
                self.sent.insert(name.clone());
                reach(self.contract, schema, &mut self.sent);
            }
        }
    }

    fn direction(&self, schema: &str) -> Direction {
        let sent = self.sent.contains(schema);
        Direction {
            sent,
            // No operation refers to the payloads of hooks.
            received: self.received.contains(schema) || !sent,
        }
    }

    fn rust_name(&self, schema: &str) -> String {
        let overlay = self
            .overlay
            .schema
            .get(schema)
            .and_then(|entry| entry.name.clone());
        overlay.unwrap_or_else(|| names::camel(schema))
    }

    /// The type of the schema called `name`, and whether it may be null.
    fn named(&mut self, name: &str) -> (Type, bool) {
        if let Some((_, path)) = CORE_SCHEMAS.iter().find(|(schema, _)| *schema == name) {
            return (Type::Core(path), false);
        }
        if let Some(rust) = self.overlay.shared.schemas.get(name) {
            return (Type::Struct(rust.clone()), false);
        }
        let Some(schema) = self.contract.schemas.get(name) else {
            self.problem(format!("{name}: no such schema"));
            return (Type::Value, false);
        };
        if self.active.iter().any(|active| active == name) {
            // A type that contains itself; it is being declared further up.
            return match schema.one_of.is_empty() {
                true => (Type::Struct(self.rust_name(name)), schema.nullable),
                false => (Type::Union(self.rust_name(name)), schema.nullable),
            };
        }
        self.active.push(name.to_owned());
        let kind = if let Some(tag) = self.tag_of(name, schema) {
            self.union(name, schema, tag)
        } else if !schema.properties.is_empty() && !self.skipped(name) {
            let rust = self.rust_name(name);
            let direction = self.direction(name);
            self.structure(&rust, name, schema, direction)
        } else {
            self.of(schema, name).0
        };
        self.active.pop();
        (kind, schema.nullable || self.is_nullable_alias(schema))
    }

    fn is_nullable_alias(&self, schema: &Schema) -> bool {
        let target = schema
            .reference()
            .and_then(|name| self.contract.schemas.get(name));
        target.is_some_and(|target| target.nullable || self.is_nullable_alias(target))
    }

    fn skipped(&self, name: &str) -> bool {
        self.overlay
            .schema
            .get(name)
            .is_some_and(|entry| entry.skip)
    }

    /// The type of a schema that stands at `at`, and whether it may be null.
    fn of(&mut self, schema: &Schema, at: &str) -> (Type, bool) {
        if let Some(name) = schema.reference() {
            let (kind, nullable) = self.named(name);
            return (kind, nullable || schema.nullable);
        }
        if !schema.all_of.is_empty() {
            self.problem(format!(
                "{at}: allOf of more than one schema has no Rust form"
            ));
            return (Type::Value, false);
        }
        if !schema.one_of.is_empty() {
            // Only named unions with a tag have a Rust form.
            if !self.contract.schemas.contains_key(at) {
                self.problem(format!("{at}: oneOf without a name"));
            }
            return (Type::Value, schema.nullable);
        }
        if !schema.values.is_empty() {
            return (self.enumeration(schema, at), schema.nullable);
        }
        let kind = match (schema.kind.as_deref(), schema.format.as_deref()) {
            (Some("string"), Some("date-time")) => Type::Timestamp,
            (Some("string"), Some("byte")) => Type::Bytes,
            (Some("string"), _) => Type::String,
            (Some("boolean"), _) => Type::Bool,
            (Some("integer"), Some("int32")) => Type::Number("i32"),
            (Some("integer"), Some("uint32" | "uint16" | "uint8")) => Type::Number("u32"),
            (Some("integer"), Some("uint64")) => Type::Number("u64"),
            (Some("integer"), _) => Type::Number("i64"),
            (Some("number"), _) => Type::Number("f64"),
            (Some("array"), _) => match &schema.items {
                Some(items) if items.format.as_deref() == Some("uint8") => Type::Bytes,
                Some(items) => Type::List(Box::new(self.of(items, &format!("{at}[]")).0)),
                None => Type::List(Box::new(Type::Value)),
            },
            (Some("object"), _) | (None, _) if !schema.properties.is_empty() => {
                return (self.inline_object(schema, at), schema.nullable);
            }
            (Some("object"), _) => match schema.additional() {
                Ok(Additional::Unsaid) => Type::Value,
                Ok(Additional::Any) => Type::Map(Box::new(Type::Value)),
                Ok(Additional::Of(values)) => {
                    Type::Map(Box::new(self.of(&values, &format!("{at}{{}}")).0))
                }
                Err(problem) => {
                    self.problem(format!("{at}: {problem}"));
                    Type::Value
                }
            },
            (None, _) => Type::Value,
            (Some(other), _) => {
                self.problem(format!("{at}: no Rust form for the type {other}"));
                Type::Value
            }
        };
        (kind, schema.nullable)
    }

    /// The type that an overlay entry names.
    fn overridden(&mut self, kind: &str, at: &str) -> Type {
        match kind {
            "string" => Type::String,
            "secret" => Type::Secret,
            "timestamp" => Type::Timestamp,
            "go_duration" => Type::GoDuration,
            "seconds" | "nanoseconds" | "integer" => Type::Number("i64"),
            "number" => Type::Number("f64"),
            "boolean" => Type::Bool,
            "base64" => Type::Bytes,
            "int_or_string" => Type::IntOrString,
            "one_or_many" => Type::List(Box::new(Type::String)),
            "scope" => Type::String,
            "value" => Type::NullableValue,
            "json" => Type::Value,
            "map" => Type::Map(Box::new(Type::Value)),
            name => {
                if let Some(items) = name.strip_suffix("[]") {
                    return Type::List(Box::new(self.overridden(items, at)));
                }
                if self.contract.schemas.contains_key(name) {
                    return self.named(name).0;
                }
                if let Some(entry) = self.overlay.enums.get(name) {
                    let values = entry.values.clone();
                    return self.declare_enum(name.to_owned(), name.to_owned(), &values);
                }
                if self.overlay.object.contains_key(name) {
                    return Type::Struct(name.to_owned());
                }
                self.problem(format!(
                    "{at}: the overlay names a type `{name}` that does not exist"
                ));
                Type::Value
            }
        }
    }

    fn enumeration(&mut self, schema: &Schema, at: &str) -> Type {
        let set: BTreeSet<&String> = schema.values.iter().collect();
        let same = |values: &[String]| values.iter().collect::<BTreeSet<_>>() == set;
        let at_here = |places: &[String]| places.iter().any(|place| place == at);
        let overlay = self.overlay;
        let placed = overlay.enums.iter().find(|(_, entry)| at_here(&entry.at));
        let by_set = || {
            overlay
                .enums
                .iter()
                .find(|(_, entry)| entry.at.is_empty() && same(&entry.values))
        };
        if let Some((name, entry)) = placed.or_else(by_set) {
            // A name may be shared by places that know fewer of the values.
            let known = |value: &String| entry.values.contains(value);
            if !entry.values.is_empty() && !schema.values.iter().all(known) {
                self.problem(format!(
                    "enum.{name}: other values than the contract's at {at}"
                ));
            }
            let values = if entry.values.is_empty() {
                &schema.values
            } else {
                &entry.values
            };
            return self.declare_enum(name.clone(), name.clone(), values);
        }
        if self.contract.schemas.contains_key(at) {
            return self.declare_enum(self.rust_name(at), at.to_owned(), &schema.values);
        }
        let named: Vec<&String> = (self.contract.schemas.iter())
            .filter(|(_, other)| !other.values.is_empty() && same(&other.values))
            .map(|(name, _)| name)
            .collect();
        if let [only] = named.as_slice() {
            return self.named(only).0;
        }
        let name = names::camel(&at.replace("[]", ""));
        if !self.allow_incomplete {
            let values = schema.values.join("\", \"");
            self.problem(format!(
                "{at}: the overlay has no name for the enum of [\"{values}\"]"
            ));
        }
        self.declare_enum(name.clone(), name, &schema.values)
    }

    fn declare_enum(&mut self, name: String, key: String, values: &[String]) -> Type {
        let entry = self.overlay.enums.get(&key);
        let empty = BTreeMap::new();
        let given = entry.map_or(&empty, |entry| &entry.names);
        let prefix = names::common_prefix(values);
        let mut variants: Vec<(String, String)> = Vec::new();
        let mut problems = Vec::new();
        for value in values {
            let variant = match (given.get(value), value.as_str()) {
                (Some(given), _) => given.clone(),
                (None, "") => "Empty".to_owned(),
                (None, _) => names::camel(value.strip_prefix(prefix).unwrap_or(value)),
            };
            let taken = variants.iter().any(|(other, _)| *other == variant) || variant == "Unknown";
            if taken
                || variant.is_empty()
                || !variant.starts_with(|c: char| c.is_ascii_alphabetic())
            {
                problems.push(format!(
                    "enum {name}: {value:?} needs a variant name other than {variant:?}"
                ));
            }
            variants.push((variant, value.clone()));
        }
        for problem in problems {
            self.problem(problem);
        }
        let aliases = entry.map(|entry| entry.aliases.clone());
        let aliases = aliases.or_else(|| Some(self.overlay.schema.get(&key)?.aliases.clone()));
        let item = EnumItem {
            name: name.clone(),
            key,
            variants,
            aliases: aliases.unwrap_or_default(),
        };
        self.declare(&name, Item::Enum(item));
        Type::Enum(name)
    }

    fn declare(&mut self, name: &str, item: Item) {
        let clash = match (self.types.items.get(name), &item) {
            (None, _) => false,
            (Some(Item::Enum(old)), Item::Enum(new)) => old.variants != new.variants,
            (Some(Item::Struct(old)), Item::Struct(new)) => old.key != new.key,
            (Some(Item::Union(old)), Item::Union(new)) => old.key != new.key,
            _ => true,
        };
        if clash {
            self.problem(format!("{name}: two different types would have this name"));
        }
        self.types.items.entry(name.to_owned()).or_insert(item);
    }

    fn inline_object(&mut self, schema: &Schema, at: &str) -> Type {
        let overlay = self.overlay;
        let named = overlay
            .object
            .iter()
            .find(|(_, entry)| entry.at.iter().any(|place| place == at));
        let name = match named {
            Some((name, _)) => name.clone(),
            None => {
                if !self.allow_incomplete {
                    self.problem(format!(
                        "{at}: the overlay has no name for this inline object"
                    ));
                }
                names::camel(&at.replace("[]", ""))
            }
        };
        let root = at.split(['.', '[', '{']).next().unwrap_or(at);
        let direction = match self.contract.operation(root) {
            Some(_) => Direction {
                sent: at.ends_with(".body"),
                received: !at.ends_with(".body"),
            },
            None => self.direction(root),
        };
        self.structure(&name.clone(), &name, schema, direction)
    }

    fn structure(&mut self, name: &str, key: &str, schema: &Schema, direction: Direction) -> Type {
        let kind = Type::Struct(name.to_owned());
        if let Some(Item::Struct(declared)) = self.types.items.get(name)
            && declared.key == key
        {
            return kind;
        }
        let at = match self.overlay.object.get(key) {
            Some(object) if !self.contract.schemas.contains_key(key) => object.at[0].clone(),
            _ => key.to_owned(),
        };
        let entry = self.overlay.schema.get(key);
        let tag = self.tags.get(key).cloned();
        let always = if direction.received {
            schema.always_required.as_ref()
        } else {
            None
        };
        let required = always.unwrap_or(&schema.required);
        // A request that is read from JSON, such as a form that was posted, keeps what is newer than the SDK.
        let keep_unknown = entry.and_then(|entry| entry.keep_unknown);
        let keep_unknown = keep_unknown.unwrap_or(direction.sent && !direction.received);
        let mut fields: Vec<Field> = Vec::new();
        for (wire, property) in &schema.properties {
            if Some(wire) == tag.as_ref() {
                continue;
            }
            let at = format!("{at}.{wire}");
            let given = entry.and_then(|entry| entry.field.get(wire));
            let (mut kind, mut nullable) = match given.map(|given| given.kind.as_str()) {
                Some("unless_empty") | None => self.of(property, &at),
                Some(given) => (self.overridden(given, &at), property.nullable),
            };
            let form = match given.map_or("", |given| given.kind.as_str()) {
                "seconds" | "nanoseconds" | "integer" => Form::Whole,
                "one_or_many" => Form::OneOrMany,
                "scope" => Form::Scope,
                "unless_empty" => Form::UnlessEmpty,
                _ => Form::Plain,
            };
            let tolerant = entry.is_some_and(|entry| entry.is_tolerant(wire));
            let listed = |list: fn(&super::overlay::Schema) -> &Vec<String>| {
                entry.is_some_and(|entry| list(entry).contains(wire))
            };
            if listed(|entry| &entry.secret) {
                kind = match kind {
                    Type::String | Type::Secret => Type::Secret,
                    Type::List(items) if *items == Type::String => {
                        Type::List(Box::new(Type::Secret))
                    }
                    other => {
                        self.problem(format!("{at}: secret, but not a string"));
                        other
                    }
                };
            }
            let forced = listed(|entry| &entry.nullable);
            nullable |= forced;
            let mut is_required = required.contains(wire) || listed(|entry| &entry.required);
            if listed(|entry| &entry.optional) || (nullable && !matches!(kind, Type::Value)) {
                is_required = false;
            }
            let presence = match (is_required, forced) {
                (true, _) => Presence::Required,
                (false, true) => Presence::Nullable,
                (false, false) => Presence::Optional,
            };
            let rename = entry.and_then(|entry| entry.rename.get(wire));
            let mut name = rename.cloned().unwrap_or_else(|| names::snake(wire));
            // `type` keeps its name, `@type` beside it gets another.
            let twin = |other: &String| other != wire && names::snake(other) == names::snake(wire);
            if *wire != names::plain_snake(wire) && schema.properties.keys().any(twin) {
                name = format!("{}_", names::plain_snake(wire));
            }
            if fields.iter().any(|field| field.name == name) {
                self.problem(format!("{at}: another field is called `{name}` too"));
            }
            let is_id = wire == "id" || self.is_uuid(property);
            let public = listed(|entry| &entry.public) || is_id;
            fields.push(Field {
                wire: wire.clone(),
                name,
                kind,
                presence,
                public,
                boxed: false,
                form,
                tolerant,
            });
            if tolerant && (!keep_unknown || presence == Presence::Required) {
                self.problem(format!(
                    "{at}: tolerant, but it is required or its object does not keep what is unknown"
                ));
            }
            if presence == Presence::Required && matches!(form, Form::Scope | Form::UnlessEmpty) {
                self.problem(format!("{at}: has no form for a field that is required"));
            }
        }
        let item = StructItem {
            name: name.to_owned(),
            key: key.to_owned(),
            fields,
            sent: direction.sent,
            keep_unknown,
            aliases: entry.map(|entry| entry.aliases.clone()).unwrap_or_default(),
            paging: None,
        };
        self.declare(name, Item::Struct(item));
        kind
    }

    fn is_uuid(&self, schema: &Schema) -> bool {
        match schema
            .reference()
            .and_then(|name| self.contract.schemas.get(name))
        {
            Some(target) => self.is_uuid(target),
            None => schema
                .format
                .as_deref()
                .is_some_and(|format| format.starts_with("uuid")),
        }
    }

    fn union(&mut self, name: &str, schema: &Schema, tag: String) -> Type {
        let rust = self.rust_name(name);
        let entry = self.overlay.unions.get(name);
        let mut values: BTreeMap<String, String> = BTreeMap::new();
        if let Some(discriminator) = &schema.discriminator {
            for (value, reference) in &discriminator.mapping {
                values.insert(value.clone(), last_segment(reference).to_owned());
            }
        }
        if let Some(entry) = entry.filter(|entry| !entry.values.is_empty()) {
            values.clone_from(&entry.values);
        }
        let members: Vec<Vec<String>> =
            values.values().map(|member| names::words(member)).collect();
        let mut variants = Vec::new();
        for (value, member) in &values {
            let given = entry.and_then(|entry| entry.names.get(value).cloned());
            let name = given.unwrap_or_else(|| match value.len() {
                // `a` and `img` say less than the members' own names.
                0..=3 => distinguishing(&names::words(member), &members),
                _ => names::camel(value),
            });
            let kind = self.named(member).0;
            let Type::Struct(member_name) = kind else {
                self.problem(format!("{rust}: the member {member} is not an object"));
                continue;
            };
            variants.push(UnionVariant {
                name,
                value: value.clone(),
                schema: member.clone(),
                member: member_name,
                retag: entry.and_then(|entry| entry.retag.get(value).cloned()),
            });
        }
        let aliases = self
            .overlay
            .schema
            .get(name)
            .map(|entry| entry.aliases.clone());
        let aliases = aliases.unwrap_or_default();
        let item = UnionItem {
            name: rust.clone(),
            key: name.to_owned(),
            tag,
            variants,
            aliases,
            module: entry.and_then(|entry| entry.module.clone()),
        };
        self.declare(&rust, Item::Union(item));
        Type::Union(rust)
    }

    /// A member without its tag can be used inside its union only.
    fn check_uses(&mut self) {
        let members: BTreeMap<String, String> = (self.tags.keys())
            .map(|schema| (self.rust_name(schema), schema.clone()))
            .collect();
        let mut problems = Vec::new();
        for item in self.types.items.values() {
            let Item::Struct(item) = item else { continue };
            for field in &item.fields {
                let mut used = Vec::new();
                named_types(&field.kind, &mut used);
                for name in used {
                    if let Some(schema) = members.get(name) {
                        problems.push(format!(
                            "{}.{}: {schema} is used outside its union",
                            item.key, field.wire
                        ));
                    }
                }
            }
        }
        self.types.problems.extend(problems);
    }

    fn mark_pages(&mut self) {
        for (id, entry) in &self.overlay.operation {
            if entry.paging != Some(super::overlay::Paging::Body) {
                continue;
            }
            let (Some(items), Some(next)) = (&entry.items, &entry.next) else {
                continue;
            };
            let Some(operation) = self.contract.operation(id) else {
                continue;
            };
            let schema = operation
                .responses
                .get(&200)
                .and_then(|contents| contents.first());
            let name = schema.and_then(|(_, schema)| schema.reference());
            let rust = name.map(|name| self.rust_name(name)).unwrap_or_default();
            match self.types.items.get_mut(&rust) {
                Some(Item::Struct(item)) => {
                    item.paging = Some(BodyPaging {
                        items: items.clone(),
                        next: next.clone(),
                        has_next: entry.has_next.clone(),
                    });
                }
                _ => self
                    .types
                    .problems
                    .push(format!("operation.{id}: its answer is not an object")),
            }
        }
    }

    /// Boxes the fields through which a struct would contain itself.
    fn box_cycles(&mut self) {
        let mut direct: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, item) in &self.types.items {
            let inner = match item {
                Item::Struct(item) => (item.fields.iter())
                    .filter_map(|field| match &field.kind {
                        Type::Struct(inner) | Type::Union(inner) => Some(inner.clone()),
                        _ => None,
                    })
                    .collect(),
                Item::Union(item) => item.variants.iter().map(|v| v.member.clone()).collect(),
                Item::Enum(_) => Vec::new(),
            };
            direct.insert(name.clone(), inner);
        }
        for (name, item) in &mut self.types.items {
            let Item::Struct(item) = item else { continue };
            for field in &mut item.fields {
                if let Type::Struct(inner) | Type::Union(inner) = &field.kind {
                    field.boxed = contains(&direct, inner, name, &mut BTreeSet::new());
                }
            }
        }
    }
}

fn contains(
    direct: &BTreeMap<String, Vec<String>>,
    from: &str,
    target: &str,
    seen: &mut BTreeSet<String>,
) -> bool {
    if from == target {
        return true;
    }
    seen.insert(from.to_owned())
        && direct.get(from).is_some_and(|inner| {
            inner
                .iter()
                .any(|name| contains(direct, name, target, seen))
        })
}

/// The names of the structs, enums and unions in a type.
pub(crate) fn named_types<'a>(kind: &'a Type, names: &mut Vec<&'a str>) {
    match kind {
        Type::List(inner) | Type::Map(inner) => named_types(inner, names),
        Type::Struct(name) | Type::Enum(name) | Type::Union(name) => names.push(name),
        _ => {}
    }
}

/// What is left of a member's name without the words that all members share at both ends.
fn distinguishing(words: &[String], all: &[Vec<String>]) -> String {
    let shared = |word: &dyn Fn(&[String]) -> Option<&String>| {
        let first = word(words);
        first.is_some() && all.iter().all(|other| word(other) == first)
    };
    let mut start = 0;
    while start < words.len() && shared(&|words| words.get(start)) {
        start += 1;
    }
    let mut end = 0;
    while start + end < words.len()
        && shared(&|words| words.len().checked_sub(end + 1).map(|i| &words[i]))
    {
        end += 1;
    }
    names::camel(&words[start..words.len() - end].join("_"))
}

fn reach(contract: &Contract, schema: &Schema, found: &mut BTreeSet<String>) {
    if let Some(name) = schema.reference()
        && found.insert(name.to_owned())
        && let Some(target) = contract.schemas.get(name)
    {
        reach(contract, target, found);
    }
    let values = match schema.additional() {
        Ok(Additional::Of(values)) => Some(values),
        _ => None,
    };
    let inner = schema
        .properties
        .values()
        .chain(schema.items.as_deref())
        .chain(values.as_deref());
    for inner in inner.chain(&schema.one_of).chain(&schema.all_of) {
        reach(contract, inner, found);
    }
    let mapping = schema
        .discriminator
        .iter()
        .flat_map(|discriminator| discriminator.mapping.values());
    for reference in mapping {
        let name = last_segment(reference);
        if found.insert(name.to_owned())
            && let Some(target) = contract.schemas.get(name)
        {
            reach(contract, target, found);
        }
    }
}
