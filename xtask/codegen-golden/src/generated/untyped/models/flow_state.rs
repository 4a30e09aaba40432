// @generated from xtask/codegen-golden/spec/untyped.json. Do not edit.

ory_core::open_enum! {
    /// The flow state.
    pub enum FlowState {
        /// `choose_method`.
        ChooseMethod = "choose_method",
        /// `passed_challenge`.
        PassedChallenge = "passed_challenge",
    }
}
