//! What the graph calls the ends of flows.

use mesh_graph::{Endpoint, EndpointKind};
use mesh_sim::Party;

use super::Facts;

/// The end of a flow that telemetry names.
pub(crate) fn endpoint(facts: &Facts, party: &Party) -> Endpoint {
    let kind = if party.workload.is_empty() && party.app.is_empty() {
        EndpointKind::Unknown
    } else {
        facts.kind(&party.namespace, &party.workload)
    };
    Endpoint {
        kind,
        namespace: party.namespace.clone(),
        app: party.app.clone(),
        version: party.version.clone(),
        workload: if party.workload.is_empty() { party.app.clone() } else { party.workload.clone() },
    }
}

/// Short name and namespace of a service in the cluster; a host outside keeps its whole name.
pub(crate) fn service_of(host: &str) -> (String, String) {
    let inside = host.strip_suffix(".svc.cluster.local").and_then(|name| name.split_once('.'));
    match inside {
        Some((name, namespace)) => (name.to_owned(), namespace.to_owned()),
        None => (host.to_owned(), String::new()),
    }
}
