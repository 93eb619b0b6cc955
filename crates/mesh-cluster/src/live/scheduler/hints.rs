//! Which changes may help a pod for which no node was found (`QueueingHintFn` of the plugins that refused it).

use std::sync::Arc;

use serde_json::Value;

use super::super::Machine;
use super::super::json;
use super::super::pod::{Labels, Pod};
use super::super::selector::Selector;
use super::affinity::{self, REQUIRED};
use super::nodes::NodeInfo;
use super::spread;

/// A plugin that has refused nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Plugin {
    NodeUnschedulable,
    TaintToleration,
    NodeAffinity,
    NodePorts,
    Fit,
    PodTopologySpread,
    InterPodAffinity,
    Volumes,
}

/// What has happened.
pub(super) enum Happened<'a> {
    /// A node came or changed.
    Node(Option<&'a NodeInfo>, &'a NodeInfo),
    /// A pod got a node.
    Placed(&'a Pod),
    /// A pod with a node went or ended.
    Freed(&'a Pod),
    /// The labels of a pod with a node changed.
    Labelled,
    /// A claim came.
    Claim,
}

impl Plugin {
    /// Whether a pod that the plugin has refused may fit now.
    fn hints(self, pod: &Pod, what: &Happened<'_>) -> bool {
        let spec = &pod.spec;
        match (self, what) {
            (Plugin::NodeUnschedulable, Happened::Node(old, new)) => {
                (!new.unschedulable || spec.tolerates("node.kubernetes.io/unschedulable", "", "NoSchedule"))
                    && old.is_none_or(|old| old.unschedulable)
            }
            (Plugin::TaintToleration, Happened::Node(old, new)) => {
                !new.has_untolerated(spec) && old.is_none_or(|old| old.has_untolerated(spec))
            }
            (Plugin::NodeAffinity, Happened::Node(old, new)) => {
                let fits = |node: &NodeInfo| affinity::labels_fit(&spec.json, &node.labels, &node.name);
                fits(new) && old.is_none_or(|old| !fits(old))
            }
            (Plugin::NodePorts, Happened::Node(old, _)) => old.is_none(),
            (Plugin::Fit, Happened::Node(old, new)) => {
                let amounts = |node: &NodeInfo| (node.cpu, node.memory, node.pods);
                old.is_none_or(|old| amounts(old) != amounts(new))
            }
            (Plugin::PodTopologySpread | Plugin::InterPodAffinity, Happened::Node(old, new)) => {
                old.is_none_or(|old| old.labels != new.labels)
            }
            (Plugin::Fit, Happened::Freed(_)) | (Plugin::Volumes, Happened::Claim) => true,
            (Plugin::NodePorts, Happened::Freed(other)) => {
                spec.host_ports.iter().any(|port| other.spec.host_ports.contains(port))
            }
            (Plugin::PodTopologySpread, Happened::Placed(other) | Happened::Freed(other)) => spreads(pod, other),
            (Plugin::PodTopologySpread | Plugin::InterPodAffinity, Happened::Labelled) => true,
            (Plugin::InterPodAffinity, Happened::Placed(other)) => terms_select(pod, "podAffinity", &other.labels),
            (Plugin::InterPodAffinity, Happened::Freed(other)) => {
                terms_select(pod, "podAntiAffinity", &other.labels) || affinity::is_averse(other)
            }
            _ => false,
        }
    }
}

/// Whether a pod is one of those that a constraint of another counts.
fn spreads(pod: &Pod, other: &Pod) -> bool {
    pod.namespace == other.namespace
        && spread::written(pod, "DoNotSchedule")
            .iter()
            .any(|constraint| spread::selector_of(constraint, &pod.labels).selects(&other.labels))
}

/// Whether a required term of a pod selects labels.
fn terms_select(pod: &Pod, which: &str, labels: &Labels) -> bool {
    let terms = json::list(&pod.spec.json, &format!("affinity/{which}/{REQUIRED}")).iter();
    let mut selectors = terms.filter_map(|term: &Value| json::at(term, "labelSelector")).map(Selector::new);
    selectors.any(|selector| selector.selects(labels))
}

impl Machine {
    /// Something has happened: pods that it may help are tried again (`MoveAllToActiveOrBackoffQueue`).
    pub(super) fn reconsider(&mut self, what: &Happened<'_>) {
        if self.scheduling.unschedulable.is_empty() {
            return;
        }
        let waiting = self.scheduling.unschedulable.iter();
        let helped = waiting.filter_map(|(id, waiting)| {
            let pod = self.store.pods.get(*id)?;
            waiting.plugins.iter().any(|plugin| plugin.hints(pod, what)).then(|| Arc::clone(pod))
        });
        for pod in helped.collect::<Vec<_>>() {
            self.queue(&pod);
        }
    }

    /// A claim or a class came: who waits for it is tried again.
    pub(in super::super) fn reconsider_claims(&mut self) {
        self.reconsider(&Happened::Claim);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::pod;
    use serde_json::json;

    #[test]
    fn only_what_a_plugin_asked_for_brings_a_pod_back() {
        let pod = |name: &str, spec: Value| {
            pod::decode(&json!({"metadata": {"name": name, "namespace": "default"}, "spec": spec}), None)
        };
        let waiting = pod("p", json!({"containers": [{"name": "a"}], "nodeSelector": {"disk": "ssd"}}));
        let other = pod("q", json!({"containers": [{"name": "a"}]}));
        let node = |unschedulable: bool, taint: bool, labels: &[(&str, &str)]| NodeInfo {
            unschedulable,
            taints: if taint { vec![("k".into(), "v".into(), "NoSchedule".into())] } else { Vec::new() },
            labels: labels.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
            ..NodeInfo::default()
        };
        let (cordoned, tainted, free) = (node(true, true, &[]), node(false, true, &[]), node(false, false, &[]));
        let labelled = node(false, false, &[("disk", "ssd")]);
        let cases = [
            (Plugin::NodeUnschedulable, Happened::Node(Some(&cordoned), &tainted), true),
            (Plugin::NodeUnschedulable, Happened::Node(Some(&tainted), &free), false),
            (Plugin::TaintToleration, Happened::Node(Some(&cordoned), &tainted), false),
            (Plugin::TaintToleration, Happened::Node(Some(&tainted), &free), true),
            (Plugin::NodeAffinity, Happened::Node(Some(&tainted), &free), false),
            (Plugin::NodeAffinity, Happened::Node(Some(&free), &labelled), true),
            (Plugin::Fit, Happened::Node(Some(&free), &labelled), false),
            (Plugin::Fit, Happened::Freed(&other), true),
            (Plugin::Fit, Happened::Placed(&other), false),
            (Plugin::TaintToleration, Happened::Freed(&other), false),
            (Plugin::InterPodAffinity, Happened::Placed(&other), false),
            (Plugin::Volumes, Happened::Claim, true),
        ];
        for (plugin, what, helps) in cases {
            assert_eq!(plugin.hints(&waiting, &what), helps, "{plugin:?}");
        }
    }
}
