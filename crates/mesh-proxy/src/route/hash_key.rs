//! What of a request its hash was made of, for people.

use super::decide::Decision;
use super::request::Request;
use crate::compiled::CompiledAction;

/// A part of a request that decides its host in ring hash and Maglev.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HashKey {
    /// What it is, such as `header x-user`.
    pub name: String,
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
