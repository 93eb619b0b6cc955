//! How a call that has ended was carried.

use mesh_proxy::config::Cluster;

use super::calls::Call;
use super::requests::Requests;
use super::state::Target;
use super::watch::Outcome;
use crate::telemetry::{Carried, Protocol};
use crate::world::World;

/// The protocol by which Istio's own TLS is told from any other (`ALPNInMesh`).
const IN_MESH: &str = "istio-peer-exchange";

/// How a call that has ended so was carried.
pub(super) fn carried(world: &World, requests: &Requests, call: &Call, outcome: &Outcome) -> Carried {
    Carried { protocol: protocol(requests, call), in_mutual_tls: is_in_mutual_tls(world, call, outcome) }
}

fn protocol(requests: &Requests, call: &Call) -> Protocol {
    // A proxy that looks for no route passes bytes on; without a proxy the client itself knows.
    let is_http = |scheme: &str| scheme.starts_with("http");
    let is_read = match call.stream {
        Some(_) => call.table.is_some(),
        None => requests.get(call.request).is_none_or(|text| is_http(&text.request.scheme)),
    };
    match is_read {
        false => Protocol::Tcp,
        true if requests.is_grpc(call.request) => Protocol::Grpc,
        true => Protocol::Http,
    }
}

/// Whether the sender's proxy began TLS of Istio's own and a sidecar, or a gateway, ended it. No PeerAuthentication is simulated:
/// sidecars take both (PERMISSIVE).
fn is_in_mutual_tls(world: &World, call: &Call, outcome: &Outcome) -> bool {
    let Some((cluster, address)) = outcome.cluster.zip(outcome.reached.address) else { return false };
    let Some(view) = world.view(call.client) else { return false };
    let Target::Pod { pod, .. } = view.target(world, address) else { return false };
    let ends_it = world.plan.pod(pod).and_then(|pod| world.plan.client(pod.client));
    ends_it.is_some_and(|proxy| proxy.identity.is_some()) && view.cluster(cluster).is_some_and(begins_it)
}

fn begins_it(cluster: &Cluster) -> bool {
    match &cluster.transport_socket {
        Some(socket) => {
            socket.typed_config.common_tls_context.alpn_protocols.iter().any(|protocol| protocol == IN_MESH)
        }
        None => cluster.tls_by_host,
    }
}
