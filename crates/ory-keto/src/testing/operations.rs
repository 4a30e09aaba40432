//! The operations of a fake Keto.

use ory_core::fake::answer::{Answer, ErrorBody, json, text};
use ory_core::fake::incoming::Incoming;
use ory_core::fake::route::Route;
use ory_core::fake::server::Nature;
use ory_core::http::header::{ALLOW, HeaderValue};
use ory_core::http::{Method, StatusCode};
use serde_json::{Value, json as value};

use super::checks::{batch, check, check_or_error};
use super::expand::{Expanded, Expansion, Set};
use super::relationships::{create, delete, list, patch};
use super::reply::{answer, ok};
use super::request::{known, max_depth};
use super::settings::Release;
use super::state::State;
use crate::opl;

/// What a fake Keto is. All of Keto's ports are one here, as on Ory Network.
pub(super) static KETO: Nature<State> = Nature {
    name: "FakeKeto",
    routes: ROUTES,
    otherwise,
};

static ROUTES: &[Route<State>] = &[
    Route::new("getRelationships", Method::GET, "/relation-tuples", list),
    Route::new(
        "createRelationship",
        Method::PUT,
        "/admin/relation-tuples",
        create,
    ),
    Route::new(
        "deleteRelationships",
        Method::DELETE,
        "/admin/relation-tuples",
        delete,
    ),
    Route::new(
        "patchRelationships",
        Method::PATCH,
        "/admin/relation-tuples",
        patch,
    ),
    Route::new(
        "checkPermissionOrError",
        Method::GET,
        "/relation-tuples/check",
        check_or_error,
    ),
    Route::new(
        "postCheckPermissionOrError",
        Method::POST,
        "/relation-tuples/check",
        check_or_error,
    ),
    Route::new(
        "checkPermission",
        Method::GET,
        "/relation-tuples/check/openapi",
        check,
    ),
    Route::new(
        "postCheckPermission",
        Method::POST,
        "/relation-tuples/check/openapi",
        check,
    ),
    Route::new(
        "batchCheckPermission",
        Method::POST,
        "/relation-tuples/batch/check",
        batch,
    ),
    Route::new(
        "expandPermissions",
        Method::GET,
        "/relation-tuples/expand",
        expand,
    ),
    Route::new(
        "listRelationshipNamespaces",
        Method::GET,
        "/namespaces",
        namespaces,
    ),
    Route::new("checkOplSyntax", Method::POST, "/opl/syntax/check", syntax),
    Route::new("isAlive", Method::GET, "/health/alive", health),
    Route::new("isReady", Method::GET, "/health/ready", health),
    Route::new("getVersion", Method::GET, "/version", version),
];

fn otherwise(state: &mut State, _: &Incoming, methods: &[Method]) -> Answer {
    if methods.is_empty() {
        return text(StatusCode::NOT_FOUND, "404 page not found");
    }
    let mut answer = text(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed");
    let mut names: Vec<&str> = methods.iter().map(Method::as_str).collect();
    match state.settings.release {
        Release::V0_14 => names.push("OPTIONS"),
        Release::Current if names.contains(&"GET") => names.push("HEAD"),
        Release::Current => {}
    }
    names.sort_unstable();
    if let Ok(names) = HeaderValue::from_str(&names.join(", ")) {
        answer.headers_mut().insert(ALLOW, names);
    }
    answer
}

fn expand(state: &mut State, incoming: &Incoming) -> Answer {
    let result = expanded(state, incoming);
    answer(state, incoming, result)
}

fn expanded(state: &State, incoming: &Incoming) -> Result<Answer, ErrorBody> {
    let depth = max_depth(incoming)?;
    let value = |name: &str| incoming.query_value(name).unwrap_or_default();
    let (namespace, object, relation) = (value("namespace"), value("object"), value("relation"));
    known(&state.model, namespace)?;
    let expansion = Expansion::new(&state.model, &state.store, &state.settings);
    match expansion.tree(
        Set {
            namespace,
            object,
            relation,
        },
        depth,
    ) {
        Expanded::Tree(tree) => ok(&tree),
        // An error's body without its status: so the server has it.
        Expanded::Nothing => {
            let error = ErrorBody::new(StatusCode::NOT_FOUND).message("no relation tuple found");
            ok(&error.object(None))
        }
        Expanded::TooDeep => {
            let message = "FakeKeto does not expand what is nested as deeply as this";
            Err(ErrorBody::new(StatusCode::NOT_IMPLEMENTED).message(message))
        }
    }
}

fn namespaces(state: &mut State, _: &Incoming) -> Answer {
    let namespaces = state.model.namespaces().iter();
    let names: Vec<Value> = namespaces
        .map(|each| value!({"name": each.name()}))
        .collect();
    json(StatusCode::OK, &value!({"namespaces": names}))
}

fn syntax(_: &mut State, incoming: &Incoming) -> Answer {
    let text = String::from_utf8_lossy(&incoming.body);
    let place = |place: opl::Position| value!({"Line": place.line, "column": place.column});
    let found = match opl::parse(&text) {
        Ok(_) => value!({}),
        Err(errors) => {
            let errors = errors.iter().map(|error| {
                let (start, end) = (place(error.start), place(error.end));
                value!({"message": error.message, "start": start, "end": end})
            });
            value!({"errors": errors.collect::<Vec<_>>()})
        }
    };
    json(StatusCode::OK, &found)
}

fn health(_: &mut State, _: &Incoming) -> Answer {
    json(StatusCode::OK, &value!({"status": "ok"}))
}

fn version(_: &mut State, _: &Incoming) -> Answer {
    json(StatusCode::OK, &value!({"version": "fake"}))
}
