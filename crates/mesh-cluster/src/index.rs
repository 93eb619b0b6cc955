//! Which pods a selector takes, without looking at all of them.

use mesh_ordered::{OrderedMap, sort};

use crate::{Pod, PodIndex, Service, ServiceIndex, Workload, WorkloadIndex};

/// Positions by namespace, label and value.
type ByLabel<Position> = OrderedMap<String, OrderedMap<String, OrderedMap<String, Vec<Position>>>>;

/// Positions in a cluster's lists by what they are asked for. Follows from the lists, which never change.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Index {
    workloads_by_label: ByLabel<WorkloadIndex>,
    /// By the first pair of the selector: a pod that is selected has that label.
    services_by_label: ByLabel<ServiceIndex>,
    services_by_name: OrderedMap<String, Vec<ServiceIndex>>,
    workloads_by_name: OrderedMap<String, Vec<WorkloadIndex>>,
    pods_of_workload: Vec<Vec<PodIndex>>,
}

impl Index {
    pub(crate) fn new(workloads: &[Workload], pods: &[Pod], services: &[Service]) -> Self {
        let mut index = Self { pods_of_workload: vec![Vec::new(); workloads.len()], ..Self::default() };
        for (position, workload) in (0..).map(WorkloadIndex).zip(workloads) {
            index.workloads_by_name.entry(workload.name.clone()).or_default().push(position);
            for (key, value) in workload.labels.iter() {
                add(&mut index.workloads_by_label, &workload.namespace, key, value, position);
            }
        }
        for (position, pod) in (0..).map(PodIndex).zip(pods) {
            if let Some(of_workload) = index.pods_of_workload.get_mut(pod.workload.index()) {
                of_workload.push(position);
            }
        }
        for (position, service) in (0..).map(ServiceIndex).zip(services) {
            index.services_by_name.entry(service.name.clone()).or_default().push(position);
            if let Some((key, value)) = service.selector.iter().next() {
                add(&mut index.services_by_label, &service.namespace, key, value, position);
            }
        }
        index
    }

    /// The pods that may be behind a Service: those with the rarest label that it asks for.
    pub(crate) fn candidates(&self, service: &Service) -> impl Iterator<Item = PodIndex> {
        let with_label =
            service.selector.iter().map(|(key, value)| find(&self.workloads_by_label, &service.namespace, key, value));
        let rarest = with_label.min_by_key(|workloads| workloads.len()).unwrap_or_default();
        // Pods were started workload by workload, so they come in order.
        rarest.iter().flat_map(|workload| self.pods_of(*workload).iter().copied())
    }

    /// The Services that may be in front of a pod with some labels, in order.
    pub(crate) fn services(&self, namespace: &str, labels: &OrderedMap<String, String>) -> Vec<ServiceIndex> {
        let with_label = labels.iter().flat_map(|(key, value)| find(&self.services_by_label, namespace, key, value));
        let mut found: Vec<ServiceIndex> = with_label.copied().collect();
        sort(&mut found);
        found
    }

    pub(crate) fn services_named(&self, name: &str) -> &[ServiceIndex] {
        self.services_by_name.get(name).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn workloads_named(&self, name: &str) -> &[WorkloadIndex] {
        self.workloads_by_name.get(name).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn pods_of(&self, workload: WorkloadIndex) -> &[PodIndex] {
        self.pods_of_workload.get(workload.index()).map_or(&[], Vec::as_slice)
    }
}

fn add<Position>(index: &mut ByLabel<Position>, namespace: &str, key: &str, value: &str, position: Position) {
    if !index.contains_key(namespace) {
        index.insert(namespace.to_owned(), OrderedMap::new());
    }
    let Some(keys) = index.get_mut(namespace) else { return };
    if !keys.contains_key(key) {
        keys.insert(key.to_owned(), OrderedMap::new());
    }
    let Some(values) = keys.get_mut(key) else { return };
    match values.get_mut(value) {
        Some(positions) => positions.push(position),
        None => {
            values.insert(value.to_owned(), vec![position]);
        }
    }
}

fn find<'a, Position>(index: &'a ByLabel<Position>, namespace: &str, key: &str, value: &str) -> &'a [Position] {
    let positions = index.get(namespace).and_then(|keys| keys.get(key)).and_then(|values| values.get(value));
    positions.map_or(&[], Vec::as_slice)
}
