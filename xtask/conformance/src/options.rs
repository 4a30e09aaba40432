//! What the program is asked to do.

/// The arguments, read.
#[derive(Default)]
pub(crate) struct Options {
    /// Whether the servers' database is SQLite in memory, which takes one writer at a time: scenarios run one after the
    /// other, and Kratos sends no mails, as its courier would be a second writer.
    pub(crate) in_memory: bool,
    /// Part of the names of the scenarios to run.
    pub(crate) filter: Option<String>,
}

impl Options {
    /// Reads the arguments; what is not known is an error.
    pub(crate) fn read(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self::default();
        for argument in arguments {
            match argument.as_str() {
                "--in-memory" => options.in_memory = true,
                name if !name.starts_with('-') && options.filter.is_none() => {
                    options.filter = Some(argument);
                }
                other => return Err(format!("unexpected argument {other:?}")),
            }
        }
        Ok(options)
    }

    /// Whether a scenario of this name is to run.
    pub(crate) fn chooses(&self, name: &str) -> bool {
        self.filter
            .as_deref()
            .is_none_or(|filter| name.contains(filter))
    }
}
