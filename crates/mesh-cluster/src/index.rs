//! Which pods a selector takes, without looking at all of them.

use std::collections::BTreeMap;

use crate::{Pod, Service, Workload};

/// Positions by namespace, label and value.
type ByLabel = BTreeMap<String, BTreeMap<String, BTreeMap<String, Vec<usize>>>>;

/// Positions in a cluster's lists by what they are asked for. Follows from the lists, which never change.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Index {
    workloads_by_label: ByLabel,
    /// By the first pair of the selector: a pod that is selected has that label.
    services_by_label: ByLabel,
    services_by_name: BTreeMap<String, Vec<usize>>,
    workloads_by_name: BTreeMap<String, Vec<usize>>,
    pods_of_workload: Vec<Vec<usize>>,
}

impl Index {
    pub(crate) fn new(workloads: &[Workload], pods: &[Pod], services: &[Service]) -> Self {
        let mut index = Self { pods_of_workload: vec![Vec::new(); workloads.len()], ..Self::default() };
        for (position, workload) in workloads.iter().enumerate() {
            index.workloads_by_name.entry(workload.name.clone()).or_default().push(position);
            for (key, value) in workload.labels.iter() {
                add(&mut index.workloads_by_label, &workload.namespace, key, value, position);
            }
        }
        for (position, pod) in pods.iter().enumerate() {
            if let Some(of_workload) = index.pods_of_workload.get_mut(pod.workload) {
                of_workload.push(position);
            }
        }
        for (position, service) in services.iter().enumerate() {
            index.services_by_name.entry(service.name.clone()).or_default().push(position);
            if let Some((key, value)) = service.selector.iter().next() {
                add(&mut index.services_by_label, &service.namespace, key, value, position);
            }
        }
        index
    }

    /// The pods that may be behind a Service: those with the rarest label that it asks for.
    pub(crate) fn candidates(&self, service: &Service) -> impl Iterator<Item = usize> {
        let with_label =
            service.selector.iter().map(|(key, value)| find(&self.workloads_by_label, &service.namespace, key, value));
        let rarest = with_label.min_by_key(|workloads| workloads.len()).unwrap_or_default();
        // Pods were started workload by workload, so they come in order.
        rarest.iter().flat_map(|workload| self.pods_of(*workload).iter().copied())
    }

    /// The Services that may be in front of a pod, in order.
    pub(crate) fn services(&self, pod: &Pod) -> Vec<usize> {
        let with_label =
            pod.labels.iter().flat_map(|(key, value)| find(&self.services_by_label, &pod.namespace, key, value));
        let mut found: Vec<usize> = with_label.copied().collect();
        found.sort_unstable();
        found
    }

    pub(crate) fn services_named(&self, name: &str) -> &[usize] {
        self.services_by_name.get(name).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn workloads_named(&self, name: &str) -> &[usize] {
        self.workloads_by_name.get(name).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn pods_of(&self, workload: usize) -> &[usize] {
        self.pods_of_workload.get(workload).map_or(&[], Vec::as_slice)
    }
}

fn add(index: &mut ByLabel, namespace: &str, key: &str, value: &str, position: usize) {
    if !index.contains_key(namespace) {
        index.insert(namespace.to_owned(), BTreeMap::new());
    }
    let Some(keys) = index.get_mut(namespace) else { return };
    if !keys.contains_key(key) {
        keys.insert(key.to_owned(), BTreeMap::new());
    }
    let Some(values) = keys.get_mut(key) else { return };
    match values.get_mut(value) {
        Some(positions) => positions.push(position),
        None => {
            values.insert(value.to_owned(), vec![position]);
        }
    }
}

fn find<'a>(index: &'a ByLabel, namespace: &str, key: &str, value: &str) -> &'a [usize] {
    let positions = index.get(namespace).and_then(|keys| keys.get(key)).and_then(|values| values.get(value));
    positions.map_or(&[], Vec::as_slice)
}
