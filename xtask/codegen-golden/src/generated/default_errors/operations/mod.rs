// @generated from xtask/codegen-golden/spec/default_errors.json. Do not edit.

//! The builders of the operations. The methods of the API groups make them.

mod delete_thing;

pub use delete_thing::DeleteThing;
