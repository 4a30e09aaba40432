//! What to do after a flow: the `continue_with` of a response.

use ory_core::Secret;

use crate::models::{
    ContinueWith, RecoveryFlow, SettingsFlow, SuccessfulNativeLogin, SuccessfulNativeRegistration,
    VerificationFlow,
};

/// What to do first after a flow: settings, then recovery, verification, a redirect, the PIN of a
/// device, and keeping the session token. A kind that this version does not know comes last, so that
/// it is not lost.
#[must_use]
pub fn next_step(steps: &[ContinueWith]) -> Option<&ContinueWith> {
    // The first of several with the same rank wins.
    steps.iter().min_by_key(|step| match step {
        ContinueWith::ShowSettingsUi(_) => 0,
        ContinueWith::ShowRecoveryUi(_) => 1,
        ContinueWith::ShowVerificationUi(_) => 2,
        ContinueWith::RedirectBrowserTo(_) => 3,
        ContinueWith::ShowPinEntryUi(_) => 4,
        ContinueWith::SetOrySessionToken(_) => 5,
        _ => 6,
    })
}

/// The session token among the steps, which a native app keeps.
fn session_token(steps: &[ContinueWith]) -> Option<&Secret> {
    steps.iter().find_map(|step| match step {
        ContinueWith::SetOrySessionToken(set) => Some(&set.ory_session_token),
        _ => None,
    })
}

macro_rules! continues {
    ($($model:ident: $steps:expr, $token:expr;)*) => {
        $(impl $model {
            /// What to do next, in the order given.
            #[must_use]
            pub fn steps(&self) -> &[ContinueWith] {
                let steps: fn(&Self) -> &[ContinueWith] = $steps;
                steps(self)
            }

            /// What to do first: see [`next_step`](crate::flow::next_step).
            #[must_use]
            pub fn next_step(&self) -> Option<&ContinueWith> {
                next_step(self.steps())
            }

            /// The session token, wherever it is in the response. Browsers get a cookie instead.
            #[must_use]
            pub fn token(&self) -> Option<&Secret> {
                let own: fn(&Self) -> Option<&Secret> = $token;
                own(self).or_else(|| session_token(self.steps()))
            }
        })*
    };
}

continues! {
    SuccessfulNativeLogin: |login| &login.continue_with, |login| login.session_token.as_ref();
    SuccessfulNativeRegistration: |registration| &registration.continue_with,
        |registration| registration.session_token.as_ref();
    SettingsFlow: |flow| &flow.continue_with, |_| None;
    RecoveryFlow: |flow| &flow.continue_with, |_| None;
    // Kratos names no step after a verification; its form has a link to go on by.
    VerificationFlow: |_| &[], |_| None;
}

#[cfg(test)]
mod tests {
    use ory_core::serde_json::{self, Value, json};

    use super::*;

    #[test]
    fn the_first_step_is_chosen_by_what_it_is_and_unknown_ones_are_kept() {
        let step = |value: Value| serde_json::from_value::<ContinueWith>(value).unwrap();
        let token =
            step(json!({ "action": "set_ory_session_token", "ory_session_token": "ory_st_1" }));
        let go =
            step(json!({ "action": "redirect_browser_to", "redirect_browser_to": "http://a" }));
        let verify = step(json!({ "action": "show_verification_ui",
            "flow": { "id": "1", "verifiable_address": "a@b" } }));
        let recover = step(json!({ "action": "show_recovery_ui", "flow": { "id": "1" } }));
        let settings = step(json!({ "action": "show_settings_ui", "flow": { "id": "1" } }));
        let new = step(json!({ "action": "dance", "to": "music" }));
        let mut steps = vec![new.clone()];
        for first in [token, go, verify, recover, settings] {
            assert_eq!(
                next_step(&steps),
                steps.last().filter(|_| steps.len() > 1).or(Some(&new))
            );
            steps.push(first);
        }
        assert!(matches!(
            next_step(&steps),
            Some(ContinueWith::ShowSettingsUi(_))
        ));
        assert_eq!(session_token(&steps), Some(&Secret::new("ory_st_1")));
        assert_eq!(next_step(&[]), None);
    }
}
