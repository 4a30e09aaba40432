//! One page for each role: what to begin with, and what to look out for.

pub mod checking;
pub mod namespaces;
pub mod writing;
