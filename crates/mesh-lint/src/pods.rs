//! The pods of a cluster, found by their labels.

use std::collections::HashMap;

use mesh_cluster::{Cluster, Pod};
use mesh_ordered::OrderedMap;

/// Pods by the labels that pilot knows of them: their own, and those of where they run.
pub(crate) struct Pods<'a> {
    pods: Vec<(&'a Pod, OrderedMap<&'a str, &'a str>)>,
    /// Looked up only, never walked.
    by_label: HashMap<(&'a str, &'a str), Vec<usize>>,
}

impl<'a> Pods<'a> {
    /// Indexes the pods of a cluster.
    pub(crate) fn new(cluster: &'a Cluster) -> Self {
        let pods: Vec<_> = cluster.pods.iter().map(|pod| (pod, endpoint_labels(pod, cluster))).collect();
        let mut by_label: HashMap<_, Vec<usize>> = HashMap::new();
        for (index, (_, labels)) in pods.iter().enumerate() {
            for (key, value) in labels {
                by_label.entry((*key, *value)).or_default().push(index);
            }
        }
        Self { pods, by_label }
    }

    /// The pods that carry every pair of a selector; an empty selector takes all.
    pub(crate) fn selected<'b>(
        &'b self,
        selector: &'b [(String, String)],
    ) -> impl Iterator<Item = &'a Pod> + use<'a, 'b> {
        const NONE: &[usize] = &[];
        // The rarest label leaves the fewest pods to look at.
        let with_label = selector.iter().map(|(key, value)| self.by_label.get(&(key.as_str(), value.as_str())));
        let rarest = with_label.map(|pods| pods.map_or(NONE, Vec::as_slice)).min_by_key(|pods| pods.len());
        let all = rarest.is_none().then_some(0..self.pods.len()).into_iter().flatten();
        let candidates = rarest.unwrap_or(NONE).iter().copied().chain(all);
        candidates
            .filter_map(|index| self.pods.get(index))
            .filter(|(_, labels)| selector.iter().all(|(key, value)| labels.get(key.as_str()) == Some(&value.as_str())))
            .map(|(pod, _)| *pod)
    }
}

/// A pod's labels and those that pilot adds of where it runs (`label.AugmentLabels`).
fn endpoint_labels<'a>(pod: &'a Pod, cluster: &'a Cluster) -> OrderedMap<&'a str, &'a str> {
    let locality = &pod.locality;
    let node = pod.node.and_then(|node| cluster.nodes.get(node.index())).map_or("", |node| node.name.as_str());
    let place = [
        ("topology.kubernetes.io/region", locality.region.as_str()),
        ("topology.kubernetes.io/zone", &locality.zone),
        ("topology.istio.io/subzone", &locality.sub_zone),
        ("kubernetes.io/hostname", node),
    ];
    let own = pod.labels.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    own.chain(place.into_iter().filter(|(_, value)| !value.is_empty())).collect()
}
