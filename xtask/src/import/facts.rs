//! A document reduced to its facts: no prose, no examples, nothing that only one code generator reads.
//!
//! Keywords are listed, not guessed: one that is neither a fact nor known to be prose stops the import, so
//! that a new kind of statement upstream is looked at once instead of being dropped in silence.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

const METHODS: &[&str] = &[
    "delete", "get", "head", "options", "patch", "post", "put", "trace",
];

/// Prose and generator hints, dropped wherever they stand.
const DROPPED: &[&str] = &[
    "description",
    "example",
    "examples",
    "externalDocs",
    "summary",
    "title",
    "x-enum-varnames",
    "x-formData-name",
    "x-go-enum-desc",
    "x-go-name",
    "x-go-package",
    "x-go-type",
    "x-omitempty",
    "x-originalParamName",
    "x-swift-identifiable",
];

/// An operation's place: path template and lower-case method.
pub(crate) type Place = (String, String);

/// The facts of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Facts {
    pub(crate) operations: BTreeMap<Place, Value>,
    pub(crate) schemas: BTreeMap<String, Value>,
    /// Which of the schemas only name a scalar, a list or a map; nothing refers to them.
    pub(crate) aliases: BTreeSet<String>,
    pub(crate) security_schemes: BTreeMap<String, Value>,
    pub(crate) servers: Value,
}

impl Facts {
    /// Reads the facts of an OpenAPI 3.0 document; referenced responses are written out in each operation.
    pub(crate) fn read(document: &Value) -> Result<Self, String> {
        let mut facts = Self {
            servers: servers(&document["servers"]),
            ..Self::default()
        };
        let components = &document["components"];
        // Whoever takes a release wants to know all of what has to be decided, not the first of it.
        let mut problems = Vec::new();
        for (name, schema) in entries(&components["schemas"]) {
            match self::schema(schema, &format!("schema {name}")) {
                Ok(schema) => drop(facts.schemas.insert(name.clone(), schema)),
                Err(problem) => problems.push(problem),
            }
        }
        for (name, scheme) in entries(&components["securitySchemes"]) {
            facts
                .security_schemes
                .insert(name.clone(), security_scheme(scheme));
        }
        for (path, item) in entries(&document["paths"]) {
            for (method, operation) in entries(item) {
                if !METHODS.contains(&method.as_str()) {
                    return Err(format!(
                        "{path}: what {method:?} says for all methods is not read"
                    ));
                }
                let at = format!("{method} {path}");
                let place = (path.clone(), method.clone());
                match self::operation(operation, &components["responses"], &at) {
                    Ok(operation) => drop(facts.operations.insert(place, operation)),
                    Err(problem) => problems.push(problem),
                }
            }
        }
        if !problems.is_empty() {
            return Err(problems.join("\n  "));
        }
        facts.write_out_forms();
        facts.write_out_aliases();
        Ok(facts)
    }

    /// Writes out the schema of a body that can be sent as a form alone: its fields are the operation's parameters.
    fn write_out_forms(&mut self) {
        const FORM: &str = "application/x-www-form-urlencoded";
        for operation in self.operations.values_mut() {
            let Some(content) = operation.pointer_mut("/requestBody/content") else {
                continue;
            };
            let alone = content.as_object().is_some_and(|media| media.len() == 1);
            let Some(schema) = content.get_mut(FORM).filter(|_| alone) else {
                continue;
            };
            let schema = &mut schema["schema"];
            let target = schema["$ref"]
                .as_str()
                .and_then(|target| target.rsplit_once('/'));
            if let Some(form) = target.and_then(|(_, name)| self.schemas.get(name)) {
                *schema = form.clone();
            }
        }
    }

    /// Replaces references to schemas that only name a scalar, a list or a map by what they name.
    ///
    /// Documents differ from release to release in which of these have names, and no type depends on it.
    fn write_out_aliases(&mut self) {
        let names: Vec<String> = self.schemas.keys().cloned().collect();
        let aliases: BTreeMap<String, Value> = names
            .into_iter()
            .filter_map(|name| {
                let mut seen = vec![name.as_str()];
                let schema = alias(&self.schemas, &self.schemas[&name], &mut seen)?;
                Some((reference(&name), schema))
            })
            .collect();
        for value in self
            .operations
            .values_mut()
            .chain(self.schemas.values_mut())
        {
            write_out(value, &aliases);
        }
        let named = |name: &String| aliases.contains_key(&reference(name));
        self.aliases = self
            .schemas
            .keys()
            .filter(|name| named(name))
            .cloned()
            .collect();
    }

    /// Every operation's id.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.operations
            .values()
            .filter_map(|operation| operation["operationId"].as_str())
    }

    /// Gives a schema another name, references to it included.
    pub(crate) fn rename_schema(&mut self, from: &str, to: &str) -> Result<(), String> {
        let schema = self
            .schemas
            .remove(from)
            .ok_or_else(|| format!("no schema {from}"))?;
        if self.schemas.insert(to.to_owned(), schema).is_some() {
            return Err(format!("{from} cannot be called {to}: that name is taken"));
        }
        let (from, to) = (reference(from), reference(to));
        for value in self
            .operations
            .values_mut()
            .chain(self.schemas.values_mut())
        {
            rename(value, &from, &to);
        }
        Ok(())
    }
}

/// The reference to a schema.
pub(crate) fn reference(name: &str) -> String {
    format!("#/components/schemas/{name}")
}

/// Replaces the reference `from` wherever `value` holds it.
pub(crate) fn rename(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::String(text) if text == from => to.clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, from, to)),
        Value::Object(map) => map.values_mut().for_each(|item| rename(item, from, to)),
        _ => {}
    }
}

/// What `schema` names, with the names inside it written out too, if it has no Rust type of its own.
fn alias<'a>(
    schemas: &'a BTreeMap<String, Value>,
    schema: &'a Value,
    seen: &mut Vec<&'a str>,
) -> Option<Value> {
    const TYPED: &[&str] = &["allOf", "discriminator", "enum", "oneOf", "properties"];
    if let Some(target) = schema["$ref"].as_str() {
        let (_, name) = target.rsplit_once('/')?;
        if seen.contains(&name) {
            return None;
        }
        let (name, target) = schemas.get_key_value(name)?;
        seen.push(name);
        let found = alias(schemas, target, seen);
        seen.pop();
        return found;
    }
    if TYPED.iter().any(|keyword| schema.get(keyword).is_some()) {
        return None;
    }
    let mut written = schema.clone();
    for keyword in ["items", "additionalProperties"] {
        let Some(inner) = schema.get(keyword).filter(|inner| inner.is_object()) else {
            continue;
        };
        // What has a type of its own keeps its name, which it has only if it is referred to.
        let inner = match alias(schemas, inner, seen) {
            Some(named) => named,
            None if inner.get("$ref").is_some() => inner.clone(),
            None => return None,
        };
        written[keyword] = inner;
    }
    Some(written)
}

/// Replaces each reference in `value` that `aliases` has.
fn write_out(value: &mut Value, aliases: &BTreeMap<String, Value>) {
    let target = value.get("$ref").and_then(Value::as_str);
    if let Some(schema) = target.and_then(|target| aliases.get(target)) {
        *value = schema.clone();
        return;
    }
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| write_out(item, aliases)),
        Value::Object(map) => map.values_mut().for_each(|item| write_out(item, aliases)),
        _ => {}
    }
}

/// Calls `visit` with the name of every schema that `value` refers to.
pub(crate) fn references<'a>(value: &'a Value, visit: &mut impl FnMut(&'a str)) {
    match value {
        Value::String(text) => {
            if let Some(name) = text.strip_prefix("#/components/schemas/") {
                visit(name);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, visit)),
        Value::Object(map) => map.values().for_each(|item| references(item, visit)),
        _ => {}
    }
}

/// The members of an object; none of anything else.
pub(crate) fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn unknown(keyword: &str, at: &str) -> String {
    format!("{at}: {keyword:?} is neither a known fact nor known prose (xtask/src/import/facts.rs)")
}

fn operation(operation: &Value, responses: &Value, at: &str) -> Result<Value, String> {
    let mut facts = Map::new();
    mark_deprecated(operation, &mut facts);
    for (keyword, value) in entries(operation) {
        let value = match keyword.as_str() {
            "operationId" | "security" | "tags" | "x-ory-ratelimit-bucket" => value.clone(),
            "parameters" => items(value)
                .map(|parameter| self::parameter(parameter, at))
                .collect::<Result<Vec<_>, _>>()?
                .into(),
            "requestBody" => body(value, at)?,
            "responses" => self::responses(value, responses, at)?,
            "servers" => servers(value),
            "deprecated" | "x-deprecated" => continue,
            known if DROPPED.contains(&known) => continue,
            other => return Err(unknown(other, at)),
        };
        facts.insert(keyword.clone(), value);
    }
    if !facts.contains_key("operationId") {
        return Err(format!("{at}: no operationId"));
    }
    Ok(Value::Object(facts))
}

fn parameter(parameter: &Value, at: &str) -> Result<Value, String> {
    let mut facts = Map::new();
    mark_deprecated(parameter, &mut facts);
    let at = format!("{at}: parameter {}", parameter["name"]);
    for (keyword, value) in entries(parameter) {
        let value = match keyword.as_str() {
            // Header names have no case, and upstream changes its mind about it.
            "name" if parameter["in"] == "header" => header_name(value).into(),
            "name" | "in" | "style" | "explode" => value.clone(),
            "required" if value == false => continue,
            "required" => value.clone(),
            "schema" => schema(value, &at)?,
            "deprecated" | "x-deprecated" => continue,
            known if DROPPED.contains(&known) => continue,
            other => return Err(unknown(other, &at)),
        };
        facts.insert(keyword.clone(), value);
    }
    Ok(Value::Object(facts))
}

/// `x-session-token` is `X-Session-Token`.
fn header_name(name: &Value) -> String {
    let mut start = true;
    let upper = |letter: char| {
        let first = std::mem::replace(&mut start, letter == '-');
        if first {
            letter.to_ascii_uppercase()
        } else {
            letter
        }
    };
    name.as_str()
        .unwrap_or_default()
        .chars()
        .map(upper)
        .collect()
}

fn body(body: &Value, at: &str) -> Result<Value, String> {
    let mut facts = Map::new();
    for (keyword, value) in entries(body) {
        let value = match keyword.as_str() {
            "required" if value == false => continue,
            "required" => value.clone(),
            "content" => content(value, &format!("{at}: body"))?,
            known if DROPPED.contains(&known) => continue,
            other => return Err(unknown(other, at)),
        };
        facts.insert(keyword.clone(), value);
    }
    Ok(Value::Object(facts))
}

fn responses(by_status: &Value, shared: &Value, at: &str) -> Result<Value, String> {
    let mut facts = Map::new();
    for (status, response) in entries(by_status) {
        let at = format!("{at}: response {status}");
        let response = match response["$ref"].as_str() {
            None => response,
            Some(target) => target
                .strip_prefix("#/components/responses/")
                .and_then(|name| shared.get(name))
                .ok_or_else(|| format!("{at}: {target} is not in the document"))?,
        };
        let mut parts = Map::new();
        for (keyword, value) in entries(response) {
            match keyword.as_str() {
                "content" => parts.insert(keyword.clone(), content(value, &at)?),
                known if DROPPED.contains(&known) => continue,
                other => return Err(unknown(other, &at)),
            };
        }
        facts.insert(status.clone(), Value::Object(parts));
    }
    Ok(Value::Object(facts))
}

fn content(by_media: &Value, at: &str) -> Result<Value, String> {
    let mut facts = Map::new();
    for (media, content) in entries(by_media) {
        let mut parts = Map::new();
        for (keyword, value) in entries(content) {
            match keyword.as_str() {
                "schema" => parts.insert(keyword.clone(), schema(value, at)?),
                "encoding" => {
                    plain_encoding(value, at)?;
                    continue;
                }
                known if DROPPED.contains(&known) => continue,
                other => return Err(unknown(other, at)),
            };
        }
        facts.insert(media.clone(), Value::Object(parts));
    }
    Ok(Value::Object(facts))
}

/// A form repeats the key of a list, whether its document says so or not: nothing else is read.
fn plain_encoding(by_field: &Value, at: &str) -> Result<(), String> {
    for (field, encoding) in entries(by_field) {
        for (keyword, value) in entries(encoding) {
            match keyword.as_str() {
                "style" if value == "form" => {}
                "explode" if value == true => {}
                _ => {
                    return Err(format!(
                        "{at}: field {field}: {keyword} {value} is not written"
                    ));
                }
            }
        }
    }
    Ok(())
}

/// The facts of a schema, all the way down.
pub(crate) fn schema(schema: &Value, at: &str) -> Result<Value, String> {
    // OpenAPI 3.0 ignores whatever stands beside a reference.
    if let Some(target) = schema.get("$ref") {
        return Ok(serde_json::json!({ "$ref": target }));
    }
    let mut facts = Map::new();
    mark_deprecated(schema, &mut facts);
    for (keyword, value) in entries(schema) {
        let value = match keyword.as_str() {
            "anyOf" => {
                return Err(format!(
                    "{at}: anyOf has no Rust type; decide what it is and teach the import"
                ));
            }
            "type" | "format" | "pattern" | "default" | "enum" | "nullable" | "readOnly"
            | "writeOnly" | "maximum" | "minimum" | "exclusiveMaximum" | "exclusiveMinimum"
            | "multipleOf" | "maxLength" | "minLength" | "maxItems" | "minItems"
            | "uniqueItems" => value.clone(),
            // Upstream also writes it on single texts, where it says nothing.
            "required" if schema["type"].as_str().is_some_and(|kind| kind != "object") => continue,
            "required" => {
                let mut names: Vec<_> = items(value).cloned().collect();
                names.sort_by(|left, right| left.as_str().cmp(&right.as_str()));
                names.into()
            }
            "properties" => {
                let mut properties = Map::new();
                for (name, property) in entries(value) {
                    properties.insert(
                        name.clone(),
                        self::schema(property, &format!("{at}.{name}"))?,
                    );
                }
                Value::Object(properties)
            }
            "additionalProperties" if value.is_boolean() => value.clone(),
            "additionalProperties" => self::schema(value, &format!("{at}.*"))?,
            "items" => self::schema(value, &format!("{at}[]"))?,
            "allOf" | "oneOf" => items(value)
                .map(|member| self::schema(member, at))
                .collect::<Result<Vec<_>, _>>()?
                .into(),
            "discriminator" => {
                let mut parts = Map::new();
                for (keyword, value) in entries(value) {
                    match keyword.as_str() {
                        "mapping" | "propertyName" => parts.insert(keyword.clone(), value.clone()),
                        other => return Err(unknown(other, at)),
                    };
                }
                Value::Object(parts)
            }
            "deprecated" | "x-deprecated" => continue,
            known if DROPPED.contains(&known) => continue,
            other => return Err(unknown(other, at)),
        };
        facts.insert(keyword.clone(), value);
    }
    // Some enums forget to say that they are texts.
    let texts = facts
        .get("enum")
        .is_some_and(|values| items(values).all(Value::is_string));
    if texts && !facts.contains_key("type") {
        facts.insert("type".to_owned(), "string".into());
    }
    Ok(Value::Object(facts))
}

/// Upstream says "deprecated" in prose only; that it is said is a fact.
fn mark_deprecated(said: &Value, facts: &mut Map<String, Value>) {
    let in_prose = ["title", "summary", "description"].iter().any(|keyword| {
        said[*keyword]
            .as_str()
            .unwrap_or_default()
            .to_ascii_lowercase()
            .lines()
            .any(|line| {
                line.trim_start().starts_with("deprecated") || line.contains(" is deprecated")
            })
    });
    if in_prose || said["deprecated"] == true || said["x-deprecated"] == true {
        facts.insert("deprecated".to_owned(), true.into());
    }
}

fn security_scheme(scheme: &Value) -> Value {
    let facts = entries(scheme)
        .filter(|(keyword, _)| matches!(keyword.as_str(), "type" | "scheme" | "in" | "name"))
        .map(|(keyword, value)| (keyword.clone(), value.clone()));
    Value::Object(facts.collect())
}

/// Where requests go: URL templates and their variables' defaults.
fn servers(servers: &Value) -> Value {
    items(servers)
        .map(|server| {
            let mut facts = Map::new();
            facts.insert("url".to_owned(), server["url"].clone());
            let variables: Map<_, _> = entries(&server["variables"])
                .map(|(name, variable)| {
                    (
                        name.clone(),
                        serde_json::json!({ "default": variable["default"] }),
                    )
                })
                .collect();
            if !variables.is_empty() {
                facts.insert("variables".to_owned(), Value::Object(variables));
            }
            Value::Object(facts)
        })
        .collect()
}
