//! The operations of Kratos's flows that give their answers, refusals included, as values: `outcome()`.

use ory_kratos::Client;

use super::{Operation, kratos, written};

/// Every operation that has an outcome.
pub(crate) fn of_flows(client: &Client) -> Vec<Operation<'_>> {
    macro_rules! outcomes {
        ($($id:literal $call:ident $written:ident,)*) => {
            vec![$(operation!(client, $id, kratos::$call, outcome, written::$written)),*]
        };
    }
    outcomes![
        "updateLoginFlow" update_login_flow flow,
        "updateFedcmFlow" update_fedcm_flow flow,
        "updateRegistrationFlow" update_registration_flow flow,
        "updateSettingsFlow" update_settings_flow flow,
        "updateRecoveryFlow" update_recovery_flow flow,
        "updateVerificationFlow" update_verification_flow flow,
        "createBrowserLoginFlow" create_browser_login_flow flow,
        "createNativeLoginFlow" create_native_login_flow flow,
        "getLoginFlow" get_login_flow flow,
        "createBrowserRegistrationFlow" create_browser_registration_flow flow,
        "createNativeRegistrationFlow" create_native_registration_flow flow,
        "getRegistrationFlow" get_registration_flow flow,
        "createBrowserSettingsFlow" create_browser_settings_flow flow,
        "createNativeSettingsFlow" create_native_settings_flow flow,
        "getSettingsFlow" get_settings_flow flow,
        "createBrowserRecoveryFlow" create_browser_recovery_flow flow,
        "createNativeRecoveryFlow" create_native_recovery_flow flow,
        "getRecoveryFlow" get_recovery_flow flow,
        "createBrowserVerificationFlow" create_browser_verification_flow flow,
        "createNativeVerificationFlow" create_native_verification_flow flow,
        "getVerificationFlow" get_verification_flow flow,
        "createBrowserLogoutFlow" create_browser_logout_flow flow,
        "toSession" to_session session,
        "updateLogoutFlow" update_logout_flow logout,
        "performNativeLogout" perform_native_logout logout,
        "exchangeSessionToken" exchange_session_token flow,
    ]
}
