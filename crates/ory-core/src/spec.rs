//! The facts about an operation: what the contract and its overlay say of it.

/// The facts about one operation, as the contract and its overlay state them.
///
/// Generated code holds one static value per operation.
#[derive(Debug)]
pub struct OperationSpec {
    /// The operation's name in the contract, `listIdentities`.
    pub id: &'static str,
    /// The product it belongs to: `kratos`, `hydra`, `keto` or `cloud`.
    pub product: &'static str,
    /// The HTTP method.
    pub method: http::Method,
    /// The path template, parameters in braces: `/admin/identities/{id}`.
    pub path: &'static str,
    /// Which of the client's base URLs it is sent to.
    pub endpoint: Endpoint,
    /// The authentication it declares.
    pub auth: Auth,
    /// Whether it may be repeated.
    pub idempotency: Idempotency,
    /// How its list is paged, if it is one.
    pub paging: Option<Paging>,
    /// The documented statuses that carry a value. Any other 2xx is accepted too; all else is an error.
    pub success: &'static [u16],
    /// The media type that is asked for.
    pub accept: &'static str,
    /// The rate-limit bucket that Ory Network counts it in.
    pub rate_limit_bucket: Option<&'static str>,
}

impl OperationSpec {
    /// Whether `status` carries a value rather than an error.
    #[must_use]
    pub fn is_success(&self, status: http::StatusCode) -> bool {
        status.is_success() || self.success.contains(&status.as_u16())
    }
}

/// One of the base URLs that a client can be given.
///
/// Ory's servers answer on several ports, each with its own operations. A product crate names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

    /// Whichever endpoint is set, the lowest slot first: for operations that every port answers.
    #[must_use]
    pub const fn any() -> Self {
        Endpoint::new(Self::ANY, "any", "url")
    }
}

/// The authentication that an operation declares.
///
/// A client's own credentials are sent to [`Auth::ApiKey`] and [`Auth::WorkspaceApiKey`] operations only;
/// credentials given to a single call are sent with that call, whatever it declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// Whether an operation may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idempotency {
    /// May be repeated even when the first attempt may have been processed.
    Safe,
    /// Has an effect that must not happen twice: only what was never sent, or refused with 429, is repeated.
    Once,
}

/// How the pages of a list follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
