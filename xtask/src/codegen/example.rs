//! The example in an operation's documentation: a call as an application would write it, which compiles.

use std::fmt::Write as _;

use super::models;
use super::operations::{Input, InputKind, Operation, Output, path};
use super::types::{Item, Presence, Type, Types};

/// Adds the example of `operation`. What has no plausible value is a hidden parameter of the same name.
pub(crate) fn write(
    out: &mut String,
    operation: &Operation,
    group: &str,
    product: &str,
    types: &Types,
) {
    let client = match product {
        "cloud" => "ory",
        product => product,
    };
    let mut example = Example {
        product,
        types,
        parameters: vec![format!("{client}: ory_{product}::Client")],
        uses: Vec::new(),
        lets: String::new(),
    };
    let required = operation.inputs.iter().filter(|input| input.required);
    let arguments: Vec<String> = required.map(|input| example.argument(input)).collect();
    let call = format!(
        "{client}.{group}().{}({})",
        operation.method,
        arguments.join(", ")
    );
    let used = match &operation.output {
        Output::Value(output, _) if output == "()" => format!("{call}.await?;"),
        Output::Value(output, _) => {
            let name = result_name(output);
            format!(
                "let {name} = {call}.await?;\n{}",
                example.shown(&name, output)
            )
        }
        Output::Page(item, _) => {
            let name = result_name(item);
            let call = format!("{call}.page_size(100)");
            format!(
                "let mut items = {call}.items();\nwhile let Some({name}) = items.next().await {{\n    {}\n}}",
                example.shown(&format!("{name}?"), item)
            )
        }
        Output::Redirect => {
            format!("let url = {call}.into_url()?;\nprintln!(\"redirect to {{url}}\");")
        }
    };
    let _ = writeln!(
        out,
        "    ///\n    /// ```no_run\n    /// # async fn example({}) -> Result<(), ory_{product}::Error> {{",
        example.parameters.join(", ")
    );
    example.uses.sort_unstable();
    example.uses.dedup();
    let mut lines = String::new();
    if !example.uses.is_empty() {
        let uses = match example.uses.as_slice() {
            [one] => one.clone(),
            many => format!("{{{}}}", many.join(", ")),
        };
        let _ = writeln!(lines, "use ory_{product}::models::{uses};\n");
    }
    let _ = write!(lines, "{}{used}", example.lets);
    for line in lines.lines() {
        let _ = writeln!(out, "    /// {line}");
    }
    out.push_str("    /// # Ok(())\n    /// # }\n    /// ```\n");
}

struct Example<'a> {
    product: &'a str,
    types: &'a Types,
    /// The hidden parameters.
    parameters: Vec<String>,
    /// The models that are imported.
    uses: Vec<String>,
    /// What stands before the call.
    lets: String,
}

impl Example<'_> {
    fn argument(&mut self, input: &Input) -> String {
        let plain = input
            .name
            .strip_prefix("r#")
            .unwrap_or(&input.name)
            .to_owned();
        let sample = match &input.kind {
            InputKind::Text => text_sample(&plain),
            InputKind::Bool => Some("true".to_owned()),
            InputKind::Enum(name) => self.variant(name),
            InputKind::Json(kind) => {
                if let Some(body) = self.sample(kind, &plain, 0) {
                    let _ = writeln!(self.lets, "let {} = {body};", input.name);
                    return input.name.clone();
                }
                None
            }
            _ => None,
        };
        if let Some(sample) = sample {
            return sample;
        }
        let kind = match &input.kind {
            InputKind::Text | InputKind::Enum(_) | InputKind::Raw => "&str".to_owned(),
            InputKind::Secret => format!("ory_{}::ory_core::Secret", self.product),
            InputKind::Bool => "bool".to_owned(),
            InputKind::Number(number) => (*number).to_owned(),
            InputKind::Texts => "&[&str]".to_owned(),
            InputKind::Enums(_) => "Vec<&str>".to_owned(),
            InputKind::Json(kind) => path(kind),
        };
        let kind = kind
            .replace("models::", &format!("ory_{}::models::", self.product))
            .replace(
                "serde_json::",
                &format!("ory_{}::ory_core::serde_json::", self.product),
            );
        self.parameters.push(format!("{}: {kind}", input.name));
        input.name.clone()
    }

    /// An expression of this type, for a field called `name`.
    fn sample(&mut self, kind: &Type, name: &str, depth: usize) -> Option<String> {
        match kind {
            Type::String => text_sample(name),
            Type::Secret if name == "password" => {
                Some("\"correct horse battery staple\"".to_owned())
            }
            Type::Value if name == "traits" => {
                Some("serde_json::json!({ \"email\": \"ada@example.com\" })".to_owned())
            }
            Type::Bool => Some("true".to_owned()),
            Type::Enum(name) => self.variant(name),
            Type::List(items) if **items == Type::String => {
                Some(format!("[{}]", text_sample(name)?))
            }
            Type::Struct(rust) if depth < 3 => {
                let Some(Item::Struct(item)) = self.types.items.get(rust) else {
                    return None;
                };
                if models::has_builder(item) {
                    return None;
                }
                let mut arguments = Vec::new();
                for field in item
                    .fields
                    .iter()
                    .filter(|f| f.presence == Presence::Required)
                {
                    let plain = field.name.strip_prefix("r#").unwrap_or(&field.name);
                    arguments.push(self.sample(&field.kind, plain, depth + 1)?);
                }
                // Something is to be sent.
                let mut set = String::new();
                if arguments.is_empty() {
                    let field = item.fields.iter().find(|field| {
                        field.kind == Type::String && text_sample(&field.name).is_some()
                    })?;
                    set = format!(".{}({})", field.name, text_sample(&field.name)?);
                }
                self.uses.push(rust.clone());
                Some(format!("{rust}::new({}){set}", arguments.join(", ")))
            }
            Type::Union(rust) if depth < 3 => {
                let Some(Item::Union(item)) = self.types.items.get(rust) else {
                    return None;
                };
                let members: Vec<String> = item.variants.iter().map(|v| v.member.clone()).collect();
                members
                    .into_iter()
                    .find_map(|member| self.sample(&Type::Struct(member), name, depth + 1))
            }
            _ => None,
        }
    }

    /// The first value of an enum.
    fn variant(&mut self, rust: &str) -> Option<String> {
        let Some(Item::Enum(item)) = self.types.items.get(rust) else {
            return None;
        };
        let (variant, _) = item.variants.first()?;
        self.uses.push(rust.to_owned());
        Some(format!("{rust}::{variant}"))
    }

    /// A line that does something with the result, which is `value` of this type.
    fn shown(&self, value: &str, output: &str) -> String {
        let id = (output.strip_prefix("models::"))
            .and_then(|name| match self.types.items.get(name) {
                Some(Item::Struct(item)) => Some(item),
                _ => None,
            })
            .and_then(|item| item.fields.iter().find(|field| field.wire == "id"))
            .filter(|field| field.kind == Type::String && field.presence == Presence::Required);
        // A name stands in the text itself.
        let (within, after) = match value.ends_with('?') {
            true => ("", format!(", {value}")),
            false => (value, String::new()),
        };
        match (id, output) {
            (Some(_), _) => format!("println!(\"{{}}\", {value}.id);"),
            (None, "bool" | "String") => format!("println!(\"{{{within}}}\"{after});"),
            (None, _) => format!("println!(\"{{{within}:?}}\"{after});"),
        }
    }
}

/// A value for a text of this name.
fn text_sample(name: &str) -> Option<String> {
    let sample = match name {
        "namespace" => "File",
        "object" => "report.pdf",
        "relation" => "view",
        "subject_id" | "email" | "identifier" | "username" => "ada@example.com",
        "client_id" => "my-app",
        "schema_id" => "default",
        "set" => "hydra.openid.id-token",
        "kid" => "key-2026",
        "alg" => "RS256",
        "r#use" | "use" => "sig",
        "issuer" => "https://issuer.example",
        "subject" => "ada",
        "scope" => "openid",
        "url" | "return_to" => "https://app.example/",
        "id" | "flow" | "identity" | "identity_id" => "9f425a8d-7efc-4768-8f23-7647a74fdf13",
        "project_id" | "workspace_id" | "workspace" | "organization_id" | "event_stream_id"
        | "token_id" | "key_id" => "5ad8eb5d-9b0d-4f3a-b1c4-7b5e5a1c2f0e",
        "name" | "client_name" | "label" => "My app",
        "code" => "123456",
        _ => return None,
    };
    Some(format!("\"{sample}\""))
}

/// A name for a value of this type.
fn result_name(output: &str) -> String {
    let mut inner = output;
    let list = inner.starts_with("Vec<");
    while let Some((_, rest)) = inner.split_once('<') {
        inner = rest.trim_end_matches('>');
    }
    let last = inner.rsplit("::").next().unwrap_or(inner);
    let name = match last {
        "bool" => "allowed".to_owned(),
        "String" => "text".to_owned(),
        "Value" => "value".to_owned(),
        "HealthStatus" => "status".to_owned(),
        last => super::names::plain_snake(last),
    };
    let name = match name.as_str() {
        "type" => "kind".to_owned(),
        name if name.ends_with("_response") => "response".to_owned(),
        name if name.ends_with("_result") => "result".to_owned(),
        _ => name,
    };
    if list && !name.ends_with('s') {
        format!("{name}s")
    } else {
        name
    }
}
