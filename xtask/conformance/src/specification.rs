//! What the vendored contract says about a recorded exchange: which operation it was, and which model its body is.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use http::{Method, StatusCode};
use serde_json::Value;

/// The products whose servers run here.
pub(crate) const PRODUCTS: [&str; 3] = ["kratos", "hydra", "keto"];

/// The operations of the three products.
pub(crate) struct Specification {
    operations: Vec<Operation>,
}

/// One operation of the contract.
pub(crate) struct Operation {
    pub(crate) product: &'static str,
    pub(crate) id: String,
    pub(crate) method: Method,
    /// The template, cut at its slashes.
    segments: Vec<String>,
    /// Where the SDK asks instead, if the server redirects the documented path.
    other: Option<Vec<String>>,
    /// The body of each documented status: the schema's name, and whether the body is a list of it.
    bodies: BTreeMap<u16, Body>,
}

/// The model of a documented body.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Body {
    /// The name of the component schema.
    pub(crate) schema: String,
    /// Whether the body is a list of that schema.
    pub(crate) list: bool,
}

impl Specification {
    /// Reads `spec/*.json` of this workspace.
    pub(crate) fn read() -> Result<Self, String> {
        let mut operations = Vec::new();
        for product in PRODUCTS {
            let path = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("../../spec")
                .join(format!("{product}.json"));
            let text = fs::read_to_string(&path)
                .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
            let document: Value = serde_json::from_str(&text)
                .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
            add_operations(product, &document, &mut operations)?;
            other_paths(product, &mut operations)?;
        }
        Ok(Self { operations })
    }

    /// All operations, in the order of the documents.
    pub(crate) fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation with this name.
    pub(crate) fn by_id(&self, product: &str, id: &str) -> Option<&Operation> {
        self.operations
            .iter()
            .find(|operation| operation.product == product && operation.id == id)
    }

    /// The operation that a request belongs to. A literal segment is preferred to a parameter, as the servers do.
    pub(crate) fn find(&self, product: &str, method: &Method, path: &str) -> Option<&Operation> {
        self.operations
            .iter()
            .filter(|operation| operation.product == product && operation.method == method)
            .filter(|operation| operation.fits(path))
            .max_by_key(|operation| {
                operation
                    .segments
                    .iter()
                    .filter(|segment| !is_parameter(segment))
                    .count()
            })
    }
}

impl Operation {
    fn fits(&self, path: &str) -> bool {
        let fits = |segments: &[String]| {
            let mut given = path.split('/');
            let fits = segments.iter().all(|segment| {
                given.next().is_some_and(|part| {
                    part == segment || (is_parameter(segment) && !part.is_empty())
                })
            });
            fits && given.next().is_none()
        };
        fits(&self.segments) || self.other.as_deref().is_some_and(fits)
    }

    /// The path with `value` in the place of every parameter.
    pub(crate) fn path_with(&self, value: &str) -> String {
        let parts: Vec<&str> = self
            .segments
            .iter()
            .map(|segment| {
                if is_parameter(segment) {
                    value
                } else {
                    segment
                }
            })
            .collect();
        parts.join("/")
    }

    /// What the contract says the body under `status` is; `None` if it documents none.
    pub(crate) fn body(&self, status: StatusCode) -> Option<&Body> {
        self.bodies.get(&status.as_u16())
    }
}

fn cut(path: &str) -> Vec<String> {
    path.split('/').map(str::to_owned).collect()
}

/// Takes the paths that the overlay names instead of the documented ones.
fn other_paths(product: &str, operations: &mut [Operation]) -> Result<(), String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../spec/overlay")
        .join(format!("{product}.toml"));
    let text = fs::read_to_string(&path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let overlay: toml::Table = text
        .parse()
        .map_err(|error| format!("{}: {error}", path.display()))?;
    for operation in operations
        .iter_mut()
        .filter(|operation| operation.product == product)
    {
        let entry = overlay
            .get("operation")
            .and_then(|entries| entries.get(&operation.id));
        let path = entry
            .and_then(|entry| entry.get("path"))
            .and_then(toml::Value::as_str);
        operation.other = path.map(cut);
    }
    Ok(())
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}')
}

fn add_operations(
    product: &'static str,
    document: &Value,
    operations: &mut Vec<Operation>,
) -> Result<(), String> {
    let paths = document["paths"]
        .as_object()
        .ok_or_else(|| format!("{product}: no paths"))?;
    for (path, methods) in paths {
        let methods = methods
            .as_object()
            .ok_or_else(|| format!("{product}: {path} has no methods"))?;
        for (method, operation) in methods {
            let Some(id) = operation["operationId"].as_str() else {
                continue;
            };
            operations.push(Operation {
                product,
                id: id.to_owned(),
                method: method
                    .to_uppercase()
                    .parse()
                    .map_err(|_| format!("{product}: {id} has the method {method:?}"))?,
                segments: cut(path),
                other: None,
                bodies: bodies(document, &operation["responses"]),
            });
        }
    }
    Ok(())
}

/// The JSON bodies that are a component schema, or a list of one.
fn bodies(document: &Value, responses: &Value) -> BTreeMap<u16, Body> {
    let mut bodies = BTreeMap::new();
    for (status, response) in responses.as_object().into_iter().flatten() {
        let schema = &response["content"]["application/json"]["schema"];
        if let (Ok(status), Some(body)) = (status.parse(), body(document, schema)) {
            bodies.insert(status, body);
        }
    }
    bodies
}

fn body(document: &Value, schema: &Value) -> Option<Body> {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next()?;
        let target = &document["components"]["schemas"][name];
        // A name for a list (`identitySchemas`) is no model of its own.
        if target["type"] == "array" {
            return body(document, target);
        }
        return Some(Body {
            schema: name.to_owned(),
            list: false,
        });
    }
    if schema["type"] == "array" {
        return Some(Body {
            list: true,
            ..body(document, &schema["items"])?
        });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::Specification;
    use http::{Method, StatusCode};

    #[test]
    fn requests_are_matched_to_operations() {
        let specification = Specification::read().unwrap();
        let id = |method: Method, path: &str| {
            specification
                .find("kratos", &method, path)
                .map(|operation| operation.id.as_str())
        };
        assert_eq!(id(Method::GET, "/admin/identities"), Some("listIdentities"));
        assert_eq!(id(Method::GET, "/admin/identities/1"), Some("getIdentity"));
        assert_eq!(
            id(Method::GET, "/admin/identities/by/external/1"),
            Some("getIdentityByExternalID")
        );
        assert_eq!(id(Method::GET, "/admin/identities/"), None);
        assert_eq!(
            id(Method::DELETE, "/sessions"),
            Some("disableMyOtherSessions")
        );
        assert_eq!(id(Method::GET, "/sessions/whoami"), Some("toSession"));
        assert_eq!(id(Method::GET, "/nothing"), None);
    }

    #[test]
    fn bodies_are_named_by_their_schema() {
        let specification = Specification::read().unwrap();
        let body = |product: &str, id: &str| {
            let body = specification
                .by_id(product, id)
                .unwrap()
                .body(StatusCode::OK)
                .unwrap();
            (body.schema.clone(), body.list)
        };
        assert_eq!(
            body("kratos", "getIdentity"),
            ("identity".to_owned(), false)
        );
        assert_eq!(
            body("kratos", "listIdentities"),
            ("identity".to_owned(), true)
        );
        assert_eq!(
            body("kratos", "listIdentitySchemas"),
            ("identitySchemaContainer".to_owned(), true)
        );
    }
}
