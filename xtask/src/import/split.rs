//! One product's share of the documents: its operations, and exactly the schemas that they need.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::divergence::Judge;
use super::facts::{Facts, Place, references};
use super::product::Product;

/// The operations of one product and every schema that it may use.
#[derive(Debug)]
pub(crate) struct Share {
    pub(crate) product: Product,
    pub(crate) operations: BTreeMap<Place, Value>,
    pub(crate) schemas: BTreeMap<String, Value>,
}

/// Cuts `product`'s share out of the merged document, reconciled with the server's own where there is one.
pub(crate) fn share(
    product: Product,
    client: &Facts,
    server: Option<&Facts>,
    judge: &mut Judge<'_>,
) -> Result<Share, String> {
    let mut operations = BTreeMap::new();
    for (place, operation) in &client.operations {
        if products(operation)?.contains(&product) {
            operations.insert(place.clone(), operation.clone());
        }
    }
    let mut schemas = client.schemas.clone();
    if let Some(server) = server {
        let places: BTreeSet<_> = operations
            .keys()
            .chain(server.operations.keys())
            .cloned()
            .collect();
        for place in places {
            let (ours, theirs) = (operations.get(&place), server.operations.get(&place));
            let id = ours
                .or(theirs)
                .map_or(&Value::Null, |operation| &operation["operationId"]);
            let at = format!("operations/{}", id.as_str().unwrap_or_default());
            match judge.reconcile(product, &at, ours, theirs) {
                Some(operation) => operations.insert(place, operation),
                None => operations.remove(&place),
            };
        }
        let compared = |(name, _): &(&String, &Value)| !server.aliases.contains(*name);
        for (name, theirs) in server.schemas.iter().filter(compared) {
            let at = format!("schemas/{name}");
            match judge.reconcile(product, &at, client.schemas.get(name), Some(theirs)) {
                Some(schema) => schemas.insert(name.clone(), schema),
                None => schemas.remove(name),
            };
        }
    }
    for operation in operations.values_mut() {
        let tag = Product::of_tag(tag(operation)?).1.to_owned();
        operation["tags"] = json!([tag]);
    }
    Ok(Share {
        product,
        operations,
        schemas,
    })
}

/// An operation's one tag.
fn tag(operation: &Value) -> Result<&str, String> {
    match operation["tags"].as_array().map(Vec::as_slice) {
        Some([tag]) => tag.as_str(),
        _ => None,
    }
    .ok_or_else(|| {
        let id = operation["operationId"].as_str().unwrap_or_default();
        format!(
            "{id}: an operation has one tag, which says where it belongs, not {}",
            operation["tags"]
        )
    })
}

fn products(operation: &Value) -> Result<&'static [Product], String> {
    Ok(Product::of_tag(tag(operation)?).0)
}

impl Share {
    /// The names of the schemas that the operations and `roots` reach.
    pub(crate) fn closure<'a>(
        &'a self,
        roots: impl IntoIterator<Item = &'a str>,
    ) -> Result<BTreeSet<&'a str>, String> {
        let mut pending: Vec<&str> = roots.into_iter().collect();
        for operation in self.operations.values() {
            references(operation, &mut |name| pending.push(name));
        }
        let mut reached = BTreeSet::new();
        while let Some(name) = pending.pop() {
            let schema = self.schemas.get(name).ok_or_else(|| {
                format!(
                    "{}: schema {name} is not in the documents",
                    self.product.name()
                )
            })?;
            if reached.insert(name) {
                references(schema, &mut |name| pending.push(name));
            }
        }
        Ok(reached)
    }
}

/// The document that goes to `spec/`.
pub(crate) fn document(
    version: &str,
    operations: &BTreeMap<Place, Value>,
    schemas: &BTreeMap<String, Value>,
    client: &Facts,
) -> Value {
    let mut paths = Map::new();
    let mut schemes = Map::new();
    for ((path, method), operation) in operations {
        let item = paths.entry(path.clone()).or_insert_with(|| json!({}));
        item[method.as_str()] = operation.clone();
        for requirement in operation["security"].as_array().into_iter().flatten() {
            for name in requirement.as_object().into_iter().flat_map(Map::keys) {
                // `sessionToken` is required by an operation and defined nowhere: a header parameter carries it.
                if let Some(scheme) = client.security_schemes.get(name) {
                    schemes.insert(name.clone(), scheme.clone());
                }
            }
        }
    }
    let schemas: Map<_, _> = schemas
        .iter()
        .map(|(name, schema)| (name.clone(), schema.clone()))
        .collect();
    json!({
        "openapi": "3.0.3",
        "info": { "version": version },
        "servers": client.servers,
        "paths": paths,
        "components": { "schemas": schemas, "securitySchemes": schemes },
    })
}
