// @generated from xtask/codegen-golden/spec/base64.json. Do not edit.

//! The builders of the operations, which the methods of the API groups return.
