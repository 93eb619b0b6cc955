//! The second under way of one edge.

use super::chunk::{AnswerCell, Chunk, Counted, ExtraCell, Kind, LatencyCell};
use super::histogram::bucket;
use super::{Answer, EdgeId, Extra};

/// Counters of one edge's second under way. The lists keep their memory from second to second, so that counting
/// allocates nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct OpenEdge {
    pub(super) touched: bool,
    answers: Vec<Counted>,
    latencies: Vec<(u16, u64)>,
    retries: u64,
    mirrors: u64,
}

impl OpenEdge {
    /// Counts an answer.
    pub(super) fn answered(&mut self, answer: &Answer) {
        let Answer { status, flags, carried, attempts, .. } = *answer;
        let kind = Kind { status, flags, carried };
        Counted { kind, count: 1, attempts: u64::from(attempts) }.add_to(&mut self.answers);
        let bucket = bucket(answer.latency);
        match self.latencies.binary_search_by_key(&bucket, |cell| cell.0) {
            Ok(at) => self.latencies[at].1 += 1,
            Err(at) => self.latencies.insert(at, (bucket, 1)),
        }
    }

    /// Counts a try that is no request of its own.
    pub(super) fn extra(&mut self, extra: Extra) {
        match extra {
            Extra::Retry => self.retries += 1,
            Extra::Mirror => self.mirrors += 1,
        }
    }

    /// Answers of this second by their status.
    pub(super) fn counts(&self) -> impl Iterator<Item = (u16, u64)> {
        self.answers.iter().map(|counted| (counted.kind.status, counted.count))
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>()
            + self.answers.capacity() * size_of::<Counted>()
            + self.latencies.capacity() * size_of::<(u16, u64)>()
    }

    /// The cells of this second as they stand.
    pub(super) fn cells(&self, edge: EdgeId, second: u32, chunk: &mut Chunk) {
        chunk.answers.extend(self.answers.iter().map(|&counted| AnswerCell { second, edge, counted }));
        chunk.latencies.extend(self.latencies.iter().map(|&(bucket, count)| LatencyCell {
            second,
            edge,
            bucket,
            count,
        }));
        if self.retries + self.mirrors > 0 {
            chunk.extras.push(ExtraCell { second, edge, retries: self.retries, mirrors: self.mirrors });
        }
    }

    /// Moves the counters to a chunk and begins a new second.
    pub(super) fn close(&mut self, edge: EdgeId, second: u32, chunk: &mut Chunk) {
        self.cells(edge, second, chunk);
        self.touched = false;
        self.answers.clear();
        self.latencies.clear();
        (self.retries, self.mirrors) = (0, 0);
    }
}
