//! What the fake servers of the product crates are made of: a clock that is given, faults on demand, a log of calls,
//! routes, answers in the servers' words, and a socket for tests in other languages.
//!
//! Tests use the fakes themselves (`ory_keto::testing::FakeKeto` and its like), which re-export what they need of this.

pub mod answer;
mod call;
mod clock;
mod fault;
pub mod go_json;
pub mod incoming;
pub mod route;
mod serve;
pub mod server;

pub use call::Call;
pub use clock::Clock;
pub use fault::Fault;
pub use serve::Serving;
