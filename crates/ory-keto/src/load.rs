//! Loading many relationships: in chunks, as often as necessary, from where it stopped.

use std::error::Error as StdError;
use std::fmt;

use ory_core::Error;

use crate::in_flight::in_flight;
use crate::{RelationTuple, RelationshipApi};

impl RelationshipApi {
    /// Stores any number of relationships, a chunk at a time.
    ///
    /// Loading the same again changes nothing: relationships that are stored already are not stored
    /// twice, unless [`if_stored`](Load::if_stored) says otherwise. After a failure the error says
    /// how far loading came, and [`resume_from`](Load::resume_from) goes on from there. Two loads of
    /// the same relationships at the same time may still store some twice.
    ///
    /// `tuples` is read as chunks are sent, so that it need not fit into memory.
    ///
    /// `GET /relation-tuples`, Ory Keto read API, and `PATCH /admin/relation-tuples`, write API.
    ///
    /// ```no_run
    /// # async fn example(keto: ory_keto::Client, text: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let tuples: Vec<ory_keto::RelationTuple> =
    ///     text.lines().map(str::parse).collect::<Result<_, _>>()?;
    /// let relationship = keto.relationship();
    /// if let Err(error) = relationship.load(tuples.clone()).send().await {
    ///     eprintln!("stopped after {}: {error}", error.loaded().done);
    ///     relationship.load(tuples).resume_from(error.loaded().done).send().await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "bulk")]
    #[doc(alias = "import")]
    pub fn load<I>(&self, tuples: I) -> Load<I::IntoIter>
    where
        I: IntoIterator<Item = RelationTuple>,
    {
        Load {
            loader: Loader {
                api: self.clone(),
                if_stored: IfStored::Skip,
                concurrency: 4,
            },
            tuples: tuples.into_iter(),
            chunk_size: 100,
            chunk: Vec::new(),
            skip: 0,
            loaded: Loaded::default(),
        }
    }
}

/// What [`Load`] does about relationships that are stored already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum IfStored {
    /// Looks each relationship up, with a request of its own, and inserts what is missing. No
    /// permission is ever missing in between.
    #[default]
    Skip,
    /// Deletes the chunk and inserts it, with two requests. In between, for a moment, and after a
    /// failure until the load is resumed, the relationships of the chunk are missing, and with them
    /// permissions. Copies that are stored twice become one.
    Replace,
    /// Inserts all without looking, with one request for each chunk: for an empty namespace. What is
    /// stored is stored again; so is the chunk at which a load is resumed if its outcome is unknown.
    Duplicate,
}

/// How far a load came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loaded {
    /// How many relationships from the beginning are certainly stored: where to resume.
    pub done: usize,
    /// How many this load has inserted; the others were stored already.
    pub inserted: usize,
}

/// Stores many relationships; [`RelationshipApi::load`] makes it.
#[must_use = "nothing is sent until `send` or `next` is called"]
pub struct Load<I> {
    loader: Loader,
    tuples: I,
    chunk_size: usize,
    /// What is being stored; kept until it is.
    chunk: Vec<RelationTuple>,
    skip: usize,
    loaded: Loaded,
}

struct Loader {
    api: RelationshipApi,
    if_stored: IfStored,
    concurrency: usize,
}

impl<I: Iterator<Item = RelationTuple>> Load<I> {
    /// How many relationships are inserted together, or not at all; 100 unless set, and at least 1.
    pub fn chunk_size(mut self, tuples: usize) -> Self {
        self.chunk_size = tuples.max(1);
        self
    }

    /// What to do about relationships that are stored already; [`IfStored::Skip`] unless set.
    pub fn if_stored(mut self, what: IfStored) -> Self {
        self.loader.if_stored = what;
        self
    }

    /// How many relationships are looked up at a time; 4 unless set, and at least 1.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.loader.concurrency = requests.max(1);
        self
    }

    /// Passes over this many relationships, which an earlier load of the same has stored: its
    /// [`Loaded::done`].
    pub fn resume_from(mut self, done: usize) -> Self {
        self.skip = done;
        self.loaded.done = done;
        self
    }

    /// How far it came.
    #[must_use]
    pub fn loaded(&self) -> Loaded {
        self.loaded
    }

    /// Stores the next chunk, and says how far that came; `None` after the last.
    ///
    /// For writing progress down, pausing, and deciding about failures: after one, the same chunk is
    /// tried again. Cancelling the returned future loses nothing either.
    ///
    /// # Errors
    ///
    /// 404 for an unknown namespace: nothing of the chunk is stored then. After a timeout it may or
    /// may not be.
    pub async fn next(&mut self) -> Option<Result<Loaded, Error>> {
        if self.chunk.is_empty() {
            let skip = std::mem::take(&mut self.skip);
            let tuples = self.tuples.by_ref().skip(skip);
            self.chunk.extend(tuples.take(self.chunk_size));
        }
        if self.chunk.is_empty() {
            return None;
        }
        match self.loader.store(&self.chunk).await {
            Ok(inserted) => {
                self.loaded.done += self.chunk.len();
                self.loaded.inserted += inserted;
                self.chunk.clear();
                Some(Ok(self.loaded))
            }
            Err(error) => Some(Err(error)),
        }
    }

    /// Stores all of them, and stops at the first failure.
    ///
    /// # Errors
    ///
    /// The failure, with how far loading came.
    pub async fn send(mut self) -> Result<Loaded, LoadError> {
        while let Some(chunk) = self.next().await {
            if let Err(source) = chunk {
                let loaded = self.loaded;
                return Err(LoadError { loaded, source });
            }
        }
        Ok(self.loaded)
    }
}

impl Loader {
    /// Stores a chunk; the number of relationships that were inserted.
    async fn store(&self, chunk: &[RelationTuple]) -> Result<usize, Error> {
        let all = chunk.iter().cloned();
        let missing = match self.if_stored {
            IfStored::Skip => self.missing(chunk).await?,
            IfStored::Replace => {
                self.api.transaction().delete_all(all.clone()).await?;
                all.collect()
            }
            IfStored::Duplicate => all.collect(),
        };
        let insertion = self.api.transaction().insert_all(missing);
        let inserted = insertion.len();
        insertion.await?;
        Ok(inserted)
    }

    /// Those of a chunk that are not stored.
    async fn missing(&self, chunk: &[RelationTuple]) -> Result<Vec<RelationTuple>, Error> {
        let look_up = |tuple| self.api.list(tuple).page_size(1).send();
        let requests = chunk.iter().map(look_up);
        let answers = in_flight(requests, self.concurrency).await;
        let mut missing = Vec::new();
        for (tuple, answer) in chunk.iter().zip(answers) {
            if answer?.is_empty() {
                missing.push(tuple.clone());
            }
        }
        Ok(missing)
    }
}

impl<I> fmt::Debug for Load<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Load")
            .field("if_stored", &self.loader.if_stored)
            .field("chunk_size", &self.chunk_size)
            .field("loaded", &self.loaded)
            .finish_non_exhaustive()
    }
}

/// Why a load stopped, and where.
#[derive(Debug)]
pub struct LoadError {
    loaded: Loaded,
    source: Error,
}

impl LoadError {
    /// How far it came: give [`Loaded::done`] to [`Load::resume_from`].
    #[must_use]
    pub fn loaded(&self) -> Loaded {
        self.loaded
    }

    /// The failure.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.source
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let done = self.loaded.done;
        write!(
            f,
            "loading relationships stopped after {done} that are stored"
        )
    }
}

impl StdError for LoadError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.source)
    }
}

impl From<LoadError> for Error {
    fn from(error: LoadError) -> Self {
        error.source
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use serde_json::json;

    use super::*;
    use crate::Client;
    use crate::scripted::{Asked, Log, client};

    /// What Keto stores: lines of `object`, with copies.
    type Stored = Arc<Mutex<Vec<String>>>;

    /// Keto in small: lists by object, inserts first and deletes then, all or nothing. `fails` is
    /// asked about each request; one that fails with `504` was processed all the same.
    fn keto(
        fails: impl Fn(&Asked) -> Option<u16> + Send + Sync + 'static,
    ) -> (Client, Log, Stored) {
        let stored = Stored::default();
        let memory = Arc::clone(&stored);
        let (client, log) = client(move |asked| {
            let failure = fails(asked);
            if let Some(status) = failure.filter(|status| *status != 504) {
                return (status, String::new());
            }
            let mut memory = memory.lock().unwrap();
            if let Some((_, query)) = asked.line.split_once("&object=") {
                let object = query.split('&').next().unwrap();
                let tuple = json!({"namespace": "File", "object": object, "relation": "owners", "subject_id": "a"});
                let found = memory
                    .iter()
                    .filter(|stored| *stored == object)
                    .map(|_| &tuple);
                let page = json!({ "relation_tuples": found.collect::<Vec<_>>() });
                return (200, page.to_string());
            }
            let changes = asked.body.as_array().unwrap();
            let of = |action: &'static str| {
                let some = changes
                    .iter()
                    .filter(move |change| change["action"] == action);
                some.map(|change| {
                    change["relation_tuple"]["object"]
                        .as_str()
                        .unwrap()
                        .to_owned()
                })
            };
            memory.extend(of("insert"));
            let deleted: Vec<String> = of("delete").collect();
            memory.retain(|stored| !deleted.contains(stored));
            (failure.unwrap_or(204), String::new())
        });
        (client, log, stored)
    }

    fn tuples(objects: std::ops::Range<usize>) -> impl Iterator<Item = RelationTuple> {
        objects.map(|object| format!("File:o{object}#owners@a").parse().unwrap())
    }

    fn objects(range: std::ops::Range<usize>) -> Vec<String> {
        range.map(|object| format!("o{object}")).collect()
    }

    fn sorted(stored: &Stored) -> Vec<String> {
        let mut stored = stored.lock().unwrap().clone();
        stored.sort_by_key(|object| object[1..].parse::<usize>().unwrap());
        stored
    }

    fn patches(log: &Log) -> usize {
        let log = log.lock().unwrap();
        log.iter()
            .filter(|asked| asked.line.starts_with("PATCH"))
            .count()
    }

    #[tokio::test]
    async fn loading_twice_stores_once() {
        for (if_stored, inserted_again, requests) in [
            (IfStored::Skip, 0, 250 + 3 + 250),
            (IfStored::Replace, 250, 2 * (3 + 3)),
        ] {
            let (keto, log, stored) = keto(|_| None);
            for inserted in [250, inserted_again] {
                let load = keto
                    .relationship()
                    .load(tuples(0..250))
                    .if_stored(if_stored);
                let loaded = load.send().await.unwrap();
                assert_eq!((loaded.done, loaded.inserted), (250, inserted));
                assert_eq!(sorted(&stored), objects(0..250), "{if_stored:?}");
            }
            assert_eq!(log.lock().unwrap().len(), requests, "{if_stored:?}");
        }
        let (keto, log, stored) = keto(|_| None);
        for _ in 0..2 {
            let load = keto.relationship().load(tuples(0..250));
            load.if_stored(IfStored::Duplicate).send().await.unwrap();
        }
        assert_eq!(
            (stored.lock().unwrap().len(), log.lock().unwrap().len()),
            (500, 6)
        );
    }

    #[tokio::test]
    async fn what_is_given_twice_is_stored_once() {
        let (keto, log, stored) = keto(|_| None);
        let twice = tuples(0..30).chain(tuples(0..30));
        let loaded = keto
            .relationship()
            .load(twice)
            .chunk_size(20)
            .concurrency(0)
            .send()
            .await;
        let loaded = loaded.unwrap();
        assert_eq!((loaded.done, loaded.inserted), (60, 30));
        assert_eq!(sorted(&stored), objects(0..30));
        assert_eq!(patches(&log), 2);
    }

    #[tokio::test]
    async fn a_load_that_failed_goes_on_from_where_it_stopped() {
        // The second insertion is processed, but its answer is lost.
        let lost = |asked: &Asked| {
            let second = asked.body[0]["relation_tuple"]["object"] == "o10";
            (second && asked.body[0]["action"] == "insert").then_some(504)
        };
        let (keto, _, stored) = keto(lost);
        let load = || keto.relationship().load(tuples(0..35)).chunk_size(10);
        let error = load().send().await.unwrap_err();
        assert_eq!((error.loaded().done, error.loaded().inserted), (10, 10));
        assert!(error.error().is_server_error() && StdError::source(&error).is_some());
        assert!(error.to_string().contains("after 10 that"), "{error}");
        assert_eq!(sorted(&stored), objects(0..20));

        let loaded = load()
            .resume_from(error.loaded().done)
            .send()
            .await
            .unwrap();
        assert_eq!((loaded.done, loaded.inserted), (35, 15));
        assert_eq!(sorted(&stored), objects(0..35));
    }

    #[tokio::test]
    async fn a_chunk_that_failed_is_tried_again() {
        let attempts = Mutex::new(0);
        let (keto, _, stored) = keto(move |asked| {
            let mut attempts = attempts.lock().unwrap();
            *attempts += usize::from(asked.line.starts_with("PATCH"));
            (*attempts == 2 && asked.line.starts_with("PATCH")).then_some(429)
        });
        let mut load = keto.relationship().load(tuples(0..25)).chunk_size(10);
        let mut seen = Vec::new();
        while let Some(chunk) = load.next().await {
            seen.push(
                chunk
                    .map(|loaded| loaded.done)
                    .map_err(|error| error.is_rate_limited()),
            );
        }
        assert_eq!(seen, [Ok(10), Err(true), Ok(20), Ok(25)]);
        assert_eq!((load.loaded().done, sorted(&stored)), (25, objects(0..25)));
    }

    #[tokio::test]
    async fn a_failed_look_up_inserts_nothing() {
        let (keto, log, stored) = keto(|asked| asked.line.contains("object=o7&").then_some(401));
        let error = keto
            .relationship()
            .load(tuples(0..20))
            .send()
            .await
            .unwrap_err();
        assert!(error.error().is_unauthorized());
        assert_eq!((error.loaded(), patches(&log)), (Loaded::default(), 0));
        assert!(stored.lock().unwrap().is_empty());
        // At most those that were under way beside it.
        assert!(log.lock().unwrap().len() <= 7 + 4);
    }

    #[tokio::test]
    async fn nothing_to_load_asks_nobody() {
        let (keto, log, _) = keto(|_| Some(500));
        let relationship = keto.relationship();
        assert_eq!(
            relationship.load([]).send().await.unwrap(),
            Loaded::default()
        );
        let load = relationship.load(tuples(0..5)).resume_from(5).chunk_size(0);
        // A load may be left to a task.
        let task = tokio::spawn(load.send());
        assert_eq!(task.await.unwrap().unwrap().done, 5);
        assert!(log.lock().unwrap().is_empty());
    }
}
