//! Every operation, with any arguments: an error that says what is wrong, or a request to where the operation is.

use std::sync::OnceLock;

use serde_json::{Map, Value};
use spec_tests::document::{Document, PRODUCTS};
use spec_tests::registry;
use spec_tests::request::Call;

use crate::{choosing, chosen};

struct Operation {
    product: &'static str,
    id: String,
    /// The path's template.
    path: String,
}

fn all() -> &'static [Operation] {
    static ALL: OnceLock<Vec<Operation>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all = Vec::new();
        for product in PRODUCTS {
            let document = Document::load(product);
            for operation in document.operations() {
                let overlay = document.overlay("operation", operation.id);
                let corrected = overlay.and_then(|table| table.get("path")?.as_str());
                all.push(Operation {
                    product,
                    id: operation.id.to_owned(),
                    path: corrected.unwrap_or(operation.path).to_owned(),
                });
            }
        }
        all
    })
}

/// Two bytes choose the operation, the rest is a JSON object of arguments.
pub fn run(input: &[u8]) {
    let Some((choice, json)) = chosen(input) else {
        return;
    };
    let operation = &all()[choice % all().len()];
    let Ok(arguments) = serde_json::from_slice::<Map<String, Value>>(json) else {
        return;
    };
    registry::with_operations(operation.product, |entries| {
        let entry = entries.iter().find(|entry| entry.id == operation.id);
        let Some(Ok(request)) = entry.map(|entry| entry.request(&arguments)) else {
            return;
        };
        // No argument leads to another place: as many segments as the template, its own words where they stand.
        let is: Vec<&str> = request.uri().path().split('/').collect();
        let template = format!("/prefix{}", operation.path);
        let should: Vec<&str> = template.split('/').collect();
        assert_eq!(is.len(), should.len(), "{} for {template}", request.uri());
        for (is, should) in is.iter().zip(should) {
            let fixed = !should.contains('{');
            assert!(!fixed || *is == should, "{} for {template}", request.uri());
            assert!(fixed || !["", ".", ".."].contains(is), "{}", request.uri());
        }
    });
}

/// The arguments by which the contract's own test calls each operation.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    let mut choice = 0;
    for product in PRODUCTS {
        let document = Document::load(product);
        for operation in document.operations() {
            for all in [true, false] {
                let arguments = Call::new(&document, &operation, all).arguments;
                seeds.push(choosing(choice, Value::Object(arguments).to_string()));
            }
            choice += 1;
        }
    }
    seeds
}
