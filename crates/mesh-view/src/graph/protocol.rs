//! What flows, by protocol.

use serde::{Deserialize, Serialize};

use super::Rates;

/// The protocols that Kiali tells apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Protocol {
    /// HTTP that is no gRPC.
    #[default]
    Http,
    /// gRPC calls.
    Grpc,
    /// Connections whose bytes are passed on unread.
    Tcp,
}

impl Protocol {
    /// Its name in Kiali's graph JSON and find language.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Grpc => "grpc",
            Self::Tcp => "tcp",
        }
    }
}

/// What flowed of one protocol.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProtocolRates {
    /// Which one.
    pub protocol: Protocol,
    /// Requests per second; of TCP connections.
    pub rates: Rates,
}

/// Adds what flowed of a protocol to what flowed of all; the order is that of [`Protocol`].
pub fn add_rates(sums: &mut Vec<ProtocolRates>, more: &ProtocolRates) {
    match sums.binary_search_by_key(&more.protocol, |sum| sum.protocol) {
        Ok(at) => sums.iter_mut().skip(at).take(1).for_each(|sum| sum.rates.merge(&more.rates)),
        Err(at) => sums.insert(at, *more),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_protocol_is_summed_by_itself_in_their_order() {
        let of = |protocol, ok| ProtocolRates { protocol, rates: Rates { ok, ..Rates::default() } };
        let mut sums = Vec::new();
        for more in [of(Protocol::Tcp, 1.0), of(Protocol::Http, 2.0), of(Protocol::Tcp, 4.0)] {
            add_rates(&mut sums, &more);
        }
        assert_eq!(sums, [of(Protocol::Http, 2.0), of(Protocol::Tcp, 5.0)]);
    }
}
