//! Every model, from any JSON: what is read is written the same every time, and can be printed.

use std::sync::OnceLock;

use serde_json::Value;
use spec_tests::document::{Document, PRODUCTS};
use spec_tests::registry::{self, Model};
use spec_tests::walker;

use crate::{choosing, chosen};

fn all() -> &'static [&'static Model] {
    static ALL: OnceLock<Vec<&Model>> = OnceLock::new();
    ALL.get_or_init(|| {
        let of = |product: &'static str| {
            registry::models(product)
                .iter()
                .chain(registry::legacy(product))
        };
        PRODUCTS.into_iter().flat_map(of).collect()
    })
}

/// Two bytes choose the model, the rest is JSON.
pub fn run(input: &[u8]) {
    let Some((choice, json)) = chosen(input) else {
        return;
    };
    let model = all()[choice % all().len()];
    let Ok(value) = serde_json::from_slice::<Value>(json) else {
        return;
    };
    let Ok(written) = (model.round_trip)(value.clone()) else {
        return;
    };
    let again = (model.round_trip)(written.clone())
        .unwrap_or_else(|error| panic!("{}: {written} is not read: {error}", model.schema));
    assert_eq!(written, again, "{}: written differently", model.schema);
    let printed = (model.debug)(value);
    assert!(printed.is_ok(), "{}: {printed:?}", model.schema);
}

/// Samples of every schema, as the contract describes it.
pub fn seeds() -> Vec<Vec<u8>> {
    let documents = PRODUCTS.map(|product| Document::load_with_legacy(product).0);
    let mut seeds = Vec::new();
    let mut choice = 0;
    for (product, document) in PRODUCTS.into_iter().zip(documents) {
        let models = registry::models(product).iter();
        for model in models.chain(registry::legacy(product)) {
            let samples = walker::samples(&document, model.schema);
            seeds.extend(
                samples
                    .iter()
                    .map(|sample| choosing(choice, sample.input.to_string())),
            );
            choice += 1;
        }
    }
    seeds
}
