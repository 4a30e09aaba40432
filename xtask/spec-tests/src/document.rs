//! A product's contract as the checks read it: `spec/*.json` beside the raw tables of
//! `spec/overlay/*.toml`. Written without a look at the generator, so that the two can disagree.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Value, json};

/// The four products whose contract is vendored.
pub const PRODUCTS: [&str; 4] = ["kratos", "hydra", "keto", "cloud"];

/// One product's contract.
pub struct Document {
    json: Value,
    overlay: toml::Table,
    from_responses: BTreeSet<String>,
    from_requests: BTreeSet<String>,
}

/// One operation of a contract.
pub struct Operation<'a> {
    /// `operationId`.
    pub id: &'a str,
    /// HTTP method, upper case.
    pub method: String,
    /// Path template.
    pub path: &'a str,
    /// The operation object.
    pub json: &'a Value,
}

impl Document {
    /// Reads the contract of `product` from `spec/`.
    pub fn load(product: &str) -> Self {
        let spec = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../spec");
        let read = |path: PathBuf| {
            std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
        };
        let json = serde_json::from_str(&read(spec.join(format!("{product}.json")))).unwrap();
        let parse = |text: String| -> toml::Table { text.parse().unwrap() };
        let mut document = Self {
            json,
            overlay: parse(read(spec.join(format!("overlay/{product}.toml")))),
            from_responses: BTreeSet::new(),
            from_requests: BTreeSet::new(),
        };
        // What the product has in common with others is described once.
        document.add_overlay(parse(read(spec.join("overlay/core.toml"))));
        let operations = document.operations();
        let responses = operations
            .iter()
            .map(|operation| &operation.json["responses"]);
        let requests = operations
            .iter()
            .map(|operation| &operation.json["requestBody"]);
        let replies = document.schemas().filter(|(name, _)| {
            let sent = document.overlay("schema", name).and_then(|t| t.get("sent"));
            sent.and_then(toml::Value::as_bool) == Some(true)
        });
        let replies: Vec<(&String, &Value)> = replies.collect();
        let mut from_requests = document.reachable(
            requests
                .chain(replies.iter().map(|(_, schema)| *schema))
                .collect(),
        );
        from_requests.extend(replies.iter().map(|(name, _)| (*name).clone()));
        let from_responses = document.reachable(responses.collect());
        document.from_requests = from_requests;
        document.from_responses = from_responses;
        document
    }

    /// Reads the contract of `product` together with the models that no operation uses any more, which refer to
    /// today's. Gives their names beside it.
    pub fn load_with_legacy(product: &str) -> (Self, Vec<String>) {
        let mut document = Self::load(product);
        let spec = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../spec");
        let json = std::fs::read_to_string(spec.join(format!("legacy/{product}.json"))).unwrap();
        let json: Value = serde_json::from_str(&json).unwrap();
        let overlay = std::fs::read_to_string(spec.join("overlay/legacy.toml")).unwrap();
        let overlay: toml::Table = overlay.parse().unwrap();
        document.add_overlay(overlay);
        let legacy = json["components"]["schemas"].as_object().unwrap();
        let schemas = document.json["components"]["schemas"]
            .as_object_mut()
            .unwrap();
        schemas.extend(
            legacy
                .iter()
                .map(|(name, schema)| (name.clone(), schema.clone())),
        );
        // What servers of some age still answer has what all of them send, and perhaps no more.
        let names: Vec<String> = legacy.keys().cloned().collect();
        document.from_responses.extend(names.iter().cloned());
        (document, names)
    }

    fn add_overlay(&mut self, overlay: toml::Table) {
        for (kind, entries) in overlay {
            let known = (self.overlay.entry(kind)).or_insert_with(|| toml::Table::new().into());
            let (Some(known), toml::Value::Table(entries)) = (known.as_table_mut(), entries) else {
                panic!("an overlay holds tables only");
            };
            known.extend(entries);
        }
    }

    /// Every schema with its name.
    pub fn schemas(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.json["components"]["schemas"]
            .as_object()
            .into_iter()
            .flatten()
    }

    /// The schema called `name`.
    pub fn schema(&self, name: &str) -> &Value {
        let schema = &self.json["components"]["schemas"][name];
        assert!(!schema.is_null(), "no schema {name}");
        schema
    }

    /// Whether responses can contain the schema.
    pub fn in_responses(&self, name: &str) -> bool {
        self.from_responses.contains(name)
    }

    /// Whether fields that the contract does not know are kept: as the overlay says, or else in what is only sent.
    pub fn keeps_unknown(&self, name: &str) -> bool {
        let said = self
            .overlay("schema", name)
            .and_then(|t| t.get("keep_unknown"));
        said.and_then(toml::Value::as_bool)
            .unwrap_or_else(|| self.from_requests.contains(name) && !self.in_responses(name))
    }

    /// Puts the tag value into `value` with which the overlay says that the member `name` of a union is sent.
    pub fn retag(&self, name: &str, value: &mut Value) {
        let unions = self.overlay.get("union").and_then(toml::Value::as_table);
        for (union, entry) in unions.into_iter().flatten() {
            let discriminator = &self.schema(union)["discriminator"];
            let Some(tag) = discriminator["propertyName"].as_str() else {
                continue;
            };
            let retags = entry.get("retag").and_then(toml::Value::as_table);
            for (from, retag) in retags.into_iter().flatten() {
                let member = discriminator["mapping"][from].as_str().and_then(tail);
                let text = |key: &str| retag[key].as_str().unwrap();
                if (name == union || Some(name) == member)
                    && value[tag] == **from
                    && value[text("field")] == *text("value")
                {
                    value[tag] = Value::from(text("tag"));
                }
            }
        }
    }

    /// Every operation.
    pub fn operations(&self) -> Vec<Operation<'_>> {
        let mut all = Vec::new();
        for (path, item) in self.json["paths"].as_object().into_iter().flatten() {
            for (method, json) in item.as_object().into_iter().flatten() {
                if let Some(id) = json["operationId"].as_str() {
                    all.push(Operation {
                        id,
                        method: method.to_uppercase(),
                        path,
                        json,
                    });
                }
            }
        }
        all
    }

    /// What the overlay says under `[kind.name]`.
    pub fn overlay(&self, kind: &str, name: &str) -> Option<&toml::Table> {
        self.overlay.get(kind)?.as_table()?.get(name)?.as_table()
    }

    /// The overlay's list of strings `key` under `[kind.name]`.
    pub fn overlay_list(&self, kind: &str, name: &str, key: &str) -> Vec<&str> {
        let list = self.overlay(kind, name).and_then(|table| table.get(key));
        list.and_then(toml::Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(toml::Value::as_str)
            .collect()
    }

    /// The type that the overlay gives to a schema's field.
    pub fn field_type(&self, schema: &str, field: &str) -> Option<&str> {
        let fields = self.overlay("schema", schema)?.get("field")?.as_table()?;
        let kind = fields.get(field)?.as_table()?.get("type")?.as_str()?;
        // The contract's own type, which is only not there when it has no content.
        (kind != "unless_empty").then_some(kind)
    }

    /// What the overlay calls `name`: a schema, one of its own enums, or an inline object.
    pub fn named(&self, name: &str) -> Value {
        if let Some(values) = self
            .overlay("enum", name)
            .and_then(|table| table.get("values"))
        {
            let values = values.as_array().into_iter().flatten();
            let values: Vec<&str> = values.filter_map(toml::Value::as_str).collect();
            return json!({ "type": "string", "enum": values });
        }
        if self.json["components"]["schemas"][name].is_object() {
            return json!({ "$ref": format!("#/components/schemas/{name}") });
        }
        panic!("the overlay names {name}, which is neither a schema nor an enum")
    }

    /// What the overlay calls the object that stands inline in a field of this name.
    pub fn inline_object(&self, field: &str) -> Option<&str> {
        let objects = self.overlay.get("object")?.as_table()?;
        let stands_there = |at: &str| at.trim_end_matches("[]").ends_with(&format!(".{field}"));
        let mut named = objects.iter().filter(|(_, object)| {
            object
                .get("at")
                .and_then(toml::Value::as_str)
                .is_some_and(stands_there)
        });
        named.next().map(|(name, _)| name.as_str())
    }

    fn reachable<'a>(&'a self, mut queue: Vec<&'a Value>) -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        while let Some(value) = queue.pop() {
            match value {
                Value::Object(members) => {
                    if let Some(name) = value.get("$ref").and_then(Value::as_str).and_then(tail)
                        && seen.insert(name.to_owned())
                    {
                        queue.push(self.schema(name));
                    }
                    queue.extend(members.values());
                }
                Value::Array(items) => queue.extend(items),
                _ => {}
            }
        }
        seen
    }
}

/// The last segment of a `$ref`.
pub fn tail(reference: &str) -> Option<&str> {
    reference.rsplit('/').next()
}
