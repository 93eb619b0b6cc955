//! The objects of the API server and the ways to find them without looking at all.

mod pods;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

pub(crate) use pods::Pods;

use super::json;
use super::kind::{Kind, Name, SLICES};
use super::selector::Selector;
use mesh_ordered::Lookup;

/// Selectors of one kind by a label that they ask for.
type Selecting = Lookup<(Arc<str>, String, String), BTreeSet<Name>>;

/// All objects but Events.
#[derive(Clone, Debug, Default)]
pub(crate) struct Store {
    objects: Arc<BTreeMap<Kind, Lookup<Name, Arc<Value>>>>,
    /// What an object owns, by its uid; pods apart.
    owned: Lookup<Arc<str>, BTreeSet<(Kind, Name)>>,
    /// Services and PodDisruptionBudgets by a label of their selector, so that a pod finds them.
    selecting: Lookup<Kind, Selecting>,
    /// EndpointSlices by the Service that their label names.
    slices: Lookup<Name, BTreeSet<Name>>,
    /// The pods.
    pub(crate) pods: Pods,
    /// The last resource version.
    version: u64,
}

impl Store {
    /// The last resource version.
    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    /// The next resource version.
    pub(crate) fn next_version(&mut self) -> u64 {
        self.version += 1;
        self.version
    }

    /// An object.
    pub(crate) fn get(&self, kind: Kind, name: &Name) -> Option<&Arc<Value>> {
        self.objects.get(&kind)?.get(name)
    }

    /// The objects of a kind in order of their names; without a namespace those of all.
    pub(crate) fn list(&self, kind: Kind, namespace: Option<&str>) -> Vec<(Name, Arc<Value>)> {
        let all = self.objects.get(&kind).into_iter().flat_map(Lookup::iter);
        let wanted = all.filter(|(name, _)| namespace.is_none_or(|namespace| &*name.namespace == namespace));
        let mut list: Vec<_> = wanted.map(|(name, object)| (name.clone(), Arc::clone(object))).collect();
        list.sort_by(|(a, _), (b, _)| a.cmp(b));
        list
    }

    /// How many objects of a kind there are.
    pub(crate) fn count(&self, kind: Kind) -> usize {
        self.objects.get(&kind).map_or(0, Lookup::len)
    }

    /// The kinds of which there is something.
    pub(crate) fn kinds(&self) -> Vec<Kind> {
        self.objects.keys().copied().collect()
    }

    /// Keeps an object.
    pub(crate) fn put(&mut self, kind: Kind, name: Name, object: Arc<Value>) {
        let old = self.get(kind, &name).cloned();
        if let Some(old) = &old {
            self.forget(kind, &name, old);
        }
        for owner in json::list(&object, "metadata/ownerReferences") {
            self.owned.entry(json::text(owner, "uid").into()).insert((kind, name.clone()));
        }
        if let Some(service) = service_of(kind, &name, &object) {
            self.slices.entry(service).insert(name.clone());
        }
        if let Some(label) = selecting_labels(kind, &name, &object) {
            self.selecting.entry(kind).entry(label).insert(name.clone());
        }
        Arc::make_mut(&mut self.objects).entry(kind).or_default().insert(name, object);
    }

    /// Drops an object.
    pub(crate) fn remove(&mut self, kind: Kind, name: &Name) -> Option<Arc<Value>> {
        let object = self.get(kind, name).cloned()?;
        self.forget(kind, name, &object);
        Arc::make_mut(&mut self.objects).get_mut(&kind)?.remove(name);
        Some(object)
    }

    fn forget(&mut self, kind: Kind, name: &Name, object: &Value) {
        for owner in json::list(object, "metadata/ownerReferences") {
            if let Some(owned) = self.owned.get_mut(&json::text(owner, "uid").into()) {
                owned.remove(&(kind, name.clone()));
            }
        }
        if let Some(slices) = service_of(kind, name, object).and_then(|service| self.slices.get_mut(&service)) {
            slices.remove(name);
        }
        let label = selecting_labels(kind, name, object);
        if let Some(names) = label.and_then(|label| self.selecting.get_mut(&kind)?.get_mut(&label)) {
            names.remove(name);
        }
    }

    /// What an object owns, pods apart.
    pub(crate) fn owned(&self, uid: &str) -> Vec<(Kind, Name)> {
        self.owned.get(&uid.into()).into_iter().flatten().cloned().collect()
    }

    /// The EndpointSlices whose label names a Service, whoever owns them.
    pub(crate) fn slices_of(&self, service: &Name) -> Vec<(Name, Arc<Value>)> {
        let names = self.slices.get(service).into_iter().flatten();
        names.filter_map(|name| Some((name.clone(), Arc::clone(self.get(SLICES, name)?)))).collect()
    }

    /// The Services or budgets of a namespace that may select something with these labels.
    pub(crate) fn selecting(&self, kind: Kind, namespace: &Arc<str>, labels: &super::pod::Labels) -> BTreeSet<Name> {
        let Some(index) = self.selecting.get(&kind) else { return BTreeSet::new() };
        let everything = (Arc::clone(namespace), String::new(), String::new());
        let pairs = labels.iter().map(|(key, value)| (Arc::clone(namespace), key.clone(), value.clone()));
        pairs.chain([everything]).filter_map(|label| index.get(&label)).flatten().cloned().collect()
    }
}

/// The Service that an EndpointSlice is of.
fn service_of(kind: Kind, name: &Name, object: &Value) -> Option<Name> {
    let service = (kind == SLICES).then(|| json::entry(object, "metadata/labels", "kubernetes.io/service-name"))?;
    service.map(|service| Name::new(Arc::clone(&name.namespace), service))
}

/// Under which label an object's selector is found; the empty one for what asks for none.
fn selecting_labels(kind: Kind, name: &Name, object: &Value) -> Option<(Arc<str>, String, String)> {
    let selector = Selector::of(kind, object)?;
    let (key, value) = selector.first().map_or((String::new(), String::new()), |(k, v)| (k.clone(), v.clone()));
    Some((Arc::clone(&name.namespace), key, value))
}
