//! The pods by number, name, node, owner and label.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::json;
use super::super::kind::Name;
use super::super::pod::{Pod, PodId};
use super::super::selector::Selector;
use mesh_ordered::Lookup;

/// All pods.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pods {
    pods: Lookup<PodId, Arc<Pod>>,
    names: Lookup<Name, PodId>,
    nodes: Lookup<Arc<str>, BTreeSet<PodId>>,
    owned: Lookup<Arc<str>, BTreeSet<PodId>>,
    labelled: Lookup<(Arc<str>, String, String), BTreeSet<PodId>>,
    last: PodId,
}

impl Pods {
    /// The number of the next pod.
    pub(crate) fn next(&mut self) -> PodId {
        self.last += 1;
        self.last
    }

    /// A pod by its number.
    pub(crate) fn get(&self, id: PodId) -> Option<&Arc<Pod>> {
        self.pods.get(&id)
    }

    /// A pod by its name.
    pub(crate) fn named(&self, name: &Name) -> Option<&Arc<Pod>> {
        self.get(*self.names.get(name)?)
    }

    /// All pods in order of their names; without a namespace those of all.
    pub(crate) fn list(&self, namespace: Option<&str>) -> Vec<Arc<Pod>> {
        let all = self.pods.iter().map(|(_, pod)| pod);
        let mut list: Vec<_> =
            all.filter(|pod| namespace.is_none_or(|name| &*pod.namespace == name)).cloned().collect();
        list.sort_by(|a, b| (&a.namespace, &a.name).cmp(&(&b.namespace, &b.name)));
        list
    }

    /// The pods on a node in order of creation.
    pub(crate) fn on(&self, node: &str) -> Vec<Arc<Pod>> {
        self.of(self.nodes.get(&node.into()))
    }

    /// The pods of an owner in order of creation; those of the empty uid have no controller.
    pub(crate) fn owned(&self, uid: &str) -> Vec<Arc<Pod>> {
        self.of(self.owned.get(&uid.into()))
    }

    /// The pods of a namespace that a selector selects, in order of creation.
    pub(crate) fn selected(&self, namespace: &Arc<str>, selector: &Selector) -> Vec<Arc<Pod>> {
        let sets = selector
            .equal
            .iter()
            .map(|(key, value)| self.labelled.get(&(Arc::clone(namespace), key.clone(), value.clone())));
        let mut candidates = match sets.min_by_key(|set| set.map_or(0, BTreeSet::len)) {
            Some(set) => self.of(set),
            None => {
                let mut all = self.list(Some(namespace));
                all.sort_by_key(|pod| pod.id);
                all
            }
        };
        candidates.retain(|pod| selector.selects(&pod.labels));
        candidates
    }

    fn of(&self, ids: Option<&BTreeSet<PodId>>) -> Vec<Arc<Pod>> {
        ids.into_iter().flatten().filter_map(|id| self.get(*id)).cloned().collect()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.pods.len()
    }

    /// Keeps a pod.
    pub(crate) fn put(&mut self, pod: Arc<Pod>) {
        let old = self.pods.get(&pod.id).cloned();
        match &old {
            Some(old) if Arc::ptr_eq(&old.labels, &pod.labels) && old.node == pod.node && old.owners == pod.owners => {}
            _ => {
                if let Some(old) = &old {
                    self.unlist(old);
                }
                self.enlist(&pod);
            }
        }
        self.pods.insert(pod.id, pod);
    }

    /// Drops a pod.
    pub(crate) fn remove(&mut self, id: PodId) -> Option<Arc<Pod>> {
        let pod = self.pods.remove(&id)?;
        self.unlist(&pod);
        Some(pod)
    }

    fn enlist(&mut self, pod: &Pod) {
        self.names.insert(Name { namespace: Arc::clone(&pod.namespace), name: Arc::clone(&pod.name) }, pod.id);
        if let Some(node) = &pod.node {
            self.nodes.entry(Arc::clone(node)).insert(pod.id);
        }
        for owner in pod.owners.as_array().into_iter().flatten() {
            self.owned.entry(json::text(owner, "uid").into()).insert(pod.id);
        }
        if pod.controller.is_none() {
            self.owned.entry("".into()).insert(pod.id);
        }
        for (key, value) in &*pod.labels {
            self.labelled.entry((Arc::clone(&pod.namespace), key.clone(), value.clone())).insert(pod.id);
        }
    }

    fn unlist(&mut self, pod: &Pod) {
        let id = pod.id;
        self.names.remove(&Name { namespace: Arc::clone(&pod.namespace), name: Arc::clone(&pod.name) });
        if let Some(set) = pod.node.as_ref().and_then(|node| self.nodes.get_mut(node)) {
            set.remove(&id);
        }
        for owner in pod.owners.as_array().into_iter().flatten() {
            if let Some(set) = self.owned.get_mut(&json::text(owner, "uid").into()) {
                set.remove(&id);
            }
        }
        if let Some(set) = self.owned.get_mut(&"".into()) {
            set.remove(&id);
        }
        for (key, value) in &*pod.labels {
            let label = (Arc::clone(&pod.namespace), key.clone(), value.clone());
            if let Some(set) = self.labelled.get_mut(&label) {
                set.remove(&id);
                if set.is_empty() {
                    self.labelled.remove(&label);
                }
            }
        }
    }
}
