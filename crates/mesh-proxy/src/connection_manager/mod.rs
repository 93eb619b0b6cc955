//! What the HTTP connection manager makes of a request before its route is sought: Envoy's
//! source/common/http/conn_manager_utility.cc (`mutateRequestHeaders`) as a pure function.
//!
//! An `x-request-id` that the proxy makes itself is new with each request. It is left as [`GENERATED_REQUEST_ID`] here,
//! so that requests of one text stay one text; [`request_id`] writes it for those who look.

mod client_certificate;
mod forwarded;
mod inline;
mod internal_headers;
mod request_id;
mod server;

#[cfg(test)]
mod tests;

use std::net::SocketAddr;

use crate::config::HttpConnectionManager;
use crate::route::HeaderMap;

pub use client_certificate::Certificate;
pub use internal_headers::{INTERNAL_HEADERS, clean_internal_headers};
pub use request_id::{GENERATED_REQUEST_ID, REQUEST_ID, request_id, write_request_id};
pub use server::server_header;

/// What is known of the connection that a request came on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Downstream<'a> {
    /// The client's end; `None` where nobody knows it.
    pub remote: Option<SocketAddr>,
    /// The port of the proxy's end.
    pub local_port: u16,
    /// What TLS tells of the client, where the proxy ended TLS.
    pub tls: Option<DownstreamTls<'a>>,
    /// Whether the client sent `:scheme` itself, as HTTP/2 has it.
    pub sends_scheme: bool,
}

/// TLS of a connection that the proxy ended.
#[derive(Clone, Copy, Debug, Default)]
pub struct DownstreamTls<'a> {
    /// The certificate that the client showed.
    pub client: Option<&'a Certificate>,
    /// The proxy's own certificate.
    pub own: Option<&'a Certificate>,
}

/// A request as the connection manager hands it to the routes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// `http` or `https`.
    pub scheme: &'static str,
    /// The headers; a generated `x-request-id` is [`GENERATED_REQUEST_ID`].
    pub headers: HeaderMap,
    /// The address that the request is taken to come from, with a port (0 where `x-forwarded-for` told it); empty where
    /// nobody knows it.
    pub remote: String,
}

/// Sets, replaces and takes away headers of a request as a connection manager does before it routes.
#[must_use]
pub fn receive(manager: &HttpConnectionManager, downstream: &Downstream<'_>, headers: &HeaderMap) -> Received {
    let mut headers = inline::joined(headers);
    clean_hop_by_hop(&mut headers);
    headers.remove("x-envoy-internal");
    clean_referer(&mut headers);
    let is_edge = manager.use_remote_address == Some(true);
    let trusted = forwarded::trusted_address(manager, &headers);
    let of_connection = if downstream.tls.is_some() { "https" } else { "http" };
    if is_edge && !manager.skip_xff_append {
        forwarded::append_address(&mut headers, downstream.remote.map(|remote| remote.ip()));
    }
    // What comes from a proxy that is trusted stays; nobody's word is taken for it otherwise.
    let believed = !is_edge || manager.xff_num_trusted_hops > 0;
    if !believed || !headers.contains("x-forwarded-proto") {
        headers.set("x-forwarded-proto", of_connection);
    }
    if manager.append_x_forwarded_port && !(believed && headers.contains("x-forwarded-port")) {
        headers.set("x-forwarded-port", &downstream.local_port.to_string());
    }
    let scheme = scheme(manager, downstream, &mut headers, of_connection);
    clean_internal_headers(&mut headers, is_edge);
    let remote = trusted.map(|address| SocketAddr::new(address, 0)).or(downstream.remote);
    if let Some(remote) = remote.filter(|_| is_edge) {
        headers.set("x-envoy-external-address", &remote.ip().to_string());
    }
    request_id::mark(manager, &mut headers, is_edge);
    client_certificate::forward(manager, downstream, &mut headers);
    Received { scheme, headers, remote: remote.map_or_else(String::new, |remote| remote.to_string()) }
}

/// `:scheme`: the client's own, else what `x-forwarded-proto` says if that is one, else the connection's.
fn scheme(
    manager: &HttpConnectionManager,
    downstream: &Downstream<'_>,
    headers: &mut HeaderMap,
    of_connection: &'static str,
) -> &'static str {
    let transformation = manager.scheme_header_transformation.as_ref();
    if let Some(scheme) = transformation.and_then(|scheme| valid_scheme(&scheme.scheme_to_overwrite)) {
        headers.set("x-forwarded-proto", scheme);
        return scheme;
    }
    if downstream.sends_scheme {
        return of_connection;
    }
    headers.get("x-forwarded-proto").and_then(valid_scheme).unwrap_or(of_connection)
}

/// `HeaderUtility::schemeIsValid`; it is written in lower case.
fn valid_scheme(text: &str) -> Option<&'static str> {
    ["http", "https"].into_iter().find(|scheme| text.eq_ignore_ascii_case(scheme))
}

/// What is said to the next hop only. A request to change the protocol keeps what asks for it.
fn clean_hop_by_hop(headers: &mut HeaderMap) {
    let asks = |value: &str| value.split(',').any(|token| token.trim().eq_ignore_ascii_case("upgrade"));
    if !(headers.contains("upgrade") && headers.get("connection").is_some_and(asks)) {
        headers.remove("connection");
        headers.remove("upgrade");
    }
    for name in ["keep-alive", "proxy-connection", "transfer-encoding"] {
        headers.remove(name);
    }
    // `sanitizeTEHeader`: of what a client takes only trailers can be passed on.
    let trailers = headers.get_all("te").flat_map(|value| value.split(',')).any(|value| value.trim() == "trailers");
    headers.remove("te");
    if trailers {
        headers.append("te", "trailers");
    }
}

/// A referer that is no URL, or one of several, is not passed on.
fn clean_referer(headers: &mut HeaderMap) {
    let is_url = |value: &str| {
        let rest = value.split_once("://").filter(|(scheme, _)| valid_scheme(scheme).is_some());
        rest.is_some_and(|(_, rest)| !rest.is_empty() && !rest.starts_with(['/', '?', '#']))
    };
    let refused = {
        let mut values = headers.get_all("referer");
        let (first, second) = (values.next(), values.next());
        first.is_some_and(|value| second.is_some() || !is_url(value))
    };
    if refused {
        headers.remove("referer");
    }
}
