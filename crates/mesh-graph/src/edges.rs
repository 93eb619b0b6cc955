//! Sums of flows between two nodes.

use mesh_ordered::{OrderedMap, sort_by};

use crate::{
    Edge, EdgeIndex, EdgeKind, FlagShare, Flow, Protocol, ProtocolRates, Rates, ResponseTimes, add_rates, health,
};

/// Source, target and kind of an edge.
pub(crate) type EdgeKey = (String, String, EdgeKind);

/// Sums by source, target and kind; iterates in that order.
#[derive(Debug, Default)]
pub(crate) struct Edges {
    sums: OrderedMap<EdgeKey, EdgeSum>,
}

impl Edges {
    /// Adds a flow to the edge between two nodes; `timed` edges show response times.
    pub(crate) fn add(&mut self, source: &str, target: &str, flow: &Flow, timed: bool) -> EdgeKey {
        let kind = if flow.mirror { EdgeKind::Mirror } else { EdgeKind::Request };
        let key = (source.to_owned(), target.to_owned(), kind);
        let sum = self.sums.entry(key.clone()).or_default();
        sum.kind = kind;
        sum.add(flow, timed);
        key
    }

    /// The place of each edge in the graph.
    pub(crate) fn indices(&self) -> OrderedMap<EdgeKey, EdgeIndex> {
        self.sums.keys().cloned().zip((0..).map(EdgeIndex)).collect()
    }

    /// All edges: source, target, sum.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str, &EdgeSum)> {
        self.sums.iter().map(|((source, target, _), sum)| (source.as_str(), target.as_str(), sum))
    }
}

/// What a route gives to an edge.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Split {
    /// The configured share, percent.
    pub(crate) weight: Option<f64>,
    /// Requests that the route sent there.
    pub(crate) requests: u64,
    /// Of so many that took the route; 0 where all that left the source is what counts.
    pub(crate) of: u64,
}

impl Split {
    fn observed(self) -> Option<f64> {
        (self.of > 0).then(|| 100.0 * self.requests as f64 / self.of as f64)
    }
}

/// What flowed over one edge in the window.
#[derive(Debug, Default)]
pub(crate) struct EdgeSum {
    kind: EdgeKind,
    responses: OrderedMap<(Protocol, u16, String), u64>,
    mutual_tls: u64,
    retries: u64,
    times: Option<(ResponseTimes, u64)>,
}

impl EdgeSum {
    fn add(&mut self, flow: &Flow, timed: bool) {
        let mut requests = 0;
        for response in &flow.responses {
            requests += response.count;
            let alike = (response.protocol, response.status, response.flags.clone());
            *self.responses.entry(alike).or_default() += response.count;
        }
        self.mutual_tls += flow.mutual_tls;
        self.retries += flow.attempts.saturating_sub(requests);
        if let Some(times) = flow.response_times.filter(|_| timed && requests > 0) {
            self.times = Some(self.times.map_or((times, requests), |(so_far, count)| {
                (mean(so_far, count as f64, times, requests as f64), count + requests)
            }));
        }
    }

    pub(crate) fn is_mirror(&self) -> bool {
        self.kind == EdgeKind::Mirror
    }

    /// Requests per second.
    pub(crate) fn rates(&self, window: f64) -> Rates {
        let mut rates = Rates::default();
        for ((_, status, _), count) in &self.responses {
            rates.add(*status, *count as f64 / window);
        }
        rates
    }

    /// The same by protocol; empty where all of it is HTTP.
    fn protocols(&self, window: f64) -> Vec<ProtocolRates> {
        let mut sums = Vec::new();
        for ((protocol, status, _), count) in &self.responses {
            let mut more = ProtocolRates { protocol: *protocol, ..ProtocolRates::default() };
            more.rates.add(*status, *count as f64 / window);
            add_rates(&mut sums, &more);
        }
        if sums.iter().all(|sum| sum.protocol == Protocol::Http) {
            sums.clear();
        }
        sums
    }

    pub(crate) fn edge(&self, source: &str, target: &str, window: f64, outbound: f64, split: Split) -> Edge {
        let mirror = self.is_mirror();
        let rates = self.rates(window);
        let total = rates.total();
        let mut flags: Vec<FlagShare> = self
            .responses
            .iter()
            .map(|((protocol, status, flags), count)| FlagShare {
                status: *status,
                flags: flags.clone(),
                protocol: *protocol,
                percent: if total > 0.0 { 100.0 * *count as f64 / window / total } else { 0.0 },
            })
            .collect();
        sort_by(&mut flags, |a, b| b.percent.total_cmp(&a.percent));
        Edge {
            id: format!("{source}>{target}{}", if mirror { "~mirror" } else { "" }),
            source: source.to_owned(),
            target: target.to_owned(),
            kind: self.kind,
            share: split.observed().or_else(|| (outbound > 0.0).then(|| 100.0 * total / outbound)).filter(|_| !mirror),
            weight: split.weight.filter(|_| !mirror),
            retries: self.retries as f64 / window,
            response_times: self.times.map(|(times, _)| times),
            health: health::of_rates(&rates),
            idle: total <= 0.0,
            unused: split.weight.is_some() && !mirror && total <= 0.0,
            rates,
            protocols: self.protocols(window),
            mutual_tls: if total > 0.0 { 100.0 * self.mutual_tls as f64 / window / total } else { 0.0 },
            flags,
            is_cut: false,
            found: None,
        }
    }
}

/// Percentiles of two sets by their sizes: exact where both are alike, near where they are not.
pub(crate) fn mean(a: ResponseTimes, count_a: f64, b: ResponseTimes, count_b: f64) -> ResponseTimes {
    let share = count_a / (count_a + count_b);
    let mix = |a: f64, b: f64| a * share + b * (1.0 - share);
    ResponseTimes { mean: mix(a.mean, b.mean), p50: mix(a.p50, b.p50), p95: mix(a.p95, b.p95), p99: mix(a.p99, b.p99) }
}
