// @generated from xtask/codegen-golden/spec/free_objects.json. Do not edit.

//! The builders of the operations, which the methods of the API groups return.
