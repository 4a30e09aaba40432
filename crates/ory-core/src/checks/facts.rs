//! Facts that are kept for a while, and questions that are shared.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use quick_cache::sync::Cache;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::checks::answer::{Answer, Asked};
use crate::checks::key::CheckKey;
use crate::error::Error;
use crate::guard::{CheckSource, Denial, DenialReason};

/// Facts by key. Clones share them.
///
/// Only facts are kept: never a verdict, a refusal or a failure, because nobody can tell a refusal
/// from an outage, and a kept one would outlive it.
pub struct Facts<V>(Arc<Shared<V>>);

struct Shared<V> {
    kept: Cache<CheckKey, Kept<V>>,
    /// Questions that are under way. Locked for a few instructions, never while anything is
    /// awaited.
    questions: Mutex<Questions<V>>,
}

struct Questions<V> {
    by_key: HashMap<CheckKey, Question<V>>,
    next: u64,
}

/// A question that somebody asks; the answer is told to all who wait.
struct Question<V> {
    number: u64,
    told: Told<V>,
}

type Outcome<V> = Result<Answer<V>, Denial>;

type Told<V> = watch::Receiver<Option<Outcome<V>>>;

/// A fact that is kept.
#[derive(Clone)]
pub struct Kept<V> {
    /// The fact.
    pub value: V,
    until: Instant,
}

impl<V> Kept<V> {
    /// How long it has been out of date; `None` if it is not.
    pub fn expired_for(&self, now: Instant) -> Option<Duration> {
        now.checked_duration_since(self.until)
    }
}

impl<V: Clone + Send + Sync + 'static> Facts<V> {
    /// Room for this many.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Facts(Arc::new(Shared {
            kept: Cache::new(capacity),
            questions: Mutex::new(Questions {
                by_key: HashMap::new(),
                next: 0,
            }),
        }))
    }

    /// The fact of this key, which may be out of date.
    #[must_use]
    pub fn get(&self, key: &CheckKey) -> Option<Kept<V>> {
        self.0.kept.get(key)
    }

    /// Forgets the fact, also one that is being asked for.
    pub fn forget(&self, key: &CheckKey) {
        let mut questions = self.0.lock();
        questions.by_key.remove(key);
        self.0.kept.remove(key);
    }

    /// Keeps a fact that was found out without [`ask`](Self::ask). `begun` is from before the
    /// question.
    pub fn keep(&self, key: CheckKey, value: V, begun: Instant, keep_for: Duration) {
        if let Some(until) = begun.checked_add(keep_for)
            && until > Instant::now()
        {
            self.0.kept.insert(key, Kept { value, until });
        }
    }

    /// How many facts are kept and how many questions are under way.
    #[must_use]
    pub fn len(&self) -> (usize, usize) {
        (self.0.kept.len(), self.0.lock().by_key.len())
    }

    /// Whether nothing is kept and nothing is under way.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == (0, 0)
    }

    /// Asks, or waits for somebody who is asking the same.
    ///
    /// The question is asked in a task of its own: whoever waits may go away without a loss to the
    /// others.
    ///
    /// # Errors
    ///
    /// What `ask` ended with, the same for all who waited; [`DenialReason::Unavailable`] after
    /// `timeout` or if it panicked.
    pub async fn ask<F>(
        &self,
        key: CheckKey,
        timeout: Duration,
        ask: impl FnOnce() -> F,
    ) -> Result<Asked<V>, Denial>
    where
        F: Future<Output = Outcome<V>> + Send + 'static,
    {
        let (mut told, source) = self.join(key, timeout, ask)?;
        // Those who wait have a clock of their own: the runtime of the one who asks may stand
        // still.
        let patience = timeout.saturating_add(Duration::from_secs(1));
        let outcome = tokio::time::timeout(patience, told.wait_for(Option::is_some)).await;
        let outcome = match outcome {
            Ok(Ok(outcome)) => outcome.clone(),
            // It panicked, or its runtime has ended.
            Ok(Err(_)) | Err(_) => None,
        };
        match outcome {
            Some(Ok(answer)) => Ok(Asked {
                value: answer.value,
                cookies: answer.cookies,
                source,
            }),
            Some(Err(denial)) => Err(denial),
            None => Err(Denial::new(DenialReason::Unavailable)),
        }
    }

    fn join<F>(
        &self,
        key: CheckKey,
        timeout: Duration,
        ask: impl FnOnce() -> F,
    ) -> Result<(Told<V>, CheckSource), Denial>
    where
        F: Future<Output = Outcome<V>> + Send + 'static,
    {
        let runtime = tokio::runtime::Handle::try_current().map_err(|_| no_runtime())?;
        let mut questions = self.0.lock();
        let number = questions.next;
        let told = match questions.by_key.entry(key) {
            // One whose task is gone tells nobody anything.
            Entry::Occupied(there) if there.get().told.has_changed().is_ok() => {
                return Ok((there.get().told.clone(), CheckSource::Shared));
            }
            entry => {
                let (tell, told) = watch::channel(None);
                entry.insert_entry(Question {
                    number,
                    told: told.clone(),
                });
                let begun = Instant::now();
                let mut ending = Ending {
                    shared: Arc::clone(&self.0),
                    key,
                    number,
                    ended: false,
                };
                let question = ask();
                runtime.spawn(async move {
                    let outcome = match tokio::time::timeout(timeout, question).await {
                        Ok(outcome) => outcome,
                        Err(_) => Err(Denial::new(DenialReason::Unavailable)),
                    };
                    ending.end(begun, outcome.as_ref().ok());
                    // Nobody may be there any more.
                    let _ = tell.send(Some(outcome));
                });
                told
            }
        };
        questions.next += 1;
        Ok((told, CheckSource::Server))
    }
}

impl<V> Shared<V> {
    fn lock(&self) -> MutexGuard<'_, Questions<V>> {
        self.questions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes a question off the list when it ends, however it does.
struct Ending<V> {
    shared: Arc<Shared<V>>,
    key: CheckKey,
    number: u64,
    ended: bool,
}

impl<V> Ending<V> {
    /// Whether the question was still on the list: it is not once its answer is to be forgotten.
    fn take_off(&self, questions: &mut Questions<V>) -> bool {
        let own = questions
            .by_key
            .get(&self.key)
            .is_some_and(|question| question.number == self.number);
        if own {
            questions.by_key.remove(&self.key);
        }
        own
    }
}

impl<V: Clone> Ending<V> {
    fn end(&mut self, begun: Instant, answer: Option<&Answer<V>>) {
        self.ended = true;
        let mut questions = self.shared.lock();
        if self.take_off(&mut questions)
            && let Some(answer) = answer
            && let Some(until) = begun.checked_add(answer.keep_for)
            && until > Instant::now()
        {
            let value = answer.value.clone();
            self.shared.kept.insert(self.key, Kept { value, until });
        }
    }
}

impl<V> Drop for Ending<V> {
    fn drop(&mut self) {
        // It panicked, or its runtime has ended: within `spawn` perhaps, where the list is locked.
        // Then it stays until somebody asks the same and finds that its task is gone.
        if !self.ended
            && let Ok(mut questions) = self.shared.questions.try_lock()
        {
            self.take_off(&mut questions);
        }
    }
}

fn no_runtime() -> Denial {
    let message = "checks need a tokio runtime; await them inside of one".to_owned();
    Denial::failed(Error::configuration(None, message))
}

impl<V> Clone for Facts<V> {
    fn clone(&self) -> Self {
        Facts(Arc::clone(&self.0))
    }
}

impl<V> fmt::Debug for Facts<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Facts").finish_non_exhaustive()
    }
}
