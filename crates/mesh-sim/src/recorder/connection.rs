//! What became of a connection before its requests were routed.

use mesh_control::{Connection, Reader};
use mesh_proxy::config::Cluster;
use mesh_proxy::listener::{HandshakeFailure, Refusal};
use mesh_proxy::router::RouteOutcome;

use super::Recorder;
use crate::decision::{Step, StepKind};
use crate::engine::{Call, Prepared};
use crate::request::Request;
use crate::world::{Way, World};

/// So many server names are listed.
const NAMES_SHOWN: usize = 5;

impl Recorder {
    /// Records what took the connection of a call, where that is worth a word: plain requests that are read as such need
    /// none.
    pub(super) fn connected(&mut self, hop: usize, world: &World, call: &Call, text: &Prepared) {
        let request = &text.request;
        let (Some(connection), Some(view)) = (world.connection(call.client, request), world.view(call.client)) else {
            return;
        };
        if let Some(kind) = step(&connection, request) {
            let source = match &connection {
                Connection::Open { reader: Reader::Tcp { rule, .. }, .. } => world.source(*rule),
                _ => None,
            };
            self.step(hop, kind, source);
        }
        let is_unmet = matches!(connection, Connection::NoFilterChain { .. } | Connection::Refused { rejected: None });
        let written = if is_unmet { world.written_servers(call.client, request) } else { Vec::new() };
        if !written.is_empty() {
            let reason = format!(
                "there is {} for it, of which nothing came: no rule fits it, or another Gateway's server took its place",
                written.join(", ")
            );
            self.step(hop, StepKind::NotTaken { reason }, None);
        }
        let Way::Bytes(bytes) = world.way(call.client, request) else { return };
        if let RouteOutcome::Cluster(cluster) = bytes.cluster(call.stream_id) {
            self.step(hop, StepKind::Cluster { name: view.cluster_name(cluster).to_owned() }, None);
            let is_wrapping = matches!(connection, Connection::Open { terminated: false, .. }) && request.is_tls();
            self.begins_tls(hop, view.cluster(cluster), None, is_wrapping);
        } else if let Connection::Open { reader: Reader::Tcp { clusters: named, .. }, .. } = &connection {
            let known = bytes.clusters.iter().map(|(known, _)| known);
            let missing: Vec<&str> = named
                .iter()
                .zip(known)
                .filter(|(_, known)| known.is_none())
                .map(|((name, _), _)| name.as_str())
                .collect();
            for name in missing.into_iter().take(NAMES_SHOWN) {
                let reason = world.why_no_cluster(call.client, name);
                self.step(hop, StepKind::NoCluster { name: name.to_owned(), reason }, None);
            }
        }
    }

    /// Records that the server name has chosen a server which has no such host: people look for it at another server of
    /// the port.
    pub(super) fn left_out(&mut self, hop: usize, text: &Prepared) {
        let request = &text.request;
        let Some(server_name) = request.connection.sni.as_deref().filter(|_| request.is_tls()) else { return };
        let is_unknown = |step: &Step| match &step.kind {
            StepKind::VirtualHost { name, .. } => name.is_empty() || name.starts_with("blackhole:"),
            _ => false,
        };
        if self.hops.get(hop).is_some_and(|hop| hop.steps.iter().any(is_unknown)) {
            let reason = format!(
                "the server name {server_name} has chosen the server, and only hosts of that one which have a rule count: \
                 the Host header {} is looked up at no other",
                request.authority
            );
            self.step(hop, StepKind::NotTaken { reason }, None);
        }
    }

    /// Records that the cluster of routed requests begins TLS.
    pub(super) fn tls_begun(&mut self, hop: usize, world: &World, call: &Call) {
        let Some(view) = world.view(call.client) else { return };
        let name = self.hops.get(hop).into_iter().flat_map(|hop| &hop.steps).rev().find_map(|step| match &step.kind {
            StepKind::Cluster { name } => Some(name.clone()),
            _ => None,
        });
        let cluster = name.and_then(|name| view.compiled.cluster(&name)).and_then(|cluster| view.cluster(cluster));
        let by_request = cluster.is_some_and(Cluster::auto_sni).then(|| "that of the Host header".to_owned());
        self.begins_tls(hop, cluster, by_request, false);
    }

    fn begins_tls(&mut self, hop: usize, cluster: Option<&Cluster>, by_request: Option<String>, is_wrapping: bool) {
        let Some(socket) = cluster.and_then(|cluster| cluster.transport_socket.as_ref()) else { return };
        let written = Some(socket.typed_config.sni.clone()).filter(|name| !name.is_empty());
        self.step(hop, StepKind::TlsOrigination { server_name: written.or(by_request), is_wrapping }, None);
    }
}

fn step(connection: &Connection, request: &Request) -> Option<StepKind> {
    let server_name = || request.connection.sni.clone().filter(|_| request.is_tls());
    Some(match connection {
        Connection::Open { reader: Reader::Http(_), .. } if !request.is_tls() => return None,
        Connection::Open { reader: Reader::NotHttp, listener, .. } => {
            StepKind::NotTaken { reason: not_http(listener, request) }
        }
        Connection::Open { listener, chain, terminated, .. } => StepKind::FilterChain {
            listener: listener.clone(),
            name: chain.clone(),
            server_name: server_name(),
            tls: request.is_tls().then_some(*terminated),
        },
        Connection::HandshakeFailed { listener, chain, failure } => {
            let why = match failure {
                HandshakeFailure::NotTls => "it wants TLS, and the client sends plain bytes",
                HandshakeFailure::NoCertificate => "it asks for a certificate, and the client shows none",
                HandshakeFailure::UntrustedCertificate => "it does not trust the client's certificate",
            };
            StepKind::NotTaken {
                reason: format!("the handshake with filter chain {chain} of listener {listener} fails: {why}"),
            }
        }
        Connection::NoFilterChain { listener, server_names } => {
            StepKind::NotTaken { reason: no_filter_chain(listener, server_names, request) }
        }
        Connection::Refused { rejected: Some((listener, refusal)) } => {
            let why = match refusal {
                Refusal::OverlappingMatches => "two of its filter chains are for the same server name".to_owned(),
                Refusal::PartialWildcard(name) => {
                    format!("in server name {name} the * is not the whole first label, which Envoy does not support")
                }
            };
            StepKind::NotTaken {
                reason: format!("the proxy refuses listener {listener}, because {why}: nothing listens there"),
            }
        }
        Connection::Refused { rejected: None } => {
            StepKind::NotTaken { reason: format!("nothing listens on port {}", request.port) }
        }
    })
}

fn not_http(listener: &str, request: &Request) -> String {
    let what = if request.is_http() { "TLS" } else { "bytes that are no HTTP" };
    format!("listener {listener} reads plain HTTP there, and the client sends {what}")
}

fn no_filter_chain(listener: &str, server_names: &[String], request: &Request) -> String {
    let asked = match (request.is_tls(), &request.connection.sni) {
        (false, _) => "the client sends plain bytes, and all filter chains ask for a server name of TLS".to_owned(),
        (true, None) => "the client's TLS asks for no server name (SNI), and no filter chain does without".to_owned(),
        (true, Some(name)) if server_names.iter().any(|known| known.eq_ignore_ascii_case(name)) => {
            format!("only TLS between Istio's own proxies is passed on to `{name}`, and the client's is not")
        }
        (true, Some(name)) => format!("no filter chain is for the server name (SNI) `{name}`"),
    };
    let mut shown: Vec<&str> = server_names.iter().take(NAMES_SHOWN).map(String::as_str).collect();
    let more = format!("{} more", server_names.len().saturating_sub(NAMES_SHOWN));
    if server_names.len() > NAMES_SHOWN {
        shown.push(&more);
    }
    let known = if shown.is_empty() { String::new() } else { format!("; there are: {}", shown.join(", ")) };
    format!("listener {listener} resets the connection: {asked}{known}")
}
