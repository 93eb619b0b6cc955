//! Spreading over topologies (plugins/podtopologyspread): what is asked, and what every cluster asks by default.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::super::kind::{self, SERVICES};
use super::super::pod::{Labels, Pod};
use super::super::selector::Selector;
use super::super::{Machine, json};
use super::filters::Why;
use super::hints::Plugin;
use super::nodes::NodeInfo;

/// The label that each node has for itself.
const HOSTNAME: &str = "kubernetes.io/hostname";

/// Pods by node.
type Counts = BTreeMap<Arc<str>, i64>;

/// What schedulers have counted in one look at their queue, so that a thousand equal pods are not counted a thousand times.
#[derive(Default)]
pub(super) struct Round {
    counts: BTreeMap<(Arc<str>, String), (Selector, Counts)>,
}

impl Round {
    /// A pod has got its node.
    pub(super) fn placed(&mut self, pod: &Pod, node: &Arc<str>) {
        for ((namespace, _), (selector, counts)) in &mut self.counts {
            if *namespace == pod.namespace && selector.selects(&pod.labels) {
                *counts.entry(Arc::clone(node)).or_default() += 1;
            }
        }
    }

    fn count(&mut self, machine: &Machine, namespace: &Arc<str>, selector: &Selector) -> Counts {
        let key = (Arc::clone(namespace), format!("{selector:?}"));
        let (_, counts) = self.counts.entry(key).or_insert_with(|| {
            let mut counts = Counts::new();
            for pod in machine.store.pods.selected(namespace, selector) {
                if let (Some(node), None) = (&pod.node, pod.deletion) {
                    *counts.entry(Arc::clone(node)).or_default() += i64::from(!pod.is_finished());
                }
            }
            (selector.clone(), counts)
        });
        counts.clone()
    }
}

/// A constraint with what there is.
#[derive(Clone, Debug)]
pub(super) struct Constraint {
    key: String,
    skew: i64,
    /// Whether the pod itself is one of those that are spread.
    itself: i64,
    /// Pods by value of the topology.
    counts: BTreeMap<String, i64>,
    least: i64,
}

impl Constraint {
    /// Whether a node takes one more.
    pub(super) fn allows(&self, node: &NodeInfo) -> Result<(), Why> {
        let refused = |reason: &str, hopeless| Err(Why::new(Plugin::PodTopologySpread, reason, hopeless));
        let Some(value) = node.labels.get(&self.key) else {
            return refused("node(s) didn't match pod topology spread constraints (missing required label)", true);
        };
        let here = self.counts.get(value).copied().unwrap_or(0);
        if here + self.itself - self.least > self.skew {
            return refused("node(s) didn't match pod topology spread constraints", false);
        }
        Ok(())
    }
}

pub(super) fn written(pod: &Pod, when: &str) -> Vec<Value> {
    let all = json::list(&pod.spec.json, "topologySpreadConstraints").iter();
    all.filter(|one| json::text(one, "whenUnsatisfiable") == when).cloned().collect()
}

/// The selector of a constraint, with the labels that it takes from the pod.
pub(super) fn selector_of(constraint: &Value, labels: &Labels) -> Selector {
    let mut selector = json::at(constraint, "labelSelector").map(Selector::new).unwrap_or_default();
    for key in json::list(constraint, "matchLabelKeys").iter().filter_map(Value::as_str) {
        if let Some(value) = labels.get(key) {
            selector.equal.insert(key.to_owned(), value.clone());
        }
    }
    selector
}

impl Machine {
    /// The constraints that no node may break.
    pub(super) fn hard_constraints(&self, pod: &Pod, nodes: &[Arc<NodeInfo>], round: &mut Round) -> Vec<Constraint> {
        let constraints = written(pod, "DoNotSchedule").into_iter().map(|constraint| {
            let selector = selector_of(&constraint, &pod.labels);
            let key = json::text(&constraint, "topologyKey").to_owned();
            let on = round.count(self, &pod.namespace, &selector);
            let mut counts: BTreeMap<String, i64> = BTreeMap::new();
            // Nodes that the pod cannot have by its affinity do not count (nodeAffinityPolicy: Honor).
            for node in
                nodes.iter().filter(|node| super::affinity::labels_fit(&pod.spec.json, &node.labels, &node.name))
            {
                if let Some(value) = node.labels.get(&key) {
                    *counts.entry(value.clone()).or_default() += on.get(&node.name).copied().unwrap_or(0);
                }
            }
            let domains = json::int(&constraint, "minDomains").unwrap_or(1);
            let enough = i64::try_from(counts.len()).unwrap_or(i64::MAX) >= domains;
            let least = if enough { counts.values().copied().min().unwrap_or(0) } else { 0 };
            let itself = i64::from(selector.selects(&pod.labels));
            Constraint { key, skew: json::int(&constraint, "maxSkew").unwrap_or(1), itself, counts, least }
        });
        constraints.collect()
    }

    /// How little each node is liked for what is there already: raw scores, `None` for a node without the labels that the pod
    /// names; or nothing at all where nothing is to be spread (plugins/podtopologyspread/scoring.go).
    pub(super) fn crowding(&self, pod: &Pod, nodes: &[Arc<NodeInfo>], round: &mut Round) -> Option<Vec<Option<i64>>> {
        let soft = written(pod, "ScheduleAnyway");
        let has_own = !json::list(&pod.spec.json, "topologySpreadConstraints").is_empty();
        let asked: Vec<(String, i64, Selector)> = if has_own {
            let one = |constraint: &Value| {
                let skew = json::int(constraint, "maxSkew").unwrap_or(1);
                (json::text(constraint, "topologyKey").to_owned(), skew, selector_of(constraint, &pod.labels))
            };
            soft.iter().map(one).collect()
        } else {
            let selector = self.default_selector(pod)?;
            let both = [(HOSTNAME, 3), ("topology.kubernetes.io/zone", 5)];
            both.map(|(key, skew)| (key.to_owned(), skew, selector.clone())).to_vec()
        };
        if asked.is_empty() {
            return None;
        }
        // Only what pods ask for themselves leaves out nodes that lack a label of it.
        let counts_for_all =
            |node: &NodeInfo| !has_own || asked.iter().all(|(key, ..)| node.labels.contains_key(key.as_str()));
        let counted: Vec<bool> = nodes.iter().map(|node| counts_for_all(node)).collect();
        let scored = || nodes.iter().zip(&counted).filter(|(_, counted)| **counted).map(|(node, _)| node);
        let mut scores = vec![0.0_f64; nodes.len()];
        for (key, skew, selector) in &asked {
            let on = round.count(self, &pod.namespace, selector);
            let mut counts: BTreeMap<Option<&String>, i64> = BTreeMap::new();
            let size = if key == HOSTNAME {
                scored().count()
            } else {
                counts.extend(scored().map(|node| (node.labels.get(key), 0)));
                counts.len()
            };
            // What is on a node that does not take the pod counts for its zone too (`processAllNode`).
            for (name, pods) in on.iter().filter(|_| key != HOSTNAME) {
                let node = self.scheduling.nodes.get(name).filter(|node| {
                    counts_for_all(node) && super::affinity::labels_fit(&pod.spec.json, &node.labels, &node.name)
                });
                if let Some(count) = node.and_then(|node| counts.get_mut(&node.labels.get(key))) {
                    *count += pods;
                }
            }
            let weight = libm::log(size as f64 + 2.0);
            for (score, node) in scores.iter_mut().zip(nodes) {
                let Some(value) = node.labels.get(key) else { continue };
                let count = match key == HOSTNAME {
                    true => on.get(&node.name),
                    false => counts.get(&Some(value)),
                };
                *score += count.copied().unwrap_or(0) as f64 * weight + (skew - 1) as f64;
            }
        }
        let rounded = scores.into_iter().zip(counted);
        Some(rounded.map(|(score, counted)| counted.then(|| libm::round(score) as i64)).collect())
    }

    /// What makes pods one of a kind: the Services and the controller that select them (helper/spread.go's
    /// `DefaultSelector`).
    fn default_selector(&self, pod: &Pod) -> Option<Selector> {
        let mut selector = Selector::default();
        for name in self.store.selecting(SERVICES, &pod.namespace, &pod.labels) {
            let service = self.store.get(SERVICES, &name).and_then(|service| Selector::of(SERVICES, service));
            if let Some(service) = service.filter(|service| service.selects(&pod.labels)) {
                selector.equal.extend(service.equal);
            }
        }
        if let Some(owner) = &pod.controller {
            let name = kind::Name { namespace: Arc::clone(&pod.namespace), name: Arc::clone(&owner.name) };
            let kind = match &*owner.kind {
                "ReplicaSet" => Some(kind::REPLICA_SETS),
                "StatefulSet" => Some(kind::STATEFUL_SETS),
                "ReplicationController" => Some(kind::REPLICATION_CONTROLLERS),
                _ => None,
            };
            if let Some((kind, object)) = kind.and_then(|kind| Some((kind, self.store.get(kind, &name)?))) {
                let own = if kind == kind::REPLICATION_CONTROLLERS {
                    Selector { equal: super::super::pod_labels(object, "spec/selector"), requirements: Vec::new() }
                } else {
                    json::at(object, "spec/selector").map(Selector::new).unwrap_or_default()
                };
                selector.equal.extend(own.equal);
                selector.requirements.extend(own.requirements);
            }
        }
        let empty = selector.equal.is_empty() && selector.requirements.is_empty();
        (!empty).then_some(selector)
    }
}
