//! A form cut into one HTML form for each method.

use crate::models::{UiContainer, UiNode, UiNodeGroup, UiNodeInputType, UiNodeType};

/// What belongs into one HTML form.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Section<'u> {
    /// The method that the section submits; `None` for what has nothing to submit, such as the link
    /// to go on by after a verification.
    pub method: Option<&'u UiNodeGroup>,
    /// Its nodes in order, those that it shares with other sections included.
    pub nodes: Vec<&'u UiNode>,
}

impl UiContainer {
    /// One section for each method that the form offers, and one without a method for what is left.
    /// Each becomes an HTML form of its own, so that the browser asks for the fields of that method
    /// alone.
    ///
    /// Hidden fields of all methods, the anti-CSRF token among them, are in every section; the
    /// identifier or the traits are in those that send them, which social sign-in does not. Scripts
    /// are in none, as a page loads them once: see [`scripts`](Self::scripts).
    ///
    /// ```
    /// use ory_kratos::models::LoginFlow;
    ///
    /// fn page(flow: &LoginFlow) {
    ///     for section in flow.ui.sections() {
    ///         println!("<form method=post>");
    ///         for node in section.nodes {
    ///             println!("{:?}", node.name());
    ///         }
    ///         println!("</form>");
    ///     }
    /// }
    /// ```
    #[must_use]
    pub fn sections(&self) -> Vec<Section<'_>> {
        let methods = self.methods();
        let mut sections: Vec<Section<'_>> = methods
            .iter()
            .map(|method| Section {
                method: Some(method),
                nodes: self
                    .nodes_to_show()
                    .filter(|node| self.is_in(node, method))
                    .collect(),
            })
            .collect();
        let left: Vec<&UiNode> = self
            .nodes_to_show()
            .filter(|node| {
                let mut shown = sections.iter().flat_map(|section| &section.nodes);
                shown.all(|other| !std::ptr::eq(*other, *node))
            })
            .collect();
        if !left.is_empty() {
            sections.push(Section {
                method: None,
                nodes: left,
            });
        }
        sections
    }

    fn nodes_to_show(&self) -> impl Iterator<Item = &UiNode> {
        self.nodes
            .iter()
            .filter(|node| node.r#type != UiNodeType::Script)
    }

    /// Whether a node belongs into the form of a method.
    fn is_in(&self, node: &UiNode, method: &UiNodeGroup) -> bool {
        if node.group == *method {
            return true;
        }
        match node.group {
            UiNodeGroup::Captcha => true,
            UiNodeGroup::Default => {
                let hidden = node
                    .as_input()
                    .is_some_and(|input| input.r#type == UiNodeInputType::Hidden);
                hidden || self.sends_shared_fields(method)
            }
            _ => false,
        }
    }

    /// Whether a method sends the identifier or the traits, which are in the group of none.
    fn sends_shared_fields(&self, method: &UiNodeGroup) -> bool {
        match method {
            UiNodeGroup::Oidc | UiNodeGroup::Saml => false,
            // A passkey names its user at a login; at a registration it needs the traits.
            UiNodeGroup::Passkey => self.input("passkey_login").is_none(),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use ory_core::serde_json::{self, Value, json};

    use super::*;
    use crate::testing::input;

    fn ui(nodes: Value) -> UiContainer {
        let ui = json!({ "action": "http://k", "method": "POST", "nodes": nodes });
        serde_json::from_value(ui).unwrap()
    }

    fn node(group: &str, name: &str, kind: &str) -> Value {
        input(group, name, kind, json!("x"), json!([]))
    }

    fn names<'u>(section: &Section<'u>) -> Vec<&'u str> {
        section
            .nodes
            .iter()
            .filter_map(|node| node.name())
            .collect()
    }

    #[test]
    fn each_method_is_a_form_with_what_it_shares() {
        let ui = ui(json!([
            node("default", "csrf_token", "hidden"),
            node("default", "identifier", "text"),
            node("oidc", "provider", "submit"),
            node("password", "password", "password"),
            node("password", "method", "submit"),
            node("passkey", "passkey_login", "hidden"),
            node("passkey", "passkey_login_trigger", "button"),
            node("captcha", "captcha", "hidden"),
            { "type": "script", "group": "webauthn", "meta": {}, "messages": [], "attributes": {
                "node_type": "script", "id": "s", "src": "http://k/w.js", "async": true,
                "crossorigin": "", "integrity": "", "nonce": "", "referrerpolicy": "", "type": "" } },
        ]));
        let sections = ui.sections();
        let shown: Vec<_> = sections
            .iter()
            .map(|section| (section.method.unwrap().as_str(), names(section)))
            .collect();
        assert_eq!(
            shown,
            [
                ("oidc", vec!["csrf_token", "provider", "captcha"]),
                (
                    "password",
                    vec!["csrf_token", "identifier", "password", "method", "captcha"]
                ),
                (
                    "passkey",
                    vec![
                        "csrf_token",
                        "passkey_login",
                        "passkey_login_trigger",
                        "captcha"
                    ]
                ),
            ]
        );
    }

    #[test]
    fn a_registration_by_passkey_has_the_traits() {
        let ui = ui(json!([
            node("default", "traits.email", "email"),
            node("passkey", "passkey_register", "hidden"),
            node("passkey", "passkey_register_trigger", "button"),
        ]));
        assert_eq!(names(&ui.sections()[0])[0], "traits.email");
    }

    #[test]
    fn nothing_is_left_unseen() {
        let link = json!({ "type": "a", "group": "code", "meta": {}, "messages": [], "attributes": {
            "node_type": "a", "id": "continue", "href": "http://a/", "title": {
                "id": 1, "text": "Continue", "type": "info" } } });
        let ui = ui(json!([node("default", "csrf_token", "hidden"), link]));
        let sections = ui.sections();
        assert_eq!(sections.len(), 1);
        assert_eq!(
            (sections[0].method, names(&sections[0])),
            (None, vec!["csrf_token", "continue"])
        );
    }
}
