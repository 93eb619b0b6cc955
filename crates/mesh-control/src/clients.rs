//! Clients by name (design: CLIENT).

use std::net::Ipv4Addr;
use std::sync::Arc;

use mesh_cluster::{Pod, PodIndex, Workload, WorkloadIndex};
use mesh_config::Spec;
use mesh_ordered::OrderedSet;
use mesh_words::{Words, say};

use crate::client::{Client, ClientError, ProxyKind};
use crate::gateway::{ServiceTarget, selects};
use crate::gateway_workloads::is_made_to_be_gateway;
use crate::mesh::Mesh;
use crate::proxy_settings::ProxySettings;
use crate::registry::{Labels, Locality, Registry, locality, pod_labels};

/// The gateway workload of a default installation.
const DEFAULT_GATEWAY: &str = "istio-ingressgateway";

/// The label by which Services opt out of port translation.
const NO_TRANSLATION: &str = "experimental.istio.io/disable-gateway-port-translation";

impl Mesh {
    /// A client by name: `ingress` (the one gateway workload that Gateways select, `istio-ingressgateway` first),
    /// `ingress/<gateway workload>`, `<workload>[.<namespace>]`, or `client`: the workload of that name, else a sidecar
    /// without labels in the namespace of the first VirtualService.
    ///
    /// # Errors
    /// There is no such client, or no clear choice; the error lists those there are.
    pub fn client(&self, name: &str) -> Result<Client, ClientError> {
        if name == "ingress" {
            return self.ingress();
        }
        if let Some(gateway) = name.strip_prefix("ingress/") {
            let found = self.find(gateway).filter(|index| self.is_gateway(*index));
            return found
                .map(|index| self.workload_client(index))
                .ok_or_else(|| self.unknown(name, say!("client-no-gateway")));
        }
        if let Some(index) = self.find(name) {
            return Ok(self.workload_client(index));
        }
        if name == "client" {
            return Ok(self.free_client());
        }
        Err(self.unknown(name, say!("client-no-workload")))
    }

    /// Whether a pod is a gateway's, and whether it has a proxy: gateways are nothing else.
    #[must_use]
    pub fn pod_proxy(&self, pod: PodIndex) -> Option<ProxyKind> {
        let pod = self.cluster.pods.get(pod.index())?;
        if self.is_gateway(pod.workload) {
            return Some(ProxyKind::Gateway);
        }
        pod.sidecar.then_some(ProxyKind::Sidecar)
    }

    /// The client that a pod is: each pod has a proxy of its own.
    #[must_use]
    pub fn pod_client(&self, pod: PodIndex) -> Option<Client> {
        let pod = self.cluster.pods.get(pod.index())?;
        let workload = self.cluster.workloads.get(pod.workload.index())?;
        let gateway = self.is_gateway(pod.workload);
        let mut client = Client {
            name: workload.name.clone(),
            kind: if gateway { ProxyKind::Gateway } else { ProxyKind::Sidecar },
            namespace: pod.namespace.clone(),
            labels: pod_labels(pod, &self.cluster),
            locality: locality(pod),
            ip: Some(pod.ip),
            workload: Some(pod.workload),
            sidecar: gateway || pod.sidecar,
            targets: Vec::new(),
            settings: self.settings_of(pod.workload),
        };
        if gateway {
            client.targets = self.targets(&pod.namespace, &pod.labels, Some(pod.ip));
        }
        Some(client)
    }

    /// The same of a pod that came later to a workload of the cluster. `None`: it is a gateway's, for whose listeners and
    /// chains the whole mesh is looked at.
    #[must_use]
    pub fn later_client(&self, pod: &Pod) -> Option<Client> {
        let workload = self.cluster.workloads.get(pod.workload.index())?;
        if self.is_gateway(pod.workload) || self.could_become_gateway(workload, pod) {
            return None;
        }
        Some(Client {
            name: workload.name.clone(),
            kind: ProxyKind::Sidecar,
            namespace: pod.namespace.clone(),
            labels: pod_labels(pod, &self.cluster),
            locality: locality(pod),
            ip: Some(pod.ip),
            workload: Some(pod.workload),
            sidecar: pod.sidecar,
            targets: Vec::new(),
            settings: self.settings.proxy.of_pod(&pod.annotations).map(Arc::new),
        })
    }

    /// Whether other labels or annotations than the workload's could make a gateway of a pod.
    fn could_become_gateway(&self, workload: &Workload, pod: &Pod) -> bool {
        if workload.labels == pod.labels && workload.annotations == pod.annotations {
            return false;
        }
        let selected = |resource: &Arc<mesh_config::Resource>| match &resource.spec {
            Spec::Gateway(gateway) => !gateway.selector.is_empty() && selects(gateway, &pod.labels),
            _ => false,
        };
        is_made_to_be_gateway(&pod.labels, &pod.annotations)
            || self.config.resources.iter().chain(&self.ingress_gateways).any(selected)
    }

    /// A gateway without a pod in the cluster, as a test or a table describes it.
    #[must_use]
    pub fn gateway_client(&self, name: &str, namespace: &str, labels: Labels, ip: Option<Ipv4Addr>) -> Client {
        let targets = self.targets(namespace, &labels, ip);
        Client { kind: ProxyKind::Gateway, ip, targets, ..Client::sidecar(name, namespace, labels) }
    }

    /// The gateway workloads: those that a Gateway selects, and those made to be one.
    #[must_use]
    pub fn gateway_workloads(&self) -> Vec<WorkloadIndex> {
        self.gateway_workloads.all.iter().copied().collect()
    }

    fn ingress(&self) -> Result<Client, ClientError> {
        let selected: Vec<WorkloadIndex> = self.gateway_workloads.selected.iter().copied().collect();
        let named = |index: &&WorkloadIndex| {
            self.cluster.workloads.get(index.index()).is_some_and(|workload| workload.name == DEFAULT_GATEWAY)
        };
        let choice = selected.iter().find(named).or(match selected.as_slice() {
            [only] => Some(only),
            _ => None,
        });
        if let Some(index) = choice {
            return Ok(self.workload_client(*index));
        }
        let reason =
            if selected.is_empty() { say!("client-no-gateway-selected") } else { say!("client-several-gateways") };
        let names = selected.iter().filter_map(|index| self.cluster.workloads.get(index.index()));
        let known = names.map(|workload| format!("ingress/{}.{}", workload.name, workload.namespace)).collect();
        Err(ClientError { asked: "ingress".to_owned(), reason, known })
    }

    fn unknown(&self, asked: &str, reason: Words) -> ClientError {
        let known = self.cluster.workloads.iter().map(|workload| format!("{}.{}", workload.name, workload.namespace));
        ClientError { asked: asked.to_owned(), reason, known: known.collect() }
    }

    /// A workload by `<name>` or `<name>.<namespace>`. Names may hold dots: the whole is tried first.
    fn find(&self, name: &str) -> Option<WorkloadIndex> {
        let whole = self.cluster.workload(name, None);
        let split = || name.rsplit_once('.').and_then(|(name, namespace)| self.cluster.workload(name, Some(namespace)));
        whole.or_else(split).map(|(index, _)| index)
    }

    fn workload_client(&self, index: WorkloadIndex) -> Client {
        if let Some(client) = self.cluster.first_pod(index).and_then(|pod| self.pod_client(pod)) {
            return client;
        }
        // A workload scaled to nothing can still be asked for its configuration.
        let Some(workload) = self.cluster.workloads.get(index.index()) else { return self.free_client() };
        let gateway = self.is_gateway(index);
        let mut client = Client::sidecar(&workload.name, &workload.namespace, workload.labels.as_ref().clone());
        client.workload = Some(index);
        client.sidecar = gateway || workload.sidecar;
        client.settings = self.settings_of(index);
        if gateway {
            client.kind = ProxyKind::Gateway;
            client.targets = self.targets(&workload.namespace, &workload.labels, None);
        }
        client
    }

    fn free_client(&self) -> Client {
        let first = self.config.resources.iter().find(|resource| matches!(resource.spec, Spec::VirtualService(_)));
        let namespace = first.map_or("default", |resource| resource.metadata.namespace.as_str());
        Client::sidecar("client", namespace, Labels::new())
    }

    /// What the proxy of a client is told of headers.
    pub(crate) fn proxy_settings<'a>(&'a self, client: &'a Client) -> &'a ProxySettings {
        client.settings.as_deref().unwrap_or(&self.settings.proxy)
    }

    fn settings_of(&self, workload: WorkloadIndex) -> Option<Arc<ProxySettings>> {
        self.workload_settings.get(workload.index()).cloned().flatten()
    }

    fn is_gateway(&self, index: WorkloadIndex) -> bool {
        self.gateway_workloads.all.contains(&index)
    }

    /// The Service ports that lead to a pod: of Services that select it, then of ServiceEntries with its address. Of
    /// several that lead to one port with one protocol the first counts (`GetProxyServiceTargets`).
    fn targets(&self, namespace: &str, labels: &Labels, ip: Option<Ipv4Addr>) -> Vec<ServiceTarget> {
        let mut targets = Vec::new();
        let pod = self.cluster.pods.iter().find(|pod| ip == Some(pod.ip));
        for service in self.cluster.services.iter().filter(|service| service.namespace == namespace) {
            let selected = !service.selector.is_empty()
                && service.selector.iter().all(|(key, value)| labels.get(key) == Some(value));
            if !selected {
                continue;
            }
            let Some(known) = self.services.of_host(&service.hostname()).and_then(|known| known.get(namespace)) else {
                continue;
            };
            let mut seen = OrderedSet::new();
            for (port, registered) in service.ports.iter().zip(&known.ports) {
                let target = match (&port.target_port, pod) {
                    (mesh_cluster::TargetPort::Number(number), _) => Some(*number),
                    (_, Some(pod)) => port.on(pod),
                    (mesh_cluster::TargetPort::Name(_), None) => None,
                };
                let Some(target) = target else { continue };
                if seen.insert((target, registered.protocol as u8)) {
                    targets.push(ServiceTarget {
                        port: u32::from(port.port),
                        target_port: u32::from(target),
                        hostname: known.hostname.clone(),
                        namespace: namespace.to_owned(),
                        no_translation: known.labels.contains_key(NO_TRANSLATION),
                    });
                }
            }
        }
        if let Some(ip) = ip {
            self.entry_targets(&ip.to_string(), &mut targets);
        }
        targets
    }

    fn entry_targets(&self, ip: &str, targets: &mut Vec<ServiceTarget>) {
        let services =
            self.services.all().filter(|service| service.registry == Registry::External && !service.has_selector);
        for service in services {
            for (port, endpoints) in service.ports.iter().zip(&service.endpoints) {
                let own = endpoints.iter().filter(|endpoint| *endpoint.address == *ip);
                targets.extend(own.map(|endpoint| ServiceTarget {
                    port: port.number,
                    target_port: endpoint.port,
                    hostname: service.hostname.clone(),
                    namespace: service.namespace.clone(),
                    no_translation: service.labels.contains_key(NO_TRANSLATION),
                }));
            }
        }
    }
}

impl Client {
    /// The same client at another place.
    #[must_use]
    pub fn at(mut self, locality: Locality) -> Self {
        self.locality = locality;
        self
    }
}
