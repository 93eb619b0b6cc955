//! The decision.

use super::observer::RouteObserver;
use super::path::without_query;
use super::request::Request;
use crate::compiled::{
    CompiledAction, CompiledClusterSpecifier, CompiledClusterWeight, CompiledConfig, CompiledRoute,
    CompiledVirtualHost, RouteTable, RouteTableIndex, WeightedRoute,
};
use crate::config::{Action, ClusterSpecifier, ClusterWeight, LbPolicy, Route, TlsRequirementType, VirtualHost};
use crate::proxy::{ClusterIndex, RouteIndex, StreamNumber, WeightIndex};
use crate::router::{RouteDecision, RouteOutcome};

/// What the route tables say about a request, with all that it was decided by.
#[derive(Clone, Copy, Debug)]
pub struct Decision<'c> {
    /// The route configuration; `None` where it does not exist.
    pub table: Option<&'c RouteTable>,
    /// The virtual host and its position.
    pub virtual_host: Option<(u32, &'c CompiledVirtualHost)>,
    /// The route and its position in the virtual host.
    pub route: Option<(u32, &'c CompiledRoute)>,
    /// Which of the route's weighted clusters.
    pub weighted: Option<WeightIndex>,
    /// The cluster, if it exists; also where the proxy answers for it.
    pub cluster: Option<ClusterIndex>,
    /// What becomes of the request.
    pub outcome: RouteOutcome,
    /// The request's hash for ring hash and Maglev.
    pub hash: Option<u64>,
    /// Whether the cluster's load balancer asks for the hash; only then cookies are made.
    pub uses_hash: bool,
    /// What the proxy answers itself, and why.
    pub local: Option<LocalAnswer>,
}

/// Where a route stands in its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoutePosition {
    /// The position of the virtual host.
    pub virtual_host: u32,
    /// The position of the route in it.
    pub route: u32,
}

/// Why the proxy answers itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalAnswer {
    /// The virtual host asks for TLS.
    TlsRedirect,
    /// The route is a redirect.
    Redirect,
    /// The route is a direct response.
    DirectResponse,
    /// A cross-origin preflight.
    Preflight,
}

impl<'c> Decision<'c> {
    const NOT_FOUND: Decision<'static> = Decision {
        table: None,
        virtual_host: None,
        route: None,
        weighted: None,
        cluster: None,
        outcome: RouteOutcome::NotFound,
        hash: None,
        uses_hash: false,
        local: None,
    };

    /// The part that the proxy keeps while the request is under way.
    #[must_use]
    pub fn brief(&self) -> RouteDecision {
        let route = self.route.map_or(RouteIndex::NONE, |(_, route)| route.index());
        RouteDecision { outcome: self.outcome, route, hash: self.hash }
    }

    /// Where the route stands.
    #[must_use]
    pub fn position(&self) -> Option<RoutePosition> {
        Some(RoutePosition { virtual_host: self.virtual_host?.0, route: self.route?.0 })
    }

    /// The virtual host's configuration.
    #[must_use]
    pub fn virtual_host_config(&self) -> Option<&'c VirtualHost> {
        self.table?.config().virtual_hosts.get(self.virtual_host?.0 as usize)
    }

    /// The route's configuration.
    #[must_use]
    pub fn route_config(&self) -> Option<&'c Route> {
        self.virtual_host_config()?.routes.get(self.route?.0 as usize)
    }

    /// The route's name; empty where it has none.
    #[must_use]
    pub fn route_name(&self) -> &'c str {
        self.route_config().map_or("", |route| route.name.as_str())
    }

    /// The configuration of the chosen one of several clusters.
    #[must_use]
    pub fn cluster_weight(&self) -> Option<&'c ClusterWeight> {
        let Action::Route(action) = &self.route_config()?.action else { return None };
        let Some(ClusterSpecifier::WeightedClusters(weighted)) = &action.cluster_specifier else { return None };
        weighted.clusters.get(self.weighted?.index())
    }
}

/// Decides about a request.
pub fn decide<'c, O: RouteObserver>(
    compiled: &'c CompiledConfig,
    table: RouteTableIndex,
    request: &Request<'_>,
    stream_number: StreamNumber,
    observer: &mut O,
) -> Decision<'c> {
    let Some(table) = compiled.table(table) else { return Decision::NOT_FOUND };
    let mut decision = Decision { table: Some(table), ..Decision::NOT_FOUND };
    let Some((position, virtual_host)) = find_virtual_host(table, request, observer) else { return decision };
    decision.virtual_host = Some((position, virtual_host));
    let requires_tls = decision.virtual_host_config().map_or(TlsRequirementType::None, |host| host.require_tls);
    if request.scheme != "https" && requires_tls != TlsRequirementType::None && !is_exempt(requires_tls, request) {
        decision.outcome = RouteOutcome::Direct(301);
        decision.local = Some(LocalAnswer::TlsRedirect);
        return decision;
    }
    let path = without_query(request.path);
    for (position, route) in (0..).zip(virtual_host.routes()) {
        let mismatch = route.mismatch(request, path, stream_number);
        observer.route_tried(position, route.origin(), mismatch);
        if mismatch.is_none() {
            decision.route = Some((position, route));
            act(&mut decision, compiled, route, request, stream_number, observer);
            break;
        }
    }
    decision
}

/// Decides about a request of a text that was decided about `before`, where no route takes a share of requests only: the
/// route is the same, and only the choice among its weighted clusters is made anew. Gives the one that is chosen, too.
#[must_use]
pub fn decide_again(
    compiled: &CompiledConfig,
    table: RouteTableIndex,
    RoutePosition { virtual_host, route }: RoutePosition,
    before: RouteDecision,
    request: &Request<'_>,
    stream_number: StreamNumber,
) -> (RouteDecision, Option<WeightIndex>) {
    let virtual_host = compiled.table(table).and_then(|table| table.virtual_hosts().get(virtual_host as usize));
    let route = virtual_host.and_then(|host| host.routes().get(route as usize));
    let Some(CompiledAction::Route(action)) = route.map(CompiledRoute::action) else { return (before, None) };
    let CompiledClusterSpecifier::Weighted { weights, clusters } = &action.specifier else { return (before, None) };
    let Some((_, chosen)) = weights.choose(request, stream_number, before.hash) else { return (before, None) };
    let cluster = clusters.get(chosen.index()).and_then(|weighted| weighted.cluster(compiled, request));
    let outcome = match before.outcome {
        // A cross-origin preflight is answered whichever it is.
        RouteOutcome::Direct(status) => RouteOutcome::Direct(status),
        _ => action.outcome(cluster),
    };
    (RouteDecision { outcome, ..before }, Some(chosen))
}

impl CompiledClusterWeight {
    /// The cluster that it stands for.
    fn cluster(&self, compiled: &CompiledConfig, request: &Request<'_>) -> Option<ClusterIndex> {
        match &self.header {
            Some(header) => named_by(compiled, request, header),
            None => self.cluster,
        }
    }
}

impl WeightedRoute {
    /// What becomes of a request that goes to a cluster, if that exists.
    fn outcome(&self, cluster: Option<ClusterIndex>) -> RouteOutcome {
        cluster.map_or(RouteOutcome::ClusterNotFound(self.not_found), RouteOutcome::Cluster)
    }
}

fn named_by(compiled: &CompiledConfig, request: &Request<'_>, header: &str) -> Option<ClusterIndex> {
    request.headers.get(header).and_then(|name| compiled.cluster(name))
}

fn find_virtual_host<'c, O: RouteObserver>(
    table: &'c RouteTable,
    request: &Request<'_>,
    observer: &mut O,
) -> Option<(u32, &'c CompiledVirtualHost)> {
    let position = table.hosts().find(request.authority);
    let name =
        |position: u32| table.config().virtual_hosts.get(position as usize).map_or("", |host| host.name.as_str());
    observer.virtual_host(request.authority, position.map(|position| (position, name(position))));
    Some((position?, table.virtual_hosts().get(position? as usize)?))
}

fn is_exempt(requirement: TlsRequirementType, request: &Request<'_>) -> bool {
    requirement == TlsRequirementType::ExternalOnly && request.headers.get("x-envoy-internal") == Some("true")
}

fn act<O: RouteObserver>(
    decision: &mut Decision<'_>,
    compiled: &CompiledConfig,
    route: &CompiledRoute,
    request: &Request<'_>,
    stream_number: StreamNumber,
    observer: &mut O,
) {
    match route.action() {
        CompiledAction::Redirect { status, .. } => {
            decision.outcome = RouteOutcome::Direct(*status);
            decision.local = Some(LocalAnswer::Redirect);
        }
        CompiledAction::Direct { status } => {
            decision.outcome = RouteOutcome::Direct(*status);
            decision.local = Some(LocalAnswer::DirectResponse);
        }
        CompiledAction::Route(action) => {
            if !action.hash.is_empty() {
                decision.hash = action.hash.hash(request);
                observer.hash(decision.hash);
            }
            decision.cluster = choose(decision, compiled, action, request, stream_number, observer);
            decision.uses_hash = !action.hash.is_empty() && decision.cluster.is_some_and(|it| is_hashed(compiled, it));
            decision.outcome = action.outcome(decision.cluster);
            if route.cors().is_some_and(|cors| cors.answers(request)) {
                decision.outcome = RouteOutcome::Direct(200);
                decision.local = Some(LocalAnswer::Preflight);
            }
        }
    }
}

fn choose<O: RouteObserver>(
    decision: &mut Decision<'_>,
    compiled: &CompiledConfig,
    action: &WeightedRoute,
    request: &Request<'_>,
    stream_number: StreamNumber,
    observer: &mut O,
) -> Option<ClusterIndex> {
    match &action.specifier {
        CompiledClusterSpecifier::Cluster(cluster) => *cluster,
        CompiledClusterSpecifier::Header(header) => named_by(compiled, request, header),
        CompiledClusterSpecifier::Weighted { weights, clusters } => {
            let (value, chosen) = weights.choose(request, stream_number, decision.hash)?;
            observer.weighted_cluster(value, weights.total(), chosen);
            decision.weighted = Some(chosen);
            clusters.get(chosen.index())?.cluster(compiled, request)
        }
    }
}

fn is_hashed(compiled: &CompiledConfig, cluster: ClusterIndex) -> bool {
    let policy = compiled.config().clusters.get(cluster.0 as usize).map(|cluster| cluster.lb_policy);
    matches!(policy, Some(LbPolicy::RingHash | LbPolicy::Maglev))
}
