//! What becomes of a connection before a request is read: what listener filters see of it, the filter chain that takes
//! it, and TLS that ends in that chain.

mod accept;
mod find;
mod inspect;
mod refusal;
#[cfg(test)]
mod tests;

pub use accept::{Accepted, ClientCertificate, HandshakeFailure, accept};
pub use find::find_filter_chain;
pub use inspect::{Inspected, TransportProtocol};
pub use refusal::{Refusal, refusal};

use std::net::IpAddr;

/// A connection as a client opens it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Downstream<'a> {
    /// The address that it was made to; `None` for one that no rule names.
    pub address: Option<IpAddr>,
    /// The port that it was made to.
    pub port: u16,
    /// What the client says in TLS; `None`: it sends plain bytes.
    pub tls: Option<ClientHello<'a>>,
    /// Whether the bytes, in TLS or not, are HTTP/1.1.
    pub speaks_http: bool,
    /// What it shows where it is asked for a certificate.
    pub certificate: ClientCertificate,
}

/// What a client says in TLS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClientHello<'a> {
    /// The server name that it asks for.
    pub server_name: Option<&'a str>,
    /// The protocols that it offers, the one that it likes best first.
    pub application_protocols: &'a [String],
}
