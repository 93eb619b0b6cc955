//! What became of a connection before its requests were routed.

use mesh_control::{Connection, Reader};
use mesh_proxy::config::Cluster;
use mesh_proxy::listener::{HandshakeFailure, Refusal};
use mesh_proxy::router::RouteOutcome;
use mesh_words::{Argument, Words, say};

use super::{HopIndex, Recorder};
use crate::decision::{AskedName, Step, StepKind};
use crate::engine::{Call, Prepared};
use crate::request::Request;
use crate::world::{Way, World};

/// So many server names are listed.
const NAMES_SHOWN: usize = 5;

impl Recorder {
    /// Records what took the connection of a call, where that is worth a word: plain requests that are read as such need
    /// none.
    pub(super) fn connected(&mut self, hop: HopIndex, world: &World, call: &Call, text: &Prepared) {
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
            self.step(hop, StepKind::NotTaken { reason: say!("step-written-server", servers = written) }, None);
        }
        let Way::Bytes(bytes) = world.way(call.client, request) else { return };
        if let RouteOutcome::Cluster(cluster) = bytes.cluster(call.stream_number) {
            self.step(hop, StepKind::Cluster { name: view.cluster_name(cluster).to_owned() }, None);
            let is_wrapping = matches!(connection, Connection::Open { terminated: false, .. }) && request.is_tls();
            self.begins_tls(hop, view.cluster(cluster), AskedName::None, is_wrapping);
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
    pub(super) fn left_out(&mut self, hop: HopIndex, text: &Prepared) {
        let request = &text.request;
        let Some(server_name) = request.connection.sni.as_deref().filter(|_| request.is_tls()) else { return };
        let is_unknown = |step: &Step| match &step.kind {
            StepKind::VirtualHost { name, .. } => name.is_empty() || name.starts_with("blackhole:"),
            _ => false,
        };
        if self.hops.get(hop.0).is_some_and(|hop| hop.steps.iter().any(is_unknown)) {
            let reason = say!("step-server-by-name", server_name, authority = &request.authority);
            self.step(hop, StepKind::NotTaken { reason }, None);
        }
    }

    /// Records that the cluster of routed requests begins TLS.
    pub(super) fn tls_begun(&mut self, hop: HopIndex, world: &World, call: &Call) {
        let Some(view) = world.view(call.client) else { return };
        let name =
            self.hops.get(hop.0).into_iter().flat_map(|hop| &hop.steps).rev().find_map(|step| match &step.kind {
                StepKind::Cluster { name } => Some(name.clone()),
                _ => None,
            });
        let cluster = name.and_then(|name| view.compiled.cluster(&name)).and_then(|cluster| view.cluster(cluster));
        let unwritten = if cluster.is_some_and(Cluster::auto_sni) { AskedName::OfHostHeader } else { AskedName::None };
        self.begins_tls(hop, cluster, unwritten, false);
    }

    fn begins_tls(&mut self, hop: HopIndex, cluster: Option<&Cluster>, unwritten: AskedName, is_wrapping: bool) {
        let Some(socket) = cluster.and_then(|cluster| cluster.transport_socket.as_ref()) else { return };
        let written = &socket.typed_config.sni;
        let server_name = if written.is_empty() { unwritten } else { AskedName::Written(written.clone()) };
        self.step(hop, StepKind::TlsOrigination { server_name, is_wrapping }, None);
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
            let reason = match failure {
                HandshakeFailure::NotTls => say!("step-handshake-plain-bytes", chain, listener),
                HandshakeFailure::NoCertificate => say!("step-handshake-no-certificate", chain, listener),
                HandshakeFailure::UntrustedCertificate => say!("step-handshake-untrusted", chain, listener),
            };
            StepKind::NotTaken { reason }
        }
        Connection::NoFilterChain { listener, server_names } => {
            StepKind::NotTaken { reason: no_filter_chain(listener, server_names, request) }
        }
        Connection::Refused { rejected: Some((listener, refusal)) } => {
            let reason = match refusal {
                Refusal::OverlappingMatches => say!("step-listener-overlapping", listener),
                Refusal::PartialWildcard(name) => say!("step-listener-wildcard", listener, server_name = name),
            };
            StepKind::NotTaken { reason }
        }
        Connection::Refused { rejected: None } => {
            StepKind::NotTaken { reason: say!("step-nothing-listens", port = request.port) }
        }
    })
}

fn not_http(listener: &str, request: &Request) -> Words {
    if request.is_http() {
        say!("step-reads-http-not-tls", listener)
    } else {
        say!("step-reads-http-not-bytes", listener)
    }
}

fn no_filter_chain(listener: &str, server_names: &[String], request: &Request) -> Words {
    let reason = match (request.is_tls(), &request.connection.sni) {
        (false, _) => say!("step-reset-plain-bytes"),
        (true, None) => say!("step-reset-no-server-name"),
        (true, Some(name)) if server_names.iter().any(|known| known.eq_ignore_ascii_case(name)) => {
            say!("step-reset-not-of-mesh", server_name = name)
        }
        (true, Some(name)) => say!("step-reset-server-name", server_name = name),
    };
    let mut known: Vec<Argument> = server_names.iter().take(NAMES_SHOWN).map(Argument::from).collect();
    if server_names.len() > NAMES_SHOWN {
        known.push(say!("step-more", count = server_names.len() - NAMES_SHOWN).into());
    }
    if known.is_empty() {
        say!("step-reset", listener, reason)
    } else {
        say!("step-reset-names", listener, reason, known)
    }
}
