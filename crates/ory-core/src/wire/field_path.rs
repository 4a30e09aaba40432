//! Where in a document reading failed, as the names of declared fields.
//!
//! An error of serde names a line and a column, which say little about a document that nobody may
//! print. Fields that a model declares may be printed, so each model notes its field while an error
//! passes through it. Keys of free maps are not noted: they can be personal data.

use std::cell::RefCell;

thread_local! {
    /// Innermost field first.
    static FIELDS: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// Notes that an error passes through `field`.
#[cold]
pub(crate) fn note(field: &'static str) {
    // A thread that is ending has nobody to tell.
    let _ = FIELDS.try_with(|fields| fields.borrow_mut().push(field));
}

/// Forgets what was noted before: to be called before a document is read.
pub(crate) fn clear() {
    let _ = FIELDS.try_with(|fields| fields.borrow_mut().clear());
}

/// The fields from the document's root to where the error arose, `ui.nodes.attributes`.
pub(crate) fn take() -> Option<String> {
    let fields = FIELDS.try_with(RefCell::take).unwrap_or_default();
    if fields.is_empty() {
        return None;
    }
    Some(fields.iter().rev().copied().collect::<Vec<_>>().join("."))
}
