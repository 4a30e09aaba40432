// @generated from xtask/codegen-golden/spec/int_as_string.json. Do not edit.

//! Groups of operations, accessed through a client.
