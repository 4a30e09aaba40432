//! `spec/overlay/payloads.json`: the bodies of hooks, which a server sends and the user answers. No operation uses
//! them and no document describes them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// By product.
pub(crate) type Payloads = BTreeMap<String, Payload>;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Payload {
    why: String,
    /// Schemas that no document has.
    pub(crate) schemas: BTreeMap<String, Value>,
}

pub(crate) fn parse(text: &str) -> Result<Payloads, String> {
    let payloads: Payloads =
        serde_json::from_str(text).map_err(|error| format!("payloads.json: {error}"))?;
    match payloads.iter().find(|(_, payload)| payload.why.is_empty()) {
        Some((product, _)) => Err(format!("payloads.json: {product} does not say why")),
        None => Ok(payloads),
    }
}
