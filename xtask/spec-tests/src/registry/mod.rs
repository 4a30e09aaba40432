//! Every operation and model of the product crates by its name in the contract.
//!
//! The lists are written by `cargo xtask codegen`; what they are checked against is not.

use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::HeaderMap;
use http_body_util::Full;
use ory_core::operation::FullResponseFuture;
use ory_core::{Error, Response, RetryPolicy};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use written::Written;

/// An entry of the lists: an operation's id, the function that makes its call, and the one that writes its value back.
macro_rules! operation {
    ($client:ident, $id:literal, $call:path, $written:path) => {
        operation!($client, $id, $call, response, $written)
    };
    ($client:ident, $id:literal, $call:path, $send:ident, $written:path) => {
        Operation {
            id: $id,
            build: Box::new(|given| $crate::registry::text($call($client, given)?.into_request())),
            send: Box::new(|given| {
                Ok($crate::registry::answer(
                    $call($client, given)?.$send(),
                    $written,
                ))
            }),
        }
    };
}

pub(crate) use operation;

pub use crate::generated::{cloud, hydra, keto, kratos};

pub mod written;

/// One model.
pub struct Model {
    /// The schema's name in the contract.
    pub schema: &'static str,
    /// Reads a value as the model and writes it back.
    pub round_trip: fn(Value) -> Result<Value, String>,
    /// Reads a value as the model and prints it for debugging.
    pub debug: fn(Value) -> Result<String, String>,
}

impl Model {
    /// The model `T` of a schema.
    pub const fn of<T: DeserializeOwned + Serialize + Debug>(schema: &'static str) -> Self {
        Self {
            schema,
            round_trip: round_trip::<T>,
            debug: debug::<T>,
        }
    }
}

fn round_trip<T: DeserializeOwned + Serialize>(value: Value) -> Result<Value, String> {
    // Through text, as a response arrives: numbers and keys behave as they do for a user.
    let model: T = serde_json::from_str(&value.to_string()).map_err(text_of)?;
    let written = serde_json::to_string(&model).map_err(text_of)?;
    serde_json::from_str(&written).map_err(text_of)
}

fn debug<T: DeserializeOwned + Debug>(value: Value) -> Result<String, String> {
    let model: T = serde_json::from_value(value).map_err(text_of)?;
    Ok(format!("{model:?} {model:#?}"))
}

type Request = Result<http::Request<Bytes>, String>;
type Build<'c> = Box<dyn Fn(&Map<String, Value>) -> Request + 'c>;

/// What a call gives its user: the value written back, with the head that came with it, or the error.
pub type Answer = Result<Response<Written>, Error>;
type Sending = Pin<Box<dyn Future<Output = Answer>>>;
type Start<'c> = Box<dyn Fn(&Map<String, Value>) -> Result<Sending, String> + 'c>;

/// One operation.
pub struct Operation<'c> {
    /// The operation's id in the contract.
    pub id: &'static str,
    pub(crate) build: Build<'c>,
    pub(crate) send: Start<'c>,
}

impl Operation<'_> {
    /// The request of a call with these arguments, by their names in the contract.
    pub fn request(&self, arguments: &Map<String, Value>) -> Request {
        (self.build)(arguments)
    }
}

pub(crate) fn answer<T: 'static>(
    call: FullResponseFuture<T>,
    written: fn(T) -> Written,
) -> Sending {
    Box::pin(async move { call.await.map(|response| response.map(written)) })
}

/// The models of a product.
pub fn models(product: &str) -> &'static [Model] {
    match product {
        "kratos" => kratos::MODELS,
        "hydra" => hydra::MODELS,
        "keto" => keto::MODELS,
        "cloud" => cloud::MODELS,
        other => panic!("no product {other}"),
    }
}

/// The models of a product that no operation uses any more.
pub fn legacy(product: &str) -> &'static [Model] {
    match product {
        "kratos" => kratos::LEGACY,
        "hydra" => hydra::LEGACY,
        "keto" => keto::LEGACY,
        "cloud" => cloud::LEGACY,
        other => panic!("no product {other}"),
    }
}

const URL: &str = "http://127.0.0.1:1/prefix";

/// Hands the operations of a product, on a client that reaches nobody, to `with`.
pub fn with_operations<T>(product: &str, with: impl FnOnce(&[Operation<'_>]) -> T) -> T {
    match product {
        "kratos" => with(&kratos::operations(
            &ory_kratos::Client::builder().url(URL).build().unwrap(),
        )),
        "hydra" => with(&hydra::operations(
            &ory_hydra::Client::builder().url(URL).build().unwrap(),
        )),
        "keto" => with(&keto::operations(
            &ory_keto::Client::builder().url(URL).build().unwrap(),
        )),
        "cloud" => with(&cloud::operations(
            &ory_cloud::Client::builder().url(URL).build().unwrap(),
        )),
        other => panic!("no product {other}"),
    }
}

/// What came of a call that was answered from a script.
pub struct Replayed {
    /// The headers that were sent.
    pub sent: HeaderMap,
    /// What the user was given.
    pub answer: Answer,
}

/// Calls the operation `id` of a product, whose server answers with `response`, and once more by `outcome()` where the
/// operation has it. Nothing is sent over a network.
///
/// # Errors
///
/// There is no such operation, or the arguments are not its own.
pub async fn replay(
    product: &str,
    id: &str,
    arguments: &Map<String, Value>,
    response: http::Response<Bytes>,
) -> Result<(Replayed, Option<Replayed>), String> {
    let sent = Arc::new(Mutex::new(HeaderMap::new()));
    let noted = Arc::clone(&sent);
    let server = tower::service_fn(move |request: http::Request<ory_core::Body>| {
        *noted.lock().unwrap_or_else(PoisonError::into_inner) = request.headers().clone();
        let response = response.clone().map(Full::new);
        async move { Ok::<_, std::convert::Infallible>(response) }
    });
    // A product's builder has all of them, but they have no trait in common.
    macro_rules! client {
        ($product:ident) => {
            $product::Client::builder()
                .url(URL)
                .config(
                    &ory_core::Config::new()
                        .transport(server)
                        .retry(RetryPolicy::never()),
                )
                .build()
                .map_err(text_of)?
        };
    }
    let (answer, outcome) = match product {
        "kratos" => {
            let client = client!(ory_kratos);
            let answer = one(&kratos::operations(&client), id, arguments)?;
            let outcomes = kratos::outcomes(&client);
            let outcome = outcomes.iter().find(|operation| operation.id == id);
            let outcome = outcome.map(|operation| (operation.send)(arguments));
            (answer, outcome.transpose()?)
        }
        "hydra" => (
            one(&hydra::operations(&client!(ory_hydra)), id, arguments)?,
            None,
        ),
        "keto" => (
            one(&keto::operations(&client!(ory_keto)), id, arguments)?,
            None,
        ),
        "cloud" => (
            one(&cloud::operations(&client!(ory_cloud)), id, arguments)?,
            None,
        ),
        other => return Err(format!("no product {other}")),
    };
    let replayed = async |sending: Sending| {
        let answer = sending.await;
        let sent = sent.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Replayed { sent, answer }
    };
    let answer = replayed(answer).await;
    let outcome = match outcome {
        Some(outcome) => Some(replayed(outcome).await),
        None => None,
    };
    Ok((answer, outcome))
}

fn one(
    operations: &[Operation<'_>],
    id: &str,
    arguments: &Map<String, Value>,
) -> Result<Sending, String> {
    let operation = operations.iter().find(|operation| operation.id == id);
    let operation = operation.ok_or_else(|| format!("no operation {id}"))?;
    (operation.send)(arguments)
}

pub(crate) fn argument<T: DeserializeOwned>(
    given: &Map<String, Value>,
    name: &str,
) -> Result<T, String> {
    optional(given, name)?.ok_or_else(|| format!("`{name}` was not given"))
}

pub(crate) fn optional<T: DeserializeOwned>(
    given: &Map<String, Value>,
    name: &str,
) -> Result<Option<T>, String> {
    let Some(value) = given.get(name) else {
        return Ok(None);
    };
    serde_json::from_value(value.clone())
        .map(Some)
        .map_err(|error| format!("`{name}`: {error}"))
}

pub(crate) fn text<T>(result: Result<T, ory_kratos::Error>) -> Result<T, String> {
    result.map_err(text_of)
}

fn text_of(error: impl std::fmt::Display) -> String {
    error.to_string()
}
