//! What a connection comes to, in both worlds.

use mesh_proxy::config::{FilterChain, Listener, NetworkFilterConfig};
use mesh_proxy::listener::{Accepted, Downstream, HandshakeFailure, Refusal, accept, refusal};

use crate::client::{BAD_REQUEST, Seen};
use crate::upstream::IN_TLS;
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
        let reader = match seen.mark() {
            Some(mark) if *mark == chain => Reader::Http,
            Some(mark) if !mark.starts_with('c') || mark.starts_with("chain") => return other(),
            Some(mark) => match mark.strip_suffix(IN_TLS) {
                Some(name) => Reader::Cluster { name: name.to_owned(), in_tls: true },
                None => Reader::Cluster { name: mark.to_owned(), in_tls: false },
            },
            None if seen.text.starts_with(BAD_REQUEST) => Reader::NotHttp,
            // HTTP/2 has no answer to what is no HTTP/2.
            None if terminated && seen.application_protocol.as_deref() == Some("h2") => Reader::NotHttp,
            None => return other(),
        };
        Outcome::Read { chain, terminated, reader }
    }

    pub(crate) fn of_simulation(listener: &Listener, downstream: &Downstream<'_>) -> Self {
        if let Some(refusal) = refusal(listener) {
            return Outcome::Refused(match refusal {
                Refusal::OverlappingMatches => OVERLAPPING.to_owned(),
                Refusal::PartialWildcard(_) => PARTIAL_WILDCARD.to_owned(),
            });
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
