// @generated from xtask/codegen-golden/spec/odd_names.json. Do not edit.

use std::fmt;

use ory_core::__private::Hidden;

/// The attributes.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Attributes {
    /// The type.
    pub type_: Option<String>,
    /// Whether `async` is set.
    pub r#async: bool,
    /// The client data JSON.
    pub client_data_json: Option<String>,
    /// The onclick trigger.
    pub onclick_trigger: Option<String>,
    /// The type.
    pub r#type: Option<String>,
    /// The use.
    pub r#use: Option<String>,
}

ory_core::object! {
    Attributes {
        "@type" => type_: optional,
        "async" => r#async: or_default,
        "client_dataJSON" => client_data_json: optional,
        "onclickTrigger" => onclick_trigger: optional,
        "type" => r#type: optional,
        "use" => r#use: optional,
    }
}

impl Attributes {
    /// Creates one with the required fields.
    #[inline]
    #[must_use]
    pub fn new(r#async: bool) -> Self {
        Self {
            type_: None,
            r#async,
            client_data_json: None,
            onclick_trigger: None,
            r#type: None,
            r#use: None,
        }
    }

    /// Sets [`type_`](Self#structfield.type_).
    #[must_use]
    pub fn type_(mut self, type_: impl Into<String>) -> Self {
        self.type_ = Some(type_.into());
        self
    }

    /// Sets [`async`](Self#structfield.async).
    #[inline]
    #[must_use]
    pub fn r#async(mut self, r#async: bool) -> Self {
        self.r#async = r#async;
        self
    }

    /// Sets [`client_data_json`](Self#structfield.client_data_json).
    #[must_use]
    pub fn client_data_json(mut self, client_data_json: impl Into<String>) -> Self {
        self.client_data_json = Some(client_data_json.into());
        self
    }

    /// Sets [`onclick_trigger`](Self#structfield.onclick_trigger).
    #[must_use]
    pub fn onclick_trigger(mut self, onclick_trigger: impl Into<String>) -> Self {
        self.onclick_trigger = Some(onclick_trigger.into());
        self
    }

    /// Sets [`type`](Self#structfield.type).
    #[must_use]
    pub fn r#type(mut self, r#type: impl Into<String>) -> Self {
        self.r#type = Some(r#type.into());
        self
    }

    /// Sets [`use`](Self#structfield.use).
    #[must_use]
    pub fn r#use(mut self, r#use: impl Into<String>) -> Self {
        self.r#use = Some(r#use.into());
        self
    }
}

impl fmt::Debug for Attributes {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attributes")
            .field("type_", &Hidden(&self.type_))
            .field("async", &self.r#async)
            .field("client_data_json", &Hidden(&self.client_data_json))
            .field("onclick_trigger", &Hidden(&self.onclick_trigger))
            .field("type", &Hidden(&self.r#type))
            .field("use", &Hidden(&self.r#use))
            .finish()
    }
}
