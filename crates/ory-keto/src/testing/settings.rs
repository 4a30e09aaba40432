//! How a fake Keto is configured.

/// Whose behaviour a fake Keto has where releases differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Release {
    /// Keto 0.14, the last release that is numbered so.
    ///
    /// A branch that ends at the depth limit counts as "no" there, also below a `!`. Expanding what nothing is stored
    /// of gives no tree.
    V0_14,
    /// The servers of July 2026, Ory Network among them.
    ///
    /// A branch that ends at a limit is undecided. Expanding what nothing is stored of gives a leaf.
    #[default]
    Current,
}

/// What can be configured.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) release: Release,
    pub(super) strict: bool,
    pub(super) expand_rewrites: bool,
    pub(super) max_read_depth: i64,
    pub(super) max_read_width: usize,
    pub(super) max_batch_check_size: usize,
    pub(super) max_expand_size: usize,
}

impl Settings {
    /// The greatest depth that can be set. A real server allows more; but no JSON reader would take a deeper tree.
    pub(super) const DEEPEST: u8 = 100;

    /// The depth of a request: its own, or the server's if it asks for none or for more.
    pub(super) fn depth(&self, asked: i64) -> i64 {
        match asked {
            1.. => asked.min(self.max_read_depth),
            _ => self.max_read_depth,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            release: Release::default(),
            strict: false,
            expand_rewrites: false,
            max_read_depth: 5,
            max_read_width: 100,
            max_batch_check_size: 10,
            max_expand_size: 4_000,
        }
    }
}
