//! From a call to its value: the request, the attempts, the response.

pub(crate) mod answer;
mod attempt;
mod body;
pub(crate) mod builder;
pub mod decode;
mod execute;
pub(crate) mod future;
mod macros;
pub(crate) mod operation;
pub(crate) mod optional;
mod options;
pub(crate) mod page;
pub(crate) mod pages;
pub(crate) mod redirect;
pub(crate) mod response;
mod url;
