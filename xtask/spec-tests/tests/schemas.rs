//! Every schema of every product is read and written back without loss, and prints no secret.

use spec_tests::compare::differences;
use spec_tests::document::{Document, PRODUCTS};
use spec_tests::registry::{self, Model};
use spec_tests::walker;

/// Every model of a product beside the contract that describes it, those of `legacy` included.
fn all_models() -> impl Iterator<Item = (&'static str, Document, Vec<&'static Model>)> {
    PRODUCTS.into_iter().map(|product| {
        let (document, _) = Document::load_with_legacy(product);
        let models = registry::models(product)
            .iter()
            .chain(registry::legacy(product))
            .collect();
        (product, document, models)
    })
}

#[test]
fn every_schema_survives_reading_and_writing() {
    let (mut failures, mut checked) = (Vec::new(), 0);
    for (product, document, models) in all_models() {
        for model in models {
            for mut sample in walker::samples(&document, model.schema) {
                checked += 1;
                document.retag(model.schema, &mut sample.expected);
                let what = format!("{product} {} ({})", model.schema, sample.label);
                match (model.round_trip)(sample.input) {
                    Ok(written) => failures.extend(
                        differences(&sample.expected, &written)
                            .into_iter()
                            .map(|difference| format!("{what}: {difference}")),
                    ),
                    Err(error) => failures.push(format!("{what}: {error}")),
                }
            }
        }
    }
    assert!(checked > 1_000, "only {checked} samples were made");
    assert!(
        failures.is_empty(),
        "{} of {checked}:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn nothing_personal_is_printed_by_debug() {
    let (mut failures, mut planted) = (Vec::new(), 0);
    for (product, document, models) in all_models() {
        // An alias of a text, a list or free JSON is a type of the standard library or of serde_json.
        let ours = |schema: &serde_json::Value| {
            schema["properties"].is_object() || schema["discriminator"].is_object()
        };
        let models = models.into_iter();
        for model in models.filter(|model| ours(document.schema(model.schema))) {
            for sample in walker::samples(&document, model.schema) {
                let Ok(text) = (model.debug)(sample.input) else {
                    continue;
                };
                planted += sample.canaries.len();
                failures.extend(
                    sample
                        .canaries
                        .iter()
                        .filter(|canary| text.contains(*canary))
                        .map(|canary| {
                            format!(
                                "{product} {} ({}): {canary} in {text}",
                                model.schema, sample.label
                            )
                        }),
                );
            }
        }
    }
    assert!(planted > 5_000, "only {planted} canaries were planted");
    assert!(
        failures.is_empty(),
        "{}:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn every_schema_of_the_contract_is_in_the_registry() {
    for (product, document, models) in all_models() {
        let known: Vec<&str> = models.iter().map(|model| model.schema).collect();
        let missing: Vec<&String> = document
            .schemas()
            .filter(|(_, schema)| {
                schema["properties"].is_object() || schema["discriminator"].is_object()
            })
            .map(|(name, _)| name)
            .filter(|name| {
                let skipped = document
                    .overlay("schema", name)
                    .and_then(|table| table.get("skip"));
                !known.contains(&name.as_str()) && skipped.is_none()
            })
            .collect();
        assert!(missing.is_empty(), "{product} has no model of {missing:?}");
    }
}
