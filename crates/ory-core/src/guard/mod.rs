//! What guards of services share: who calls, why somebody is not let through, who is told.

mod audience;

pub use audience::Audience;
