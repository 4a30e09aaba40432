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
        "updateLoginFlow" update_login_flow submitted,
        "updateFedcmFlow" update_fedcm_flow submitted,
        "updateRegistrationFlow" update_registration_flow submitted,
        "updateSettingsFlow" update_settings_flow submitted,
        "updateRecoveryFlow" update_recovery_flow submitted,
        "updateVerificationFlow" update_verification_flow submitted,
        "createBrowserLoginFlow" create_browser_login_flow made,
        "createNativeLoginFlow" create_native_login_flow made,
        "getLoginFlow" get_login_flow made,
        "createBrowserRegistrationFlow" create_browser_registration_flow made,
        "createNativeRegistrationFlow" create_native_registration_flow made,
        "getRegistrationFlow" get_registration_flow made,
        "createBrowserSettingsFlow" create_browser_settings_flow made,
        "createNativeSettingsFlow" create_native_settings_flow made,
        "getSettingsFlow" get_settings_flow made,
        "createBrowserRecoveryFlow" create_browser_recovery_flow made,
        "createNativeRecoveryFlow" create_native_recovery_flow made,
        "getRecoveryFlow" get_recovery_flow made,
        "createBrowserVerificationFlow" create_browser_verification_flow made,
        "createNativeVerificationFlow" create_native_verification_flow made,
        "getVerificationFlow" get_verification_flow made,
        "createBrowserLogoutFlow" create_browser_logout_flow made,
        "toSession" to_session session,
        "updateLogoutFlow" update_logout_flow logout,
        "performNativeLogout" perform_native_logout logout,
        "exchangeSessionToken" exchange_session_token exchange,
    ]
}
