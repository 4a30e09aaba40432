//! How long a check takes, for the observer.

use std::sync::Arc;
use std::time::Instant;

use crate::client::Client;
use crate::guard::{CheckEvent, CheckSource, Denial, Observer};

/// A check that is under way. Costs nothing where nobody is to be told.
pub struct Watch(Option<(Arc<dyn Observer>, Instant)>);

impl Watch {
    /// Begins a check of a layer that guards by this client.
    #[must_use]
    pub fn begin(client: &Client) -> Self {
        Watch(
            client
                .observer()
                .map(|observer| (Arc::clone(observer), Instant::now())),
        )
    }

    /// Tells how it ended.
    pub fn end(self, layer: &'static str, denied: Option<&Denial>, source: CheckSource) {
        if let Some((observer, begun)) = self.0 {
            let reason = denied.map(Denial::reason);
            observer.check(&CheckEvent::new(layer, reason, source, begun.elapsed()));
        }
    }

    /// A check that nobody is told of.
    #[must_use]
    pub fn none() -> Self {
        Watch(None)
    }
}
