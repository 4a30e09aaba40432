//! Whatever comes from outside, as nobody should send it: texts, bodies, headers, pages, arguments.
//!
//! Each target takes any bytes and panics if the crates do not keep their promises about them. `cargo xtask fuzz` looks
//! for such bytes, guided by coverage; the tests of this package try the seeds and what was once found.

pub mod answers;
pub mod models;
pub mod pages;
pub mod requests;
mod scripted;
pub mod texts;

/// A target: its name, what it does with an input, and inputs to begin with.
pub struct Target {
    /// The name, as `cargo xtask fuzz` takes it.
    pub name: &'static str,
    /// Tries one input.
    pub run: fn(&[u8]),
    /// Inputs that get far.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target {
        name: "answers",
        run: answers::run,
        seeds: answers::seeds,
    },
    Target {
        name: "models",
        run: models::run,
        seeds: models::seeds,
    },
    Target {
        name: "pages",
        run: pages::run,
        seeds: pages::seeds,
    },
    Target {
        name: "requests",
        run: requests::run,
        seeds: requests::seeds,
    },
    Target {
        name: "texts",
        run: texts::run,
        seeds: texts::seeds,
    },
];

/// Writes the seeds of a target into the folder that `FUZZ_SEEDS` names, if it does.
///
/// # Panics
///
/// If a file cannot be written.
pub fn write_seeds(name: &str) {
    let Some(folder) = std::env::var_os("FUZZ_SEEDS").map(std::path::PathBuf::from) else {
        return;
    };
    for target in TARGETS.iter().filter(|target| target.name == name) {
        for (number, seed) in (target.seeds)().into_iter().enumerate() {
            std::fs::write(folder.join(number.to_string()), seed).expect("the folder is there");
        }
    }
}

/// The two bytes that choose among many, and the rest.
fn chosen(input: &[u8]) -> Option<(usize, &[u8])> {
    let (choice, rest) = input.split_first_chunk::<2>()?;
    Some((usize::from(u16::from_be_bytes(*choice)), rest))
}

/// The input that chooses `choice`.
fn choosing(choice: usize, rest: impl AsRef<[u8]>) -> Vec<u8> {
    let mut input = (choice as u16).to_be_bytes().to_vec();
    input.extend_from_slice(rest.as_ref());
    input
}
