//! Flows and facts to nodes and edges.

use mesh_ordered::{OrderedMap, OrderedSet, sort_by};

use crate::attached::attach;
use crate::edges::{EdgeKey, EdgeSum, Edges, Split};
use crate::ends::{self, End};
use crate::{
    Badges, EdgeIndex, Endpoint, EndpointKind, Flow, Graph, GraphOptions, GraphType, Health, Node, NodeKind,
    ServiceFacts, ServiceShare, Traffic, WorkloadFacts, health,
};

/// The edges that a flow runs over, from the source on.
pub type EdgePath = [Option<EdgeIndex>; 2];

/// Builds the graph of a window: `source -> service -> destination`, as Kiali with service nodes on.
///
/// Services and workloads without traffic stand in it as idle nodes, so that a scenario shows what it holds
/// before its first request.
#[must_use]
pub fn build(traffic: &Traffic, graph_type: GraphType) -> Graph {
    build_with_paths(traffic, graph_type).0
}

/// The same, and for each flow the edges that it runs over.
#[must_use]
pub fn build_with_paths(traffic: &Traffic, graph_type: GraphType) -> (Graph, Vec<EdgePath>) {
    build_whole(traffic, graph_type, &GraphOptions::default())
}

/// The same with or without services and boxes; whatever else the options say, it is whole.
pub(crate) fn build_whole(traffic: &Traffic, graph_type: GraphType, options: &GraphOptions) -> (Graph, Vec<EdgePath>) {
    let mut builder = Builder::new(traffic, graph_type);
    builder.service_nodes = options.service_nodes || graph_type == GraphType::Service;
    builder.app_boxes = options.app_boxes;
    for service in &traffic.services {
        builder.service(service);
    }
    for workload in &traffic.workloads {
        builder.workload(workload);
    }
    let keys: Vec<[Option<EdgeKey>; 2]> = traffic.flows.iter().map(|flow| builder.flow(flow)).collect();
    for share in &traffic.shares {
        builder.share(share);
    }
    let index = builder.edges.indices();
    let path = |keys: [Option<EdgeKey>; 2]| keys.map(|key| key.and_then(|key| index.get(&key).copied()));
    let paths = keys.into_iter().map(path).collect();
    (builder.finish(), paths)
}

/// The id of the node that an endpoint belongs to.
#[must_use]
pub fn endpoint_id(endpoint: &Endpoint, graph_type: GraphType) -> String {
    let Endpoint { namespace, app, version, workload, .. } = endpoint;
    match (endpoint.kind, graph_type) {
        (EndpointKind::Unknown, _) => "unknown".to_owned(),
        (EndpointKind::Client, _) => format!("client:{namespace}/{workload}"),
        (_, GraphType::Workload | GraphType::Service) => format!("workload:{namespace}/{workload}"),
        (_, GraphType::VersionedApp) if !version.is_empty() => format!("app:{namespace}/{app}/{version}"),
        _ => format!("app:{namespace}/{app}"),
    }
}

struct Builder {
    graph_type: GraphType,
    service_nodes: bool,
    app_boxes: bool,
    window: f64,
    nodes: OrderedMap<String, Node>,
    pods: OrderedMap<String, Health>,
    /// By node its ready pods that no client may pick.
    barred: OrderedMap<String, u32>,
    edges: Edges,
    /// In a service graph: the service that a workload answers for.
    answers_for: OrderedMap<(String, String), (String, String)>,
    /// The apps that each service selects, by the service's node.
    selected: OrderedMap<String, (String, Vec<String>)>,
    /// Badges of the services that ServiceEntries bring, by node.
    entries: OrderedMap<String, Badges>,
    /// By source and target.
    splits: OrderedMap<(String, String), Split>,
}

impl Builder {
    fn new(traffic: &Traffic, graph_type: GraphType) -> Self {
        let mut answers_for = OrderedMap::new();
        for flow in traffic.flows.iter().filter(|flow| !flow.service.is_empty()) {
            if let Some(destination) = &flow.destination {
                let workload = (destination.namespace.clone(), destination.workload.clone());
                answers_for.entry(workload).or_insert((flow.service_namespace.clone(), flow.service.clone()));
            }
        }
        Self {
            graph_type,
            service_nodes: true,
            app_boxes: true,
            window: if traffic.window > 0.0 { traffic.window } else { 1.0 },
            nodes: OrderedMap::new(),
            pods: OrderedMap::new(),
            barred: OrderedMap::new(),
            edges: Edges::default(),
            answers_for,
            selected: OrderedMap::new(),
            entries: OrderedMap::new(),
            splits: OrderedMap::new(),
        }
    }

    fn service(&mut self, facts: &ServiceFacts) {
        if facts.is_service_entry {
            self.entries.insert(service_id(&facts.namespace, &facts.name), facts.badges.clone());
            return;
        }
        if facts.quiet || !self.service_nodes {
            return;
        }
        let id = service_id(&facts.namespace, &facts.name);
        self.service_node(&id, &facts.namespace, &facts.name).badges = facts.badges.clone();
        self.selected.insert(id.clone(), (facts.namespace.clone(), facts.apps.clone()));
        for (app, version, percent) in &facts.weights {
            let endpoint = Endpoint {
                namespace: facts.namespace.clone(),
                app: app.clone(),
                version: version.clone(),
                ..Endpoint::default()
            };
            if self.graph_type == GraphType::VersionedApp {
                let split = Split { weight: Some(*percent), ..Split::default() };
                self.splits.insert((id.clone(), endpoint_id(&endpoint, self.graph_type)), split);
            }
        }
    }

    fn workload(&mut self, facts: &WorkloadFacts) {
        if self.graph_type == GraphType::Service && facts.endpoint.kind == EndpointKind::Workload {
            return;
        }
        let id = self.endpoint_node(&facts.endpoint);
        let pods = health::of_pods(facts.pods_ready, facts.pods_total);
        *self.barred.entry(id.clone()).or_default() += facts.pods_barred;
        let worst = self.pods.entry(id.clone()).or_default();
        *worst = (*worst).max(pods);
        if let Some(node) = self.nodes.get_mut(&id) {
            node.pods_ready += facts.pods_ready;
            node.pods_total += facts.pods_total;
            node.badges = merged(&node.badges, &facts.badges);
        }
    }

    /// Adds a flow to the edges that it runs over, and gives these.
    fn flow(&mut self, flow: &Flow) -> [Option<EdgeKey>; 2] {
        let source = self.source_id(&flow.source);
        // A request that reached no workload ends at its service, also without services between (Kiali).
        let is_passed = !self.service_nodes && flow.destination.is_some();
        let service = (!flow.service.is_empty() && !is_passed).then(|| {
            let id = service_id(&flow.service_namespace, &flow.service);
            self.service_node(&id, &flow.service_namespace, &flow.service);
            id
        });
        let destination = match (&flow.destination, &service) {
            (Some(_), Some(_)) if self.graph_type == GraphType::Service => None,
            (Some(endpoint), _) => Some(self.endpoint_node(endpoint)),
            (None, Some(_)) => None,
            // Where it ended is told by a place of its own.
            (None, None) if ends::of(flow).iter().any(|(end, _)| end.is_some()) => None,
            (None, None) => Some(self.endpoint_node(&Endpoint { kind: EndpointKind::Unknown, ..Endpoint::default() })),
        };
        let ended = if flow.destination.is_none() { ends::of(flow) } else { Vec::new() };
        if let Some(path) = self.ended(flow, &source, service.as_deref(), &ended) {
            return path;
        }
        let timed_service = self.graph_type == GraphType::Service;
        let mut add = |from: &str, to: &str, timed: bool| Some(self.edges.add(from, to, flow, timed));
        match (&service, &destination) {
            (Some(service), Some(destination)) => [add(&source, service, false), add(service, destination, true)],
            (Some(service), None) => [add(&source, service, timed_service), None],
            (None, Some(destination)) => [add(&source, destination, true), None],
            (None, None) => [None, None],
        }
    }

    /// Adds a flow that reached no host, where it is known what ended it: to places behind the service, else behind the source.
    /// Requests of one end run to it; those of several ends as far as they go together.
    fn ended(
        &mut self,
        flow: &Flow,
        source: &str,
        service: Option<&str>,
        ended: &[(Option<End>, Flow)],
    ) -> Option<[Option<EdgeKey>; 2]> {
        if !ended.iter().any(|(end, _)| end.is_some()) {
            return None;
        }
        let way = service.map(|service| self.edges.add(source, service, flow, false));
        let from = service.unwrap_or(source);
        let mut last = None;
        for (end, part) in ended {
            let target = match (end, service) {
                (Some(end), _) => self.end_node(from, *end, flow),
                (None, Some(_)) => continue,
                (None, None) => self.endpoint_node(&Endpoint { kind: EndpointKind::Unknown, ..Endpoint::default() }),
            };
            last = Some(self.edges.add(from, &target, part, service.is_none()));
        }
        let last = last.filter(|_| ended.len() == 1);
        Some(if way.is_some() { [way, last] } else { [last, None] })
    }

    fn end_node(&mut self, from: &str, end: End, flow: &Flow) -> String {
        let id = format!("end:{from}/{}", end.flag());
        let near = if flow.service.is_empty() { &flow.source.namespace } else { &flow.service_namespace };
        self.nodes.entry(id.clone()).or_insert_with(|| Node {
            namespace: near.clone(),
            version: end.flag().to_owned(),
            label: end.label().to_owned(),
            ..blank(&id, NodeKind::Unknown)
        });
        id
    }

    /// Adds what one route sent from a source to a service: sources may be one node.
    fn share(&mut self, share: &ServiceShare) {
        let source = self.source_id(&share.source);
        let split = self.splits.entry((source, service_id(&share.service_namespace, &share.service))).or_default();
        split.weight = Some(share.weight);
        split.requests += share.requests;
        split.of += share.of;
    }

    fn source_id(&mut self, source: &Endpoint) -> String {
        if self.graph_type == GraphType::Service {
            let workload = (source.namespace.clone(), source.workload.clone());
            if let Some((namespace, service)) = self.answers_for.get(&workload).cloned() {
                let id = service_id(&namespace, &service);
                self.service_node(&id, &namespace, &service);
                return id;
            }
        }
        self.endpoint_node(source)
    }

    fn service_node(&mut self, id: &str, namespace: &str, name: &str) -> &mut Node {
        let entry = self.entries.get(id);
        self.nodes.entry(id.to_owned()).or_insert_with(|| Node {
            namespace: namespace.to_owned(),
            service: name.to_owned(),
            label: name.to_owned(),
            is_service_entry: entry.is_some(),
            badges: entry.cloned().unwrap_or_default(),
            ..blank(id, NodeKind::Service)
        })
    }

    fn endpoint_node(&mut self, endpoint: &Endpoint) -> String {
        let id = endpoint_id(endpoint, self.graph_type);
        let by_workload = matches!(self.graph_type, GraphType::Workload | GraphType::Service);
        let kind = match endpoint.kind {
            EndpointKind::Unknown => NodeKind::Unknown,
            EndpointKind::Client => NodeKind::Client,
            EndpointKind::Gateway => NodeKind::Gateway,
            EndpointKind::Workload if by_workload => NodeKind::Workload,
            EndpointKind::Workload => NodeKind::App,
        };
        let node = self.nodes.entry(id.clone()).or_insert_with(|| Node {
            namespace: endpoint.namespace.clone(),
            app: endpoint.app.clone(),
            version: if self.graph_type == GraphType::App { String::new() } else { endpoint.version.clone() },
            workload: endpoint.workload.clone(),
            label: match endpoint.kind {
                EndpointKind::Unknown => "unknown".to_owned(),
                EndpointKind::Client => endpoint.workload.clone(),
                _ if by_workload => endpoint.workload.clone(),
                _ => endpoint.app.clone(),
            },
            ..blank(&id, kind)
        });
        if node.workload != endpoint.workload && !endpoint.workload.is_empty() {
            node.workload = if node.workload.is_empty() { endpoint.workload.clone() } else { String::new() };
        }
        id
    }

    fn finish(mut self) -> Graph {
        self.box_versions();
        let edges = std::mem::take(&mut self.edges);
        for (source, target, sum) in edges.iter() {
            let rates = sum.rates(self.window);
            if let Some(node) = self.nodes.get_mut(target) {
                node.inbound.merge(&rates);
            }
            // A mirror is not what the source asked for: it is part of no share.
            if let Some(node) = self.nodes.get_mut(source).filter(|_| !sum.is_mirror()) {
                node.outbound.merge(&rates);
            }
        }
        let called: OrderedSet<&str> = edges.iter().map(|(_, target, _)| target).collect();
        let calling: OrderedSet<&str> = edges.iter().map(|(source, _, _)| source).collect();
        for node in self.nodes.values_mut() {
            let requests = health::of_rates(&node.inbound).max(health::of_rates(&node.outbound));
            node.health = requests.max(self.pods.get(&node.id).copied().unwrap_or_default());
            node.idle = node.inbound.total() + node.outbound.total() <= 0.0;
            let id = node.id.as_str();
            node.badges.traffic_source = node.kind != NodeKind::Service && calling.contains(id) && !called.contains(id);
        }
        let splits = &self.splits;
        let split = |source: &str, target: &str| {
            splits.get(&(source.to_owned(), target.to_owned())).copied().unwrap_or_default()
        };
        let outbound = |id: &str| self.nodes.get(id).map_or(0.0, |node| node.outbound.total());
        let is_barred = |id: &str| {
            let ready = self.nodes.get(id).map_or(0, |node| node.pods_ready);
            ready > 0 && self.barred.get(id).is_some_and(|barred| *barred >= ready)
        };
        let edge = |(source, target, sum): (&str, &str, &EdgeSum)| {
            let mut edge = sum.edge(source, target, self.window, outbound(source), split(source, target));
            edge.unused |= is_barred(target);
            edge
        };
        let edges: Vec<crate::Edge> = edges.iter().map(edge).collect();
        let mut nodes: Vec<Node> = self.nodes.into_values().collect();
        sort_by(&mut nodes, |a, b| sort_key(a).cmp(&sort_key(b)));
        attach(&mut nodes, &edges, &self.selected);
        Graph { graph_type: self.graph_type, nodes, edges, groups: Vec::new() }
    }

    /// Puts versions of one app into a box; never made for one member alone.
    fn box_versions(&mut self) {
        if self.graph_type != GraphType::VersionedApp {
            return;
        }
        if !self.app_boxes {
            for node in self.nodes.values_mut().filter(|node| node.kind == NodeKind::App && !node.version.is_empty()) {
                node.label = format!("{} {}", node.app, node.version);
            }
            return;
        }
        let mut versions: OrderedMap<(String, String), u32> = OrderedMap::new();
        for node in self.nodes.values().filter(|node| node.kind == NodeKind::App) {
            *versions.entry((node.namespace.clone(), node.app.clone())).or_default() += 1;
        }
        for node in self.nodes.values_mut().filter(|node| node.kind == NodeKind::App) {
            let app = (node.namespace.clone(), node.app.clone());
            if versions.get(&app).is_some_and(|count| *count > 1) {
                node.parent = Some(format!("box:{}/{}", app.0, app.1));
                if !node.version.is_empty() {
                    node.label.clone_from(&node.version);
                }
            }
        }
    }
}

fn service_id(namespace: &str, name: &str) -> String {
    format!("service:{namespace}/{name}")
}

/// The order of nodes in the graph and, where nothing else decides, from top to bottom.
fn sort_key(node: &Node) -> (&str, &str, &str, &str) {
    let name = if node.app.is_empty() { &node.service } else { &node.app };
    (&node.namespace, name, &node.version, &node.id)
}

fn merged(a: &Badges, b: &Badges) -> Badges {
    Badges {
        virtual_service: a.virtual_service || b.virtual_service,
        traffic_shifting: a.traffic_shifting || b.traffic_shifting,
        tcp_traffic_shifting: a.tcp_traffic_shifting || b.tcp_traffic_shifting,
        request_routing: a.request_routing || b.request_routing,
        fault_injection: a.fault_injection || b.fault_injection,
        request_timeout: a.request_timeout || b.request_timeout,
        mirroring: a.mirroring || b.mirroring,
        circuit_breaker: a.circuit_breaker || b.circuit_breaker,
        gateway: a.gateway || b.gateway,
        missing_sidecar: a.missing_sidecar || b.missing_sidecar,
        traffic_source: a.traffic_source || b.traffic_source,
        ejected: a.ejected.iter().chain(&b.ejected).cloned().collect(),
    }
}

pub(crate) fn blank(id: &str, kind: NodeKind) -> Node {
    Node { id: id.to_owned(), kind, idle: true, ..Node::default() }
}
