// @generated from xtask/codegen-golden/spec/case_collisions.json. Do not edit.

//! Groups of operations, accessed through a client.
