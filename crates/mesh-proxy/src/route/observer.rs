//! The seam through which routing is watched.

use crate::config::Origin;
use crate::proxy::{Unobserved, WeightIndex};

/// Why a route does not take a request; the first reason in Envoy's order of tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// The share of requests that it takes was not drawn.
    RuntimeFraction,
    /// This header (by its position in the match).
    Header(u32),
    /// This query parameter (by its position in the match).
    QueryParameter(u32),
    /// The path.
    Path,
    /// It cannot match at all: its pattern was refused (`CompiledConfig::problems`).
    Unusable,
}

/// Sees how a request is routed, and never changes it. Every method does nothing by default.
pub trait RouteObserver {
    /// The host that virtual hosts were sought for, and the position and domain of the one that was found.
    fn virtual_host(&mut self, _host: &str, _found: Option<(u32, &str)>) {}

    /// A route was tried; no mismatch means that it is taken.
    fn route_tried(&mut self, _position: u32, _origin: Origin, _mismatch: Option<Mismatch>) {}

    /// One of several clusters was drawn: the number, the sum of the weights, and the cluster.
    fn weighted_cluster(&mut self, _value: u64, _total: u64, _chosen: WeightIndex) {}

    /// The request's hash for ring hash and Maglev.
    fn hash(&mut self, _hash: Option<u64>) {}
}

impl RouteObserver for Unobserved {}
