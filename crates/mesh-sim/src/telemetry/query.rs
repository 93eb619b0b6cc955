//! Figures of a window of time.

use std::collections::BTreeMap;

use mesh_proxy::Time;

use super::chunk::{Chunk, Counted};
use super::window::Window;
use super::{Bin, EdgeFigures, EdgeId, EdgeKey, Histogram, Protocol, ResponseCount, Telemetry};

impl Telemetry {
    /// The figures of each edge that carried something in `from..to` (whole seconds that the window touches; bins, where
    /// these are wider), by `EdgeId`. Rates are over the window as given.
    #[must_use]
    pub fn figures(&self, from: Time, to: Time) -> Vec<EdgeFigures> {
        self.figures_by(from, to, EdgeKey::clone)
    }

    /// The same with edges whose keys are made equal taken as one, which has the id of the first.
    #[must_use]
    pub fn figures_by(&self, from: Time, to: Time, key: impl Fn(&EdgeKey) -> EdgeKey) -> Vec<EdgeFigures> {
        let window = Window::new(from, to);
        let mut numbers = BTreeMap::new();
        let mut sums: Vec<(EdgeFigures, Histogram)> = Vec::new();
        let mut groups = Vec::with_capacity(self.edges.len());
        for (id, edge) in (0..).map(EdgeId).zip(&self.edges) {
            let key = key(edge);
            let group = *numbers.entry(key.clone()).or_insert(sums.len());
            if group == sums.len() {
                let figures = EdgeFigures { edge: id, key, ..EdgeFigures::default() };
                sums.push((figures, Histogram::default()));
            }
            groups.push(group);
        }
        let group = |edge: EdgeId| groups.get(edge.index()).copied().unwrap_or(usize::MAX);
        self.visit(window, |chunk| {
            for cell in chunk.answers.iter().filter(|cell| chunk.counts(window, cell.second)) {
                if let Some((figures, _)) = sums.get_mut(group(cell.edge)) {
                    let Counted { kind, count, attempts } = cell.counted;
                    figures.requests += count;
                    figures.attempts += attempts;
                    figures.mutual_tls += if kind.carried.in_mutual_tls { count } else { 0 };
                    let (status, flags, protocol) = (kind.status, kind.flags.to_string(), kind.carried.protocol);
                    add_response(&mut figures.responses, ResponseCount { status, flags, protocol, count });
                }
            }
            for cell in chunk.latencies.iter().filter(|cell| chunk.counts(window, cell.second)) {
                if let Some((_, histogram)) = sums.get_mut(group(cell.edge)) {
                    histogram.add(cell.bucket, cell.count);
                }
            }
            for cell in chunk.extras.iter().filter(|cell| chunk.counts(window, cell.second)) {
                if let Some((figures, _)) = sums.get_mut(group(cell.edge)) {
                    figures.retries += cell.retries;
                    figures.mirrors += cell.mirrors;
                }
            }
        });
        let seconds = to.since(from).as_secs_f64();
        sums.retain(|(figures, _)| figures.requests + figures.retries + figures.mirrors > 0);
        sums.into_iter()
            .map(|(mut figures, histogram)| {
                figures.finish(&histogram, seconds);
                figures
            })
            .collect()
    }

    /// The seconds of one edge in `from..to`, also the empty ones, for sparklines; of all edges together for `None`. Of
    /// the last minute they are exact; what is older stands at the first second of its bin.
    #[must_use]
    pub fn bins(&self, edge: Option<EdgeId>, from: Time, to: Time) -> Vec<Bin> {
        let mut window = Window::new(from, to);
        window.to = window.to.min(self.second.saturating_add(1));
        let seconds = window.to.saturating_sub(window.from) as usize;
        let mut bins: Vec<(Bin, Histogram)> = vec![Default::default(); seconds];
        self.visit(window, |chunk| {
            let wanted = |second: u32, of: EdgeId| window.has(second) && edge.is_none_or(|edge| edge == of);
            for cell in chunk.answers.iter().filter(|cell| wanted(cell.second, cell.edge)) {
                if let Some((bin, _)) = bins.get_mut((cell.second - window.from) as usize) {
                    bin.add(cell.counted.kind.status, cell.counted.count);
                }
            }
            for cell in chunk.latencies.iter().filter(|cell| wanted(cell.second, cell.edge)) {
                if let Some((_, histogram)) = bins.get_mut((cell.second - window.from) as usize) {
                    histogram.add(cell.bucket, cell.count);
                }
            }
        });
        bins.into_iter().map(|(bin, histogram)| bin.with_latencies(&histogram)).collect()
    }

    /// The 95th percentile of response times in seconds, of all edges together, in bins of so many seconds from second 0 on; 0
    /// where nothing was answered. What is older than a minute stands in the bin in which its own, wider one begins.
    #[must_use]
    pub fn p95s(&self, width: u32, bins: usize) -> Vec<f64> {
        let mut histograms = vec![Histogram::default(); bins];
        let window = Window { from: 0, to: self.second.saturating_add(1) };
        self.visit(window, |chunk| {
            for cell in &chunk.latencies {
                if let Some(histogram) = histograms.get_mut((cell.second / width.max(1)) as usize) {
                    histogram.add(cell.bucket, cell.count);
                }
            }
        });
        histograms.iter().map(|histogram| histogram.percentile(0.95)).collect()
    }

    /// Shows each chunk that may hold seconds of a window, the second under way as the last.
    pub(super) fn visit(&self, window: Window, mut see: impl FnMut(&Chunk)) {
        self.past.chunks().filter(|chunk| chunk.touches(window)).for_each(&mut see);
        see(&self.current);
        if window.has(self.second) {
            let mut under_way = Chunk::default();
            for &edge in &self.touched {
                if let Some(open) = self.open.get(edge.index()) {
                    open.cells(edge, self.second, &mut under_way);
                }
            }
            self.routes.cells(self.second, &mut under_way);
            see(&under_way);
        }
    }
}

fn add_response(responses: &mut Vec<ResponseCount>, more: ResponseCount) {
    fn key(response: &ResponseCount) -> (u16, &str, Protocol) {
        (response.status, response.flags.as_str(), response.protocol)
    }
    match responses.binary_search_by(|response| key(response).cmp(&key(&more))) {
        Ok(at) => responses[at].count += more.count,
        Err(at) => responses.insert(at, more),
    }
}
