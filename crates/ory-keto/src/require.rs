//! A permission that a handler needs.

use ory_core::{Denial, DenialReason};

use crate::{PermissionApi, RelationTuple};

impl PermissionApi {
    /// `Ok` if Keto allows it, else a response to return.
    ///
    /// ```no_run
    /// # use ory_keto::ory_core::{Caller, Denial};
    /// use ory_keto::{Client, RelationTuple, Subject};
    ///
    /// async fn read(keto: &Client, caller: &Caller, file: &str) -> Result<String, Denial> {
    ///     let subject = Subject::set("User", caller.id(), "");
    ///     keto.permission().require(RelationTuple::new("File", file, "view", subject)).await?;
    ///     Ok("the file".to_owned())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// 403 if Keto does not allow it. 503 if Keto could not be asked: a failure is neither a denial
    /// nor a permit. 500 if the question is wrong: a relation that the namespace does not have
    /// (400), more than the server's limits allow in strict mode (422), a wrong URL or key.
    pub async fn require(&self, tuple: RelationTuple) -> Result<(), Denial> {
        match self.check(tuple).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(Denial::new(DenialReason::Forbidden)),
            Err(error) => Err(Denial::failed(error)),
        }
    }
}
