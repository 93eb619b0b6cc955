//! Numbering a mesh.

use std::net::Ipv4Addr;
use std::sync::{Arc, OnceLock};

use mesh_cluster::{Cluster, Pod, PodIndex, Workload, WorkloadIndex};
use mesh_config::Spec;
use mesh_control::{ClientError, Endpoints, Mesh, ProxyKind};
use mesh_ordered::{Lookup, OrderedMap, OrderedSet};
use mesh_proxy::Time;

use super::apps::{self, Apps};
use super::plan::{ClientPlan, Identity, Plan, PodPlan, Readiness, ServicePlan, TrafficPlan};
use super::{KubeProxy, Numbers, World, traffics};
use crate::app::App;
use crate::draws::mix_text;
use crate::ids::{ClientId, PartyId, PodId, ServiceId, TrafficId};
use crate::telemetry::Party;

/// The name of the client outside of the cluster that no proxy stands before.
pub(super) const NODEPORT: &str = "nodeport";

/// The numbers that stay the same from push to push.
#[derive(Clone, Debug, Default)]
pub(crate) struct AllNumbers {
    parties: Numbers<Party, PartyId>,
    services: Numbers<Arc<str>, ServiceId>,
    /// By namespace, name and address: a later pod of the same name is another one, and has another address.
    pods: Numbers<(String, String, Ipv4Addr), PodId>,
    /// The last pods of their namespaces and names.
    named_pods: Lookup<(String, String), PodId>,
    /// The last pods of their addresses.
    pub(super) addresses: Lookup<Ipv4Addr, PodId>,
    clients: Numbers<String, ClientId>,
    traffics: Numbers<(String, u32), TrafficId>,
}

/// What numbers a mesh, or what comes to it.
pub(super) struct Builder<'a> {
    mesh: &'a Mesh,
    pub(super) plan: Plan,
    pub(super) numbers: AllNumbers,
    unknown: PartyId,
    gateway: Arc<App>,
    /// The world before, where its pods are those of now and do what they did.
    same_pods: Option<&'a World>,
    ports: DeclaredPorts,
}

/// Numbers a mesh in which some pods are not ready, after an earlier one if there was one.
pub(super) fn build(mesh: Arc<Mesh>, at: Time, earlier: Option<&World>, unready: Arc<OrderedSet<Ipv4Addr>>) -> World {
    let (plan, numbers) = earlier.map_or_else(Default::default, |world| (world.plan.clone(), world.numbers.clone()));
    let same_pods = earlier.filter(|world| world.over.is_none() && has_same_pods(&world.rules, &mesh));
    let mut builder = Builder { same_pods, ..Builder::new(&mesh, plan, numbers) };
    builder.forget();
    builder.unknown = builder.party(Party { app: "unknown".into(), ..Party::default() });
    let no_service = builder.service("");
    let cluster = mesh.cluster();
    for service in &cluster.services {
        builder.service(&service.hostname());
    }
    builder.other_services();
    let apps = Apps::new(mesh.config());
    let pods = builder.pods(cluster, &apps);
    let number = |index: PodIndex| pods.get(index.index()).copied().unwrap_or(PodId::NONE);
    let kube = KubeProxy::new(cluster, &unready, number, |fqdn| builder.service(fqdn));
    let kube = kube.with_pods(builder.numbers.addresses.clone());
    // Requests can be sent by hand from these, whether or not a Traffic does.
    for name in ["client", "ingress", NODEPORT] {
        // A mesh may have no gateway.
        let _ = builder.clients(name, &pods);
    }
    builder.traffics(&pods);
    builder.plan.timeline = super::timeline::steps(&mesh).into();
    let Builder { plan, numbers, unknown, .. } = builder;
    World {
        seed: apps::seed(mesh.config()),
        duration: apps::duration(mesh.config()),
        pushed: at,
        plan,
        unknown,
        no_service,
        kube,
        numbers,
        pods: pods.into(),
        unready,
        asked: earlier.map_or_else(Arc::default, |world| world.asked.clone()),
        views: Arc::default(),
        made: Arc::new(mesh.bytes().into()),
        apps: Arc::new(apps),
        endpoints: Endpoints::default(),
        before: earlier.map_or_else(Default::default, |world| world.endpoints.clone()),
        over: None,
        now: OnceLock::new(),
        rules: mesh,
    }
}

/// Whether the pods of both are the same for certain, and do the same.
fn has_same_pods(one: &Mesh, other: &Mesh) -> bool {
    let apps = |mesh: &Mesh| {
        let resources = mesh.config().resources.iter();
        resources.filter(|resource| matches!(resource.spec, Spec::App(_))).cloned().collect::<Vec<_>>()
    };
    Arc::ptr_eq(one.cluster(), other.cluster())
        && one.gateway_workloads() == other.gateway_workloads()
        && apps(one).iter().map(|app| app.content.key()).eq(apps(other).iter().map(|app| app.content.key()))
}

impl<'a> Builder<'a> {
    /// One that goes on from what is numbered.
    pub(super) fn new(mesh: &'a Mesh, plan: Plan, numbers: AllNumbers) -> Self {
        Self {
            mesh,
            plan,
            numbers,
            unknown: PartyId(0),
            gateway: Arc::new(App::gateway()),
            same_pods: None,
            ports: DeclaredPorts::default(),
        }
    }

    /// Marks everything as gone until it is found again.
    fn forget(&mut self) {
        for pod in self.plan.pods.iter_mut() {
            pod.gone = true;
        }
        for traffic in self.plan.traffics.iter_mut() {
            traffic.gone = true;
        }
        for client in self.plan.clients.iter_mut() {
            client.earlier = client.view.take();
            client.identity = None;
        }
    }

    fn party(&mut self, party: Party) -> PartyId {
        let (number, new) = self.numbers.parties.number(party.clone());
        if new {
            self.plan.parties.push(party);
        }
        number
    }

    fn service(&mut self, fqdn: &str) -> ServiceId {
        let fqdn: Arc<str> = fqdn.into();
        let (number, new) = self.numbers.services.number(fqdn.clone());
        if new {
            let party = self.party(service_party(&fqdn));
            self.plan.services.push(ServicePlan { fqdn, party });
        }
        number
    }

    /// Numbers what clusters can be for beside Services.
    fn other_services(&mut self) {
        for name in ["PassthroughCluster", "BlackHoleCluster"] {
            self.service(name);
        }
        let mesh = self.mesh;
        for resource in &mesh.config().resources {
            let Spec::ServiceEntry(entry) = &resource.spec else { continue };
            for host in &entry.hosts {
                self.service(host);
            }
        }
    }

    /// Numbers the pods of a cluster; gives the numbers by index.
    fn pods(&mut self, cluster: &Cluster, apps: &Apps) -> Vec<PodId> {
        let mut numbers = Vec::with_capacity(cluster.pods.len());
        for (index, pod) in (0..).map(PodIndex).zip(&cluster.pods) {
            let Some(workload) = cluster.workloads.get(pod.workload.index()) else { continue };
            if let Some(number) = self.kept_pod(index) {
                numbers.push(number);
                continue;
            }
            let proxy = self.mesh.pod_proxy(index);
            let gateway = proxy == Some(ProxyKind::Gateway);
            let identity = proxy.map(|_| Identity::Pod(index));
            numbers.push(self.pod((pod, workload), identity, gateway, apps));
        }
        numbers
    }

    /// Numbers a pod.
    pub(super) fn pod(
        &mut self,
        (pod, workload): (&Pod, &Workload),
        identity: Option<Identity>,
        gateway: bool,
        apps: &Apps,
    ) -> PodId {
        let party = self.party(Party {
            app: pod.labels.get("app").unwrap_or(&workload.name).clone(),
            namespace: pod.namespace.clone(),
            version: pod.labels.get("version").cloned().unwrap_or_default(),
            workload: workload.name.clone(),
        });
        let client = self.client((&pod.name, &pod.namespace), party, identity, Some(pod.ip));
        let mut chosen = apps.of(pod);
        if gateway {
            chosen.app = self.gateway.clone();
        }
        let plan = PodPlan {
            name: pod.name.as_str().into(),
            ip: pod.ip,
            labels: pod.labels.clone(),
            readiness: Readiness::of(pod),
            party,
            app: chosen.app,
            listen: if gateway {
                None
            } else {
                let declared = || self.ports.of(self.mesh.cluster(), pod);
                Some(chosen.listen.map_or_else(declared, Into::into))
            },
            client,
            gone: false,
        };
        let (namespace, name) = (pod.namespace.clone(), pod.name.clone());
        let (number, new) = self.numbers.pods.number((namespace.clone(), name.clone(), pod.ip));
        self.numbers.named_pods.insert((namespace, name), number);
        self.numbers.addresses.insert(pod.ip, number);
        if new {
            self.plan.pods.push(plan);
        } else if let Some(known) = self.plan.pods.get_mut(number.index()) {
            *known = plan;
        }
        number
    }

    /// The number of a pod that is as it was.
    fn kept_pod(&mut self, index: PodIndex) -> Option<PodId> {
        let before = self.same_pods?;
        let number = *before.pods.get(index.index())?;
        let pod = self.plan.pods.get_mut(number.index())?;
        pod.gone = false;
        self.plan.clients.get_mut(pod.client.index())?.identity =
            self.mesh.pod_proxy(index).map(|_| Identity::Pod(index));
        Some(number)
    }

    fn client(
        &mut self,
        (name, namespace): (&str, &str),
        party: PartyId,
        identity: Option<Identity>,
        ip: Option<Ipv4Addr>,
    ) -> ClientId {
        let (number, new) = self.numbers.clients.number(format!("{namespace}/{name}"));
        let address = ip.filter(|_| identity.is_some()).map_or_else(|| "".into(), |ip| format!("{ip}:0").into());
        if new {
            self.plan.clients.push(ClientPlan {
                name: name.into(),
                party,
                key: mix_text(mix_text(0, namespace), name),
                namespace: namespace.into(),
                address,
                identity,
                view: OnceLock::new(),
                earlier: None,
            });
        } else if let Some(known) = self.plan.clients.get_mut(number.index()) {
            (known.party, known.identity, known.address) = (party, identity, address);
        }
        number
    }

    /// The clients that a CLIENT of the contract stands for: the pods of a workload, or one that has no pod.
    fn clients(&mut self, from: &str, pods: &[PodId]) -> Result<Vec<ClientId>, ClientError> {
        if from == NODEPORT {
            let party = self.party(Party { app: NODEPORT.into(), ..Party::default() });
            return Ok(vec![self.client((NODEPORT, ""), party, None, None)]);
        }
        let client = self.mesh.client(from)?;
        let of_workload = client.workload.map(|workload| {
            let all = self.mesh.cluster().pods.iter().zip(pods).filter(|(pod, _)| pod.workload == workload);
            all.filter_map(|(_, number)| self.plan.pod(*number)).map(|pod| pod.client).collect::<Vec<_>>()
        });
        match of_workload {
            Some(clients) if !clients.is_empty() => Ok(clients),
            _ => {
                let party = self.party(Party {
                    app: client.name.clone(),
                    namespace: client.namespace.clone(),
                    version: String::new(),
                    workload: client.name.clone(),
                });
                let (name, namespace, ip) = (client.name.clone(), client.namespace.clone(), client.ip);
                let identity = client.sidecar.then(|| Identity::Named(Arc::new(client)));
                Ok(vec![self.client((&name, &namespace), party, identity, ip)])
            }
        }
    }

    fn traffics(&mut self, pods: &[PodId]) {
        let mut seen: OrderedMap<String, u32> = OrderedMap::new();
        let mesh = self.mesh;
        for resource in &mesh.config().resources {
            let Spec::Traffic(spec) = &resource.spec else { continue };
            // What cannot be sent is a diagnostic of its own.
            let Some((request, pace)) = traffics::compile(spec) else { continue };
            let from = spec.from.as_ref().map_or("client", |from| from.value.as_str());
            let Ok(clients) = self.clients(from, pods) else { continue };
            let name = resource.qualified_name();
            let ordinal = seen.entry(name.clone()).or_default();
            let key = mix_text(u64::from(*ordinal), &name);
            let identity = (name.clone(), *ordinal);
            *ordinal += 1;
            let workload = match from {
                NODEPORT => None,
                from => mesh.client(from).ok().and_then(|client| client.workload),
            };
            let plan = TrafficPlan { name: name.into(), key, clients, workload, request, pace, gone: false };
            let (number, new) = self.numbers.traffics.number(identity);
            if new {
                self.plan.traffics.push(plan);
            } else if let Some(known) = self.plan.traffics.get_mut(number.index()) {
                *known = plan;
            }
        }
    }
}

impl AllNumbers {
    /// The number of a client by its namespace and name.
    pub(super) fn client(&self, namespace: &str, name: &str) -> Option<ClientId> {
        self.clients.get(&format!("{namespace}/{name}"))
    }

    /// The number of a pod by its namespace and name.
    pub(super) fn pod(&self, namespace: &str, name: &str) -> Option<PodId> {
        self.named_pods.get(&(namespace.to_owned(), name.to_owned())).copied()
    }

    /// The number of the pod that has an address, or had it.
    pub(super) fn pod_at(&self, ip: Ipv4Addr) -> Option<PodId> {
        self.addresses.get(&ip).copied()
    }

    /// The service of a cluster by Istio's name of it (`outbound|80|v1|reviews.default.svc.cluster.local`).
    pub(super) fn service_of_cluster(&self, name: &str) -> Option<ServiceId> {
        let host = name.rsplit('|').next().unwrap_or(name);
        self.services.get(&Arc::from(host))
    }
}

/// The ports that pods listen on unless their App says otherwise: those of all pods of a workload are the same.
#[derive(Default)]
struct DeclaredPorts {
    /// Of the workload that was asked for last: pods come workload by workload.
    last: Option<(WorkloadIndex, Arc<[u16]>)>,
}

impl DeclaredPorts {
    fn of(&mut self, cluster: &Cluster, pod: &Pod) -> Arc<[u16]> {
        if let Some((workload, ports)) = &self.last
            && *workload == pod.workload
        {
            return ports.clone();
        }
        let mut ports: Vec<u16> =
            pod.containers.iter().flat_map(|container| &container.ports).map(|port| port.number).collect();
        if ports.is_empty() {
            let services = cluster.services_of(pod);
            ports = services.flat_map(|service| &service.ports).filter_map(|port| port.on(pod)).collect();
        }
        mesh_ordered::sort(&mut ports);
        ports.dedup();
        let ports: Arc<[u16]> = ports.into();
        self.last = Some((pod.workload, ports.clone()));
        ports
    }
}

/// What stands for a service where no host was reached.
fn service_party(fqdn: &str) -> Party {
    let (app, namespace) = match fqdn.strip_suffix(".svc.cluster.local").and_then(|name| name.split_once('.')) {
        Some((name, namespace)) => (name, namespace),
        None if fqdn.is_empty() || fqdn == "PassthroughCluster" || fqdn == "BlackHoleCluster" => ("unknown", ""),
        None => (fqdn, ""),
    };
    Party { app: app.into(), namespace: namespace.into(), ..Party::default() }
}
