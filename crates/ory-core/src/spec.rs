//! The facts about an operation, as the contract and its overlay state them.

use http::{Method, StatusCode};

/// The facts about one operation: what is sent, where, with which authentication, and whether twice.
///
/// Generated code holds one static value per operation. The fields can be read; a value is made by
/// [`OperationSpec::new`] and the methods that follow it.
///
/// ```
/// use ory_core::http::Method;
/// use ory_core::operation::{Auth, Endpoint, Idempotency, OperationSpec};
///
/// static GET_THING: OperationSpec = OperationSpec::new(
///     "getThing",
///     "example",
///     Method::GET,
///     "/things/{id}",
///     Endpoint::new(0, "public", "public_url"),
/// )
/// .auth(Auth::ApiKey)
/// .idempotency(Idempotency::Safe);
///
/// assert_eq!(GET_THING.success, [200]);
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct OperationSpec {
    /// The operation's name in the contract, `listIdentities`.
    pub id: &'static str,
    /// The product it belongs to: `kratos`, `hydra`, `keto` or `cloud`.
    pub product: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template, parameters in braces: `/admin/identities/{id}`.
    pub path: &'static str,
    /// Which of the client's base URLs it is sent to.
    pub endpoint: Endpoint,
    /// The authentication it declares.
    pub auth: Auth,
    /// Whether it may be retried once it may have been processed.
    pub idempotency: Idempotency,
    /// How its list is paged, if it is one.
    pub paging: Option<Paging>,
    /// The documented statuses that carry a value. Any other 2xx is accepted too; all else is an
    /// error.
    pub success: &'static [u16],
    /// The `Accept` header it is sent with.
    pub accept: &'static str,
    /// The rate-limit bucket that Ory Network counts it in.
    pub rate_limit_bucket: Option<&'static str>,
}

impl OperationSpec {
    /// An operation without authentication that must not be processed twice and responds to 200
    /// with JSON; the methods below change that.
    #[must_use]
    pub const fn new(
        id: &'static str,
        product: &'static str,
        method: Method,
        path: &'static str,
        endpoint: Endpoint,
    ) -> Self {
        OperationSpec {
            id,
            product,
            method,
            path,
            endpoint,
            auth: Auth::None,
            idempotency: Idempotency::Once,
            paging: None,
            success: &[200],
            accept: "application/json",
            rate_limit_bucket: None,
        }
    }

    /// Sets the authentication it declares.
    #[must_use]
    pub const fn auth(mut self, auth: Auth) -> Self {
        self.auth = auth;
        self
    }

    /// Sets whether it may be retried.
    #[must_use]
    pub const fn idempotency(mut self, idempotency: Idempotency) -> Self {
        self.idempotency = idempotency;
        self
    }

    /// Sets how its list is paged.
    #[must_use]
    pub const fn paging(mut self, paging: Paging) -> Self {
        self.paging = Some(paging);
        self
    }

    /// Sets the statuses that carry a value.
    #[must_use]
    pub const fn success(mut self, statuses: &'static [u16]) -> Self {
        self.success = statuses;
        self
    }

    /// Sets the `Accept` header.
    #[must_use]
    pub const fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = media_types;
        self
    }

    /// Sets the rate-limit bucket.
    #[must_use]
    pub const fn rate_limit_bucket(mut self, bucket: &'static str) -> Self {
        self.rate_limit_bucket = Some(bucket);
        self
    }

    /// Whether `status` carries a value rather than an error.
    #[must_use]
    pub fn is_success(&self, status: StatusCode) -> bool {
        status.is_success() || self.success.contains(&status.as_u16())
    }

    /// Whether it may be processed twice.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        self.idempotency == Idempotency::Safe
    }

    /// Whether a request that ended with `status` may be sent once more.
    ///
    /// 429 refuses a request before it is processed. What gateways say of a server that they did
    /// not reach, or not in time, leaves open whether it was: 408, 425, 502, 503, 504, and the 52x
    /// and 530 of Cloudflare.
    pub(crate) fn may_retry(&self, status: StatusCode) -> bool {
        match status.as_u16() {
            429 => true,
            408 | 425 | 502..=504 | 520..=527 | 530 => self.is_safe(),
            _ => false,
        }
    }
}

/// One of the base URLs that a client can be given.
///
/// Ory's servers listen on several ports, each with its own operations. A product crate names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Endpoint {
    /// The position of the URL in the client.
    pub slot: u8,
    /// The name of the endpoint, `admin`.
    pub name: &'static str,
    /// The method of the client's builder that sets it, `admin_url`.
    pub setter: &'static str,
    /// A URL such as a developer would set, for error messages: `http://127.0.0.1:4434`.
    pub example: &'static str,
}

impl Endpoint {
    /// The slot of [`Endpoint::any`].
    pub const ANY: u8 = u8::MAX;

    /// An endpoint at `slot`, set by the builder method `setter`.
    #[must_use]
    pub const fn new(slot: u8, name: &'static str, setter: &'static str) -> Self {
        Endpoint {
            slot,
            name,
            setter,
            example: "http://127.0.0.1:4433",
        }
    }

    /// Sets the URL that error messages give as an example.
    #[must_use]
    pub const fn example(mut self, url: &'static str) -> Self {
        self.example = url;
        self
    }

    /// Whichever endpoint is set, the lowest slot first: for operations that every port serves.
    #[must_use]
    pub const fn any() -> Self {
        Endpoint::new(Self::ANY, "any", "url")
    }
}

/// The authentication that an operation declares.
///
/// A client's own credentials are sent to [`Auth::ApiKey`] and [`Auth::WorkspaceApiKey`] operations
/// only; credentials given to a single call are sent with that call, whatever it declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Auth {
    /// None.
    None,
    /// A project's API key.
    ApiKey,
    /// A workspace's API key.
    WorkspaceApiKey,
    /// The OAuth2 client's own, by basic authentication or in the form (RFC 6749, section 2.3).
    OAuth2Client,
    /// A bearer token given to the call, such as a registration access token (RFC 7592).
    Bearer,
    /// The end user's OAuth2 access token, given to the call.
    AccessToken,
    /// The end user's session token or cookie, given to the call.
    SessionToken,
}

/// Whether an operation may be sent again after it may have been processed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Idempotency {
    /// May be retried even when the first attempt may have been processed.
    Safe,
    /// Has an effect that must not happen twice: only what was never sent, or refused with 429, is
    /// retried.
    Once,
}

/// How the pages of a list follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Paging {
    /// By the `page_token` in the `Link` header's `rel="next"` (RFC 8288).
    Link,
    /// By counting `page`, because the server's own `next` cannot be relied on.
    Count {
        /// The number of the first page.
        start: u32,
    },
    /// By a token in the body.
    Body,
}

impl Paging {
    /// The query parameter that selects the page.
    #[must_use]
    pub const fn token_param(self) -> &'static str {
        match self {
            Paging::Count { .. } => "page",
            Paging::Link | Paging::Body => "page_token",
        }
    }

    /// The query parameter that limits the number of items on a page.
    #[must_use]
    pub const fn size_param(self) -> &'static str {
        match self {
            Paging::Count { .. } => "per_page",
            Paging::Link | Paging::Body => "page_size",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{ONCE, SAFE};

    fn status(code: u16) -> StatusCode {
        StatusCode::from_u16(code).unwrap()
    }

    #[test]
    fn documented_statuses_and_every_2xx_carry_a_value() {
        assert!(SAFE.is_success(status(204)) && ONCE.is_success(status(201)));
        assert!(!SAFE.is_success(status(303)) && !SAFE.is_success(status(403)));
    }

    #[test]
    fn gateway_statuses_are_retried_on_safe_operations_and_429_on_all() {
        for code in [
            408, 425, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527, 530,
        ] {
            assert!(SAFE.may_retry(status(code)), "{code}");
            assert!(!ONCE.may_retry(status(code)), "{code}");
        }
        assert!(SAFE.may_retry(status(429)) && ONCE.may_retry(status(429)));
        for code in [
            200, 301, 400, 401, 403, 404, 409, 410, 500, 501, 505, 528, 529, 531,
        ] {
            assert!(!SAFE.may_retry(status(code)), "{code}");
        }
    }
}
