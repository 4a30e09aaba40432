//! What serves the operations and models of API v0.2.0-alpha.25 today.

/// The name of each operation, and the path to what serves it.
pub const OPERATIONS: &[(&str, &str)] = &[
    (
        "UpdateOAuth2ClientLifespans",
        "ory_hydra::OAuth2Api::set_oauth2_client_lifespans",
    ),
    ("GetVersion", "ory_kratos::MetadataApi::get_version"),
    ("IsAlive", "ory_kratos::MetadataApi::is_alive"),
    ("IsReady", "ory_kratos::MetadataApi::is_ready"),
    ("GetCheck", "ory_keto::PermissionApi::check_permission"),
    (
        "GetCheckMirrorStatus",
        "ory_keto::PermissionApi::check_permission_or_error",
    ),
    ("GetExpand", "ory_keto::PermissionApi::expand_permissions"),
    (
        "GetRelationTuples",
        "ory_keto::RelationshipApi::get_relationships",
    ),
    (
        "PostCheck",
        "ory_keto::PermissionApi::post_check_permission",
    ),
    (
        "PostCheckMirrorStatus",
        "ory_keto::PermissionApi::post_check_permission_or_error",
    ),
    (
        "AdminAcceptOAuth2ConsentRequest",
        "ory_hydra::OAuth2Api::accept_oauth2_consent_request",
    ),
    (
        "AdminAcceptOAuth2LoginRequest",
        "ory_hydra::OAuth2Api::accept_oauth2_login_request",
    ),
    (
        "AdminAcceptOAuth2LogoutRequest",
        "ory_hydra::OAuth2Api::accept_oauth2_logout_request",
    ),
    (
        "AdminCreateIdentity",
        "ory_kratos::IdentityApi::create_identity",
    ),
    (
        "AdminCreateJsonWebKeySet",
        "ory_hydra::JwkApi::create_json_web_key_set",
    ),
    (
        "AdminCreateOAuth2Client",
        "ory_hydra::OAuth2Api::create_oauth2_client",
    ),
    (
        "AdminCreateSelfServiceRecoveryLink",
        "ory_kratos::IdentityApi::create_recovery_link_for_identity",
    ),
    (
        "AdminDeleteIdentity",
        "ory_kratos::IdentityApi::delete_identity",
    ),
    (
        "AdminDeleteIdentitySessions",
        "ory_kratos::IdentityApi::delete_identity_sessions",
    ),
    (
        "AdminDeleteJsonWebKey",
        "ory_hydra::JwkApi::delete_json_web_key",
    ),
    (
        "AdminDeleteJsonWebKeySet",
        "ory_hydra::JwkApi::delete_json_web_key_set",
    ),
    (
        "AdminDeleteOAuth2Client",
        "ory_hydra::OAuth2Api::delete_oauth2_client",
    ),
    (
        "AdminDeleteOAuth2Token",
        "ory_hydra::OAuth2Api::delete_oauth2_token",
    ),
    (
        "AdminDeleteTrustedOAuth2JwtGrantIssuer",
        "ory_hydra::OAuth2Api::delete_trusted_oauth2_jwt_grant_issuer",
    ),
    (
        "AdminExtendSession",
        "ory_kratos::IdentityApi::extend_session",
    ),
    ("AdminGetIdentity", "ory_kratos::IdentityApi::get_identity"),
    ("AdminGetJsonWebKey", "ory_hydra::JwkApi::get_json_web_key"),
    (
        "AdminGetJsonWebKeySet",
        "ory_hydra::JwkApi::get_json_web_key_set",
    ),
    (
        "AdminGetOAuth2Client",
        "ory_hydra::OAuth2Api::get_oauth2_client",
    ),
    (
        "AdminGetOAuth2ConsentRequest",
        "ory_hydra::OAuth2Api::get_oauth2_consent_request",
    ),
    (
        "AdminGetOAuth2LoginRequest",
        "ory_hydra::OAuth2Api::get_oauth2_login_request",
    ),
    (
        "AdminGetOAuth2LogoutRequest",
        "ory_hydra::OAuth2Api::get_oauth2_logout_request",
    ),
    (
        "AdminGetTrustedOAuth2JwtGrantIssuer",
        "ory_hydra::OAuth2Api::get_trusted_oauth2_jwt_grant_issuer",
    ),
    (
        "AdminIntrospectOAuth2Token",
        "ory_hydra::OAuth2Api::introspect_oauth2_token",
    ),
    (
        "AdminListIdentities",
        "ory_kratos::IdentityApi::list_identities",
    ),
    (
        "AdminListIdentitySessions",
        "ory_kratos::IdentityApi::list_identity_sessions",
    ),
    (
        "AdminListOAuth2Clients",
        "ory_hydra::OAuth2Api::list_oauth2_clients",
    ),
    (
        "AdminListOAuth2SubjectConsentSessions",
        "ory_hydra::OAuth2Api::list_oauth2_consent_sessions",
    ),
    (
        "AdminListTrustedOAuth2JwtGrantIssuers",
        "ory_hydra::OAuth2Api::list_trusted_oauth2_jwt_grant_issuers",
    ),
    (
        "AdminPatchIdentity",
        "ory_kratos::IdentityApi::patch_identity",
    ),
    (
        "AdminPatchOAuth2Client",
        "ory_hydra::OAuth2Api::patch_oauth2_client",
    ),
    (
        "AdminRejectOAuth2ConsentRequest",
        "ory_hydra::OAuth2Api::reject_oauth2_consent_request",
    ),
    (
        "AdminRejectOAuth2LoginRequest",
        "ory_hydra::OAuth2Api::reject_oauth2_login_request",
    ),
    (
        "AdminRejectOAuth2LogoutRequest",
        "ory_hydra::OAuth2Api::reject_oauth2_logout_request",
    ),
    (
        "AdminRevokeOAuth2ConsentSessions",
        "ory_hydra::OAuth2Api::revoke_oauth2_consent_sessions",
    ),
    (
        "AdminRevokeOAuth2LoginSessions",
        "ory_hydra::OAuth2Api::revoke_oauth2_login_sessions",
    ),
    (
        "AdminTrustOAuth2JwtGrantIssuer",
        "ory_hydra::OAuth2Api::trust_oauth2_jwt_grant_issuer",
    ),
    (
        "AdminUpdateIdentity",
        "ory_kratos::IdentityApi::update_identity",
    ),
    (
        "AdminUpdateJsonWebKey",
        "ory_hydra::JwkApi::set_json_web_key",
    ),
    (
        "AdminUpdateJsonWebKeySet",
        "ory_hydra::JwkApi::set_json_web_key_set",
    ),
    (
        "AdminUpdateOAuth2Client",
        "ory_hydra::OAuth2Api::set_oauth2_client",
    ),
    ("CreateProject", "ory_cloud::ProjectApi::create_project"),
    (
        "CreateSelfServiceLogoutFlowUrlForBrowsers",
        "ory_kratos::FrontendApi::create_browser_logout_flow",
    ),
    (
        "DiscoverJsonWebKeys",
        "ory_hydra::JwkApi::discover_json_web_keys",
    ),
    (
        "DiscoverOidcConfiguration",
        "ory_hydra::OidcApi::discover_oidc_configuration",
    ),
    (
        "DynamicClientRegistrationCreateOAuth2Client",
        "ory_hydra::OidcApi::create_oidc_dynamic_client",
    ),
    (
        "DynamicClientRegistrationDeleteOAuth2Client",
        "ory_hydra::OidcApi::delete_oidc_dynamic_client",
    ),
    (
        "DynamicClientRegistrationGetOAuth2Client",
        "ory_hydra::OidcApi::get_oidc_dynamic_client",
    ),
    (
        "DynamicClientRegistrationUpdateOAuth2Client",
        "ory_hydra::OidcApi::set_oidc_dynamic_client",
    ),
    (
        "GetIdentitySchema",
        "ory_kratos::IdentityApi::get_identity_schema",
    ),
    ("GetOidcUserInfo", "ory_hydra::OidcApi::get_oidc_user_info"),
    ("GetProject", "ory_cloud::ProjectApi::get_project"),
    (
        "GetProjectMembers",
        "ory_cloud::ProjectApi::get_project_members",
    ),
    (
        "GetSelfServiceError",
        "ory_kratos::FrontendApi::get_flow_error",
    ),
    (
        "GetSelfServiceLoginFlow",
        "ory_kratos::FrontendApi::get_login_flow",
    ),
    (
        "GetSelfServiceRecoveryFlow",
        "ory_kratos::FrontendApi::get_recovery_flow",
    ),
    (
        "GetSelfServiceRegistrationFlow",
        "ory_kratos::FrontendApi::get_registration_flow",
    ),
    (
        "GetSelfServiceSettingsFlow",
        "ory_kratos::FrontendApi::get_settings_flow",
    ),
    (
        "GetSelfServiceVerificationFlow",
        "ory_kratos::FrontendApi::get_verification_flow",
    ),
    (
        "GetWebAuthnJavaScript",
        "ory_kratos::FrontendApi::get_webauthn_javascript",
    ),
    (
        "InitializeSelfServiceLoginFlowForBrowsers",
        "ory_kratos::FrontendApi::create_browser_login_flow",
    ),
    (
        "InitializeSelfServiceLoginFlowWithoutBrowser",
        "ory_kratos::FrontendApi::create_native_login_flow",
    ),
    (
        "InitializeSelfServiceRecoveryFlowForBrowsers",
        "ory_kratos::FrontendApi::create_browser_recovery_flow",
    ),
    (
        "InitializeSelfServiceRecoveryFlowWithoutBrowser",
        "ory_kratos::FrontendApi::create_native_recovery_flow",
    ),
    (
        "InitializeSelfServiceRegistrationFlowForBrowsers",
        "ory_kratos::FrontendApi::create_browser_registration_flow",
    ),
    (
        "InitializeSelfServiceRegistrationFlowWithoutBrowser",
        "ory_kratos::FrontendApi::create_native_registration_flow",
    ),
    (
        "InitializeSelfServiceSettingsFlowForBrowsers",
        "ory_kratos::FrontendApi::create_browser_settings_flow",
    ),
    (
        "InitializeSelfServiceSettingsFlowWithoutBrowser",
        "ory_kratos::FrontendApi::create_native_settings_flow",
    ),
    (
        "InitializeSelfServiceVerificationFlowForBrowsers",
        "ory_kratos::FrontendApi::create_browser_verification_flow",
    ),
    (
        "InitializeSelfServiceVerificationFlowWithoutBrowser",
        "ory_kratos::FrontendApi::create_native_verification_flow",
    ),
    (
        "ListIdentitySchemas",
        "ory_kratos::IdentityApi::list_identity_schemas",
    ),
    ("ListProjects", "ory_cloud::ProjectApi::list_projects"),
    ("ListSessions", "ory_kratos::FrontendApi::list_my_sessions"),
    ("PatchProject", "ory_cloud::ProjectApi::patch_project"),
    (
        "PerformOAuth2AuthorizationFlow",
        "ory_hydra::OAuth2Api::oauth2_authorize",
    ),
    (
        "PerformOAuth2TokenFlow",
        "ory_hydra::OAuth2Api::oauth2_token_exchange",
    ),
    (
        "PerformOidcFrontOrBackChannelLogout",
        "ory_hydra::OidcApi::revoke_oidc_session",
    ),
    ("PurgeProject", "ory_cloud::ProjectApi::purge_project"),
    (
        "RemoveProjectMember",
        "ory_cloud::ProjectApi::remove_project_member",
    ),
    (
        "RevokeOAuth2Token",
        "ory_hydra::OAuth2Api::revoke_oauth2_token",
    ),
    (
        "RevokeSession",
        "ory_kratos::FrontendApi::disable_my_session",
    ),
    (
        "RevokeSessions",
        "ory_kratos::FrontendApi::disable_my_other_sessions",
    ),
    (
        "SubmitSelfServiceLoginFlow",
        "ory_kratos::FrontendApi::update_login_flow",
    ),
    (
        "SubmitSelfServiceLogoutFlow",
        "ory_kratos::FrontendApi::update_logout_flow",
    ),
    (
        "SubmitSelfServiceLogoutFlowWithoutBrowser",
        "ory_kratos::FrontendApi::perform_native_logout",
    ),
    (
        "SubmitSelfServiceRecoveryFlow",
        "ory_kratos::FrontendApi::update_recovery_flow",
    ),
    (
        "SubmitSelfServiceRegistrationFlow",
        "ory_kratos::FrontendApi::update_registration_flow",
    ),
    (
        "SubmitSelfServiceSettingsFlow",
        "ory_kratos::FrontendApi::update_settings_flow",
    ),
    (
        "SubmitSelfServiceVerificationFlow",
        "ory_kratos::FrontendApi::update_verification_flow",
    ),
    ("ToSession", "ory_kratos::FrontendApi::to_session"),
    ("UpdateProject", "ory_cloud::ProjectApi::set_project"),
    (
        "CreateRelationTuple",
        "ory_keto::RelationshipApi::create_relationship",
    ),
    (
        "DeleteRelationTuples",
        "ory_keto::RelationshipApi::delete_relationships",
    ),
    (
        "PatchRelationTuples",
        "ory_keto::RelationshipApi::patch_relationships",
    ),
];

/// The name of each model, and the path to what serves it.
pub const MODELS: &[(&str, &str)] = &[
    (
        "AcceptOAuth2ConsentRequest",
        "ory_hydra::models::AcceptOAuth2ConsentRequest",
    ),
    (
        "AcceptOAuth2ConsentRequestSession",
        "ory_hydra::models::AcceptOAuth2ConsentRequestSession",
    ),
    (
        "AcceptOAuth2LoginRequest",
        "ory_hydra::models::AcceptOAuth2LoginRequest",
    ),
    ("ActiveProject", "ory_cloud::legacy::ActiveProject"),
    (
        "AdminCreateIdentityBody",
        "ory_kratos::models::CreateIdentityBody",
    ),
    (
        "AdminCreateIdentityImportCredentialsOidc",
        "ory_kratos::models::IdentityWithCredentialsOidc",
    ),
    (
        "AdminCreateIdentityImportCredentialsOidcConfig",
        "ory_kratos::models::IdentityWithCredentialsOidcConfig",
    ),
    (
        "AdminCreateIdentityImportCredentialsOidcProvider",
        "ory_kratos::models::IdentityWithCredentialsOidcConfigProvider",
    ),
    (
        "AdminCreateIdentityImportCredentialsPassword",
        "ory_kratos::models::IdentityWithCredentialsPassword",
    ),
    (
        "AdminCreateIdentityImportCredentialsPasswordConfig",
        "ory_kratos::models::IdentityWithCredentialsPasswordConfig",
    ),
    (
        "AdminCreateJsonWebKeySetBody",
        "ory_hydra::models::CreateJsonWebKeySet",
    ),
    (
        "AdminCreateSelfServiceRecoveryLinkBody",
        "ory_kratos::models::CreateRecoveryLinkForIdentityBody",
    ),
    (
        "AdminIdentityImportCredentials",
        "ory_kratos::models::IdentityWithCredentials",
    ),
    (
        "AdminTrustOAuth2JwtGrantIssuerBody",
        "ory_hydra::models::TrustOAuth2JwtGrantIssuer",
    ),
    (
        "AdminUpdateIdentityBody",
        "ory_kratos::models::UpdateIdentityBody",
    ),
    ("ApiToken", "ory_cloud::models::ProjectApiKey"),
    (
        "AuthenticatorAssuranceLevel",
        "ory_kratos::models::AuthenticatorAssuranceLevel",
    ),
    ("CloudAccount", "ory_cloud::legacy::CloudAccount"),
    ("CnameSettings", "ory_cloud::legacy::CustomDomain"),
    (
        "CreateCustomHostnameBody",
        "ory_cloud::legacy::CreateCustomDomainBody",
    ),
    ("CreateProjectBody", "ory_cloud::models::CreateProjectBody"),
    (
        "CreateSubscriptionPayload",
        "ory_cloud::legacy::CreateSubscriptionBody",
    ),
    (
        "ErrorAuthenticatorAssuranceLevelNotSatisfied",
        "ory_kratos::legacy::ErrorAuthenticatorAssuranceLevelNotSatisfied",
    ),
    ("ExpandTree", "ory_keto::models::ExpandedPermissionTree"),
    ("GenericError", "ory_kratos::models::GenericError"),
    (
        "GenericErrorContent",
        "ory_cloud::models::GenericErrorContent",
    ),
    (
        "GetCheckResponse",
        "ory_keto::models::CheckPermissionResult",
    ),
    (
        "GetManagedIdentitySchemaLocation",
        "ory_cloud::legacy::GetManagedIdentitySchemaLocation",
    ),
    (
        "GetRelationTuplesResponse",
        "ory_keto::models::Relationships",
    ),
    (
        "HandledOAuth2ConsentRequest",
        "ory_hydra::models::OAuth2RedirectTo",
    ),
    (
        "HandledOAuth2LoginRequest",
        "ory_hydra::models::OAuth2RedirectTo",
    ),
    (
        "HandledOAuth2LogoutRequest",
        "ory_hydra::models::OAuth2RedirectTo",
    ),
    ("Headers", "ory_hydra::models::IdTokenHeaders"),
    ("HealthNotReadyStatus", "ory_core::health::HealthNotReady"),
    ("HealthStatus", "ory_core::health::HealthStatus"),
    ("IDTokenClaims", "ory_hydra::models::IdTokenClaims"),
    ("Identity", "ory_kratos::models::Identity"),
    (
        "IdentityCredentials",
        "ory_kratos::models::IdentityCredentials",
    ),
    (
        "IdentityCredentialsOidc",
        "ory_kratos::legacy::IdentityCredentialsOidc",
    ),
    (
        "IdentityCredentialsOidcProvider",
        "ory_kratos::legacy::IdentityCredentialsOidcProvider",
    ),
    (
        "IdentityCredentialsPassword",
        "ory_kratos::legacy::IdentityCredentialsPassword",
    ),
    (
        "IdentityCredentialsType",
        "ory_kratos::models::IdentityCredentialsType",
    ),
    (
        "IdentitySchemaContainer",
        "ory_kratos::models::IdentitySchemaContainer",
    ),
    (
        "IdentitySchemaPreset",
        "ory_cloud::legacy::IdentitySchemaPreset",
    ),
    ("IdentityState", "ory_kratos::models::IdentityState"),
    ("InlineResponse200", "ory_core::health::HealthStatus"),
    ("InlineResponse2001", "ory_core::health::Version"),
    ("InlineResponse503", "ory_core::health::HealthNotReady"),
    ("InternalRelationTuple", "ory_keto::models::Relationship"),
    (
        "IntrospectedOAuth2Token",
        "ory_hydra::models::IntrospectedOAuth2Token",
    ),
    (
        "InvitePayload",
        "ory_cloud::legacy::CreateProjectMemberInviteBody",
    ),
    (
        "IsOwnerForProjectBySlug",
        "ory_cloud::legacy::IsOwnerForProjectBySlug",
    ),
    (
        "IsOwnerForProjectBySlugPayload",
        "ory_cloud::legacy::InternalIsOwnerForProjectBySlugBody",
    ),
    ("JsonError", "ory_kratos::models::ErrorGeneric"),
    ("JsonPatch", "ory_kratos::models::JsonPatch"),
    ("JsonWebKey", "ory_hydra::models::JsonWebKey"),
    ("JsonWebKeySet", "ory_hydra::models::JsonWebKeySet"),
    ("KetoNamespace", "ory_cloud::legacy::KetoNamespace"),
    (
        "ManagedIdentitySchema",
        "ory_cloud::legacy::ManagedIdentitySchema",
    ),
    (
        "ManagedIdentitySchemaValidationResult",
        "ory_cloud::legacy::ManagedIdentitySchemaValidationResult",
    ),
    (
        "NeedsPrivilegedSessionError",
        "ory_kratos::legacy::NeedsPrivilegedSessionError",
    ),
    ("NormalizedProject", "ory_cloud::legacy::NormalizedProject"),
    (
        "NormalizedProjectRevision",
        "ory_cloud::legacy::NormalizedProjectRevision",
    ),
    (
        "NormalizedProjectRevisionHook",
        "ory_cloud::legacy::NormalizedProjectRevisionHook",
    ),
    (
        "NormalizedProjectRevisionIdentitySchema",
        "ory_cloud::legacy::NormalizedProjectRevisionIdentitySchema",
    ),
    (
        "NormalizedProjectRevisionThirdPartyProvider",
        "ory_cloud::legacy::NormalizedProjectRevisionThirdPartyProvider",
    ),
    ("NullPlan", "ory_cloud::legacy::NullPlan"),
    (
        "OAuth2AccessRequest",
        "ory_hydra::models::OAuth2AccessRequest",
    ),
    ("OAuth2ApiError", "ory_hydra::models::ErrorOAuth2"),
    ("OAuth2Client", "ory_hydra::models::OAuth2Client"),
    (
        "OAuth2ConsentRequest",
        "ory_hydra::models::OAuth2ConsentRequest",
    ),
    (
        "OAuth2ConsentRequestOpenIDConnectContext",
        "ory_hydra::models::OAuth2ConsentRequestOpenIdConnectContext",
    ),
    (
        "OAuth2ConsentSession",
        "ory_hydra::models::TokenHookSession",
    ),
    (
        "OAuth2ConsentSessionExpiresAt",
        "ory_hydra::models::TokenHookExpiresAt",
    ),
    (
        "OAuth2LoginRequest",
        "ory_hydra::models::OAuth2LoginRequest",
    ),
    (
        "OAuth2LogoutRequest",
        "ory_hydra::models::OAuth2LogoutRequest",
    ),
    (
        "OAuth2TokenResponse",
        "ory_hydra::models::OAuth2TokenExchange",
    ),
    ("OidcConfiguration", "ory_hydra::models::OidcConfiguration"),
    ("OidcUserInfo", "ory_hydra::models::OidcUserInfo"),
    ("Pagination", "ory_kratos::legacy::Pagination"),
    ("PaginationHeaders", "ory_kratos::legacy::PaginationHeaders"),
    ("PatchDelta", "ory_keto::models::RelationshipPatch"),
    (
        "PreviousOAuth2ConsentSession",
        "ory_hydra::models::OAuth2ConsentSession",
    ),
    ("Project", "ory_cloud::models::Project"),
    ("ProjectHost", "ory_cloud::legacy::ProjectHost"),
    ("ProjectInvite", "ory_cloud::legacy::MemberInvite"),
    ("ProjectMetadata", "ory_cloud::models::ProjectMetadata"),
    (
        "ProjectServiceIdentity",
        "ory_cloud::models::ProjectServiceIdentity",
    ),
    (
        "ProjectServiceOAuth2",
        "ory_cloud::models::ProjectServiceOAuth2",
    ),
    (
        "ProjectServicePermission",
        "ory_cloud::models::ProjectServicePermission",
    ),
    ("ProjectServices", "ory_cloud::models::ProjectServices"),
    (
        "ProvisionMockSubscriptionPayload",
        "ory_cloud::legacy::ProvisionMockSubscriptionPayload",
    ),
    (
        "QuotaCustomDomains",
        "ory_cloud::legacy::QuotaCustomDomains",
    ),
    (
        "QuotaProjectMemberSeats",
        "ory_cloud::legacy::QuotaProjectMemberSeats",
    ),
    (
        "RecoveryAddress",
        "ory_kratos::models::RecoveryIdentityAddress",
    ),
    (
        "RefreshTokenHookRequest",
        "ory_hydra::models::RefreshTokenHookRequest",
    ),
    (
        "RefreshTokenHookResponse",
        "ory_hydra::models::RefreshTokenHookResponse",
    ),
    (
        "RejectOAuth2Request",
        "ory_hydra::models::RejectOAuth2Request",
    ),
    ("RelationQuery", "ory_keto::legacy::RelationQuery"),
    (
        "RevokedSessions",
        "ory_kratos::models::DeleteMySessionsCount",
    ),
    ("SchemaPatch", "ory_cloud::legacy::SchemaPatch"),
    (
        "SelfServiceBrowserLocationChangeRequiredError",
        "ory_kratos::models::ErrorBrowserLocationChangeRequired",
    ),
    ("SelfServiceError", "ory_kratos::models::FlowError"),
    (
        "SelfServiceFlowExpiredError",
        "ory_kratos::legacy::SelfServiceFlowExpiredError",
    ),
    ("SelfServiceLoginFlow", "ory_kratos::models::LoginFlow"),
    ("SelfServiceLogoutUrl", "ory_kratos::models::LogoutFlow"),
    (
        "SelfServiceRecoveryFlow",
        "ory_kratos::models::RecoveryFlow",
    ),
    (
        "SelfServiceRecoveryFlowState",
        "ory_kratos::models::FlowState",
    ),
    (
        "SelfServiceRecoveryLink",
        "ory_kratos::models::RecoveryLinkForIdentity",
    ),
    (
        "SelfServiceRegistrationFlow",
        "ory_kratos::models::RegistrationFlow",
    ),
    (
        "SelfServiceSettingsFlow",
        "ory_kratos::models::SettingsFlow",
    ),
    (
        "SelfServiceSettingsFlowState",
        "ory_kratos::models::FlowState",
    ),
    (
        "SelfServiceVerificationFlow",
        "ory_kratos::models::VerificationFlow",
    ),
    (
        "SelfServiceVerificationFlowState",
        "ory_kratos::models::FlowState",
    ),
    ("Session", "ory_kratos::models::Session"),
    (
        "SessionAuthenticationMethod",
        "ory_kratos::models::SessionAuthenticationMethod",
    ),
    ("SessionDevice", "ory_kratos::models::SessionDevice"),
    (
        "SettingsProfileFormConfig",
        "ory_kratos::legacy::SettingsProfileFormConfig",
    ),
    (
        "StripeCustomerResponse",
        "ory_cloud::legacy::StripeCustomerResponse",
    ),
    ("SubjectSet", "ory_keto::models::SubjectSet"),
    (
        "SubmitSelfServiceFlowWithWebAuthnRegistrationMethod",
        "ory_kratos::legacy::SubmitSelfServiceFlowWithWebAuthnRegistrationMethod",
    ),
    (
        "SubmitSelfServiceLoginFlowBody",
        "ory_kratos::models::UpdateLoginFlowBody",
    ),
    (
        "SubmitSelfServiceLoginFlowWithLookupSecretMethodBody",
        "ory_kratos::models::UpdateLoginFlowWithLookupSecretMethod",
    ),
    (
        "SubmitSelfServiceLoginFlowWithOidcMethodBody",
        "ory_kratos::models::UpdateLoginFlowWithOidcMethod",
    ),
    (
        "SubmitSelfServiceLoginFlowWithPasswordMethodBody",
        "ory_kratos::models::UpdateLoginFlowWithPasswordMethod",
    ),
    (
        "SubmitSelfServiceLoginFlowWithTotpMethodBody",
        "ory_kratos::models::UpdateLoginFlowWithTotpMethod",
    ),
    (
        "SubmitSelfServiceLoginFlowWithWebAuthnMethodBody",
        "ory_kratos::models::UpdateLoginFlowWithWebAuthnMethod",
    ),
    (
        "SubmitSelfServiceLogoutFlowWithoutBrowserBody",
        "ory_kratos::models::PerformNativeLogoutBody",
    ),
    (
        "SubmitSelfServiceRecoveryFlowBody",
        "ory_kratos::models::UpdateRecoveryFlowBody",
    ),
    (
        "SubmitSelfServiceRecoveryFlowWithLinkMethodBody",
        "ory_kratos::models::UpdateRecoveryFlowWithLinkMethod",
    ),
    (
        "SubmitSelfServiceRegistrationFlowBody",
        "ory_kratos::models::UpdateRegistrationFlowBody",
    ),
    (
        "SubmitSelfServiceRegistrationFlowWithOidcMethodBody",
        "ory_kratos::models::UpdateRegistrationFlowWithOidcMethod",
    ),
    (
        "SubmitSelfServiceRegistrationFlowWithPasswordMethodBody",
        "ory_kratos::models::UpdateRegistrationFlowWithPasswordMethod",
    ),
    (
        "SubmitSelfServiceRegistrationFlowWithWebAuthnMethodBody",
        "ory_kratos::models::UpdateRegistrationFlowWithWebAuthnMethod",
    ),
    (
        "SubmitSelfServiceSettingsFlowBody",
        "ory_kratos::models::UpdateSettingsFlowBody",
    ),
    (
        "SubmitSelfServiceSettingsFlowWithLookupMethodBody",
        "ory_kratos::models::UpdateSettingsFlowWithLookupMethod",
    ),
    (
        "SubmitSelfServiceSettingsFlowWithOidcMethodBody",
        "ory_kratos::models::UpdateSettingsFlowWithOidcMethod",
    ),
    (
        "SubmitSelfServiceSettingsFlowWithPasswordMethodBody",
        "ory_kratos::models::UpdateSettingsFlowWithPasswordMethod",
    ),
    (
        "SubmitSelfServiceSettingsFlowWithProfileMethodBody",
        "ory_kratos::models::UpdateSettingsFlowWithProfileMethod",
    ),
    (
        "SubmitSelfServiceSettingsFlowWithTotpMethodBody",
        "ory_kratos::models::UpdateSettingsFlowWithTotpMethod",
    ),
    (
        "SubmitSelfServiceSettingsFlowWithWebAuthnMethodBody",
        "ory_kratos::models::UpdateSettingsFlowWithWebAuthnMethod",
    ),
    (
        "SubmitSelfServiceVerificationFlowBody",
        "ory_kratos::models::UpdateVerificationFlowBody",
    ),
    (
        "SubmitSelfServiceVerificationFlowWithLinkMethodBody",
        "ory_kratos::models::UpdateVerificationFlowWithLinkMethod",
    ),
    ("Subscription", "ory_cloud::legacy::Subscription"),
    (
        "SuccessfulOAuth2RequestResponse",
        "ory_hydra::models::OAuth2RedirectTo",
    ),
    (
        "SuccessfulProjectUpdate",
        "ory_cloud::models::SuccessfulProjectUpdate",
    ),
    (
        "SuccessfulSelfServiceLoginWithoutBrowser",
        "ory_kratos::models::SuccessfulNativeLogin",
    ),
    (
        "SuccessfulSelfServiceRegistrationWithoutBrowser",
        "ory_kratos::models::SuccessfulNativeRegistration",
    ),
    ("TokenPagination", "ory_hydra::legacy::TokenPagination"),
    (
        "TokenPaginationHeaders",
        "ory_hydra::legacy::TokenPaginationHeaders",
    ),
    (
        "TrustedOAuth2JwtGrantIssuer",
        "ory_hydra::models::TrustedOAuth2JwtGrantIssuer",
    ),
    (
        "TrustedOAuth2JwtGrantJsonWebKey",
        "ory_hydra::models::TrustedOAuth2JwtGrantJsonWebKey",
    ),
    ("UiContainer", "ory_kratos::models::UiContainer"),
    ("UiNode", "ory_kratos::models::UiNode"),
    (
        "UiNodeAnchorAttributes",
        "ory_kratos::models::UiNodeAnchorAttributes",
    ),
    ("UiNodeAttributes", "ory_kratos::models::UiNodeAttributes"),
    (
        "UiNodeImageAttributes",
        "ory_kratos::models::UiNodeImageAttributes",
    ),
    (
        "UiNodeInputAttributes",
        "ory_kratos::models::UiNodeInputAttributes",
    ),
    ("UiNodeMeta", "ory_kratos::models::UiNodeMeta"),
    (
        "UiNodeScriptAttributes",
        "ory_kratos::models::UiNodeScriptAttributes",
    ),
    (
        "UiNodeTextAttributes",
        "ory_kratos::models::UiNodeTextAttributes",
    ),
    ("UiText", "ory_kratos::models::UiText"),
    (
        "UpdateCustomHostnameBody",
        "ory_cloud::legacy::SetCustomDomainBody",
    ),
    (
        "UpdateOAuth2ClientLifespans",
        "ory_hydra::models::OAuth2ClientTokenLifespans",
    ),
    ("UpdateProject", "ory_cloud::models::SetProject"),
    (
        "UpdateSubscriptionPayload",
        "ory_cloud::legacy::UpdateSubscriptionBody",
    ),
    (
        "VerifiableIdentityAddress",
        "ory_kratos::models::VerifiableIdentityAddress",
    ),
    ("Version", "ory_core::health::Version"),
    ("Warning", "ory_cloud::models::Warning"),
];

/// The models under their older names.
pub mod models {
    pub use ory_cloud::legacy::ActiveProject;
    pub use ory_cloud::legacy::CloudAccount;
    pub use ory_cloud::legacy::CreateCustomDomainBody as CreateCustomHostnameBody;
    pub use ory_cloud::legacy::CreateProjectMemberInviteBody as InvitePayload;
    pub use ory_cloud::legacy::CreateSubscriptionBody as CreateSubscriptionPayload;
    pub use ory_cloud::legacy::CustomDomain as CnameSettings;
    pub use ory_cloud::legacy::GetManagedIdentitySchemaLocation;
    pub use ory_cloud::legacy::IdentitySchemaPreset;
    pub use ory_cloud::legacy::InternalIsOwnerForProjectBySlugBody as IsOwnerForProjectBySlugPayload;
    pub use ory_cloud::legacy::IsOwnerForProjectBySlug;
    pub use ory_cloud::legacy::KetoNamespace;
    pub use ory_cloud::legacy::ManagedIdentitySchema;
    pub use ory_cloud::legacy::ManagedIdentitySchemaValidationResult;
    pub use ory_cloud::legacy::MemberInvite as ProjectInvite;
    pub use ory_cloud::legacy::NormalizedProject;
    pub use ory_cloud::legacy::NormalizedProjectRevision;
    pub use ory_cloud::legacy::NormalizedProjectRevisionHook;
    pub use ory_cloud::legacy::NormalizedProjectRevisionIdentitySchema;
    pub use ory_cloud::legacy::NormalizedProjectRevisionThirdPartyProvider;
    pub use ory_cloud::legacy::NullPlan;
    pub use ory_cloud::legacy::ProjectHost;
    pub use ory_cloud::legacy::ProvisionMockSubscriptionPayload;
    pub use ory_cloud::legacy::QuotaCustomDomains;
    pub use ory_cloud::legacy::QuotaProjectMemberSeats;
    pub use ory_cloud::legacy::SchemaPatch;
    pub use ory_cloud::legacy::SetCustomDomainBody as UpdateCustomHostnameBody;
    pub use ory_cloud::legacy::StripeCustomerResponse;
    pub use ory_cloud::legacy::Subscription;
    pub use ory_cloud::legacy::UpdateSubscriptionBody as UpdateSubscriptionPayload;
    pub use ory_cloud::models::CreateProjectBody;
    pub use ory_cloud::models::GenericErrorContent;
    pub use ory_cloud::models::Project;
    pub use ory_cloud::models::ProjectApiKey as ApiToken;
    pub use ory_cloud::models::ProjectMetadata;
    pub use ory_cloud::models::ProjectServiceIdentity;
    pub use ory_cloud::models::ProjectServiceOAuth2;
    pub use ory_cloud::models::ProjectServicePermission;
    pub use ory_cloud::models::ProjectServices;
    pub use ory_cloud::models::SetProject as UpdateProject;
    pub use ory_cloud::models::SuccessfulProjectUpdate;
    pub use ory_cloud::models::Warning;
    pub use ory_core::health::HealthNotReady as HealthNotReadyStatus;
    pub use ory_core::health::HealthNotReady as InlineResponse503;
    pub use ory_core::health::HealthStatus;
    pub use ory_core::health::HealthStatus as InlineResponse200;
    pub use ory_core::health::Version as InlineResponse2001;
    pub use ory_core::health::Version;
    pub use ory_hydra::legacy::TokenPagination;
    pub use ory_hydra::legacy::TokenPaginationHeaders;
    pub use ory_hydra::models::AcceptOAuth2ConsentRequest;
    pub use ory_hydra::models::AcceptOAuth2ConsentRequestSession;
    pub use ory_hydra::models::AcceptOAuth2LoginRequest;
    pub use ory_hydra::models::CreateJsonWebKeySet as AdminCreateJsonWebKeySetBody;
    pub use ory_hydra::models::ErrorOAuth2 as OAuth2ApiError;
    pub use ory_hydra::models::IdTokenClaims as IDTokenClaims;
    pub use ory_hydra::models::IdTokenHeaders as Headers;
    pub use ory_hydra::models::IntrospectedOAuth2Token;
    pub use ory_hydra::models::JsonWebKey;
    pub use ory_hydra::models::JsonWebKeySet;
    pub use ory_hydra::models::OAuth2AccessRequest;
    pub use ory_hydra::models::OAuth2Client;
    pub use ory_hydra::models::OAuth2ClientTokenLifespans as UpdateOAuth2ClientLifespans;
    pub use ory_hydra::models::OAuth2ConsentRequest;
    pub use ory_hydra::models::OAuth2ConsentRequestOpenIdConnectContext as OAuth2ConsentRequestOpenIDConnectContext;
    pub use ory_hydra::models::OAuth2ConsentSession as PreviousOAuth2ConsentSession;
    pub use ory_hydra::models::OAuth2LoginRequest;
    pub use ory_hydra::models::OAuth2LogoutRequest;
    pub use ory_hydra::models::OAuth2RedirectTo as HandledOAuth2ConsentRequest;
    pub use ory_hydra::models::OAuth2RedirectTo as HandledOAuth2LoginRequest;
    pub use ory_hydra::models::OAuth2RedirectTo as HandledOAuth2LogoutRequest;
    pub use ory_hydra::models::OAuth2RedirectTo as SuccessfulOAuth2RequestResponse;
    pub use ory_hydra::models::OAuth2TokenExchange as OAuth2TokenResponse;
    pub use ory_hydra::models::OidcConfiguration;
    pub use ory_hydra::models::OidcUserInfo;
    pub use ory_hydra::models::RefreshTokenHookRequest;
    pub use ory_hydra::models::RefreshTokenHookResponse;
    pub use ory_hydra::models::RejectOAuth2Request;
    pub use ory_hydra::models::TokenHookExpiresAt as OAuth2ConsentSessionExpiresAt;
    pub use ory_hydra::models::TokenHookSession as OAuth2ConsentSession;
    pub use ory_hydra::models::TrustOAuth2JwtGrantIssuer as AdminTrustOAuth2JwtGrantIssuerBody;
    pub use ory_hydra::models::TrustedOAuth2JwtGrantIssuer;
    pub use ory_hydra::models::TrustedOAuth2JwtGrantJsonWebKey;
    pub use ory_keto::legacy::RelationQuery;
    pub use ory_keto::models::CheckPermissionResult as GetCheckResponse;
    pub use ory_keto::models::ExpandedPermissionTree as ExpandTree;
    pub use ory_keto::models::Relationship as InternalRelationTuple;
    pub use ory_keto::models::RelationshipPatch as PatchDelta;
    pub use ory_keto::models::Relationships as GetRelationTuplesResponse;
    pub use ory_keto::models::SubjectSet;
    pub use ory_kratos::legacy::ErrorAuthenticatorAssuranceLevelNotSatisfied;
    pub use ory_kratos::legacy::IdentityCredentialsOidc;
    pub use ory_kratos::legacy::IdentityCredentialsOidcProvider;
    pub use ory_kratos::legacy::IdentityCredentialsPassword;
    pub use ory_kratos::legacy::NeedsPrivilegedSessionError;
    pub use ory_kratos::legacy::Pagination;
    pub use ory_kratos::legacy::PaginationHeaders;
    pub use ory_kratos::legacy::SelfServiceFlowExpiredError;
    pub use ory_kratos::legacy::SettingsProfileFormConfig;
    pub use ory_kratos::legacy::SubmitSelfServiceFlowWithWebAuthnRegistrationMethod;
    pub use ory_kratos::models::AuthenticatorAssuranceLevel;
    pub use ory_kratos::models::CreateIdentityBody as AdminCreateIdentityBody;
    pub use ory_kratos::models::CreateRecoveryLinkForIdentityBody as AdminCreateSelfServiceRecoveryLinkBody;
    pub use ory_kratos::models::DeleteMySessionsCount as RevokedSessions;
    pub use ory_kratos::models::ErrorBrowserLocationChangeRequired as SelfServiceBrowserLocationChangeRequiredError;
    pub use ory_kratos::models::ErrorGeneric as JsonError;
    pub use ory_kratos::models::FlowError as SelfServiceError;
    pub use ory_kratos::models::FlowState as SelfServiceRecoveryFlowState;
    pub use ory_kratos::models::FlowState as SelfServiceSettingsFlowState;
    pub use ory_kratos::models::FlowState as SelfServiceVerificationFlowState;
    pub use ory_kratos::models::GenericError;
    pub use ory_kratos::models::Identity;
    pub use ory_kratos::models::IdentityCredentials;
    pub use ory_kratos::models::IdentityCredentialsType;
    pub use ory_kratos::models::IdentitySchemaContainer;
    pub use ory_kratos::models::IdentityState;
    pub use ory_kratos::models::IdentityWithCredentials as AdminIdentityImportCredentials;
    pub use ory_kratos::models::IdentityWithCredentialsOidc as AdminCreateIdentityImportCredentialsOidc;
    pub use ory_kratos::models::IdentityWithCredentialsOidcConfig as AdminCreateIdentityImportCredentialsOidcConfig;
    pub use ory_kratos::models::IdentityWithCredentialsOidcConfigProvider as AdminCreateIdentityImportCredentialsOidcProvider;
    pub use ory_kratos::models::IdentityWithCredentialsPassword as AdminCreateIdentityImportCredentialsPassword;
    pub use ory_kratos::models::IdentityWithCredentialsPasswordConfig as AdminCreateIdentityImportCredentialsPasswordConfig;
    pub use ory_kratos::models::JsonPatch;
    pub use ory_kratos::models::LoginFlow as SelfServiceLoginFlow;
    pub use ory_kratos::models::LogoutFlow as SelfServiceLogoutUrl;
    pub use ory_kratos::models::PerformNativeLogoutBody as SubmitSelfServiceLogoutFlowWithoutBrowserBody;
    pub use ory_kratos::models::RecoveryFlow as SelfServiceRecoveryFlow;
    pub use ory_kratos::models::RecoveryIdentityAddress as RecoveryAddress;
    pub use ory_kratos::models::RecoveryLinkForIdentity as SelfServiceRecoveryLink;
    pub use ory_kratos::models::RegistrationFlow as SelfServiceRegistrationFlow;
    pub use ory_kratos::models::Session;
    pub use ory_kratos::models::SessionAuthenticationMethod;
    pub use ory_kratos::models::SessionDevice;
    pub use ory_kratos::models::SettingsFlow as SelfServiceSettingsFlow;
    pub use ory_kratos::models::SuccessfulNativeLogin as SuccessfulSelfServiceLoginWithoutBrowser;
    pub use ory_kratos::models::SuccessfulNativeRegistration as SuccessfulSelfServiceRegistrationWithoutBrowser;
    pub use ory_kratos::models::UiContainer;
    pub use ory_kratos::models::UiNode;
    pub use ory_kratos::models::UiNodeAnchorAttributes;
    pub use ory_kratos::models::UiNodeAttributes;
    pub use ory_kratos::models::UiNodeImageAttributes;
    pub use ory_kratos::models::UiNodeInputAttributes;
    pub use ory_kratos::models::UiNodeMeta;
    pub use ory_kratos::models::UiNodeScriptAttributes;
    pub use ory_kratos::models::UiNodeTextAttributes;
    pub use ory_kratos::models::UiText;
    pub use ory_kratos::models::UpdateIdentityBody as AdminUpdateIdentityBody;
    pub use ory_kratos::models::UpdateLoginFlowBody as SubmitSelfServiceLoginFlowBody;
    pub use ory_kratos::models::UpdateLoginFlowWithLookupSecretMethod as SubmitSelfServiceLoginFlowWithLookupSecretMethodBody;
    pub use ory_kratos::models::UpdateLoginFlowWithOidcMethod as SubmitSelfServiceLoginFlowWithOidcMethodBody;
    pub use ory_kratos::models::UpdateLoginFlowWithPasswordMethod as SubmitSelfServiceLoginFlowWithPasswordMethodBody;
    pub use ory_kratos::models::UpdateLoginFlowWithTotpMethod as SubmitSelfServiceLoginFlowWithTotpMethodBody;
    pub use ory_kratos::models::UpdateLoginFlowWithWebAuthnMethod as SubmitSelfServiceLoginFlowWithWebAuthnMethodBody;
    pub use ory_kratos::models::UpdateRecoveryFlowBody as SubmitSelfServiceRecoveryFlowBody;
    pub use ory_kratos::models::UpdateRecoveryFlowWithLinkMethod as SubmitSelfServiceRecoveryFlowWithLinkMethodBody;
    pub use ory_kratos::models::UpdateRegistrationFlowBody as SubmitSelfServiceRegistrationFlowBody;
    pub use ory_kratos::models::UpdateRegistrationFlowWithOidcMethod as SubmitSelfServiceRegistrationFlowWithOidcMethodBody;
    pub use ory_kratos::models::UpdateRegistrationFlowWithPasswordMethod as SubmitSelfServiceRegistrationFlowWithPasswordMethodBody;
    pub use ory_kratos::models::UpdateRegistrationFlowWithWebAuthnMethod as SubmitSelfServiceRegistrationFlowWithWebAuthnMethodBody;
    pub use ory_kratos::models::UpdateSettingsFlowBody as SubmitSelfServiceSettingsFlowBody;
    pub use ory_kratos::models::UpdateSettingsFlowWithLookupMethod as SubmitSelfServiceSettingsFlowWithLookupMethodBody;
    pub use ory_kratos::models::UpdateSettingsFlowWithOidcMethod as SubmitSelfServiceSettingsFlowWithOidcMethodBody;
    pub use ory_kratos::models::UpdateSettingsFlowWithPasswordMethod as SubmitSelfServiceSettingsFlowWithPasswordMethodBody;
    pub use ory_kratos::models::UpdateSettingsFlowWithProfileMethod as SubmitSelfServiceSettingsFlowWithProfileMethodBody;
    pub use ory_kratos::models::UpdateSettingsFlowWithTotpMethod as SubmitSelfServiceSettingsFlowWithTotpMethodBody;
    pub use ory_kratos::models::UpdateSettingsFlowWithWebAuthnMethod as SubmitSelfServiceSettingsFlowWithWebAuthnMethodBody;
    pub use ory_kratos::models::UpdateVerificationFlowBody as SubmitSelfServiceVerificationFlowBody;
    pub use ory_kratos::models::UpdateVerificationFlowWithLinkMethod as SubmitSelfServiceVerificationFlowWithLinkMethodBody;
    pub use ory_kratos::models::VerifiableIdentityAddress;
    pub use ory_kratos::models::VerificationFlow as SelfServiceVerificationFlow;
}

/// Names every method; a method with generic parameters has no other proof than a call.
pub fn operations() {
    let _ = |api: &ory_hydra::OAuth2Api,
             id: &str,
             body: ory_hydra::models::OAuth2ClientTokenLifespans| {
        ory_hydra::OAuth2Api::set_oauth2_client_lifespans(api, id, body)
    };
    let _ = |api: &ory_kratos::MetadataApi| ory_kratos::MetadataApi::get_version(api);
    let _ = |api: &ory_kratos::MetadataApi| ory_kratos::MetadataApi::is_alive(api);
    let _ = |api: &ory_kratos::MetadataApi| ory_kratos::MetadataApi::is_ready(api);
    let _ = |api: &ory_keto::PermissionApi, namespace: &str, object: &str, relation: &str| {
        ory_keto::PermissionApi::check_permission(api, namespace, object, relation)
    };
    let _ = |api: &ory_keto::PermissionApi, namespace: &str, object: &str, relation: &str| {
        ory_keto::PermissionApi::check_permission_or_error(api, namespace, object, relation)
    };
    let _ = |api: &ory_keto::PermissionApi, namespace: &str, object: &str, relation: &str| {
        ory_keto::PermissionApi::expand_permissions(api, namespace, object, relation)
    };
    let _ = |api: &ory_keto::RelationshipApi| ory_keto::RelationshipApi::get_relationships(api);
    let _ = |api: &ory_keto::PermissionApi, body: ory_keto::models::PostCheckPermissionBody| {
        ory_keto::PermissionApi::post_check_permission(api, body)
    };
    let _ = |api: &ory_keto::PermissionApi,
             body: ory_keto::models::PostCheckPermissionOrErrorBody| {
        ory_keto::PermissionApi::post_check_permission_or_error(api, body)
    };
    let _ = |api: &ory_hydra::OAuth2Api,
             consent_challenge: ory_core::Secret,
             body: ory_hydra::models::AcceptOAuth2ConsentRequest| {
        ory_hydra::OAuth2Api::accept_oauth2_consent_request(api, consent_challenge, body)
    };
    let _ = |api: &ory_hydra::OAuth2Api,
             login_challenge: ory_core::Secret,
             body: ory_hydra::models::AcceptOAuth2LoginRequest| {
        ory_hydra::OAuth2Api::accept_oauth2_login_request(api, login_challenge, body)
    };
    let _ = |api: &ory_hydra::OAuth2Api, logout_challenge: ory_core::Secret| {
        ory_hydra::OAuth2Api::accept_oauth2_logout_request(api, logout_challenge)
    };
    let _ = |api: &ory_kratos::IdentityApi, body: ory_kratos::models::CreateIdentityBody| {
        ory_kratos::IdentityApi::create_identity(api, body)
    };
    let _ = |api: &ory_hydra::JwkApi, set: &str, body: ory_hydra::models::CreateJsonWebKeySet| {
        ory_hydra::JwkApi::create_json_web_key_set(api, set, body)
    };
    let _ = |api: &ory_hydra::OAuth2Api, body: ory_hydra::models::OAuth2Client| {
        ory_hydra::OAuth2Api::create_oauth2_client(api, body)
    };
    let _ = |api: &ory_kratos::IdentityApi,
             body: ory_kratos::models::CreateRecoveryLinkForIdentityBody| {
        ory_kratos::IdentityApi::create_recovery_link_for_identity(api, body)
    };
    let _ =
        |api: &ory_kratos::IdentityApi, id: &str| ory_kratos::IdentityApi::delete_identity(api, id);
    let _ = |api: &ory_kratos::IdentityApi, id: &str| {
        ory_kratos::IdentityApi::delete_identity_sessions(api, id)
    };
    let _ = |api: &ory_hydra::JwkApi, set: &str, kid: &str| {
        ory_hydra::JwkApi::delete_json_web_key(api, set, kid)
    };
    let _ =
        |api: &ory_hydra::JwkApi, set: &str| ory_hydra::JwkApi::delete_json_web_key_set(api, set);
    let _ =
        |api: &ory_hydra::OAuth2Api, id: &str| ory_hydra::OAuth2Api::delete_oauth2_client(api, id);
    let _ = |api: &ory_hydra::OAuth2Api, client_id: &str| {
        ory_hydra::OAuth2Api::delete_oauth2_token(api, client_id)
    };
    let _ = |api: &ory_hydra::OAuth2Api, id: &str| {
        ory_hydra::OAuth2Api::delete_trusted_oauth2_jwt_grant_issuer(api, id)
    };
    let _ =
        |api: &ory_kratos::IdentityApi, id: &str| ory_kratos::IdentityApi::extend_session(api, id);
    let _ =
        |api: &ory_kratos::IdentityApi, id: &str| ory_kratos::IdentityApi::get_identity(api, id);
    let _ = |api: &ory_hydra::JwkApi, set: &str, kid: &str| {
        ory_hydra::JwkApi::get_json_web_key(api, set, kid)
    };
    let _ = |api: &ory_hydra::JwkApi, set: &str| ory_hydra::JwkApi::get_json_web_key_set(api, set);
    let _ = |api: &ory_hydra::OAuth2Api, id: &str| ory_hydra::OAuth2Api::get_oauth2_client(api, id);
    let _ = |api: &ory_hydra::OAuth2Api, consent_challenge: ory_core::Secret| {
        ory_hydra::OAuth2Api::get_oauth2_consent_request(api, consent_challenge)
    };
    let _ = |api: &ory_hydra::OAuth2Api, login_challenge: ory_core::Secret| {
        ory_hydra::OAuth2Api::get_oauth2_login_request(api, login_challenge)
    };
    let _ = |api: &ory_hydra::OAuth2Api, logout_challenge: ory_core::Secret| {
        ory_hydra::OAuth2Api::get_oauth2_logout_request(api, logout_challenge)
    };
    let _ = |api: &ory_hydra::OAuth2Api, id: &str| {
        ory_hydra::OAuth2Api::get_trusted_oauth2_jwt_grant_issuer(api, id)
    };
    let _ = |api: &ory_hydra::OAuth2Api, token: ory_core::Secret| {
        ory_hydra::OAuth2Api::introspect_oauth2_token(api, token)
    };
    let _ = |api: &ory_kratos::IdentityApi| ory_kratos::IdentityApi::list_identities(api);
    let _ = |api: &ory_kratos::IdentityApi, id: &str| {
        ory_kratos::IdentityApi::list_identity_sessions(api, id)
    };
    let _ = |api: &ory_hydra::OAuth2Api| ory_hydra::OAuth2Api::list_oauth2_clients(api);
    let _ = |api: &ory_hydra::OAuth2Api, subject: &str| {
        ory_hydra::OAuth2Api::list_oauth2_consent_sessions(api, subject)
    };
    let _ = |api: &ory_hydra::OAuth2Api| {
        ory_hydra::OAuth2Api::list_trusted_oauth2_jwt_grant_issuers(api)
    };
    let _ = |api: &ory_kratos::IdentityApi, id: &str, body: Vec<ory_kratos::models::JsonPatch>| {
        ory_kratos::IdentityApi::patch_identity(api, id, body)
    };
    let _ = |api: &ory_hydra::OAuth2Api, id: &str, body: Vec<ory_hydra::models::JsonPatch>| {
        ory_hydra::OAuth2Api::patch_oauth2_client(api, id, body)
    };
    let _ = |api: &ory_hydra::OAuth2Api,
             consent_challenge: ory_core::Secret,
             body: ory_hydra::models::RejectOAuth2Request| {
        ory_hydra::OAuth2Api::reject_oauth2_consent_request(api, consent_challenge, body)
    };
    let _ = |api: &ory_hydra::OAuth2Api,
             login_challenge: ory_core::Secret,
             body: ory_hydra::models::RejectOAuth2Request| {
        ory_hydra::OAuth2Api::reject_oauth2_login_request(api, login_challenge, body)
    };
    let _ = |api: &ory_hydra::OAuth2Api, logout_challenge: ory_core::Secret| {
        ory_hydra::OAuth2Api::reject_oauth2_logout_request(api, logout_challenge)
    };
    let _ = |api: &ory_hydra::OAuth2Api| ory_hydra::OAuth2Api::revoke_oauth2_consent_sessions(api);
    let _ = |api: &ory_hydra::OAuth2Api| ory_hydra::OAuth2Api::revoke_oauth2_login_sessions(api);
    let _ = |api: &ory_hydra::OAuth2Api, body: ory_hydra::models::TrustOAuth2JwtGrantIssuer| {
        ory_hydra::OAuth2Api::trust_oauth2_jwt_grant_issuer(api, body)
    };
    let _ =
        |api: &ory_kratos::IdentityApi, id: &str, body: ory_kratos::models::UpdateIdentityBody| {
            ory_kratos::IdentityApi::update_identity(api, id, body)
        };
    let _ = |api: &ory_hydra::JwkApi, set: &str, kid: &str, body: ory_hydra::models::JsonWebKey| {
        ory_hydra::JwkApi::set_json_web_key(api, set, kid, body)
    };
    let _ = |api: &ory_hydra::JwkApi, set: &str, body: ory_hydra::models::JsonWebKeySet| {
        ory_hydra::JwkApi::set_json_web_key_set(api, set, body)
    };
    let _ = |api: &ory_hydra::OAuth2Api, id: &str, body: ory_hydra::models::OAuth2Client| {
        ory_hydra::OAuth2Api::set_oauth2_client(api, id, body)
    };
    let _ = |api: &ory_cloud::ProjectApi, body: ory_cloud::models::CreateProjectBody| {
        ory_cloud::ProjectApi::create_project(api, body)
    };
    let _ =
        |api: &ory_kratos::FrontendApi| ory_kratos::FrontendApi::create_browser_logout_flow(api);
    let _ = |api: &ory_hydra::JwkApi| ory_hydra::JwkApi::discover_json_web_keys(api);
    let _ = |api: &ory_hydra::OidcApi| ory_hydra::OidcApi::discover_oidc_configuration(api);
    let _ = |api: &ory_hydra::OidcApi, body: ory_hydra::models::OAuth2Client| {
        ory_hydra::OidcApi::create_oidc_dynamic_client(api, body)
    };
    let _ = |api: &ory_hydra::OidcApi, registration_access_token: ory_core::Secret, id: &str| {
        ory_hydra::OidcApi::delete_oidc_dynamic_client(api, registration_access_token, id)
    };
    let _ = |api: &ory_hydra::OidcApi, registration_access_token: ory_core::Secret, id: &str| {
        ory_hydra::OidcApi::get_oidc_dynamic_client(api, registration_access_token, id)
    };
    let _ = |api: &ory_hydra::OidcApi,
             registration_access_token: ory_core::Secret,
             id: &str,
             body: ory_hydra::models::OAuth2Client| {
        ory_hydra::OidcApi::set_oidc_dynamic_client(api, registration_access_token, id, body)
    };
    let _ = |api: &ory_kratos::IdentityApi, id: &str| {
        ory_kratos::IdentityApi::get_identity_schema(api, id)
    };
    let _ = |api: &ory_hydra::OidcApi, access_token: ory_core::Secret| {
        ory_hydra::OidcApi::get_oidc_user_info(api, access_token)
    };
    let _ = |api: &ory_cloud::ProjectApi, project_id: &str| {
        ory_cloud::ProjectApi::get_project(api, project_id)
    };
    let _ = |api: &ory_cloud::ProjectApi, project: &str| {
        ory_cloud::ProjectApi::get_project_members(api, project)
    };
    let _ =
        |api: &ory_kratos::FrontendApi, id: &str| ory_kratos::FrontendApi::get_flow_error(api, id);
    let _ =
        |api: &ory_kratos::FrontendApi, id: &str| ory_kratos::FrontendApi::get_login_flow(api, id);
    let _ = |api: &ory_kratos::FrontendApi, id: &str| {
        ory_kratos::FrontendApi::get_recovery_flow(api, id)
    };
    let _ = |api: &ory_kratos::FrontendApi, id: &str| {
        ory_kratos::FrontendApi::get_registration_flow(api, id)
    };
    let _ = |api: &ory_kratos::FrontendApi, id: &str| {
        ory_kratos::FrontendApi::get_settings_flow(api, id)
    };
    let _ = |api: &ory_kratos::FrontendApi, id: &str| {
        ory_kratos::FrontendApi::get_verification_flow(api, id)
    };
    let _ = |api: &ory_kratos::FrontendApi| ory_kratos::FrontendApi::get_webauthn_javascript(api);
    let _ = |api: &ory_kratos::FrontendApi| ory_kratos::FrontendApi::create_browser_login_flow(api);
    let _ = |api: &ory_kratos::FrontendApi| ory_kratos::FrontendApi::create_native_login_flow(api);
    let _ =
        |api: &ory_kratos::FrontendApi| ory_kratos::FrontendApi::create_browser_recovery_flow(api);
    let _ =
        |api: &ory_kratos::FrontendApi| ory_kratos::FrontendApi::create_native_recovery_flow(api);
    let _ = |api: &ory_kratos::FrontendApi| {
        ory_kratos::FrontendApi::create_browser_registration_flow(api)
    };
    let _ = |api: &ory_kratos::FrontendApi| {
        ory_kratos::FrontendApi::create_native_registration_flow(api)
    };
    let _ =
        |api: &ory_kratos::FrontendApi| ory_kratos::FrontendApi::create_browser_settings_flow(api);
    let _ =
        |api: &ory_kratos::FrontendApi| ory_kratos::FrontendApi::create_native_settings_flow(api);
    let _ = |api: &ory_kratos::FrontendApi| {
        ory_kratos::FrontendApi::create_browser_verification_flow(api)
    };
    let _ = |api: &ory_kratos::FrontendApi| {
        ory_kratos::FrontendApi::create_native_verification_flow(api)
    };
    let _ = |api: &ory_kratos::IdentityApi| ory_kratos::IdentityApi::list_identity_schemas(api);
    let _ = |api: &ory_cloud::ProjectApi| ory_cloud::ProjectApi::list_projects(api);
    let _ = |api: &ory_kratos::FrontendApi| ory_kratos::FrontendApi::list_my_sessions(api);
    let _ =
        |api: &ory_cloud::ProjectApi, project_id: &str, body: Vec<ory_cloud::models::JsonPatch>| {
            ory_cloud::ProjectApi::patch_project(api, project_id, body)
        };
    let _ = |api: &ory_hydra::OAuth2Api, client_id: &str, response_type: &str| {
        ory_hydra::OAuth2Api::oauth2_authorize(api, client_id, response_type)
    };
    let _ = |api: &ory_hydra::OAuth2Api, grant_type: &str| {
        ory_hydra::OAuth2Api::oauth2_token_exchange(api, grant_type)
    };
    let _ = |api: &ory_hydra::OidcApi| ory_hydra::OidcApi::revoke_oidc_session(api);
    let _ = |api: &ory_cloud::ProjectApi, project_id: &str| {
        ory_cloud::ProjectApi::purge_project(api, project_id)
    };
    let _ = |api: &ory_cloud::ProjectApi, project: &str, member: &str| {
        ory_cloud::ProjectApi::remove_project_member(api, project, member)
    };
    let _ = |api: &ory_hydra::OAuth2Api, token: ory_core::Secret| {
        ory_hydra::OAuth2Api::revoke_oauth2_token(api, token)
    };
    let _ = |api: &ory_kratos::FrontendApi, id: &str| {
        ory_kratos::FrontendApi::disable_my_session(api, id)
    };
    let _ = |api: &ory_kratos::FrontendApi| ory_kratos::FrontendApi::disable_my_other_sessions(api);
    let _ = |api: &ory_kratos::FrontendApi,
             flow: &str,
             body: ory_kratos::models::UpdateLoginFlowBody| {
        ory_kratos::FrontendApi::update_login_flow(api, flow, body)
    };
    let _ = |api: &ory_kratos::FrontendApi, token: ory_core::Secret| {
        ory_kratos::FrontendApi::update_logout_flow(api, token)
    };
    let _ = |api: &ory_kratos::FrontendApi, body: ory_kratos::models::PerformNativeLogoutBody| {
        ory_kratos::FrontendApi::perform_native_logout(api, body)
    };
    let _ = |api: &ory_kratos::FrontendApi,
             flow: &str,
             body: ory_kratos::models::UpdateRecoveryFlowBody| {
        ory_kratos::FrontendApi::update_recovery_flow(api, flow, body)
    };
    let _ = |api: &ory_kratos::FrontendApi,
             flow: &str,
             body: ory_kratos::models::UpdateRegistrationFlowBody| {
        ory_kratos::FrontendApi::update_registration_flow(api, flow, body)
    };
    let _ = |api: &ory_kratos::FrontendApi,
             flow: &str,
             body: ory_kratos::models::UpdateSettingsFlowBody| {
        ory_kratos::FrontendApi::update_settings_flow(api, flow, body)
    };
    let _ = |api: &ory_kratos::FrontendApi,
             flow: &str,
             body: ory_kratos::models::UpdateVerificationFlowBody| {
        ory_kratos::FrontendApi::update_verification_flow(api, flow, body)
    };
    let _ = |api: &ory_kratos::FrontendApi| ory_kratos::FrontendApi::to_session(api);
    let _ = |api: &ory_cloud::ProjectApi, project_id: &str, body: ory_cloud::models::SetProject| {
        ory_cloud::ProjectApi::set_project(api, project_id, body)
    };
    let _ = |api: &ory_keto::RelationshipApi, body: ory_keto::models::CreateRelationshipBody| {
        ory_keto::RelationshipApi::create_relationship(api, body)
    };
    let _ = |api: &ory_keto::RelationshipApi, namespace: &str| {
        ory_keto::RelationshipApi::delete_relationships(api, namespace)
    };
    let _ = |api: &ory_keto::RelationshipApi, body: Vec<ory_keto::models::RelationshipPatch>| {
        ory_keto::RelationshipApi::patch_relationships(api, body)
    };
}
