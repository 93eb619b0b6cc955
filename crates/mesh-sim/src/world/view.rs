//! One proxy configuration, compiled, with what the engine needs of it by number.

use std::sync::{Arc, LazyLock, Mutex};

use mesh_control::Patch;
use mesh_control::cluster::EndpointBuilder;
use mesh_proxy::compiled::{RouteTable, RouteTableIndex, TableManager};
use mesh_proxy::config::{self, DiscoveryType, Origin, ProxyConfig};
use mesh_proxy::connection_manager::{GENERATED_REQUEST_ID, REQUEST_ID};
use mesh_proxy::proxy::{AddressId, ClusterIndex, RouteIndex, StreamNumber, WeightIndex};
use mesh_proxy::route::{self, RouteObserver, RoutePosition, UpstreamRequest};
use mesh_proxy::router::RouteDecision;
use mesh_proxy::upstream::LoadBalancerSettings;
use mesh_proxy::{CompiledConfig, Push, ResponseDetails, ResponseFlag, ResponseFlags, Time};

use super::World;
use super::bytes::{Bytes, FIRST_RULE_OF_BYTES, RuleOfBytes, rules_of_bytes};
use crate::draws::mix_text;
use crate::engine::{Seen, Target};
use crate::ids::ServiceId;
use crate::request::Request;
use crate::telemetry::RouteName;

/// Where keys of addresses and of clusters begin.
const ADDRESS: u64 = 1;
const CLUSTER: u64 = 2;

/// Bytes of the parts of a configuration, measured on meshes of the usual kind.
const LISTENER_BYTES: usize = 4_000;
const CLUSTER_BYTES: usize = 1_500;
const HOST_BYTES: usize = 150;
const DOMAIN_BYTES: usize = 150;
const ROUTE_BYTES: usize = 2_000;
const ADDRESS_BYTES: usize = 100;

/// What makes the endpoints of each cluster, where the control plane knows them.
pub(super) type Builders = Arc<[Option<Arc<EndpointBuilder>>]>;

/// A push with the endpoints that a patch has left.
pub(super) type PatchedPush = (Arc<Patch>, Arc<Push>);

/// A compiled configuration; clients with the same configuration share it.
#[derive(Clone, Debug)]
pub(crate) struct View {
    /// The route tables.
    pub(crate) compiled: CompiledConfig,
    /// The clusters.
    pub(crate) push: Arc<Push>,
    targets: Vec<Target>,
    address_keys: Vec<u64>,
    cluster_keys: Vec<u64>,
    services: Vec<ServiceId>,
    rules_of_bytes: Vec<RuleOfBytes>,
    /// Whether connections come redirected, so that the proxy knows where they were made to.
    is_redirected: bool,
    /// What makes the endpoints of the clusters.
    pub(super) builders: Builders,
    /// The push with the endpoints of the last patches, each after the patch that it is.
    pub(super) patched: Arc<Mutex<Vec<PatchedPush>>>,
}

/// What becomes of a client's connection to a host and port.
#[derive(Clone, Debug)]
pub(crate) enum Way {
    /// Its requests are routed by this table.
    Routes(RouteTableIndex),
    /// It goes to a cluster as it is.
    Bytes(Bytes),
    /// The proxy answers or ends it before a request is read.
    Ended(Ended),
}

/// How a connection ends before a request of it is routed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Nobody listens.
    Refused,
    /// No filter chain takes it.
    NoFilterChain,
    /// TLS fails.
    HandshakeFailed,
    /// Its bytes are no HTTP, and HTTP is read.
    NotHttp,
}

impl Ended {
    /// What the client, or the access log, gets to see: status, flags, details.
    pub(crate) fn answer(self) -> (u16, ResponseFlags, Option<ResponseDetails>) {
        match self {
            Self::Refused | Self::HandshakeFailed => (0, ResponseFlags::NONE, None),
            Self::NoFilterChain => {
                (0, ResponseFlags::NONE.with(ResponseFlag::NoRouteFound), Some(ResponseDetails::FilterChainNotFound))
            }
            Self::NotHttp => {
                let flags = ResponseFlags::NONE.with(ResponseFlag::DownstreamProtocolError);
                (400, flags, Some(ResponseDetails::Http1CodecError))
            }
        }
    }
}

/// What is known of all requests of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Found {
    /// What becomes of each.
    Always(Decided),
    /// The route that takes each; which of its weighted clusters is drawn, so this is what became of one of them.
    Weighted(RoutePosition, RouteDecision),
}

/// What the route tables say about a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decided {
    /// What the proxy is told.
    pub(crate) decision: RouteDecision,
    /// Which of the route's weighted clusters.
    pub(crate) weighted: Option<WeightIndex>,
}

impl Decided {
    /// The route that takes the request.
    pub(crate) fn taken(&self) -> TakenRoute {
        TakenRoute { route: self.decision.route, weighted: self.weighted }
    }
}

/// The route that took a request, and which of its clusters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct TakenRoute {
    /// The route, or a rule for bytes, in the client's configuration.
    pub(crate) route: RouteIndex,
    /// Which of its clusters, where there is a choice.
    pub(crate) weighted: Option<WeightIndex>,
}

impl TakenRoute {
    /// That of a request that no route has taken.
    pub(crate) const NONE: Self = Self { route: RouteIndex::NONE, weighted: None };
}

impl View {
    /// Compiles a configuration, which was pushed at a time after an earlier one.
    pub(crate) fn new(
        (config, builders): (Arc<ProxyConfig>, Builders),
        at: Time,
        earlier: Option<&View>,
        world: &World,
    ) -> Self {
        let compiled = CompiledConfig::new(config);
        let push = match earlier {
            // Nothing that a proxy would see has changed: nothing is pushed.
            Some(earlier) if world.before.patches().is_empty() && earlier.compiled.config() == compiled.config() => {
                earlier.push.clone()
            }
            _ => {
                let patches = world.before.patches().len();
                let before = earlier.map(|view| view.patched_push(&world.before, &world.asked, patches));
                Arc::new(Push::from_config(at, before.as_deref(), &compiled))
            }
        };
        let addresses = (0..push.addresses().len()).map(|index| push.address(AddressId(index as u32)));
        let (targets, address_keys) =
            addresses.map(|address| (world.target(address), mix_text(ADDRESS, address))).unzip();
        let names = || compiled.config().clusters.iter().map(|cluster| cluster.name.as_str());
        Self {
            targets,
            address_keys,
            cluster_keys: names().map(|name| mix_text(CLUSTER, name)).collect(),
            services: names().map(|name| world.service_of_cluster(name)).collect(),
            rules_of_bytes: rules_of_bytes(compiled.config()),
            is_redirected: compiled.config().listeners.iter().any(|it| it.use_original_dst == Some(true)),
            builders,
            patched: Arc::default(),
            push,
            compiled,
        }
    }

    /// Bytes that it takes with the configuration that it was made of, about: strings and optional parts are taken as
    /// large as they commonly are.
    pub(crate) fn bytes(&self) -> u64 {
        let config = self.compiled.config();
        let hosts = |assignment: &config::ClusterLoadAssignment| -> usize {
            assignment.endpoints.iter().map(|group| group.lb_endpoints.len()).sum()
        };
        let hosts: usize = config.endpoints.iter().map(|assignment| hosts(assignment)).sum();
        let virtual_hosts = || config.route_configurations.iter().flat_map(|table| &table.virtual_hosts);
        let (domains, routes) = virtual_hosts()
            .fold((0, 0), |(domains, routes), host| (domains + host.domains.len(), routes + host.routes.len()));
        let parts = [
            (config.listeners.len(), LISTENER_BYTES),
            (config.clusters.len(), CLUSTER_BYTES),
            (hosts, HOST_BYTES),
            (virtual_hosts().count() + domains, DOMAIN_BYTES),
            (routes, ROUTE_BYTES),
            (self.targets.len(), ADDRESS_BYTES),
            (self.compiled.pattern_bytes(), 1),
        ];
        parts.iter().map(|(count, bytes)| (count * bytes) as u64).sum()
    }

    /// The name of a cluster.
    pub(crate) fn cluster_name(&self, cluster: ClusterIndex) -> &str {
        self.compiled.cluster_name(cluster)
    }

    /// A cluster as it was pushed.
    pub(crate) fn cluster(&self, cluster: ClusterIndex) -> Option<&config::Cluster> {
        self.compiled.config().clusters.get(cluster.0 as usize).map(AsRef::as_ref)
    }

    /// What a cluster adds to the digest.
    pub(crate) fn cluster_key(&self, cluster: ClusterIndex) -> u64 {
        self.cluster_keys.get(cluster.0 as usize).copied().unwrap_or(0)
    }

    /// What an address adds to the digest.
    pub(crate) fn address_key(&self, world: &World, address: AddressId) -> u64 {
        let asked = || world.asked_address(address).map_or(0, |asked| mix_text(ADDRESS, &asked));
        self.address_keys.get(address.0 as usize).copied().unwrap_or_else(asked)
    }

    /// What an address leads to.
    pub(crate) fn target(&self, world: &World, address: AddressId) -> Target {
        let asked = || world.asked_address(address).map_or(Target::External, |asked| world.target(&asked));
        self.targets.get(address.0 as usize).copied().unwrap_or_else(asked)
    }

    /// The text of an address; empty where it has none.
    pub(crate) fn address(&self, world: &World, address: AddressId) -> String {
        match world.asked_address(address) {
            Some(asked) => asked.trim_start_matches(super::NOWHERE).to_owned(),
            None => self.push.address(address).to_owned(),
        }
    }

    /// The name of an address's host in reports.
    pub(crate) fn host_name(&self, world: &World, address: AddressId) -> String {
        world.host_name(self.target(world, address), &self.address(world, address))
    }

    /// A route and the cluster of it that was chosen, as they were written; `None` for what nobody wrote.
    pub(crate) fn route_name(&self, world: &World, taken: TakenRoute) -> Option<RouteName> {
        let TakenRoute { route, weighted } = taken;
        if let Some(rule) = route.0.checked_sub(FIRST_RULE_OF_BYTES) {
            let (rule, destinations) = self.rules_of_bytes.get(rule as usize)?;
            let destination = weighted.and_then(|weighted| destinations.get(weighted.index()));
            let destination = destination.and_then(|destination| world.rules.origin(*destination));
            return Some(RouteName { route: world.rules.origin(*rule)?, destination });
        }
        let (route, written) = self.compiled.route(route)?;
        let chosen = weighted.and_then(|weighted| cluster_weight(written, weighted));
        Some(RouteName {
            route: world.rules.origin(route.origin())?,
            destination: chosen.and_then(|chosen| world.rules.origin(chosen.origin)),
        })
    }

    /// The number of a rule for bytes; none for what nobody wrote.
    pub(crate) fn rule_of_bytes(&self, rule: Origin) -> RouteIndex {
        let place = self.rules_of_bytes.iter().position(|(known, _)| known.0 == rule.0);
        place.map_or(RouteIndex::NONE, |place| RouteIndex(FIRST_RULE_OF_BYTES | place as u32))
    }

    /// Whether a cluster takes whatever address the client asked for, and the proxy knows which
    /// (`OriginalDstCluster::LoadBalancer::chooseHost`).
    pub(crate) fn takes_address_asked_for(&self, cluster: ClusterIndex) -> bool {
        let settings = self.push.cluster(cluster).map(|cluster| &cluster.settings.load_balancer);
        let of_connection =
            || self.cluster(cluster).is_some_and(|it| it.discovery_type == Some(DiscoveryType::OriginalDst));
        matches!(settings, Some(LoadBalancerSettings::Passthrough)) && (self.is_redirected || !of_connection())
    }

    /// The port that a cluster puts in place of the one that the client asked for.
    pub(crate) fn port_instead(&self, cluster: ClusterIndex) -> Option<u16> {
        let port = self.cluster(cluster)?.original_dst_lb_config.as_ref()?.upstream_port_override?;
        u16::try_from(port).ok()
    }

    /// The number of a cluster's service.
    pub(crate) fn service(&self, cluster: ClusterIndex) -> ServiceId {
        self.services.get(cluster.0 as usize).copied().unwrap_or_default()
    }

    /// Which way a request goes, and how many routes were looked at for it. `found` is what was found for requests of this
    /// text before, and is filled in where nothing but the text decides that.
    pub(crate) fn decide(
        &self,
        table: RouteTableIndex,
        found: &mut Option<Found>,
        request: &Seen,
        from: &str,
        stream_number: StreamNumber,
    ) -> (Decided, usize) {
        match found {
            Some(Found::Always(decided)) => (*decided, 0),
            Some(Found::Weighted(position, before)) => {
                let routed = request.routed(from);
                let (decision, weighted) =
                    route::decide_again(&self.compiled, table, *position, *before, &routed, stream_number);
                (Decided { decision, weighted }, 0)
            }
            None => {
                let decision = self.decision(table, request, from, stream_number, &mut mesh_proxy::Unobserved);
                *found = found_by_text(&decision);
                let routes = decision.virtual_host_config().map_or(0, |host| host.routes.len());
                (brief(&decision), routes)
            }
        }
    }

    /// The same with all that it was decided by.
    pub(crate) fn decision<O: RouteObserver>(
        &self,
        table: RouteTableIndex,
        request: &Seen,
        from: &str,
        stream_number: StreamNumber,
        observer: &mut O,
    ) -> route::Decision<'_> {
        route::decide(&self.compiled, table, &request.routed(from), stream_number, observer)
    }

    /// The connection manager of a route table, with what its listener says.
    pub(crate) fn manager(&self, table: RouteTableIndex) -> &TableManager {
        static NONE: LazyLock<TableManager> = LazyLock::new(TableManager::default);
        self.compiled.table(table).map_or(&NONE, RouteTable::manager)
    }

    /// Whether `x-request-id` decides anything in a route table.
    pub(crate) fn depends_on_request_id(&self, table: RouteTableIndex) -> bool {
        self.compiled.table(table).is_some_and(RouteTable::depends_on_request_id)
    }

    /// A request as it leaves for its host.
    pub(crate) fn leaving(
        &self,
        table: RouteTableIndex,
        request: &Seen,
        from: &str,
        stream_number: StreamNumber,
    ) -> Request {
        let decision = self.decision(table, request, from, stream_number, &mut mesh_proxy::Unobserved);
        let changed = route::upstream_request(&decision, &request.routed(from));
        let headers = changed.headers.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let UpstreamRequest { authority, path, .. } = changed;
        Request { authority, path, headers, ..Request::clone(&request.text.request) }
    }

    /// The same of a request whose generated id decided the way; it is left out of the text again, so that requests of one
    /// text stay one text.
    pub(crate) fn leaving_without_id(
        &self,
        table: RouteTableIndex,
        request: &Seen,
        id: &str,
        from: &str,
        stream_number: StreamNumber,
    ) -> Request {
        let mut leaving = self.leaving(table, request, from, stream_number);
        for (name, value) in &mut leaving.headers {
            if name == REQUEST_ID && value == id {
                GENERATED_REQUEST_ID.clone_into(value);
            }
        }
        leaving
    }
}

fn cluster_weight(route: &config::Route, chosen: WeightIndex) -> Option<&config::ClusterWeight> {
    let config::Action::Route(action) = &route.action else { return None };
    let Some(config::ClusterSpecifier::WeightedClusters(weighted)) = &action.cluster_specifier else { return None };
    weighted.clusters.get(chosen.index())
}

fn brief(decision: &route::Decision<'_>) -> Decided {
    Decided { decision: decision.brief(), weighted: decision.weighted }
}

/// What a decision found for all requests of its text, where no route takes a share of requests only.
fn found_by_text(decision: &route::Decision<'_>) -> Option<Found> {
    let whole = |route: &config::Route| route.route_match.runtime_fraction.is_none();
    let virtual_host = decision.virtual_host_config();
    if !virtual_host.is_none_or(|host| host.routes.iter().all(whole)) {
        return None;
    }
    Some(match decision.position().filter(|_| decision.weighted.is_some()) {
        Some(position) => Found::Weighted(position, decision.brief()),
        None => Found::Always(brief(decision)),
    })
}
