//! What a graph is built from: what flowed in a window of time, and what the world holds.

use std::sync::Arc;

use mesh_ordered::OrderedMap;
use serde::{Deserialize, Serialize};

use crate::{Badges, Protocol, ResponseTimes};

/// What is at one end of a flow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EndpointKind {
    /// A workload of the mesh.
    #[default]
    Workload,
    /// A gateway's workload.
    Gateway,
    /// A client that is no workload (`client`, `nodeport`).
    Client,
    /// Nothing known.
    Unknown,
}

/// One end of a flow, by the labels that Istio's telemetry carries.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Endpoint {
    /// What it is.
    pub kind: EndpointKind,
    /// Namespace.
    pub namespace: String,
    /// The `app` label, else the workload's name.
    pub app: String,
    /// The `version` label, else empty.
    pub version: String,
    /// The workload's name.
    pub workload: String,
}

/// How many requests of a flow were answered so.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// HTTP status; 0 where none was received.
    pub status: u16,
    /// Response flags as `URX,UF`, or `-`.
    pub flags: String,
    /// What they were carried in.
    #[serde(default)]
    pub protocol: Protocol,
    /// Requests in the window.
    pub count: u64,
}

/// What one client sent to one service, and which workload answered it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Flow {
    /// Who asked.
    pub source: Endpoint,
    /// Who answered; `None` where no host was reached.
    pub destination: Option<Endpoint>,
    /// Short name of the service asked, if known.
    pub service: String,
    /// Its namespace.
    pub service_namespace: String,
    /// Whether these are mirrored requests.
    pub mirror: bool,
    /// Answers by status and flags.
    pub responses: Vec<Response>,
    /// Tries, the first included.
    pub attempts: u64,
    /// Requests that went from sidecar to sidecar in mutual TLS.
    pub mutual_tls: u64,
    /// Response times, if anything was answered.
    pub response_times: Option<ResponseTimes>,
}

/// A service that exists.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ServiceFacts {
    /// Short name.
    pub name: String,
    /// Namespace.
    pub namespace: String,
    /// What is configured for it.
    pub badges: Badges,
    /// Whether a ServiceEntry brings it into the mesh. Shown where it is asked for, as Kiali does.
    pub is_service_entry: bool,
    /// Not shown before it is asked for: the Service of a gateway, which nobody asks by its name.
    pub quiet: bool,
    /// The apps of its namespace that it selects pods of.
    pub apps: Vec<String>,
    /// Configured share by (`app`, `version`) of the destination, percent, where one route splits requests over them.
    pub weights: Vec<(String, String, f64)>,
}

/// What a source sent to one of the services that one route splits its requests over.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ServiceShare {
    /// Who asked.
    pub source: Endpoint,
    /// Short name of the service.
    pub service: String,
    /// Its namespace.
    pub service_namespace: String,
    /// Configured share, percent.
    pub weight: f64,
    /// Requests in the window that the route sent there.
    pub requests: u64,
    /// Requests in the window that took the route.
    pub of: u64,
}

/// A workload that exists.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WorkloadFacts {
    /// Names and kind.
    pub endpoint: Endpoint,
    /// What is configured for it.
    pub badges: Badges,
    /// The labels of its pods.
    #[serde(skip)]
    pub labels: Arc<OrderedMap<String, String>>,
    /// Pods that are ready.
    pub pods_ready: u32,
    /// Those of them that no client may pick: outlier detection of each has put them out.
    pub pods_barred: u32,
    /// Pods there should be.
    pub pods_total: u32,
}

/// All that a graph is built from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Traffic {
    /// Length of the window, seconds.
    pub window: f64,
    /// What flowed in it; a flow without responses is one that was seen before the window: an idle edge.
    pub flows: Vec<Flow>,
    /// Shares of routes that split requests over services.
    pub shares: Vec<ServiceShare>,
    /// Services, also those without traffic.
    pub services: Vec<ServiceFacts>,
    /// Workloads, also those without traffic.
    pub workloads: Vec<WorkloadFacts>,
}
