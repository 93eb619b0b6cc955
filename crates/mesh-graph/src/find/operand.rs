//! What can be asked of nodes and edges, by Kiali's names.

use super::FindErrorKind;
use crate::{Edge, EdgeKind, Health, Node, NodeKind, Protocol, Rates};

/// Something of a node or of an edge.
#[derive(Clone, Debug)]
pub(super) enum Operand {
    Node(OfNode),
    Edge(OfEdge),
}

#[derive(Clone, Debug)]
pub(super) enum OfNode {
    Is(fn(&Node) -> bool),
    /// A label of its pods by this key: what it is, or whether there is one.
    Label(String),
    Text(fn(&Node) -> Vec<String>),
    Figure(fn(&Node) -> Option<f64>),
    Rank,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum OfEdge {
    Is(fn(&Edge) -> bool),
    Text(fn(&Edge) -> &str),
    Figure(fn(&Edge) -> Option<f64>),
}

/// What an operand takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    Nothing,
    Text,
    /// A text that may be there or not.
    TextOrNothing,
    Figure,
}

impl Operand {
    /// The operand of a name, in any case.
    pub(super) fn named(name: &str) -> Result<Self, FindErrorKind> {
        use OfNode::{Figure, Is, Rank, Text};
        use Operand::{Edge, Node};
        // Of Kubernetes' labels the case matters.
        if let Some((prefix, key)) = name.split_once(':')
            && prefix.eq_ignore_ascii_case("label")
        {
            let key = key.trim();
            return if key.is_empty() { Err(FindErrorKind::NoLabel) } else { Ok(Node(OfNode::Label(key.to_owned()))) };
        }
        let name = name.to_ascii_lowercase();
        Ok(match name.as_str() {
            "app" => Node(Text(|node| named(&[&node.app]))),
            "name" => Node(Text(names)),
            "namespace" | "ns" => Node(Text(|node| named(&[&node.namespace]))),
            "node" => Node(Text(|node| vec![kind(node).to_owned()])),
            "service" | "svc" => Node(Text(|node| named(&[&node.service]))),
            "version" => Node(Text(|node| named(&[&node.version]))),
            "workload" | "wl" => Node(Text(|node| named(&[&node.workload]))),
            "httpin" => Node(Figure(|node| flowing(&node.inbound))),
            "httpout" => Node(Figure(|node| flowing(&node.outbound))),
            "rank" => Node(Rank),
            "circuitbreaker" | "cb" => Node(Is(|node| node.badges.circuit_breaker)),
            "faultinjection" | "fi" => Node(Is(|node| node.badges.fault_injection)),
            "healthy" => Node(Is(|node| matches!(node.health, Health::Healthy | Health::None))),
            "idle" => Node(Is(|node| node.idle)),
            "mirroring" => Node(Is(|node| node.badges.mirroring)),
            "requestrouting" | "rr" => Node(Is(|node| node.badges.request_routing)),
            "requesttimeout" | "rto" => Node(Is(|node| node.badges.request_timeout)),
            "serviceentry" | "se" => Node(Is(|node| node.is_service_entry)),
            "sidecar" | "sc" => Node(Is(|node| !node.badges.missing_sidecar)),
            "outofmesh" | "om" => Node(Is(|node| node.badges.missing_sidecar)),
            "tcptrafficshifting" | "tcpts" => Node(Is(|node| node.badges.tcp_traffic_shifting)),
            "trafficshifting" | "ts" => Node(Is(|node| node.badges.traffic_shifting)),
            "trafficsource" => Node(Is(|node| node.badges.traffic_source)),
            "virtualservice" | "vs" => Node(Is(|node| node.badges.virtual_service)),
            "rps" => Edge(OfEdge::Figure(|edge| flowing(&edge.rates))),
            "http" => Edge(OfEdge::Figure(|edge| of_protocol(edge, Protocol::Http))),
            "%httperr" => Edge(OfEdge::Figure(|edge| errors_of(edge, Protocol::Http))),
            "%error" | "%err" => Edge(OfEdge::Figure(|edge| flowing(&edge.rates).map(|_| edge.rates.error_percent()))),
            "%httptraffic" => Edge(OfEdge::Figure(|edge| edge.share)),
            "responsetime" | "rt" => Edge(OfEdge::Figure(|edge| edge.response_times.map(|times| times.p95))),
            "grpc" => Edge(OfEdge::Figure(|edge| of_protocol(edge, Protocol::Grpc))),
            "tcp" => Edge(OfEdge::Figure(|edge| of_protocol(edge, Protocol::Tcp))),
            "%grpcerr" => Edge(OfEdge::Figure(|edge| errors_of(edge, Protocol::Grpc))),
            "protocol" => Edge(OfEdge::Text(|edge| edge.protocols.first().map_or("http", |of| of.protocol.name()))),
            "mtls" => Edge(OfEdge::Is(|edge| edge.mutual_tls > 0.0)),
            "traffic" => Edge(OfEdge::Is(|edge| !edge.idle)),
            "mirror" => Edge(OfEdge::Is(|edge| edge.kind == EdgeKind::Mirror)),
            "grpcin" | "grpcout" | "%grpctraffic" | "tcpin" | "tcpout" => {
                return Err(FindErrorKind::CountedAsRequests);
            }
            "cluster" | "operation" | "op" | "inaccessible" | "outside" | "workloadentry" | "we" | "dead"
            | "sourceprincipal" | "destprincipal" | "throughput" => {
                return Err(FindErrorKind::NotSimulated);
            }
            _ => return Err(FindErrorKind::UnknownOperand),
        })
    }

    pub(super) fn takes(&self) -> Takes {
        match self {
            Self::Node(OfNode::Is(_)) | Self::Edge(OfEdge::Is(_)) => Takes::Nothing,
            Self::Node(OfNode::Label(_)) => Takes::TextOrNothing,
            Self::Node(OfNode::Text(_)) | Self::Edge(OfEdge::Text(_)) => Takes::Text,
            Self::Node(OfNode::Figure(_) | OfNode::Rank) | Self::Edge(OfEdge::Figure(_)) => Takes::Figure,
        }
    }

    pub(super) fn is_of_node(&self) -> bool {
        matches!(self, Self::Node(_))
    }

    pub(super) fn is_label(&self) -> bool {
        matches!(self, Self::Node(OfNode::Label(_)))
    }

    pub(super) fn is_rank(&self) -> bool {
        matches!(self, Self::Node(OfNode::Rank))
    }
}

/// Nothing where nothing flowed: Kiali's `NaN`.
fn flowing(rates: &Rates) -> Option<f64> {
    Some(rates.total()).filter(|total| *total > 0.0)
}

/// Of one protocol alone, as [`flowing`].
fn of_protocol(edge: &Edge, protocol: Protocol) -> Option<f64> {
    edge.by_protocol().find(|of| of.protocol == protocol).and_then(|of| flowing(&of.rates))
}

fn errors_of(edge: &Edge, protocol: Protocol) -> Option<f64> {
    let of = edge.by_protocol().find(|of| of.protocol == protocol)?;
    flowing(&of.rates).map(|_| of.rates.error_percent())
}

fn named(names: &[&String]) -> Vec<String> {
    names.iter().filter(|name| !name.is_empty()).map(|name| (*name).clone()).collect()
}

/// All that a node is called.
fn names(node: &Node) -> Vec<String> {
    let mut names = named(&[&node.app, &node.service, &node.workload]);
    // In a box the label is the version alone.
    if node.parent.is_none() {
        names.extend(named(&[&node.label]));
    }
    names
}

/// Kiali's node types.
fn kind(node: &Node) -> &'static str {
    match node.kind {
        NodeKind::Service => "service",
        NodeKind::App => "app",
        NodeKind::Workload => "workload",
        NodeKind::Gateway if node.id.starts_with("app:") => "app",
        NodeKind::Gateway => "workload",
        NodeKind::Client | NodeKind::Unknown => "unknown",
        NodeKind::Group => "namespace",
    }
}
