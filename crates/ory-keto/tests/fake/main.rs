//! The fake Keto: held to what Keto 0.14 and the server of July 2026 answered, and what it does on request.
//!
//! `answers.json` are answers to requests that are right and wrong in every way. `verdicts.txt` and `trees.txt` are
//! checks and expansions of `tuples.txt` under `model.ts`, which was made by chance; both servers gave them, with strict
//! mode and without, in whatever order the relationships were stored.

mod on_request;
mod recorded;
