//! Affinity to nodes and to pods (plugins/nodeaffinity, plugins/interpodaffinity).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use super::super::kind::{NAMESPACES, Name};
use super::super::pod::{Labels, Pod};
use super::super::selector::{Requirement, Selector};
use super::super::{Machine, json};
use super::filters::Why;
use super::hints::Plugin;
use super::nodes::NodeInfo;

pub(super) const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";

/// Whether a node object has what a pod's spec asks of nodes.
pub(crate) fn node_fits(spec: &Value, node: &Value) -> bool {
    labels_fit(spec, &super::super::pod_labels(node, "metadata/labels"), json::text(node, "metadata/name"))
}

/// Whether a node's labels and name are what a pod's spec asks for.
pub(crate) fn labels_fit(spec: &Value, labels: &Labels, name: &str) -> bool {
    let wanted = super::super::pod_labels(spec, "nodeSelector");
    if wanted.iter().any(|(key, value)| labels.get(key) != Some(value)) {
        return false;
    }
    let Some(required) = json::at(spec, &format!("affinity/nodeAffinity/{REQUIRED}")) else { return true };
    json::list(required, "nodeSelectorTerms").iter().any(|term| term_fits(term, labels, name))
}

/// Whether a term of a node affinity fits; an empty one never does.
fn term_fits(term: &Value, labels: &Labels, name: &str) -> bool {
    let (expressions, fields) = (json::list(term, "matchExpressions"), json::list(term, "matchFields"));
    (!expressions.is_empty() || !fields.is_empty())
        && expressions.iter().map(Requirement::new).all(|asked| asked.met(labels.get(&asked.key).map(String::as_str)))
        && fields.iter().map(Requirement::new).all(|asked| asked.met((asked.key == "metadata.name").then_some(name)))
}

/// The nodes that a pod asks for by name, where each of its terms names some (plugins/nodeaffinity's `PreFilter`).
pub(super) fn named_nodes(spec: &Value) -> Option<BTreeSet<&str>> {
    let terms = json::list(spec, &format!("affinity/nodeAffinity/{REQUIRED}/nodeSelectorTerms"));
    let mut names = BTreeSet::new();
    for term in terms {
        let fields = json::list(term, "matchFields").iter();
        let mut named = fields
            .filter(|field| json::text(field, "key") == "metadata.name" && json::text(field, "operator") == "In")
            .map(|field| json::list(field, "values").iter().filter_map(Value::as_str).collect::<BTreeSet<&str>>());
        let first = named.next()?;
        names.extend(named.fold(first, |all, some| all.intersection(&some).copied().collect()));
    }
    (!names.is_empty()).then_some(names)
}

/// How well a node is liked.
pub(super) fn preference(pod: &Pod, node: &NodeInfo) -> i64 {
    let terms = json::at(&pod.spec.json, &format!("affinity/nodeAffinity/{PREFERRED}")).and_then(Value::as_array);
    let liked = terms
        .into_iter()
        .flatten()
        .filter(|term| json::at(term, "preference").is_some_and(|term| term_fits(term, &node.labels, &node.name)));
    liked.map(|term| json::int(term, "weight").unwrap_or(0)).sum()
}

/// Whether a pod does not want some others near it.
pub(super) fn is_averse(pod: &Pod) -> bool {
    !json::list(&pod.spec.json, &format!("affinity/podAntiAffinity/{REQUIRED}")).is_empty()
}

/// What affinity asks of nodes for one pod.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    /// For each required term: the key of the topology, its values where a fitting pod is, and whether the pod fits itself.
    near: Vec<(String, BTreeSet<String>)>,
    alone: bool,
    /// Keys and values of topologies that the pod shuns.
    far: Vec<(String, BTreeSet<String>)>,
    /// The same that pods which are there shun for it.
    shunned: BTreeSet<(String, String)>,
    /// Weights by key and value.
    pub(super) liked: BTreeMap<(String, String), i64>,
}

impl Asked {
    /// Whether a node takes the pod.
    pub(super) fn allows(&self, node: &NodeInfo) -> Result<(), Why> {
        let value = |key: &str| node.labels.get(key);
        let refused = |reason: &str, hopeless| Err(Why::new(Plugin::InterPodAffinity, reason, hopeless));
        let near = self.near.iter().all(|(key, values)| value(key).is_some_and(|value| values.contains(value)));
        let anywhere = self.alone && self.near.iter().all(|(key, _)| value(key).is_some());
        if !near && !anywhere {
            return refused("node(s) didn't match pod affinity rules", true);
        }
        if self.far.iter().any(|(key, values)| value(key).is_some_and(|value| values.contains(value))) {
            return refused("node(s) didn't match pod anti-affinity rules", false);
        }
        if self.shunned.iter().any(|(key, there)| value(key) == Some(there)) {
            return refused("node(s) didn't satisfy existing pods anti-affinity rules", false);
        }
        Ok(())
    }
}

impl Machine {
    /// Finds out what affinity to pods asks of nodes.
    pub(super) fn ask_affinity(&self, pod: &Arc<Pod>) -> Asked {
        let mut asked = Asked::default();
        let terms = |path: &str| json::list(&pod.spec.json, path).to_vec();
        let mut fits_itself = true;
        for term in terms(&format!("affinity/podAffinity/{REQUIRED}")) {
            let values = self.topologies(pod, &term);
            fits_itself &= self.term_selects(pod, &term, pod);
            asked.near.push((json::text(&term, "topologyKey").to_owned(), values));
        }
        // The first of a group that wants to be together may go anywhere.
        asked.alone = fits_itself && asked.near.iter().all(|(_, values)| values.is_empty());
        for term in terms(&format!("affinity/podAntiAffinity/{REQUIRED}")) {
            asked.far.push((json::text(&term, "topologyKey").to_owned(), self.topologies(pod, &term)));
        }
        for id in &*self.scheduling.averse {
            let Some(other) = self.store.pods.get(*id) else { continue };
            for term in json::list(&other.spec.json, &format!("affinity/podAntiAffinity/{REQUIRED}")) {
                let key = json::text(term, "topologyKey");
                if self.term_selects(other, term, pod)
                    && let Some(value) = self.topology(other, key)
                {
                    asked.shunned.insert((key.to_owned(), value));
                }
            }
        }
        for (list, sign) in [("podAffinity", 1), ("podAntiAffinity", -1)] {
            for preferred in terms(&format!("affinity/{list}/{PREFERRED}")) {
                let Some(term) = json::at(&preferred, "podAffinityTerm") else { continue };
                let weight = sign * json::int(&preferred, "weight").unwrap_or(0);
                let key = json::text(term, "topologyKey");
                for other in self.selected_by(pod, term) {
                    if let Some(value) = self.topology(&other, key) {
                        *asked.liked.entry((key.to_owned(), value)).or_default() += weight;
                    }
                }
            }
        }
        asked
    }

    fn topology(&self, pod: &Pod, key: &str) -> Option<String> {
        self.scheduling.nodes.get(pod.node.as_ref()?)?.labels.get(key).cloned()
    }

    fn topologies(&self, pod: &Arc<Pod>, term: &Value) -> BTreeSet<String> {
        let key = json::text(term, "topologyKey");
        self.selected_by(pod, term).iter().filter_map(|other| self.topology(other, key)).collect()
    }

    /// The namespaces that a term speaks of.
    fn namespaces(&self, pod: &Pod, term: &Value) -> Vec<Arc<str>> {
        let mut names: Vec<Arc<str>> =
            json::list(term, "namespaces").iter().filter_map(|name| name.as_str().map(Arc::from)).collect();
        if let Some(selector) = json::at(term, "namespaceSelector") {
            let selector = Selector::new(selector);
            let all = self.store.list(NAMESPACES, None);
            let selected = all
                .into_iter()
                .filter(|(_, object)| selector.selects(&super::super::pod_labels(object, "metadata/labels")));
            names.extend(selected.map(|(name, _): (Name, _)| name.name));
        } else if names.is_empty() {
            names.push(Arc::clone(&pod.namespace));
        }
        names
    }

    fn selected_by(&self, pod: &Arc<Pod>, term: &Value) -> Vec<Arc<Pod>> {
        let Some(selector) = json::at(term, "labelSelector").map(Selector::new) else { return Vec::new() };
        let mut pods = Vec::new();
        for namespace in self.namespaces(pod, term) {
            pods.extend(self.store.pods.selected(&namespace, &selector));
        }
        pods.retain(|other| other.node.is_some() && !other.is_finished());
        pods
    }

    fn term_selects(&self, of: &Pod, term: &Value, pod: &Pod) -> bool {
        let selector = json::at(term, "labelSelector").map(Selector::new);
        self.namespaces(of, term).contains(&pod.namespace)
            && selector.is_some_and(|selector| selector.selects(&pod.labels))
    }
}
