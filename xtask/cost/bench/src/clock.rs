//! CPU time of this process, and the cores it may run on.

use std::time::Duration;

use rustix::thread::{CpuSet, sched_setaffinity};
use rustix::time::{ClockId, clock_gettime};

/// The CPU time that all threads of this process have used, in user and kernel mode.
#[must_use]
pub fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    let nanoseconds = u32::try_from(time.tv_nsec).unwrap_or_default();
    Duration::new(seconds, nanoseconds)
}

/// Keeps this process on one core where there are several; clients take the first, the server the second.
pub fn pin(core: usize) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if cores < 2 {
        return;
    }
    let mut set = CpuSet::new();
    set.set(core % cores);
    // A container may not allow it; the figures are noisier then.
    let _ = sched_setaffinity(None, &set);
}
