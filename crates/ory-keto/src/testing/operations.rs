//! The operations of a fake Keto.

use ory_core::fake::answer::{Answer, ErrorBody, empty, json, text};
use ory_core::fake::go_json;
use ory_core::fake::incoming::{Incoming, encoded};
use ory_core::fake::route::Route;
use ory_core::fake::server::Nature;
use ory_core::http::header::{ALLOW, HeaderName, HeaderValue, LOCATION};
use ory_core::http::{Method, StatusCode};
use serde_json::{Value, json as value};

use super::engine::{Engine, Failure, Verdict};
use super::expand::{Expanded, Expansion, Set};
use super::request::{
    GivenQuery, GivenTuple, Place, bad_request, known, max_depth, parse_int, text as text_member,
    wrong_type,
};
use super::settings::Release;
use super::state::State;
use crate::opl::quote::Quoted;
use crate::{RelationTuple, opl};

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

/// The answer, or the error as this release writes it.
fn answer(state: &State, incoming: &Incoming, result: Result<Answer, ErrorBody>) -> Answer {
    result.unwrap_or_else(|error| {
        let mut answer = error.answer(incoming);
        if state.settings.release == Release::Current {
            let name = HeaderName::from_static("ory-error-id");
            let id = HeaderValue::from_static(error.id.unwrap_or_default());
            answer.headers_mut().insert(name, id);
        }
        answer
    })
}

fn ok(body: &Value) -> Result<Answer, ErrorBody> {
    Ok(json(StatusCode::OK, body))
}

fn list(state: &mut State, incoming: &Incoming) -> Answer {
    let result = listed(state, incoming);
    answer(state, incoming, result)
}

fn listed(state: &State, incoming: &Incoming) -> Result<Answer, ErrorBody> {
    const USUAL: usize = 100;
    const MOST: usize = 500;
    let query = GivenQuery::from_query(incoming)?;
    let given = |name: &str| incoming.query_value(name).filter(|text| !text.is_empty());
    let (size, token) = (given("page_size"), given("page_token"));
    let (query, size, after) = match state.settings.release {
        Release::V0_14 => {
            let size = size.map(parse_int).transpose();
            let size = size.map_err(|error| bad_request().message(error))?;
            let query = query.resolve(&state.model)?;
            let after = token.map(older_token).transpose()?;
            (query, size, after)
        }
        Release::Current => {
            let after = token.map(newer_token).transpose()?;
            let size = size.map(decimal).transpose();
            let size = size.map_err(|error| bad_request().message(error))?;
            (query.resolve(&state.model)?, size, after)
        }
    };
    let size = size.unwrap_or(0);
    let mut found = state.store.find(&query, after.unwrap_or(0));
    let size = match (usize::try_from(size), state.settings.release) {
        (Ok(0), _) | (Err(_), Release::Current) => USUAL,
        // Below zero nothing limits its query, and the last is taken for the next page's.
        (Err(_), Release::V0_14) => {
            let all = state.store.find(&query, after.unwrap_or(0));
            all.count().saturating_sub(1)
        }
        (Ok(size), Release::V0_14) => size,
        (Ok(size), Release::Current) => size.min(MOST),
    };
    let page: Vec<_> = found.by_ref().take(size).collect();
    let next = match (found.next(), page.last()) {
        (Some(_), Some((last, _))) => token_of(*last, state.settings.release),
        _ => String::new(),
    };
    let tuples: Vec<Value> = page
        .into_iter()
        .map(|(_, tuple)| tuple_json(tuple))
        .collect();
    ok(&value!({"relation_tuples": tuples, "next_page_token": next}))
}

/// Where a page ends. The older release gives a UUID, the newer one something sealed.
fn token_of(last: u64, release: Release) -> String {
    match release {
        Release::V0_14 => format!("00000000-0000-4000-8000-{last:012x}"),
        Release::Current => format!("fake-page-token-{last:012x}"),
    }
}

fn older_token(token: &str) -> Result<u64, ErrorBody> {
    let digits = token.replace('-', "");
    let shape = token.len() == 36 || token.len() == 32;
    let number = u128::from_str_radix(&digits, 16)
        .ok()
        .filter(|_| shape && digits.len() == 32);
    // The release takes it for a failure of its own.
    let number = number.ok_or_else(|| {
        ErrorBody::new(StatusCode::INTERNAL_SERVER_ERROR).message("malformed page token")
    })?;
    let first: u128 = 0x4000_8000_0000_0000_0000;
    Ok(number
        .checked_sub(first)
        .map_or(0, |after| u64::try_from(after).unwrap_or(u64::MAX)))
}

fn newer_token(token: &str) -> Result<u64, ErrorBody> {
    let digits = token
        .strip_prefix("fake-page-token-")
        .filter(|digits| digits.len() >= 12);
    let number = digits.and_then(|digits| u64::from_str_radix(digits, 16).ok());
    number.ok_or_else(|| bad_request().message("invalid pagination token"))
}

/// Go's `strconv.Atoi`.
fn decimal(text: &str) -> Result<i64, String> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let why = match digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        true => "invalid syntax",
        false => "value out of range",
    };
    text.parse()
        .map_err(|_| format!("strconv.Atoi: parsing {}: {why}", Quoted(text)))
}

/// A relationship as Keto writes it.
pub(super) fn tuple_json(tuple: &RelationTuple) -> Value {
    given_json(&GivenTuple::of(tuple))
}

fn given_json(tuple: &GivenTuple) -> Value {
    let GivenTuple {
        namespace,
        object,
        relation,
        ..
    } = tuple;
    let mut written = value!({"namespace": namespace, "object": object, "relation": relation});
    if let Some(id) = &tuple.subject_id {
        written["subject_id"] = value!(id);
    }
    if let Some(set) = &tuple.subject_set {
        written["subject_set"] = value!({
            "namespace": set.namespace, "object": set.object, "relation": set.relation
        });
    }
    written
}

fn create(state: &mut State, incoming: &Incoming) -> Answer {
    let result = created(state, incoming);
    answer(state, incoming, result)
}

fn created(state: &mut State, incoming: &Incoming) -> Result<Answer, ErrorBody> {
    let read = go_json::first_value(&incoming.body)
        .and_then(|body| GivenTuple::from_json(&body, Place::BODY));
    let given = read.map_err(|error| bad_request().message(error))?;
    given.validate()?;
    state.store.insert(given.resolve(&state.model)?);
    let mut answer = json(StatusCode::CREATED, &given_json(&given));
    let mut pairs = vec![
        ("namespace", &*given.namespace),
        ("object", &given.object),
        ("relation", &given.relation),
    ];
    match (&given.subject_id, &given.subject_set) {
        (Some(id), _) => pairs.push(("subject_id", id)),
        (None, Some(set)) => pairs.extend([
            ("subject_set.namespace", &*set.namespace),
            ("subject_set.object", &set.object),
            ("subject_set.relation", &set.relation),
        ]),
        (None, None) => {}
    }
    let location = format!("/relation-tuples?{}", encoded(&pairs));
    if let Ok(location) = HeaderValue::from_str(&location) {
        answer.headers_mut().insert(LOCATION, location);
    }
    Ok(answer)
}

fn patch(state: &mut State, incoming: &Incoming) -> Answer {
    let result = patched(state, incoming);
    answer(state, incoming, result)
}

/// A change of a patch: its action, and its relationship if there is one.
type Change = (String, Option<GivenTuple>);

fn changes(body: &[u8]) -> Result<Vec<Change>, String> {
    const OF: &str = "PatchDelta";
    let body = go_json::first_value(body)?;
    let list = match &body {
        Value::Null => return Ok(Vec::new()),
        Value::Array(list) => list,
        other => return Err(wrong_type(other, Place::BODY, "[]*ketoapi.PatchDelta")),
    };
    list.iter()
        .map(|change| {
            if !change.is_object() && !change.is_null() {
                return Err(wrong_type(change, Place::BODY, "ketoapi.PatchDelta"));
            }
            let action = text_member(change, OF, "", "action", "ketoapi.PatchAction")?;
            let place = Place::at(OF, "relation_tuple");
            let tuple = go_json::member(change, "relation_tuple");
            let tuple = tuple.map(|tuple| GivenTuple::from_json(tuple, place));
            Ok((action.unwrap_or_default(), tuple.transpose()?))
        })
        .collect()
}

fn patched(state: &mut State, incoming: &Incoming) -> Result<Answer, ErrorBody> {
    let changes = changes(&incoming.body).map_err(|error| bad_request().message(error))?;
    let (mut insert, mut remove) = (Vec::new(), Vec::new());
    for (action, given) in changes {
        let given = given.ok_or_else(|| bad_request().message("relation_tuple is missing"))?;
        given.validate()?;
        match &*action {
            "insert" => insert.push(given),
            "delete" => remove.push(given),
            other => return Err(bad_request().message(format!("unknown action {other}"))),
        }
    }
    let resolve = |given: Vec<GivenTuple>| -> Result<Vec<RelationTuple>, ErrorBody> {
        given
            .iter()
            .map(|given| given.resolve(&state.model))
            .collect()
    };
    // Nothing is changed unless everything can be.
    let (insert, remove) = (resolve(insert)?, resolve(remove)?);
    for tuple in insert {
        state.store.insert(tuple);
    }
    for tuple in remove {
        state.store.remove(&tuple);
    }
    Ok(empty(StatusCode::NO_CONTENT))
}

fn delete(state: &mut State, incoming: &Incoming) -> Answer {
    let result = deleted(state, incoming);
    answer(state, incoming, result)
}

fn deleted(state: &mut State, incoming: &Incoming) -> Result<Answer, ErrorBody> {
    let mut reasons = Vec::new();
    let mut names = incoming.query().iter().map(|(name, _)| &**name);
    if let Some(name) = names.find(|name| !GivenQuery::NAMES.contains(name)) {
        reasons.push(format!("query parameter key {} unknown", Quoted(name)));
    }
    if incoming.query_value("namespace").is_none() {
        let reason = "query parameters must specify at least one of the following: namespace";
        reasons.push(reason.to_owned());
    }
    if !incoming.body.is_empty() {
        reasons.push("body is not empty".to_owned());
    }
    if !reasons.is_empty() {
        return Err(bad_request().reason(reasons.join("; ")));
    }
    let query = GivenQuery::from_query(incoming)?.resolve(&state.model)?;
    state.store.remove_all(&query);
    Ok(empty(StatusCode::NO_CONTENT))
}

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

fn check(state: &mut State, incoming: &Incoming) -> Answer {
    let result = asked(state, incoming).map(|verdict| allowed(StatusCode::OK, verdict));
    answer(state, incoming, result)
}

fn check_or_error(state: &mut State, incoming: &Incoming) -> Answer {
    let result = asked(state, incoming).map(|verdict| match verdict {
        true => allowed(StatusCode::OK, true),
        false => allowed(StatusCode::FORBIDDEN, false),
    });
    answer(state, incoming, result)
}

fn batch(state: &mut State, incoming: &Incoming) -> Answer {
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

/// What a check of `engine` looks at.
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
