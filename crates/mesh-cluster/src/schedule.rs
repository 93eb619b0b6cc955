//! Which node a pod runs on.

use std::sync::Arc;

use mesh_config::model::{PodSpec, Taint, Toleration};
use mesh_config::{Resource, Spanned, Spec};
use mesh_ordered::OrderedMap;

use crate::{Node, NodeIndex};

/// Places pods one after another.
#[derive(Debug)]
pub(crate) struct Scheduler<'a> {
    nodes: &'a [Node],
    /// What keeps pods off each of the nodes.
    taints: Vec<&'a [Taint]>,
    pods_on: Vec<u32>,
}

impl<'a> Scheduler<'a> {
    /// Of the nodes, and the documents that they were read from.
    pub(crate) fn new(nodes: &'a [Node], resources: &'a [Arc<Resource>]) -> Self {
        let taints = |resource: &'a Arc<Resource>| match &resource.spec {
            Spec::Node(spec) => Some(spec.taints.as_slice()),
            _ => None,
        };
        Self { nodes, taints: resources.iter().filter_map(taints).collect(), pods_on: vec![0; nodes.len()] }
    }

    /// The nodes that a pod may run on, in order.
    pub(crate) fn feasible(&self, spec: Option<&PodSpec>) -> Vec<NodeIndex> {
        self.fitting(spec, false)
    }

    /// The same for a pod of a DaemonSet: it bears that a node is cordoned (pkg/controller/daemon/util).
    pub(crate) fn feasible_for_daemon(&self, spec: Option<&PodSpec>) -> Vec<NodeIndex> {
        self.fitting(spec, true)
    }

    fn fitting(&self, spec: Option<&PodSpec>, is_daemon: bool) -> Vec<NodeIndex> {
        let named = spec.and_then(|spec| spec.node_name.as_ref());
        let fits = |(node, taints): (&Node, &[Taint])| match named {
            Some(name) => node.name == name.value,
            None => {
                (is_daemon || !node.unschedulable)
                    && spec.is_none_or(|spec| selects(spec, &node.labels))
                    && taints.iter().all(|taint| is_borne(spec, taint))
            }
        };
        let taints = self.taints.iter().copied().chain(std::iter::repeat(&[][..]));
        let nodes = (0..).map(NodeIndex).zip(self.nodes.iter().zip(taints));
        nodes.filter(|(_, node)| fits(*node)).map(|(index, _)| index).collect()
    }

    /// The feasible node with the fewest pods, the first of those.
    pub(crate) fn place(&mut self, spec: Option<&PodSpec>) -> Option<NodeIndex> {
        let feasible = self.feasible(spec);
        let node =
            feasible.into_iter().min_by_key(|node| self.pods_on.get(node.index()).copied().unwrap_or_default())?;
        self.occupy(node);
        Some(node)
    }

    /// Counts a pod on a node.
    pub(crate) fn occupy(&mut self, node: NodeIndex) {
        if let Some(pods) = self.pods_on.get_mut(node.index()) {
            *pods += 1;
        }
    }
}

fn selects(spec: &PodSpec, labels: &OrderedMap<String, String>) -> bool {
    spec.node_selector.iter().all(|(key, value)| labels.get(key) == Some(&value.value))
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
        ];
        for (kind, more, wanted) in cases {
            let workload = format!(
                "{{apiVersion: apps/v1, kind: {kind}, metadata: {{name: w}}, spec: {{template: {{metadata: {{labels: {{app: w}}}}, \
                 spec: {{containers: [{{name: w, image: w}}], {more}}}}}}}}}"
            );
            let file = SourceFile { name: "a.yaml".into(), text: format!("{nodes}{workload}") };
            let cluster = Cluster::new(&mesh_config::parse(&[file]));
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
