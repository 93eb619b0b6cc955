//! The Kubernetes part: pods of workloads, Services and their endpoints.
//!
//! Knows what the API server and the controllers would make of the resources. Must never know of
//! VirtualServices or DestinationRules: those are the control plane's.
#![forbid(unsafe_code)]

mod address;
pub mod api;
mod build;
mod endpoint_budget;
mod index;
mod inject;
mod inputs;
mod kube_scheduler;
pub mod live;
mod memo;
mod names;
mod node;
mod pod;
mod position;
mod room;
mod schedule;
mod service;
mod workload;

use std::net::Ipv4Addr;
use std::sync::Arc;

use mesh_config::Config;
use mesh_ordered::{OrderedMap, OrderedSet};

pub use memo::Memo;
pub use names::template_hash;
pub use node::{Locality, Namespace, Node};
pub use pod::{Container, ContainerPort, Pod, ReadinessProbe};
pub use position::{NodeIndex, PodIndex, ServiceIndex, WorkloadIndex};
pub use service::{ClusterAddress, Endpoint, Service, ServicePort, TargetPort};
pub use workload::{Workload, WorkloadKind};

/// What runs: a snapshot of the cluster with every pod started.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cluster {
    /// The nodes in document order; none where the scenario has none.
    pub nodes: Vec<Node>,
    /// The namespaces, named by a resource or lived in by one, in order of appearance.
    pub namespaces: Vec<Namespace>,
    /// The controllers of pods in document order; a bare pod is its own.
    pub workloads: Vec<Workload>,
    /// The pods in document order of their workloads.
    pub pods: Vec<Pod>,
    /// The Services in document order.
    pub services: Vec<Service>,
    /// The names of schedulers that place pods at time 0: pods that ask for another one wait without a word.
    pub schedulers: OrderedSet<String>,
    index: index::Index,
}

impl Cluster {
    /// What the controllers make of the resources, where nothing ran before. Addresses are given out in document order:
    /// the n-th pod from 1 has 10.1.x.y and the n-th Service with an address 10.96.x.y with x = n / 250, y = n % 250 + 1.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        build::build(&inputs::Inputs::new(config), &address::Addresses::default())
    }

    /// A workload by name; without a namespace the only one of that name, else the one in `default`.
    #[must_use]
    pub fn workload(&self, name: &str, namespace: Option<&str>) -> Option<(WorkloadIndex, &Workload)> {
        let at = |index: &WorkloadIndex| self.workloads.get(index.index()).map(|workload| (*index, workload));
        let named = self.index.workloads_named(name);
        let wanted = match (namespace, named) {
            (None, [only]) => return at(only),
            (None, _) => "default",
            (Some(namespace), _) => namespace,
        };
        named.iter().filter_map(at).find(|(_, workload)| workload.namespace == wanted)
    }

    /// The workloads of a name in all namespaces, in order.
    pub(crate) fn workloads_named(&self, name: &str) -> impl Iterator<Item = (WorkloadIndex, &Workload)> {
        let named = self.index.workloads_named(name).iter();
        named.filter_map(|index| self.workloads.get(index.index()).map(|workload| (*index, workload)))
    }

    /// The pods of a workload, in order.
    pub fn pods_of(&self, workload: WorkloadIndex) -> impl Iterator<Item = &Pod> {
        self.index.pods_of(workload).iter().filter_map(|index| self.pods.get(index.index()))
    }

    /// The position of a workload's first pod.
    #[must_use]
    pub fn first_pod(&self, workload: WorkloadIndex) -> Option<PodIndex> {
        self.index.pods_of(workload).first().copied()
    }

    /// The pods behind a Service with their positions, in order.
    pub fn selected<'a>(&'a self, service: &'a Service) -> impl Iterator<Item = (PodIndex, &'a Pod)> {
        let candidates = self.index.candidates(service);
        let pods = candidates.filter_map(|index| self.pods.get(index.index()).map(|pod| (index, pod)));
        pods.filter(|(_, pod)| service.selects(pod))
    }

    /// The pods that DNS gives for a name right below a Service's, with their positions: those with this hostname and the
    /// Service as their subdomain, or the one with this address, written with dashes (CoreDNS' `kubernetes` plugin).
    pub fn named_below<'a>(
        &'a self,
        service: &'a Service,
        label: &'a str,
    ) -> impl Iterator<Item = (PodIndex, &'a Pod)> {
        let address: Option<Ipv4Addr> = label.replace('-', ".").parse().ok();
        self.selected(service).filter(move |(_, pod)| match address {
            Some(address) => pod.ip == address,
            None => pod.hostname == label && *pod.subdomain == *service.name,
        })
    }

    /// The Services in front of a pod, in document order.
    pub fn services_of<'a>(&'a self, pod: &'a Pod) -> impl Iterator<Item = &'a Service> {
        self.services_selecting(&pod.namespace, &pod.labels)
    }

    /// The Services of a namespace that select labels, in document order.
    pub fn services_selecting<'a>(
        &'a self,
        namespace: &'a str,
        labels: &'a OrderedMap<String, String>,
    ) -> impl Iterator<Item = &'a Service> {
        let candidates = self.index.services(namespace, labels).into_iter();
        let services = candidates.filter_map(|index| self.services.get(index.index()));
        services.filter(move |service| service.selects_labels(namespace, labels))
    }

    /// A Service by name.
    #[must_use]
    pub fn service(&self, namespace: &str, name: &str) -> Option<&Service> {
        let mut named = self.index.services_named(name).iter().filter_map(|index| self.services.get(index.index()));
        named.find(|service| service.namespace == namespace)
    }

    /// The endpoints of a Service's port: the pods it selects, with the port each listens on; those without the
    /// named port are left out.
    #[must_use]
    pub fn endpoints<'a>(&'a self, service: &'a Service, port: &'a ServicePort) -> Vec<Endpoint> {
        // Pods of one workload share their containers, which may declare thousands of ports.
        let mut last: Option<(&'a Arc<[Container]>, Option<u16>)> = None;
        let endpoint = |(index, pod): (PodIndex, &'a Pod)| {
            let known = last.filter(|(containers, _)| Arc::ptr_eq(containers, &pod.containers));
            let number = known.map_or_else(|| port.on(pod), |(_, number)| number);
            last = Some((&pod.containers, number));
            number.map(|port| Endpoint { pod: index, port })
        };
        self.selected(service).filter_map(endpoint).collect()
    }
}
