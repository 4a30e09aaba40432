//! Relationships: listed, created, changed together and deleted.

use ory_core::fake::answer::{Answer, ErrorBody, empty, json};
use ory_core::fake::go_json;
use ory_core::fake::incoming::{Incoming, encoded};
use ory_core::http::StatusCode;
use ory_core::http::header::{HeaderValue, LOCATION};
use serde_json::{Value, json as value};

use super::reply::{answer, ok};
use super::request::{
    GivenQuery, GivenTuple, Place, bad_request, parse_int, text as text_member, wrong_type,
};
use super::settings::Release;
use super::state::State;
use crate::RelationTuple;
use crate::opl::quote::Quoted;

pub(super) fn list(state: &mut State, incoming: &Incoming) -> Answer {
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
fn tuple_json(tuple: &RelationTuple) -> Value {
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

pub(super) fn create(state: &mut State, incoming: &Incoming) -> Answer {
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

pub(super) fn patch(state: &mut State, incoming: &Incoming) -> Answer {
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

pub(super) fn delete(state: &mut State, incoming: &Incoming) -> Answer {
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
