//! The same work done by our crates, by the official ones, and by hyper with our models.
//!
//! `cargo xtask bench` builds and runs this: [`cases`] says what is done, [`contenders`] by whom, [`server`] who
//! answers, [`guards`] what guards a service. The binary `time` measures CPU time, the binary `count` allocations.

pub mod cases;
pub mod clock;
pub mod contenders;
pub mod guards;
pub mod server;
