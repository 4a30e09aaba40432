// @generated from xtask/codegen-golden/spec/odd_values.json. Do not edit.

ory_core::open_enum! {
    /// The kind.
    pub enum Kind {
        /// The empty text: nothing is said.
        Empty = "",
        /// ` ApiKey`.
        ApiKey = " ApiKey",
        /// `username webauthn`.
        UsernameWebAuthn = "username webauthn",
        /// `datetime-local`.
        DatetimeLocal = "datetime-local",
        /// `unknown`.
        NotKnown = "unknown",
    }
}
