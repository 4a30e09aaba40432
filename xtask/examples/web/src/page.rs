//! The templates: HTML in which every value is escaped.

use std::fmt::Write;

use axum::http::StatusCode;
use ory_kratos::Flow;
use ory_kratos::browser::BrowserRequest;
use ory_kratos::flow::Section;
use ory_kratos::models::{
    FlowError, Session, UiContainer, UiNode, UiNodeAttributes, UiNodeGroup, UiNodeInputAttributes,
    UiNodeInputType, UiText, UiTextType,
};
use ory_kratos::outcome::{AnyFlow, FlowErrorId, Refusal};

/// A value as text of HTML, in an element or in an attribute.
struct Escaped<'t>(&'t str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

/// Writes into a page; a `String` never refuses.
macro_rules! put {
    ($page:expr, $($words:tt)*) => {{ let _ = write!($page, $($words)*); }};
}

fn document(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title><link rel=\"stylesheet\" href=\"/style.css\"></head>\
         <body><header><a href=\"/\">Home</a></header><main><h1>{title}</h1>{body}</main></body></html>",
        title = Escaped(title)
    )
}

fn title(kind: &str) -> &'static str {
    match kind {
        "login" => "Log in",
        "registration" => "Create an account",
        "settings" => "Your account",
        "recovery" => "Recover your account",
        _ => "Verify your address",
    }
}

/// The page of a flow.
pub(crate) fn flow<F: Flow>(kind: &str, flow: &F, request: &BrowserRequest) -> String {
    let mut body = String::new();
    if let Some(why) = request.parameter("because").and_then(because) {
        put!(body, "<p class=\"info\">{why}</p>");
    }
    form(&mut body, kind, flow.flow_id(), flow.form());
    let links: &[(&str, &str)] = match kind {
        "login" => &[
            ("/registration", "Create an account"),
            ("/recovery", "Forgot your password?"),
        ],
        "registration" => &[("/login", "Log in instead")],
        "recovery" => &[("/login", "Back to the login")],
        _ => &[],
    };
    if !links.is_empty() {
        body.push_str("<nav>");
        for (href, text) in links {
            put!(body, "<a href=\"{href}\">{text}</a> ");
        }
        body.push_str("</nav>");
    }
    document(title(kind), &body)
}

pub(crate) fn any_flow(any: &AnyFlow, request: &BrowserRequest) -> String {
    match any {
        AnyFlow::Login(other) => flow("login", other, request),
        AnyFlow::Registration(other) => flow("registration", other, request),
        AnyFlow::Settings(other) => flow("settings", other, request),
        AnyFlow::Recovery(other) => flow("recovery", other, request),
        AnyFlow::Verification(other) => flow("verification", other, request),
        _ => document("Go on", "<p>This step is not supported.</p>"),
    }
}

/// Why the browser was redirected to a page.
fn because(id: &str) -> Option<&'static str> {
    match FlowErrorId::from(id) {
        FlowErrorId::SessionInactive => Some("Please log in to go on."),
        FlowErrorId::Aal2Required => Some("Please confirm with your second factor."),
        FlowErrorId::RefreshRequired => Some("Please confirm that it is you."),
        FlowErrorId::VerifiedAddressRequired => Some("Please verify your address first."),
        FlowErrorId::FlowExpired => Some("The form was too old. Please try again."),
        _ => None,
    }
}

fn form(page: &mut String, kind: &str, id: &str, ui: &UiContainer) {
    messages(page, "form", &ui.messages);
    for (number, section) in ui.sections().iter().enumerate() {
        let method = section.method.map_or("other", UiNodeGroup::as_str);
        put!(
            page,
            "<form method=\"post\" action=\"/{kind}?flow={}\" class=\"{}\">",
            Escaped(id),
            Escaped(method)
        );
        nodes(page, number, section);
        page.push_str("</form>");
    }
    if ui.scripts().next().is_some() {
        page.push_str("<script src=\"/webauthn.js\"></script>");
        for call in ui.onload() {
            // A script ends at `</`, so what could end it is not run.
            if !call.contains('<') {
                put!(page, "<script>{call}</script>");
            }
        }
    }
}

fn nodes(page: &mut String, section: usize, shown: &Section<'_>) {
    for (number, node) in shown.nodes.iter().enumerate() {
        let id = format!("field-{section}-{number}");
        match &node.attributes {
            UiNodeAttributes::Input(input) => field(page, &id, node, input),
            UiNodeAttributes::Text(text) => {
                put!(page, "<p id=\"{id}\">{}</p>", Escaped(label(node)));
                put!(
                    page,
                    "<pre class=\"code\">{}</pre>",
                    Escaped(&codes(&text.text))
                );
            }
            UiNodeAttributes::Image(image) => put!(
                page,
                "<img src=\"{}\" width=\"{}\" height=\"{}\" alt=\"{}\">",
                Escaped(&image.src),
                image.width,
                image.height,
                Escaped(label(node))
            ),
            UiNodeAttributes::Anchor(anchor) => put!(
                page,
                "<p><a id=\"{}\" class=\"button\" href=\"{}\">{}</a></p>",
                Escaped(&anchor.id),
                Escaped(&anchor.href),
                Escaped(&anchor.title.text)
            ),
            _ => {}
        }
    }
}

/// Lookup codes stand in the context, one each; anything else is its text.
fn codes(text: &UiText) -> String {
    let secrets = text
        .context
        .as_ref()
        .and_then(|context| context.get("secrets"));
    let Some(secrets) = secrets.and_then(|secrets| secrets.as_array()) else {
        return text.text.clone();
    };
    let codes = secrets.iter().map(|secret| {
        let code = secret
            .pointer("/context/secret")
            .and_then(|code| code.as_str());
        code.unwrap_or("(used)")
    });
    codes.collect::<Vec<_>>().join("\n")
}

fn label(node: &UiNode) -> &str {
    node.label().map_or("", |label| label.text.as_str())
}

fn field(page: &mut String, id: &str, node: &UiNode, input: &UiNodeInputAttributes) {
    let attributes = |page: &mut String| {
        for (name, value) in input.html_attributes() {
            put!(page, " {name}=\"{}\"", Escaped(&value));
        }
    };
    if input.r#type == UiNodeInputType::Hidden {
        page.push_str("<input");
        attributes(page);
        page.push('>');
        return;
    }
    if input.is_button() {
        page.push_str("<button");
        attributes(page);
        put!(page, ">{}</button>", Escaped(label(node)));
        messages(page, id, node.all_messages());
        return;
    }
    let text = match label(node) {
        "" => &input.name,
        text => text,
    };
    let is_wrong = node
        .all_messages()
        .iter()
        .any(|message| message.r#type == UiTextType::Error);
    put!(
        page,
        "<p><label for=\"{id}\">{}</label><input id=\"{id}\"",
        Escaped(text)
    );
    attributes(page);
    if !node.all_messages().is_empty() {
        put!(page, " aria-describedby=\"{id}-messages\"");
    }
    if is_wrong {
        page.push_str(" aria-invalid=\"true\"");
    }
    page.push_str("></p>");
    messages(page, id, node.all_messages());
}

fn messages(page: &mut String, id: &str, messages: &[UiText]) {
    if messages.is_empty() {
        return;
    }
    put!(page, "<div id=\"{id}-messages\" role=\"status\">");
    for message in messages {
        let class = if message.r#type == UiTextType::Error {
            "error"
        } else {
            "info"
        };
        put!(page, "<p class=\"{class}\">{}</p>", Escaped(&message.text));
    }
    page.push_str("</div>");
}

pub(crate) fn home(session: Option<&Session>) -> String {
    let mut body = String::new();
    match session {
        Some(session) => {
            let identity = session.identity.as_ref();
            let email = identity.and_then(|identity| identity.traits.get("email")?.as_str());
            put!(
                body,
                "<p>You are logged in as <b>{}</b>.</p>",
                Escaped(email.unwrap_or("?"))
            );
            body.push_str(
                "<nav><a href=\"/settings\">Your account</a></nav>\
                 <form method=\"post\" action=\"/logout\"><button>Log out</button></form>",
            );
        }
        None => body.push_str(
            "<p>You are not logged in.</p><nav><a href=\"/login\">Log in</a> \
             <a href=\"/registration\">Create an account</a></nav>",
        ),
    }
    document("Welcome", &body)
}

pub(crate) fn refusal(refusal: &Refusal) -> String {
    let words = match &refusal.id {
        Some(FlowErrorId::IdentityDisabled) => "This account is disabled.",
        Some(FlowErrorId::FlowDisabled) => "This is switched off here.",
        Some(FlowErrorId::ReturnToForbidden) => "The link that led here is not allowed.",
        _ => "It does not go on here. Please start again.",
    };
    document(
        "That did not work",
        &format!("<p class=\"error\">{words}</p>"),
    )
}

pub(crate) fn flow_error(error: &FlowError) -> String {
    let reason = error
        .error
        .as_ref()
        .and_then(|error| error.get("reason")?.as_str());
    let mut body = String::new();
    put!(
        body,
        "<p class=\"error\">{}</p>",
        Escaped(reason.unwrap_or("An error occurred."))
    );
    document("That did not work", &body)
}

pub(crate) fn failure(status: StatusCode) -> String {
    let words = match status {
        StatusCode::BAD_REQUEST => "The form could not be read.",
        StatusCode::NOT_FOUND => "There is no such thing.",
        _ => "We cannot reach our login service. Please try again in a minute.",
    };
    document(
        "That did not work",
        &format!("<p class=\"error\">{words}</p>"),
    )
}

#[cfg(test)]
mod tests {
    use ory_kratos::models::LoginFlow;
    use serde_json::json;

    use super::*;

    /// Every text of a flow that somebody else may have written is escaped.
    #[test]
    fn a_page_escapes_every_value() {
        const EVIL: &str = "\"'><script>alert(1)</script>";
        let text = json!({ "id": 4_000_001, "text": EVIL, "type": "error" });
        let input = |kind: &str| {
            json!({ "type": "input", "group": "password", "messages": [text],
                "meta": { "label": text }, "attributes": { "node_type": "input", "name": EVIL,
                "type": kind, "value": EVIL, "disabled": false, "pattern": EVIL, "onclick": EVIL } })
        };
        let flow: LoginFlow = serde_json::from_value(json!({
            "id": EVIL, "type": "browser", "expires_at": "2030-01-01T00:10:00Z",
            "issued_at": "2030-01-01T00:00:00Z", "request_url": EVIL, "state": "choose_method",
            "ui": { "action": EVIL, "method": "POST", "messages": [text], "nodes": [
                input("text"), input("hidden"), input("checkbox"), input("submit"),
                { "type": "img", "group": "totp", "messages": [], "meta": { "label": text },
                  "attributes": { "node_type": "img", "id": EVIL, "src": EVIL, "width": 1, "height": 1 } },
                { "type": "a", "group": "code", "messages": [], "meta": {}, "attributes": {
                  "node_type": "a", "id": EVIL, "href": EVIL, "title": text } },
                { "type": "text", "group": "totp", "messages": [], "meta": {}, "attributes": {
                  "node_type": "text", "id": EVIL, "text": text } },
            ] }
        }))
        .unwrap();
        let request = BrowserRequest::new(&axum::http::HeaderMap::new(), "because=%3Cscript%3E");
        let page = super::flow("login", &flow, &request);
        assert!(!page.contains("<script"), "{page}");
        assert!(!page.contains("\"'"), "{page}");
        assert!(
            page.matches("&quot;&#39;&gt;&lt;script&gt;").count() > 15,
            "{page}"
        );
    }
}
