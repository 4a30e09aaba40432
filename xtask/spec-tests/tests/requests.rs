//! Every operation sends what the contract asks for, with all of its inputs and with only those
//! it cannot do without.

use spec_tests::document::{Document, PRODUCTS};
use spec_tests::registry;
use spec_tests::request::Call;

#[test]
fn every_request_matches_the_contract() {
    let (mut failures, mut checked) = (Vec::new(), 0);
    for product in PRODUCTS {
        let document = Document::load(product);
        registry::with_operations(product, |entries| {
            for operation in document.operations() {
                let Some(entry) = entries.iter().find(|entry| entry.id == operation.id) else {
                    failures.push(format!("{product} has no {}", operation.id));
                    continue;
                };
                for all in [true, false] {
                    checked += 1;
                    let what = format!(
                        "{product} {} with {}",
                        operation.id,
                        if all {
                            "every input"
                        } else {
                            "required inputs"
                        }
                    );
                    let call = Call::new(&document, &operation, all);
                    match entry.request(&call.arguments) {
                        Ok(request) => failures.extend(
                            call.check(&operation, &request)
                                .into_iter()
                                .map(|wrong| format!("{what}: {wrong}")),
                        ),
                        Err(error) => failures.push(format!("{what}: {error}")),
                    }
                }
            }
        });
    }
    assert!(checked >= 2 * 171, "only {checked} requests were made");
    assert!(
        failures.is_empty(),
        "{} of {checked}:\n{}",
        failures.len(),
        failures.join("\n")
    );
}
