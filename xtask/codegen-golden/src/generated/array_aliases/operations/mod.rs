// @generated from xtask/codegen-golden/spec/array_aliases.json. Do not edit.

//! The builders of the operations, which the methods of the API groups return.

mod list_texts;

pub use list_texts::ListTexts;
