//! Several requests at a time, with their results in order.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::stream::{self, StreamExt};
use ory_core::Error;

/// Sends the requests, at most `limit` at a time, and returns their results in order.
///
/// After a failure no further request begins, while those that run are awaited: there are fewer
/// results than requests then. `requests` is asked for the next one only when it can begin.
pub(crate) async fn in_flight<T, F>(
    requests: impl Iterator<Item = F>,
    limit: usize,
) -> Vec<Result<T, Error>>
where
    F: Future<Output = Result<T, Error>>,
{
    let failed = &AtomicBool::new(false);
    let mut requests = requests;
    let until_failure = std::iter::from_fn(move || {
        let stopped = failed.load(Ordering::Relaxed);
        let request = if stopped { None } else { requests.next() };
        request.map(|request| async move {
            let result = request.await;
            if result.is_err() {
                failed.store(true, Ordering::Relaxed);
            }
            result
        })
    });
    stream::iter(until_failure)
        .buffered(limit.max(1))
        .collect()
        .await
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::future::{Ready, ready};
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use ory_core::ErrorKind;

    use super::*;

    static SPEC: ory_core::operation::OperationSpec = ory_core::operation::OperationSpec::new(
        "test",
        "keto",
        ory_core::http::Method::GET,
        "/",
        crate::client::endpoint::READ,
    )
    .idempotency(ory_core::operation::Idempotency::Safe);

    /// Finishes when it has been polled `left` times more; counts how many are under way.
    struct Slow<'a> {
        left: usize,
        number: usize,
        running: &'a Cell<usize>,
    }

    impl Future for Slow<'_> {
        type Output = Result<usize, Error>;

        fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
            if self.left > 0 {
                self.left -= 1;
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            self.running.set(self.running.get() - 1);
            Poll::Ready(Ok(self.number))
        }
    }

    #[tokio::test]
    async fn never_more_than_the_limit_and_in_order() {
        for limit in [1, 3, 100] {
            let (running, most) = (Cell::new(0), Cell::new(0));
            let requests = (0..50).map(|number| {
                running.set(running.get() + 1);
                most.set(most.get().max(running.get()));
                // Later ones finish first.
                let left = (50 - number) % 7;
                Slow {
                    left,
                    number,
                    running: &running,
                }
            });
            let answers: Result<Vec<_>, _> = in_flight(requests, limit).await.into_iter().collect();
            assert_eq!(answers.unwrap(), (0..50).collect::<Vec<_>>());
            assert_eq!(most.get(), limit.min(50));
        }
    }

    #[tokio::test]
    async fn a_failure_begins_no_further_request() {
        let request = |number: usize| -> Ready<Result<usize, Error>> {
            let failure = || Error::exchange(ErrorKind::Connect, &SPEC, String::new(), None);
            ready(if number == 4 {
                Err(failure())
            } else {
                Ok(number)
            })
        };
        let answers = in_flight((0..50).map(request), 2).await;
        assert_eq!(answers.len(), 6);
        assert!(answers[4].is_err() && answers[5].is_ok());
        assert!(in_flight((0..0).map(request), 2).await.is_empty());
    }
}
