//! One module for each document in `spec/`; the list is kept by hand, and a test compares it.

pub mod array_aliases;
pub mod base64;
pub mod case_collisions;
pub mod default_errors;
pub mod defaults;
pub mod free_objects;
pub mod inline_enums;
pub mod inline_objects;
pub mod int_as_string;
pub mod leniency;
pub mod media;
pub mod odd_names;
pub mod odd_values;
pub mod pagination;
pub mod query_arrays;
pub mod redirects;
pub mod several_successes;
pub mod single_all_of;
pub mod unions;
pub mod untyped;
