//! From a call to its value: the request, the attempts, the response.

pub mod decode;
pub(crate) mod execute;
pub(crate) mod link;
pub mod operation;
pub(crate) mod page;
mod parameters;
pub(crate) mod response;
pub(crate) mod retry;
