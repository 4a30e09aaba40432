// @generated from xtask/codegen-golden/spec/default_errors.json. Do not edit.

//! The builders of the operations, which the methods of the API groups return.

mod delete_thing;

pub use delete_thing::DeleteThing;
