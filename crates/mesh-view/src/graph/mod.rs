//! The graph as the page, the table view and the SVG show it.

mod badge;
mod breadth;
mod disc;
mod group;
mod health;
mod layout;
mod mark;
mod moved;
mod options;
mod protocol;
mod rates;
mod strokes;
mod width;

pub use badge::{Badges, EjectedPod, RouteSign, badge_corners};
pub use breadth::breadth;
pub use disc::Badge;
pub use group::{Card, CardApp, Folding, Group};
pub use health::Health;
pub use layout::{BoxArea, EdgeCurve, Layout, NameSide, NodePlace, Point, Stage, point_of, short};
pub use mark::plate;
pub use moved::Moved;
pub use options::{GraphOptions, Hits, Searched};
pub use protocol::{Protocol, ProtocolRates, add_rates};
pub use rates::Rates;
pub use strokes::Stroke;
pub use width::{bold_width, text_width};

use serde::{Deserialize, Serialize};

use crate::Fault;

/// What a node stands for (Kiali's graph types).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum GraphType {
    /// One node per app: all versions merged.
    App,
    /// One node per app and version, versions boxed by app; Kiali's default.
    #[default]
    VersionedApp,
    /// One node per workload.
    Workload,
    /// Services only: who calls which service.
    Service,
}

/// The kind of a node; decides its shape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum NodeKind {
    /// A client outside the mesh's workloads (`client`, `nodeport`): circle.
    Client,
    /// A gateway workload: circle with the gateway badge.
    Gateway,
    /// A service that was asked: triangle.
    Service,
    /// An app, of one version or of all: rounded square.
    App,
    /// A workload: circle.
    Workload,
    /// Where requests ended that reached nothing known: circle.
    #[default]
    Unknown,
    /// A group of apps that is folded: a card.
    Group,
}

/// A node of the graph.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Node {
    /// Stable across frames and edits, as `app:default/reviews/v1` or `service:default/reviews`.
    pub id: String,
    /// Shape and meaning.
    pub kind: NodeKind,
    /// The text under the node; in an app box just the version, as in Kiali.
    pub label: String,
    /// Namespace, empty for `unknown`.
    pub namespace: String,
    /// The `app` label, else the workload's name; empty for services.
    pub app: String,
    /// The `version` label, empty where there is none or where versions are merged.
    pub version: String,
    /// The workload, empty where several are merged.
    pub workload: String,
    /// The service's name (short), for service nodes.
    pub service: String,
    /// Whether it is a service that a ServiceEntry brings into the mesh.
    pub is_service_entry: bool,
    /// The box around it (`box:default/reviews`), if it is boxed.
    pub parent: Option<String>,
    /// For a service that is all there is before one app: the id of the node or box that its triangle is attached to.
    pub sits_on: Option<String>,
    /// Worst of what it answers, what it gets answered, and its pods.
    pub health: Health,
    /// Purple discs and the rest.
    pub badges: Badges,
    /// Whether nothing flowed in the window.
    pub idle: bool,
    /// Pods that are ready.
    pub pods_ready: u32,
    /// Pods there should be; 0 for services and clients.
    pub pods_total: u32,
    /// Requests to it, per second.
    pub inbound: Rates,
    /// Requests from it, per second.
    pub outbound: Rates,
    /// What was broken at its pods on purpose and is not healed.
    pub fault: Option<Fault>,
    /// The open group that it stands in ([`Graph::groups`]).
    pub group: Option<String>,
    /// What a folded group shows.
    pub card: Option<Card>,
    /// Whether it is what is sought; nothing where nothing is.
    pub found: Option<bool>,
}

impl Node {
    /// Its name for people, with the version: `reviews v2`.
    #[must_use]
    pub fn full_name(&self) -> String {
        let name = match self.kind {
            NodeKind::App => &self.app,
            _ => &self.label,
        };
        if self.version.is_empty() || self.kind != NodeKind::App {
            name.clone()
        } else {
            format!("{name} {}", self.version)
        }
    }
}

/// What an edge's traffic is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EdgeKind {
    /// Requests.
    #[default]
    Request,
    /// Mirrored requests: dashed.
    Mirror,
}

/// An edge by its place in [`Graph::edges`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EdgeIndex(pub u32);

impl EdgeIndex {
    /// Its place in tables of the graph's edges.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Traffic between two nodes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Edge {
    /// Stable: `<source>><target>`, with `~mirror` behind it for mirrors.
    pub id: String,
    /// Id of the source node.
    pub source: String,
    /// Id of the target node.
    pub target: String,
    /// Requests or mirrors.
    pub kind: EdgeKind,
    /// What flowed, per second.
    pub rates: Rates,
    /// The same by protocol; empty where all of it is HTTP.
    pub protocols: Vec<ProtocolRates>,
    /// Requests that went from sidecar to sidecar in mutual TLS, percent of all.
    pub mutual_tls: f64,
    /// Share of all requests that left the source, percent; `None` where nothing did. Where one route splits requests over
    /// services: of those that took it.
    pub share: Option<f64>,
    /// What a VirtualService or HTTPRoute gives this destination, percent of its route, where one route decides.
    pub weight: Option<f64>,
    /// Tries per second beyond the first: retries.
    pub retries: f64,
    /// Response times; `None` on edges into services (as in Kiali) and where nothing was answered.
    pub response_times: Option<ResponseTimes>,
    /// Health of this edge's answers alone.
    pub health: Health,
    /// Whether it carried traffic once but none in the window.
    pub idle: bool,
    /// Whether nobody takes it now: a route gives it a share and none came, or every client that asks there has put out all pods
    /// that it leads to.
    pub unused: bool,
    /// Shares by status and response flags, the greatest first.
    pub flags: Vec<FlagShare>,
    /// Whether it was cut on purpose: nothing passes on it.
    pub is_cut: bool,
    /// Whether it is what is sought; nothing where nothing is.
    pub found: Option<bool>,
}

/// Response times in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ResponseTimes {
    /// What an answer took on average.
    pub mean: f64,
    /// Half of the answers took no longer.
    pub p50: f64,
    /// 95 % of the answers took no longer.
    pub p95: f64,
    /// 99 % of the answers took no longer.
    pub p99: f64,
}

/// How much of an edge's traffic was answered so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FlagShare {
    /// HTTP status; 0 where none was received.
    pub status: u16,
    /// Envoy's response flags, as `URX,UF`; `-` for none.
    pub flags: String,
    /// What they were carried in.
    #[serde(default)]
    pub protocol: Protocol,
    /// Percent of the edge's requests.
    pub percent: f64,
}

/// The traffic graph of one window of time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Graph {
    /// What nodes stand for.
    pub graph_type: GraphType,
    /// Nodes, ordered by namespace, app or service, version.
    pub nodes: Vec<Node>,
    /// Edges, ordered by source and target.
    pub edges: Vec<Edge>,
    /// Groups that stand open in a frame; those that hold others first.
    pub groups: Vec<Group>,
}

impl Edge {
    /// Whether nothing but TCP flows on it: Kiali draws it blue and judges nothing.
    #[must_use]
    pub fn is_tcp(&self) -> bool {
        !self.protocols.is_empty() && self.protocols.iter().all(|of| of.protocol == Protocol::Tcp)
    }

    /// What flowed by protocol; nothing where nothing did.
    pub fn by_protocol(&self) -> impl Iterator<Item = ProtocolRates> + '_ {
        let all = ProtocolRates { protocol: Protocol::Http, rates: self.rates };
        let all = (self.protocols.is_empty() && self.rates.total() > 0.0).then_some(all);
        self.protocols.iter().copied().chain(all)
    }
}

impl Graph {
    /// The node with an id.
    #[must_use]
    pub fn node(&self, id: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.id == id)
    }

    /// The edge with an id.
    #[must_use]
    pub fn edge(&self, id: &str) -> Option<&Edge> {
        self.edges.iter().find(|edge| edge.id == id)
    }
}
