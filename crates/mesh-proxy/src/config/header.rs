//! `envoy.config.core.v3`: headers to add.

use serde::{Deserialize, Serialize};

use super::Origin;
use super::json::is_default;

/// A header's name and value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HeaderValue {
    /// The name; `host` and `:authority` are the same.
    pub key: String,
    /// The value, in which `%…%` are Envoy's substitution commands.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
}

/// What happens when the header is there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AppendAction {
    /// A further value is appended.
    #[default]
    AppendIfExistsOrAdd,
    /// It stays as it is.
    AddIfAbsent,
    /// It is replaced; added where it is absent.
    OverwriteIfExistsOrAdd,
    /// It is replaced; nothing is added.
    OverwriteIfExists,
}

/// A header to add.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HeaderValueOption {
    /// The header.
    pub header: HeaderValue,
    /// What happens when it is there already.
    #[serde(skip_serializing_if = "is_default")]
    pub append_action: AppendAction,
    /// Whether a header without a value is kept.
    #[serde(skip_serializing_if = "is_default")]
    pub keep_empty_value: bool,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}
