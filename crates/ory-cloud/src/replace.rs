//! From a project that was read to the body that replaces it.

use std::collections::BTreeMap;

use crate::models::{Project, SetProject};

impl Project {
    /// The body for [`set_project`](crate::ProjectApi::set_project) that would change nothing.
    ///
    /// Change the parts that are to change and send it. Settings, organizations and services that this version
    /// of the crate does not know are carried along. Unlike [`edit_project`](crate::ProjectApi::edit_project),
    /// replacing does not notice what somebody else changed since the project was read.
    #[must_use]
    pub fn to_set_project(&self) -> SetProject {
        SetProject {
            cors_admin: self.cors_admin.clone().unwrap_or_default(),
            cors_public: self.cors_public.clone().unwrap_or_default(),
            name: self.name.clone(),
            organizations: self.organizations.clone(),
            services: self.services.clone(),
            extra: BTreeMap::new(),
        }
    }
}
