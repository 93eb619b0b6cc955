//! The endpoints of Services, apart from the rules: the rules change with an edit, endpoints are patched as pods come and go
//! (`EndpointIndex`, `pilot/pkg/model/endpointshards.go`).
//!
//! A patch costs what the Services in front of the pod have, however many others there are.

use std::net::Ipv4Addr;
use std::sync::Arc;

use mesh_cluster::{Pod, Service as KubernetesService};
use mesh_config::Spec;
use mesh_ordered::{Lookup, OrderedSet, Rows};
use mesh_proxy::Time;

use crate::export::ExportTo;
use crate::gateway::server_name;
use crate::mesh::Mesh;
use crate::protocol::Protocol;
use crate::registry::{Endpoint, Labels, Port, Registry, Service, pod_endpoint};
use crate::route::cluster_name;

/// What a pod is to Services.
#[derive(Clone, Copy, Debug)]
pub struct PodChange<'a> {
    /// Its address.
    pub address: Ipv4Addr,
    /// Its namespace.
    pub namespace: &'a str,
    /// The labels that Services knew it by; `None` where it is new.
    pub before: Option<&'a Labels>,
    /// The pod as it takes requests now; `None` where it does not.
    pub now: Option<&'a Pod>,
}

/// The endpoints that differ from those that the rules were read with. Copies share what neither has changed.
#[derive(Clone, Debug, Default)]
pub struct Endpoints {
    /// By the host name of the Service.
    services: Lookup<Arc<str>, Versions>,
    patches: Rows<Arc<Patch>>,
}

/// One patch.
#[derive(Debug, PartialEq, Eq)]
pub struct Patch {
    /// Which in the run, from 1.
    pub number: u64,
    /// When istiod sent it.
    pub sent: Time,
    /// The host names of the Services that it changed.
    pub hosts: Vec<Arc<str>>,
    /// What it took, in endpoints looked at.
    pub steps: u64,
}

/// The endpoints of a Service as the last two patches of it left them: the next patch is not sent before the last one has
/// reached everybody.
#[derive(Clone, Debug)]
struct Versions {
    newest: Arc<Version>,
    before: Option<Arc<Version>>,
}

/// The endpoints of a Service after a patch.
#[derive(Clone, Debug)]
struct Version {
    /// The position of the patch.
    patch: usize,
    namespace: String,
    /// Port by port, each with its number; datagrams have none, they are none of the proxy's business.
    ports: Vec<(Option<u32>, Arc<Vec<Endpoint>>)>,
    /// When endpoints (`ip:port`) came that are there and came by a patch.
    came: Vec<(String, Time)>,
}

/// The endpoints of a port of a Service.
#[derive(Clone, Debug)]
pub struct Patched<'a> {
    /// The namespace of the Service.
    pub namespace: &'a str,
    /// The number of the port.
    pub port: u32,
    /// All of them.
    pub endpoints: &'a [Endpoint],
    /// When those of the Service came (`ip:port`) that came by a patch.
    pub came: &'a [(String, Time)],
}

impl Endpoints {
    /// The patches in order.
    #[must_use]
    pub fn patches(&self) -> &Rows<Arc<Patch>> {
        &self.patches
    }

    /// The host names that the first so many patches changed, each once.
    #[must_use]
    pub fn hosts(&self, patches: usize) -> OrderedSet<Arc<str>> {
        self.patches.iter().take(patches).flat_map(|patch| &patch.hosts).cloned().collect()
    }

    fn version(&self, host: &Arc<str>, patches: usize) -> Option<&Version> {
        let versions = self.services.get(host)?;
        let is_sent = |version: &&Arc<Version>| version.patch < patches;
        let newest = Some(&versions.newest).filter(is_sent);
        newest.or_else(|| versions.before.as_ref().filter(is_sent)).map(AsRef::as_ref)
    }

    /// The endpoints of a Service's ports after so many patches: of all, or of all but the last. Nothing where no patch has
    /// touched it.
    pub fn of_host(&self, host: &Arc<str>, patches: usize) -> impl Iterator<Item = Patched<'_>> {
        self.version(host, patches).into_iter().flat_map(|version| {
            let patched =
                |port, endpoints| Patched { namespace: &version.namespace, port, endpoints, came: &version.came };
            version.ports.iter().filter_map(move |(port, endpoints)| Some(patched((*port)?, endpoints)))
        })
    }

    /// The names that the clusters of a Service's port begin with, the service's own and those for server names: clusters of
    /// subsets follow.
    #[must_use]
    pub fn cluster_names(host: &str, port: u32) -> [String; 2] {
        [cluster_name(port, "", host), server_name(port, "", host)]
    }
}

impl Mesh {
    /// Whether a pod that comes, changes or goes changes endpoints and nothing else: a headless Service has listeners for its
    /// pods, and a ServiceEntry that selects pods is put together with others of its host.
    #[must_use]
    pub fn is_patched_alone(&self, namespace: &str, labels: &Labels) -> bool {
        // Nothing is known of the endpoints of a Service that nobody is to see, and a ServiceEntry may stand in its place.
        let has_own = |service: &Service| {
            service.registry == Registry::Kubernetes && !service.export_to.as_ref().is_some_and(ExportTo::is_none)
        };
        let is_plain = |service: &KubernetesService| {
            matches!(service.address, mesh_cluster::ClusterAddress::Ip(_))
                && self.registered(service).is_some_and(|known| has_own(known))
        };
        self.cluster.services_selecting(namespace, labels).all(is_plain)
            && !self.selecting_entries.iter().any(|entry| {
                let Spec::ServiceEntry(spec) = &entry.spec else { return false };
                let selector = spec.workload_selector.iter().flat_map(|selector| selector.labels.iter());
                entry.metadata.namespace == namespace
                    && selector.into_iter().all(|(key, value)| labels.get(key) == Some(&value.value))
            })
    }

    /// Patches the endpoints of the Services in front of pods, at the time at which istiod sends it. `silent` are the addresses
    /// that took no requests when the rules were read. Gives how many endpoints were looked at; nothing is sent where no
    /// Service has other endpoints now.
    pub fn patch(
        &self,
        endpoints: &mut Endpoints,
        (number, sent): (u64, Time),
        changes: &[PodChange<'_>],
        silent: &OrderedSet<Ipv4Addr>,
    ) -> u64 {
        let patch = endpoints.patches.len();
        let mut steps = 0;
        let mut drafts: Vec<(Arc<str>, Draft)> = Vec::new();
        for change in changes {
            let made = change.now.map(|pod| pod_endpoint(pod, &self.cluster));
            let address = change.address.to_string();
            for service in self.services_around(change) {
                let hostname = service.hostname();
                let place = drafts.iter().position(|(host, _)| **host == *hostname).or_else(|| {
                    let host: Arc<str> = hostname.into();
                    let registered = self.registered(service)?;
                    drafts.push((host.clone(), Draft::new(registered, endpoints.version(&host, patch), silent)));
                    Some(drafts.len() - 1)
                });
                let Some((_, draft)) = place.and_then(|place| drafts.get_mut(place)) else { continue };
                let now = change.now.filter(|pod| service.selects(pod)).zip(made.as_ref());
                steps += draft.change(service, &address, now, sent);
            }
        }
        drafts.retain(|(_, draft)| draft.has_changed);
        if drafts.is_empty() {
            return steps;
        }
        let hosts = drafts.iter().map(|(host, _)| host.clone()).collect();
        for (host, draft) in drafts {
            let Draft { namespace, ports, came, .. } = draft;
            let newest = Arc::new(Version { patch, namespace, ports, came });
            let before = endpoints.services.get(&host).map(|versions| Arc::clone(&versions.newest));
            endpoints.services.insert(host, Versions { newest, before });
        }
        endpoints.patches.push(Arc::new(Patch { number, sent, hosts, steps }));
        steps
    }

    /// The Services that select a pod, or did.
    fn services_around<'a>(&'a self, change: &PodChange<'a>) -> Vec<&'a KubernetesService> {
        let selecting = |labels| self.cluster.services_selecting(change.namespace, labels);
        let mut found: Vec<&'a KubernetesService> = change.before.into_iter().flat_map(selecting).collect();
        for service in change.now.into_iter().flat_map(|pod| selecting(&pod.labels)) {
            if !found.iter().any(|known| std::ptr::eq(*known, service)) {
                found.push(service);
            }
        }
        found
    }

    /// A Service as the registry has it; `None` where nobody is to see it.
    fn registered(&self, service: &KubernetesService) -> Option<&Arc<Service>> {
        self.services.of_host(&service.hostname())?.get(&service.namespace)
    }
}

/// The endpoints of a Service while a patch is put together.
struct Draft {
    namespace: String,
    ports: Vec<(Option<u32>, Arc<Vec<Endpoint>>)>,
    came: Vec<(String, Time)>,
    has_changed: bool,
}

impl Draft {
    fn new(registered: &Service, version: Option<&Version>, silent: &OrderedSet<Ipv4Addr>) -> Self {
        let namespace = registered.namespace.clone();
        if let Some(version) = version {
            return Self { namespace, ports: version.ports.clone(), came: version.came.clone(), has_changed: false };
        }
        let is_silent = |endpoint: &Endpoint| endpoint.address.parse().is_ok_and(|address| silent.contains(&address));
        let of_port = |endpoints: &Arc<Vec<Endpoint>>| match endpoints.iter().any(is_silent) {
            true => Arc::new(endpoints.iter().filter(|endpoint| !is_silent(endpoint)).cloned().collect()),
            false => endpoints.clone(),
        };
        let number = |port: &Port| (port.protocol != Protocol::Udp).then_some(port.number);
        let ports = registered.ports.iter().map(number).zip(registered.endpoints.iter().map(of_port));
        Self { namespace, ports: ports.collect(), came: Vec::new(), has_changed: false }
    }

    /// Takes a pod that changed; gives how many endpoints were looked at.
    fn change(
        &mut self,
        service: &KubernetesService,
        address: &str,
        now: Option<(&Pod, &Endpoint)>,
        sent: Time,
    ) -> u64 {
        let mut steps = 0;
        for (port, (_, endpoints)) in service.ports.iter().zip(&mut self.ports) {
            steps += endpoints.len() as u64 + 1;
            let place = endpoints.iter().position(|endpoint| *endpoint.address == *address);
            let endpoint =
                now.and_then(|(pod, endpoint)| Some(Endpoint { port: u32::from(port.on(pod)?), ..endpoint.clone() }));
            match (place, endpoint) {
                (None, None) => continue,
                (Some(place), Some(endpoint)) if endpoints.get(place) == Some(&endpoint) => continue,
                (Some(place), Some(endpoint)) => {
                    if let Some(known) = Arc::make_mut(endpoints).get_mut(place) {
                        *known = endpoint;
                    }
                }
                (Some(place), None) => {
                    let gone = Arc::make_mut(endpoints).remove(place);
                    let text = format!("{}:{}", gone.address, gone.port);
                    self.came.retain(|(known, _)| *known != text);
                }
                (None, Some(endpoint)) => {
                    self.came.push((format!("{}:{}", endpoint.address, endpoint.port), sent));
                    Arc::make_mut(endpoints).push(endpoint);
                }
            }
            self.has_changed = true;
        }
        steps
    }
}
