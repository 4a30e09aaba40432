// @generated from xtask/codegen-golden/spec/int_as_string.json. Do not edit.

//! The builders of the operations, which the methods of the API groups return.
