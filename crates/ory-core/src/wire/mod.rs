//! How values stand in JSON and in text.

pub mod encoded;
pub(crate) mod field_path;
pub(crate) mod go_duration;
pub(crate) mod json_patch;
pub(crate) mod json_pointer;
pub mod object;
pub mod open_enum;
pub mod redact;
pub(crate) mod secret;
pub(crate) mod timestamp;
pub mod union;
