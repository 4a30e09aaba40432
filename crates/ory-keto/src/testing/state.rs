//! What a fake Keto is made of.

use super::rule::loaded;
use super::settings::Settings;
use super::store::Store;
use crate::opl::Model;

pub(super) struct State {
    /// The model as it was given.
    given: Model,
    /// The model as the release has it.
    pub(super) model: Model,
    pub(super) store: Store,
    pub(super) settings: Settings,
}

impl State {
    pub(super) fn new(model: Model) -> Self {
        let settings = Settings::default();
        Self {
            model: loaded(model.clone(), settings.release),
            given: model,
            store: Store::default(),
            settings,
        }
    }

    /// Changes the model.
    pub(super) fn load(&mut self, model: Model) {
        self.model = loaded(model.clone(), self.settings.release);
        self.given = model;
    }

    /// Changes the settings.
    pub(super) fn configure(&mut self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.settings);
        self.model = loaded(self.given.clone(), self.settings.release);
    }
}
