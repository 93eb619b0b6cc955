//! What readers choose to see of the graph.

use serde::{Deserialize, Serialize};

use crate::GraphOptions;

/// Which figure of the response times edges say (Kiali's Response Time).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResponseTime {
    /// The mean.
    Average,
    /// The 50th percentile.
    Median,
    /// The 95th percentile.
    #[default]
    Percentile95,
    /// The 99th percentile.
    Percentile99,
}

/// What edges say and what is drawn of nodes. Kiali begins without labels and without motion; here the two that tell a split, and
/// the requests, are there at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Display {
    /// Requests per second.
    pub rate: bool,
    /// Share of what left the source, with the configured weight.
    pub share: bool,
    /// A figure of the response times.
    pub time: Option<ResponseTime>,
    /// A padlock where requests go in mutual TLS (Kiali's Security).
    pub security: bool,
    /// Signs at nodes.
    pub badges: bool,
    /// Requests on their way.
    pub animation: bool,
}

impl Default for Display {
    fn default() -> Self {
        Self { rate: true, share: true, time: None, security: false, badges: true, animation: true }
    }
}

/// All of it: the Display menu, and the find and hide fields. A link holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// What is drawn of the nodes and edges that there are.
    pub display: Display,
    /// Whether frames stand around namespaces.
    pub namespace_boxes: bool,
    /// Which nodes and edges there are, and what is sought. The node graph is not among what a link holds.
    pub options: GraphOptions,
}
