//! Pods that come, change or go while the rules stay: nothing is built again.

use std::sync::{Arc, OnceLock, PoisonError};

use mesh_cluster::live::Machine;
use mesh_cluster::{Cluster, Pod, Workload};
use mesh_control::cluster::EndpointBuilder;
use mesh_control::endpoints::{Endpoints, Patch, Patched, PodChange};
use mesh_control::{Client, Mesh};
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_proxy::config::{ClusterLoadAssignment, ProxyConfig};
use mesh_proxy::proxy::{AddressId, ClusterIndex, Discovered};
use mesh_proxy::{Push, Time};

use super::asked::AskedAddresses;
use super::build::Builder;
use super::plan::Identity;
use super::view::{PatchedPush, View};
use super::{KubeProxy, World};
use crate::ids::{ClientId, PodId};

/// So many pushes of a view are kept: those that its proxies have, and the one that is reaching them.
const KEPT_PUSHES: usize = 4;

/// What runs, as the machine of a cluster has it.
#[derive(Debug)]
pub(crate) struct Over {
    /// The machine as it was when the last patch was sent.
    pub(crate) machine: Machine,
    /// The cluster in whose terms pods are told.
    pub(crate) base: Arc<Cluster>,
}

impl Over {
    pub(super) fn mesh(&self, rules: &Mesh) -> Arc<Mesh> {
        Arc::new(rules.over(Arc::new(self.machine.running(&self.base))))
    }
}

/// A pod that came, changed or went.
#[derive(Debug)]
pub(crate) struct ChangedPod {
    /// The pod that had the name before, as far as it is known.
    pub(crate) before: Option<PodId>,
    /// The pod of now, its workload, and who it is for the control plane.
    pub(crate) now: Option<(Pod, Workload, Client)>,
    /// Whether Services count it among their endpoints.
    pub(crate) serves: bool,
}

impl ChangedPod {
    /// Whether it is another pod than before.
    fn is_new(&self, world: &World) -> bool {
        let before = self.before.and_then(|pod| world.plan.pod(pod));
        self.now.as_ref().is_some_and(|(pod, ..)| before.is_none_or(|before| before.ip != pod.ip))
    }
}

impl World {
    /// Whether the proxy of a client would have to be another one: a later pod has the name of one before.
    pub(crate) fn has_client_of(&self, namespace: &str, name: &str) -> bool {
        self.numbers.client(namespace, name).is_some()
    }

    /// The world once pods came, changed or went. `patch`: the number of the patch of endpoints, and when it is sent. Gives
    /// how many endpoints were looked at.
    pub(crate) fn patched(&self, changes: &[ChangedPod], patch: (u64, Time), over: Over) -> (Self, u64) {
        let mut builder = Builder::new(&self.rules, self.plan.clone(), self.numbers.clone());
        for change in changes {
            let is_new = change.is_new(self);
            if is_new || change.now.is_none() {
                change.before.into_iter().for_each(|pod| builder.leave(pod));
            }
            let Some((pod, workload, client)) = &change.now else { continue };
            if is_new {
                let identity = client.sidecar.then(|| Identity::Named(Arc::new(client.clone())));
                let number = builder.pod((pod, workload), identity, false, &self.apps);
                builder.join_traffics(number, pod);
            } else if let Some(known) = change.before.and_then(|pod| builder.plan.pods.get_mut(pod.index())) {
                known.labels = pod.labels.clone();
            }
        }
        let mut endpoints = self.endpoints.clone();
        let told: Vec<PodChange<'_>> = changes.iter().flat_map(|change| self.told(change)).collect();
        let steps = self.rules.patch(&mut endpoints, patch, &told, &self.unready);
        let mut kube: KubeProxy = self.kube.clone().with_pods(builder.numbers.addresses.clone());
        if endpoints.patches().len() > self.endpoints.patches().len() {
            let hosts = endpoints.patches().last().into_iter().flat_map(|patch| &patch.hosts);
            hosts.for_each(|host| kube.patch(host, &endpoints));
        }
        let world = Self {
            rules: self.rules.clone(),
            over: Some(over),
            now: OnceLock::new(),
            endpoints,
            before: self.before.clone(),
            apps: self.apps.clone(),
            pushed: self.pushed,
            seed: self.seed,
            duration: self.duration,
            plan: builder.plan,
            unknown: self.unknown,
            no_service: self.no_service,
            kube,
            numbers: builder.numbers,
            pods: self.pods.clone(),
            unready: self.unready.clone(),
            asked: self.asked.clone(),
            views: self.views.clone(),
            made: self.made.clone(),
        };
        (world, steps)
    }

    /// What a change is to Services: a later pod of a name is another one than that before.
    fn told<'a>(&'a self, change: &'a ChangedPod) -> Vec<PodChange<'a>> {
        let before = change.before.and_then(|pod| self.plan.pod(pod));
        let is_new = change.is_new(self);
        let namespace =
            |pod: &crate::world::plan::PodPlan| self.plan.client(pod.client).map_or("", |client| &client.namespace);
        let mut told = Vec::new();
        if let Some(before) = before.filter(|_| is_new || change.now.is_none()) {
            let labels = Some(&*before.labels);
            told.push(PodChange { address: before.ip, namespace: namespace(before), before: labels, now: None });
        }
        if let Some((pod, ..)) = &change.now {
            told.push(PodChange {
                address: pod.ip,
                namespace: &pod.namespace,
                before: before.filter(|_| !is_new).map(|before| &*before.labels),
                now: change.serves.then_some(pod),
            });
        }
        told
    }

    /// The push of a client's view with the endpoints of the first so many patches, and the clusters that those after `known`
    /// patches changed.
    pub(crate) fn discovered(&self, view: &View, known: usize, patches: usize) -> (Arc<Push>, Vec<ClusterIndex>) {
        let push = view.patched_push(&self.endpoints, &self.asked, patches);
        let mut clusters = Vec::new();
        let sent = (known..patches).filter_map(|patch| self.endpoints.patches().get(patch));
        for host in sent.flat_map(|patch| &patch.hosts) {
            view.each_discovered(&self.endpoints, (host, patches), |cluster, _, _| clusters.push(cluster));
        }
        mesh_ordered::sort(&mut clusters);
        clusters.dedup();
        (push, clusters)
    }

    /// The push of a client's view with the endpoints of the first so many patches.
    pub(crate) fn push_after(&self, view: &View, patches: usize) -> Arc<Push> {
        view.patched_push(&self.endpoints, &self.asked, patches)
    }

    /// The configuration of a client's proxy with the endpoints of the first so many patches.
    pub(crate) fn config_after(&self, client: ClientId, patches: usize) -> Option<Arc<ProxyConfig>> {
        let view = self.view(client)?;
        let config = view.compiled.config();
        if patches == 0 {
            return Some(config.clone());
        }
        let mut patched: OrderedMap<String, Arc<ClusterLoadAssignment>> = OrderedMap::new();
        for host in &self.endpoints.hosts(patches) {
            view.each_discovered(&self.endpoints, (host, patches), |_, builder, now| {
                let assignment = builder.build(now.endpoints);
                patched.insert(assignment.cluster_name.clone(), Arc::new(assignment));
            });
        }
        let of = |known: &Arc<ClusterLoadAssignment>| patched.get(&known.cluster_name).unwrap_or(known).clone();
        let endpoints = config.endpoints.iter().map(of).collect();
        Some(Arc::new(ProxyConfig { endpoints, ..ProxyConfig::clone(config) }))
    }
}

impl Builder<'_> {
    /// A pod is gone.
    fn leave(&mut self, pod: PodId) {
        let Some(plan) = self.plan.pods.get_mut(pod.index()) else { return };
        plan.gone = true;
        let client = plan.client;
        if let Some(client) = self.plan.clients.get_mut(client.index()) {
            (client.identity, client.earlier) = (None, None);
            client.view.take();
        }
        self.change_traffics(|traffic| traffic.contains(&client), |clients| clients.retain(|known| *known != client));
    }

    /// A pod that came sends what its workload sends.
    fn join_traffics(&mut self, number: PodId, pod: &Pod) {
        let Some(client) = self.plan.pod(number).map(|plan| plan.client) else { return };
        for traffic in 0..self.plan.traffics.len() {
            let is_sender = |workload| workload == Some(pod.workload);
            if self.plan.traffics.get(traffic).is_some_and(|known| !known.gone && is_sender(known.workload))
                && let Some(known) = self.plan.traffics.get_mut(traffic)
            {
                known.clients.push(client);
            }
        }
    }

    fn change_traffics(&mut self, is_meant: impl Fn(&[ClientId]) -> bool, change: impl Fn(&mut Vec<ClientId>)) {
        for traffic in 0..self.plan.traffics.len() {
            if self.plan.traffics.get(traffic).is_some_and(|known| is_meant(&known.clients))
                && let Some(known) = self.plan.traffics.get_mut(traffic)
            {
                change(&mut known.clients);
            }
        }
    }
}

impl View {
    /// The push with the endpoints of the first so many patches: follows from the patches alone, whatever was asked before.
    pub(super) fn patched_push(&self, endpoints: &Endpoints, asked: &AskedAddresses, patches: usize) -> Arc<Push> {
        let Some(last) = patches.checked_sub(1).and_then(|last| endpoints.patches().get(last)) else {
            return self.push.clone();
        };
        let mut kept = self.patched.lock().unwrap_or_else(PoisonError::into_inner);
        let of = |kept: &[PatchedPush], patch: &Arc<Patch>| {
            kept.iter().find(|(known, _)| Arc::ptr_eq(known, patch)).map(|(_, push)| push.clone())
        };
        if let Some(push) = of(&kept, last) {
            return push;
        }
        let before = patches.checked_sub(2).and_then(|before| of(&kept, endpoints.patches().get(before)?));
        let hosts = match &before {
            Some(_) => last.hosts.iter().cloned().collect::<OrderedSet<_>>(),
            None => endpoints.hosts(patches),
        };
        let mut found = Vec::new();
        for host in &hosts {
            self.each_discovered(endpoints, (host, patches), |cluster, builder, now| {
                let assignment = Arc::new(builder.build(now.endpoints));
                found.push(Discovered { cluster, assignment, came: now.came });
            });
        }
        let mut id_of = |address: &str| asked.id(address).unwrap_or(AddressId(u32::MAX));
        let push = Arc::new(before.as_ref().unwrap_or(&self.push).with_endpoints(found, &mut id_of));
        if kept.len() >= KEPT_PUSHES {
            kept.remove(0);
        }
        kept.push((last.clone(), push.clone()));
        push
    }

    /// The clusters of a Service with their endpoints after so many patches.
    fn each_discovered<'a>(
        &self,
        endpoints: &'a Endpoints,
        (host, patches): (&Arc<str>, usize),
        mut found: impl FnMut(ClusterIndex, &EndpointBuilder, &Patched<'a>),
    ) {
        for patched in endpoints.of_host(host, patches) {
            let firsts = Endpoints::cluster_names(host, patched.port);
            for first in firsts.iter().filter_map(|name| self.compiled.cluster(name)) {
                for cluster in (first.0..).map(ClusterIndex) {
                    let builder = self.builders.get(cluster.0 as usize).and_then(Option::as_ref);
                    let is_of_port = |builder: &&Arc<EndpointBuilder>| {
                        *builder.hostname == **host
                            && builder.namespace == patched.namespace
                            && builder.port == patched.port
                    };
                    let Some(builder) = builder.filter(is_of_port) else { break };
                    found(cluster, builder, &patched);
                }
            }
        }
    }
}
