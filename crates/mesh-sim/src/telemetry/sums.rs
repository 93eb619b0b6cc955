//! Seconds added up, edge by edge.

use super::chunk::{AnswerCell, Chunk, Counted, ExtraCell, LatencyCell, RouteCell};
use super::{EdgeId, RouteId};

/// The cells of some chunks, added up by edge and by route. It keeps its memory from one pair of chunks to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    edges: Vec<EdgeSum>,
    routes: Vec<u64>,
}

#[derive(Clone, Debug, Default)]
struct EdgeSum {
    answers: Vec<Counted>,
    /// Bucket and requests, by bucket.
    latencies: Vec<(u16, u64)>,
    retries: u64,
    mirrors: u64,
}

impl Sums {
    /// A chunk and a later one as one.
    pub(super) fn joined(&mut self, one: &Chunk, later: &Chunk) -> Chunk {
        self.add(one);
        self.add(later);
        let joined = self.chunk(one.from, later.from.saturating_add(later.seconds) - one.from);
        self.clear();
        joined
    }

    fn clear(&mut self) {
        for edge in &mut self.edges {
            edge.answers.clear();
            edge.latencies.clear();
            (edge.retries, edge.mirrors) = (0, 0);
        }
        self.routes.fill(0);
    }

    /// Bytes on the heap.
    pub(super) fn bytes(&self) -> usize {
        let of_edge = |edge: &EdgeSum| {
            edge.answers.capacity() * size_of::<Counted>() + edge.latencies.capacity() * size_of::<(u16, u64)>()
        };
        self.edges.capacity() * size_of::<EdgeSum>()
            + self.edges.iter().map(of_edge).sum::<usize>()
            + self.routes.capacity() * size_of::<u64>()
    }

    /// Adds a chunk.
    fn add(&mut self, chunk: &Chunk) {
        // Cells of one second and edge follow each other.
        for cells in chunk.answers.chunk_by(|one, next| one.edge == next.edge) {
            let Some(first) = cells.first() else { continue };
            let answers = &mut self.edge(first.edge).answers;
            for cell in cells {
                cell.counted.add_to(answers);
            }
        }
        for cells in chunk.latencies.chunk_by(|one, next| one.edge == next.edge) {
            let Some(first) = cells.first() else { continue };
            let latencies = &mut self.edge(first.edge).latencies;
            for cell in cells {
                match latencies.binary_search_by_key(&cell.bucket, |sum| sum.0) {
                    Ok(at) => latencies[at].1 += cell.count,
                    Err(at) => latencies.insert(at, (cell.bucket, cell.count)),
                }
            }
        }
        for cell in &chunk.extras {
            let sum = self.edge(cell.edge);
            (sum.retries, sum.mirrors) = (sum.retries + cell.retries, sum.mirrors + cell.mirrors);
        }
        for cell in &chunk.routes {
            let route = cell.route.index();
            if self.routes.len() <= route {
                self.routes.resize(route + 1, 0);
            }
            if let Some(sum) = self.routes.get_mut(route) {
                *sum += cell.count;
            }
        }
    }

    fn edge(&mut self, edge: EdgeId) -> &mut EdgeSum {
        let edge = edge.index();
        if self.edges.len() <= edge {
            self.edges.resize(edge + 1, EdgeSum::default());
        }
        &mut self.edges[edge]
    }

    /// The sums as a chunk that covers so many seconds from one on.
    fn chunk(&self, second: u32, seconds: u32) -> Chunk {
        let mut chunk = Chunk {
            from: second,
            seconds,
            answers: Vec::with_capacity(self.edges.iter().map(|sum| sum.answers.len()).sum()),
            latencies: Vec::with_capacity(self.edges.iter().map(|sum| sum.latencies.len()).sum()),
            ..Chunk::default()
        };
        for (edge, sum) in (0..).map(EdgeId).zip(&self.edges) {
            let answer = |&counted: &_| AnswerCell { second, edge, counted };
            let latency = |&(bucket, count): &_| LatencyCell { second, edge, bucket, count };
            chunk.answers.extend(sum.answers.iter().map(answer));
            chunk.latencies.extend(sum.latencies.iter().map(latency));
            if sum.retries + sum.mirrors > 0 {
                chunk.extras.push(ExtraCell { second, edge, retries: sum.retries, mirrors: sum.mirrors });
            }
        }
        for (route, count) in (0..).map(RouteId).zip(&self.routes).filter(|(_, count)| **count > 0) {
            chunk.routes.push(RouteCell { second, route, count: *count });
        }
        chunk
    }
}
