//! How often a call allocates: counted exactly, on one thread, beside hyper doing the same with the same model.
//!
//! What follows was traced, not read: a backtrace of each allocation of a call by either, compared.
//!
//! The SDK makes three in every call that hyper does not:
//!
//! 1. the boxed future of the call, the same for all operations, so that nothing is compiled per operation;
//! 2. the random request id, shared by all copies of the header;
//! 3. the copy of the headers for another attempt (none with one attempt).
//!
//! A parameter that is secret is copied into a `Secret` (none, if it is given as one) and, as the copy for another
//! attempt shares its value, gets a count of references. `login_flow` has these two for its cookie; `whoami` has them
//! for its token, and a count for the name of its header, which is not one of the standard ones. `token` has seven:
//!
//! 1. and 2. the buffer of the form, and its count of references;
//! 3. the copy of the client's secret;
//! 4. and 5. id and secret side by side, and the text of the header that they are encoded into;
//! 6. the header's count of references;
//! 7. the credentials, in an `Arc`, as they are given to this one call.
//!
//! hyper's side has its form and its header ready. It makes five, written by hand, that the SDK does not: one for the
//! URL, which grows while it is formatted, one for collecting a body of one piece, and three for facts about the
//! connection that `HttpConnector` adds to each response. With `batch_check` it makes two more, as the JSON of the body
//! outgrows a buffer that begins smaller.

use std::alloc::System;

use cost::calls::{Bare, Case, Contender, Ours};
use cost::{hold, server};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static COUNTER: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// So few that the answer arrives in one piece: how often the buffer grows must not depend on chance.
const IDENTITIES: u32 = 20;

/// Allocations per call of the second five hundred, the first having warmed everything up; that both are the same
/// says that a call does not cost more because others went before it.
fn per_call(runtime: &tokio::runtime::Runtime, mut call: impl AsyncFnMut()) -> i64 {
    const CALLS: usize = 500;
    let mut counts = [0; 3];
    for count in &mut counts {
        let before = COUNTER.stats();
        runtime.block_on(async {
            for _ in 0..CALLS {
                call().await;
            }
        });
        let used = COUNTER.stats() - before;
        *count = used.allocations + used.reallocations;
    }
    // What is made once in many calls, such as a larger buffer, does not add up to one per call.
    assert_eq!(counts[1] / CALLS, counts[2] / CALLS, "{counts:?}");
    (counts[2] / CALLS) as i64
}

/// One test, as the counter counts for the whole process.
#[test]
fn no_more_allocations_than_recorded() {
    let server = server::start(IDENTITIES).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let ours = Contender::Ours(Ours::new(server).unwrap());
    let bare = Contender::Bare(Bare::new(server).unwrap());

    let mut worse = Vec::new();
    for case in Case::ALL {
        let count = |by: &Contender| per_call(&runtime, async || by.make(case).await.unwrap());
        let (ours, bare) = (count(&ours), count(&bare));
        worse.extend(hold("allocations", case.name(), ours).err());
        worse.extend(hold("allocations_beyond_hyper", case.name(), ours - bare).err());
    }

    // Clones share everything: a thousand of them make a call no dearer.
    let whoami = per_call(&runtime, async || ours.make(Case::Whoami).await.unwrap());
    let clones: Vec<Contender> = (0..1000).map(|_| ours.clone()).collect();
    let mut next = clones.iter().cycle();
    let cloned = per_call(&runtime, async || {
        next.next().unwrap().make(Case::Whoami).await.unwrap();
    });
    assert_eq!(cloned, whoami, "a call by one of a thousand clones");

    assert!(worse.is_empty(), "{}", worse.join("\n"));
}
