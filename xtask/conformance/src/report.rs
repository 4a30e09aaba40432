//! The table: every operation, the scenarios that exercised it, and what came of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::http::Http;
use crate::not_served::{NotServed, is_unknown};
use crate::recorder::Exchange;
use crate::specification::{PRODUCTS, Specification};
use crate::world::Urls;

/// What was seen of one operation.
#[derive(Default)]
struct Seen {
    scenarios: BTreeSet<&'static str>,
    statuses: BTreeSet<u16>,
    answered: bool,
}

/// Prints the table; returns what is wrong with the coverage.
pub(crate) async fn print(
    urls: &Urls,
    specification: &Specification,
    not_served: &NotServed,
    exchanges: &[Exchange],
) -> Vec<String> {
    let mut seen: BTreeMap<(&str, &str), Seen> = BTreeMap::new();
    for exchange in exchanges {
        if let Some(operation) =
            specification.find(exchange.product, &exchange.method, exchange.path())
        {
            let entry = seen.entry((operation.product, &operation.id)).or_default();
            entry.scenarios.insert(exchange.scenario);
            entry.statuses.insert(exchange.response.status().as_u16());
            // A refusal alone proves little; a redirect is what some operations are for.
            entry.answered |= exchange.response.status().is_success()
                || exchange.response.status().is_redirection();
        }
    }
    let http = Http::new();
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
                if let Err(answer) = is_unknown(operation, urls, &http).await {
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
