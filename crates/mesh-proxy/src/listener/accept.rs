//! TLS that ends in a filter chain.

use super::{Downstream, Inspected, find_filter_chain};
use crate::config::{FilterChain, Listener};

/// What a client shows to a server that asks for a certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClientCertificate {
    /// One that the server trusts.
    #[default]
    Trusted,
    /// None.
    None,
    /// One that the server does not trust.
    Untrusted,
}

/// What became of a connection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Accepted<'a> {
    /// No chain takes it: it is reset (`filter_chain_not_found`).
    NoFilterChain,
    /// A chain takes it, and its TLS fails: the connection is closed.
    HandshakeFailed(&'a FilterChain, HandshakeFailure),
    /// The filters of a chain read it.
    Open {
        /// The chain.
        chain: &'a FilterChain,
        /// Whether TLS ended: the filters read what was in it.
        terminated: bool,
    },
}

/// Why TLS failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandshakeFailure {
    /// The bytes are no TLS.
    NotTls,
    /// The server asks for a certificate, and the client has none.
    NoCertificate,
    /// The server does not trust the client's certificate.
    UntrustedCertificate,
}

/// Takes a connection in.
#[must_use]
pub fn accept<'a>(listener: &'a Listener, downstream: &Downstream<'_>) -> Accepted<'a> {
    let inspected = Inspected::new(listener, downstream);
    let Some(chain) = find_filter_chain(listener, downstream, &inspected) else { return Accepted::NoFilterChain };
    let Some(socket) = &chain.transport_socket else { return Accepted::Open { chain, terminated: false } };
    let context = &socket.typed_config;
    // Without an authority no certificate is asked for, whether one is required or not.
    let asks = context.common_tls_context.validation_context_sds_secret_config.is_some();
    let failure = match downstream.certificate {
        _ if downstream.tls.is_none() => Some(HandshakeFailure::NotTls),
        ClientCertificate::None if asks && context.require_client_certificate == Some(true) => {
            Some(HandshakeFailure::NoCertificate)
        }
        ClientCertificate::Untrusted if asks => Some(HandshakeFailure::UntrustedCertificate),
        _ => None,
    };
    match failure {
        Some(failure) => Accepted::HandshakeFailed(chain, failure),
        None => Accepted::Open { chain, terminated: true },
    }
}
