// @generated from xtask/codegen-golden/spec/odd_values.json. Do not edit.

//! Groups of operations, accessed through a client.
