//! How a request was routed, told by routing it once more.

use mesh_proxy::compiled::RouteTableIndex;
use mesh_proxy::config::{
    Action, ClusterSpecifier, ClusterWeight, Origin, PathSpecifier, Route, RouteConfiguration, TlsRequirementType,
};
use mesh_proxy::proxy::WeightIndex;
use mesh_proxy::route::{Decision, HashKey, Mismatch, Request, RouteObserver};
use mesh_proxy::router::RouteOutcome;
use mesh_words::{Words, say};

use super::{HopIndex, Recorder, headers, leaving};
use crate::decision::{HashedPart, StepKind, WeightShare};
use crate::engine::{Call, Seen};
use crate::world::World;

/// What the route tables tell.
#[derive(Default)]
struct Routing {
    virtual_host: Option<u32>,
    tried: Vec<(u32, Origin, Option<Mismatch>)>,
    weighted: Option<(u64, u64)>,
}

impl RouteObserver for Routing {
    fn virtual_host(&mut self, _: &str, found: Option<(u32, &str)>) {
        self.virtual_host = found.map(|found| found.0);
    }

    fn route_tried(&mut self, position: u32, origin: Origin, mismatch: Option<Mismatch>) {
        self.tried.push((position, origin, mismatch));
    }

    fn weighted_cluster(&mut self, value: u64, total: u64, _: WeightIndex) {
        self.weighted = Some((value, total));
    }
}

impl Recorder {
    /// Records how a call was routed.
    pub(super) fn routed(
        &mut self,
        hop: HopIndex,
        world: &World,
        call: &Call,
        (table, seen): (RouteTableIndex, &Seen),
    ) {
        let Some(view) = world.view(call.client) else { return };
        let mut routing = Routing::default();
        let decision = view.decision(table, seen, world.address(call.client), call.stream_number, &mut routing);
        let table = decision.table.map(|table| table.config().clone());
        let name = table.as_ref().map_or_else(String::new, |table| table.name.clone());
        self.step(hop, StepKind::RouteConfiguration { name }, None);
        let Some(table) = table else { return };
        let host = routing.virtual_host.and_then(|index| table.virtual_hosts.get(index as usize));
        let (name, origin) = host.map_or_else(Default::default, |host| (host.name.clone(), host.origin));
        let domain = seen.text.request.authority.clone();
        self.step(hop, StepKind::VirtualHost { name, domain }, world.source(origin));
        if host.is_some_and(|host| host.require_tls == TlsRequirementType::All)
            && seen.header(":scheme").as_deref() == Some("http")
        {
            self.step(hop, StepKind::NotTaken { reason: say!("step-https-redirect") }, None);
        }
        let routes = host.map_or(&[][..], |host| &host.routes);
        let tried = routing.tried.iter().filter_map(|(position, ..)| routes.get(*position as usize));
        for kind in headers::set_before(tried, seen) {
            self.step(hop, kind, None);
        }
        let behind =
            routing.tried.last().filter(|(.., mismatch)| mismatch.is_none()).map(|(position, ..)| *position + 1);
        for (position, origin, mismatch) in routing.tried {
            let kind = StepKind::Route {
                index: position as usize,
                name: route_name(&table, routing.virtual_host, position).to_owned(),
                mismatch: mismatch.map(|it| reason(routes.get(position as usize), it, seen)),
            };
            self.step(hop, kind, world.source(origin));
        }
        for (index, route) in
            routes.iter().enumerate().skip(behind.map_or(routes.len(), |it| it as usize)).take(MOST_BEHIND)
        {
            self.step(hop, StepKind::NotReached { index, name: route.name.clone() }, world.source(route.origin));
        }
        self.take_policies(hop, world, decision.route_config());
        if let (Some((drawn, total)), Some(chosen)) = (routing.weighted, decision.cluster_weight()) {
            let weight = u64::from(chosen.weight.unwrap_or(0));
            let shares = decision.route_config().map_or_else(Vec::new, |route| shares(world, route));
            let kind = StepKind::Weight { drawn, total, weight, cluster: chosen.name.clone(), shares };
            self.step(hop, kind, world.source(chosen.origin));
        }
        match decision.outcome {
            RouteOutcome::Cluster(cluster) => {
                self.step(hop, StepKind::Cluster { name: view.cluster_name(cluster).to_owned() }, None);
                let request = seen.routed(world.address(call.client));
                self.hashed(hop, &decision, &request);
                if let Some(kind) = leaving::changes(&decision, &request) {
                    self.step(hop, kind, None);
                }
            }
            RouteOutcome::ClusterNotFound(_) => {
                let name = named_cluster(&decision, seen);
                let reason = world.why_no_cluster(call.client, &name);
                self.step(hop, StepKind::NoCluster { name, reason }, None);
            }
            _ => {}
        }
    }

    fn hashed(&mut self, hop: HopIndex, decision: &Decision<'_>, request: &Request<'_>) {
        let part = |key: HashKey| HashedPart { part: key.part, value: key.value, is_made: key.is_generated };
        let mut keys: Vec<HashedPart> = decision.hash_keys(request).into_iter().map(part).collect();
        // Each destination of a rule brings the policy of its own.
        keys.dedup();
        if !keys.is_empty() {
            self.step(hop, StepKind::Hash { keys }, None);
        }
    }
}

/// Routes behind the one that matched that are told of.
const MOST_BEHIND: usize = 6;

/// The clusters that a route chooses from.
fn shares(world: &World, route: &Route) -> Vec<WeightShare> {
    let Action::Route(action) = &route.action else { return Vec::new() };
    let Some(ClusterSpecifier::WeightedClusters(weighted)) = &action.cluster_specifier else { return Vec::new() };
    let share = |chosen: &ClusterWeight| WeightShare {
        cluster: chosen.name.clone(),
        weight: u64::from(chosen.weight.unwrap_or(0)),
        source: world.source(chosen.origin),
    };
    weighted.clusters.iter().map(share).collect()
}

/// The cluster that a route names for a request, though there is none.
fn named_cluster(decision: &Decision<'_>, seen: &Seen) -> String {
    if let Some(chosen) = decision.cluster_weight() {
        return chosen.name.clone();
    }
    match decision.route_config().map(|route| &route.action) {
        Some(Action::Route(action)) => match &action.cluster_specifier {
            Some(ClusterSpecifier::Cluster(name)) => name.clone(),
            Some(ClusterSpecifier::ClusterHeader(header)) => {
                seen.header(&header.to_ascii_lowercase()).unwrap_or_default()
            }
            _ => String::new(),
        },
        _ => String::new(),
    }
}

fn route_name(table: &RouteConfiguration, host: Option<u32>, position: u32) -> &str {
    let route = host.and_then(|host| table.virtual_hosts.get(host as usize)?.routes.get(position as usize));
    route.map_or("", |route| &route.name)
}

/// Why a route does not take a request.
fn reason(route: Option<&Route>, mismatch: Mismatch, seen: &Seen) -> Words {
    let matches = route.map(|route| &route.route_match);
    match mismatch {
        Mismatch::Path => path_reason(matches.map(|matches| &matches.path_specifier), seen),
        Mismatch::Header(index) => match matches.and_then(|matches| matches.headers.get(index as usize)) {
            Some(header) => match seen.header(&header.name) {
                Some(value) => say!("step-mismatch-header", header = &header.name, value),
                None => say!("step-mismatch-no-header", header = &header.name),
            },
            None => say!("step-mismatch-some-header"),
        },
        Mismatch::QueryParameter(index) => {
            match matches.and_then(|matches| matches.query_parameters.get(index as usize)) {
                Some(parameter) => say!("step-mismatch-query-parameter", parameter = &parameter.name),
                None => say!("step-mismatch-some-query-parameter"),
            }
        }
        Mismatch::RuntimeFraction => say!("step-mismatch-share"),
        Mismatch::Unusable => say!("step-mismatch-pattern"),
    }
}

fn path_reason(wanted: Option<&PathSpecifier>, seen: &Seen) -> Words {
    let path = seen.text.request.path.as_str();
    let path = path.split(['?', '#']).next().unwrap_or_default();
    match wanted {
        Some(PathSpecifier::Path(wanted)) => say!("step-mismatch-path-exact", path, wanted),
        Some(PathSpecifier::Prefix(wanted)) => say!("step-mismatch-path-prefix", path, wanted),
        Some(PathSpecifier::PathSeparatedPrefix(wanted)) => say!("step-mismatch-path-segments", path, wanted),
        Some(PathSpecifier::SafeRegex(wanted)) => say!("step-mismatch-path-regex", path, wanted = &wanted.regex),
        None => say!("step-mismatch-path"),
    }
}
