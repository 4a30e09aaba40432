//! `spec/<product>.json`: the facts of the contract, as far as the generator uses them.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

/// One product's contract.
#[derive(Debug)]
pub(crate) struct Contract {
    /// In the order of the document: by path, then by method.
    pub(crate) operations: Vec<Operation>,
    /// By name.
    pub(crate) schemas: BTreeMap<String, Schema>,
}

/// A method on a path.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) tag: String,
    /// In upper case.
    pub(crate) method: String,
    /// A template with the path parameters in braces.
    pub(crate) path: String,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Body>,
    /// By status; `default` is left out, as it is always an error.
    pub(crate) responses: BTreeMap<u16, Vec<(String, Schema)>>,
    /// The names of the schemes of each alternative; empty if no credential is asked for.
    pub(crate) security: Vec<String>,
    pub(crate) rate_limit_bucket: Option<String>,
}

/// A path, query or header parameter.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    /// `path`, `query` or `header`.
    #[serde(rename = "in")]
    pub(crate) place: String,
    #[serde(default)]
    pub(crate) required: bool,
    pub(crate) schema: Schema,
}

/// What a request carries.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) required: bool,
    /// Schemas by media type.
    pub(crate) content: BTreeMap<String, Schema>,
}

/// A schema, in the subset of JSON Schema that the contract uses.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub(crate) struct Schema {
    #[serde(rename = "$ref")]
    reference: Option<String>,
    #[serde(rename = "type")]
    pub(crate) kind: Option<String>,
    pub(crate) format: Option<String>,
    #[serde(default)]
    pub(crate) properties: BTreeMap<String, Schema>,
    #[serde(default)]
    pub(crate) required: Vec<String>,
    /// The fields that every document from v0.2.0-alpha.25 on requires.
    #[serde(rename = "x-always-required")]
    pub(crate) always_required: Option<Vec<String>>,
    #[serde(rename = "additionalProperties")]
    additional: Option<Value>,
    pub(crate) items: Option<Box<Schema>>,
    /// The values of an enum. `null`, which some enums list, is not among them.
    #[serde(rename = "enum", default, deserialize_with = "strings")]
    pub(crate) values: Vec<String>,
    #[serde(default)]
    pub(crate) nullable: bool,
    #[serde(rename = "oneOf", default)]
    pub(crate) one_of: Vec<Schema>,
    #[serde(rename = "allOf", default)]
    pub(crate) all_of: Vec<Schema>,
    #[serde(rename = "anyOf", default)]
    pub(crate) any_of: Vec<Schema>,
    pub(crate) discriminator: Option<Discriminator>,
}

/// How the members of a `oneOf` are told apart.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Discriminator {
    pub(crate) property_name: String,
    #[serde(default)]
    pub(crate) mapping: BTreeMap<String, String>,
}

/// Extra properties of an object.
#[derive(Debug)]
pub(crate) enum Additional {
    /// Nothing is said about them.
    Unsaid,
    /// Anything.
    Any,
    /// Values of one schema.
    Of(Box<Schema>),
}

fn strings<'de, D: serde::Deserializer<'de>>(source: D) -> Result<Vec<String>, D::Error> {
    let values = Vec::<Option<String>>::deserialize(source)?;
    Ok(values.into_iter().flatten().collect())
}

/// The name at the end of `#/components/schemas/name`.
pub(crate) fn last_segment(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

impl Schema {
    /// The name of the schema that this one stands for: a `$ref`, or an `allOf` of a single `$ref`.
    pub(crate) fn reference(&self) -> Option<&str> {
        match (&self.reference, self.all_of.as_slice()) {
            (Some(reference), _) => Some(last_segment(reference)),
            (None, [only]) => only.reference(),
            _ => None,
        }
    }

    /// What is said about properties that are not listed.
    pub(crate) fn additional(&self) -> Result<Additional, String> {
        match &self.additional {
            None | Some(Value::Bool(false)) => Ok(Additional::Unsaid),
            Some(Value::Bool(true)) => Ok(Additional::Any),
            Some(Value::Object(object)) if object.is_empty() => Ok(Additional::Any),
            Some(schema) => match Schema::deserialize(schema) {
                Ok(schema) => Ok(Additional::Of(Box::new(schema))),
                Err(error) => Err(format!("additionalProperties: {error}")),
            },
        }
    }

    /// The names of its fields, looking through references, arrays and unions.
    pub(crate) fn property_names(&self, contract: &Contract) -> Vec<String> {
        if let Some(name) = self.reference() {
            let target = contract.schemas.get(name);
            return target.map_or_else(Vec::new, |target| target.property_names(contract));
        }
        self.properties.keys().cloned().collect()
    }
}

impl Operation {
    /// The wire names of everything it takes, `body` included.
    pub(crate) fn input_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.parameters.iter().map(|p| p.name.as_str()).collect();
        if let Some(body) = &self.body {
            names.push("body");
            for (media_type, schema) in &body.content {
                if media_type == FORM {
                    names.extend(schema.properties.keys().map(String::as_str));
                }
            }
        }
        names
    }
}

/// The media type of HTML forms.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

impl Contract {
    /// The operation called `id`.
    pub(crate) fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// The inline schema at `at`: `schema.field`, `schema.field[]`, `operation.body`, `operation.response` or
    /// `operation.parameter`.
    pub(crate) fn inline(&self, at: &str) -> Option<&Schema> {
        let mut steps = at.split('.');
        let root = steps.next()?;
        if let Some(operation) = self.operation(root) {
            let mut found: Option<&Schema> = None;
            // Parameter names may hold dots, so the rest is taken as a whole first.
            let rest = at.get(root.len() + 1..)?;
            if let Some(parameter) = operation.parameters.iter().find(|p| p.name == rest) {
                return Some(&parameter.schema);
            }
            for step in steps {
                let (name, items) = split_items(step);
                let mut schema = match (found, name) {
                    (None, "body") => operation.body.as_ref()?.content.values().next()?,
                    (None, "response") => {
                        &operation
                            .responses
                            .values()
                            .find_map(|contents| contents.first())?
                            .1
                    }
                    (None, field) => {
                        let body = operation.body.as_ref()?;
                        body.content.values().next()?.properties.get(field)?
                    }
                    (Some(schema), field) => schema.properties.get(field)?,
                };
                for _ in 0..items {
                    schema = schema.items.as_deref()?;
                }
                found = Some(schema);
            }
            return found;
        }
        let (name, items) = split_items(root);
        let mut schema = self.schemas.get(name)?;
        for _ in 0..items {
            schema = schema.items.as_deref()?;
        }
        for step in steps {
            let (name, items) = split_items(step);
            schema = schema.properties.get(name)?;
            for _ in 0..items {
                schema = schema.items.as_deref()?;
            }
        }
        Some(schema)
    }
}

fn split_items(step: &str) -> (&str, usize) {
    let name = step.trim_end_matches("[]");
    (name, (step.len() - name.len()) / 2)
}

/// Reads a contract.
pub(crate) fn read(path: &Path) -> Result<Contract, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    parse(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Parses a contract.
pub(crate) fn parse(text: &str) -> Result<Contract, String> {
    let document: Document = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut operations = Vec::new();
    for (path, methods) in &document.paths {
        for (method, value) in methods {
            if !["get", "put", "post", "delete", "patch", "head"].contains(&method.as_str()) {
                return Err(format!("{path}: `{method}` is not a method"));
            }
            let raw = RawOperation::deserialize(value)
                .map_err(|error| format!("{method} {path}: {error}"))?;
            operations.push(document.operation(path, method, raw)?);
        }
    }
    let schemas = document.components.schemas;
    for (name, schema) in &schemas {
        if !schema.any_of.is_empty() {
            return Err(format!("{name}: anyOf has no Rust form"));
        }
    }
    Ok(Contract {
        operations,
        schemas,
    })
}

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    paths: BTreeMap<String, BTreeMap<String, Value>>,
    #[serde(default)]
    components: Components,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Components {
    schemas: BTreeMap<String, Schema>,
    responses: BTreeMap<String, RawResponse>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawOperation {
    operation_id: String,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    parameters: Vec<Parameter>,
    request_body: Option<RawBody>,
    responses: BTreeMap<String, RawResponse>,
    #[serde(default)]
    security: Vec<BTreeMap<String, Vec<String>>>,
    #[serde(rename = "x-ory-ratelimit-bucket")]
    rate_limit_bucket: Option<String>,
}

#[derive(Deserialize)]
struct RawBody {
    #[serde(default)]
    required: bool,
    content: BTreeMap<String, Media>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct RawResponse {
    #[serde(rename = "$ref")]
    reference: Option<String>,
    content: BTreeMap<String, Media>,
}

#[derive(Clone, Deserialize)]
struct Media {
    #[serde(default)]
    schema: Schema,
}

impl Document {
    fn operation(&self, path: &str, method: &str, raw: RawOperation) -> Result<Operation, String> {
        let id = raw.operation_id;
        let [tag] = raw.tags.as_slice() else {
            return Err(format!("{id}: has {} tags instead of one", raw.tags.len()));
        };
        let mut responses = BTreeMap::new();
        for (status, response) in raw.responses {
            if status == "default" {
                continue;
            }
            let status: u16 = status
                .parse()
                .map_err(|_| format!("{id}: status {status}"))?;
            let response = match &response.reference {
                None => response,
                Some(reference) => {
                    let name = last_segment(reference);
                    let found = self.components.responses.get(name);
                    found
                        .cloned()
                        .ok_or_else(|| format!("{id}: no response `{name}`"))?
                }
            };
            let contents = response.content.into_iter();
            responses.insert(
                status,
                contents.map(|(kind, media)| (kind, media.schema)).collect(),
            );
        }
        // Path parameters in the order of the template: the order in which they are given.
        let mut parameters = raw.parameters;
        parameters.sort_by_key(|parameter| match parameter.place.as_str() {
            "path" => path.find(&format!("{{{}}}", parameter.name)).unwrap_or(0),
            _ => usize::MAX,
        });
        Ok(Operation {
            id,
            tag: tag.clone(),
            method: method.to_uppercase(),
            path: path.to_owned(),
            parameters,
            body: raw.request_body.map(|body| Body {
                required: body.required,
                content: body
                    .content
                    .into_iter()
                    .map(|(kind, media)| (kind, media.schema))
                    .collect(),
            }),
            responses,
            security: raw
                .security
                .iter()
                .flat_map(|schemes| schemes.keys().cloned())
                .collect(),
            rate_limit_bucket: raw.rate_limit_bucket,
        })
    }
}
