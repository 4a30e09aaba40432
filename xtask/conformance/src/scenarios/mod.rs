//! The scenarios, grouped by what a user does.

use std::future::Future;
use std::pin::Pin;

use crate::check::Check;
use crate::release::Release;
use crate::world::World;

mod hydra;
mod keto;
mod keys;
mod kratos;

/// What a scenario does.
type Steps = fn(&World) -> Pin<Box<dyn Future<Output = Check> + '_>>;

/// A scenario.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    /// The only release that it is about; `None` for every one.
    pub(crate) only: Option<Release>,
    pub(crate) run: Steps,
}

impl Scenario {
    /// The product whose server it is about; `keys` are about all.
    pub(crate) fn product(&self) -> &'static str {
        self.name.split("::").next().unwrap_or_default()
    }

    /// Whether it leaves the servers as it found them.
    pub(crate) fn only_reads(&self) -> bool {
        ONLY_READ.contains(&self.name)
    }
}

/// Names of functions; those after `old:` and `current:` are about that release only.
macro_rules! scenarios {
    ($($($all:ident)::+),+ ; old: $($($old:ident)::+),+ ; current: $($($current:ident)::+),+ $(,)?) => {
        &[
            $(scenarios!(@one None, $($all)::+),)+
            $(scenarios!(@one Some(Release::Old), $($old)::+),)+
            $(scenarios!(@one Some(Release::Current), $($current)::+),)+
        ]
    };
    (@one $only:expr, $first:ident $(:: $rest:ident)+) => {
        Scenario {
            name: concat!(stringify!($first) $(, "::", stringify!($rest))+),
            only: $only,
            run: |world| Box::pin($first $(:: $rest)+ (world)),
        }
    };
}

/// The scenarios that change nothing, and so may run against any server.
const ONLY_READ: [&str; 13] = [
    "keto::health::is_up",
    "keto::language::namespaces_are_listed",
    "keto::language::syntax_is_checked",
    "keto::expand::to_nothing",
    "hydra::health::is_up",
    "hydra::discovery::of_endpoints_and_keys",
    "hydra::clients::of_nobody",
    "hydra::login::with_a_challenge_of_nobody",
    "kratos::health::is_up",
    "kratos::schemas::are_read",
    "kratos::courier::of_nobody",
    "kratos::support::of_nobody_is_refused",
    "kratos::errors::have_nothing_to_do_with_the_script",
];

/// All scenarios, in the order in which they run.
pub(crate) const SCENARIOS: &[Scenario] = scenarios![
    keys::are_not_checked_by_self_hosted_servers,
    keto::health::is_up,
    keto::sharing::with_a_person,
    keto::sharing::with_a_group,
    keto::sharing::all_or_nothing,
    keto::sharing::asking_for_what_does_not_exist,
    keto::listing::across_pages,
    keto::listing::by_filters,
    keto::batch::in_order_with_an_error_each,
    keto::batch::beyond_the_limit,
    keto::expand::to_a_tree,
    keto::expand::to_a_depth,
    keto::expand::to_nothing,
    keto::sentences::are_stored_as_they_are_written,
    keto::sentences::are_checked_by_the_thousand,
    keto::sentences::are_refused_by_the_dozen,
    keto::sentences::are_changed_together,
    keto::sentences::are_loaded_again_and_resumed,
    keto::sentences::are_printed_as_a_tree,
    keto::language::namespaces_are_listed,
    keto::language::syntax_is_checked,
    hydra::health::is_up,
    hydra::discovery::of_endpoints_and_keys,
    hydra::clients::from_creation_to_deletion,
    hydra::clients::with_lifespans_of_their_own,
    hydra::clients::are_listed_across_pages,
    hydra::clients::of_nobody,
    hydra::registration::with_its_own_token,
    hydra::tokens::by_client_credentials,
    hydra::tokens::by_a_signed_assertion,
    hydra::tokens::are_introspected_and_revoked,
    hydra::credentials::for_a_verified_user,
    hydra::trust::of_another_issuer,
    hydra::trust::is_listed_across_pages,
    hydra::keys::from_creation_to_deletion,
    hydra::login::with_a_code,
    hydra::login::is_remembered,
    hydra::login::with_a_challenge_used_twice,
    hydra::login::with_a_challenge_of_nobody,
    hydra::login::is_rejected,
    hydra::login::is_consent_taken_back,
    hydra::login::is_consent_listed_across_pages,
    hydra::logout::through_both_channels,
    hydra::logout::is_declined,
    hydra::roles::of_a_web_app,
    hydra::roles::of_a_page_that_refuses,
    hydra::roles::of_a_service,
    hydra::roles::of_a_trusted_issuer,
    hydra::roles::of_a_token_source,
    hydra::roles::of_an_administrator,
    kratos::health::is_up,
    kratos::identities::are_created_and_deleted,
    kratos::identities::are_replaced,
    kratos::identities::are_read_changed_and_written_back,
    kratos::identities::are_patched,
    kratos::identities::are_not_patched_by_halves,
    kratos::identities::are_deactivated,
    kratos::identities::are_refused_when_wrong,
    kratos::importing::passwords_of_every_hash,
    kratos::importing::hashes_that_nobody_knows,
    kratos::importing::passwords_that_a_hook_migrates,
    kratos::importing::links_and_addresses,
    kratos::listing::finds_everybody,
    kratos::listing::finds_somebody,
    kratos::batch::goes_on_after_a_failure,
    kratos::batch::is_done_or_taken_back_after_a_conflict,
    kratos::batch::imports_around_those_that_exist,
    kratos::batch::fails_as_a_whole,
    kratos::credentials::second_factors_can_be_taken_away,
    kratos::credentials::links_can_be_taken_away,
    kratos::credentials::first_factors_are_taken_away_by_release,
    kratos::support::with_a_code,
    kratos::support::with_a_link,
    kratos::support::of_nobody_is_refused,
    kratos::courier::of_one_person,
    kratos::courier::of_nobody,
    kratos::schemas::are_read,
    kratos::sessions::tell_who_it_is,
    kratos::sessions::are_listed_and_ended_by_their_owner,
    kratos::sessions::are_managed_by_an_administrator,
    kratos::sessions::of_one_device_is_ended_by_an_administrator,
    kratos::sessions::are_found_across_pages,
    kratos::sessions::are_extended_and_deleted,
    kratos::native::registers_and_verifies,
    kratos::native::logs_in,
    kratos::native::changes_settings,
    kratos::native::recovers,
    kratos::outcomes::of_a_sign_in_by_password,
    kratos::outcomes::of_whoami_and_logging_out,
    kratos::outcomes::of_a_second_factor,
    kratos::outcomes::of_a_recovery_by_code,
    kratos::outcomes::of_a_browser,
    kratos::registration::at_a_browser_with_a_password,
    kratos::registration::at_a_browser_with_a_code,
    kratos::registration::at_a_browser_with_a_passkey,
    kratos::registration::in_an_app_with_a_code,
    kratos::login::at_a_browser_with_a_password,
    kratos::login::with_a_code,
    kratos::login::again,
    kratos::login::for_an_application,
    kratos::second_factor::by_an_app_at_a_browser,
    kratos::second_factor::by_an_app_in_an_app,
    kratos::second_factor::by_a_backup_code,
    kratos::second_factor::by_a_backup_code_in_an_app,
    kratos::second_factor::by_a_security_key,
    kratos::second_factor::by_keys_is_for_browsers,
    kratos::settings::at_a_browser,
    kratos::settings::in_an_app,
    kratos::settings::adds_a_passkey,
    kratos::refusals::of_a_second_login,
    kratos::refusals::of_nobody,
    kratos::refusals::of_another_site,
    kratos::refusals::of_what_was_used_in_an_app,
    kratos::expiry::of_a_login,
    kratos::expiry::of_a_registration,
    kratos::expiry::of_a_recovery,
    kratos::expiry::of_a_verification,
    kratos::expiry::of_the_settings,
    kratos::expiry::of_a_fresh_login,
    kratos::pages::from_signing_up_to_logging_out,
    kratos::moving::of_more_than_a_call_takes,
    kratos::moving::of_a_hash,
    kratos::moving::of_members_with_any_name,
    kratos::moving::to_codes_instead_of_passwords,
    kratos::recovery::at_a_browser,
    kratos::recovery::by_a_link,
    kratos::recovery::in_an_app,
    kratos::verification::at_a_browser,
    kratos::logout::at_a_browser,
    kratos::social::at_a_browser,
    kratos::social::linked_to_an_account,
    kratos::social::in_an_app_for_two_codes,
    kratos::social::in_an_app_to_sign_up,
    kratos::social::is_not_linked_in_an_app,
    kratos::errors::are_shown_to_the_user,
    kratos::errors::of_a_place_that_is_not_allowed,
    kratos::errors::have_nothing_to_do_with_the_script;
    old:
    kratos::identities::have_no_external_id_in_this_release,
    kratos::importing::second_factors_are_refused_by_this_release;
    current:
    kratos::identities::have_external_ids,
    kratos::importing::second_factors,
    kratos::bulk::sessions_are_disabled_and_deleted,
    hydra::device::by_every_client_authentication,
    hydra::device::of_a_wrong_code,
    hydra::rotation::of_a_secret,
];
