//! A mesh made ready to be simulated.

mod apps;
mod asked;
mod build;
mod bytes;
mod endpoints;
mod kube;
mod names;
mod patch;
mod plan;
mod timeline;
mod traffics;
mod view;

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use mesh_control::{Client, ClientError, Connection, Endpoints, Mesh, ProxyKind, ProxyView, Reader};
use mesh_ordered::OrderedSet;
use mesh_proxy::Time;
use mesh_proxy::config::{Origin, ProxyConfig};
use mesh_proxy::proxy::AddressId;
use mesh_words::{Words, say};

use crate::decision::Source;
use crate::engine::Target;
use crate::ids::{ClientId, PartyId, PodId, ServiceId};
use crate::request::Request;
pub(crate) use bytes::Bytes;
pub(crate) use kube::{Destination, KubeProxy};
use names::Numbers;
pub(crate) use patch::{ChangedPod, Over};
pub(crate) use plan::Plan;
use plan::{ClientPlan, Identity};
pub(crate) use timeline::Scripted;
pub(crate) use view::{Ended, Found, TakenRoute, View, Way};

use crate::telemetry::Party;

/// Stands before the name of a host that has no address.
const NOWHERE: &str = "?";

/// A mesh made ready to be simulated: everything numbered, configurations compiled when they are first needed.
#[derive(Debug)]
pub struct World {
    /// The mesh as it was pushed.
    rules: Arc<Mesh>,
    /// What runs, where pods have come or gone since then.
    over: Option<Over>,
    /// The same rules over what runs, once somebody asks.
    now: OnceLock<Arc<Mesh>>,
    /// The endpoints that were patched since then.
    endpoints: Endpoints,
    /// Those of the push before.
    before: Endpoints,
    apps: Arc<apps::Apps>,
    /// When it was pushed.
    pushed: Time,
    seed: u64,
    duration: Time,
    pub(crate) plan: Plan,
    pub(crate) unknown: PartyId,
    pub(crate) no_service: ServiceId,
    kube: KubeProxy,
    numbers: build::AllNumbers,
    /// The numbers of the cluster's pods, in its order.
    pods: Arc<[PodId]>,
    unready: Arc<OrderedSet<Ipv4Addr>>,
    /// Of this world and of those before and after it.
    asked: Arc<asked::AskedAddresses>,
    views: Arc<Mutex<Vec<SharedView>>>,
    /// Bytes of the views, about.
    made: Arc<AtomicU64>,
}

/// A view with what it was made of.
#[derive(Debug)]
struct SharedView {
    config: Arc<ProxyConfig>,
    earlier: Option<Arc<View>>,
    view: Arc<View>,
}

impl World {
    /// A mesh at the start of a run.
    #[must_use]
    pub fn new(mesh: Arc<Mesh>) -> Self {
        build::build(mesh, Time::ZERO, None, Arc::default())
    }

    /// A mesh that is pushed at a time after this one.
    #[must_use]
    pub(crate) fn next(&self, mesh: Arc<Mesh>, at: Time) -> Self {
        build::build(mesh, at, Some(self), self.unready.clone())
    }

    /// The same rules over what runs at a time, and which addresses take no requests.
    pub(crate) fn with_endpoints(&self, mesh: Arc<Mesh>, unready: OrderedSet<Ipv4Addr>, at: Time) -> Self {
        build::build(mesh, at, Some(self), Arc::new(unready))
    }

    /// The addresses of the pods that are not ready: they are no endpoints.
    pub(crate) fn unready(&self) -> &OrderedSet<Ipv4Addr> {
        &self.unready
    }

    /// The mesh over what runs. Where pods have come or gone since it was pushed it is put together when somebody asks: the
    /// run itself needs [`Self::rules`] and the endpoints that were patched.
    #[must_use]
    pub fn mesh(&self) -> &Arc<Mesh> {
        self.now.get_or_init(|| self.over.as_ref().map_or_else(|| self.rules.clone(), |over| over.mesh(&self.rules)))
    }

    /// The mesh as it was pushed: its rules hold, its pods may have gone and others come.
    pub(crate) fn rules(&self) -> &Arc<Mesh> {
        &self.rules
    }

    /// The endpoints that were patched since the push.
    pub(crate) fn endpoints(&self) -> &Endpoints {
        &self.endpoints
    }

    /// When it was pushed.
    #[must_use]
    pub fn pushed(&self) -> Time {
        self.pushed
    }

    /// The seed that the scenario states; 1 where it states none.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The end of the scenario's time line.
    #[must_use]
    pub fn duration(&self) -> Time {
        self.duration
    }

    /// The configuration of a client's proxy; `None` where it has none.
    pub(crate) fn view(&self, client: ClientId) -> Option<&Arc<View>> {
        Some(self.view_and_bytes(client)?.0)
    }

    /// The same with the bytes that were made for it just now: 0 but for the first time.
    pub(crate) fn view_and_bytes(&self, client: ClientId) -> Option<(&Arc<View>, u64)> {
        let plan = self.plan.client(client)?;
        match plan.view.get() {
            Some(view) => Some((view, 0)),
            None => self.first_view(plan),
        }
    }

    #[cold]
    fn first_view<'a>(&self, plan: &'a ClientPlan) -> Option<(&'a Arc<View>, u64)> {
        let made = self.made();
        let identity = self.identity(plan)?;
        let make = || self.shared_view(self.rules.proxy_view(&identity), plan.earlier.as_ref());
        Some((plan.view.get_or_init(make), self.made() - made))
    }

    /// Who a client is for the control plane; `None` where it has no proxy.
    fn identity(&self, plan: &ClientPlan) -> Option<Arc<Client>> {
        match plan.identity.as_ref()? {
            Identity::Pod(index) => self.rules.pod_client(*index).map(Arc::new),
            Identity::Named(client) => Some(client.clone()),
        }
    }

    /// The compiled configuration, shared by all clients that had and have the same.
    fn shared_view(&self, made: ProxyView, earlier: Option<&Arc<View>>) -> Arc<View> {
        let ProxyView { config, builders } = made;
        let mut views = self.views.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |known: &&SharedView| {
            Arc::ptr_eq(&known.config, &config) && known.earlier.as_ref().map(Arc::as_ptr) == earlier.map(Arc::as_ptr)
        };
        if let Some(known) = views.iter().find(same) {
            return known.view.clone();
        }
        let ready = endpoints::without(config.clone(), &self.unready);
        let view = Arc::new(View::new((ready, builders), self.pushed, earlier.map(|view| &**view), self));
        self.made.fetch_add(view.bytes(), Ordering::Relaxed);
        views.push(SharedView { config, earlier: earlier.cloned(), view: view.clone() });
        view
    }

    /// Bytes of the configurations that were made so far and of the addresses that were asked for, about.
    pub(crate) fn made(&self) -> u64 {
        self.made.load(Ordering::Relaxed) + self.asked.bytes()
    }

    /// What becomes of the connection that a client's request is sent on; `None` where it has no proxy.
    pub(crate) fn connection(&self, client: ClientId, request: &Request) -> Option<Connection> {
        let identity = self.identity(self.plan.client(client)?)?;
        let view = self.view(client)?;
        let host = (request.host.as_str(), u32::from(request.port));
        Some(self.rules.connect(&identity, view.compiled.config(), host, request.downstream()))
    }

    /// Servers of Gateways that are written for the connection of a client's request.
    pub(crate) fn written_servers(&self, client: ClientId, request: &Request) -> Vec<Words> {
        let identity = self.plan.client(client).and_then(|plan| self.identity(plan));
        let Some(identity) = identity.filter(|identity| identity.kind == ProxyKind::Gateway) else { return Vec::new() };
        let name = request.connection.sni.as_deref().filter(|_| request.is_tls());
        self.rules.written_servers(&identity, u32::from(request.port), name)
    }

    /// The way that the connection of a client's request goes.
    pub(crate) fn way(&self, client: ClientId, request: &Request) -> Way {
        let (Some(connection), Some(view)) = (self.connection(client, request), self.view(client)) else {
            return Way::Ended(Ended::Refused);
        };
        match connection {
            Connection::Open { reader: Reader::Http(routes), .. } => {
                view.compiled.route_configuration(&routes).map_or(Way::Ended(Ended::Refused), Way::Routes)
            }
            Connection::Open { reader: Reader::NotHttp, .. } => Way::Ended(Ended::NotHttp),
            Connection::Open { reader: Reader::Tcp { clusters, rule }, .. } => {
                let known = |(name, weight): &(String, u32)| (view.compiled.cluster(name), *weight);
                Way::Bytes(Bytes { clusters: clusters.iter().map(known).collect(), rule: view.rule_of_bytes(rule) })
            }
            Connection::HandshakeFailed { .. } => Way::Ended(Ended::HandshakeFailed),
            Connection::NoFilterChain { .. } => Way::Ended(Ended::NoFilterChain),
            Connection::Refused { .. } => Way::Ended(Ended::Refused),
        }
    }

    /// Why a client has no cluster of a name.
    pub(crate) fn why_no_cluster(&self, client: ClientId, name: &str) -> Words {
        let namespace = self.plan.client(client).map_or("", |client| &client.namespace);
        self.mesh().why_no_cluster(namespace, name)
    }

    /// Why a client's cluster of a name has no host, where that is known.
    pub(crate) fn why_no_hosts(&self, client: ClientId, name: &str) -> Option<Words> {
        let namespace = self.plan.client(client).map_or("", |client| &client.namespace);
        self.mesh().why_no_hosts(namespace, name)
    }

    /// The address of a client, with a port; empty where it has none.
    pub(crate) fn address(&self, client: ClientId) -> &str {
        self.plan.client(client).map_or("", |client| &client.address)
    }

    /// The party of a target that was asked for a service.
    pub(crate) fn party_of(&self, target: Target, service: ServiceId) -> PartyId {
        match target {
            Target::Pod { pod, .. } => self.plan.pod(pod).map_or(self.unknown, |pod| pod.party),
            Target::External | Target::Nobody => self.party_of_service(service),
        }
    }

    /// The party that stands for a service.
    pub(crate) fn party_of_service(&self, service: ServiceId) -> PartyId {
        self.plan.service(service).map_or(self.unknown, |service| service.party)
    }

    /// The service that a client's request asks for, where no cluster tells it.
    pub(crate) fn service_asked_for(&self, client: ClientId, request: &Request) -> ServiceId {
        let namespace = self.plan.client(client).map_or("", |client| &client.namespace);
        self.kube.service(&request.host, namespace).unwrap_or(self.no_service)
    }

    /// What a request of a client without a proxy reaches.
    pub(crate) fn kube_proxy(&self, client: ClientId, request: &Request) -> Destination<'_> {
        let client = self.plan.client(client);
        let namespace = client.map_or("", |client| &client.namespace);
        self.kube.destination(request, namespace, client.is_some_and(|client| &*client.name == build::NODEPORT))
    }

    /// The service of a cluster.
    pub(crate) fn service_of_cluster(&self, name: &str) -> ServiceId {
        self.numbers.service_of_cluster(name).unwrap_or(self.no_service)
    }

    /// The id of the address of a target that a client's request asks for. A cluster may put a port in place of its own.
    pub(crate) fn asked_for(
        &self,
        request: &Request,
        target: Option<Target>,
        instead: Option<u16>,
    ) -> Option<AddressId> {
        let port = instead.unwrap_or(request.port);
        let address = match target {
            Some(Target::Pod { pod, port: own }) => {
                format!("{}:{}", self.plan.pod(pod)?.ip, instead.unwrap_or(own))
            }
            Some(Target::External) => format!("{}:{port}", request.host),
            Some(Target::Nobody) | None => format!("{NOWHERE}{}:{port}", request.host),
        };
        self.asked.id(&address)
    }

    /// An address that a client asked for; `None` for those of pushes.
    pub(crate) fn asked_address(&self, id: AddressId) -> Option<Arc<str>> {
        self.asked.text(id)
    }

    /// What an address (`ip:port`) leads to.
    pub(crate) fn target(&self, address: &str) -> Target {
        let parsed = address.rsplit_once(':').and_then(|(ip, port)| Some((ip.parse().ok()?, port.parse().ok()?)));
        if address.starts_with(NOWHERE) {
            return Target::Nobody;
        }
        match parsed.and_then(|(ip, port)| Some((self.numbers.pod_at(ip)?, port))) {
            Some((pod, port)) => Target::Pod { pod, port },
            None => Target::External,
        }
    }

    /// Where a piece of configuration was written; `None` for what nobody wrote.
    pub(crate) fn source(&self, origin: Origin) -> Option<Source> {
        let info = self.rules.origin(origin)?;
        Some(Source { resource: info.resource, path: info.path, span: info.span })
    }

    /// The name of a target in reports: the pod's, else the address.
    pub(crate) fn host_name(&self, target: Target, address: &str) -> String {
        match target {
            Target::Pod { pod, .. } => {
                self.plan.pod(pod).map_or_else(|| address.to_owned(), |pod| pod.name.to_string())
            }
            Target::External | Target::Nobody => address.to_owned(),
        }
    }

    /// The clients that a CLIENT stands for: the pods of a workload, or one that has no pod.
    ///
    /// # Errors
    /// There is no such client, no clear choice, or a workload without pods.
    pub(crate) fn clients(&self, from: &str) -> Result<Vec<ClientId>, ClientError> {
        if from == build::NODEPORT {
            return Ok(self.numbers.client("", from).into_iter().collect());
        }
        let client = self.mesh().client(from)?;
        let pods = self.rules.cluster().pods.iter().filter(|pod| Some(pod.workload) == client.workload);
        let mut clients: Vec<ClientId> =
            pods.filter_map(|pod| self.numbers.client(&pod.namespace, &pod.name)).collect();
        if clients.is_empty() && client.workload.is_none() {
            clients.extend(self.numbers.client(&client.namespace, &client.name));
        }
        if clients.is_empty() {
            let reason = say!("client-no-pods");
            return Err(ClientError { asked: from.to_owned(), reason, known: Vec::new() });
        }
        Ok(clients)
    }

    /// The number of a pod that is there.
    pub(crate) fn pod(&self, namespace: &str, name: &str) -> Option<PodId> {
        let number = self.numbers.pod(namespace, name)?;
        self.plan.pod(number).filter(|pod| !pod.gone).map(|_| number)
    }

    /// What a pod is called, by its namespace and name, whether or not it is still there.
    pub(crate) fn pod_name(&self, pod: PodId) -> Option<(String, String)> {
        let plan = self.plan.pod(pod)?;
        Some((self.plan.client(plan.client)?.namespace.to_string(), plan.name.to_string()))
    }

    /// Which proxy a client has; `None` where it has none.
    pub(crate) fn proxy_kind(&self, client: ClientId) -> Option<ProxyKind> {
        match self.plan.client(client)?.identity.as_ref()? {
            Identity::Pod(index) => self.rules.pod_proxy(*index),
            Identity::Named(client) => client.sidecar.then_some(client.kind),
        }
    }

    /// The client outside of the cluster that no proxy stands before.
    pub(crate) fn outside(&self) -> Option<ClientId> {
        self.numbers.client("", build::NODEPORT)
    }

    /// The client that the app of a target calls as.
    pub(crate) fn client_of(&self, target: Target) -> Option<ClientId> {
        match target {
            Target::Pod { pod, .. } => self.plan.pod(pod).map(|pod| pod.client),
            Target::External | Target::Nobody => None,
        }
    }

    /// The first client that a CLIENT stands for.
    ///
    /// # Errors
    /// There is no such client, or no clear choice.
    pub(crate) fn client(&self, from: &str) -> Result<ClientId, ClientError> {
        self.clients(from).map(|clients| clients.first().copied().unwrap_or(ClientId::NONE))
    }

    /// What a party is called.
    pub(crate) fn party(&self, id: PartyId) -> Party {
        self.plan.party(id).cloned().unwrap_or_default()
    }
}
