//! One file per operation: its static description, its builder and the builder's setters.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Incomplete;
use super::contract::{self, Contract, FORM};
use super::docs::Docs;
use super::models;
use super::names;
use super::overlay::{self, BodyType, OutcomeReader, Overlay, Paging, Retry};
use super::text::{self, Shape};
use super::types::{Item, Type, Types};

/// Everything that is known of an operation.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) tag: String,
    /// The builder's name.
    pub(crate) name: String,
    /// The method's name.
    pub(crate) method: String,
    pub(crate) http_method: String,
    pub(crate) path: String,
    /// `public`, `admin`, ..., or `any`.
    pub(crate) endpoint: String,
    auth: &'static str,
    pub(crate) retry: Retry,
    pub(crate) paging: Option<(Paging, u32)>,
    success: Vec<u16>,
    accept: String,
    pub(crate) rate_limit_bucket: Option<String>,
    /// In the order in which they are given.
    pub(crate) inputs: Vec<Input>,
    pub(crate) output: Output,
    /// What `.outcome()` gives.
    pub(crate) outcome: Option<Outcome>,
    pub(crate) docs: super::docs::Operation,
    pub(crate) aliases: Vec<String>,
}

/// Something that an operation takes.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) wire: String,
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) kind: InputKind,
    pub(crate) required: bool,
    pub(crate) doc: String,
}

/// Where an input goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Header,
    /// `Authorization: Bearer`.
    Bearer,
    Form,
    Body,
}

/// What an input is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum InputKind {
    Text,
    Secret,
    Bool,
    Number(&'static str),
    Enum(String),
    Texts,
    Enums(String),
    /// A JSON body.
    Json(Type),
    /// A text body.
    Raw,
}

/// What an operation's `.outcome()` gives.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) read: OutcomeReader,
    /// The Rust names of what success holds and of the flow, where the outcome is a flow's.
    pub(crate) of: Option<(String, String)>,
}

impl Outcome {
    /// The function of the product's `outcome` module that reads it, and the type that it gives.
    fn read(&self) -> (&'static str, String) {
        let reader = match self.read {
            OutcomeReader::Fetched => "fetched",
            OutcomeReader::Submitted => "submitted",
            OutcomeReader::Exchanged => "exchanged",
            OutcomeReader::Session => "session",
            OutcomeReader::LoggedOut => "logged_out",
        };
        let kind = match (&self.of, self.read) {
            (Some((success, flow)), _) => {
                format!("outcome::FlowOutcome<models::{success}, models::{flow}>")
            }
            (None, OutcomeReader::LoggedOut) => "outcome::LogoutOutcome".to_owned(),
            (None, _) => "outcome::SessionOutcome".to_owned(),
        };
        (reader, kind)
    }

    /// The function that the contract tests write it back with.
    pub(crate) fn written(&self) -> &'static str {
        match self.read {
            OutcomeReader::Session => "session",
            OutcomeReader::LoggedOut => "logout",
            _ => "flow",
        }
    }
}

/// What an operation gives.
#[derive(Debug)]
pub(crate) enum Output {
    /// A type, and the function that reads it.
    Value(String, String),
    /// A page of items, and the function that reads it.
    Page(String, String),
    Redirect,
}

/// Derives the operations of `contract`.
pub(crate) fn build(
    contract: &Contract,
    overlay: &Overlay,
    docs: &Docs,
    types: &Types,
    incomplete: Incomplete,
    problems: &mut Vec<String>,
) -> Vec<Operation> {
    let mut operations = Vec::new();
    for operation in &contract.operations {
        let id = &operation.id;
        let entry = overlay.operation.get(id);
        if entry.is_none() && incomplete != Incomplete::Anything {
            problems.push(format!(
                "operation.{id}: the overlay has no retry class and no endpoint for it"
            ));
        }
        let documented = docs.operation.get(id);
        if documented.is_none() && incomplete == Incomplete::Nothing {
            problems.push(format!("operation.{id}: no documentation"));
        }
        let documented = documented
            .cloned()
            .unwrap_or_else(|| super::docs::Operation {
                summary: text::sentence(id, Shape::One),
                ..super::docs::Operation::default()
            });
        let found = Reader {
            operation,
            entry,
            documented: &documented,
            types,
        };
        match found.read() {
            Ok(mut read) => {
                read.docs = documented;
                operations.push(read);
            }
            Err(problem) => problems.push(format!("operation.{id}: {problem}")),
        }
    }
    operations
}

struct Reader<'a> {
    operation: &'a contract::Operation,
    entry: Option<&'a overlay::Operation>,
    documented: &'a super::docs::Operation,
    types: &'a Types,
}

impl Reader<'_> {
    fn read(&self) -> Result<Operation, String> {
        let operation = self.operation;
        let entry = self.entry;
        let paging = entry.and_then(|entry| Some((entry.paging?, entry.count_start.unwrap_or(0))));
        let mut inputs = self.inputs(paging.map(|(paging, _)| paging))?;
        // Required inputs are given in the order: path, query and header, form, body.
        inputs.sort_by_key(|input| (!input.required, input.place));
        let success: Vec<u16> = match entry.and_then(|entry| entry.success.clone()) {
            Some(success) => success,
            None => {
                let documented = || operation.responses.keys().copied();
                let good: Vec<u16> = documented()
                    .filter(|status| (200..300).contains(status))
                    .collect();
                match good.is_empty() {
                    true => documented()
                        .filter(|status| (300..400).contains(status))
                        .collect(),
                    false => good,
                }
            }
        };
        let output = self.output(&success, paging.map(|(paging, _)| paging))?;
        let name = names::camel(&operation.id);
        Ok(Operation {
            id: operation.id.clone(),
            tag: operation.tag.clone(),
            method: names::snake(&operation.id),
            http_method: operation.method.clone(),
            path: entry
                .and_then(|entry| entry.path.clone())
                .unwrap_or_else(|| operation.path.clone()),
            endpoint: entry.map_or_else(|| "any".to_owned(), |entry| entry.endpoint.clone()),
            auth: self.auth()?,
            retry: entry.map_or(Retry::Once, |entry| entry.retry),
            paging,
            accept: self.accept(&success),
            success,
            rate_limit_bucket: operation.rate_limit_bucket.clone(),
            inputs,
            output,
            outcome: self.outcome()?,
            docs: super::docs::Operation::default(),
            aliases: entry.map(|entry| entry.aliases.clone()).unwrap_or_default(),
            name,
        })
    }

    fn auth(&self) -> Result<&'static str, String> {
        if let Some(given) = self.entry.and_then(|entry| entry.auth.as_deref()) {
            return Ok(match given {
                "none" => "None",
                "api_key" => "ApiKey",
                "workspace_api_key" => "WorkspaceApiKey",
                "oauth2_client" => "OAuth2Client",
                "bearer" => "Bearer",
                "access_token" => "AccessToken",
                "session_token" => "SessionToken",
                other => return Err(format!("no such auth: {other}")),
            });
        }
        let added = self.entry.map_or(&[][..], |entry| &entry.parameter);
        let schemes: Vec<&str> = self.operation.security.iter().map(String::as_str).collect();
        Ok(match schemes.as_slice() {
            [] if added.iter().any(|parameter| parameter.place == "bearer") => "AccessToken",
            [] => "None",
            ["oryAccessToken"] => "ApiKey",
            ["oryWorkspaceApiKey"] => "WorkspaceApiKey",
            ["basic", ..] => "OAuth2Client",
            ["bearer"] => "Bearer",
            ["oauth2"] => "AccessToken",
            ["sessionToken"] => "SessionToken",
            other => return Err(format!("no such security: {}", other.join(", "))),
        })
    }

    fn outcome(&self) -> Result<Option<Outcome>, String> {
        let Some(given) = self.entry.and_then(|entry| entry.outcome.as_ref()) else {
            return Ok(None);
        };
        let name = |schema: &String| match self.types.schemas.get(schema) {
            Some(Type::Struct(name)) => Ok(name.clone()),
            _ => Err(format!(
                "its outcome names {schema}, which is not an object"
            )),
        };
        let of = match (given.read, &given.flow) {
            (OutcomeReader::Session | OutcomeReader::LoggedOut, None) => None,
            (OutcomeReader::Session | OutcomeReader::LoggedOut, Some(_)) => {
                return Err("its outcome has no flow".to_owned());
            }
            (_, None) => return Err("its outcome needs a flow".to_owned()),
            (_, Some(flow)) => Some((name(given.success.as_ref().unwrap_or(flow))?, name(flow)?)),
        };
        let read = given.read;
        Ok(Some(Outcome { read, of }))
    }

    fn accept(&self, success: &[u16]) -> String {
        if let Some(given) = self.entry.and_then(|entry| entry.accept.clone()) {
            return given;
        }
        let contents = success
            .iter()
            .filter_map(|status| self.operation.responses.get(status))
            .flatten();
        // Errors are JSON also where success has no body.
        contents
            .map(|(media_type, _)| media_type.clone())
            .next()
            .unwrap_or_else(|| "application/json".to_owned())
    }

    fn doc(&self, wire: &str, shape: Shape) -> String {
        let given = self.documented.parameters.get(wire).cloned();
        given.unwrap_or_else(|| text::sentence(wire, shape))
    }

    fn name(&self, wire: &str) -> String {
        let given = self.entry.and_then(|entry| entry.rename.get(wire).cloned());
        given.unwrap_or_else(|| match wire {
            "X-Session-Token" => "session_token".to_owned(),
            _ => names::snake(wire),
        })
    }

    fn listed(&self, list: fn(&overlay::Operation) -> &Vec<String>, wire: &str) -> bool {
        self.entry
            .is_some_and(|entry| list(entry).iter().any(|name| name == wire))
    }

    fn inputs(&self, paging: Option<Paging>) -> Result<Vec<Input>, String> {
        let mut inputs = Vec::new();
        let paged: &[&str] = match paging {
            // The other synonyms of a counted list are not exposed.
            Some(_) => &["page", "per_page", "page_size", "page_token"],
            None => &[],
        };
        if let (Some(entry), Some(kind)) = (self.entry, paging) {
            let (size, token) = match kind {
                Paging::Count => ("per_page", "page"),
                _ => ("page_size", "page_token"),
            };
            for (given, known) in [(&entry.size_param, size), (&entry.token_param, token)] {
                if given.as_deref().is_some_and(|given| given != known) {
                    return Err(format!("the runtime pages by `{known}` only"));
                }
            }
        }
        for parameter in &self.operation.parameters {
            let wire = &parameter.name;
            if self.listed(|entry| &entry.hide, wire) || paged.contains(&wire.as_str()) {
                continue;
            }
            let place = match parameter.place.as_str() {
                "path" => Place::Path,
                "query" => Place::Query,
                "header" => Place::Header,
                other => return Err(format!("`{wire}` is in {other}")),
            };
            let secret = self.listed(|entry| &entry.secret, wire)
                || ["x-session-token", "cookie", "authorization"]
                    .contains(&wire.to_lowercase().as_str());
            let kind = self.kind(&parameter.schema, wire, secret)?;
            let required = (parameter.required || self.listed(|entry| &entry.positional, wire))
                && !self.listed(|entry| &entry.optional, wire);
            inputs.push(Input {
                wire: wire.clone(),
                name: self.name(wire),
                place,
                doc: self.doc(wire, shape(&kind)),
                kind,
                required,
            });
        }
        self.body_inputs(&mut inputs)?;
        for parameter in self.entry.iter().flat_map(|entry| &entry.parameter) {
            let wire = &parameter.name;
            let place = match parameter.place.as_str() {
                "query" => Place::Query,
                "header" => Place::Header,
                "form" => Place::Form,
                "bearer" => Place::Bearer,
                other => return Err(format!("`{wire}` is in {other}")),
            };
            let secret = place == Place::Bearer || self.listed(|entry| &entry.secret, wire);
            let kind = match (parameter.kind.as_str(), secret) {
                ("string", true) => InputKind::Secret,
                ("string", false) => InputKind::Text,
                ("integer", _) => InputKind::Number("i64"),
                ("boolean", _) => InputKind::Bool,
                ("array", _) => InputKind::Texts,
                (other, _) => return Err(format!("`{wire}` has the unknown type {other}")),
            };
            inputs.push(Input {
                wire: wire.clone(),
                name: self.name(wire),
                place,
                doc: self.doc(wire, shape(&kind)),
                kind,
                required: parameter.required,
            });
        }
        let needs_token = ["Bearer", "AccessToken"].contains(&self.auth()?);
        if needs_token && !inputs.iter().any(|input| input.place == Place::Bearer) {
            let name = if self.auth()? == "Bearer" {
                "registration_access_token"
            } else {
                "access_token"
            };
            inputs.push(Input {
                wire: "Authorization".to_owned(),
                name: name.to_owned(),
                place: Place::Bearer,
                kind: InputKind::Secret,
                required: true,
                doc: self.doc("Authorization", Shape::One),
            });
        }
        Ok(inputs)
    }

    fn kind(
        &self,
        schema: &contract::Schema,
        wire: &str,
        secret: bool,
    ) -> Result<InputKind, String> {
        let at = format!("{}.{wire}", self.operation.id);
        let kind = self.resolved(schema, &at);
        Ok(match kind {
            Type::String if secret => InputKind::Secret,
            Type::String | Type::Timestamp => InputKind::Text,
            Type::Bool => InputKind::Bool,
            Type::Number(name) => InputKind::Number(name),
            Type::Enum(name) => InputKind::Enum(name),
            Type::List(items) => match *items {
                Type::String => InputKind::Texts,
                Type::Enum(name) => InputKind::Enums(name),
                other => return Err(format!("`{wire}` is a list of {other:?}")),
            },
            other => return Err(format!("`{wire}` is a {other:?}")),
        })
    }

    /// The type of a schema of this operation, which [`super::types::build`] has declared.
    fn resolved(&self, schema: &contract::Schema, at: &str) -> Type {
        self.types.of(schema, at)
    }

    fn body_inputs(&self, inputs: &mut Vec<Input>) -> Result<(), String> {
        let Some(body) = &self.operation.body else {
            return Ok(());
        };
        let given = self.entry.and_then(|entry| entry.body_type);
        let json = || body.content.iter().find(|(kind, _)| kind.ends_with("json"));
        let form = || body.content.get_key_value(FORM);
        let plain = || {
            body.content
                .iter()
                .find(|(kind, _)| kind.starts_with("text/"))
        };
        let found = match given {
            Some(BodyType::Json) => json(),
            Some(BodyType::Form) => form(),
            Some(BodyType::Text) => plain(),
            None => json().or_else(form).or_else(plain),
        };
        let Some((media_type, schema)) = found else {
            return Err("no request media type that can be sent".to_owned());
        };
        let optional = self.listed(|entry| &entry.optional, "body");
        let required = body.required || self.listed(|entry| &entry.positional, "body");
        let kind = if media_type == FORM {
            for (wire, property) in &schema.properties {
                if self.listed(|entry| &entry.hide, wire) {
                    continue;
                }
                let kind = self.kind(property, wire, self.listed(|entry| &entry.secret, wire))?;
                let required = (schema.required.contains(wire)
                    || self.listed(|entry| &entry.positional, wire))
                    && !self.listed(|entry| &entry.optional, wire);
                inputs.push(Input {
                    wire: wire.clone(),
                    name: self.name(wire),
                    place: Place::Form,
                    doc: self.doc(wire, shape(&kind)),
                    kind,
                    required,
                });
            }
            return Ok(());
        } else if media_type.starts_with("text/") {
            InputKind::Raw
        } else {
            InputKind::Json(self.resolved(schema, &format!("{}.body", self.operation.id)))
        };
        let can_be_set = optional && matches!(kind, InputKind::Json(Type::Struct(_)));
        if !required && !can_be_set {
            return Err(
                "its body is optional: say in the overlay that it is positional (or optional, if it is an object)"
                    .to_owned(),
            );
        }
        let doc = self.documented.parameters.get("body").cloned();
        inputs.push(Input {
            wire: "body".to_owned(),
            name: "body".to_owned(),
            place: Place::Body,
            doc: doc.unwrap_or_else(|| match &kind {
                InputKind::Json(Type::List(items)) => format!("The {} to send.", linked(items)),
                InputKind::Json(kind) => format!("The {} to send.", linked(kind)),
                _ => "The text to send.".to_owned(),
            }),
            kind,
            required,
        });
        Ok(())
    }

    fn output(&self, success: &[u16], paging: Option<Paging>) -> Result<Output, String> {
        let given = self.entry.and_then(|entry| entry.output.as_deref());
        let decode = self.entry.and_then(|entry| entry.decode.clone());
        let has_3xx =
            success.iter().all(|status| (300..400).contains(status)) && !success.is_empty();
        if given == Some("redirect") || (given.is_none() && has_3xx) {
            return Ok(Output::Redirect);
        }
        if let Some(given) = given {
            let decode = decode.unwrap_or_else(|| match given {
                "()" => "ory_core::__private::decode::empty".to_owned(),
                "String" => "ory_core::__private::decode::text".to_owned(),
                "bool" => "ory_core::__private::decode::verdict".to_owned(),
                _ => "ory_core::__private::decode::json".to_owned(),
            });
            return Ok(Output::Value(given.to_owned(), decode));
        }
        let contents: Vec<_> = (success.iter().filter(|status| (200..300).contains(*status)))
            .filter_map(|status| self.operation.responses.get(status))
            .collect();
        let content = contents.iter().find_map(|contents| contents.first());
        let Some((media_type, schema)) = content else {
            let decode = decode.unwrap_or_else(|| "ory_core::__private::decode::empty".to_owned());
            return Ok(Output::Value("()".to_owned(), decode));
        };
        if let Some((output, reader)) = metadata(&self.operation.id, &self.operation.tag) {
            return Ok(Output::Value(
                output.to_owned(),
                decode.unwrap_or_else(|| reader.to_owned()),
            ));
        }
        let kind = self.resolved(schema, &format!("{}.response", self.operation.id));
        match (paging, &kind) {
            (Some(Paging::Body), Type::Struct(name)) => {
                let Some(Item::Struct(item)) = self.types.items.get(name) else {
                    return Err(format!("`{name}` is not a page"));
                };
                let items = item
                    .paging
                    .as_ref()
                    .and_then(|paging| item.fields.iter().find(|field| field.wire == paging.items));
                let Some(Type::List(element)) = items.map(|field| &field.kind) else {
                    return Err(format!("`{name}` has no list to page"));
                };
                let decode = decode.unwrap_or_else(|| {
                    format!("ory_core::__private::decode::body_page::<models::{name}>")
                });
                return Ok(Output::Page(path(element), decode));
            }
            (Some(paging), Type::List(element)) => {
                let reader = if paging == Paging::Count {
                    "count_page"
                } else {
                    "link_page"
                };
                let decode =
                    decode.unwrap_or_else(|| format!("ory_core::__private::decode::{reader}"));
                return Ok(Output::Page(path(element), decode));
            }
            (Some(_), _) => return Err("only lists can be paged".to_owned()),
            (None, _) => {}
        }
        if kind == Type::String
            && (!media_type.ends_with("json") || self.accept(success).starts_with("text/"))
        {
            let decode = decode.unwrap_or_else(|| "ory_core::__private::decode::text".to_owned());
            return Ok(Output::Value("String".to_owned(), decode));
        }
        let sometimes_empty = contents.iter().any(|contents| contents.is_empty());
        Ok(match sometimes_empty {
            true => {
                let decode = decode
                    .unwrap_or_else(|| "ory_core::__private::decode::optional_json".to_owned());
                Output::Value(format!("Option<{}>", path(&kind)), decode)
            }
            false => {
                let reader = if matches!(kind, Type::List(_)) {
                    "list"
                } else {
                    "json"
                };
                let decode =
                    decode.unwrap_or_else(|| format!("ory_core::__private::decode::{reader}"));
                Output::Value(path(&kind), decode)
            }
        })
    }
}

/// A link to a model.
fn linked(kind: &Type) -> String {
    match kind {
        Type::Struct(name) | Type::Union(name) | Type::Enum(name) => {
            format!("[`{name}`](crate::models::{name})")
        }
        _ => "JSON".to_owned(),
    }
}

/// What the health and version operations give, which all servers have in common.
fn metadata(id: &str, tag: &str) -> Option<(&'static str, &'static str)> {
    match (tag, id) {
        ("metadata", "isAlive") => Some((
            "ory_core::health::HealthStatus",
            "ory_core::__private::decode::json",
        )),
        ("metadata", "isReady") => Some((
            "ory_core::health::Readiness",
            "ory_core::__private::readiness",
        )),
        ("metadata", "getVersion") => Some((
            "ory_core::health::Version",
            "ory_core::__private::decode::json",
        )),
        _ => None,
    }
}

fn shape(kind: &InputKind) -> Shape {
    match kind {
        InputKind::Bool => Shape::Flag,
        InputKind::Texts | InputKind::Enums(_) => Shape::Many,
        _ => Shape::One,
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let rank = |place: &Place| match place {
            Place::Bearer => 0,
            Place::Path => 1,
            Place::Query | Place::Header => 2,
            Place::Form => 3,
            Place::Body => 4,
        };
        rank(self).cmp(&rank(other))
    }
}

/// The type as it is written outside the `models` module.
pub(crate) fn path(kind: &Type) -> String {
    match kind {
        Type::List(items) => format!("Vec<{}>", path(items)),
        Type::Map(values) => format!("std::collections::BTreeMap<String, {}>", path(values)),
        Type::Struct(name) | Type::Enum(name) | Type::Union(name) => format!("models::{name}"),
        Type::Value | Type::NullableValue => "serde_json::Value".to_owned(),
        Type::Secret | Type::Timestamp | Type::GoDuration => {
            format!("ory_core::{}", models::rust(kind))
        }
        _ => models::rust(kind),
    }
}

impl Input {
    /// What the method takes, and how that (called `name`) is handed to the builder.
    pub(crate) fn taken(&self) -> (String, String) {
        let name = &self.name;
        let enumeration = |name: &String| format!("impl Into<models::{name}>");
        match &self.kind {
            InputKind::Text => ("impl AsRef<str>".to_owned(), format!("{name}.as_ref()")),
            // No text: beside an id it could be mistaken for one.
            InputKind::Secret => ("Secret".to_owned(), format!("&{name}")),
            InputKind::Bool => ("bool".to_owned(), name.clone()),
            InputKind::Number(number) => ((*number).to_owned(), name.clone()),
            InputKind::Enum(kind) => (enumeration(kind), format!("&{name}.into()")),
            InputKind::Texts => (
                "impl IntoIterator<Item = impl AsRef<str>>".to_owned(),
                name.clone(),
            ),
            InputKind::Enums(kind) => (
                format!("impl IntoIterator<Item = {}>", enumeration(kind)),
                name.clone(),
            ),
            InputKind::Raw => ("impl Into<String>".to_owned(), format!("{name}.into()")),
            InputKind::Json(kind @ Type::Union(_)) => (
                format!("impl Into<{}>", path(kind)),
                format!("&{name}.into()"),
            ),
            InputKind::Json(Type::List(items)) => (
                format!("impl Into<Vec<{}>>", path(items)),
                format!("&{name}.into()"),
            ),
            InputKind::Json(kind) => (path(kind), format!("&{name}")),
        }
    }

    /// What the builder's constructor takes.
    fn handed(&self) -> String {
        match &self.kind {
            InputKind::Text => "&str".to_owned(),
            InputKind::Secret => "&Secret".to_owned(),
            InputKind::Enum(kind) => format!("&models::{kind}"),
            InputKind::Raw => "String".to_owned(),
            InputKind::Json(Type::List(items)) => format!("&[{}]", path(items)),
            InputKind::Json(kind) => format!("&{}", path(kind)),
            _ => self.taken().0,
        }
    }

    /// The words of `ory_core::parameters!` for it.
    fn words(&self) -> String {
        let place = match self.place {
            Place::Header | Place::Bearer => "header",
            Place::Form => "form",
            Place::Body => "body",
            Place::Query | Place::Path => "query",
        };
        let kind = match &self.kind {
            InputKind::Json(kind) => format!("json({})", path(kind)),
            InputKind::Text | InputKind::Raw => "text".to_owned(),
            InputKind::Secret => "secret".to_owned(),
            InputKind::Bool => "plain(bool)".to_owned(),
            InputKind::Number(number) => format!("plain({number})"),
            InputKind::Enum(name) => format!("one(models::{name})"),
            InputKind::Texts => "texts".to_owned(),
            InputKind::Enums(name) => format!("several(models::{name})"),
        };
        format!("{place} {kind}")
    }

    /// The statement that puts `value` (of the type [`Input::handed`]) into `call`.
    fn put(&self, call: &str, value: &str) -> String {
        let wire = text::literal(&self.wire);
        let shown = match &self.kind {
            InputKind::Secret => format!("{value}.expose()"),
            InputKind::Enum(_) => format!("{value}.as_str()"),
            _ => value.to_owned(),
        };
        match (self.place, &self.kind) {
            (Place::Query, InputKind::Texts) => {
                format!("for value in {value} {{ {call}.query_append({wire}, value.as_ref()); }}")
            }
            (Place::Query, InputKind::Enums(kind)) => {
                format!(
                    "for value in {value} {{ let value: models::{kind} = value.into(); {call}.query_append({wire}, value); }}"
                )
            }
            (Place::Query, _) => format!("{call}.query({wire}, {shown});"),
            (Place::Header, InputKind::Text | InputKind::Secret | InputKind::Enum(_)) => {
                format!("{call}.header({wire}, {shown});")
            }
            (Place::Header, _) => format!("{call}.header({wire}, &{shown}.to_string());"),
            (Place::Bearer, _) => format!("{call}.bearer({shown});"),
            (Place::Form, InputKind::Texts | InputKind::Enums(_)) => {
                format!("for value in {value} {{ {call}.form_append({wire}, value.as_ref()); }}")
            }
            (Place::Form, _) => format!("{call}.form({wire}, {shown});"),
            (Place::Body, InputKind::Raw) => format!("{call}.text({shown});"),
            (Place::Body, InputKind::Json(Type::List(_))) => format!("{call}.json(&{shown});"),
            (Place::Body, _) => format!("{call}.json({shown});"),
            (Place::Path, _) => String::new(),
        }
    }
}

impl Operation {
    /// The parameters of its method with concrete types, each after a comma.
    pub(crate) fn signature(&self) -> String {
        let mut signature = String::new();
        for input in self.inputs.iter().filter(|input| input.required) {
            let kind = match &input.kind {
                InputKind::Text | InputKind::Raw => "&str".to_owned(),
                InputKind::Secret => "ory_core::Secret".to_owned(),
                InputKind::Bool => "bool".to_owned(),
                InputKind::Number(number) => (*number).to_owned(),
                InputKind::Enum(name) => format!("models::{name}"),
                InputKind::Texts => "Vec<String>".to_owned(),
                InputKind::Enums(name) => format!("Vec<models::{name}>"),
                InputKind::Json(kind) => path(kind),
            };
            let _ = write!(signature, ", {}: {kind}", input.name);
        }
        signature
    }
}

/// The files of the `operations` module by name.
pub(crate) fn write(
    operations: &[Operation],
    product: &str,
    header: &str,
) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut index = format!(
        "{header}\n\n//! The builders of the operations, which the methods of the API groups return.\n\n"
    );
    let mut uses = String::new();
    let mut sorted: Vec<&Operation> = operations.iter().collect();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    for operation in sorted {
        let module = names::module(&operation.id);
        let _ = writeln!(index, "mod {module};");
        let _ = writeln!(uses, "pub use {module}::{};", operation.name);
        files.insert(format!("{module}.rs"), file(operation, product, header));
    }
    let _ = write!(index, "\n{uses}");
    files.insert("mod.rs".to_owned(), index);
    files
}

/// The operation's facts; those that are the default of most operations are left out.
fn spec(operation: &Operation, product: &str) -> String {
    let endpoint = match operation.endpoint.as_str() {
        "any" => "Endpoint::any()".to_owned(),
        name => format!("endpoint::{}", name.to_uppercase()),
    };
    let mut out = format!(
        "static SPEC: OperationSpec = OperationSpec::new(\n    {},\n    {},\n    Method::{},\n    {},\n    {endpoint},\n)",
        text::literal(&operation.id),
        text::literal(product),
        operation.http_method,
        text::literal(&operation.path),
    );
    if operation.auth != "None" {
        let _ = write!(out, "\n.auth(Auth::{})", operation.auth);
    }
    if operation.retry == Retry::Safe {
        out.push_str("\n.idempotency(Idempotency::Safe)");
    }
    match operation.paging {
        None => {}
        Some((Paging::Link, _)) => out.push_str("\n.paging(Paging::Link)"),
        Some((Paging::Body, _)) => out.push_str("\n.paging(Paging::Body)"),
        Some((Paging::Count, start)) => {
            let _ = write!(out, "\n.paging(Paging::Count {{ start: {start} }})");
        }
    }
    if operation.success != [200] {
        let success: Vec<String> = operation.success.iter().map(u16::to_string).collect();
        let _ = write!(out, "\n.success(&[{}])", success.join(", "));
    }
    if operation.accept != "application/json" {
        let _ = write!(out, "\n.accept({})", text::literal(&operation.accept));
    }
    if let Some(bucket) = &operation.rate_limit_bucket {
        let _ = write!(out, "\n.rate_limit_bucket({})", text::literal(bucket));
    }
    out.push_str(";\n");
    out
}

fn file(operation: &Operation, product: &str, header: &str) -> String {
    let mut out = spec(operation, product);
    let name = &operation.name;
    let group = group_name(&operation.tag);
    let summary = operation.docs.summary.trim();
    out.push('\n');
    text::doc(
        &mut out,
        0,
        &format!(
            "{summary}\n\nReturned by [`{group}::{0}`](crate::{group}::{0}).",
            operation.method
        ),
    );
    let _ = writeln!(
        out,
        "#[derive(Clone)]\n#[must_use = \"nothing is sent until it is awaited\"]\npub struct {name} {{\n    pub(crate) call: Call,\n}}\n"
    );
    let _ = writeln!(out, "impl {name} {{");
    let required: Vec<&Input> = operation
        .inputs
        .iter()
        .filter(|input| input.required)
        .collect();
    let mut arguments = vec!["client: &Client".to_owned()];
    arguments.extend(
        required
            .iter()
            .map(|input| format!("{}: {}", input.name, input.handed())),
    );
    let in_path: Vec<String> = (required.iter().filter(|input| input.place == Place::Path))
        .map(|input| match &input.kind {
            InputKind::Secret => format!("{}.expose()", input.name),
            InputKind::Enum(_) => format!("{}.as_str()", input.name),
            InputKind::Text => input.name.clone(),
            _ => format!("&{}.to_string()", input.name),
        })
        .collect();
    let puts: Vec<String> = (required.iter().filter(|input| input.place != Place::Path))
        .map(|input| input.put("call", &input.name))
        .collect();
    let new = format!("Call::new(client.core(), &SPEC, &[{}])", in_path.join(", "));
    let _ = writeln!(
        out,
        "    #[inline]\n    pub(crate) fn new({}) -> Self {{",
        arguments.join(", ")
    );
    if puts.is_empty() {
        let _ = writeln!(out, "        Self {{ call: {new} }}\n    }}\n");
    } else {
        let _ = writeln!(
            out,
            "        let mut call = {new};\n        {}\n        Self {{ call }}\n    }}\n",
            puts.join("\n        ")
        );
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out.push_str("}\n\n");
    parameters(&mut out, operation);
    match &operation.output {
        Output::Value(output, decode) => {
            let _ = writeln!(
                out,
                "ory_core::operation! {{ {name} => {}, {decode} }}",
                output.replace("crate::models::", "models::")
            );
        }
        Output::Page(item, decode) => {
            let _ = writeln!(
                out,
                "ory_core::paged_operation! {{ {name} => {item}, {decode} }}"
            );
        }
        Output::Redirect => {
            let _ = writeln!(out, "ory_core::redirect_operation! {{ {name} }}");
        }
    }
    if let Some(outcome) = &operation.outcome {
        let (reader, kind) = outcome.read();
        let _ = writeln!(
            out,
            "\nimpl {name} {{\n    /// Sends the request and returns the outcome as a value, beside the response's headers.\n    ///\n    /// # Errors\n    ///\n    /// A failure that is not a state of a flow: see [`outcome`](crate::outcome).\n    #[inline]\n    pub fn outcome(self) -> FullResponseFuture<{kind}> {{\n        self.call.send::<{kind}>(outcome::{reader}).into_full()\n    }}\n}}"
        );
    }
    let mut operation_uses = vec!["OperationSpec"];
    for (word, name) in [
        ("Auth::", "Auth"),
        ("Endpoint::any", "Endpoint"),
        ("FullResponseFuture<", "FullResponseFuture"),
        ("Idempotency::", "Idempotency"),
        ("Paging::", "Paging"),
    ] {
        if out.contains(word) {
            operation_uses.push(name);
        }
    }
    operation_uses.sort_unstable();
    let mut uses = String::new();
    let _ = writeln!(
        uses,
        "use ory_core::__private::Call;\nuse ory_core::http::Method;\nuse ory_core::operation::{{{}}};",
        operation_uses.join(", ")
    );
    if out.contains("&Secret") {
        uses.push_str("use ory_core::Secret;\n");
    }
    uses.push_str("\nuse crate::Client;\n");
    if out.contains("endpoint::") {
        uses.push_str("use crate::client::endpoint;\n");
    }
    if out.contains("models::") {
        uses.push_str("use crate::models;\n");
    }
    if operation.outcome.is_some() {
        uses.push_str("use crate::outcome;\n");
    }
    format!("{header}\n\n{uses}\n{out}")
}

/// What can be set on the builder.
fn parameters(out: &mut String, operation: &Operation) {
    let mut lines = String::new();
    if let Some((paging, _)) = operation.paging {
        let (size, token) = match paging {
            Paging::Count => ("per_page", "page"),
            Paging::Link | Paging::Body => ("page_size", "page_token"),
        };
        let given = |wire: &str, default: &'static str| {
            let given = operation.docs.parameters.get(wire);
            given.map_or(default, String::as_str).to_owned()
        };
        for (wire, default, line) in [
            (
                size,
                "The maximum number of items on a page.",
                "page_size: page size",
            ),
            (
                token,
                "Starts at this page instead of the first.",
                "page_token: page token",
            ),
        ] {
            text::doc(&mut lines, 8, &given(wire, default));
            let _ = writeln!(lines, "        {} => {line},", text::literal(wire));
        }
    }
    for input in operation.inputs.iter().filter(|input| !input.required) {
        let mut doc = input.doc.trim().to_owned();
        if matches!(input.kind, InputKind::Texts | InputKind::Enums(_)) {
            doc.push_str(" Further calls add to it.");
        }
        text::doc(&mut lines, 8, &doc);
        let _ = writeln!(
            lines,
            "        {} => {}: {},",
            text::literal(&input.wire),
            input.name,
            input.words()
        );
    }
    if !lines.is_empty() {
        let _ = writeln!(
            out,
            "ory_core::parameters! {{\n    {} {{\n{lines}    }}\n}}\n",
            operation.name
        );
    }
}

/// The Rust name of a tag: the accessor, from which the group's type is made.
pub(crate) fn accessor(tag: &str) -> String {
    match tag {
        // One operation, which belongs to the keys.
        "wellknown" => "jwk".to_owned(),
        "ApiKeys" => "api_keys".to_owned(),
        tag => names::plain_snake(tag),
    }
}

/// The group's type.
pub(crate) fn group_name(tag: &str) -> String {
    match accessor(tag).as_str() {
        "oauth2" => "OAuth2Api".to_owned(),
        accessor => format!("{}Api", names::camel(accessor)),
    }
}
