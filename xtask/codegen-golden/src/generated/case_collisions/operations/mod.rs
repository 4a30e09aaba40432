// @generated from xtask/codegen-golden/spec/case_collisions.json. Do not edit.

//! The builders of the operations, which the methods of the API groups return.
