//! The question to Kratos whose a credential is, and what its answer means.

use std::sync::Arc;
use std::time::Duration;

use ory_core::checks::{Answer, trace_token};
use ory_core::http::header::HeaderMap;
use ory_core::{Denial, DenialReason, Error, Response, RetryPolicy, Timestamp};

use crate::models::Session;
use crate::operations::ToSession;
use crate::session_layer::signed_in::SignedIn;

/// How a question is asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    pub(super) timeout: Duration,
    /// How long the answer is believed where the server does not say.
    pub(super) cache_for: Duration,
    pub(super) cache_at_most: Duration,
    /// Past every cache, Ory's own included.
    pub(super) fresh: bool,
}

/// How far clocks may differ before a session that Kratos calls active counts as over.
const CLOCK_SKEW: i64 = 60;

/// Asks whose session it is.
pub(super) async fn ask(question: ToSession, manner: Manner) -> Result<Answer<SignedIn>, Denial> {
    let mut question = question
        .with_timeout(manner.timeout)
        .with_retry(RetryPolicy::new().attempts(2));
    if manner.fresh {
        question = question.with_header("cache-control", "max-age=0");
    }
    let response = match question.response().await {
        Ok(response) => response,
        Err(error) => return Err(refusal(error)),
    };
    answer(response, manner, Timestamp::now())
}

fn answer(
    response: Response<Session>,
    manner: Manner,
    now: Timestamp,
) -> Result<Answer<SignedIn>, Denial> {
    let cookies: Vec<_> = response
        .set_cookies()
        .map(|cookie| {
            let mut cookie = cookie.clone();
            cookie.set_sensitive(true);
            cookie
        })
        .collect();
    let stated = stated_time(response.headers());
    let session = response.into_value();
    let over = session
        .expires_at
        .is_some_and(|end| end.unix_seconds().saturating_add(CLOCK_SKEW) <= now.unix_seconds());
    if session.active == Some(false) || over {
        return Err(Denial::new(DenialReason::NotSignedIn));
    }
    let Some(signed_in) = SignedIn::of(session) else {
        trace_token(
            "session",
            &"the session that Kratos answered with names no identity",
        );
        return Err(Denial::new(DenialReason::Unavailable));
    };
    let mut keep_for = stated.unwrap_or(manner.cache_for).min(manner.cache_at_most);
    if let Some(left) = signed_in.remaining(now) {
        keep_for = keep_for.min(left);
    }
    if manner.fresh {
        keep_for = Duration::ZERO;
    }
    Ok(Answer {
        value: signed_in,
        keep_for,
        cookies: Arc::from(cookies),
    })
}

/// `Ory-Session-Cache-For`, in seconds. Kratos sends it with failures too, so it is read beside a
/// session alone.
fn stated_time(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get("ory-session-cache-for")?.to_str().ok()?;
    let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| value.parse().ok().map(Duration::from_secs))?
}

/// What a failure means. Kratos's own refusals are 401 and 403; all else says nothing about the
/// user.
fn refusal(error: Error) -> Denial {
    if error.is_unauthorized() {
        return Denial::new(DenialReason::NotSignedIn).with_error(error);
    }
    // A 403 of a gateway has none of Kratos's words.
    let own = error
        .api()
        .filter(|api| error.is_forbidden() && (api.id().is_some() || api.code() == Some(403)));
    let Some(api) = own else {
        return Denial::failed(error);
    };
    let reason = match api.id() {
        Some("session_aal2_required") => DenialReason::Aal2Required,
        Some(id) if is_plain(id) => DenialReason::Refused(id.to_owned().into()),
        _ => DenialReason::Refused("forbidden".into()),
    };
    let to = api.redirect_browser_to().map(str::to_owned);
    Denial::new(reason)
        .with_redirect_browser_to(to)
        .with_error(error)
}

/// Whether an id is one, and not a sentence about somebody.
fn is_plain(id: &str) -> bool {
    id.len() <= 64
        && id
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
