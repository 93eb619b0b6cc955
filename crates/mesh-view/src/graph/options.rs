//! What of the traffic the graph shows, and what is sought in it.

use mesh_words::Words;
use serde::{Deserialize, Serialize};

/// Kiali's Display menu as far as it decides which nodes and edges there are, its find and hide fields, and the node whose own
/// graph is shown. Unlike in Kiali, what is idle is shown at first: a scenario shows what it holds before its first request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraphOptions {
    /// Requests pass the service that was asked; without, they run from the source to the workload that answered.
    pub service_nodes: bool,
    /// Versions of one app stand in a box.
    pub app_boxes: bool,
    /// Nodes without traffic in the window are shown.
    pub idle_nodes: bool,
    /// Edges that carried something only before the window are shown.
    pub idle_edges: bool,
    /// What is marked, in Kiali's find language.
    pub find: String,
    /// What is left out, in the same language.
    pub hide: String,
    /// The node whose callers and callees alone are shown (Kiali's node graph).
    pub focus: Option<String>,
}

impl GraphOptions {
    /// Bytes of an expression, at most: nobody writes more, but a link may hold it.
    pub const LONGEST: usize = 2_000;
}

impl Default for GraphOptions {
    fn default() -> Self {
        Self {
            service_nodes: true,
            app_boxes: true,
            idle_nodes: true,
            idle_edges: true,
            find: String::new(),
            hide: String::new(),
            focus: None,
        }
    }
}

/// What the find and hide fields met.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Searched {
    /// What is marked.
    pub find: Hits,
    /// What is left out.
    pub hide: Hits,
}

/// What an expression met.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Hits {
    /// So many nodes.
    pub nodes: u32,
    /// So many edges.
    pub edges: u32,
    /// Why it cannot be read, and what to write.
    pub error: Option<Words>,
}
