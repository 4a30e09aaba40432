//! What the SDK's own transport is made by.

use std::time::Duration;

use crate::transport::proxy::ProxySetting;
use crate::transport::tls::TlsRoots;

/// The settings of connections, as [`Config`](crate::Config) collects them.
#[derive(Clone, Debug)]
pub(crate) struct TransportSettings {
    pub(crate) connect_timeout: Duration,
    pub(crate) pool_idle_timeout: Duration,
    pub(crate) pool_max_idle_per_host: usize,
    pub(crate) tcp_keep_alive: Option<Duration>,
    #[cfg(feature = "http2")]
    pub(crate) http2_keep_alive: Option<Duration>,
    #[cfg(feature = "http2")]
    pub(crate) http2_keep_alive_timeout: Duration,
    pub(crate) roots: TlsRoots,
    pub(crate) proxy: ProxySetting,
}

impl TransportSettings {
    pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
    /// Shorter than most load balancers wait: one that closes silently costs the next request.
    pub(crate) const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(15);
    pub(crate) const POOL_MAX_IDLE_PER_HOST: usize = 128;
    pub(crate) const TCP_KEEP_ALIVE: Duration = Duration::from_secs(30);
    #[cfg(feature = "http2")]
    pub(crate) const HTTP2_KEEP_ALIVE: Duration = Duration::from_secs(20);
    #[cfg(feature = "http2")]
    pub(crate) const HTTP2_KEEP_ALIVE_TIMEOUT: Duration = Duration::from_secs(10);
}

/// Longer times are as good as none, and could overflow a clock.
const LONGEST: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

impl TransportSettings {
    /// The same settings with no time that overflows a clock.
    pub(crate) fn within_the_clock(&self) -> Self {
        let mut settings = self.clone();
        for time in [
            Some(&mut settings.connect_timeout),
            Some(&mut settings.pool_idle_timeout),
            settings.tcp_keep_alive.as_mut(),
            #[cfg(feature = "http2")]
            settings.http2_keep_alive.as_mut(),
            #[cfg(feature = "http2")]
            Some(&mut settings.http2_keep_alive_timeout),
        ]
        .into_iter()
        .flatten()
        {
            *time = (*time).min(LONGEST);
        }
        settings
    }
}

impl Default for TransportSettings {
    fn default() -> Self {
        TransportSettings {
            connect_timeout: Self::CONNECT_TIMEOUT,
            pool_idle_timeout: Self::POOL_IDLE_TIMEOUT,
            pool_max_idle_per_host: Self::POOL_MAX_IDLE_PER_HOST,
            tcp_keep_alive: Some(Self::TCP_KEEP_ALIVE),
            #[cfg(feature = "http2")]
            http2_keep_alive: Some(Self::HTTP2_KEEP_ALIVE),
            #[cfg(feature = "http2")]
            http2_keep_alive_timeout: Self::HTTP2_KEEP_ALIVE_TIMEOUT,
            roots: TlsRoots::default(),
            proxy: ProxySetting::default(),
        }
    }
}
