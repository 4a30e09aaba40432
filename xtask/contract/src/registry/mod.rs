//! Every operation and model of the product crates by its name in the contract.
//!
//! The lists are written by `cargo xtask codegen`; what they are checked against is not.

use std::fmt::Debug;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub mod cloud;
pub mod hydra;
pub mod keto;
pub mod kratos;

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

/// One operation.
pub struct Operation<'c> {
    /// The operation's id in the contract.
    pub id: &'static str,
    build: Build<'c>,
}

impl<'c> Operation<'c> {
    fn new(id: &'static str, build: impl Fn(&Map<String, Value>) -> Request + 'c) -> Self {
        Self {
            id,
            build: Box::new(build),
        }
    }

    /// The request of a call with these arguments, by their names in the contract.
    pub fn request(&self, arguments: &Map<String, Value>) -> Request {
        (self.build)(arguments)
    }
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

/// Hands the operations of a product, on a client that reaches nobody, to `with`.
pub fn with_operations<T>(product: &str, with: impl FnOnce(&[Operation<'_>]) -> T) -> T {
    const URL: &str = "http://127.0.0.1:1/prefix";
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

fn argument<T: DeserializeOwned>(given: &Map<String, Value>, name: &str) -> Result<T, String> {
    optional(given, name)?.ok_or_else(|| format!("`{name}` was not given"))
}

fn optional<T: DeserializeOwned>(
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

fn text<T>(result: Result<T, ory_kratos::Error>) -> Result<T, String> {
    result.map_err(text_of)
}

fn text_of(error: impl std::fmt::Display) -> String {
    error.to_string()
}
