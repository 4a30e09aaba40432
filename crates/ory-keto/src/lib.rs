//! The Ory SDK for Ory Keto: relationships, permission checks and the Ory Permission Language.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod check;
mod client;
mod expand;
mod generated;
mod in_flight;
mod load;
mod query;
#[cfg(test)]
mod testing;
mod transaction;
mod tree;
mod tuple;

pub use check::{CheckAll, CheckError};
pub use client::{Client, ClientBuilder};
pub use generated::apis::*;
#[cfg(feature = "legacy")]
pub use generated::legacy;
pub use generated::{models, operations};
pub use load::{IfStored, Load, LoadError, Loaded};
pub use ory_core as core;
pub use ory_core::Error;
pub use query::{ListTuples, RelationQuery};
pub use transaction::Transaction;
pub use tuple::{ParseTupleError, RelationTuple, Subject, SubjectError};
