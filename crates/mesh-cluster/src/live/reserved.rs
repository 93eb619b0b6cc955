//! Names, addresses and places that pods of the world of time 0 have already: taken from here while it settles.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::kind::Name;
use super::pod::Pod;
use super::{Machine, json};

/// Where a pod runs and which address it has.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) node: Option<Arc<str>>,
    pub(super) address: String,
}

/// What is reserved.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reserved {
    /// Hashes of templates by Deployment.
    pub(super) hashes: BTreeMap<Name, String>,
    /// Names of pods by namespace and prefix, in order.
    pub(super) names: BTreeMap<Name, VecDeque<Arc<str>>>,
    /// By pod.
    pub(super) places: BTreeMap<Name, Place>,
}

impl Reserved {
    fn place(&self, pod: &Pod) -> Option<&Place> {
        self.places.get(&Name { namespace: Arc::clone(&pod.namespace), name: Arc::clone(&pod.name) })
    }
}

impl Machine {
    /// The hash of a Deployment's template.
    pub(super) fn reserved_hash(&self, deployment: &Name) -> Option<String> {
        self.reserved.as_ref()?.hashes.get(deployment).cloned()
    }

    /// The name of a pod that is about to be made: of those with its prefix the first, for a DaemonSet the one on its node.
    pub(super) fn take_reserved_name(&mut self, pod: &Pod, prefix: &str) -> Option<Arc<str>> {
        let reserved = Arc::make_mut(self.reserved.as_mut()?);
        let names = reserved.names.get_mut(&Name::new(Arc::clone(&pod.namespace), prefix))?;
        let wanted = wanted_node(pod);
        let is_there = |name: &Arc<str>| {
            let name = Name { namespace: Arc::clone(&pod.namespace), name: Arc::clone(name) };
            let node = reserved.places.get(&name).and_then(|place| place.node.as_deref());
            wanted.is_none() || node == wanted
        };
        let at = names.iter().position(is_there)?;
        names.remove(at)
    }

    /// The node of a pod that is about to be kept.
    pub(super) fn reserved_node(&self, pod: &Pod) -> Option<Arc<str>> {
        self.reserved.as_ref()?.place(pod)?.node.clone()
    }

    /// The address of a pod.
    pub(super) fn reserved_address(&self, pod: &Pod) -> Option<String> {
        self.reserved.as_ref()?.place(pod).map(|place| place.address.clone())
    }
}

/// The node that a DaemonSet makes a pod for.
fn wanted_node(pod: &Pod) -> Option<&str> {
    let terms = "affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms";
    let fields = json::list(&pod.spec.json, terms).iter().flat_map(|term| json::list(term, "matchFields"));
    let mut named = fields.filter(|field| json::text(field, "key") == "metadata.name");
    named.next().map(|field| json::text(field, "values/0"))
}
