//! Permission checks: one, and many at once.

use ory_core::fake::answer::{Answer, ErrorBody, json};
use ory_core::fake::go_json;
use ory_core::fake::incoming::Incoming;
use ory_core::http::{Method, StatusCode};
use serde_json::{Value, json as value};

use super::engine::Engine;
use super::reply::{answer, ok};
use super::request::{GivenTuple, Place, bad_request, max_depth, wrong_type};
use super::settings::Release;
use super::state::State;
use super::verdict::{Failure, Verdict};
use crate::RelationTuple;

/// Reads the question of a check, and answers it.
fn asked(state: &State, incoming: &Incoming) -> Result<bool, ErrorBody> {
    let depth = max_depth(incoming)?;
    let given = question(incoming)?;
    let tuple = match given.resolve(&state.model) {
        Ok(tuple) => tuple,
        // An unknown namespace allows nothing.
        Err(error) if error.status == StatusCode::NOT_FOUND => return Ok(false),
        Err(error) => return Err(error),
    };
    match state.check(&tuple, depth) {
        Verdict::Member => Ok(true),
        Verdict::NotMember => Ok(false),
        Verdict::Undecided(limit) if state.is_strict_about_limits() => {
            Err(incomplete().reason(limit.name()))
        }
        Verdict::Undecided(_) => Ok(false),
        Verdict::Failed(failure) => Err(failed(&failure)),
    }
}

/// The question of a check, in the query or in the body.
pub(super) fn question(incoming: &Incoming) -> Result<GivenTuple, ErrorBody> {
    if incoming.method == Method::GET {
        return GivenTuple::from_query(incoming);
    }
    let read = go_json::first_value(&incoming.body)
        .and_then(|body| GivenTuple::from_json(&body, Place::BODY));
    read.map_err(not_json)
}

fn not_json(error: String) -> ErrorBody {
    bad_request().message(format!("could not unmarshal json: {error}"))
}

fn incomplete() -> ErrorBody {
    let message = "The check could not be completed";
    ErrorBody::new(StatusCode::UNPROCESSABLE_ENTITY).message(message)
}

fn failed(failure: &Failure) -> ErrorBody {
    let error = match failure {
        Failure::UnknownRelation(_) => bad_request(),
        Failure::TooManySteps => incomplete(),
    };
    error.reason(failure.reason())
}

pub(super) fn allowed(status: StatusCode, allowed: bool) -> Answer {
    json(status, &value!({"allowed": allowed}))
}

pub(super) fn check(state: &mut State, incoming: &Incoming) -> Answer {
    let result = asked(state, incoming).map(|verdict| allowed(StatusCode::OK, verdict));
    answer(state, incoming, result)
}

pub(super) fn check_or_error(state: &mut State, incoming: &Incoming) -> Answer {
    let result = asked(state, incoming).map(|verdict| match verdict {
        true => allowed(StatusCode::OK, true),
        false => allowed(StatusCode::FORBIDDEN, false),
    });
    answer(state, incoming, result)
}

pub(super) fn batch(state: &mut State, incoming: &Incoming) -> Answer {
    let result = batch_asked(state, incoming);
    answer(state, incoming, result)
}

/// The questions of a batch.
pub(super) fn questions(incoming: &Incoming) -> Result<Vec<GivenTuple>, ErrorBody> {
    const OF: &str = "batchCheckPermissionBody";
    let read = || {
        let body = go_json::first_value(&incoming.body)?;
        if !body.is_object() && !body.is_null() {
            return Err(wrong_type(
                &body,
                Place::BODY,
                "check.batchCheckPermissionBody",
            ));
        }
        let place = Place::at(OF, "tuples");
        match go_json::member(&body, "tuples") {
            None => Ok(Vec::new()),
            Some(Value::Array(tuples)) => {
                let tuples = tuples.iter();
                tuples
                    .map(|tuple| GivenTuple::from_json(tuple, place))
                    .collect()
            }
            Some(other) => Err(wrong_type(other, place, "[]*ketoapi.RelationTuple")),
        }
    };
    read().map_err(not_json)
}

fn batch_asked(state: &State, incoming: &Incoming) -> Result<Answer, ErrorBody> {
    let depth = max_depth(incoming)?;
    let questions = questions(incoming)?;
    let most = state.settings.max_batch_check_size;
    if questions.len() > most {
        return Err(bad_request().message(format!("batch exceeds max size of {most}")));
    }
    let results = questions.iter().map(|given| {
        let verdict = given
            .resolve(&state.model)
            .map(|tuple| state.check(&tuple, depth));
        let error = match &verdict {
            Err(error) => Some(error.message.clone()),
            Ok(Verdict::Failed(failure)) => Some(failed(failure).message),
            Ok(Verdict::Undecided(limit)) if state.is_strict_about_limits() => {
                Some(limit.name().to_owned())
            }
            Ok(_) => None,
        };
        let mut result = value!({"allowed": matches!(verdict, Ok(Verdict::Member))});
        if let Some(error) = error {
            result["error"] = error.into();
        }
        result
    });
    ok(&value!({"results": results.collect::<Vec<_>>()}))
}

impl State {
    fn check(&self, tuple: &RelationTuple, depth: i64) -> Verdict {
        let engine = Engine {
            model: &self.model,
            store: &self.store,
            settings: &self.settings,
            subject: &tuple.subject,
        };
        engine.check(tuple, depth)
    }

    /// Whether a limit is an error and not a "no".
    fn is_strict_about_limits(&self) -> bool {
        self.settings.strict && self.settings.release == Release::Current
    }
}
