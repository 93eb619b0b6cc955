//! Compiled route configurations.

use std::sync::Arc;

use crate::config::{self, HttpConnectionManager, Origin, RouteConfiguration};
use crate::proxy::{ClusterIndex, RouteIndex, StreamNumber};
use crate::re2::Substitution;
use crate::route::{
    HashPolicies, HeaderMatch, HeaderMutation, Mismatch, PathMatch, QueryParameterMatch, Request, VirtualHosts,
    WeightedClusters,
};

use crate::route::Cors;

/// The connection manager that hands requests to a route table, with what its filter chain says of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableManager {
    /// The connection manager, without routes.
    pub config: HttpConnectionManager,
    /// The port of the listener.
    pub port: u16,
    /// Whether clients are asked for a certificate.
    pub asks_for_certificate: bool,
}

/// A compiled route configuration.
#[derive(Clone, Debug)]
pub struct RouteTable {
    pub(super) config: Arc<RouteConfiguration>,
    pub(super) hosts: VirtualHosts,
    pub(super) virtual_hosts: Vec<CompiledVirtualHost>,
    pub(crate) headers: HeaderChanges,
    pub(super) manager: TableManager,
    pub(super) suppresses_envoy_headers: bool,
    pub(super) depends_on_request_id: bool,
}

impl RouteTable {
    /// What it was made of.
    #[must_use]
    pub fn config(&self) -> &Arc<RouteConfiguration> {
        &self.config
    }

    /// The connection manager whose requests it routes; of several the first.
    #[must_use]
    pub fn manager(&self) -> &TableManager {
        &self.manager
    }

    /// Whether the router of its connection manager adds no `x-envoy-…` headers of its own.
    #[must_use]
    pub fn suppresses_envoy_headers(&self) -> bool {
        self.suppresses_envoy_headers
    }

    /// Whether `x-request-id` decides which way a request goes, or which host it goes to.
    #[must_use]
    pub fn depends_on_request_id(&self) -> bool {
        self.depends_on_request_id
    }

    /// The domains.
    #[must_use]
    pub fn hosts(&self) -> &VirtualHosts {
        &self.hosts
    }

    /// The virtual hosts, in the order of the configuration.
    #[must_use]
    pub fn virtual_hosts(&self) -> &[CompiledVirtualHost] {
        &self.virtual_hosts
    }
}

/// A compiled virtual host.
#[derive(Clone, Debug)]
pub struct CompiledVirtualHost {
    pub(super) routes: Vec<CompiledRoute>,
    pub(crate) headers: HeaderChanges,
}

impl CompiledVirtualHost {
    /// The routes, in order.
    #[must_use]
    pub fn routes(&self) -> &[CompiledRoute] {
        &self.routes
    }
}

/// Changes of one level to requests and responses.
#[derive(Clone, Debug, Default)]
pub(crate) struct HeaderChanges {
    pub(crate) request: HeaderMutation,
    pub(crate) response: HeaderMutation,
}

/// A compiled route.
#[derive(Clone, Debug)]
pub struct CompiledRoute {
    pub(super) index: RouteIndex,
    pub(super) origin: Origin,
    pub(super) path: Option<PathMatch>,
    pub(super) runtime_fraction: Option<config::FractionalPercent>,
    pub(super) header_tests: Vec<HeaderMatch>,
    pub(super) query_parameters: Vec<QueryParameterMatch>,
    pub(super) action: CompiledAction,
    pub(super) cors: Option<Cors>,
    pub(crate) headers: HeaderChanges,
}

impl CompiledRoute {
    /// Its number among all routes of the configuration.
    #[must_use]
    pub fn index(&self) -> RouteIndex {
        self.index
    }

    /// Where it comes from.
    #[must_use]
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// What it does.
    #[must_use]
    pub fn action(&self) -> &CompiledAction {
        &self.action
    }

    /// Its test of the path; `None` where the route cannot be used.
    #[must_use]
    pub fn path(&self) -> Option<&PathMatch> {
        self.path.as_ref()
    }

    /// Its rules for cross-origin requests.
    #[must_use]
    pub fn cors(&self) -> Option<&Cors> {
        self.cors.as_ref()
    }

    /// Why it does not take a request, if it does not. `path` is the request's without query and fragment.
    #[must_use]
    pub fn mismatch(&self, request: &Request<'_>, path: &str, stream_number: StreamNumber) -> Option<Mismatch> {
        let Some(path_match) = &self.path else { return Some(Mismatch::Unusable) };
        if self.runtime_fraction.is_some_and(|share| !share.contains(stream_number.0)) {
            return Some(Mismatch::RuntimeFraction);
        }
        for (index, test) in (0..).zip(&self.header_tests) {
            if !test.matches(request) {
                return Some(Mismatch::Header(index));
            }
        }
        for (index, test) in (0..).zip(&self.query_parameters) {
            if !test.matches(request.path) {
                return Some(Mismatch::QueryParameter(index));
            }
        }
        (!path_match.matches(path)).then_some(Mismatch::Path)
    }

    /// Whether the stream id decides anything: whether it is taken, or the cluster.
    #[must_use]
    pub fn depends_on_stream_number(&self) -> bool {
        self.runtime_fraction.is_some()
            || matches!(&self.action, CompiledAction::Route(route) if matches!(route.specifier, CompiledClusterSpecifier::Weighted { .. }))
    }
}

/// What a compiled route does.
#[derive(Clone, Debug)]
pub enum CompiledAction {
    /// Sends the request to a cluster.
    Route(Box<WeightedRoute>),
    /// Sends the client elsewhere.
    Redirect {
        /// The status.
        status: u16,
        /// The pattern of the path's rewrite.
        path: Option<Substitution>,
    },
    /// Answers.
    Direct {
        /// The status.
        status: u16,
    },
}

/// Sends the request to a cluster, or one of several.
#[derive(Clone, Debug)]
pub struct WeightedRoute {
    pub(crate) specifier: CompiledClusterSpecifier,
    pub(crate) not_found: u16,
    pub(crate) hash: HashPolicies,
    pub(crate) path: Option<Substitution>,
    pub(crate) host_path: Option<Substitution>,
}

impl WeightedRoute {
    /// What decides the host in ring hash and Maglev.
    #[must_use]
    pub fn hash_policies(&self) -> &HashPolicies {
        &self.hash
    }
}

/// Where a route sends requests.
#[derive(Clone, Debug)]
pub(crate) enum CompiledClusterSpecifier {
    Cluster(Option<ClusterIndex>),
    Header(Box<str>),
    Weighted { weights: WeightedClusters, clusters: Vec<CompiledClusterWeight> },
}

/// One of several clusters.
#[derive(Clone, Debug)]
pub(crate) struct CompiledClusterWeight {
    pub(crate) cluster: Option<ClusterIndex>,
    pub(crate) header: Option<Box<str>>,
    pub(crate) headers: HeaderChanges,
}
