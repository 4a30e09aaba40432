//! The import on documents small enough to see through.

use serde_json::{Value, json};

use super::source::{Source, Sources};
use super::*;

use crate::workspace;

/// Documents with one operation per product and a hook payload; tests bend them.
struct World {
    old: Value,
    new: Value,
    kratos: Value,
    hydra: Value,
    keto: Value,
    rules: Rules,
}

fn operation(id: &str, tag: &str, schema: &str) -> Value {
    json!({
        "operationId": id,
        "summary": "Prose",
        "description": "More prose",
        "tags": [tag],
        "responses": {
            "200": { "description": "prose", "content": { "application/json": { "schema": { "$ref": format!("#/components/schemas/{schema}") } } } },
            "default": { "$ref": "#/components/responses/oops" },
        },
    })
}

fn document(title: &str, paths: Value, schemas: Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": { "title": title, "version": "latest", "description": "prose" },
        "servers": [{ "url": "https://{slug}.example/", "description": "prose", "variables": { "slug": { "default": "playground", "description": "prose" } } }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": { "oops": { "description": "prose", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/fault" } } } } },
            "securitySchemes": { "key": { "type": "http", "scheme": "bearer", "description": "prose" } },
        },
    })
}

fn thing(required: &[&str]) -> Value {
    json!({
        "type": "object",
        "title": "Prose",
        "required": required,
        "properties": {
            "id": { "type": "string", "format": "uuid", "description": "prose", "example": "prose" },
            "description": { "type": "string", "description": "a field that is called like prose" },
            "state": { "type": "string", "enum": ["on", "off"], "x-go-enum-desc": "prose" },
        },
    })
}

fn world() -> World {
    let fault = json!({ "type": "object", "properties": { "message": { "type": "string" } } });
    let mut get_thing = operation("getThing", "identity", "thing");
    get_thing["security"] = json!([{ "key": [] }]);
    get_thing["parameters"] = json!([{ "name": "id", "in": "path", "required": true, "description": "prose", "schema": { "type": "string" } }]);
    let mut bare_thing = get_thing.clone();
    bare_thing.as_object_mut().unwrap().remove("security");
    let health = operation("isAlive", "metadata", "fault");
    let new_paths = json!({
        "/things/{id}": { "get": get_thing },
        "/grants": { "get": operation("listGrants", "wellknown", "grant") },
        "/tuples": { "get": operation("listTuples", "relationship", "tuple") },
        "/projects": { "get": operation("listProjects", "project", "fault") },
    });
    let new_schemas = json!({
        "thing": thing(&["id", "state"]),
        "grant": { "type": "object", "properties": { "thing": { "$ref": "#/components/schemas/thing", "description": "prose" } } },
        "tuple": { "type": "array", "items": { "type": "string" } },
        "orphan": { "type": "object", "properties": { "deep": { "$ref": "#/components/schemas/deepOrphan" }, "thing": { "$ref": "#/components/schemas/thing" } } },
        "deepOrphan": { "enum": ["one", "two"] },
        "unused": { "type": "object", "properties": { "a": { "type": "string" } } },
        "fault": fault,
    });
    let old_paths =
        json!({ "/things/{id}": { "get": operation("adminGetThing", "v0", "oldThing") } });
    let old_schemas = json!({
        "oldThing": thing(&["id"]),
        "orphan": { "type": "object" },
        "lost": { "type": "object", "properties": { "thing": { "$ref": "#/components/schemas/oldThing" } } },
        "fault": fault,
    });
    let server = |title, path: &str, operation: Value, schemas: Value| {
        document(
            title,
            json!({ path: { "get": operation }, "/health": { "get": health } }),
            schemas,
        )
    };
    let rules = Rules {
        divergence: Table::parse(
            r#"
            [[divergence]]
            why = "no keys"
            products = ["kratos"]
            only = "client"
            at = ["operations/getThing/security"]
            [[divergence]]
            why = "health"
            products = ["kratos", "hydra", "keto"]
            only = "product"
            wins = "product"
            at = ["operations/isAlive"]
            "#,
        )
        .unwrap(),
        aliases: Aliases::parse(
            r#"
            operation.getThing.aliases = ["adminGetThing"]
            schema.thing.aliases = ["oldThing"]
            "#,
        )
        .unwrap(),
        payloads: payloads::parse(
            r##"{ "hydra": { "why": "hooks", "schemas": { "hook": { "type": "object", "required": ["fault"], "properties": { "fault": { "$ref": "#/components/schemas/fault" } } } } } }"##,
        )
        .unwrap(),
        coverage: coverage::parse(concat!(
            "kind\tname\tpath\n",
            "operation\tAdminGetThing\tory_kratos::IdentityApi::get_thing\n",
            "model\tOldThing\tory_kratos::models::Thing\n",
            "model\tOrphan\tory_kratos::legacy::Orphan\n",
            "model\tLost\tory_kratos::legacy::Lost\n",
        ))
        .unwrap(),
    };
    World {
        old: document("Ory APIs", old_paths, old_schemas),
        new: document("Ory APIs", new_paths, new_schemas),
        kratos: server(
            "Ory Identities API",
            "/things/{id}",
            bare_thing,
            json!({ "thing": thing(&["id", "state"]), "fault": fault }),
        ),
        hydra: server(
            "Ory Hydra API",
            "/grants",
            operation("listGrants", "wellknown", "grant"),
            json!({ "fault": fault }),
        ),
        keto: server(
            "Ory Keto API",
            "/tuples",
            operation("listTuples", "relationship", "tuple"),
            json!({ "tuple": { "type": "array", "items": { "type": "string" } }, "fault": fault }),
        ),
        rules,
    }
}

impl World {
    fn import(&self) -> Result<BTreeMap<String, String>, String> {
        let source = |name: &str, json: &Value| Source::parse(name, json.to_string().as_bytes());
        let sources = Sources::sort(vec![
            source("keto-v26.2.0.json", &self.keto)?,
            source("client-v1.22.65.json", &self.new)?,
            source("hydra-v26.2.0.json", &self.hydra)?,
            source("client-v0.2.0-alpha.25.json", &self.old)?,
            source("kratos-v26.2.0.json", &self.kratos)?,
        ])?;
        import(&sources, &self.rules)
    }

    fn file(&self, name: &str) -> Value {
        serde_json::from_str(&self.import().unwrap()[name]).unwrap()
    }
}

fn names(object: &Value) -> Vec<&str> {
    object
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn each_product_gets_its_operations_and_exactly_their_schemas() {
    let world = world();
    let files = world.import().unwrap();
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        [
            "cloud.json",
            "hydra.json",
            "keto.json",
            "kratos.json",
            "legacy/kratos.json",
            "lock.toml"
        ]
    );
    for (file, paths, schemas) in [
        (
            "kratos.json",
            vec!["/health", "/things/{id}"],
            vec!["fault", "thing"],
        ),
        (
            "hydra.json",
            vec!["/grants", "/health"],
            vec!["fault", "grant", "hook", "thing"],
        ),
        ("keto.json", vec!["/health", "/tuples"], vec!["fault"]),
        ("cloud.json", vec!["/projects"], vec!["fault"]),
    ] {
        let document = world.file(file);
        assert_eq!(names(&document["paths"]), paths, "{file}");
        assert_eq!(names(&document["components"]["schemas"]), schemas, "{file}");
        assert_eq!(document["info"], json!({ "version": "1.22.65" }), "{file}");
    }
    assert_eq!(
        world.file("hydra.json")["paths"]["/grants"]["get"]["tags"],
        json!(["jwk"])
    );
}

#[test]
fn an_operation_keeps_its_facts_and_loses_its_prose() {
    assert_eq!(
        world().file("kratos.json")["paths"]["/things/{id}"]["get"],
        json!({
            "operationId": "getThing",
            "parameters": [{ "in": "path", "name": "id", "required": true, "schema": { "type": "string" } }],
            "responses": {
                "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/thing" } } } },
                "default": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/fault" } } } },
            },
            "security": [{ "key": [] }],
            "tags": ["identity"],
        })
    );
}

#[test]
fn a_property_may_be_called_like_prose() {
    let properties = &world().file("kratos.json")["components"]["schemas"]["thing"]["properties"];
    assert_eq!(properties["description"], json!({ "type": "string" }));
    assert_eq!(
        properties["state"],
        json!({ "type": "string", "enum": ["on", "off"] })
    );
}

#[test]
fn what_only_has_a_name_is_written_out_in_every_document() {
    let mut world = world();
    let properties = |world: &World| {
        world.file("hydra.json")["components"]["schemas"]["grant"]["properties"].clone()
    };
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let list = json!({ "type": "array", "items": { "type": "string", "nullable": true } });
    for (name, schema) in [
        ("text", json!({ "type": "string", "nullable": true })),
        (
            "texts",
            json!({ "type": "array", "items": reference("text") }),
        ),
        ("names", reference("texts")),
        (
            "things",
            json!({ "type": "object", "additionalProperties": reference("thing") }),
        ),
        (
            "words",
            json!({ "type": "array", "items": { "enum": ["a", "b"] } }),
        ),
        ("loop", reference("loop")),
    ] {
        world.new["components"]["schemas"][name] = schema;
    }
    let grant = &mut world.new["components"]["schemas"]["grant"]["properties"];
    grant["list"] = reference("names");
    grant["map"] = reference("things");
    grant["words"] = reference("words");
    let written = properties(&world);
    assert_eq!(written["list"], list);
    assert_eq!(
        written["map"],
        json!({ "type": "object", "additionalProperties": reference("thing") })
    );
    // A type needs the name.
    assert_eq!(written["words"], reference("words"));
    // What one document names and the other writes out is no difference between them.
    world.hydra["components"]["schemas"]["grant"] =
        world.new["components"]["schemas"]["grant"].clone();
    let grant = &mut world.hydra["components"]["schemas"];
    grant["thing"] = thing(&["id", "state"]);
    grant["things"] = world.new["components"]["schemas"]["things"].clone();
    grant["words"] = world.new["components"]["schemas"]["words"].clone();
    grant["grant"]["properties"]["list"] = list;
    assert_eq!(properties(&world), written);
}

#[test]
fn the_fields_of_a_form_are_written_out_in_its_operation() {
    let mut world = world();
    let form =
        json!({ "type": "object", "required": ["a"], "properties": { "a": { "type": "string" } } });
    world.new["components"]["schemas"]["form"] = form.clone();
    let content = json!({
        "application/x-www-form-urlencoded": {
            "schema": { "$ref": "#/components/schemas/form" },
            "encoding": { "a": { "style": "form", "explode": true } },
        },
    });
    world.new["paths"]["/projects"]["get"]["requestBody"] = json!({ "content": content });
    let cloud = world.file("cloud.json");
    let body = &cloud["paths"]["/projects"]["get"]["requestBody"]["content"];
    assert_eq!(
        body["application/x-www-form-urlencoded"],
        json!({ "schema": form })
    );
    assert_eq!(names(&cloud["components"]["schemas"]), ["fault"]);
    // Other forms than the usual one are not written.
    let encoding = "/paths/~1projects/get/requestBody/content/application~1x-www-form-urlencoded/encoding/a/explode";
    *world.new.pointer_mut(encoding).unwrap() = json!(false);
    let error = world.import().unwrap_err();
    assert!(
        error.contains("field a: explode false is not written"),
        "{error}"
    );
    // Beside another media type the name stays: the body may be sent as either.
    let mut world = self::world();
    world.new["components"]["schemas"]["form"] = form;
    let reference = json!({ "schema": { "$ref": "#/components/schemas/form" } });
    world.new["paths"]["/projects"]["get"]["requestBody"] = json!({ "content": {
        "application/x-www-form-urlencoded": reference,
        "application/json": reference,
    } });
    let cloud = world.file("cloud.json");
    assert_eq!(names(&cloud["components"]["schemas"]), ["fault", "form"]);
}

#[test]
fn header_names_have_one_case() {
    let mut world = world();
    let header =
        |name: &str| json!({ "name": name, "in": "header", "schema": { "type": "string" } });
    let id = world.new["paths"]["/things/{id}"]["get"]["parameters"][0].clone();
    world.new["paths"]["/things/{id}"]["get"]["parameters"] =
        json!([id, header("x-session-Token")]);
    world.kratos["paths"]["/things/{id}"]["get"]["parameters"] =
        json!([id, header("X-Session-token")]);
    let parameters = &world.file("kratos.json")["paths"]["/things/{id}"]["get"]["parameters"];
    assert_eq!(parameters[1]["name"], "X-Session-Token");
}

#[test]
fn what_prose_calls_deprecated_is_marked() {
    let mut world = world();
    for (description, deprecated) in [
        ("Deprecated: use another", true),
        ("First line\n\nDEPRECATED since then", true),
        ("This field is deprecated!", true),
        ("Grants such as implicit (deprecated!)", false),
        ("Will be deprecated in the future", false),
    ] {
        world.new["components"]["schemas"]["grant"]["properties"]["old"] =
            json!({ "type": "string", "description": description });
        let old = &world.file("hydra.json")["components"]["schemas"]["grant"]["properties"]["old"];
        assert_eq!(old["deprecated"] == true, deprecated, "{description}");
    }
}

#[test]
fn a_field_is_relied_on_if_every_release_requires_it() {
    let mut world = world();
    let thing = |world: &World| world.file("kratos.json")["components"]["schemas"]["thing"].clone();
    assert_eq!(thing(&world)["required"], json!(["id", "state"]));
    assert_eq!(
        thing(&world)["x-always-required"],
        json!(["id"]),
        "the old release calls it oldThing"
    );
    world.old["components"]["schemas"]["oldThing"]["required"] = json!(["state", "id"]);
    assert_eq!(thing(&world)["x-always-required"], json!(["id", "state"]));
    // What a product's own server says counts for that product.
    world.kratos["components"]["schemas"]["thing"]["required"] = json!(["id"]);
    world.rules.divergence = Table::parse(
        r#"
        [[divergence]]
        why = "x"
        products = ["kratos"]
        only = "client"
        at = ["operations/getThing/security", "schemas/thing/required/state"]
        [[divergence]]
        why = "health"
        products = ["kratos", "hydra", "keto"]
        only = "product"
        wins = "product"
        at = ["operations/isAlive"]
        "#,
    )
    .unwrap();
    assert_eq!(thing(&world)["x-always-required"], json!(["id"]));
    let hydras = &world.file("hydra.json")["components"]["schemas"]["thing"]["x-always-required"];
    assert_eq!(*hydras, json!(["id", "state"]));
}

#[test]
fn objects_inside_objects_are_marked_too() {
    let mut world = world();
    let inner = |required: Value| json!({ "type": "array", "items": { "type": "object", "required": required, "properties": { "a": {}, "b": {} } } });
    world.new["components"]["schemas"]["grant"]["properties"]["list"] = inner(json!(["a", "b"]));
    world.old["components"]["schemas"]["grant"] = json!({ "type": "object", "properties": { "list": { "$ref": "#/components/schemas/list" } } });
    world.old["components"]["schemas"]["list"] = inner(json!(["a"]));
    let list = &world.file("hydra.json")["components"]["schemas"]["grant"]["properties"]["list"];
    assert_eq!(list["items"]["x-always-required"], json!(["a"]));
}

#[test]
fn payloads_need_no_older_document() {
    let hook = &world().file("hydra.json")["components"]["schemas"]["hook"];
    assert_eq!(hook["x-always-required"], json!(["fault"]));
}

#[test]
fn legacy_models_are_the_newest_there_are() {
    let document = world().file("legacy/kratos.json");
    let schemas = &document["components"]["schemas"];
    assert_eq!(names(schemas), ["deepOrphan", "lost", "orphan"]);
    assert_eq!(
        schemas["lost"]["properties"]["thing"]["$ref"],
        "#/components/schemas/thing"
    );
    assert_eq!(
        schemas["deepOrphan"],
        json!({ "type": "string", "enum": ["one", "two"] })
    );
}

#[test]
fn differences_between_documents_need_a_reason() {
    let mut world = world();
    world.kratos["components"]["schemas"]["thing"]["properties"]["state"]["enum"] =
        json!(["on", "off", "gone"]);
    world.kratos["components"]["schemas"]["thing"]["properties"]["id"]["format"] = json!("uuid4");
    let error = world.import().unwrap_err();
    assert!(error.starts_with("2 differences"), "{error}");
    assert!(
        error.contains("kratos: schemas/thing/properties/id/format: differs"),
        "{error}"
    );
    assert!(
        error.contains(
            "kratos: schemas/thing/properties/state/enum/gone: only in the server's document"
        ),
        "{error}"
    );
}

#[test]
fn half_a_reference_is_never_merged() {
    let mut world = world();
    world.kratos["components"]["schemas"]["thing"]["properties"]["id"] =
        json!({ "$ref": "#/components/schemas/fault" });
    let error = world.import().unwrap_err();
    assert!(
        error.contains("kratos: schemas/thing/properties/id: differs"),
        "{error}"
    );
}

#[test]
fn a_reason_that_is_no_longer_needed_fails() {
    let mut world = world();
    world.kratos["paths"]["/things/{id}"]["get"]["security"] = json!([{ "key": [] }]);
    let error = world.import().unwrap_err();
    assert!(
        error.contains("operations/getThing/security: explained, but nothing differs"),
        "{error}"
    );
}

#[test]
fn any_of_stops_the_import() {
    let mut world = world();
    world.new["components"]["schemas"]["grant"]["properties"]["either"] =
        json!({ "anyOf": [{ "type": "string" }] });
    let error = world.import().unwrap_err();
    assert!(error.contains("schema grant.either: anyOf"), "{error}");
}

#[test]
fn an_unknown_keyword_stops_the_import() {
    let mut world = world();
    world.new["components"]["schemas"]["grant"]["x-new"] = json!(true);
    world.new["paths"]["/grants"]["get"]["x-newer"] = json!(true);
    let error = world.import().unwrap_err();
    for keyword in ["x-new", "x-newer"] {
        let says = format!("{keyword:?} is neither a known fact nor known prose");
        assert!(error.contains(&says), "{error}");
    }
}

#[test]
fn an_operation_with_two_tags_stops_the_import() {
    let mut world = world();
    world.new["paths"]["/grants"]["get"]["tags"] = json!(["oidc", "oAuth2"]);
    let error = world.import().unwrap_err();
    assert!(
        error.contains("listGrants: an operation has one tag"),
        "{error}"
    );
}

#[test]
fn a_reference_to_nothing_stops_the_import() {
    let mut world = world();
    world.new["components"]["schemas"]["grant"]["properties"]["thing"] =
        json!({ "$ref": "#/components/schemas/nothing" });
    let error = world.import().unwrap_err();
    assert!(
        error.contains("hydra: schema nothing is not in the documents"),
        "{error}"
    );
}

#[test]
fn an_operation_that_nothing_serves_stops_the_import() {
    let mut world = world();
    world.old["paths"]["/lost"] = json!({ "get": operation("adminGetLost", "v0", "lost") });
    assert!(world.import().unwrap_err().contains("AdminGetLost"));
    world.rules.coverage.push(Row {
        kind: coverage::Kind::Operation,
        name: "AdminGetLost".to_owned(),
        path: "ory_kratos::IdentityApi::get_thing".to_owned(),
    });
    let error = world.import().unwrap_err();
    assert!(
        error.contains("operation adminGetLost: nothing says what it is called today"),
        "{error}"
    );
}

#[test]
fn the_order_of_members_and_of_arguments_does_not_matter() {
    let mut world = world();
    let files = world.import().unwrap();
    assert_eq!(world.import().unwrap(), files);
    let reversed: String = {
        let paths = world.new["paths"].as_object().unwrap().iter().rev();
        let members: Vec<_> = paths
            .map(|(path, item)| format!("{}:{item}", Value::from(path.as_str())))
            .collect();
        format!("{{{}}}", members.join(","))
    };
    world.new["paths"] = serde_json::from_str(&reversed).unwrap();
    let again = world.import().unwrap();
    for file in ["cloud.json", "hydra.json", "keto.json", "kratos.json"] {
        assert_eq!(again[file], files[file]);
    }
    assert!(
        files["kratos.json"].ends_with("}\n")
            && files["kratos.json"].starts_with("{\n  \"components\": {\n")
    );
}

#[test]
fn a_release_that_changed_under_its_version_is_refused() {
    let world = world();
    let lock = Lock::parse(&world.import().unwrap()["lock.toml"]).unwrap();
    let source =
        |json: &Value| Source::parse("client-v1.22.65.json", json.to_string().as_bytes()).unwrap();
    lock.check(&source(&world.new)).unwrap();
    let error = lock.check(&source(&world.old)).unwrap_err();
    assert!(
        error.starts_with("client 1.22.65 is not the document that spec/lock.toml pins"),
        "{error}"
    );
}

#[test]
fn documents_are_recognised_and_sorted_by_version() {
    let world = world();
    let source = |name: &str, json: &Value| Source::parse(name, json.to_string().as_bytes());
    assert!(
        source("client.json", &world.new)
            .unwrap_err()
            .contains("name the file after its release")
    );
    assert!(
        source("a-v1.0.0.json", &json!({}))
            .unwrap_err()
            .contains("no known Ory document")
    );
    let error = Sources::sort(vec![source("client-v1.0.0.json", &world.new).unwrap()]).unwrap_err();
    assert!(error.contains("two merged documents are needed"), "{error}");
    let versions = ["1.22.65", "0.2.0-alpha.25", "1.3.0", "0.2.0"];
    let mut documents: Vec<_> = versions
        .iter()
        .map(|version| source(&format!("client-v{version}.json"), &world.new).unwrap())
        .collect();
    let error = Sources::sort(documents.clone()).unwrap_err();
    assert_eq!(error, "the document of kratos is missing");
    for (name, json) in [
        ("kratos", &world.kratos),
        ("hydra", &world.hydra),
        ("keto", &world.keto),
    ] {
        documents.push(source(&format!("{name}-v26.2.0.json"), json).unwrap());
    }
    let sorted = Sources::sort(documents).unwrap();
    let order: Vec<_> = sorted
        .clients
        .iter()
        .map(|source| source.version.as_str())
        .collect();
    assert_eq!(order, ["0.2.0-alpha.25", "0.2.0", "1.3.0", "1.22.65"]);
}

#[test]
fn what_is_new_and_unclassified_is_listed() {
    let before = world().file("cloud.json");
    let mut world = world();
    world.new["paths"]["/projects"]["post"] = operation("createProject", "project", "unused");
    let after = world.file("cloud.json");
    assert_eq!(
        report::changes("cloud", &before, &after),
        [
            "cloud: new operation createProject",
            "cloud: new schema unused"
        ]
    );
    let overlay = "operation.listProjects = { retry = \"safe\" }"
        .parse()
        .unwrap();
    let lines = report::unclassified("cloud", &after, &overlay);
    assert_eq!(
        lines,
        ["cloud: operation createProject has no `retry` in spec/overlay/cloud.toml"]
    );
    // Fields that came, went and changed are named.
    let mut changed = after.clone();
    let fault = &mut changed["components"]["schemas"]["fault"]["properties"];
    *fault = json!({ "code": { "type": "integer" }, "message": { "type": "integer" } });
    assert_eq!(
        report::changes("cloud", &after, &changed),
        ["cloud: schema fault has changed: +code ~message"]
    );
    assert_eq!(
        report::changes("cloud", &changed, &after),
        ["cloud: schema fault has changed: ~message -code"]
    );
}

/// The committed files, which no upstream document is needed for.
mod committed {
    use super::*;

    fn spec() -> std::path::PathBuf {
        workspace::root().join("spec")
    }

    fn documents() -> Vec<(String, Value)> {
        let mut documents = Vec::new();
        for directory in [spec(), spec().join("legacy")] {
            for entry in std::fs::read_dir(directory).unwrap() {
                let path = entry.unwrap().path();
                if path
                    .extension()
                    .is_some_and(|extension| extension == "json")
                {
                    let text = std::fs::read_to_string(&path).unwrap();
                    let value: Value = serde_json::from_str(&text).unwrap();
                    assert_eq!(
                        write::text(&value),
                        text,
                        "{}: not as the import writes it",
                        path.display()
                    );
                    documents.push((path.display().to_string(), value));
                }
            }
        }
        assert!(documents.len() >= 8, "four products, four legacy documents");
        documents
    }

    /// Calls `visit` with every member that is not the name of something: a property, schema, path or tag value.
    fn keywords(value: &Value, named: bool, visit: &mut impl FnMut(&str)) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| keywords(item, false, visit)),
            Value::Object(members) => {
                for (name, member) in members {
                    if !named {
                        visit(name);
                    }
                    let names = [
                        "properties",
                        "schemas",
                        "securitySchemes",
                        "paths",
                        "mapping",
                        "responses",
                        "content",
                        "variables",
                    ];
                    keywords(member, !named && names.contains(&name.as_str()), visit);
                }
            }
            _ => {}
        }
    }

    #[test]
    fn no_prose_is_left() {
        for (path, document) in documents() {
            keywords(&document, false, &mut |keyword| {
                let prose = [
                    "description",
                    "summary",
                    "title",
                    "example",
                    "examples",
                    "externalDocs",
                ];
                assert!(!prose.contains(&keyword), "{path}: {keyword}");
                assert!(
                    !keyword.starts_with("x-")
                        || ["x-always-required", "x-ory-ratelimit-bucket"].contains(&keyword),
                    "{path}: {keyword}"
                );
            });
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let documents = documents();
        for (path, document) in &documents {
            let mut schemas: Vec<&str> = names(&document["components"]["schemas"]);
            if path.contains("legacy") {
                let main = path.replace("legacy/", "");
                let main = documents.iter().find(|(path, _)| *path == main).unwrap();
                schemas.extend(names(&main.1["components"]["schemas"]));
            }
            facts::references(document, &mut |name| {
                assert!(schemas.contains(&name), "{path}: {name}")
            });
        }
    }

    #[test]
    fn the_whole_contract_is_there() {
        let (mut operations, mut schemas) = (
            std::collections::BTreeSet::new(),
            std::collections::BTreeSet::new(),
        );
        for product in Product::ALL {
            let text =
                std::fs::read_to_string(spec().join(format!("{}.json", product.name()))).unwrap();
            let document: Value = serde_json::from_str(&text).unwrap();
            for (_, item) in facts::entries(&document["paths"]) {
                for (_, operation) in facts::entries(item) {
                    operations.insert(operation["operationId"].as_str().unwrap().to_owned());
                }
            }
            schemas.extend(
                names(&document["components"]["schemas"])
                    .into_iter()
                    .map(str::to_owned),
            );
        }
        let rules = Rules::read(&spec()).unwrap();
        let ours: usize = rules
            .payloads
            .values()
            .map(|payload| payload.schemas.len())
            .sum();
        // Of the merged document 179 and 259; two health operations and `healthStatus` of the servers' own.
        assert_eq!(operations.len(), 179 + 2);
        assert_eq!(schemas.len() - ours, 259 + 1);
    }

    #[test]
    fn everything_that_was_asked_for_is_covered_once() {
        let rows = Rules::read(&spec()).unwrap().coverage;
        for (kind, count) in [
            (coverage::Kind::Operation, 104),
            (coverage::Kind::Model, 169),
        ] {
            let mut names: Vec<_> = rows
                .iter()
                .filter(|row| row.kind == kind)
                .map(|row| &row.name)
                .collect();
            assert_eq!(names.len(), count);
            names.sort();
            names.dedup();
            assert_eq!(names.len(), count, "a name stands twice");
        }
    }
}
