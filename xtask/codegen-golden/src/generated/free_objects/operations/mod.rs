// @generated from xtask/codegen-golden/spec/free_objects.json. Do not edit.

//! The builders of the operations. The methods of the API groups make them.
