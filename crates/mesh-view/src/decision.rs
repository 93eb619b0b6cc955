//! A request that a user sends by hand.

use mesh_words::Words;
use serde::{Deserialize, Serialize};

/// A request that a user sends by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RequestToSend {
    /// `ingress`, `client` or `<workload>[.<namespace>]`.
    pub from: String,
    /// Empty for GET.
    pub method: String,
    /// As `http://fleetman-staff-service:8080/driver/x`.
    pub url: String,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
}

/// Why a request could not be sent: what is wrong and what would be accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendError {
    /// One sentence that names the field and the cure.
    pub message: Words,
}

impl std::fmt::Display for SendError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.message.fmt(formatter)
    }
}

impl std::error::Error for SendError {}
