//! Logging in on a device that has no browser (RFC 8628).

use std::fmt;
use std::time::Duration;

use ory_core::http::StatusCode;
use ory_core::{Error, ErrorKind, Secret, Timestamp};
use tokio::time::{Instant, sleep_until};

use crate::models::DeviceAuthorization;
use crate::token::join;
use crate::{Application, OAuth2ErrorCode, Tokens, operations};

/// The grant type of the device flow.
const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
/// How long to wait between two questions where the server does not say (RFC 8628, section 3.2).
const INTERVAL: Duration = Duration::from_secs(5);
/// What `slow_down` adds, for good (section 3.5).
const SLOW_DOWN: Duration = Duration::from_secs(5);
/// No server means to be asked more often, whatever interval it states.
const SHORTEST_INTERVAL: Duration = Duration::from_secs(1);
/// Beyond it a user would think that nothing happens any more.
const LONGEST_INTERVAL: Duration = Duration::from_secs(60);
/// How long codes are tried whose lifetime is not stated, though the RFC requires it.
const UNSTATED_LIFETIME: Duration = Duration::from_secs(600);

impl Application {
    /// Begins a login on a device without a browser, such as a command line or a television.
    ///
    /// ```no_run
    /// # async fn login(cli: ory_hydra::Application) -> Result<(), ory_hydra::Error> {
    /// use ory_hydra::DeviceOutcome;
    ///
    /// let login = cli.device().scope(["openid", "offline_access"]).begin().await?;
    /// println!("Open {} and type in {}", login.verification_uri(), login.user_code().expose());
    /// match login.wait().await? {
    ///     DeviceOutcome::Approved(tokens) => println!("welcome until {:?}", tokens.expires_at),
    ///     DeviceOutcome::Denied => println!("the login was refused"),
    ///     DeviceOutcome::Expired => println!("that took too long, please start again"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Hydra 2.3 does not serve it yet: `begin` answers 404 there.
    pub fn device(&self) -> DeviceRequest {
        DeviceRequest {
            application: self.clone(),
            operation: self.api.oauth2_device_flow(),
        }
    }
}

/// A device's login while it is put together.
#[derive(Clone)]
#[must_use = "nothing is sent until it begins"]
pub struct DeviceRequest {
    application: Application,
    operation: operations::OAuth2DeviceFlow,
}

impl DeviceRequest {
    /// Asks for these scopes: `openid` for an ID token, `offline_access` for a refresh token.
    pub fn scope(mut self, scopes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.operation = self.operation.scope(join(scopes));
        self
    }

    /// Asks for an access token for these audiences, which the client must be registered for.
    pub fn audience(mut self, audience: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.operation = self.operation.audience(join(audience));
        self
    }

    /// Fetches the code to show to the user.
    ///
    /// # Errors
    ///
    /// The server's error, and an answer without codes.
    pub async fn begin(mut self) -> Result<DeviceLogin, Error> {
        // Hydra compares the form's `client_id` with the client that authenticates, however it does.
        let client_id = self.application.client_id().to_owned();
        self.operation = self.operation.client_id(client_id);
        self.application.authenticate(&mut self.operation.call);
        let spec = self.operation.call.spec();
        // The codes' lifetime began at the server, some time after this.
        let begun = Instant::now();
        let codes = self.operation.await?;
        DeviceLogin::new(self.application, codes, begun).ok_or_else(|| {
            let message =
                "the server answered without a device code, user code or verification URI";
            Error::undecodable(message).with_operation(spec)
        })
    }
}

impl fmt::Debug for DeviceRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceRequest")
            .field("application", &self.application)
            .finish_non_exhaustive()
    }
}

/// A login that waits for its user, who types a code into a browser elsewhere.
#[must_use = "nobody asks for the tokens unless `wait` or `poll` does"]
pub struct DeviceLogin {
    application: Application,
    device_code: Secret,
    user_code: Secret,
    verification_uri: String,
    verification_uri_complete: Option<Secret>,
    expires_at: Timestamp,
    deadline: Instant,
    interval: Duration,
}

/// How a device's login ended.
#[derive(Debug, Clone, PartialEq)]
pub enum DeviceOutcome {
    /// The user has agreed.
    Approved(Box<Tokens>),
    /// The user has refused (`access_denied`, RFC 8628). Hydra has not been seen to say so, up to July 2026: after a
    /// refusal it goes on answering that the authorization is pending, until the code has expired.
    Denied,
    /// The code was not used in time: the server said so, or the time it gave has passed. Hydra says so of codes that
    /// were approved only; for others the client's own clock decides.
    Expired,
}

/// What one question to the token endpoint gave.
#[derive(Debug, Clone, PartialEq)]
pub enum DevicePoll {
    /// Ask again, but not before [`DeviceLogin::interval`] has passed.
    Pending,
    /// It is over.
    Ended(DeviceOutcome),
}

impl DeviceLogin {
    fn new(application: Application, codes: DeviceAuthorization, begun: Instant) -> Option<Self> {
        let seconds =
            |stated: Option<i64>| stated.map(|seconds| u64::try_from(seconds).unwrap_or(0));
        // A day is more patience than any device has, and does not overflow any clock.
        let lifetime = seconds(codes.expires_in).map_or(UNSTATED_LIFETIME, |seconds| {
            Duration::from_secs(seconds.min(86_400))
        });
        let interval = seconds(codes.interval).map_or(INTERVAL, Duration::from_secs);
        let filled = |code: Option<Secret>| code.filter(|code| !code.is_empty());
        Some(DeviceLogin {
            application,
            device_code: filled(codes.device_code)?,
            user_code: filled(codes.user_code)?,
            verification_uri: codes.verification_uri.filter(|uri| !uri.is_empty())?,
            verification_uri_complete: filled(codes.verification_uri_complete),
            expires_at: crate::token::after(lifetime.as_secs()),
            deadline: begun + lifetime,
            interval: interval.clamp(SHORTEST_INTERVAL, LONGEST_INTERVAL),
        })
    }

    /// The code to show to the user. Whoever sees it can log in on this device.
    #[must_use]
    pub fn user_code(&self) -> &Secret {
        &self.user_code
    }

    /// Where the user types it in.
    #[must_use]
    pub fn verification_uri(&self) -> &str {
        &self.verification_uri
    }

    /// The same with the code in it, for a QR code.
    #[must_use]
    pub fn verification_uri_complete(&self) -> Option<&Secret> {
        self.verification_uri_complete.as_ref()
    }

    /// When the code expires, by this machine's clock.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// How long to wait between two questions. `slow_down` and failures lengthen it.
    #[must_use]
    pub fn interval(&self) -> Duration {
        self.interval
    }

    /// Asks, as often as the server allows, until the user has answered or the code has expired.
    ///
    /// A server that fails or cannot be reached is asked again, more slowly; only the last such failure before the
    /// code's expiry is an error. Needs a tokio runtime with its timer.
    ///
    /// # Errors
    ///
    /// Any other refusal, such as `invalid_client`; `invalid_grant` for a code that was redeemed already.
    pub async fn wait(mut self) -> Result<DeviceOutcome, Error> {
        let mut failure = None;
        loop {
            let next = Instant::now() + self.interval;
            if next >= self.deadline {
                sleep_until(self.deadline).await;
                return match failure {
                    Some(error) => Err(error),
                    None => Ok(DeviceOutcome::Expired),
                };
            }
            sleep_until(next).await;
            match self.poll().await {
                Ok(DevicePoll::Pending) => failure = None,
                Ok(DevicePoll::Ended(outcome)) => return Ok(outcome),
                Err(error) if is_passing(&error) => {
                    let asked = error.retry_after().unwrap_or_default();
                    self.interval = (self.interval * 2).max(asked).min(LONGEST_INTERVAL);
                    failure = Some(error);
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Asks once, now. For those who have a loop of their own.
    ///
    /// # Errors
    ///
    /// Any refusal but those that say to wait or that it is over.
    pub async fn poll(&mut self) -> Result<DevicePoll, Error> {
        if Instant::now() >= self.deadline {
            return Ok(DevicePoll::Ended(DeviceOutcome::Expired));
        }
        let request = self
            .application
            .grant(GRANT)
            .field("device_code", self.device_code.expose())
            // RFC 8628 wants the client named, however it authenticates.
            .field("client_id", self.application.client_id());
        let error = match request.await {
            Ok(tokens) => {
                return Ok(DevicePoll::Ended(DeviceOutcome::Approved(Box::new(tokens))));
            }
            Err(error) => error,
        };
        match OAuth2ErrorCode::of(&error) {
            Some(OAuth2ErrorCode::AuthorizationPending) => Ok(DevicePoll::Pending),
            Some(OAuth2ErrorCode::SlowDown) => {
                self.interval = (self.interval + SLOW_DOWN).min(LONGEST_INTERVAL);
                Ok(DevicePoll::Pending)
            }
            Some(OAuth2ErrorCode::AccessDenied) => Ok(DevicePoll::Ended(DeviceOutcome::Denied)),
            Some(OAuth2ErrorCode::ExpiredToken) => Ok(DevicePoll::Ended(DeviceOutcome::Expired)),
            _ => Err(error),
        }
    }
}

/// Whether the next question may be answered although this one was not.
fn is_passing(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Connect => error.is_retryable(),
        ErrorKind::Timeout | ErrorKind::Transport => true,
        _ => error.status().is_some_and(|status| {
            status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS
        }),
    }
}

impl fmt::Debug for DeviceLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceLogin")
            .field("verification_uri", &self.verification_uri)
            .field("expires_at", &self.expires_at)
            .field("interval", &self.interval)
            .finish_non_exhaustive()
    }
}
