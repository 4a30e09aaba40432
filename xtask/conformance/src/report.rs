//! The table: every operation, the scenarios that exercised it, and what came of it.

use std::collections::{BTreeMap, BTreeSet};

use contract::compare::differences;
use contract::registry;
use serde_json::Value;

use crate::not_served::{NotServed, is_unknown};
use crate::recorder::Exchange;
use crate::specification::{PRODUCTS, Specification};
use crate::world::World;

/// What was seen of one operation.
#[derive(Default)]
struct Seen {
    scenarios: BTreeSet<&'static str>,
    statuses: BTreeSet<u16>,
    answered: bool,
}

/// Compares the bodies of exchanges with what our models make of them. Every line is one difference. `compared` counts
/// the bodies.
pub(crate) fn compare(
    specification: &Specification,
    exchanges: &[Exchange],
    compared: &mut usize,
) -> Vec<String> {
    let mut lines = Vec::new();
    for exchange in exchanges {
        let Some(operation) =
            specification.find(exchange.product, &exchange.method, &exchange.path)
        else {
            lines.push(format!(
                "{} {} is no operation of {}",
                exchange.method, exchange.path, exchange.product
            ));
            continue;
        };
        for difference in compare_one(specification, exchange, compared) {
            lines.push(format!(
                "{} {}, status {}: {difference}",
                exchange.product,
                operation.id,
                exchange.status.as_u16()
            ));
        }
    }
    lines.sort();
    lines.dedup();
    lines
}

fn compare_one(
    specification: &Specification,
    exchange: &Exchange,
    compared: &mut usize,
) -> Vec<String> {
    let operation = specification.find(exchange.product, &exchange.method, &exchange.path);
    let Some(body) = operation.and_then(|operation| operation.body(exchange.status)) else {
        return Vec::new();
    };
    let models = registry::models(exchange.product);
    let Some(model) = models.iter().find(|model| model.schema == body.schema) else {
        // Some errors are no models of a product: the runtime reads them, and keeps the whole body beside.
        return if exchange.status.is_success() {
            vec![format!(
                "no model is registered for the schema {}",
                body.schema
            )]
        } else {
            Vec::new()
        };
    };
    // A script, or another text that the contract calls a JSON string.
    if !exchange.is_json {
        return Vec::new();
    }
    let raw: Value = match serde_json::from_slice(&exchange.body) {
        Ok(raw) => raw,
        Err(error) => return vec![format!("the body is not JSON: {error}")],
    };
    // Keto answers a question about nothing with 200 and an error as body; the SDK reads that as nothing.
    if raw.get("code").is_some_and(Value::is_number) && raw.get("message").is_some() && !body.list {
        return Vec::new();
    }
    // Refusals of a form are documented as flows; some are errors all the same, which the runtime reads.
    let refused = !exchange.status.is_success() && raw.get("error").is_some_and(Value::is_object);
    if refused && raw.get("ui").is_none() && !body.schema.starts_with("error") {
        return Vec::new();
    }
    let items = match (body.list, raw) {
        (true, Value::Array(items)) => items,
        (true, Value::Null) => Vec::new(),
        (true, _) => return vec!["the body is not a list".to_owned()],
        (false, raw) => vec![raw],
    };
    let mut found = Vec::new();
    for raw in items {
        *compared += 1;
        match (model.round_trip)(raw.clone()) {
            Ok(ours) => found.extend(differences(&raw, &ours)),
            Err(error) => found.push(format!("{} cannot be read: {error}", body.schema)),
        }
    }
    found
}

/// Prints the table; returns what is wrong with the coverage.
pub(crate) async fn print(
    world: &World,
    specification: &Specification,
    not_served: &NotServed,
    exchanges: &[Exchange],
) -> Vec<String> {
    let mut seen: BTreeMap<(&str, &str), Seen> = BTreeMap::new();
    for exchange in exchanges {
        if let Some(operation) =
            specification.find(exchange.product, &exchange.method, &exchange.path)
        {
            let entry = seen.entry((operation.product, &operation.id)).or_default();
            entry.scenarios.insert(exchange.scenario);
            entry.statuses.insert(exchange.status.as_u16());
            // A refusal alone proves little; a redirect is what some operations are for.
            entry.answered |= exchange.status.is_success() || exchange.status.is_redirection();
        }
    }
    let mut wrong = Vec::new();
    println!(
        "\n{:<8}{:<38}{:<20}scenarios",
        "product", "operation", "statuses"
    );
    let mut exercised: BTreeMap<&str, usize> = BTreeMap::new();
    for operation in specification.operations() {
        let found = seen.get(&(operation.product, operation.id.as_str()));
        let name = format!("{} {}", operation.product, operation.id);
        let line = match (not_served.get(operation), found) {
            (Some(entry), found) => {
                if found.is_some_and(|found| found.answered) {
                    wrong.push(format!(
                        "{name} is listed in not-served.toml, but a scenario got an answer"
                    ));
                }
                if let Err(answer) = is_unknown(operation, &world.urls, &world.http).await {
                    wrong.push(format!("{name} is listed in not-served.toml, but {answer}"));
                }
                format!(
                    "{:<20}not served: {} Proved by {}",
                    "-", entry.reason, entry.proof
                )
            }
            (None, Some(found)) => {
                if found.answered {
                    *exercised.entry(operation.product).or_default() += 1;
                } else {
                    wrong.push(format!("{name} was only refused, never answered"));
                }
                let statuses: Vec<String> = found.statuses.iter().map(u16::to_string).collect();
                let scenarios: Vec<&str> = found.scenarios.iter().copied().collect();
                format!("{:<20}{}", statuses.join(" "), scenarios.join(", "))
            }
            (None, None) => {
                wrong.push(format!("{name} is exercised by no scenario"));
                format!("{:<20}NONE", "-")
            }
        };
        println!("{:<8}{:<38}{line}", operation.product, operation.id);
    }
    println!();
    for product in PRODUCTS {
        let all = specification
            .operations()
            .iter()
            .filter(|operation| operation.product == product)
            .count();
        println!(
            "{product}: {} of {all} operations exercised, {} not served by this release",
            exercised.get(product).copied().unwrap_or(0),
            not_served.count(product)
        );
    }
    wrong
}
