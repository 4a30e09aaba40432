// @generated from xtask/codegen-golden/spec/single_all_of.json. Do not edit.

//! The builders of the operations, which the methods of the API groups return.
