// @generated from xtask/codegen-golden/spec/untyped.json. Do not edit.

//! Groups of operations, accessed through a client.
