//! A world as the engine needs it: numbered, nothing left to look up by name.
//!
//! Numbers of parties, services, pods, clients and senders stay the same from push to push: what is gone keeps its
//! number.

use std::net::Ipv4Addr;
use std::sync::{Arc, OnceLock};

use mesh_cluster::{Pod, PodIndex, ReadinessProbe, WorkloadIndex};
use mesh_control::Client;
use mesh_control::registry::Labels;
use mesh_ordered::Rows;
use mesh_proxy::Duration;

use super::timeline::ScriptedStep;
use super::view::View;
use crate::app::App;
use crate::ids::{ClientId, PartyId, PodId, ServiceId, TrafficId};
use crate::request::Request;
use crate::telemetry::Party;
use crate::traffic::Pace;

/// All that the engine needs to know of a world. Copies share what neither has changed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    /// Ends of edges.
    pub(crate) parties: Rows<Party>,
    /// Services, by FQDN.
    pub(crate) services: Rows<ServicePlan>,
    /// Pods.
    pub(crate) pods: Rows<PodPlan>,
    /// Who can send.
    pub(crate) clients: Rows<ClientPlan>,
    /// Traffics.
    pub(crate) traffics: Rows<TrafficPlan>,
    /// What Timelines do.
    pub(crate) timeline: Arc<[ScriptedStep]>,
}

impl Plan {
    /// An end of edges.
    pub(crate) fn party(&self, id: PartyId) -> Option<&Party> {
        self.parties.get(id.index())
    }

    /// A service.
    pub(crate) fn service(&self, id: ServiceId) -> Option<&ServicePlan> {
        self.services.get(id.index())
    }

    /// A pod, which may be gone.
    pub(crate) fn pod(&self, id: PodId) -> Option<&PodPlan> {
        self.pods.get(id.index())
    }

    /// Somebody who can send.
    pub(crate) fn client(&self, id: ClientId) -> Option<&ClientPlan> {
        self.clients.get(id.index())
    }

    /// A Traffic, which may be gone.
    pub(crate) fn traffic(&self, id: TrafficId) -> Option<&TrafficPlan> {
        self.traffics.get(id.index())
    }
}

/// A service.
#[derive(Clone, Debug, Default)]
pub(crate) struct ServicePlan {
    /// Its FQDN, as reports name it.
    pub(crate) fqdn: Arc<str>,
    /// The party that stands for it where no host was reached.
    pub(crate) party: PartyId,
}

/// A pod.
#[derive(Clone, Debug)]
pub(crate) struct PodPlan {
    /// Its name.
    pub(crate) name: Arc<str>,
    /// Its address.
    pub(crate) ip: Ipv4Addr,
    /// The labels that Services know it by.
    pub(crate) labels: Arc<Labels>,
    /// When the kubelet takes it for ready.
    pub(crate) readiness: Readiness,
    /// What edges call it.
    pub(crate) party: PartyId,
    /// What it does.
    pub(crate) app: Arc<App>,
    /// The ports that accept, sorted; `None`: every port.
    pub(crate) listen: Option<Arc<[u16]>>,
    /// The client that its calls go out as.
    pub(crate) client: ClientId,
    /// Whether it is gone.
    pub(crate) gone: bool,
}

/// How long it takes until a pod is ready after its process has started, and until it is not after that has ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Readiness {
    pub(crate) ready_after: Duration,
    pub(crate) fails_after: Duration,
}

impl Readiness {
    /// That of a pod: without a check a container is ready as long as it runs; of several checks the first that fails
    /// and the last that passes count.
    pub(crate) fn of(pod: &Pod) -> Self {
        Self {
            ready_after: pod.readiness().map(ReadinessProbe::ready_after).max().unwrap_or_default(),
            fails_after: pod.readiness().map(ReadinessProbe::fails_after).min().unwrap_or_default(),
        }
    }
}

impl PodPlan {
    /// Whether it accepts connections on a port.
    pub(crate) fn accepts(&self, port: u16) -> bool {
        !self.gone && self.listen.as_ref().is_none_or(|ports| ports.binary_search(&port).is_ok())
    }
}

/// Who can send: a pod, or a client outside of the cluster.
#[derive(Clone, Debug)]
pub(crate) struct ClientPlan {
    /// The pod's name, else `client` or `nodeport`.
    pub(crate) name: Arc<str>,
    /// What edges call it.
    pub(crate) party: PartyId,
    /// The subject of its proxy's draws.
    pub(crate) key: u64,
    /// The namespace that short host names are looked up in without a proxy.
    pub(crate) namespace: Arc<str>,
    /// Who it is for the control plane; `None` where it has no proxy.
    pub(crate) identity: Option<Identity>,
    /// Its address with a port, for what is hashed by it; empty where it has none.
    pub(crate) address: Arc<str>,
    /// Its proxy's configuration, made when first needed.
    pub(crate) view: OnceLock<Arc<View>>,
    /// The configuration that it had before.
    pub(crate) earlier: Option<Arc<View>>,
}

/// Who a client is for the control plane. Of ten thousand pods few send anything, so what is known of them is gathered when
/// they do.
#[derive(Clone, Debug)]
pub(crate) enum Identity {
    /// A pod of the cluster.
    Pod(PodIndex),
    /// One without a pod.
    Named(Arc<Client>),
}

/// A Traffic.
#[derive(Clone, Debug)]
pub(crate) struct TrafficPlan {
    /// Its `namespace/name`.
    pub(crate) name: Arc<str>,
    /// Its part in the keys of its requests.
    pub(crate) key: u64,
    /// The clients that send, in turn.
    pub(crate) clients: Vec<ClientId>,
    /// The workload whose pods they are, where they are a workload's.
    pub(crate) workload: Option<WorkloadIndex>,
    /// What is sent.
    pub(crate) request: Arc<Request>,
    /// How fast.
    pub(crate) pace: Pace,
    /// Whether it is gone.
    pub(crate) gone: bool,
}
