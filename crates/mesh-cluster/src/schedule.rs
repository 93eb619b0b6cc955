//! Which node a pod runs on.

use std::sync::Arc;

use crate::room::{Asks, Room};
use crate::{Node, NodeIndex};
use mesh_config::model::{PodSpec, Taint, Toleration};
use mesh_config::{Resource, Spanned, Spec};

/// Places pods one after another.
#[derive(Debug)]
pub(crate) struct Scheduler<'a> {
    nodes: &'a [Node],
    /// What keeps pods off each of the nodes.
    taints: Vec<&'a [Taint]>,
    rooms: Vec<Room>,
    pods_on: Vec<u32>,
}

impl<'a> Scheduler<'a> {
    /// Of the nodes, and the documents that they were read from.
    pub(crate) fn new(nodes: &'a [Node], resources: &'a [Arc<Resource>]) -> Self {
        let nodes_of = |resource: &'a Arc<Resource>| match &resource.spec {
            Spec::Node(spec) => Some((spec.taints.as_slice(), Room::of(resource))),
            _ => None,
        };
        let (taints, rooms) = resources.iter().filter_map(nodes_of).unzip();
        Self { nodes, taints, rooms, pods_on: vec![0; nodes.len()] }
    }

    /// What the pods of a document ask for; nothing is asked where there is no node to judge it.
    pub(crate) fn asks(&self, resource: &Arc<Resource>) -> Option<Asks> {
        (!self.nodes.is_empty()).then(|| Asks::of(resource))
    }

    /// The nodes that a pod of a DaemonSet may run on, in order: it bears that a node is cordoned (pkg/controller/daemon/util).
    pub(crate) fn feasible_for_daemon(&self, spec: Option<&PodSpec>, asks: Option<&Asks>) -> Vec<NodeIndex> {
        self.fitting(spec, asks, true)
    }

    fn fitting(&self, spec: Option<&PodSpec>, asks: Option<&Asks>, is_daemon: bool) -> Vec<NodeIndex> {
        let named = spec.and_then(|spec| spec.node_name.as_ref());
        let fits = |(node, (taints, room)): (&Node, (&&[Taint], &Room))| match named {
            Some(name) => node.name == name.value,
            None => {
                (is_daemon || !node.unschedulable)
                    && asks.is_none_or(|asks| room.takes(asks))
                    && taints.iter().all(|taint| is_borne(spec, taint))
            }
        };
        let nodes = (0..).map(NodeIndex).zip(self.nodes.iter().zip(self.taints.iter().zip(&self.rooms)));
        nodes.filter(|(_, node)| fits(*node)).map(|(index, _)| index).collect()
    }

    /// The feasible node with the fewest pods, the first of those; `None`: the pod has to wait.
    pub(crate) fn place(&mut self, spec: Option<&PodSpec>, asks: Option<&Asks>) -> Option<NodeIndex> {
        let feasible = self.fitting(spec, asks, false);
        let node =
            feasible.into_iter().min_by_key(|node| self.pods_on.get(node.index()).copied().unwrap_or_default())?;
        self.occupy(node, asks);
        Some(node)
    }

    /// Counts a pod on a node.
    pub(crate) fn occupy(&mut self, node: NodeIndex, asks: Option<&Asks>) {
        if let Some(pods) = self.pods_on.get_mut(node.index()) {
            *pods += 1;
        }
        if let (Some(room), Some(asks)) = (self.rooms.get_mut(node.index()), asks) {
            room.occupy(asks);
        }
    }
}

fn text(value: &Option<Spanned<String>>) -> &str {
    value.as_ref().map_or("", |value| value.value.as_str())
}

/// Whether a taint keeps a pod of this spec off, or is tolerated (core/v1's `ToleratesTaint`).
fn is_borne(spec: Option<&PodSpec>, taint: &Taint) -> bool {
    if !matches!(text(&taint.effect), "NoSchedule" | "NoExecute") {
        return true;
    }
    let tolerates = |one: &Toleration| {
        (text(&one.effect).is_empty() || text(&one.effect) == text(&taint.effect))
            && (text(&one.key).is_empty() || text(&one.key) == text(&taint.key))
            && (text(&one.operator) == "Exists" || text(&one.value) == text(&taint.value))
    };
    spec.is_some_and(|spec| spec.tolerations.iter().any(tolerates))
}

#[cfg(test)]
mod tests {
    use mesh_config::SourceFile;

    use crate::Cluster;

    /// What nodes have is shared out in document order; what does not say how much it has takes all.
    #[test]
    fn a_pod_waits_where_no_node_has_room_for_it() {
        let node = |more: &str| format!("{{apiVersion: v1, kind: Node, metadata: {{name: a}}, {more}}}");
        for (more, asked, running) in [
            ("status: {allocatable: {cpu: '1', memory: 1Gi}}", "cpu: 400m", 2),
            ("status: {capacity: {cpu: 2}}", "cpu: 400m", 3),
            ("status: {allocatable: {cpu: '4', memory: 1Gi}}", "memory: 600Mi", 1),
            ("status: {allocatable: {pods: '2'}}", "cpu: 1m", 2),
            ("status: {}", "cpu: '100'", 3),
        ] {
            let workload = format!(
                "{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: w}}, spec: {{replicas: 3, template: {{metadata: \
                 {{labels: {{app: w}}}}, spec: {{containers: [{{name: w, image: w, resources: {{requests: {{{asked}}}}}}}]}}}}}}}}"
            );
            let text = format!("{}\n---\n{workload}", node(more));
            let cluster = Cluster::new(&mesh_config::parse(&[SourceFile { name: "a.yaml".into(), text }]));
            assert_eq!((cluster.pods.len(), cluster.workloads[0].replicas), (running, 3), "{more} {asked}");
        }
    }

    #[test]
    fn taints_keep_pods_off_that_do_not_tolerate_them() {
        let nodes = "
{apiVersion: v1, kind: Node, metadata: {name: a}, spec: {taints: [{key: gpu, value: big, effect: NoSchedule}]}}
---
{apiVersion: v1, kind: Node, metadata: {name: b}, spec: {unschedulable: true}}
---
{apiVersion: v1, kind: Node, metadata: {name: c}, spec: {taints: [{key: old, effect: PreferNoSchedule}]}}
---
";
        let cases = [
            ("Deployment", "", vec!["c"]),
            ("Deployment", "tolerations: [{key: gpu, operator: Exists}]", vec!["a"]),
            ("Deployment", "tolerations: [{key: gpu, value: small}]", vec!["c"]),
            ("DaemonSet", "", vec!["b", "c"]),
            ("Deployment", "nodeSelector: {disk: fast}", vec![]),
            ("Deployment", "nodeSelector: {kubernetes.io/hostname: c}", vec!["c"]),
            ("Deployment", "nodeName: nowhere", vec![]),
        ];
        for (kind, more, wanted) in cases {
            let workload = format!(
                "{{apiVersion: apps/v1, kind: {kind}, metadata: {{name: w}}, spec: {{template: {{metadata: {{labels: {{app: w}}}}, \
                 spec: {{containers: [{{name: w, image: w}}], {more}}}}}}}}}"
            );
            let file = SourceFile { name: "a.yaml".into(), text: format!("{nodes}{workload}") };
            let cluster = Cluster::new(&mesh_config::parse(&[file]));
            // None runs where no node takes it.
            assert!(cluster.pods.iter().all(|pod| pod.node.is_some()));
            let names: Vec<&str> = cluster
                .pods
                .iter()
                .filter_map(|pod| pod.node.and_then(|node| cluster.nodes.get(node.index())))
                .map(|node| node.name.as_str())
                .collect();
            assert_eq!(names, wanted, "{kind} {more}");
        }
    }
}
