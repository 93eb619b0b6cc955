//! Requests as a proxy's routes see them: each text once for each connection manager that is not like the others.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use mesh_proxy::compiled::{RouteTableIndex, TableManager};
use mesh_proxy::connection_manager::{
    Downstream, DownstreamTls, GENERATED_REQUEST_ID, REQUEST_ID, Received, receive, write_request_id,
};
use mesh_proxy::route;

use super::requests::{Prepared, RequestIndex};
use crate::certificates;
use crate::draws::KeyHasher;
use crate::request::{ClientCertificate, Request};
use crate::world::View;

/// The address of clients outside of the mesh that do not say another (RFC 5737).
const OUTSIDE: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9));

/// So many connection managers are told apart; what further ones make of a request is kept by each client for itself.
const MOST_MANAGERS: usize = 64;

/// A text as a connection manager hands it to its routes.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// The text.
    pub(crate) text: Arc<Prepared>,
    received: Received,
    /// Whether it came in HTTP/2: as a gRPC call, or as TLS agreed.
    pub(crate) came_in_http2: bool,
    /// Whether the proxy, or one before it, made its request id.
    pub(crate) has_generated_id: bool,
}

impl Seen {
    /// What a connection manager makes of a text.
    pub(crate) fn new(manager: &TableManager, text: &Arc<Prepared>) -> Self {
        let request = &text.request;
        let is_edge = manager.config.use_remote_address == Some(true);
        let address = request.connection.address.or(is_edge.then_some(OUTSIDE));
        let shows = manager.asks_for_certificate && request.connection.certificate == ClientCertificate::Trusted;
        let tls = request.is_tls().then(|| DownstreamTls {
            client: shows.then_some(&*certificates::OF_CLIENTS),
            own: Some(&certificates::OF_GATEWAYS),
        });
        let agreed = request.is_tls() && request.connection.alpn.iter().any(|name| name == "h2");
        let came_in_http2 = agreed || text.grpc.is_some();
        let downstream = Downstream {
            remote: address.map(|address| SocketAddr::new(address, 0)),
            local_port: if is_edge { manager.port } else { request.port },
            tls,
            sends_scheme: came_in_http2,
        };
        let received = receive(&manager.config, &downstream, text.headers());
        let has_generated_id = received.headers.get(REQUEST_ID) == Some(GENERATED_REQUEST_ID);
        Self { text: text.clone(), received, came_in_http2, has_generated_id }
    }

    /// The same with the id that the proxy made.
    pub(crate) fn with_request_id(&self, id: impl FnOnce() -> String) -> Self {
        let mut seen = self.clone();
        write_request_id(&mut seen.received.headers, id);
        seen
    }

    /// As the route tables see it, where it came from an address unless its headers tell another.
    pub(crate) fn routed<'a>(&'a self, from: &'a str) -> route::Request<'a> {
        let remote = if self.received.remote.is_empty() { from } else { &self.received.remote };
        route::Request {
            method: &self.text.request.method,
            scheme: self.received.scheme,
            authority: &self.text.request.authority,
            path: self.text.path(),
            headers: &self.received.headers,
            connection: route::Connection { remote, local: "" },
        }
    }

    /// What the routes see of a header; the values of several are joined.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        if name == ":scheme" {
            return Some(self.received.scheme.to_owned());
        }
        joined(self.received.headers.get_all(name))
    }

    /// What the client sent of a header.
    pub(crate) fn sent(&self, name: &str) -> Option<String> {
        let Request { scheme, headers, .. } = &*self.text.request;
        if name == ":scheme" {
            return Some(scheme.clone());
        }
        joined(headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()))
    }

    fn bytes(&self) -> u64 {
        let headers = self.received.headers.iter().map(|(name, value)| name.len() + value.len() + 64);
        (size_of::<Self>() + headers.sum::<usize>()) as u64
    }
}

fn joined<'a>(values: impl Iterator<Item = &'a str>) -> Option<String> {
    values.map(str::to_owned).reduce(|list, value| format!("{list},{value}"))
}

/// All that was seen so far.
#[derive(Clone, Debug, Default)]
pub(super) struct SeenRequests {
    managers: Vec<TableManager>,
    known: HashMap<(RequestIndex, u32), Arc<Seen>, KeyHasher>,
    bytes: u64,
}

impl SeenRequests {
    /// A text as the connection manager of a view's route table makes it.
    pub(super) fn get(
        &mut self,
        view: &View,
        table: RouteTableIndex,
        (number, text): (RequestIndex, &Arc<Prepared>),
    ) -> Arc<Seen> {
        let manager = view.manager(table);
        let known = self.managers.iter().position(|known| known == manager);
        let position = known.unwrap_or(self.managers.len());
        if known.is_none() {
            if position >= MOST_MANAGERS {
                return Arc::new(Seen::new(manager, text));
            }
            self.managers.push(manager.clone());
        }
        let bytes = &mut self.bytes;
        let seen = self.known.entry((number, position as u32)).or_insert_with(|| {
            let seen = Seen::new(manager, text);
            *bytes += seen.bytes();
            Arc::new(seen)
        });
        seen.clone()
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }
}
