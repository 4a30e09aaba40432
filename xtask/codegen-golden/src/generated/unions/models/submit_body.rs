// @generated from xtask/codegen-golden/spec/unions.json. Do not edit.

use super::{WithCode, WithPassword};

ory_core::union! {
    /// The submit body.
    pub enum SubmitBody tag "method" {
        /// `code`.
        Code(WithCode) = "code" or "code:again" if "code" = "again",
        /// `password`.
        Password(WithPassword) = "password",
    }
}
