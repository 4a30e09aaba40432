//! Pools of connections, one for each runtime that uses a transport.
//!
//! A connection is driven by a task of the runtime that made it, so it must not be used from
//! another: one that ends or stands still would break the calls of the other.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use hyper_util::client::legacy;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::runtime::Id;
use tokio::sync::oneshot;

use crate::transport::body::Body;
use crate::transport::connect::Connector;
use crate::transport::connect_error::ConnectError;
#[cfg(feature = "http2")]
use crate::transport::http2::Hosts;
use crate::transport::runtime;
use crate::transport::settings::TransportSettings;

/// The pool of one runtime.
pub(crate) struct Pool {
    pub(crate) client: legacy::Client<Connector, Body>,
    #[cfg(feature = "http2")]
    pub(crate) hosts: Hosts,
}

/// The pools of one transport.
pub(crate) struct Pools {
    template: legacy::Builder,
    connector: Connector,
    by_runtime: Mutex<HashMap<Id, Entry>>,
}

struct Entry {
    pool: Arc<Pool>,
    /// Ends the task that waits for the end of the runtime.
    _end: oneshot::Sender<()>,
}

/// Bytes that are read at once at most, which is also what the head of a response may measure.
const READ_BUFFER: usize = 128 * 1024;

impl Pools {
    pub(crate) fn new(settings: &TransportSettings, connector: Connector) -> Arc<Self> {
        let mut template = legacy::Client::builder(TokioExecutor::new());
        template
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(settings.pool_idle_timeout)
            .pool_max_idle_per_host(settings.pool_max_idle_per_host)
            // Retries a request that a dead connection gave back unsent, and no other.
            .retry_canceled_requests(true)
            // A large body is read in pieces that stay in the processor's cache until they are
            // copied out.
            .http1_max_buf_size(READ_BUFFER);
        #[cfg(feature = "http2")]
        template
            .http2_keep_alive_interval(settings.http2_keep_alive)
            .http2_keep_alive_timeout(settings.http2_keep_alive_timeout);
        Arc::new(Pools {
            template,
            connector,
            by_runtime: Mutex::default(),
        })
    }

    pub(crate) fn connector(&self) -> &Connector {
        &self.connector
    }

    /// The pool of the current runtime. It is dropped when the runtime ends.
    pub(crate) fn current(self: &Arc<Self>) -> Result<Arc<Pool>, ConnectError> {
        let runtime = runtime::current()?;
        let id = runtime.id();
        if let Some(entry) = self.lock().get(&id) {
            return Ok(Arc::clone(&entry.pool));
        }
        runtime::check_timers()?;
        runtime::check_io()?;
        let (end, ended) = oneshot::channel();
        let pool = Arc::new(Pool {
            client: self.template.build(self.connector.clone()),
            #[cfg(feature = "http2")]
            hosts: Hosts::default(),
        });
        let pool = match self.lock().entry(id) {
            // Another thread of the same runtime was quicker.
            std::collections::hash_map::Entry::Occupied(entry) => {
                return Ok(Arc::clone(&entry.get().pool));
            }
            std::collections::hash_map::Entry::Vacant(entry) => {
                Arc::clone(&entry.insert(Entry { pool, _end: end }).pool)
            }
        };
        // A runtime that ends drops its tasks, and what they hold.
        let forget = Forget {
            pools: Arc::downgrade(self),
            id,
        };
        runtime.spawn(async move {
            let _forget = forget;
            let _ = ended.await;
        });
        Ok(pool)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Id, Entry>> {
        // Nothing panics while the map is half changed.
        self.by_runtime
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Drops a runtime's pool.
struct Forget {
    pools: Weak<Pools>,
    id: Id,
}

impl Drop for Forget {
    fn drop(&mut self) {
        if let Some(pools) = self.pools.upgrade() {
            let entry = pools.lock().remove(&self.id);
            // Outside of the lock: closing connections runs code that is not ours.
            drop(entry);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::Transport;

    fn runtime() -> tokio::runtime::Runtime {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().build().unwrap()
    }

    #[test]
    fn the_pool_of_a_runtime_is_dropped_when_it_ends() {
        let transport = Transport::by(&TransportSettings::default()).unwrap();
        let kept = runtime();
        let first = kept.block_on(async { transport.pools.current().unwrap() });
        for _ in 0..100 {
            runtime().block_on(async { transport.pools.current().unwrap() });
        }
        assert_eq!(transport.pools.lock().len(), 1);
        let same = kept.block_on(async { transport.pools.current().unwrap() });
        assert!(Arc::ptr_eq(&first, &same));
        drop(kept);
        assert!(transport.pools.lock().is_empty());
    }
}
