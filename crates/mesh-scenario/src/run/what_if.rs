//! What clicks break and heal: the pods of a node, and the edges of the graph on which nothing passes.

use mesh_cluster::Pod;
use mesh_graph::{Edge, Graph, Node, NodeKind};
use mesh_ordered::OrderedMap;
use mesh_sim::{Command, Cut, Labelled, PodFault, WhatIf};

use super::Run;
use super::pods::{node_of, of_node};
use crate::Fault;

/// The label that Kubernetes gives pods of one revision: it is another one after the next edit.
const TEMPLATE_HASH: &str = "pod-template-hash";

impl Run {
    /// Breaks or heals the pods of a node of the graph. It is done as a step of a Timeline does it, where labels tell these pods
    /// from all others, so that it can be recorded as one.
    pub fn inject(&mut self, node: &str, fault: Fault) {
        let fault = pod_fault(fault);
        let chosen = of_node(self, node);
        let mesh = self.running.mesh.clone();
        let pods: Vec<&Pod> = chosen.iter().filter_map(|index| mesh.cluster().pods.get(*index as usize)).collect();
        let commands = match labels_of(&pods, &mesh.cluster().pods) {
            Some(labelled) if fault == PodFault::None => vec![Command::WhatIf(WhatIf::HealPods(labelled))],
            Some(labelled) => vec![Command::WhatIf(WhatIf::Fault(labelled, fault))],
            None => {
                let of_pod =
                    |pod: &&Pod| Command::ChangePod { namespace: pod.namespace.clone(), pod: pod.name.clone(), fault };
                pods.iter().map(of_pod).collect()
            }
        };
        for command in commands {
            // The pods are those of the mesh that runs.
            let _ = self.simulation.apply(command);
        }
    }

    /// Lets nothing pass on an edge of the graph any more, or lets requests pass again. An edge within an app, from its Service
    /// to a version, has no caller of its own: nothing is done to it.
    pub fn cut(&mut self, edge: &str, is_cut: bool) {
        let Some(laid) = self.laid.clone() else { return };
        let graph = &laid.0;
        let ends = graph.edge(edge).and_then(|edge| ends(|id| graph.node(id), edge));
        let Some(Cut { from, to }) = ends else { return };
        let what_if = if is_cut { WhatIf::Cut(Cut { from, to }) } else { WhatIf::Mend(Some(from), Some(to)) };
        let _ = self.simulation.apply(Command::WhatIf(what_if));
    }

    /// Marks the nodes and edges of a graph at which something was broken that nobody has healed.
    pub(super) fn mark_broken(&self, graph: &mut Graph) {
        if self.simulation.has_faults() {
            let fault = |pod: &Pod| shown(self.simulation.fault_of(&pod.namespace, &pod.name));
            let pods = self.running.mesh.cluster().pods.iter();
            let broken = pods.filter_map(|pod| Some((node_of(self, pod.workload), fault(pod)?)));
            let faults: OrderedMap<String, Fault> = broken.collect();
            for node in &mut graph.nodes {
                node.fault = faults.get(&node.id).copied();
            }
        }
        let cuts = self.simulation.cuts();
        if cuts.is_empty() {
            return;
        }
        let nodes: OrderedMap<&str, &Node> = graph.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
        let is_cut = |edge: &Edge| ends(|id| nodes.get(id).copied(), edge).is_some_and(|ends| cuts.contains(&ends));
        let cut: Vec<bool> = graph.edges.iter().map(is_cut).collect();
        for (edge, is_cut) in graph.edges.iter_mut().zip(cut) {
            edge.is_cut = is_cut;
        }
    }
}

/// Who calls whom on an edge of a graph, as a Timeline names them.
fn ends<'a>(node: impl Fn(&str) -> Option<&'a Node>, edge: &Edge) -> Option<Cut> {
    let (from, to) = (node(&edge.source)?, node(&edge.target)?);
    let name = |node: &Node| {
        let names = [&node.service, &node.workload, &node.app, &node.label];
        names.into_iter().find(|name| !name.is_empty()).cloned().unwrap_or_default()
    };
    (from.kind != NodeKind::Service).then(|| Cut { from: name(from), to: name(to) })
}

/// Labels that some pods have and no others; `None` where no labels tell them apart.
fn labels_of(pods: &[&Pod], all: &[Pod]) -> Option<Labelled> {
    let first = pods.first()?;
    let mut labels = first.labels.as_ref().clone();
    labels.retain(|name, value| name != TEMPLATE_HASH && pods.iter().all(|pod| pod.labels.get(name) == Some(value)));
    let is_meant = |pod: &&Pod| {
        pod.namespace == first.namespace && labels.iter().all(|(name, value)| pod.labels.get(name) == Some(value))
    };
    let meant = all.iter().filter(is_meant).count();
    (meant == pods.len()).then(|| Labelled { namespace: first.namespace.clone(), labels })
}

fn pod_fault(fault: Fault) -> PodFault {
    match fault {
        Fault::Slow => PodFault::SLOW,
        Fault::Fail => PodFault::FAIL,
        Fault::Hang => PodFault::Hang,
        Fault::Kill => PodFault::Kill,
        Fault::Heal => PodFault::None,
    }
}

fn shown(fault: PodFault) -> Option<Fault> {
    match fault {
        PodFault::None => None,
        PodFault::Slow(_) => Some(Fault::Slow),
        PodFault::Fail(_) => Some(Fault::Fail),
        PodFault::Hang => Some(Fault::Hang),
        PodFault::Kill => Some(Fault::Kill),
    }
}

#[cfg(test)]
mod tests {
    use mesh_proxy::Duration;
    use mesh_sim::Work;

    use super::*;
    use crate::{Session, preset};

    fn session() -> Session {
        let mut session = Session::open(preset("canary-weights").unwrap().scenario());
        session.advance(Duration::from_secs(5), &mut Work::unlimited()).unwrap();
        session.frame();
        session
    }

    #[test]
    fn what_is_broken_is_marked_until_it_is_healed() {
        let mut session = session();
        let frame = session.frame();
        let node = frame.graph.nodes.iter().find(|node| node.version == "risky").unwrap().id.clone();
        let marked = |session: &mut Session| {
            let graph = session.frame().graph;
            let of_node = |node: &Node| node.fault.map(|fault| (node.id.clone(), fault));
            graph.nodes.iter().filter_map(of_node).collect::<Vec<_>>()
        };
        session.inject(&node, Fault::Hang);
        assert_eq!(marked(&mut session), [(node.clone(), Fault::Hang)]);
        session.inject(&node, Fault::Heal);
        assert_eq!(marked(&mut session), []);
    }

    #[test]
    fn nothing_passes_on_an_edge_that_was_cut() {
        let mut session = session();
        let frame = session.frame();
        let graph = frame.graph;
        let called = |edge: &&Edge| edge.target.starts_with("service:") && edge.rates.total() > 0.0;
        let edge = graph.edges.iter().find(called).unwrap().id.clone();
        session.cut(&edge, true);
        let marked = |session: &mut Session| {
            session
                .frame()
                .graph
                .edges
                .iter()
                .filter(|edge| edge.is_cut)
                .map(|edge| edge.id.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(marked(&mut session), std::slice::from_ref(&edge));
        // A connection is given up after 10 s and tried anew twice.
        session.advance(Duration::from_secs(45), &mut Work::unlimited()).unwrap();
        let failed = session.frame().log.iter().filter(|line| line.status == 503).count();
        assert!(
            failed > 0,
            "{edge} {:?}",
            session
                .frame()
                .log
                .iter()
                .map(|line| (line.at, line.status, line.client.clone(), line.flags.clone()))
                .collect::<Vec<_>>()
        );
        session.cut(&edge, false);
        assert_eq!(marked(&mut session), Vec::<String>::new());
        // Within an app there is no caller; an edge that is not there is none.
        let inner = graph.edges.iter().find(|edge| edge.source.starts_with("service:")).unwrap().id.clone();
        session.cut(&inner, true);
        session.cut("nothing>nowhere", true);
        assert_eq!(marked(&mut session), Vec::<String>::new());
    }
}
