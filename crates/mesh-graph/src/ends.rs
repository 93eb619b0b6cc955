//! Ends without a host: where requests are, that no app has ever seen.
//!
//! By Envoy's response flags (`source/common/stream_info/utility.h`). Kiali shows those of NR and of clusters that do not exist as
//! edges to `unknown`, and the others as errors of the service.

use crate::Flow;

/// Why a request reached no host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum End {
    /// No route takes it, or no filter chain its connection.
    NoRoute,
    /// The route names a cluster that does not exist: no such subset, host or port.
    NoCluster,
    /// No host of the cluster is healthy, or it has none.
    NoHealthyUpstream,
    /// A circuit breaker refuses it.
    Overflow,
}

impl End {
    const ALL: [Self; 4] = [Self::NoRoute, Self::NoCluster, Self::NoHealthyUpstream, Self::Overflow];

    /// Envoy's flag.
    pub(crate) fn flag(self) -> &'static str {
        match self {
            Self::NoRoute => "NR",
            Self::NoCluster => "NC",
            Self::NoHealthyUpstream => "UH",
            Self::Overflow => "UO",
        }
    }

    /// What its place is called: Envoy's own words for its flag, in short.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::NoRoute => "NR: no route",
            Self::NoCluster => "NC: no cluster",
            Self::NoHealthyUpstream => "UH: no healthy upstream",
            Self::Overflow => "UO: overflow",
        }
    }

    /// The end that flags as `UO,URX` tell of.
    fn of(flags: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|end| flags.split(',').any(|flag| flag == end.flag()))
    }
}

/// The parts of a flow that reached no host, by what ended them, in the order of [`End`]; what is not known comes first.
pub(crate) fn of(flow: &Flow) -> Vec<(Option<End>, Flow)> {
    let mut ends: Vec<Option<End>> = flow.responses.iter().map(|response| End::of(&response.flags)).collect();
    ends.sort_unstable();
    ends.dedup();
    let part = |end: Option<End>| {
        let responses: Vec<_> =
            flow.responses.iter().filter(|response| End::of(&response.flags) == end).cloned().collect();
        let attempts = responses.iter().map(|response| response.count).sum();
        (end, Flow { responses, attempts, ..flow.clone() })
    };
    ends.into_iter().map(part).collect()
}
