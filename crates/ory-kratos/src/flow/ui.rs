//! Reading a form: nodes, values, messages, methods.

use ory_core::Secret;
use ory_core::serde_json::Value;

use crate::message::MessageId;
use crate::models::{
    UiContainer, UiNode, UiNodeAttributes, UiNodeGroup, UiNodeImageAttributes,
    UiNodeInputAttributes, UiNodeInputType, UiNodeScriptAttributes, UiNodeType, UiText,
};

impl UiContainer {
    /// The nodes in order.
    #[must_use]
    pub fn all_nodes(&self) -> &[UiNode] {
        &self.nodes
    }

    /// The first input called `name`.
    #[must_use]
    pub fn input(&self, name: &str) -> Option<&UiNodeInputAttributes> {
        self.node(name)?.as_input()
    }

    /// The first node whose input has this name, or, for images, texts, links and scripts, this id.
    #[must_use]
    pub fn node(&self, name: &str) -> Option<&UiNode> {
        self.all_nodes()
            .iter()
            .find(|node| node.name() == Some(name))
    }

    /// The nodes of a method.
    pub fn nodes_of_group(&self, group: UiNodeGroup) -> impl Iterator<Item = &UiNode> {
        self.all_nodes()
            .iter()
            .filter(move |node| node.group == group)
    }

    /// The nodes of a type.
    pub fn nodes_of_type(&self, kind: UiNodeType) -> impl Iterator<Item = &UiNode> {
        self.all_nodes()
            .iter()
            .filter(move |node| node.r#type == kind)
    }

    /// The scripts that a page has to load for security keys and passkeys.
    pub fn scripts(&self) -> impl Iterator<Item = &UiNodeScriptAttributes> {
        self.all_nodes()
            .iter()
            .filter_map(|node| match &node.attributes {
                UiNodeAttributes::Script(script) => Some(script),
                _ => None,
            })
    }

    /// The images, such as the QR code of an authenticator app.
    pub fn images(&self) -> impl Iterator<Item = &UiNodeImageAttributes> {
        self.all_nodes()
            .iter()
            .filter_map(|node| match &node.attributes {
                UiNodeAttributes::Image(image) => Some(image),
                _ => None,
            })
    }

    /// The anti-CSRF token. The form of a native app has none.
    #[must_use]
    pub fn csrf_token(&self) -> Option<Secret> {
        let token = self.input("csrf_token")?.text()?;
        (!token.is_empty()).then(|| Secret::new(token))
    }

    /// The methods that the form offers, in order: the groups that have something to submit it with.
    #[must_use]
    pub fn methods(&self) -> Vec<&UiNodeGroup> {
        let mut methods: Vec<&UiNodeGroup> = Vec::new();
        for node in self.all_nodes() {
            if node.chooses_method() && !methods.contains(&&node.group) {
                methods.push(&node.group);
            }
        }
        methods
    }

    /// Whether the form offers a method.
    #[must_use]
    pub fn offers(&self, method: &UiNodeGroup) -> bool {
        self.all_nodes()
            .iter()
            .any(|node| node.group == *method && node.chooses_method())
    }

    /// The ids of the social sign-in providers, SAML's among them, that the form offers.
    pub fn providers(&self) -> impl Iterator<Item = &str> {
        self.all_nodes().iter().filter_map(|node| {
            let input = node.as_input()?;
            let social = matches!(node.group, UiNodeGroup::Oidc | UiNodeGroup::Saml);
            let chooses = matches!(input.name.as_str(), "provider" | "link");
            if social && chooses {
                input.text()
            } else {
                None
            }
        })
    }

    /// The messages of the form and then of its nodes, labels not among them.
    pub fn all_messages(&self) -> impl Iterator<Item = &UiText> {
        let of_nodes = self.all_nodes().iter().flat_map(UiNode::all_messages);
        self.messages.iter().chain(of_nodes)
    }

    /// Whether the form or one of its nodes says this.
    #[must_use]
    pub fn has_message(&self, id: MessageId) -> bool {
        self.message(id).is_some()
    }

    /// The first message with this id, of the form or of one of its nodes.
    #[must_use]
    pub fn message(&self, id: MessageId) -> Option<&UiText> {
        self.all_messages().find(|message| message.id == id.code())
    }
}

impl UiNode {
    /// The name of an input, the id of anything else that has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match &self.attributes {
            UiNodeAttributes::Input(input) => Some(&input.name),
            UiNodeAttributes::Anchor(anchor) => Some(&anchor.id),
            UiNodeAttributes::Image(image) => Some(&image.id),
            UiNodeAttributes::Script(script) => Some(&script.id),
            UiNodeAttributes::Text(text) => Some(&text.id),
            UiNodeAttributes::Division(division) => Some(&division.id),
            UiNodeAttributes::Unknown(unknown) => {
                let object = unknown.as_object();
                object.get("name").or_else(|| object.get("id"))?.as_str()
            }
            #[allow(unreachable_patterns)] // more kinds may be added
            _ => None,
        }
    }

    /// The input, if it is one.
    #[must_use]
    pub fn as_input(&self) -> Option<&UiNodeInputAttributes> {
        match &self.attributes {
            UiNodeAttributes::Input(input) => Some(input),
            _ => None,
        }
    }

    /// What to show beside it.
    #[must_use]
    pub fn label(&self) -> Option<&UiText> {
        self.meta
            .label
            .as_ref()
            .or_else(|| self.as_input()?.label.as_ref())
    }

    /// Its messages.
    #[must_use]
    pub fn all_messages(&self) -> &[UiText] {
        &self.messages
    }

    /// Whether it says this.
    #[must_use]
    pub fn has_message(&self, id: MessageId) -> bool {
        self.all_messages()
            .iter()
            .any(|message| message.id == id.code())
    }

    /// Whether it submits the form by the method of its group.
    fn chooses_method(&self) -> bool {
        let not_a_method = matches!(self.group, UiNodeGroup::Default | UiNodeGroup::Captcha);
        !not_a_method
            && self.as_input().is_some_and(|input| {
                matches!(
                    input.r#type,
                    UiNodeInputType::Submit | UiNodeInputType::Button
                ) || input.name == "method"
            })
    }
}

impl UiNodeInputAttributes {
    /// The value, if it is text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.value.as_ref()?.as_str()
    }

    /// The value as a number: a JSON number, or text that is one.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        let number = match self.value.as_ref()? {
            Value::String(text) => text.trim().parse().ok()?,
            other => other.as_f64()?,
        };
        f64::is_finite(number).then_some(number)
    }

    /// The value as a yes or no: a JSON boolean, or the text `true` or `false`.
    #[must_use]
    pub fn flag(&self) -> Option<bool> {
        match self.value.as_ref()? {
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_bool(),
        }
    }
}

impl UiText {
    /// What the message says, by its stable id. Texts change between versions and languages; ids do not.
    #[must_use]
    pub fn message_id(&self) -> MessageId {
        MessageId::from(self.id)
    }
}

#[cfg(test)]
mod tests {
    use ory_core::serde_json::{self, json};

    use super::*;
    use crate::flow::Flow;
    use crate::models::LoginFlow;
    use crate::testing::{flow, input};

    fn login(messages: Value, nodes: Value) -> LoginFlow {
        serde_json::from_value(flow("login", "choose_method", messages, nodes)).unwrap()
    }

    fn form() -> LoginFlow {
        let wrong = json!([{ "id": 4_000_006, "text": "t", "type": "error", "context": {} }]);
        let new = json!([{ "id": 4_999_999, "text": "t", "type": "info" }]);
        login(
            wrong,
            json!([
                input("default", "csrf_token", "hidden", json!("c5rf=="), json!(null)),
                input("default", "identifier", "text", json!("ada"), new),
                input("password", "password", "password", json!(null), json!([])),
                input("password", "method", "submit", json!("password"), json!([])),
                input("oidc", "provider", "submit", json!("hydra"), json!([])),
                input("code", "method", "submit", json!("code"), json!([])),
                input("captcha", "go", "submit", json!("x"), json!([])),
                input("profile", "age", "number", json!(41.5), json!([])),
                input("profile", "size", "number", json!("12"), json!([])),
                input("profile", "tos", "checkbox", json!(true), json!([])),
                { "type": "script", "group": "webauthn", "meta": {}, "messages": null, "attributes": {
                    "node_type": "script", "id": "webauthn_script", "src": "http://k/webauthn.js", "async": true,
                    "crossorigin": "anonymous", "integrity": "sha512-x", "nonce": "n", "referrerpolicy": "no-referrer",
                    "type": "text/javascript" } },
                { "type": "img", "group": "totp", "meta": {}, "messages": [], "attributes": {
                    "node_type": "img", "id": "totp_qr", "src": "data:image/png;base64,AA", "height": 256, "width": 256 } },
                { "type": "hologram", "group": "profile", "meta": {}, "messages": [], "attributes": {
                    "node_type": "hologram", "id": "new" } },
            ]),
        )
    }

    #[test]
    fn nodes_are_found_by_name_group_and_type() {
        let ui = form().ui;
        assert_eq!(ui.node("identifier").unwrap().group, UiNodeGroup::Default);
        assert_eq!(ui.node("totp_qr").unwrap().r#type, UiNodeType::Image);
        assert!(
            ui.node("new").is_some(),
            "a kind of node that is not known is found too"
        );
        assert!(ui.node("nothing").is_none());
        assert_eq!(ui.nodes_of_group(UiNodeGroup::Password).count(), 2);
        assert_eq!(ui.nodes_of_type(UiNodeType::Script).count(), 1);
        assert_eq!(ui.scripts().next().unwrap().src, "http://k/webauthn.js");
        assert_eq!(ui.images().next().unwrap().width, 256);
    }

    #[test]
    fn values_are_read_as_what_they_are() {
        let ui = form().ui;
        let input = |name| ui.input(name).unwrap();
        assert_eq!(input("identifier").text(), Some("ada"));
        assert_eq!(input("age").number(), Some(41.5));
        assert_eq!(input("size").number(), Some(12.0));
        assert_eq!(input("identifier").number(), None);
        assert_eq!(input("tos").flag(), Some(true));
        assert_eq!(input("age").flag(), None);
        assert_eq!(input("password").text(), None);
    }

    #[test]
    fn messages_are_found_by_id_wherever_they_stand() {
        let flow = form();
        assert!(flow.has_errors());
        assert!(flow.ui.has_message(MessageId::InvalidCredentials));
        assert!(!flow.ui.has_message(MessageId::Required));
        let unknown = MessageId::from(4_999_999);
        assert!(flow.ui.node("identifier").unwrap().has_message(unknown));
        assert_eq!(flow.ui.message(unknown).unwrap().message_id(), unknown);
        let hint = login(
            json!([{ "id": 1_010_014, "text": "t", "type": "info" }]),
            json!([]),
        );
        assert!(!hint.has_errors());
    }

    #[test]
    fn methods_and_providers_on_offer() {
        let ui = form().ui;
        let methods = [UiNodeGroup::Password, UiNodeGroup::Oidc, UiNodeGroup::Code];
        assert_eq!(ui.methods(), methods.iter().collect::<Vec<_>>());
        assert!(ui.offers(&UiNodeGroup::Code) && !ui.offers(&UiNodeGroup::Totp));
        assert_eq!(ui.providers().collect::<Vec<_>>(), ["hydra"]);
    }
}
