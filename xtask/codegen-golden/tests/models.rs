//! Reads and writes the generated models, row by row.

use std::fmt::Debug;

use codegen_golden::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn comes_back<T: DeserializeOwned + Serialize + PartialEq + Debug>(value: Value) -> T {
    let model: T = read(value.clone());
    let written = serde_json::to_value(&model).unwrap();
    assert_eq!(written, value);
    assert_eq!(read::<T>(written), model);
    model
}

fn refused<T: DeserializeOwned>(value: Value) -> String {
    match serde_json::from_value::<T>(value) {
        Ok(_) => panic!("was read"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn unions_take_their_tag_out_and_put_it_back() {
    use unions::models::*;
    let body: SubmitBody = comes_back(json!({"method": "password", "password": "hunter2"}));
    assert_eq!(body, WithPassword::new("hunter2").into());
    assert!(!format!("{body:?}").contains("hunter2"));
    // The member lists the other tags in its own enum; none of it is a field.
    let body: SubmitBody = comes_back(json!({"method": "code", "code": "123456"}));
    assert_eq!(body, SubmitBody::Code(WithCode::new().code("123456")));
    let node: Node = comes_back(json!({
        "attributes": {"node_type": "img", "src": "/qr.png"},
        "parent": {"attributes": {"node_type": "input", "name": "a"}},
    }));
    assert!(matches!(node.attributes, Attributes::Image(_)));
}

#[test]
fn a_member_is_sent_with_the_tag_that_its_field_asks_for() {
    use unions::models::*;
    let again = SubmitBody::from(submit::Code::new().code("again"));
    let value = json!({"method": "code:again", "code": "again"});
    assert_eq!(serde_json::to_value(&again).unwrap(), value);
    assert_eq!(comes_back::<SubmitBody>(value), again);
}

#[test]
fn what_is_sent_keeps_fields_that_are_newer() {
    use unions::models::*;
    let value = json!({"method": "password", "password": "p", "captcha": "c"});
    let body: SubmitBody = comes_back(value);
    let SubmitBody::Password(password) = &body else {
        panic!("{body:?}")
    };
    assert_eq!(password.extra["captcha"], "c");
}

#[test]
fn unions_keep_what_they_do_not_know() {
    use unions::models::*;
    let node: Node = comes_back(json!({"attributes": {"node_type": "video", "loop": {"a": [1]}}}));
    assert!(matches!(node.attributes, Attributes::Unknown(_)));
    refused::<Node>(json!({"attributes": {"src": "no tag"}}));
}

#[test]
fn all_of_a_single_schema_is_that_schema() {
    use single_all_of::models::*;
    let entry: PinEntry = comes_back(json!({"data": {"pin": 7}}));
    assert_eq!(entry.data, PinEntryData::new(7));
}

#[test]
fn untyped_is_any_json() {
    use untyped::models::*;
    let flow: Flow =
        comes_back(json!({"state": "choose_method", "traits": {"a": [null]}, "metadata": 1}));
    assert_eq!(flow.state, FlowState::ChooseMethod);
    comes_back::<Flow>(json!({"state": "newer", "traits": "text"}));
}

#[test]
fn null_is_a_value_where_the_api_tells_it_from_absent() {
    use untyped::models::*;
    assert_eq!(comes_back::<Patch>(json!({"op": "remove"})).value, None);
    let null = comes_back::<Patch>(json!({"op": "replace", "value": null}));
    assert_eq!(null.value, Some(Value::Null));
    comes_back::<Patch>(json!({"op": "replace", "value": {"a": 1}}));
}

#[test]
fn free_objects_are_any_json_and_maps_are_maps() {
    use free_objects::models::*;
    let holder: Holder = comes_back(json!({
        "config": [1, "not even an object"], "counts": {"a": 1}, "ext": {"x": null}, "open": {"y": {}},
    }));
    assert_eq!(holder.counts["a"], 1);
    assert_eq!(
        read::<Holder>(json!({"counts": null, "ext": null})),
        Holder::new()
    );
}

#[test]
fn inline_objects_have_names() {
    use inline_objects::models::*;
    let answer: ItemAnswer = comes_back(json!({"jwks": {"keys": [{"kid": "a"}]}}));
    assert_eq!(answer.jwks.unwrap().keys, [KeySetKey::new("a")]);
}

#[test]
fn scalars_are_written_inline_and_others_renamed() {
    use case_collisions::models::*;
    let time = "2024-05-01T12:00:00Z";
    let event: Event = comes_back(json!({
        "ended_at": time, "label": "x", "started_at": time, "status": {"code": 3},
    }));
    assert_eq!(event.status, Some(RpcStatus::new(3)));
    // `NullTime` may be null although the document requires the field, `nullTime` may not.
    assert_eq!(
        read::<Event>(json!({"ended_at": null, "label": "x", "started_at": time})).ended_at,
        None
    );
    refused::<Event>(json!({"label": "x", "started_at": null}));
}

#[test]
fn array_aliases_are_lists_and_null_is_empty() {
    use array_aliases::models::*;
    comes_back::<Page>(json!({"texts": [{"body": "a", "hint": "b"}], "tags": []}));
    let page: Page = read(json!({"texts": null}));
    assert!(page.texts.is_empty());
    // Required, so written although empty; `tags` tells empty from absent.
    assert_eq!(serde_json::to_value(page).unwrap(), json!({"texts": []}));
    let text: Text = read(json!({"body": "a", "hint": null}));
    assert_eq!(text.hint, None);
}

#[test]
fn one_value_set_is_one_type() {
    use inline_enums::models::*;
    let identity: Identity =
        comes_back(json!({"state": "active", "previous_state": "inactive", "region": "mars"}));
    let account: Account = comes_back(json!({"state": "active"}));
    assert_eq!(Some(identity.state), account.state);
    assert_eq!(identity.region.unwrap().as_str(), "mars");
}

#[test]
fn odd_values_have_variants() {
    use odd_values::models::*;
    for (value, kind) in [
        ("", Kind::Empty),
        (" ApiKey", Kind::ApiKey),
        ("username webauthn", Kind::UsernameWebAuthn),
        ("datetime-local", Kind::DatetimeLocal),
        ("unknown", Kind::NotKnown),
    ] {
        assert_eq!(comes_back::<Kind>(json!(value)), kind);
    }
    assert_eq!(
        comes_back::<KeyStatus>(json!("KEY_STATUS_ACTIVE")),
        KeyStatus::Active
    );
}

#[test]
fn bytes_are_base64() {
    use base64::models::*;
    let credential: Credential =
        comes_back(json!({"chain": ["AQI="], "id": "AAE=", "signature": "/w=="}));
    assert_eq!(credential.id, [0, 1]);
    assert_eq!(credential.chain, [[1, 2]]);
    assert_eq!(credential.signature, Some(vec![255]));
    assert_eq!(
        read::<Credential>(json!({"id": "", "chain": null, "user_handle": null})),
        Credential::new([])
    );
    refused::<Credential>(json!({"id": "*"}));
}

#[test]
fn integers_may_be_strings() {
    use int_as_string::models::*;
    let rate: Rate = comes_back(json!({"quota": "9007199254740993", "left": "1"}));
    assert_eq!(rate.quota, 9_007_199_254_740_993);
    assert_eq!(read::<Rate>(json!({"quota": 5})), Rate::new(5));
    refused::<Rate>(json!({"quota": "many"}));
}

#[test]
fn odd_names_are_renamed_on_the_wire_only() {
    use odd_names::models::*;
    let attributes: Attributes = comes_back(json!({
        "@type": "a", "async": true, "client_dataJSON": "b", "onclickTrigger": "c", "type": "d", "use": "e",
    }));
    let set = Attributes::new(true)
        .type_("a")
        .client_data_json("b")
        .onclick_trigger("c")
        .r#type("d")
        .r#use("e");
    assert_eq!(attributes, set);
}

#[test]
fn defaults_are_never_sent() {
    use defaults::models::*;
    assert_eq!(serde_json::to_value(Settings::new()).unwrap(), json!({}));
}

#[test]
fn answers_need_only_what_every_release_sends() {
    use leniency::models::*;
    let client: Client = read(json!({"id": "a"}));
    assert_eq!((client.on, client.added_later), (false, None));
    let error = refused::<Client>(json!({"on": true, "grants": []}));
    assert!(error.contains("`id`"), "{error}");
    // A schema that is only sent takes the document at its word.
    let error = refused::<Request>(json!({"a": "x", "list": []}));
    assert!(error.contains("`b`"), "{error}");
    assert_eq!(
        serde_json::to_value(Request::new("x", "y", [""; 0])).unwrap()["list"],
        json!([])
    );
}

#[test]
fn what_is_written_back_keeps_fields_that_are_not_known() {
    use leniency::models::*;
    let client: Client =
        comes_back(json!({"id": "a", "on": true, "grants": ["x"], "new": {"deep": [1]}}));
    assert_eq!(client.extra["new"], json!({"deep": [1]}));
}

#[test]
fn debug_prints_no_strings() {
    use leniency::models::*;
    let client: Client = read(json!({
        "id": "an-id", "added_later": "canary", "secret": "canary", "grants": ["canary"], "canary": "canary",
    }));
    let printed = format!("{client:?}");
    assert!(!printed.contains("canary"), "{printed}");
    assert!(
        printed.contains("an-id") && printed.contains("[..; 1]"),
        "{printed}"
    );
}

#[test]
fn a_builder_names_the_field_that_is_missing() {
    use leniency::models::*;
    let error = Wide::builder()
        .a("1")
        .b("2")
        .d("4")
        .e("5")
        .build()
        .unwrap_err();
    assert!(error.to_string().contains("`c`"), "{error}");
    let wide = Wide::builder()
        .a("1")
        .b("2")
        .c("3")
        .d("4")
        .e("5")
        .build()
        .unwrap();
    assert_eq!(
        serde_json::to_value(wide).unwrap(),
        json!({"a": "1", "b": "2", "c": "3", "d": "4", "e": "5"})
    );
}
