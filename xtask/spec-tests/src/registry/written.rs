//! The values of operations, written back in the form in which a server sends them.

use ory_core::health::Readiness;
use ory_core::{ApiError, Page, RedirectTo as CoreRedirectTo};
use ory_hydra::{Challenge, UserInfo};
use ory_kratos::SamlHandover;
use ory_kratos::outcome::{
    AnyFlow, ExpiredFlow, FlowOutcome, LogoutOutcome, RedirectTo, Refusal, SessionOutcome,
};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// A value as a server would send it.
#[derive(Debug, Clone, PartialEq)]
pub enum Written {
    /// No value: no body, or one that says that there is nothing.
    Nothing,
    /// A JSON body.
    Json(Value),
    /// A body that is a text.
    Text(String),
    /// A page of a list.
    Page {
        /// Its items.
        items: Vec<Value>,
        /// The token of the next page.
        next: Option<String>,
        /// How many items all pages have.
        total: Option<u64>,
    },
    /// Where a browser is sent.
    Location(String),
    /// An error body that became a state of a flow: what can be had of it. Members that stand in the error's details
    /// may stand beside the error, too.
    Refusal(Value),
}

pub(crate) fn nothing((): ()) -> Written {
    Written::Nothing
}

pub(crate) fn json<T: Serialize>(value: T) -> Written {
    Written::Json(value_of(&value))
}

pub(crate) fn list<T: Serialize>(items: Vec<T>) -> Written {
    json(items)
}

pub(crate) fn optional_json<T: Serialize>(value: Option<T>) -> Written {
    value.map_or(Written::Nothing, json)
}

pub(crate) fn expand<T: Serialize>(tree: Option<T>) -> Written {
    optional_json(tree)
}

pub(crate) fn text(text: String) -> Written {
    Written::Text(text)
}

pub(crate) fn verdict(allowed: bool) -> Written {
    Written::Json(json!({ "allowed": allowed }))
}

pub(crate) fn readiness(readiness: Readiness) -> Written {
    match readiness {
        Readiness::Ready => Written::Json(json!({ "status": "ok" })),
        Readiness::NotReady(what) => json(what),
        other => panic!("{other:?} is not known here"),
    }
}

pub(crate) fn page<T: Serialize>(page: Page<T>) -> Written {
    Written::Page {
        items: page.items.iter().map(value_of).collect(),
        next: page.next.map(|token| token.as_str().to_owned()),
        total: page.total,
    }
}

pub(crate) fn redirect(redirect: CoreRedirectTo) -> Written {
    Written::Location(redirect.url)
}

pub(crate) fn saml(handover: SamlHandover) -> Written {
    match handover {
        SamlHandover::Redirect(to) => redirect(to),
        SamlHandover::Form(html) => text(html),
        other => panic!("{other:?} is not known here"),
    }
}

pub(crate) fn challenge<T: Serialize>(challenge: Challenge<T>) -> Written {
    match challenge {
        Challenge::Open(request) => json(request),
        Challenge::AlreadyHandled { redirect_to } => {
            Written::Json(json!({ "redirect_to": redirect_to }))
        }
    }
}

pub(crate) fn userinfo(info: UserInfo) -> Written {
    match info {
        UserInfo::Claims(claims) => json(claims),
        UserInfo::Signed(jwt) => Written::Text(jwt.expose().to_owned()),
    }
}

pub(crate) fn flow<S: Serialize, F: Serialize>(outcome: FlowOutcome<S, F>) -> Written {
    match outcome {
        FlowOutcome::Success(success) => json(success),
        FlowOutcome::Invalid(flow) | FlowOutcome::NextStep(flow) => json(flow),
        FlowOutcome::OtherFlow(flow) => any_flow(flow),
        FlowOutcome::Redirect(to) => redirect_to(to),
        FlowOutcome::Expired(flow) => expired(&flow),
        FlowOutcome::Refused(why) => refusal(&why),
    }
}

pub(crate) fn session(outcome: SessionOutcome) -> Written {
    match outcome {
        SessionOutcome::Active(session) | SessionOutcome::Inactive(session) => json(session),
        SessionOutcome::SignedOut(why) | SessionOutcome::Refused(why) => refusal(&why),
    }
}

pub(crate) fn logout(outcome: LogoutOutcome) -> Written {
    match outcome {
        LogoutOutcome::LoggedOut => Written::Nothing,
        LogoutOutcome::Redirect(to) => redirect_to(to),
        LogoutOutcome::NoSession(why) | LogoutOutcome::Refused(why) => refusal(&why),
    }
}

fn any_flow(flow: AnyFlow) -> Written {
    match flow {
        AnyFlow::Login(flow) => json(flow),
        AnyFlow::Registration(flow) => json(flow),
        AnyFlow::Settings(flow) => json(flow),
        AnyFlow::Recovery(flow) => json(flow),
        AnyFlow::Verification(flow) => json(flow),
        other => panic!("{other:?} is not known here"),
    }
}

fn redirect_to(to: RedirectTo) -> Written {
    Written::Location(to.url)
}

fn refusal(refusal: &Refusal) -> Written {
    let mut body = refusal.other_members.clone();
    body.insert("error".to_owned(), error(&refusal.error));
    body.insert(
        "redirect_browser_to".to_owned(),
        json!(refusal.redirect_browser_to),
    );
    body.insert("continue_with".to_owned(), value_of(&refusal.continue_with));
    Written::Refusal(Value::Object(body))
}

fn expired(flow: &ExpiredFlow) -> Written {
    let mut body = flow.other_members.clone();
    let since = flow
        .since
        .map(|since| u64::try_from(since.as_nanos()).unwrap_or(u64::MAX));
    for (name, value) in [
        ("error", error(&flow.error)),
        ("use_flow_id", json!(flow.use_flow_id)),
        ("expired_at", value_of(&flow.expired_at)),
        ("since", json!(since)),
        ("redirect_browser_to", json!(flow.redirect_browser_to)),
        ("continue_with", value_of(&flow.continue_with)),
    ] {
        body.insert(name.to_owned(), value);
    }
    Written::Refusal(Value::Object(body))
}

/// The error object that Kratos, Keto and Ory Network send, by what can be asked of it.
pub fn error(error: &ApiError) -> Value {
    let members = [
        ("id", error.id().map(Value::from)),
        ("code", error.code().map(Value::from)),
        ("status", error.status().map(Value::from)),
        ("request", error.request().map(Value::from)),
        ("reason", error.reason().map(Value::from)),
        ("debug", error.debug().map(Value::from)),
        ("details", error.details().cloned().map(Value::Object)),
        ("message", error.message().map(Value::from)),
    ];
    let members = members.into_iter();
    Value::Object(
        members
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .collect::<Map<_, _>>(),
    )
}

/// Through text, as a body is written: numbers and keys behave as they do for a user.
fn value_of<T: Serialize>(value: &T) -> Value {
    let text = serde_json::to_string(value).expect("a value that was read can be written");
    serde_json::from_str(&text).expect("what was written can be read")
}
