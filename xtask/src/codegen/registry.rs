//! What the contract tests call: every model by schema name, every operation by id.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::names;
use super::operations::{Input, InputKind, Operation, Output, accessor, path};
use super::overlay::Paging;
use super::text;
use super::types::{Type, Types};

/// The registry of a product; `legacy` is its list of legacy models.
pub(crate) fn write(
    types: &Types,
    operations: &[Operation],
    product: &str,
    header: &str,
    legacy: Option<&str>,
) -> String {
    let mut out = String::from(
        "/// Every schema. Members of unions are read through the union, as they lack the tag themselves.\n\
         pub const MODELS: &[Model] = &[\n",
    );
    for (schema, kind) in &types.schemas {
        let rust = match types.member_of.get(schema) {
            Some(union) => format!("models::{union}"),
            None => path(kind),
        };
        let _ = writeln!(out, "    Model::of::<{rust}>({}),", text::literal(schema));
    }
    out.push_str("];\n\n");
    out.push_str(legacy.unwrap_or_default());
    out.push_str(
        "/// Every operation.\npub fn operations(client: &Client) -> Vec<Operation<'_>> {\n    vec![\n",
    );
    for operation in operations {
        let _ = writeln!(
            out,
            "        operation!(client, {}, {}, {}),",
            text::literal(&operation.id),
            names::module(&operation.id),
            written(&operation.output)
        );
    }
    out.push_str("    ]\n}\n");
    let outcomes = operations
        .iter()
        .filter_map(|operation| Some((operation, operation.outcome.as_ref()?)));
    let outcomes: Vec<String> = outcomes
        .map(|(operation, outcome)| {
            format!(
                "        operation!(client, {}, {}, outcome, written::{}),\n",
                text::literal(&operation.id),
                names::module(&operation.id),
                outcome.written()
            )
        })
        .collect();
    if !outcomes.is_empty() {
        let _ = write!(
            out,
            "\n/// Every operation that has an outcome, called by `outcome()`.\npub fn outcomes(client: &Client) -> Vec<Operation<'_>> {{\n    vec![\n{}    ]\n}}\n",
            outcomes.concat()
        );
    }
    for operation in operations {
        function(&mut out, operation);
    }
    let mut helpers = vec!["Model", "Operation", "operation", "written"];
    for helper in ["argument", "optional"] {
        if out.contains(&format!("{helper}::")) {
            helpers.push(helper);
        }
    }
    helpers.sort_unstable();
    let modules = match legacy {
        Some(_) => "Client, legacy, models, operations",
        None => "Client, models, operations",
    };
    format!(
        "{header}\n\n//! The models and operations of `ory-{product}`.\n\n\
         use ory_{product}::{{{modules}}};\nuse serde_json::{{Map, Value}};\n\n\
         use crate::registry::{{{}}};\n\n{out}",
        helpers.join(", ")
    )
}

/// The list of the models of `schemas`, which stand in `legacy` unless they are among today's.
pub(crate) fn legacy(types: &Types, schemas: &[String], today: &BTreeSet<String>) -> String {
    let mut out = String::from(
        "/// Every schema that no operation uses any more.\npub const LEGACY: &[Model] = &[\n",
    );
    for (schema, kind) in &types.schemas {
        if !schemas.contains(schema) {
            continue;
        }
        let rust = legacy_path(kind, today);
        let _ = writeln!(out, "    Model::of::<{rust}>({}),", text::literal(schema));
    }
    out.push_str("];\n\n");
    out
}

/// The path of a type that stands in `legacy` unless it is among today's, be it in a list or a map.
fn legacy_path(kind: &Type, today: &BTreeSet<String>) -> String {
    match kind {
        Type::List(items) => format!("Vec<{}>", legacy_path(items, today)),
        Type::Map(values) => format!(
            "std::collections::BTreeMap<String, {}>",
            legacy_path(values, today)
        ),
        Type::Struct(name) | Type::Enum(name) | Type::Union(name) if !today.contains(name) => {
            format!("legacy::{name}")
        }
        _ => path(kind),
    }
}

fn function(out: &mut String, operation: &Operation) {
    let required = operation.inputs.iter().filter(|input| input.required);
    let arguments: Vec<String> = required
        .map(|input| passed(input, &format!("{}?", read("argument", input))))
        .collect();
    let mut optional = String::new();
    let mut set = |value: &str, method: &str| {
        let _ = write!(optional, ".{method}({value})");
    };
    match operation.paging {
        None => {}
        // Counted pages have numbers in the contract; their token is the number's text.
        Some((Paging::Count, _)) => {
            set("optional::<u32>(given, \"per_page\")?", "page_size");
            set(
                "optional::<u32>(given, \"page\")?.map(|page| page.to_string())",
                "page_token",
            );
        }
        Some(_) => {
            set("optional::<u32>(given, \"page_size\")?", "page_size");
            set("optional::<String>(given, \"page_token\")?", "page_token");
        }
    }
    for input in operation.inputs.iter().filter(|input| !input.required) {
        let value = read("optional", input);
        let value = match &input.kind {
            InputKind::Enum(name) => format!("{value}?.map(models::{name}::from)"),
            InputKind::Texts | InputKind::Enums(_) => format!("{value}?.unwrap_or_default()"),
            _ => format!("{value}?"),
        };
        set(&value, &input.name);
    }
    let given = if arguments.is_empty() && optional.is_empty() {
        "_"
    } else {
        "given"
    };
    let _ = write!(
        out,
        "\npub(crate) fn {}(client: &Client, {given}: &Map<String, Value>) -> Result<operations::{}, String> {{\n    Ok(client.{}().{}({}){optional})\n}}\n",
        names::module(&operation.id),
        operation.name,
        accessor(&operation.tag),
        operation.method,
        arguments.join(", "),
    );
}

/// The function that writes the operation's value back.
fn written(output: &Output) -> String {
    let name = match output {
        Output::Page(..) => "page",
        Output::Redirect => "redirect",
        Output::Value(kind, reader) => match reader.strip_prefix("crate::") {
            // A reader of the product's own has its counterpart by hand.
            Some(own) => return format!("written::{}", own.split("::").next().unwrap_or(own)),
            None if kind == "()" => "nothing",
            None => reader.rsplit("::").next().unwrap_or(reader),
        },
    };
    format!("written::{name}")
}

fn read(helper: &str, input: &Input) -> String {
    let kind = match &input.kind {
        InputKind::Text | InputKind::Secret | InputKind::Raw | InputKind::Enum(_) => {
            "String".to_owned()
        }
        InputKind::Bool => "bool".to_owned(),
        InputKind::Number(number) => (*number).to_owned(),
        InputKind::Texts | InputKind::Enums(_) => "Vec<String>".to_owned(),
        InputKind::Json(kind) => path(kind),
    };
    format!("{helper}::<{kind}>(given, {})", text::literal(&input.wire))
}

fn passed(input: &Input, value: &str) -> String {
    match &input.kind {
        InputKind::Secret => format!("{value}.into()"),
        _ => value.to_owned(),
    }
}
