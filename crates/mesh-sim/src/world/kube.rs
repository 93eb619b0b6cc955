//! What a client without a proxy reaches: DNS, cluster addresses and kube-proxy.

use std::net::Ipv4Addr;
use std::sync::Arc;

use mesh_cluster::{Cluster, ClusterAddress, Pod, PodIndex, ServiceIndex};
use mesh_control::Endpoints;
use mesh_control::registry::Endpoint;
use mesh_ordered::{Lookup, OrderedMap, OrderedSet, Rows};

use crate::engine::Target;
use crate::ids::{PodId, ServiceId};
use crate::request::Request;

/// Where kube-proxy leads.
#[derive(Clone, Debug, Default)]
pub(crate) struct KubeProxy {
    services: Rows<Backends>,
    by_name: Arc<OrderedMap<String, ServiceIndex>>,
    by_address: Arc<OrderedMap<Ipv4Addr, ServiceIndex>>,
    by_node_port: Arc<OrderedMap<u16, (ServiceIndex, u16)>>,
    /// By the addresses that they have or had.
    pods: Lookup<Ipv4Addr, PodId>,
    /// Pods with a name of their own below a Service's.
    named: Arc<OrderedMap<(ServiceIndex, String), Vec<PodId>>>,
}

#[derive(Clone, Debug, Default)]
struct Backends {
    /// The number of the service.
    service: ServiceId,
    /// The targets of each port.
    ports: OrderedMap<u16, Vec<Target>>,
    /// Pods at any port: headless.
    headless: Vec<PodId>,
}

/// What a request without a proxy may reach.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Destination<'a> {
    /// The service, where one was found.
    pub(crate) service: Option<ServiceId>,
    /// Its targets.
    pub(crate) targets: Targets<'a>,
}

/// One of these at random.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Targets<'a> {
    /// The endpoints of a service's port.
    Ready(&'a [Target]),
    /// All pods of a name, at the port asked for.
    Pods(&'a [PodId], u16),
    /// One target that was named.
    One(Target),
}

impl Destination<'_> {
    /// The one that a request reaches, by a draw where there are several.
    pub(crate) fn one(&self, draw: impl FnOnce() -> u64) -> Option<Target> {
        match self.targets.len() {
            0 => None,
            1 => self.targets.get(0),
            count => self.targets.get((draw() % count as u64) as usize),
        }
    }
}

impl Targets<'_> {
    /// How many there are.
    fn len(self) -> usize {
        match self {
            Targets::Ready(targets) => targets.len(),
            Targets::Pods(pods, _) => pods.len(),
            Targets::One(_) => 1,
        }
    }

    /// One of them.
    fn get(self, index: usize) -> Option<Target> {
        match self {
            Targets::Ready(targets) => targets.get(index).copied(),
            Targets::Pods(pods, port) => pods.get(index).map(|&pod| Target::Pod { pod, port }),
            Targets::One(target) => (index == 0).then_some(target),
        }
    }
}

impl KubeProxy {
    /// Reads a cluster's Services; pods of some addresses are not ready. `pod` gives the number of a pod of the
    /// cluster, `service` that of an FQDN.
    pub(super) fn new(
        cluster: &Cluster,
        unready: &OrderedSet<Ipv4Addr>,
        pod: impl Fn(PodIndex) -> PodId,
        mut service: impl FnMut(&str) -> ServiceId,
    ) -> Self {
        let mut kube = Self::default();
        let is_ready = |pod: &Pod| pod.ready && !unready.contains(&pod.ip);
        for (index, entry) in (0..).map(ServiceIndex).zip(&cluster.services) {
            let fqdn = entry.hostname();
            let mut backends = Backends { service: service(&fqdn), ..Backends::default() };
            for port in &entry.ports {
                let endpoints = cluster.endpoints(entry, port);
                let ready = endpoints.iter().filter(|end| cluster.pods.get(end.pod.index()).is_some_and(is_ready));
                let targets = ready.map(|end| Target::Pod { pod: pod(end.pod), port: end.port }).collect();
                backends.ports.entry(port.port).or_insert(targets);
                if let Some(node_port) = port.node_port {
                    Arc::make_mut(&mut kube.by_node_port).entry(node_port).or_insert((index, port.port));
                }
            }
            match &entry.address {
                ClusterAddress::Ip(ip) => {
                    Arc::make_mut(&mut kube.by_address).insert(*ip, index);
                }
                ClusterAddress::Headless => {
                    let selected = cluster.selected(entry).filter(|(_, pod)| is_ready(pod));
                    backends.headless = selected.map(|(index, _)| pod(index)).collect();
                }
                ClusterAddress::Name(_) => {}
            }
            for (place, member) in cluster.selected(entry).filter(|(_, member)| *member.subdomain == *entry.name) {
                if !member.hostname.is_empty() {
                    Arc::make_mut(&mut kube.named)
                        .entry((index, member.hostname.clone()))
                        .or_default()
                        .push(pod(place));
                }
            }
            Arc::make_mut(&mut kube.by_name).entry(fqdn).or_insert(index);
            kube.services.push(backends);
        }
        kube
    }

    /// Takes the pods of all addresses that were given out so far: nobody answers where one is gone.
    pub(super) fn with_pods(self, pods: Lookup<Ipv4Addr, PodId>) -> Self {
        Self { pods, ..self }
    }

    /// Takes the endpoints of a service's ports that were patched.
    pub(super) fn patch(&mut self, host: &Arc<str>, endpoints: &Endpoints) {
        let Some(index) = self.by_name.get(&**host) else { return };
        let Some(backends) = self.services.get_mut(index.index()) else { return };
        for patched in endpoints.of_host(host, endpoints.patches().len()) {
            let target = |endpoint: &Endpoint| {
                let pod = *self.pods.get(&endpoint.address.parse().ok()?)?;
                Some(Target::Pod { pod, port: u16::try_from(endpoint.port).ok()? })
            };
            let Ok(port) = u16::try_from(patched.port) else { continue };
            backends.ports.insert(port, patched.endpoints.iter().filter_map(target).collect());
        }
    }

    /// The pod of an address, which may be gone.
    pub(super) fn pod(&self, ip: Ipv4Addr) -> Option<PodId> {
        self.pods.get(&ip).copied()
    }

    /// The service that a host name means in a namespace.
    pub(super) fn service(&self, host: &str, namespace: &str) -> Option<ServiceId> {
        self.backends(self.find(host, namespace)?).map(|backends| backends.service)
    }

    fn backends(&self, service: ServiceIndex) -> Option<&Backends> {
        self.services.get(service.index())
    }

    fn find(&self, host: &str, namespace: &str) -> Option<ServiceIndex> {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        if let Ok(ip) = host.parse::<Ipv4Addr>() {
            return self.by_address.get(&ip).copied();
        }
        let candidates = match host.split('.').count() {
            1 => [format!("{host}.{namespace}.svc.cluster.local"), String::new()],
            2 => [format!("{host}.svc.cluster.local"), String::new()],
            _ => [format!("{host}.cluster.local"), host],
        };
        candidates.iter().find_map(|name| self.by_name.get(name).copied())
    }

    /// The pods that have a name of their own below a Service's.
    fn pods_named(&self, host: &str, namespace: &str) -> Option<(&Backends, &[PodId])> {
        let (label, rest) = host.split_once('.')?;
        let service = self.find(rest, namespace)?;
        let pods = self.named.get(&(service, label.to_ascii_lowercase()))?;
        Some((self.backends(service)?, pods))
    }

    /// The pod whose address stands with dashes before a Service's name.
    fn pod_of_dashes(&self, host: &str, namespace: &str) -> Option<PodId> {
        let (label, rest) = host.split_once('.')?;
        let address = label.replace('-', ".").parse().ok()?;
        self.find(rest, namespace)?;
        self.pod(address)
    }

    fn service_above(&self, host: &str, namespace: &str) -> Option<&Backends> {
        let (_, rest) = host.split_once('.')?;
        // `com` may be a Service, and `example.com` is not below it.
        let is_short = !rest.contains('.');
        self.find(rest, namespace).filter(|_| !is_short).and_then(|index| self.backends(index))
    }

    /// What a request reaches. From outside of the cluster (`nodeport`) a port of the nodes comes first.
    pub(crate) fn destination(&self, request: &Request, namespace: &str, outside: bool) -> Destination<'_> {
        let node_port = if outside { self.by_node_port.get(&request.port).copied() } else { None };
        let found = node_port.or_else(|| self.find(&request.host, namespace).map(|index| (index, request.port)));
        if let Some((backends, port)) = found.and_then(|(index, port)| Some((self.backends(index)?, port))) {
            let targets = match backends.ports.get(&port) {
                _ if !backends.headless.is_empty() => Targets::Pods(&backends.headless, port),
                Some(targets) => Targets::Ready(targets),
                None => Targets::Ready(&[]),
            };
            return Destination { service: Some(backends.service), targets };
        }
        if let Some((backends, pods)) = self.pods_named(&request.host, namespace) {
            return Destination { service: Some(backends.service), targets: Targets::Pods(pods, request.port) };
        }
        if let Some(pod) = self.pod_of_dashes(&request.host, namespace) {
            let target = Target::Pod { pod, port: request.port };
            return Destination { service: None, targets: Targets::One(target) };
        }
        if let Some(backends) = self.service_above(&request.host, namespace) {
            // There is no such name: what is below a Service's is the cluster's.
            return Destination { service: Some(backends.service), targets: Targets::Ready(&[]) };
        }
        let targets = match request.host.parse::<Ipv4Addr>().ok().map(|ip| self.pod(ip)) {
            Some(Some(pod)) => Targets::One(Target::Pod { pod, port: request.port }),
            Some(None) => Targets::One(Target::External),
            // A name with a dot may be anybody's; one without is the cluster's, which has no such name.
            None if request.host.contains('.') && !request.host.ends_with(".cluster.local") => {
                Targets::One(Target::External)
            }
            None => Targets::Ready(&[]),
        };
        Destination { service: None, targets }
    }
}
