//! A request as the route tables see it.

use super::headers::HeaderMap;
use crate::grpc::{GrpcCall, parse_timeout};

/// The two ends of the connection that a request came on, as `10.1.0.2:34567`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Connection<'a> {
    /// The client's end.
    pub remote: &'a str,
    /// The proxy's end.
    pub local: &'a str,
}

impl<'a> Connection<'a> {
    /// The client's address without its port.
    #[must_use]
    pub fn source_ip(&self) -> &'a str {
        let address = self.remote.rsplit_once(':').map_or(self.remote, |(address, _)| address);
        address.strip_prefix('[').and_then(|address| address.strip_suffix(']')).unwrap_or(address)
    }
}

/// A request as the HTTP connection manager hands it on.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// As `GET`.
    pub method: &'a str,
    /// `http` or `https`.
    pub scheme: &'a str,
    /// The Host header, with a port if it has one.
    pub authority: &'a str,
    /// Path and query, normalised (see [`normalize_path`](super::normalize_path)).
    pub path: &'a str,
    /// All other headers.
    pub headers: &'a HeaderMap,
    /// Where it came from.
    pub connection: Connection<'a>,
}

impl<'a> Request<'a> {
    /// The values of a header, or of `:method`, `:authority`, `host`, `:scheme`, `:path`; the name in lower case.
    pub fn values(&self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        let pseudo = match name {
            ":method" => Some(self.method),
            ":authority" | "host" => Some(self.authority),
            ":scheme" => Some(self.scheme),
            ":path" => Some(self.path),
            _ => None,
        };
        let headers = self.headers;
        let others = if pseudo.is_some() { None } else { Some(headers.get_all(name)) };
        pseudo.into_iter().chain(others.into_iter().flatten())
    }

    /// What it says of itself where it is a gRPC call (`Grpc::Common::isGrpcRequestHeaders`): local answers to it are 200
    /// with a grpc-status.
    #[must_use]
    pub fn grpc_call(&self) -> Option<GrpcCall> {
        self.is_grpc().then(|| GrpcCall { timeout: self.headers.get("grpc-timeout").and_then(parse_timeout) })
    }

    /// Whether it is a gRPC call.
    #[must_use]
    pub fn is_grpc(&self) -> bool {
        let rest = self.headers.get("content-type").and_then(|value| value.strip_prefix("application/grpc"));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('+'))
    }
}
