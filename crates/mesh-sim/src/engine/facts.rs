//! What one request meets, for the answer to "where does it go".

use std::collections::BTreeMap;
use std::sync::Arc;

use mesh_control::Connection;
use mesh_proxy::config::Cluster;
use mesh_proxy::connection_manager::request_id;
use mesh_proxy::proxy::StreamNumber;
use mesh_proxy::route::without_port;
use mesh_proxy::router::RouteOutcome;
use mesh_proxy::{Draws as _, Purpose, Unobserved};

use super::Seen;
use super::calls::command_key;
use super::core::Core;
use crate::ids::ClientId;
use crate::report::UpstreamRequest;
use crate::request::Request;
use crate::world::{View, Way, World};

/// What a request meets on its way.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// Envoy's virtual host; "" where none matched.
    pub(crate) virtual_host: String,
    /// `namespace/name` of the VirtualService, where one was used.
    pub(crate) virtual_service: Option<String>,
    /// Envoy's route name.
    pub(crate) route: String,
    /// What the filter chain that took the connection is called.
    pub(crate) chain: Option<String>,
    /// The request as it leaves.
    pub(crate) upstream: Option<UpstreamRequest>,
}

impl Facts {
    /// What a client's first request meets.
    pub(crate) fn of(core: &mut Core, world: &World, client: ClientId, request: &Arc<Request>) -> Self {
        let mut facts = Self::default();
        let (Some(connection), Some(view)) = (world.connection(client, request), world.view(client)) else {
            return facts;
        };
        let terminated = match connection {
            Connection::Open { chain, terminated, .. } => {
                facts.chain = Some(chain);
                terminated
            }
            Connection::HandshakeFailed { chain, .. } => {
                facts.chain = Some(chain);
                return facts;
            }
            Connection::NoFilterChain { .. } | Connection::Refused { .. } => return facts,
        };
        let mut draws = core.course.trace.untraced();
        let stream_number = StreamNumber(draws.draw(command_key(0), Purpose::StreamId, 0));
        match world.way(client, request) {
            Way::Routes(table) => {
                let number = core.requests.intern(request);
                let Some(text) = core.requests.get(number) else { return facts };
                let from = world.address(client);
                let mut draws = core.course.trace.untraced();
                let seen = Seen::new(view.manager(table), text);
                let seen = seen.with_request_id(|| request_id(&mut draws, command_key(0)));
                let decision = view.decision(table, &seen, from, stream_number, &mut Unobserved);
                facts.virtual_host = decision.virtual_host_config().map_or_else(String::new, |host| host.name.clone());
                let rule = decision.route.and_then(|(_, route)| world.rules().origin(route.origin()));
                facts.virtual_service = rule.filter(|rule| rule.kind == "VirtualService").map(|rule| rule.resource);
                facts.route = decision.route_name().to_owned();
                if let RouteOutcome::Cluster(cluster) = decision.outcome {
                    let leaves = view.leaving(table, &seen, from, stream_number);
                    facts.upstream = upstream(view, cluster, &leaves, Payload::Requests);
                }
            }
            Way::Bytes(bytes) => {
                if let RouteOutcome::Cluster(cluster) = bytes.cluster(stream_number) {
                    let in_tls = request.is_tls() && !terminated;
                    let payload = if in_tls { Payload::Tls(request.connection.sni.clone()) } else { Payload::Bytes };
                    facts.upstream = upstream(view, cluster, request, payload);
                }
            }
            Way::Ended(_) => {}
        }
        facts
    }
}

/// What leaves to a cluster.
enum Payload {
    /// Requests that were read.
    Requests,
    /// Bytes as they came.
    Bytes,
    /// The client's own TLS, with the server name that it asks for.
    Tls(Option<String>),
}

/// A request as it leaves to a cluster; TLS that the cluster begins is wrapped around whatever came. Where a connection
/// went that no service is known for is not told.
fn upstream(
    view: &View,
    cluster: mesh_proxy::proxy::ClusterIndex,
    request: &Request,
    payload: Payload,
) -> Option<UpstreamRequest> {
    let by_request = matches!(payload, Payload::Requests);
    let (tls, sni) = match (view.cluster(cluster).and_then(|cluster| own_tls(cluster, request, by_request)), payload) {
        (Some(sni), _) => (true, sni),
        (None, Payload::Tls(sni)) => (true, sni),
        (None, Payload::Requests | Payload::Bytes) => (false, None),
    };
    Some(UpstreamRequest {
        tls,
        sni,
        method: request.method.clone(),
        path: request.path.clone(),
        authority: request.authority.clone(),
        headers: joined(&request.headers),
    })
}

/// The server name of the TLS that a cluster begins: the one that is set, else the host of the request where there is a
/// request. `None`: it begins none.
fn own_tls(cluster: &Cluster, request: &Request, by_request: bool) -> Option<Option<String>> {
    let written = &cluster.transport_socket.as_ref()?.typed_config.sni;
    if !written.is_empty() {
        return Some(Some(written.clone()));
    }
    Some((by_request && cluster.auto_sni()).then(|| without_port(&request.authority).to_owned()))
}

/// Headers by their names, several values of one joined by commas.
fn joined(headers: &[(String, String)]) -> BTreeMap<String, String> {
    let mut joined: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in headers {
        match joined.get_mut(name) {
            Some(known) => {
                known.push(',');
                known.push_str(value);
            }
            None => {
                joined.insert(name.clone(), value.clone());
            }
        }
    }
    joined
}
