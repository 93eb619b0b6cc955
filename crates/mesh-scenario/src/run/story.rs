//! Where the hops of a story stand in the graph.

use mesh_graph::NodeKind;
use mesh_ordered::OrderedMap;
use mesh_view::StoryHop;

use super::{Run, pods};
use crate::DecisionRecord;
use crate::explain::request;

impl Run {
    /// What links call a request.
    pub(super) fn request_name(&self, number: u64) -> String {
        self.simulation.request_name(request(number))
    }
}

/// Fills in which nodes of the graph each hop touches.
pub(super) fn places(run: &Run, record: &mut DecisionRecord) {
    let cluster = run.running.mesh.cluster();
    let of_pods: OrderedMap<&str, String> =
        cluster.pods.iter().map(|pod| (pod.name.as_str(), pods::node_of(run, pod.workload))).collect();
    let graph = run.laid.as_ref().map(|laid| &laid.0);
    let node = |name: &str| {
        of_pods.get(name).cloned().or_else(|| {
            let outside = |node: &&mesh_graph::Node| node.kind == NodeKind::Client && node.workload == name;
            graph.and_then(|graph| graph.nodes.iter().find(outside)).map(|node| node.id.clone())
        })
    };
    let service = |name: &str| {
        let is_service = |node: &&mesh_graph::Node| node.kind == NodeKind::Service && node.service == name;
        graph.and_then(|graph| graph.nodes.iter().find(is_service)).map(|node| node.id.clone())
    };
    for hop in &mut record.hops {
        let StoryHop { from, to, hosts, .. } = &*hop;
        let ends = hosts.iter().filter_map(|host| node(host));
        let nodes: Vec<String> = node(from).into_iter().chain(service(to)).chain(ends).collect();
        hop.nodes = nodes;
    }
}
