//! Which route a request takes and what it changes: Envoy's source/common/router/config_impl.cc as a pure function.
//!
//! [`decide`] finds the route and the cluster without allocating; what a route changes in the request, and what the
//! proxy answers itself, is worked out by [`upstream_request`], [`response_headers`] and [`local_reply`] for those
//! who ask.

mod cors;
mod decide;
#[cfg(test)]
mod decide_tests;
mod format;
mod hash;
mod hash_key;
mod header_match;
mod header_mutation;
mod headers;
mod local_reply;
mod normalize;
mod observer;
mod path;
mod path_match;
mod query;
mod request;
mod rewrite;
mod string_match;
mod virtual_hosts;
mod weighted;

pub(crate) use cors::Cors;
pub use decide::{Decision, LocalAnswer, RoutePosition, decide, decide_again};
pub use format::Format;
pub use hash::{GeneratedCookie, HashPolicies};
pub use hash_key::{HashKey, HashPart};
pub use header_match::HeaderMatch;
pub use header_mutation::HeaderMutation;
pub use headers::HeaderMap;
pub use local_reply::{LocalReply, local_reply};
pub use normalize::{normalize_path, strip_fragment};
pub use observer::{Mismatch, RouteObserver};
pub use path_match::PathMatch;
pub use query::{QueryParameterMatch, query_parameter};
pub use request::{Connection, Request};
pub use rewrite::{UpstreamRequest, abort_headers, response_headers, upstream_request};
pub use string_match::StringMatch;
pub use virtual_hosts::{VirtualHosts, without_port};
pub use weighted::WeightedClusters;
