//! The stable ids of Kratos's messages, with names.

use std::fmt;

/// The number of a message that this version of the SDK has no name for.
///
/// Only [`MessageId::from`] makes one, so that an id which gets a name later breaks nobody's code: compare with
/// [`MessageId::code`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownMessageId(i64);

impl fmt::Debug for UnknownMessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

macro_rules! message_ids {
    ($( $(#[$meta:meta])* $name:ident = $code:literal ),* $(,)?) => {
        /// What a message of a flow says: the ids that Kratos documents, and any other.
        ///
        /// Texts change between versions, languages and projects; ids do not. The facts of a message, such as
        /// the least length of a password, are in its `context`.
        ///
        /// See <https://www.ory.com/docs/kratos/concepts/ui-messages>.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum MessageId {
            $( $(#[$meta])* $name, )*
            /// An id that this version of the SDK has no name for.
            Unknown(UnknownMessageId),
        }

        impl MessageId {
            /// All ids that this version of the SDK has names for, in ascending order.
            pub const KNOWN: &'static [MessageId] = &[$(MessageId::$name),*];

            /// The number, as it stands in `UiText::id`.
            #[must_use]
            pub const fn code(self) -> i64 {
                match self {
                    $( MessageId::$name => $code, )*
                    MessageId::Unknown(unknown) => unknown.0,
                }
            }
        }

        impl From<i64> for MessageId {
            fn from(code: i64) -> Self {
                match code {
                    $( $code => MessageId::$name, )*
                    _ => MessageId::Unknown(UnknownMessageId(code)),
                }
            }
        }
    };
}

message_ids! {
    /// Sign in.
    LoginSubmit = 1_010_001,
    /// Sign in with a provider.
    LoginWithProvider = 1_010_002,
    /// The user has to sign in again.
    LoginRefresh = 1_010_003,
    /// The user has to give a second factor.
    LoginSecondFactor = 1_010_004,
    /// Verify.
    LoginVerify = 1_010_005,
    /// The code of the authenticator app.
    LoginTotpLabel = 1_010_006,
    /// A lookup code.
    LoginLookupLabel = 1_010_007,
    /// Sign in with a security key.
    LoginWebAuthn = 1_010_008,
    /// Use the authenticator app.
    LoginTotp = 1_010_009,
    /// Use a lookup code.
    LoginLookup = 1_010_010,
    /// Go on with the security key.
    LoginContinueWebAuthn = 1_010_011,
    /// Make the security key ready.
    LoginWebAuthnPasswordless = 1_010_012,
    /// Go on.
    LoginContinue = 1_010_013,
    /// A code was sent.
    LoginCodeSent = 1_010_014,
    /// Send a code.
    LoginSendCode = 1_010_015,
    /// The address belongs to another account, to which the provider can be linked.
    LoginLink = 1_010_016,
    /// Sign in and link the account.
    LoginAndLink = 1_010_017,
    /// Confirm with a provider.
    LoginWithProviderAndLink = 1_010_018,
    /// Ask for a code as the second factor.
    LoginCodeSecondFactor = 1_010_019,
    /// Where the code goes.
    LoginCodeSecondFactorHint = 1_010_020,
    /// Sign in with a passkey.
    LoginPasskey = 1_010_021,
    /// Sign in with a password.
    LoginPassword = 1_010_022,
    /// Send the code of the second factor to an address.
    LoginSendCodeToAddress = 1_010_023,
    /// Sign in with a security key, as the documentation lists it.
    LoginWebAuthnSecondFactor = 1_010_024,
    /// The code of the second factor was sent.
    LoginSecondFactorCodeSent = 1_010_025,
    /// Sign up.
    RegistrationSubmit = 1_040_001,
    /// Sign up with a provider.
    RegistrationWithProvider = 1_040_002,
    /// Go on.
    RegistrationContinue = 1_040_003,
    /// Sign up with a security key.
    RegistrationWebAuthn = 1_040_004,
    /// A code was sent.
    RegistrationCodeSent = 1_040_005,
    /// Send a code.
    RegistrationSendCode = 1_040_006,
    /// Sign up with a passkey.
    RegistrationPasskey = 1_040_007,
    /// Back.
    RegistrationBack = 1_040_008,
    /// Choose a credential.
    RegistrationChooseCredentials = 1_040_009,
    /// The changes were saved.
    SettingsSaved = 1_050_001,
    /// Link a provider.
    SettingsLinkProvider = 1_050_002,
    /// Unlink a provider.
    SettingsUnlinkProvider = 1_050_003,
    /// Unlink the authenticator app.
    SettingsUnlinkTotp = 1_050_004,
    /// The QR code for the authenticator app.
    SettingsTotpQrCode = 1_050_005,
    /// The secret for the authenticator app.
    SettingsTotpSecret = 1_050_006,
    /// Show the lookup codes.
    SettingsRevealLookup = 1_050_007,
    /// Make new lookup codes.
    SettingsRegenerateLookup = 1_050_008,
    /// A lookup code.
    SettingsLookupSecret = 1_050_009,
    /// The lookup codes.
    SettingsLookupSecretLabel = 1_050_010,
    /// Confirm the lookup codes.
    SettingsConfirmLookup = 1_050_011,
    /// Add a security key.
    SettingsAddWebAuthn = 1_050_012,
    /// The name of the security key.
    SettingsWebAuthnName = 1_050_013,
    /// When a lookup code was used.
    SettingsLookupSecretUsed = 1_050_014,
    /// The list of lookup codes.
    SettingsLookupSecretList = 1_050_015,
    /// Disable lookup codes.
    SettingsDisableLookup = 1_050_016,
    /// The secret of the authenticator app.
    SettingsTotpSecretLabel = 1_050_017,
    /// Remove a security key.
    SettingsRemoveWebAuthn = 1_050_018,
    /// Add a passkey.
    SettingsAddPasskey = 1_050_019,
    /// Remove a passkey.
    SettingsRemovePasskey = 1_050_020,
    /// Remove a key of a device (Ory Network, 2026).
    SettingsRemoveDeviceAuthnKey = 1_050_021,
    /// The nonce that a device's new key signs (Ory Network, 2026).
    SettingsDeviceAuthnNonce = 1_050_022,
    /// The organization manages the account.
    SettingsManagedByOrganization = 1_050_023,
    /// The account is recovered.
    RecoverySuccessful = 1_060_001,
    /// A link was sent, if the address is known.
    RecoveryLinkSent = 1_060_002,
    /// A code was sent, if the address is known.
    RecoveryCodeSent = 1_060_003,
    /// A code was sent to an address that is shown in part.
    RecoveryCodeSentToMasked = 1_060_004,
    /// The address has to be given in full.
    RecoveryAskForFullAddress = 1_060_005,
    /// An address has to be chosen.
    RecoveryAskToChooseAddress = 1_060_006,
    /// Back.
    RecoveryBack = 1_060_007,
    /// Password.
    LabelPassword = 1_070_001,
    /// The title of a trait.
    LabelTrait = 1_070_002,
    /// Save.
    LabelSave = 1_070_003,
    /// Identifier.
    LabelId = 1_070_004,
    /// Submit.
    LabelSubmit = 1_070_005,
    /// Verify the code.
    LabelVerifyCode = 1_070_006,
    /// Email address.
    LabelEmail = 1_070_007,
    /// Send the code again.
    LabelResendCode = 1_070_008,
    /// Go on.
    LabelContinue = 1_070_009,
    /// Recovery code.
    LabelRecoveryCode = 1_070_010,
    /// Verification code.
    LabelVerificationCode = 1_070_011,
    /// Registration code.
    LabelRegistrationCode = 1_070_012,
    /// Login code.
    LabelLoginCode = 1_070_013,
    /// Sign in and link the credential.
    LabelLoginAndLink = 1_070_014,
    /// Captcha.
    LabelCaptcha = 1_070_015,
    /// Recovery address.
    LabelRecoveryAddress = 1_070_016,
    /// Phone number.
    LabelPhone = 1_070_017,
    /// Email address or phone number.
    LabelEmailOrPhone = 1_070_018,
    /// A link was sent.
    VerificationLinkSent = 1_080_001,
    /// The address is verified.
    VerificationSuccessful = 1_080_002,
    /// A code was sent.
    VerificationCodeSent = 1_080_003,
    /// A code was sent by text message.
    VerificationSmsSent = 1_080_004,
    /// The phone number is verified.
    VerificationPhoneSuccessful = 1_080_005,
    /// Something is wrong; the context says what.
    Invalid = 4_000_001,
    /// A field is missing.
    Required = 4_000_002,
    /// The text is too short.
    TooShort = 4_000_003,
    /// The text does not match the pattern.
    InvalidFormat = 4_000_004,
    /// The password is not good enough.
    PasswordPolicyViolation = 4_000_005,
    /// Identifier or password is wrong.
    InvalidCredentials = 4_000_006,
    /// The identifier belongs to an account already.
    DuplicateCredentials = 4_000_007,
    /// The code of the authenticator app is wrong.
    TotpWrong = 4_000_008,
    /// No identifier was given.
    IdentifierMissing = 4_000_009,
    /// The address has to be verified first.
    AddressNotVerified = 4_000_010,
    /// No authenticator app is set up.
    NoTotpDevice = 4_000_011,
    /// The lookup code has been used.
    LookupAlreadyUsed = 4_000_012,
    /// No security key is set up.
    NoWebAuthnDevice = 4_000_013,
    /// No lookup codes are set up.
    NoLookup = 4_000_014,
    /// There is no such account with a security key.
    NoWebAuthnUser = 4_000_015,
    /// The lookup code is wrong.
    LookupInvalid = 4_000_016,
    /// The text is too long.
    TooLong = 4_000_017,
    /// The number is below the minimum.
    TooSmall = 4_000_018,
    /// The number is not above the exclusive minimum.
    NotAboveMinimum = 4_000_019,
    /// The number is above the maximum.
    TooLarge = 4_000_020,
    /// The number is not below the exclusive maximum.
    NotBelowMaximum = 4_000_021,
    /// The number is not a multiple of what it has to be.
    NotMultiple = 4_000_022,
    /// The list is too long.
    TooManyItems = 4_000_023,
    /// The list is too short.
    TooFewItems = 4_000_024,
    /// Items of the list are equal.
    ItemsNotUnique = 4_000_025,
    /// The value has another type.
    WrongType = 4_000_026,
    /// The identifier belongs to an account, which the provider can be linked to.
    DuplicateCredentialsOnLink = 4_000_027,
    /// The identifier belongs to an account; the context says how to sign in.
    DuplicateCredentialsWithHints = 4_000_028,
    /// The value is not the one it has to be.
    NotConstant = 4_000_029,
    /// The value is not the one it has to be, and the message does not say which.
    ConstantFailed = 4_000_030,
    /// The password is too similar to the identifier.
    PasswordSimilarToIdentifier = 4_000_031,
    /// The password is too short.
    PasswordTooShort = 4_000_032,
    /// The password is too long.
    PasswordTooLong = 4_000_033,
    /// The password is known from data breaches.
    PasswordBreached = 4_000_034,
    /// There is no such account with codes.
    NoCodeUser = 4_000_035,
    /// The traits are not those that the flow began with.
    TraitsMismatch = 4_000_036,
    /// There is no such account with a method to sign in.
    AccountNotFound = 4_000_037,
    /// The captcha failed.
    CaptchaFailed = 4_000_038,
    /// The new password is the old one.
    PasswordUnchanged = 4_000_039,
    /// This is no email address.
    InvalidEmail = 4_000_040,
    /// This is no phone number.
    InvalidPhone = 4_000_041,
    /// No key of a device is set up.
    NoDeviceAuthnDevice = 4_000_042,
    /// The sign-in with the security key is wrong.
    WebAuthnInvalid = 4_000_043,
    /// The signature of the device is wrong.
    DeviceAuthnInvalid = 4_000_044,
    /// The device's key was accepted by relaxed attestation, which is over: the device has to be enrolled again (Ory
    /// Network, 2026).
    DeviceAuthnAttestationOutdated = 4_000_045,
    /// The device's key is older than user verification: the device has to be enrolled again (Ory Network, 2026).
    DeviceAuthnReenrollmentRequired = 4_000_046,
    /// The login has expired.
    LoginFlowExpired = 4_010_001,
    /// No method of the login matches the form.
    LoginNoStrategy = 4_010_002,
    /// No method of the registration matches the form.
    RegistrationNoStrategy = 4_010_003,
    /// No method of the settings matches the form.
    SettingsNoStrategy = 4_010_004,
    /// No method of the recovery matches the form.
    RecoveryNoStrategy = 4_010_005,
    /// No method of the verification matches the form.
    VerificationNoStrategy = 4_010_006,
    /// The login has been completed.
    LoginAlreadyCompleted = 4_010_007,
    /// The login code is wrong or used.
    LoginCodeInvalid = 4_010_008,
    /// The linked credentials do not match.
    LinkedCredentialsMismatch = 4_010_009,
    /// The account has no such address.
    LoginAddressUnknown = 4_010_010,
    /// The account is disabled.
    AccountDisabled = 4_010_011,
    /// The registration has expired.
    RegistrationFlowExpired = 4_040_001,
    /// The registration has been completed.
    RegistrationAlreadyCompleted = 4_040_002,
    /// The registration code is wrong or used.
    RegistrationCodeInvalid = 4_040_003,
    /// The settings flow has expired.
    SettingsFlowExpired = 4_050_001,
    /// Only one address can be changed at a time.
    SettingsOneAddressAtATime = 4_050_002,
    /// The recovery has been completed.
    RecoveryAlreadyCompleted = 4_060_001,
    /// The recovery has failed and has to begin again.
    RecoveryFailed = 4_060_002,
    /// The recovery token is missing.
    RecoveryTokenMissing = 4_060_003,
    /// The recovery token is wrong or used.
    RecoveryTokenInvalid = 4_060_004,
    /// The recovery has expired.
    RecoveryFlowExpired = 4_060_005,
    /// The recovery code is wrong or used.
    RecoveryCodeInvalid = 4_060_006,
    /// The verification token is wrong or used.
    VerificationTokenInvalid = 4_070_001,
    /// The verification has been completed.
    VerificationAlreadyCompleted = 4_070_002,
    /// The verification has failed and has to begin again.
    VerificationFailed = 4_070_003,
    /// The verification token is missing.
    VerificationTokenMissing = 4_070_004,
    /// The verification has expired.
    VerificationFlowExpired = 4_070_005,
    /// The verification code is wrong or used.
    VerificationCodeInvalid = 4_070_006,
    /// Something went wrong in the server or a web hook; the context says what.
    SystemError = 5_000_001,
    /// No method to sign in is available.
    NoMethodsAvailable = 5_000_002,
    /// The organization asks for single sign-on, but has no provider.
    NoOrganizationProvider = 5_000_003,
}

impl fmt::Display for MessageId {
    /// Prints the number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.code(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_kept_and_names_are_found_by_it() {
        assert_eq!(MessageId::from(4_000_006), MessageId::InvalidCredentials);
        assert!(
            MessageId::KNOWN
                .windows(2)
                .all(|pair| pair[0].code() < pair[1].code())
        );
        for &id in MessageId::KNOWN {
            assert_eq!(MessageId::from(id.code()), id);
        }
        for code in [0, -1, 4_009_999, i64::MIN, i64::MAX] {
            let id = MessageId::from(code);
            assert!(matches!(id, MessageId::Unknown(_)), "{code}");
            assert_eq!((id.code(), id.to_string()), (code, code.to_string()));
        }
    }
}
