//! What the SDK needs of the tokio runtime that polls it: timers and, for sockets, the I/O driver.
//!
//! tokio has no way to ask for either and panics where one is missing. So each is tried once per
//! runtime, and the panic becomes an error. (Where panics abort the process, this one does too.)

use std::cell::Cell;
use std::future::Future as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use tokio::runtime::{Handle, Id};

use crate::transport::connect_error::{ConnectError, ConnectErrorKind};

thread_local! {
    /// The runtime that was last found to have timers.
    static WITH_TIMERS: Cell<Option<Id>> = const { Cell::new(None) };
}

/// The current runtime, which has timers.
pub(crate) fn current() -> Result<Handle, ConnectError> {
    let handle = Handle::try_current()
        .map_err(|_| missing("calls need a tokio runtime; await them inside of one"))?;
    let id = Some(handle.id());
    if WITH_TIMERS.get() != id {
        check_timers()?;
        WITH_TIMERS.set(id);
    }
    Ok(handle)
}

/// Reports that the current runtime has no timers, or ends.
pub(crate) fn check_timers() -> Result<(), ConnectError> {
    catch_unwind(|| {
        let sleep = pin!(tokio::time::sleep(Duration::ZERO));
        let _ = sleep.poll(&mut Context::from_waker(Waker::noop()));
    })
    .map_err(|_| {
        missing(
            "the tokio runtime has no timers, or is shutting down; build it with `enable_time` or `enable_all`",
        )
    })
}

/// Reports that the current runtime has no I/O driver, or ends.
pub(crate) fn check_io() -> Result<(), ConnectError> {
    let bound = std::net::UdpSocket::bind("127.0.0.1:0")
        .and_then(|socket| socket.set_nonblocking(true).map(|()| socket));
    let Ok(socket) = bound else {
        // Connecting will tell.
        return Ok(());
    };
    let registered = catch_unwind(AssertUnwindSafe(|| tokio::net::UdpSocket::from_std(socket)));
    match registered {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(missing(
            "the tokio runtime has no I/O driver, or is shutting down; build it with `enable_io` or `enable_all`",
        )),
    }
}

fn missing(message: &'static str) -> ConnectError {
    ConnectError::new(ConnectErrorKind::Runtime, message)
}
