// @generated from xtask/codegen-golden/spec/free_objects.json. Do not edit.

//! Groups of operations, accessed through a client.
