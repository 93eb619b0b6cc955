//! Which nodes can take a pod (pkg/scheduler/framework/plugins): the first plugin that says no decides.

use std::sync::Arc;

use serde_json::Value;

use super::super::kind::{CLAIMS, Name};
use super::super::pod::Pod;
use super::super::{Machine, json};
use super::hints::Plugin;
use super::nodes::NodeInfo;
use super::{Refusal, affinity, spread};

/// Why a node does not take a pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Why {
    /// The plugin that says no.
    pub(super) plugin: Plugin,
    pub(super) reasons: Vec<String>,
    /// Whether it would stay so without the pods that are there.
    pub(super) hopeless: bool,
}

impl Why {
    /// One reason.
    pub(super) fn new(plugin: Plugin, reason: &str, hopeless: bool) -> Self {
        Self { plugin, reasons: vec![reason.to_owned()], hopeless }
    }
}

/// What is asked of every node for one pod, found out once.
pub(super) struct Asked {
    pub(super) affinity: affinity::Asked,
    pub(super) spread: Vec<spread::Constraint>,
}

/// Whether a node takes a pod.
pub(super) fn judge(pod: &Pod, node: &NodeInfo, asked: &Asked) -> Result<(), Why> {
    let spec = &pod.spec;
    if node.unschedulable && !spec.tolerates("node.kubernetes.io/unschedulable", "", "NoSchedule") {
        return Err(Why::new(Plugin::NodeUnschedulable, "node(s) were unschedulable", true));
    }
    if node.has_untolerated(spec) {
        return Err(Why::new(Plugin::TaintToleration, "node(s) had untolerated taint(s)", true));
    }
    if !affinity::labels_fit(&spec.json, &node.labels, &node.name) {
        return Err(Why::new(Plugin::NodeAffinity, "node(s) didn't match Pod's node affinity/selector", true));
    }
    let clashes = |(protocol, ip, number): &(String, String, i64)| {
        let any = |ip: &str| ip == "0.0.0.0" || ip.is_empty();
        node.ports.iter().any(|(p, i, n)| n == number && p == protocol && (any(i) || any(ip) || i == ip))
    };
    if spec.host_ports.iter().any(clashes) {
        let reason = "node(s) didn't have free ports for the requested pod ports";
        return Err(Why::new(Plugin::NodePorts, reason, false));
    }
    fits(pod, node)?;
    for constraint in &asked.spread {
        constraint.allows(node)?;
    }
    asked.affinity.allows(node)
}

/// plugins/noderesources/fit.go.
fn fits(pod: &Pod, node: &NodeInfo) -> Result<(), Why> {
    let mut why = Why { plugin: Plugin::Fit, reasons: Vec::new(), hopeless: false };
    if node.used_pods + 1 > node.pods {
        why.reasons.push("Too many pods".to_owned());
    }
    for (what, asked, all, used) in
        [("cpu", pod.spec.cpu, node.cpu, node.used_cpu), ("memory", pod.spec.memory, node.memory, node.used_memory)]
    {
        if asked > 0 && asked > all - used {
            why.reasons.push(format!("Insufficient {what}"));
            why.hopeless |= asked > all;
        }
    }
    if why.reasons.is_empty() { Ok(()) } else { Err(why) }
}

impl Machine {
    /// The best node for a pod.
    pub(super) fn find_node(&mut self, pod: &Arc<Pod>, round: &mut spread::Round) -> Result<Arc<str>, Refusal> {
        let nodes = self.node_infos();
        if nodes.is_empty() {
            return Err(Refusal::NoNodes);
        }
        if let Some(claim) = self.missing_claim(pod) {
            return Err(Refusal::Before(
                format!("persistentvolumeclaim \"{claim}\" not found. not found"),
                nodes.len(),
            ));
        }
        let asked = self.ask(pod, &nodes, round);
        // A pod for which others made room goes there (`evaluateNominatedNode`).
        if let Some(node) = pod.status.nominated.as_ref().and_then(|name| self.scheduling.nodes.get(name))
            && judge(pod, node, &asked).is_ok()
        {
            return Ok(Arc::clone(&node.name));
        }
        let named = affinity::named_nodes(&pod.spec.json);
        let is_named = |node: &Arc<NodeInfo>| named.as_ref().is_none_or(|names| names.contains(&*node.name));
        let (candidates, others): (Vec<_>, Vec<_>) = nodes.iter().partition(|node| is_named(node));
        // Of many nodes a part is enough (schedule_one.go's `numFeasibleNodesToFind`).
        let count = candidates.len();
        let enough = if count < 100 { count } else { (count * (50 - (count / 125).min(45)) / 100).max(100) };
        let (mut fitting, mut refused) = (Vec::new(), Vec::new());
        let start = self.scheduling.start;
        let (before, after) = candidates.split_at(start.checked_rem(count).unwrap_or_default());
        for node in after.iter().chain(before) {
            match judge(pod, node, &asked) {
                Ok(()) => fitting.push(Arc::clone(node)),
                Err(why) => refused.push((Arc::clone(&node.name), why)),
            }
            if fitting.len() >= enough {
                break;
            }
        }
        self.scheduling.start = (start + fitting.len() + refused.len()) % nodes.len();
        if fitting.is_empty() {
            let passed_over = "node(s) didn't satisfy plugin(s) [NodeAffinity]";
            let passed_over = || Why::new(Plugin::NodeAffinity, passed_over, true);
            refused.extend(others.into_iter().map(|node| (Arc::clone(&node.name), passed_over())));
            refused.sort_by(|a, b| a.0.cmp(&b.0));
            return Err(Refusal::Nodes(refused));
        }
        self.best(pod, &fitting, &asked, round).ok_or(Refusal::NoNodes)
    }

    /// Finds out what is asked of every node.
    pub(super) fn ask(&self, pod: &Arc<Pod>, nodes: &[Arc<NodeInfo>], round: &mut spread::Round) -> Asked {
        Asked { affinity: self.ask_affinity(pod), spread: self.hard_constraints(pod, nodes, round) }
    }

    fn missing_claim(&self, pod: &Pod) -> Option<String> {
        let claims = json::list(&pod.spec.json, "volumes")
            .iter()
            .filter_map(|volume| json::at(volume, "persistentVolumeClaim/claimName"));
        let mut names = claims.filter_map(Value::as_str);
        let missing = |name: &&str| self.store.get(CLAIMS, &Name::new(Arc::clone(&pod.namespace), *name)).is_none();
        names.find(missing).map(str::to_owned)
    }
}
