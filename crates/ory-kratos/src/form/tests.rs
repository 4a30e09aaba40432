use ory_core::Error;
use ory_core::serde_json::json;

use super::*;
use crate::testing::input;

fn ui(nodes: Value) -> UiContainer {
    serde_json::from_value(json!({ "action": "http://k", "method": "POST", "nodes": nodes }))
        .unwrap()
}

fn node(group: &str, name: &str, kind: &str, value: Value) -> Value {
    input(group, name, kind, value, json!([]))
}

fn required(mut node: Value) -> Value {
    node["attributes"]["required"] = json!(true);
    node
}

fn posted<B: Serialize>(body: Result<B, FormError>) -> Value {
    serde_json::to_value(body.unwrap()).unwrap()
}

fn login() -> UiContainer {
    ui(json!([
        node("default", "csrf_token", "hidden", json!("c")),
        required(node("default", "identifier", "text", json!(""))),
        required(node("password", "password", "password", json!(null))),
        node("password", "method", "submit", json!("password")),
        node("oidc", "provider", "submit", json!("hydra")),
        node("oidc", "provider", "submit", json!("other")),
        node("passkey", "passkey_challenge", "hidden", json!("{}")),
        node("passkey", "passkey_login", "hidden", json!(null)),
        node("passkey", "passkey_login_trigger", "button", json!("")),
        node("code", "method", "submit", json!("code")),
    ]))
}

#[test]
fn the_pressed_button_decides_the_method() {
    let common = [
        ("csrf_token", "c"),
        ("identifier", ""),
        ("password", ""),
        ("passkey_login", ""),
    ];
    for (more, body) in [
        (
            &[
                ("identifier", "ada"),
                ("password", "p"),
                ("method", "password"),
            ][..],
            json!({ "method": "password", "csrf_token": "c", "identifier": "ada", "password": "p" }),
        ),
        (
            &[("identifier", "ada"), ("method", "code")],
            json!({ "method": "code", "csrf_token": "c", "identifier": "ada", "password": "" }),
        ),
        (
            &[("provider", "other")],
            json!({ "method": "oidc", "csrf_token": "c", "provider": "other" }),
        ),
        (
            &[("passkey_login", "{\"id\":1}")],
            json!({ "method": "passkey", "csrf_token": "c", "identifier": "", "password": "",
                "passkey_login": "{\"id\":1}" }),
        ),
    ] {
        let fields = common.iter().chain(more).copied();
        let sent = posted(UpdateLoginFlowBody::from_form(&login(), fields));
        for (name, value) in body.as_object().unwrap() {
            assert_eq!(&sent[name], value, "{name} of {sent}");
        }
    }
    // One form for each method: the fields of the others are not posted.
    let fields = [
        ("identifier", "ada"),
        ("password", "p"),
        ("method", "password"),
    ];
    let body = UpdateLoginFlowBody::from_form(&login(), fields).unwrap();
    assert!(
        matches!(body, UpdateLoginFlowBody::Password(_)),
        "a known form is its model"
    );
}

#[test]
fn a_form_with_one_method_needs_no_button_and_one_with_several_does() {
    let one = ui(json!([
        node("code", "code", "text", json!(null)),
        node("code", "method", "hidden", json!("code")),
    ]));
    let sent = posted(UpdateVerificationFlowBody::from_form(
        &one,
        [("code", "123456")],
    ));
    assert_eq!(sent, json!({ "method": "code", "code": "123456" }));
    let error = UpdateLoginFlowBody::from_form(&login(), [("identifier", "ada")]).unwrap_err();
    assert_eq!(error.field(), None);
    assert!(error.to_string().contains("button"), "{error}");
}

#[test]
fn the_way_back_is_taken_whatever_the_method_field_says() {
    let form = ui(json!([
        node("default", "traits.email", "hidden", json!("a@b")),
        node("password", "method", "submit", json!("password")),
        node("profile", "screen", "submit", json!("previous")),
    ]));
    let fields = [
        ("traits.email", "a@b"),
        ("screen", "previous"),
        ("method", "profile"),
    ];
    let sent = posted(UpdateRegistrationFlowBody::from_form(&form, fields));
    let body =
        json!({ "method": "profile:back", "screen": "previous", "traits": { "email": "a@b" } });
    assert_eq!(sent, body);
    // In a recovery the same button is the method's.
    let form = ui(json!([node("code", "screen", "submit", json!("previous"))]));
    let sent = posted(UpdateRecoveryFlowBody::from_form(
        &form,
        [("screen", "previous")],
    ));
    assert_eq!(sent, json!({ "method": "code", "screen": "previous" }));
}

#[test]
fn a_button_for_something_else_drops_the_empty_fields() {
    let form = ui(json!([
        node("code", "identifier", "hidden", json!("ada")),
        required(node("code", "code", "text", json!(null))),
        node("code", "method", "hidden", json!("code")),
        node("code", "method", "submit", json!("code")),
        node("code", "resend", "submit", json!("code")),
    ]));
    let resend = [
        ("identifier", "ada"),
        ("code", ""),
        ("method", "code"),
        ("resend", "code"),
    ];
    let sent = posted(UpdateLoginFlowBody::from_form(&form, resend));
    assert_eq!(
        sent,
        json!({ "method": "code", "identifier": "ada", "resend": "code" })
    );
    let empty = [("identifier", "ada"), ("code", ""), ("method", "code")];
    let sent = posted(UpdateLoginFlowBody::from_form(&form, empty));
    assert_eq!(
        sent["code"], "",
        "it is required, so Kratos says that it is missing"
    );
}

#[test]
fn an_address_that_is_a_field_is_not_taken_for_a_button() {
    let form = ui(json!([
        required(node("code", "email", "email", json!(null))),
        node("code", "email", "submit", json!("a@b")),
        node("code", "method", "submit", json!("code")),
    ]));
    let sent = posted(UpdateRecoveryFlowBody::from_form(
        &form,
        [("email", "a@b"), ("method", "code")],
    ));
    assert_eq!(sent, json!({ "method": "code", "email": "a@b" }));
}

#[test]
fn buttons_that_mean_true_are_booleans() {
    let form = ui(json!([
        node("totp", "totp_unlink", "submit", json!("true")),
        node(
            "lookup_secret",
            "lookup_secret_regenerate",
            "submit",
            json!("true")
        ),
        node("webauthn", "webauthn_remove", "submit", json!("aa")),
        node("webauthn", "webauthn_remove", "submit", json!("bb")),
        node("oidc", "unlink", "submit", json!("hydra")),
    ]));
    for (field, body) in [
        (
            ("totp_unlink", "true"),
            json!({ "method": "totp", "totp_unlink": true }),
        ),
        (
            ("lookup_secret_regenerate", "true"),
            json!({ "method": "lookup_secret", "lookup_secret_regenerate": true }),
        ),
        (
            ("webauthn_remove", "bb"),
            json!({ "method": "webauthn", "webauthn_remove": "bb" }),
        ),
        (
            ("unlink", "hydra"),
            json!({ "method": "oidc", "unlink": "hydra" }),
        ),
    ] {
        assert_eq!(
            posted(UpdateSettingsFlowBody::from_form(&form, [field])),
            body
        );
    }
}

fn profile() -> UiContainer {
    let mut plan = node("profile", "traits.plan", "text", json!(null));
    plan["attributes"]["options"] = json!([{ "value": 1 }, { "value": "free" }]);
    ui(json!([
        node("profile", "traits.name.first", "text", json!(null)),
        node("profile", "traits.age", "number", json!(41)),
        node("profile", "traits.news", "checkbox", json!(true)),
        node("profile", "traits.level", "hidden", json!(7)),
        plan,
        node("profile", "method", "submit", json!("profile")),
        node("totp", "totp_unlink", "submit", json!("true")),
    ]))
}

#[test]
fn values_have_the_types_of_their_nodes() {
    let save = |fields: &[(&str, &str)]| {
        let fields = fields.iter().copied().chain([("method", "profile")]);
        posted(UpdateSettingsFlowBody::from_form(&profile(), fields))["traits"].clone()
    };
    let sent = save(&[
        ("traits.name.first", "Ada"),
        ("traits.age", "42"),
        ("traits.news", "false"),
        ("traits.news", "true"),
        ("traits.level", "7"),
        ("traits.plan", "1"),
    ]);
    assert_eq!(
        sent,
        json!({ "name": { "first": "Ada" }, "age": 42, "news": true, "level": 7, "plan": 1 })
    );
    // An unchecked box is not posted; what does not fit is left to Kratos.
    let sent = save(&[
        ("traits.age", "old"),
        ("traits.level", "8"),
        ("traits.plan", "free"),
    ]);
    assert_eq!(
        sent,
        json!({ "age": "old", "news": false, "level": "8", "plan": "free" })
    );
    assert_eq!(save(&[("traits.age", "1.5")])["age"], json!(1.5));
    assert_eq!(save(&[("traits.age", "NaN")])["age"], json!("NaN"));
    assert_eq!(save(&[("traits.name.first", "")]), json!({ "news": false }));
}

#[test]
fn the_boxes_of_another_method_are_not_unchecked() {
    let sent = posted(UpdateSettingsFlowBody::from_form(
        &profile(),
        [("totp_unlink", "true")],
    ));
    assert_eq!(sent, json!({ "method": "totp", "totp_unlink": true }));
}

#[test]
fn fields_that_are_newer_than_the_crate_are_kept() {
    let fields = [
        ("identifier", "ada"),
        ("password", "p"),
        ("captcha_turnstile_response", "t"),
        ("transient_payload.from", "page"),
        ("__proto__", "x"),
        ("method", "password"),
    ];
    let sent = posted(UpdateLoginFlowBody::from_form(&login(), fields));
    let body = json!({ "method": "password", "identifier": "ada", "password": "p",
        "captcha_turnstile_response": "t", "transient_payload": { "from": "page" },
        "__proto__": "x" });
    assert_eq!(sent, body);
    let new = posted(UpdateLoginFlowBody::from_form(
        &login(),
        [("method", "dance")],
    ));
    assert_eq!(new, json!({ "method": "dance" }));
}

#[test]
fn the_anti_csrf_token_is_never_filled_in() {
    let fields = [
        ("identifier", "ada"),
        ("password", "p"),
        ("method", "password"),
    ];
    let sent = posted(UpdateLoginFlowBody::from_form(&login(), fields));
    assert_eq!(sent.get("csrf_token"), None);
}

#[test]
fn json_of_a_single_page_app_follows_the_same_rules() {
    let body = json!({ "method": "profile", "traits": { "name": { "first": "Ada" }, "age": 42,
        "tags": ["a"], "level": null }, "transient_payload": {} });
    let sent = posted(UpdateSettingsFlowBody::from_json(&profile(), body));
    assert_eq!(
        sent,
        json!({ "method": "profile", "transient_payload": {},
            "traits": { "name": { "first": "Ada" }, "age": 42, "tags": ["a"], "news": false } })
    );
    let sent = posted(UpdateSettingsFlowBody::from_json(
        &profile(),
        json!({ "totp_unlink": "true" }),
    ));
    assert_eq!(sent, json!({ "method": "totp", "totp_unlink": true }));
    for odd in [json!([]), json!("x"), json!(null)] {
        assert!(UpdateLoginFlowBody::from_json(&login(), odd).is_err());
    }
}

#[test]
fn hostile_forms_are_refused_and_the_field_is_named() {
    let deep = vec!["a"; 1_000].join(".");
    let big = "x".repeat(1024 * 1024);
    let long = "n".repeat(10_000);
    for (name, value, field) in [
        (deep.as_str(), "1", Some(deep[..64].to_owned())),
        ("password", big.as_str(), Some("password".to_owned())),
        (long.as_str(), "1", Some(long[..64].to_owned())),
        ("", "1", Some(String::new())),
        ("a..b", "1", Some("a..b".to_owned())),
        (".a", "1", Some(".a".to_owned())),
        ("a.", "1", Some("a.".to_owned())),
        ("identifier.x", "1", Some("identifier.x".to_owned())),
        ("method", "Not A Method", Some("method".to_owned())),
    ] {
        let fields = [("identifier", "ada"), ("method", "password"), (name, value)];
        let error = UpdateLoginFlowBody::from_form(&login(), fields).unwrap_err();
        assert_eq!(error.field().map(str::to_owned), field, "{error}");
        assert!(error.to_string().len() < 300, "{error}");
        assert!(Error::from(error).is_configuration());
    }
    let many = (0..10_000).map(|number| (format!("f{number}"), "1"));
    assert!(UpdateLoginFlowBody::from_form(&login(), many).is_err());
    for (first, second) in [("traits", "traits.email"), ("traits.email", "traits")] {
        let fields = [(first, "x"), (second, "y"), ("method", "password")];
        let error = UpdateRegistrationFlowBody::from_form(&login(), fields).unwrap_err();
        assert!(error.to_string().contains("collides"), "{error}");
    }
    let mut deep = json!(1);
    for _ in 0..100 {
        deep = json!({ "a": deep });
    }
    assert!(UpdateLoginFlowBody::from_json(&login(), deep).is_err());
    let wide = json!({ "method": "password", "a": vec![0; 1_000_000] });
    assert!(UpdateLoginFlowBody::from_json(&login(), wide).is_err());
}
