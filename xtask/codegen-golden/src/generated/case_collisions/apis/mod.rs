// @generated from xtask/codegen-golden/spec/case_collisions.json. Do not edit.

//! Groups of operations, which a client gives.
