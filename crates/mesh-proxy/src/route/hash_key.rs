//! What of a request its hash was made of, for people.

use serde::{Deserialize, Serialize};

use super::decide::Decision;
use super::request::Request;
use crate::compiled::CompiledAction;

/// A part of a request that can be hashed (`RouteAction.HashPolicy`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum HashPart {
    /// The header of a name.
    Header(String),
    /// The cookie of a name.
    Cookie(String),
    /// The client's address.
    SourceIp,
    /// The query parameter of a name.
    QueryParameter(String),
}

/// A part of a request that decides its host in ring hash and Maglev.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HashKey {
    /// What it is.
    pub part: HashPart,
    /// Its value; `None` where the request has none.
    pub value: Option<String>,
    /// Whether the proxy makes it itself where the client sent none: a cookie with a lifetime.
    pub is_generated: bool,
}

impl Decision<'_> {
    /// The parts of a request by which the load balancer of its cluster chooses; none where it does not hash.
    #[must_use]
    pub fn hash_keys(&self, request: &Request<'_>) -> Vec<HashKey> {
        match self.route.map(|(_, route)| route.action()) {
            Some(CompiledAction::Route(action)) if self.uses_hash => action.hash.keys(request),
            _ => Vec::new(),
        }
    }
}
