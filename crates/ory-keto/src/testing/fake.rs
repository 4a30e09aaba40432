//! The fake Keto, as tests see it.

use std::fmt;

use ory_core::Config;
use ory_core::fake::Clock;
use ory_core::fake::server::FakeServer;

use super::operations::KETO;
use super::settings::{Release, Settings};
use super::state::State;
use crate::opl::Model;
use crate::{Client, RelationTuple};

/// A Keto in memory: a tower service that answers as the server does, and what a test does behind its back.
///
/// Clones are the same server. It does the same in every run: relationships are listed in the order in which they were
/// stored, page tokens are counted, and the clock is the one that it is given.
///
/// All of Keto's ports are one, as on Ory Network. [`client`](Self::client) is a client of it;
/// [`Config::transport`](crate::ory_core::Config::transport) takes it where a client has other settings, and
/// [`serve`](Self::serve) puts it on a socket.
///
/// ```
/// use ory_keto::testing::FakeKeto;
/// use ory_keto::ory_core::Config;
/// use ory_keto::{Client, opl};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let keto = FakeKeto::new(opl::parse("class User implements Namespace {}").unwrap());
/// let config = Config::new().transport(keto.clone()).user_agent("my-service/1.0");
/// let client = Client::builder().url("http://keto.test").config(&config).build()?;
///
/// let served = keto.serve("127.0.0.1:0")?; // until it is dropped
/// let same = Client::builder().url(served.url()).build()?;
/// # Ok(())
/// # }
/// ```
pub struct FakeKeto {
    server: FakeServer<State>,
}

impl FakeKeto {
    /// A Keto with this model and nothing stored, as it is configured out of the box: checks go 5 deep and 100 wide,
    /// and strict mode is off.
    #[must_use]
    pub fn new(model: Model) -> Self {
        Self::with_clock(model, Clock::default())
    }

    /// A Keto that goes by this clock. It matters for the time of calls alone: Keto stores no times that it tells.
    #[must_use]
    pub fn with_clock(model: Model, clock: Clock) -> Self {
        let server = FakeServer::new(&KETO, clock, State::new(model));
        Self { server }
    }

    /// A client of it, with the defaults of any client: calls that fail are retried.
    ///
    /// # Panics
    ///
    /// Never: its configuration is right.
    #[must_use]
    pub fn client(&self) -> Client {
        let client = Client::builder()
            .url("http://keto.fake")
            .config(&Config::new().transport(self.clone()))
            .build();
        client.expect("the URL of a fake is valid")
    }

    fn configured(self, change: impl FnOnce(&mut Settings)) -> Self {
        self.server.with(|state| state.configure(change));
        self
    }

    /// Behaves as this release where releases differ.
    #[must_use]
    pub fn release(self, release: Release) -> Self {
        self.configured(|settings| settings.release = release)
    }

    /// Switches strict mode on: stored relationships and subject sets count only where the model declares them, and a
    /// check that ends at a limit is an error, 422, in place of "no".
    ///
    /// Ory Network switches it on for new projects. Keto's own source, which this follows, lets bare subject ids pass
    /// in strict mode.
    #[must_use]
    pub fn strict_mode(self) -> Self {
        self.configured(|settings| settings.strict = true)
    }

    /// Expands permits by their rules, as the newer release does with the feature flag `expand_rewrites`.
    #[must_use]
    pub fn expand_rewrites(self) -> Self {
        self.configured(|settings| settings.expand_rewrites = true)
    }

    /// Sets how deep checks and expansions go; 5 unless set. It is at least 1 and at most 100.
    #[must_use]
    pub fn max_read_depth(self, depth: u8) -> Self {
        let depth = depth.clamp(1, Settings::DEEPEST).into();
        self.configured(|settings| settings.max_read_depth = depth)
    }

    /// Sets how many subject sets of one relation a check follows; 100 unless set, and at least 1.
    #[must_use]
    pub fn max_read_width(self, sets: u16) -> Self {
        self.configured(|settings| settings.max_read_width = sets.max(1).into())
    }

    /// Sets how many questions a batch may have; 10 unless set, and at least 1.
    #[must_use]
    pub fn max_batch_check_size(self, questions: u16) -> Self {
        self.configured(|settings| settings.max_batch_check_size = questions.max(1).into())
    }

    /// Loads another model, as the server does when its file has changed. What is stored stays.
    pub fn load(&self, model: Model) {
        self.server.with(|state| state.load(model));
    }

    /// Stores a relationship. Unlike the server it does not look whether the model has its namespaces.
    pub fn insert(&self, tuple: RelationTuple) {
        self.server.with(|state| state.store.insert(tuple));
    }

    /// Stores relationships.
    pub fn insert_all(&self, tuples: impl IntoIterator<Item = RelationTuple>) {
        let tuples = tuples.into_iter().collect::<Vec<_>>();
        self.server.with(|state| {
            for tuple in tuples {
                state.store.insert(tuple);
            }
        });
    }

    /// Deletes every copy of a relationship.
    pub fn delete(&self, tuple: &RelationTuple) {
        self.server.with(|state| state.store.remove(tuple));
    }

    /// Everything that is stored, oldest first.
    #[must_use]
    pub fn relationships(&self) -> Vec<RelationTuple> {
        self.server.with(|state| state.store.all())
    }
}

ory_core::fake_server!(FakeKeto, "postCheckPermission");

/// Names nobody: how much is stored, and nothing of it.
impl fmt::Debug for FakeKeto {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeKeto")
            .field("relationships", &self.relationships().len())
            .finish_non_exhaustive()
    }
}
