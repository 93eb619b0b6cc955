//! Chunks that are closed: the last minute second by second, what is older in ever wider ones, so that the figures of a
//! run take about as much memory after an hour as after ten minutes.

use std::collections::VecDeque;
use std::sync::Arc;

use super::chunk::Chunk;
use super::sums::Sums;

/// Chunks that are kept second by second: the page shows figures and curves of the last minute.
const FINE: usize = 8;

/// Chunks of each further level that are kept before the oldest two are joined.
const OF_EACH_LEVEL: usize = 16;

/// Closed chunks. Cloning shares them.
#[derive(Clone, Debug, Default)]
pub(super) struct Past {
    /// Level 0 is second by second; those of each further level were joined of two of the level before. In each the oldest
    /// comes first.
    levels: Vec<VecDeque<Arc<Chunk>>>,
    sums: Sums,
}

impl Past {
    /// All chunks, the oldest first.
    pub(super) fn chunks(&self) -> impl Iterator<Item = &Chunk> {
        self.levels.iter().rev().flatten().map(|chunk| &**chunk)
    }

    /// Takes a chunk that was closed.
    pub(super) fn close(&mut self, chunk: Chunk) {
        let mut next = Some(Arc::new(chunk));
        let mut level = 0;
        while let Some(chunk) = next.take() {
            if level == self.levels.len() {
                self.levels.push(VecDeque::new());
            }
            let Some(chunks) = self.levels.get_mut(level) else { return };
            chunks.push_back(chunk);
            let most = if level == 0 { FINE } else { OF_EACH_LEVEL };
            if chunks.len() >= most + 2
                && let (Some(one), Some(other)) = (chunks.pop_front(), chunks.pop_front())
            {
                next = Some(Arc::new(self.sums.joined(&one, &other)));
            }
            level += 1;
        }
    }

    /// Bytes that they take.
    pub(super) fn bytes(&self) -> usize {
        self.chunks().map(Chunk::bytes).sum::<usize>() + self.sums.bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telemetry::chunk::{AnswerCell, CHUNK_SECONDS, Counted, Kind};
    use crate::telemetry::{Carried, EdgeId};
    use mesh_proxy::ResponseFlags;

    fn chunk(from: u32) -> Chunk {
        let cell = |second| AnswerCell {
            second,
            edge: EdgeId(0),
            counted: Counted {
                kind: Kind { status: 200, flags: ResponseFlags::NONE, carried: Carried::default() },
                count: 3,
                attempts: 4,
            },
        };
        Chunk { from, seconds: CHUNK_SECONDS, answers: (from..from + 10).map(cell).collect(), ..Chunk::default() }
    }

    #[test]
    fn ten_hours_take_some_dozen_chunks_and_lose_nothing() {
        let mut past = Past::default();
        for second in (0..36_000).step_by(10) {
            past.close(chunk(second));
            let (count, cells) = (past.chunks().count(), past.chunks().map(|chunk| chunk.answers.len()).sum::<usize>());
            assert!(count <= 160 && cells <= 160 + 10 * (FINE + 2), "{count} chunks of {cells} cells");
        }
        let sum = |of: fn(&AnswerCell) -> u64| past.chunks().flat_map(|chunk| &chunk.answers).map(of).sum::<u64>();
        assert_eq!((sum(|cell| cell.counted.count), sum(|cell| cell.counted.attempts)), (36_000 * 3, 36_000 * 4));
        let mut next = 0;
        for chunk in past.chunks() {
            assert_eq!(chunk.from, next, "no gap and no overlap");
            next = chunk.from + chunk.seconds;
        }
        let fine = past.chunks().filter(|chunk| chunk.seconds == CHUNK_SECONDS).count();
        assert!((FINE..=FINE + 1).contains(&fine), "{fine}");
    }

    #[test]
    fn seconds_without_anything_leave_no_chunk_and_do_no_harm() {
        let mut past = Past::default();
        for second in (0..100_000).step_by(500) {
            past.close(chunk(second));
        }
        assert!(past.chunks().count() < 100);
        assert_eq!(
            past.chunks().flat_map(|chunk| &chunk.answers).map(|cell| cell.counted.count).sum::<u64>(),
            200 * 30
        );
    }
}
