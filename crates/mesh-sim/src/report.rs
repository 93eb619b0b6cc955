//! What `simulate` and `route` answer.

use std::collections::BTreeMap;

use mesh_proxy::Duration;
use serde::{Deserialize, Serialize};

use crate::decision::DecisionRecord;
use crate::digest::Digest;
use crate::event::Event;
use crate::work::Stopped;

/// How far a run goes. The first limit that is reached ends it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// Simulated time; `None` is the scenario's duration.
    pub duration: Option<Duration>,
    /// Requests of Traffic answered.
    pub requests: Option<u64>,
}

/// A whole run in figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The run's fingerprint.
    pub digest: Digest,
    /// Simulated seconds.
    pub duration: f64,
    /// Requests of Traffic that were answered.
    pub requests: u64,
    /// Who talked to whom, sorted by source, destination, service.
    pub edges: Vec<EdgeReport>,
    /// What happened, in order; of more than some thousand events the first and the last.
    pub events: Vec<Event>,
    /// How many events there were in all.
    pub event_count: u64,
    /// Where and why the run ended early, if it did.
    #[serde(skip_serializing_if = "Option::is_none", skip_deserializing)]
    pub stopped: Option<Stopped>,
}

/// One edge of the graph over the whole run. What is not known is "".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EdgeReport {
    /// The client's `app` label, else its workload.
    pub source: String,
    /// The client's namespace.
    pub source_namespace: String,
    /// The client's `version` label.
    pub source_version: String,
    /// The server's `app` label, else its workload; `unknown`, or the service, where no host was reached.
    pub destination: String,
    /// The server's namespace.
    pub destination_namespace: String,
    /// The server's `version` label.
    pub destination_version: String,
    /// The FQDN that was asked for.
    pub service: String,
    /// Requests as the client's proxy reports them, one for all tries.
    pub requests: u64,
    /// Tries.
    pub attempts: u64,
    /// Requests per second over the run.
    pub rps: f64,
    /// Requests by status.
    pub codes: BTreeMap<String, u64>,
    /// Requests by response flags, keyed as `URX,UF`; those without flags are left out.
    pub flags: BTreeMap<String, u64>,
    /// Median latency in seconds.
    pub p50: f64,
    /// 95th percentile of the latency in seconds.
    pub p95: f64,
    /// 99th percentile of the latency in seconds.
    pub p99: f64,
}

/// Where a request goes, over separate decisions with fresh state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RouteAnswer {
    /// Envoy's virtual host; "" where none matched.
    pub virtual_host: String,
    /// `namespace/name` of the VirtualService, where one was used.
    pub virtual_service: Option<String>,
    /// Envoy's route name; "" where it has none.
    pub route: String,
    /// The filter chain that took the connection: its name, else its server names as they stand in it, else `http` where
    /// it is for sniffed HTTP, else `*`; `None` where none took it.
    pub chain: Option<String>,
    /// Decisions by Envoy's cluster name.
    pub clusters: BTreeMap<String, u64>,
    /// Decisions by answer, keyed as `200 -` and `503 URX,UF`.
    pub responses: BTreeMap<String, u64>,
    /// The first request as it left for its host; `None` where none left.
    pub upstream: Option<UpstreamRequest>,
    /// The first decision, step by step, for people.
    pub explain: Vec<String>,
    /// Why fewer decisions were made than asked for, if so.
    #[serde(skip_serializing_if = "Option::is_none", skip_deserializing)]
    pub stopped: Option<Stopped>,
    /// The first decision as data.
    #[serde(skip)]
    pub record: Option<DecisionRecord>,
}

/// A request as a host receives it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpstreamRequest {
    /// Whether it arrives in TLS.
    pub tls: bool,
    /// The server name that the TLS asks for.
    pub sni: Option<String>,
    /// The method.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// The Host header.
    pub authority: String,
    /// The other headers; the values of one that comes several times are joined by a comma.
    pub headers: BTreeMap<String, String>,
}
