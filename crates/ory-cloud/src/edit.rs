//! Changing a project's configuration without overwriting what somebody else has changed meanwhile.

use std::fmt;

use ory_core::Error;
use ory_core::serde::Serialize;
use ory_core::serde_json::{self, Value};

use crate::ProjectApi;
use crate::models::{JsonPatch, JsonPatchOp, Project, SuccessfulProjectUpdate};

impl ProjectApi {
    /// Reads a project in order to change it: the safe way to patch a configuration.
    ///
    /// The edit remembers the revision that it was read at and is saved only if the project is still there
    /// (`GET /projects/{project_id}`, then `PATCH /projects/{project_id}/revision/{revision_id}`). Two
    /// deployments at once cannot undo each other: the second is told, and decides again.
    ///
    /// # Errors
    ///
    /// Those of [`ProjectApi::get_project`].
    ///
    /// # Example
    ///
    /// ```no_run
    /// use ory_cloud::EditOutcome;
    ///
    /// # async fn example(cloud: ory_cloud::Client, project_id: &str) -> Result<(), ory_cloud::Error> {
    /// let mut edit = cloud.project().edit_project(project_id).await?;
    /// loop {
    ///     edit = edit.set(
    ///         "/services/identity/config/selfservice/flows/login/lifespan",
    ///         "30m",
    ///     );
    ///     match edit.save().await? {
    ///         EditOutcome::Saved(update) => {
    ///             for warning in &update.warnings {
    ///                 eprintln!("ignored: {}", warning.message.as_deref().unwrap_or_default());
    ///             }
    ///             break;
    ///         }
    ///         EditOutcome::Unchanged(_) => break,
    ///         // Somebody was faster: look at what they did, and say again what is wanted.
    ///         EditOutcome::Conflict(stale) => edit = stale.restart().await?,
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn edit_project(&self, project_id: &str) -> Result<ProjectEdit, Error> {
        let project = self.get_project(project_id).await?;
        Ok(ProjectEdit {
            api: self.clone(),
            project: Box::new(project),
            steps: Vec::new(),
            mistake: None,
        })
    }
}

/// A project as it was read, and the steps that are to change it.
///
/// Made by [`ProjectApi::edit_project`]. Pointers are those of RFC 6901 and start at the project:
/// `/services/identity/config/selfservice`. Nothing is sent before [`ProjectEdit::save`].
#[must_use = "an edit does nothing until it is saved"]
pub struct ProjectEdit {
    api: ProjectApi,
    project: Box<Project>,
    steps: Vec<JsonPatch>,
    /// The first mistake, reported when the edit is saved.
    mistake: Option<String>,
}

impl fmt::Debug for ProjectEdit {
    /// Names project and revision; values are not printed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProjectEdit")
            .field("project_id", &self.project.id)
            .field("revision_id", &self.project.revision_id)
            .field("steps", &self.steps.len())
            .finish_non_exhaustive()
    }
}

/// What became of an edit.
#[derive(Debug)]
pub enum EditOutcome {
    /// The project was changed. Settings that have no effect on Ory Network are named in `warnings`.
    Saved(Box<SuccessfulProjectUpdate>),
    /// There were no steps, so nothing was sent. The project as it was read.
    Unchanged(Box<Project>),
    /// Somebody changed the project since it was read; nothing was changed now. The edit, with its steps.
    Conflict(ProjectEdit),
}

impl ProjectEdit {
    /// The project as it was read; the steps are not applied to it.
    #[must_use]
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// The steps so far.
    #[must_use]
    pub fn steps(&self) -> &[JsonPatch] {
        &self.steps
    }

    /// Sets the value at `pointer`, whether there is one or not (`add` of RFC 6902).
    ///
    /// What holds the value has to exist. In a list, an index inserts and `-` appends.
    pub fn set(mut self, pointer: &str, value: impl Serialize) -> Self {
        match serde_json::to_value(value) {
            Ok(value) => self.step(JsonPatchOp::Add, pointer, Some(value)),
            Err(_) => self.fail(format!(
                "the value for `{pointer}` cannot be written as JSON"
            )),
        }
        self
    }

    /// Removes the value at `pointer`, which has to be there.
    pub fn remove(mut self, pointer: &str) -> Self {
        self.step(JsonPatchOp::Remove, pointer, None);
        self
    }

    /// Changes nothing unless the value at `pointer` equals `value`: the whole edit fails otherwise.
    pub fn require(mut self, pointer: &str, value: impl Serialize) -> Self {
        match serde_json::to_value(value) {
            Ok(value) => self.step(JsonPatchOp::Test, pointer, Some(value)),
            Err(_) => self.fail(format!(
                "the value for `{pointer}` cannot be written as JSON"
            )),
        }
        self
    }

    /// Adds a step of any kind.
    pub fn push(mut self, step: JsonPatch) -> Self {
        self.check(&step.path);
        if let Some(from) = &step.from {
            self.check(from);
        }
        self.steps.push(step);
        self
    }

    fn step(&mut self, op: JsonPatchOp, pointer: &str, value: Option<Value>) {
        self.check(pointer);
        let mut step = JsonPatch::new(op, pointer);
        step.value = value;
        self.steps.push(step);
    }

    fn check(&mut self, pointer: &str) {
        if !pointer.starts_with('/') {
            self.fail(format!(
                "`{pointer}` is no JSON Pointer into a project; it has to begin with a slash, \
                 as in `/services/identity/config`"
            ));
        }
    }

    fn fail(&mut self, message: String) {
        self.mistake.get_or_insert(message);
    }

    /// Sends the steps, to be applied only if the project is still at the revision that was read.
    ///
    /// The whole resulting configuration is checked by the server, so that a setting which the steps do not
    /// touch can be what it complains about. Never repeated when it may have been processed: after an error for
    /// which [`Error::may_have_been_sent`] is true, read the project again and compare `revision_id`.
    ///
    /// # Errors
    ///
    /// A configuration error for a pointer that is none; otherwise those of
    /// [`ProjectApi::patch_project_with_revision`] except 409, which is [`EditOutcome::Conflict`].
    pub async fn save(mut self) -> Result<EditOutcome, Error> {
        if let Some(mistake) = self.mistake.take() {
            return Err(Error::configuration(None, mistake));
        }
        if self.steps.is_empty() {
            return Ok(EditOutcome::Unchanged(self.project));
        }
        let saved = self
            .api
            .patch_project_with_revision(
                &self.project.id,
                &self.project.revision_id,
                self.steps.as_slice(),
            )
            .await;
        match saved {
            Ok(update) => Ok(EditOutcome::Saved(Box::new(update))),
            Err(error) if error.is_conflict() => Ok(EditOutcome::Conflict(self)),
            Err(error) => Err(error),
        }
    }

    /// Reads the project again and drops the steps: they were made for a configuration that is gone.
    ///
    /// # Errors
    ///
    /// Those of [`ProjectApi::get_project`].
    pub async fn restart(self) -> Result<Self, Error> {
        self.api.edit_project(&self.project.id).await
    }

    /// Reads the project again and keeps the steps, for those that are right whatever else has changed.
    ///
    /// # Errors
    ///
    /// Those of [`ProjectApi::get_project`].
    pub async fn rebase(self) -> Result<Self, Error> {
        let mut edit = self.api.edit_project(&self.project.id).await?;
        edit.steps = self.steps;
        edit.mistake = self.mistake;
        Ok(edit)
    }
}
