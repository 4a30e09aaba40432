// @generated from xtask/codegen-golden/spec/array_aliases.json. Do not edit.

//! The builders of the operations. The methods of the API groups make them.

mod list_texts;

pub use list_texts::ListTexts;
