//! The scenarios, grouped by what a user does.

use std::future::Future;
use std::pin::Pin;

use crate::check::Check;
use crate::world::World;

mod hydra;
mod keto;
mod kratos;

/// A scenario: its name, and what it does.
pub(crate) type Scenario = (
    &'static str,
    fn(&World) -> Pin<Box<dyn Future<Output = Check> + '_>>,
);

macro_rules! scenarios {
    ($($first:ident $(:: $rest:ident)+),+ $(,)?) => {
        &[$((
            concat!(stringify!($first) $(, "::", stringify!($rest))+),
            |world| Box::pin($first $(:: $rest)+ (world)),
        )),+]
    };
}

/// All scenarios, in the order in which they run.
pub(crate) const SCENARIOS: &[Scenario] = scenarios![
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
    hydra::login::is_rejected,
    hydra::login::is_consent_taken_back,
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
    kratos::identities::are_patched,
    kratos::identities::are_not_patched_by_halves,
    kratos::identities::are_deactivated,
    kratos::identities::are_refused_when_wrong,
    kratos::identities::have_no_external_id_in_this_release,
    kratos::importing::passwords_of_every_hash,
    kratos::importing::hashes_that_nobody_knows,
    kratos::importing::passwords_that_a_hook_migrates,
    kratos::importing::links_and_addresses,
    kratos::importing::second_factors_are_refused_by_this_release,
    kratos::listing::finds_everybody,
    kratos::listing::finds_somebody,
    kratos::batch::goes_on_after_a_failure,
    kratos::batch::takes_all_back_after_a_conflict,
    kratos::batch::fails_as_a_whole,
    kratos::credentials::second_factors_can_be_taken_away,
    kratos::credentials::links_can_be_taken_away,
    kratos::credentials::first_factors_cannot_be_taken_away,
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
    kratos::browser::registers_and_logs_out,
    kratos::browser::logs_in,
    kratos::browser::recovers_and_changes_settings,
    kratos::browser::verifies_an_address,
    kratos::browser::shows_errors_and_loads_scripts,
    kratos::second_factor::by_an_app,
    kratos::second_factor::by_codes_on_paper,
    kratos::social::through_a_browser_to_an_app,
];
