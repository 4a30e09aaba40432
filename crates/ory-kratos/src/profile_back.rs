//! The way back in a registration of two steps.

use ory_core::UnknownUnion;
use ory_core::serde_json::{self, Value};

use crate::models::{UpdateRegistrationFlowBody, UpdateRegistrationFlowWithProfileMethod};

impl UpdateRegistrationFlowWithProfileMethod {
    /// The body that goes back from the credentials to the traits.
    ///
    /// `screen: "previous"` alone does not: Kratos looks at the method first, and the method
    /// `profile` goes on to the credentials.
    ///
    /// ```
    /// use ory_kratos::models::UpdateRegistrationFlowWithProfileMethod;
    /// use serde_json::json;
    ///
    /// let traits = json!({ "email": "ada@example.org" });
    /// let back = UpdateRegistrationFlowWithProfileMethod::new(traits).back();
    /// assert_eq!(serde_json::to_value(back).unwrap()["method"], "profile:back");
    /// ```
    #[must_use]
    pub fn back(self) -> UpdateRegistrationFlowBody {
        let mut object = match serde_json::to_value(self.screen("previous")) {
            Ok(Value::Object(object)) => object,
            // A model of text and JSON is always an object.
            _ => serde_json::Map::new(),
        };
        object.remove("method");
        UpdateRegistrationFlowBody::Unknown(UnknownUnion::__new("method", "profile:back", object))
    }
}
