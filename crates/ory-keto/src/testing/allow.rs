//! A Keto whose checks a test answers.

use ory_core::Config;
use ory_core::fake::Clock;
use ory_core::fake::answer::{Answer, json, text};
use ory_core::fake::incoming::Incoming;
use ory_core::fake::route::Route;
use ory_core::fake::server::{FakeServer, Nature};
use ory_core::http::{Method, StatusCode};
use serde_json::json as value;

use super::checks::{allowed, question, questions};
use super::request::GivenTuple;
use crate::{Client, RelationTuple};

/// What answers a check.
type Decide = Box<dyn FnMut(&RelationTuple) -> bool + Send>;

/// A client whose checks this answers: for tests that are about something else than permissions.
///
/// Every other operation answers 501. A check without a subject is "no".
///
/// ```
/// use ory_keto::RelationTuple;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let keto = ory_keto::testing::allow(|tuple| tuple.relation == "view");
/// let ada = |relation| RelationTuple::new("File", "report", relation, "ada".parse::<ory_keto::Subject>().unwrap());
/// assert!(keto.permission().check(ada("view")).await?);
/// assert!(!keto.permission().check(ada("edit")).await?);
/// # Ok(())
/// # }
/// ```
///
/// # Panics
///
/// Never: its configuration is right.
#[must_use]
pub fn allow(decide: impl FnMut(&RelationTuple) -> bool + Send + 'static) -> Client {
    let server = FakeServer::new(&NATURE, Clock::default(), Box::new(decide) as Decide);
    let client = Client::builder()
        .url("http://keto.fake")
        .config(&Config::new().transport(server))
        .build();
    client.expect("the URL of a fake is valid")
}

static NATURE: Nature<Decide> = Nature {
    name: "ory_keto::testing::allow",
    routes: &[
        Route::new(
            "checkPermissionOrError",
            Method::GET,
            "/relation-tuples/check",
            or_error,
        ),
        Route::new(
            "postCheckPermissionOrError",
            Method::POST,
            "/relation-tuples/check",
            or_error,
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
        Route::missing("getRelationships", Method::GET, "/relation-tuples"),
        Route::missing("createRelationship", Method::PUT, "/admin/relation-tuples"),
        Route::missing(
            "deleteRelationships",
            Method::DELETE,
            "/admin/relation-tuples",
        ),
        Route::missing(
            "patchRelationships",
            Method::PATCH,
            "/admin/relation-tuples",
        ),
        Route::missing("expandPermissions", Method::GET, "/relation-tuples/expand"),
        Route::missing("listRelationshipNamespaces", Method::GET, "/namespaces"),
        Route::missing("checkOplSyntax", Method::POST, "/opl/syntax/check"),
        Route::missing("isAlive", Method::GET, "/health/alive"),
        Route::missing("isReady", Method::GET, "/health/ready"),
        Route::missing("getVersion", Method::GET, "/version"),
    ],
    otherwise: |_, _, _| text(StatusCode::NOT_FOUND, "404 page not found"),
};

fn decided(decide: &mut Decide, given: &GivenTuple) -> bool {
    given.tuple().is_some_and(|tuple| decide(&tuple))
}

fn check(decide: &mut Decide, incoming: &Incoming) -> Answer {
    match question(incoming) {
        Ok(given) => allowed(StatusCode::OK, decided(decide, &given)),
        Err(error) => error.answer(incoming),
    }
}

fn or_error(decide: &mut Decide, incoming: &Incoming) -> Answer {
    match question(incoming).map(|given| decided(decide, &given)) {
        Ok(true) => allowed(StatusCode::OK, true),
        Ok(false) => allowed(StatusCode::FORBIDDEN, false),
        Err(error) => error.answer(incoming),
    }
}

fn batch(decide: &mut Decide, incoming: &Incoming) -> Answer {
    let given = match questions(incoming) {
        Ok(given) => given,
        Err(error) => return error.answer(incoming),
    };
    let results = given
        .iter()
        .map(|given| value!({"allowed": decided(decide, given)}));
    json(
        StatusCode::OK,
        &value!({"results": results.collect::<Vec<_>>()}),
    )
}
