//! One file per struct, enum and union.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::docs::Docs;
use super::names;
use super::text::{self, Shape};
use super::types::{
    EnumItem, Field, Form, Item, Presence, StructItem, Type, Types, UnionItem, named_types,
};

/// What models are written with.
pub(crate) struct Source<'a> {
    /// The first line of every file.
    pub(crate) header: &'a str,
    pub(crate) docs: &'a Docs,
    /// Whether items without documentation are reported.
    pub(crate) require_docs: bool,
    /// Whether this is another module than `models`.
    pub(crate) legacy: bool,
    /// Types that are in the crate's `models` module, where that is another one.
    pub(crate) elsewhere: BTreeSet<String>,
    /// The module's documentation.
    pub(crate) module_doc: &'a str,
}

/// The files of a `models` module by name, `mod.rs` included; what is undocumented goes to `problems`.
pub(crate) fn write(
    types: &Types,
    source: &Source<'_>,
    problems: &mut Vec<String>,
) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut index = format!("{}\n\n//! {}\n\n", source.header, source.module_doc);
    let mut uses = String::new();
    let mut modules = String::new();
    for (name, item) in &types.items {
        let body = match item {
            Item::Struct(item) => structure(item, source, problems),
            Item::Enum(item) => enumeration(item, source, problems),
            Item::Union(item) => union(item, source, problems),
        };
        let module = names::module(name);
        let _ = writeln!(index, "mod {module};");
        let _ = writeln!(uses, "pub use {module}::{name};");
        if let Item::Struct(item) = item
            && has_builder(item)
        {
            let _ = writeln!(uses, "pub use {module}::{name}Builder;");
        }
        if let Item::Union(item) = item
            && let Some(module) = &item.module
        {
            modules.push_str(&members_module(module, item));
        }
        files.insert(
            format!("{module}.rs"),
            format!("{}\n\n{body}", source.header),
        );
    }
    if !source.legacy && !types.shared.is_empty() {
        let shared: Vec<&str> = types.shared.iter().map(String::as_str).collect();
        let _ = write!(
            index,
            "\npub use ory_core::models::{{{}}};\n",
            shared.join(", ")
        );
    }
    let _ = write!(index, "\n{uses}{modules}");
    files.insert("mod.rs".to_owned(), index);
    files
}

/// How many required fields `new` takes at most.
const MAX_ARGUMENTS: usize = 4;

fn required(item: &StructItem) -> Vec<&Field> {
    item.fields
        .iter()
        .filter(|field| field.presence == Presence::Required)
        .collect()
}

pub(crate) fn has_builder(item: &StructItem) -> bool {
    required(item).len() > MAX_ARGUMENTS
}

/// The type as it is written in a model's file.
pub(crate) fn rust(kind: &Type) -> String {
    match kind {
        Type::String => "String".to_owned(),
        Type::Secret => "Secret".to_owned(),
        Type::Timestamp => "Timestamp".to_owned(),
        Type::GoDuration => "GoDuration".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Number(name) => (*name).to_owned(),
        Type::IntOrString => "i64".to_owned(),
        Type::Bytes => "Vec<u8>".to_owned(),
        Type::Value | Type::NullableValue => "Value".to_owned(),
        Type::List(items) => format!("Vec<{}>", rust(items)),
        Type::Map(values) => format!("BTreeMap<String, {}>", rust(values)),
        Type::Struct(name) | Type::Enum(name) | Type::Union(name) => name.clone(),
        Type::Core(path) => (*path).to_owned(),
    }
}

fn stored(field: &Field) -> String {
    let mut stored = rust(&field.kind);
    if field.boxed {
        stored = format!("Box<{stored}>");
    }
    if field.is_option() {
        stored = format!("Option<{stored}>");
    }
    stored
}

/// What a setter or constructor takes, and how it turns that (called `name`) into the field's own type.
fn taken(field: &Field) -> (String, String) {
    let name = &field.name;
    let kind = rust(&field.kind);
    let (takes, value) = match &field.kind {
        Type::Bool | Type::Number(_) | Type::IntOrString => (kind, name.clone()),
        Type::List(items) => match **items {
            Type::List(_) | Type::Map(_) | Type::Bytes | Type::Bool | Type::Number(_) => {
                (kind, name.clone())
            }
            _ => (
                format!("impl IntoIterator<Item = impl Into<{}>>", rust(items)),
                format!("{name}.into_iter().map(Into::into).collect()"),
            ),
        },
        Type::Map(values) => match **values {
            Type::List(_) | Type::Map(_) | Type::Bool | Type::Number(_) => (kind, name.clone()),
            _ => (
                format!(
                    "impl IntoIterator<Item = (impl Into<String>, impl Into<{}>)>",
                    rust(values)
                ),
                format!(
                    "{name}.into_iter().map(|(key, value)| (key.into(), value.into())).collect()"
                ),
            ),
        },
        _ => (format!("impl Into<{kind}>"), format!("{name}.into()")),
    };
    let value = if field.boxed {
        format!("Box::new({value})")
    } else {
        value
    };
    (takes, value)
}

/// `#[inline]` for a function with these parameters. A generic one is compiled where it is called anyway.
pub(crate) fn inline(parameters: &str) -> &'static str {
    match parameters.contains("impl ") {
        true => "",
        false => "    #[inline]\n",
    }
}

fn shape(kind: &Type) -> Shape {
    match kind {
        Type::Bool => Shape::Flag,
        Type::List(_) | Type::Map(_) => Shape::Many,
        Type::Timestamp => Shape::Time,
        _ => Shape::One,
    }
}

/// The `use` lines that the types of `fields` need.
fn uses(item: &StructItem, body: &str, elsewhere: &BTreeSet<String>) -> String {
    let mut core = BTreeSet::new();
    let mut own = BTreeSet::new();
    for field in &item.fields {
        let mut used = Vec::new();
        named_types(&field.kind, &mut used);
        own.extend(used.into_iter().filter(|name| **name != *item.name));
    }
    for name in ["Secret", "Timestamp", "GoDuration", "Error"] {
        if mentions(body, name) {
            core.insert(name);
        }
    }
    let mut uses = String::new();
    if body.contains("BTreeMap<") {
        uses.push_str("use std::collections::BTreeMap;\n");
    }
    uses.push_str("use std::fmt;\n\n");
    if mentions(body, "PagedBody") {
        uses.push_str("use ory_core::__private::decode::PagedBody;\n");
    }
    if body.contains("Hidden(") {
        uses.push_str("use ory_core::__private::Hidden;\n");
    }
    if !core.is_empty() {
        let _ = writeln!(
            uses,
            "use ory_core::{{{}}};",
            core.into_iter().collect::<Vec<_>>().join(", ")
        );
    }
    if mentions(body, "Value") {
        uses.push_str("use serde_json::Value;\n");
    }
    let (others, own): (Vec<&str>, Vec<&str>) =
        own.into_iter().partition(|name| elsewhere.contains(*name));
    uses.push('\n');
    if !own.is_empty() {
        let _ = writeln!(uses, "use super::{{{}}};", own.join(", "));
    }
    if !others.is_empty() {
        let _ = writeln!(uses, "use crate::models::{{{}}};", others.join(", "));
    }
    uses
}

/// Whether `name` stands in `body` as a word of its own, outside comments.
fn mentions(body: &str, name: &str) -> bool {
    body.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .any(|line| {
            line.match_indices(name).any(|(at, _)| {
                let before = line[..at].chars().next_back();
                let after = line[at + name.len()..].chars().next();
                let part = |c: Option<char>| {
                    c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '"' || c == ':')
                };
                !part(before) && !after.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '"')
            })
        })
}

fn aliases(out: &mut String, aliases: &[String], name: &str) {
    for alias in aliases.iter().filter(|alias| *alias != name) {
        let _ = writeln!(out, "#[doc(alias = {})]", text::literal(alias));
    }
}

fn structure(item: &StructItem, source: &Source<'_>, problems: &mut Vec<String>) -> String {
    let mut out = String::new();
    let name = &item.name;
    let entry = source.docs.model.get(&item.key);
    match entry {
        Some(entry) => text::doc(&mut out, 0, &entry.text()),
        None => {
            if source.require_docs {
                problems.push(format!("model.{}: no documentation", item.key));
            }
            text::doc(&mut out, 0, &text::sentence(&item.key, Shape::One));
        }
    }
    aliases(&mut out, &item.aliases, name);
    let required = required(item);
    let default = if required.is_empty() { "Default, " } else { "" };
    let _ = writeln!(out, "#[derive(Clone, {default}PartialEq)]");
    let _ = writeln!(out, "#[non_exhaustive]\npub struct {name} {{");
    let doc_of = |field: &Field| {
        let given = entry.and_then(|entry| entry.fields.get(&field.wire));
        given
            .cloned()
            .unwrap_or_else(|| text::sentence(&field.wire, shape(&field.kind)))
    };
    for field in &item.fields {
        text::doc(&mut out, 4, &doc_of(field));
        let _ = writeln!(out, "    pub {}: {},", field.name, stored(field));
    }
    if item.keep_unknown {
        text::doc(
            &mut out,
            4,
            "Fields that this version of the SDK does not know. They are kept and written.",
        );
        let _ = writeln!(out, "    pub {}: BTreeMap<String, Value>,", item.kept_in());
    }
    out.push_str("}\n\n");
    members(&mut out, item);
    if item.fields.is_empty() && !item.keep_unknown {
        let _ = writeln!(
            out,
            "impl {name} {{\n    /// Creates an empty object.\n    #[inline]\n    #[must_use]\n    pub fn new() -> Self {{\n        Self::default()\n    }}\n}}\n"
        );
    } else {
        implementation(&mut out, item, &required);
    }
    debug(&mut out, item);
    if let Some(paging) = &item.paging {
        paged(&mut out, item, paging, problems);
    }
    if has_builder(item) {
        builder(&mut out, item, &required, &doc_of);
    }
    format!("{}\n{out}", uses(item, &out, &source.elsewhere))
}

/// How the fields stand in JSON.
fn members(out: &mut String, item: &StructItem) {
    let keeping = match item.keep_unknown {
        true => format!(" keeping {}", item.kept_in()),
        false => String::new(),
    };
    let _ = writeln!(out, "ory_core::object! {{\n    {}{keeping} {{", item.name);
    for field in &item.fields {
        let _ = writeln!(
            out,
            "        {} => {}: {},",
            text::literal(&field.wire),
            field.name,
            presence(field)
        );
    }
    out.push_str("    }\n}\n\n");
}

/// The word of `ory_core::object!` for a field.
fn presence(field: &Field) -> &'static str {
    let required = field.presence == Presence::Required;
    match (field.form, field.tolerant) {
        (Form::Whole, true) => return "tolerant_whole",
        (Form::Whole, false) if required => return "required_whole",
        (Form::Whole, false) => return "optional_whole",
        (Form::OneOrMany, true) => return "tolerant_one_or_many",
        (Form::OneOrMany, false) => return "one_or_many",
        (Form::Scope, false) => return "optional_scope",
        (Form::UnlessEmpty, false) => return "optional_unless_empty",
        (_, true) if field.is_option() => return "tolerant",
        (_, true) => return "tolerant_or_empty",
        (Form::Plain, false) => {}
    }
    match (&field.kind, required) {
        (Type::Bytes, true) => "required_base64",
        (Type::Bytes, false) => "optional_base64",
        (Type::List(items), _) if **items == Type::Bytes => "base64_or_empty",
        (Type::IntOrString, true) => "required_integer",
        (Type::IntOrString, false) => "optional_integer",
        (Type::List(_) | Type::Map(_) | Type::Bool, true) => "or_default",
        (_, true) => "required",
        (Type::List(_) | Type::Map(_), false) if !field.is_option() => "or_empty",
        (Type::NullableValue, false) => "nullable",
        (_, false) => "optional",
    }
}

/// Field names that are also methods of the operators' traits, which Clippy takes their setters for.
const OPERATORS: &[&str] = &[
    "add", "sub", "mul", "div", "rem", "neg", "not", "shl", "shr", "index",
];

fn implementation(out: &mut String, item: &StructItem, required: &[&Field]) {
    let name = &item.name;
    let _ = writeln!(out, "impl {name} {{");
    if has_builder(item) {
        let _ = writeln!(
            out,
            "    /// Creates a builder; [`{name}Builder::build`] reports required fields that are missing.\n    #[inline]\n    pub fn builder() -> {name}Builder {{\n        {name}Builder::default()\n    }}\n"
        );
    } else {
        let summary = match required.len() {
            0 => "Creates one with no field set.",
            _ => "Creates one with the required fields.",
        };
        let arguments: Vec<String> = required
            .iter()
            .map(|f| format!("{}: {}", f.name, taken(f).0))
            .collect();
        let arguments = arguments.join(", ");
        let _ = writeln!(
            out,
            "    /// {summary}\n{}    #[must_use]\n    pub fn new({arguments}) -> Self {{",
            inline(&arguments)
        );
        if required.is_empty() {
            out.push_str("        Self::default()\n");
        } else {
            out.push_str("        Self {\n");
            for field in &item.fields {
                let value = match field.presence {
                    Presence::Required => taken(field).1,
                    _ if field.is_option() => "None".to_owned(),
                    _ if matches!(field.kind, Type::List(_)) => "Vec::new()".to_owned(),
                    _ => "BTreeMap::new()".to_owned(),
                };
                if value == field.name {
                    let _ = writeln!(out, "            {value},");
                } else {
                    let _ = writeln!(out, "            {}: {value},", field.name);
                }
            }
            if item.keep_unknown {
                let _ = writeln!(out, "            {}: BTreeMap::new(),", item.kept_in());
            }
            out.push_str("        }\n");
        }
        out.push_str("    }\n\n");
    }
    // What is only received is read, not built: its fields are public.
    for field in item.fields.iter().filter(|_| item.sent) {
        let (takes, value) = taken(field);
        let plain = field.name.strip_prefix("r#").unwrap_or(&field.name);
        let value = match field.is_option() {
            true => format!("Some({value})"),
            false => value,
        };
        let allowed = match OPERATORS.contains(&plain) {
            true => "    #[allow(clippy::should_implement_trait)]\n",
            false => "",
        };
        let _ = writeln!(
            out,
            "    /// Sets [`{plain}`](Self#structfield.{plain}).\n{allowed}{1}    #[must_use]\n    pub fn {0}(mut self, {0}: {takes}) -> Self {{\n        self.{0} = {value};\n        self\n    }}\n",
            field.name,
            inline(&takes)
        );
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out.push_str("}\n\n");
}

/// Whether `Debug` may print the whole field: strings only if they are public, containers if their elements are.
fn printable(kind: &Type, public: bool) -> bool {
    match kind {
        Type::String => public,
        Type::Value | Type::NullableValue | Type::Bytes => false,
        Type::List(items) => printable(items, public),
        // Keys are strings too.
        Type::Map(values) => public && printable(values, public),
        _ => true,
    }
}

fn debug(out: &mut String, item: &StructItem) {
    let name = &item.name;
    let _ = writeln!(
        out,
        "impl fmt::Debug for {name} {{\n    #[inline]\n    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {{\n        f.debug_struct({})",
        text::literal(name)
    );
    for field in &item.fields {
        let plain = field.name.strip_prefix("r#").unwrap_or(&field.name);
        let value = match printable(&field.kind, field.public) {
            true => format!("&self.{}", field.name),
            false => format!("&Hidden(&self.{})", field.name),
        };
        let _ = writeln!(out, "            .field({}, {value})", text::literal(plain));
    }
    if item.keep_unknown {
        let kept = item.kept_in();
        let _ = writeln!(out, "            .field(\"{kept}\", &Hidden(&self.{kept}))");
    }
    out.push_str("            .finish()\n    }\n}\n");
}

fn paged(
    out: &mut String,
    item: &StructItem,
    paging: &super::types::BodyPaging,
    problems: &mut Vec<String>,
) {
    let find = |wire: &str| item.fields.iter().find(|field| field.wire == wire);
    let (Some(items), Some(next)) = (find(&paging.items), find(&paging.next)) else {
        problems.push(format!(
            "{}: has no `{}` or `{}` to page by",
            item.key, paging.items, paging.next
        ));
        return;
    };
    let Type::List(element) = &items.kind else {
        problems.push(format!("{}: `{}` is not a list", item.key, paging.items));
        return;
    };
    let token = match next.is_option() {
        true => format!("self.{}", next.name),
        false => format!("Some(self.{})", next.name),
    };
    let guarded = match paging.has_next.as_deref().map(find) {
        None => token,
        Some(None) => {
            problems.push(format!(
                "{}: has no field to tell the last page by",
                item.key
            ));
            token
        }
        Some(Some(flag)) => {
            let more = match flag.is_option() {
                // Without the flag the token decides.
                true => format!("self.{}.unwrap_or(true)", flag.name),
                false => format!("self.{}", flag.name),
            };
            match next.is_option() {
                true => format!("{token}.filter(|_| {more})"),
                false => format!("{more}.then_some(self.{})", next.name),
            }
        }
    };
    let _ = write!(
        out,
        "\nimpl PagedBody for {} {{\n    type Item = {1};\n\n    #[inline]\n    fn into_page(self) -> (Vec<{1}>, Option<String>) {{\n        (self.{2}, {guarded})\n    }}\n}}\n",
        item.name,
        rust(element),
        items.name
    );
}

fn builder(
    out: &mut String,
    item: &StructItem,
    required: &[&Field],
    doc_of: &dyn Fn(&Field) -> String,
) {
    let name = &item.name;
    let _ = writeln!(
        out,
        "\n/// Builds a [`{name}`] from its required fields; the optional ones are set on the result.\n#[derive(Clone, Default)]\n#[must_use = \"a builder does nothing until it is built\"]\npub struct {name}Builder {{"
    );
    let kept = |field: &Field| match field.boxed {
        true => format!("Box<{}>", rust(&field.kind)),
        false => rust(&field.kind),
    };
    for field in required {
        let _ = writeln!(out, "    {}: Option<{}>,", field.name, kept(field));
    }
    let _ = writeln!(out, "}}\n\nimpl {name}Builder {{");
    for field in required {
        let (takes, value) = taken(field);
        text::doc(
            out,
            4,
            doc_of(field)
                .trim()
                .split("\n\n")
                .next()
                .unwrap_or_default(),
        );
        let _ = writeln!(
            out,
            "{1}    pub fn {0}(mut self, {0}: {takes}) -> Self {{\n        self.{0} = Some({value});\n        self\n    }}\n",
            field.name,
            inline(&takes)
        );
    }
    let _ = writeln!(
        out,
        "    /// Returns the [`{name}`].\n    ///\n    /// # Errors\n    ///\n    /// A configuration error that names the first required field that is not set.\n    #[inline]\n    pub fn build(self) -> Result<{name}, Error> {{\n        let missing = |field: &str| {{\n            Error::configuration(None, format!(\"`{name}` needs the field `{{field}}`\"))\n        }};\n        Ok({name} {{"
    );
    for field in &item.fields {
        let value = match field.presence {
            Presence::Required => {
                let plain = field.name.strip_prefix("r#").unwrap_or(&field.name);
                format!(
                    "self.{}.ok_or_else(|| missing({}))?",
                    field.name,
                    text::literal(plain)
                )
            }
            _ if field.is_option() => "None".to_owned(),
            _ if matches!(field.kind, Type::List(_)) => "Vec::new()".to_owned(),
            _ => "BTreeMap::new()".to_owned(),
        };
        let _ = writeln!(out, "            {}: {value},", field.name);
    }
    if item.keep_unknown {
        let _ = writeln!(out, "            {}: BTreeMap::new(),", item.kept_in());
    }
    out.push_str("        })\n    }\n}\n\n");
    let _ = writeln!(
        out,
        "impl fmt::Debug for {name}Builder {{\n    #[inline]\n    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {{\n        f.debug_struct(\"{name}Builder\").finish_non_exhaustive()\n    }}\n}}"
    );
}

fn enumeration(item: &EnumItem, source: &Source<'_>, problems: &mut Vec<String>) -> String {
    let mut out = String::from("ory_core::open_enum! {\n");
    let entry = source.docs.enums.get(&item.key);
    match (entry, source.docs.model.get(&item.key)) {
        (Some(entry), _) => text::doc(&mut out, 4, &entry.text()),
        (None, Some(model)) => text::doc(&mut out, 4, &model.text()),
        (None, None) => {
            if source.require_docs {
                problems.push(format!("enum.{}: no documentation", item.key));
            }
            text::doc(&mut out, 4, &text::sentence(&item.key, Shape::One));
        }
    }
    for alias in item.aliases.iter().filter(|alias| **alias != item.name) {
        let _ = writeln!(out, "    #[doc(alias = {})]", text::literal(alias));
    }
    let _ = writeln!(out, "    pub enum {} {{", item.name);
    for (variant, value) in &item.variants {
        let given = entry.and_then(|entry| entry.variants.get(value));
        let given = given.or_else(|| source.docs.model.get(&item.key)?.variants.get(value));
        match (given, value.as_str()) {
            (Some(given), _) => text::doc(&mut out, 8, given),
            (None, "") => text::doc(&mut out, 8, "The empty text: nothing is said."),
            (None, _) => text::doc(&mut out, 8, &format!("`{value}`.")),
        }
        let _ = writeln!(out, "        {variant} = {},", text::literal(value));
    }
    out.push_str("    }\n}\n");
    out
}

fn union(item: &UnionItem, source: &Source<'_>, problems: &mut Vec<String>) -> String {
    let mut out = String::new();
    let members: BTreeSet<&str> = item
        .variants
        .iter()
        .map(|variant| variant.member.as_str())
        .collect();
    let members = members.into_iter().collect::<Vec<_>>().join(", ");
    let _ = writeln!(out, "use super::{{{members}}};\n\nory_core::union! {{");
    let entry = source.docs.model.get(&item.key);
    match entry {
        Some(entry) => text::doc(&mut out, 4, &entry.text()),
        None => {
            if source.require_docs {
                problems.push(format!("model.{}: no documentation", item.key));
            }
            text::doc(&mut out, 4, &text::sentence(&item.key, Shape::One));
        }
    }
    for alias in item.aliases.iter().filter(|alias| **alias != item.name) {
        let _ = writeln!(out, "    #[doc(alias = {})]", text::literal(alias));
    }
    let _ = writeln!(
        out,
        "    pub enum {} tag {} {{",
        item.name,
        text::literal(&item.tag)
    );
    for variant in &item.variants {
        let given = entry.and_then(|entry| entry.variants.get(&variant.value));
        let member = source
            .docs
            .model
            .get(&variant.schema)
            .map(|model| &model.summary);
        match given.or(member) {
            Some(given) => text::doc(&mut out, 8, given),
            None => text::doc(&mut out, 8, &format!("`{}`.", variant.value)),
        }
        let retag = variant.retag.as_ref().map_or_else(String::new, |retag| {
            let [field, value, tag] =
                [&retag.field, &retag.value, &retag.tag].map(|t| text::literal(t));
            format!(" or {tag} if {field} = {value}")
        });
        let _ = writeln!(
            out,
            "        {}({}) = {}{retag},",
            variant.name,
            variant.member,
            text::literal(&variant.value)
        );
    }
    out.push_str("    }\n}\n");
    out
}

/// The module of a union's members, under the names of its variants.
fn members_module(module: &str, item: &UnionItem) -> String {
    let mut seen = BTreeSet::new();
    let members = (item.variants.iter())
        .filter(|variant| seen.insert(&variant.member))
        .map(|variant| format!("{} as {}", variant.member, variant.name));
    format!(
        "\n/// The members of [`{}`] under shorter names.\npub mod {module} {{\n    pub use super::{{{}}};\n}}\n",
        item.name,
        members.collect::<Vec<_>>().join(", ")
    )
}
