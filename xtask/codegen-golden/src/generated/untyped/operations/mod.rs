// @generated from xtask/codegen-golden/spec/untyped.json. Do not edit.

//! The builders of the operations. The methods of the API groups make them.
