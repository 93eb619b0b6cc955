//! What a connection comes to, in both worlds.

use mesh_control::Connection;
use mesh_proxy::config::{FilterChain, Listener, NetworkFilterConfig};
use mesh_proxy::listener::{Accepted, Downstream, HandshakeFailure, Refusal, accept, refusal};

use crate::client::{BAD_REQUEST, Seen};
use crate::world::Entry;

/// All that is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nobody listens: the listener is refused, for one of [`OVERLAPPING`] and [`PARTIAL_WILDCARD`].
    Refused(String),
    /// No chain takes it.
    NoFilterChain,
    /// A chain takes it, and its TLS fails.
    HandshakeFailed(String, HandshakeFailure),
    /// A chain reads it.
    Read {
        chain: String,
        /// Whether TLS ended in the chain.
        terminated: bool,
        reader: Reader,
    },
    /// What the simulated proxy does not know.
    Other(String),
}

/// Who reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// The connection manager answered a request.
    Http,
    /// The connection manager found that it is no HTTP.
    NotHttp,
    /// A host of this cluster.
    Cluster {
        name: String,
        /// Whether what came to the host is TLS.
        in_tls: bool,
    },
}

/// The names of all outcomes but what is not known.
pub(crate) const OUTCOMES: &[&str] = &[
    "nobody listens",
    "no chain",
    "no TLS where TLS ends",
    "no certificate",
    "untrusted certificate",
    "HTTP in TLS",
    "HTTP in plain",
    "not HTTP",
    "TLS passed on",
    "TLS ended, bytes passed on",
    "bytes passed on",
];

impl Outcome {
    /// For the table of what occurs.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Outcome::Refused(_) => "nobody listens",
            Outcome::NoFilterChain => "no chain",
            Outcome::HandshakeFailed(_, HandshakeFailure::NotTls) => "no TLS where TLS ends",
            Outcome::HandshakeFailed(_, HandshakeFailure::NoCertificate) => "no certificate",
            Outcome::HandshakeFailed(_, HandshakeFailure::UntrustedCertificate) => "untrusted certificate",
            Outcome::Read { terminated: true, reader: Reader::Http, .. } => "HTTP in TLS",
            Outcome::Read { reader: Reader::Http, .. } => "HTTP in plain",
            Outcome::Read { reader: Reader::NotHttp, .. } => "not HTTP",
            Outcome::Read { reader: Reader::Cluster { in_tls: true, .. }, .. } => "TLS passed on",
            Outcome::Read { terminated: true, .. } => "TLS ended, bytes passed on",
            Outcome::Read { .. } => "bytes passed on",
            Outcome::Other(_) => "other",
        }
    }

    pub(crate) fn of_envoy(refused: Option<&String>, seen: &Seen, entry: &Entry) -> Self {
        let other = || Outcome::Other(format!("{refused:?} {seen:?} {entry:?}"));
        if let Some(message) = refused {
            let known = [OVERLAPPING, PARTIAL_WILDCARD].into_iter().find(|known| message.contains(known));
            return known
                .filter(|_| seen.port.is_none())
                .map_or_else(other, |known| Outcome::Refused(known.to_owned()));
        }
        let nothing_came = seen.text.is_empty();
        if nothing_came && entry.details.as_deref() == Some("filter_chain_not_found") {
            return Outcome::NoFilterChain;
        }
        let Some(chain) = entry.chain.clone() else { return other() };
        // A listener filter leaves a reason too where it finds that plain bytes are no TLS.
        if let Some(reason) = entry.failure.as_deref().filter(|_| nothing_came) {
            let failure = FAILURES.iter().find(|(text, _)| reason.contains(text));
            return failure.map_or_else(other, |(_, failure)| Outcome::HandshakeFailed(chain, *failure));
        }
        let terminated = entry.version.is_some();
        let marked = |by: &str| seen.mark().and_then(|mark| mark.strip_prefix(by));
        let reader = match (marked(CHAIN), marked(CLUSTER)) {
            (Some(by), _) if by == chain => Reader::Http,
            (None, Some(by)) => {
                let name = by.strip_suffix(IN_TLS);
                Reader::Cluster { name: name.unwrap_or(by).to_owned(), in_tls: name.is_some() }
            }
            (None, None) if seen.text.starts_with(BAD_REQUEST) => Reader::NotHttp,
            // HTTP/2 has no answer to what is no HTTP/2.
            (None, None) if terminated && seen.application_protocol.as_deref() == Some("h2") => Reader::NotHttp,
            _ => return other(),
        };
        Outcome::Read { chain, terminated, reader }
    }

    fn of_refusal(refusal: &Refusal) -> Self {
        Outcome::Refused(match refusal {
            Refusal::OverlappingMatches => OVERLAPPING.to_owned(),
            Refusal::PartialWildcard(_) => PARTIAL_WILDCARD.to_owned(),
        })
    }

    /// What the control plane says of a connection.
    pub(crate) fn of_mesh(connection: Connection, is_tls: bool) -> Self {
        match connection {
            Connection::Refused { rejected: Some((_, refusal)) } => Outcome::of_refusal(&refusal),
            Connection::Refused { rejected: None } => Outcome::Other("nobody listens".to_owned()),
            Connection::NoFilterChain { .. } => Outcome::NoFilterChain,
            Connection::HandshakeFailed { chain, failure, .. } => Outcome::HandshakeFailed(chain, failure),
            Connection::Open { chain, terminated, reader, .. } => {
                let reader = match reader {
                    mesh_control::Reader::Http(_) => Reader::Http,
                    mesh_control::Reader::NotHttp => Reader::NotHttp,
                    mesh_control::Reader::Tcp { clusters, .. } => Reader::Cluster {
                        name: clusters.into_iter().map(|(name, _)| name).collect(),
                        in_tls: is_tls && !terminated,
                    },
                };
                Outcome::Read { chain, terminated, reader }
            }
        }
    }

    /// What the proxy alone says of a connection.
    pub(crate) fn of_simulation(listener: &Listener, downstream: &Downstream<'_>) -> Self {
        if let Some(refusal) = refusal(listener) {
            return Outcome::of_refusal(&refusal);
        }
        match accept(listener, downstream) {
            Accepted::NoFilterChain => Outcome::NoFilterChain,
            Accepted::HandshakeFailed(chain, failure) => Outcome::HandshakeFailed(chain.name.clone(), failure),
            Accepted::Open { chain, terminated } => {
                let in_tls = downstream.tls.is_some() && !terminated;
                let reader = reader(chain, in_tls, downstream.speaks_http);
                Outcome::Read { chain: chain.name.clone(), terminated, reader }
            }
        }
    }
}

/// What the mark of a chain that reads HTTP begins with.
pub(crate) const CHAIN: &str = "chain ";
/// What the mark of a host begins with.
pub(crate) const CLUSTER: &str = "cluster ";
/// What a host adds to its cluster's name where TLS reached it.
pub(crate) const IN_TLS: &str = " in TLS";

/// What Envoy says of a listener two of whose chains take the same connections.
const OVERLAPPING: &str = "matching rules";
/// What Envoy says of a listener with such a server name.
const PARTIAL_WILDCARD: &str = "partial wildcards are not supported";

/// What stands in the log of a handshake that fails (the names are BoringSSL's).
const FAILURES: &[(&str, HandshakeFailure)] = &[
    ("PEER_DID_NOT_RETURN_A_CERTIFICATE", HandshakeFailure::NoCertificate),
    ("CERTIFICATE_VERIFY_FAILED", HandshakeFailure::UntrustedCertificate),
    ("WRONG_VERSION_NUMBER", HandshakeFailure::NotTls),
    ("HTTP_REQUEST", HandshakeFailure::NotTls),
];

fn reader(chain: &FilterChain, in_tls: bool, speaks_http: bool) -> Reader {
    match chain.filters.last().map(|filter| &filter.typed_config) {
        Some(NetworkFilterConfig::TcpProxy(proxy)) => {
            Reader::Cluster { name: proxy.cluster.clone().unwrap_or_default(), in_tls }
        }
        _ if speaks_http && !in_tls => Reader::Http,
        _ => Reader::NotHttp,
    }
}
